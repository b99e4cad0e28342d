"""What an exercise answers: one sentence, which is the plain text of the cell, and the same with a coloured edge."""

import re
from dataclasses import dataclass
from html import escape

RIGHT, WRONG, NOT_YET = "right", "wrong", "not yet"
HEADS = {RIGHT: "✓ Right", WRONG: "Not right yet", NOT_YET: "Not yet"}
EDGES = {  # JupyterLab's own colours, which follow its theme; and what stands in for them elsewhere
    RIGHT: "var(--jp-success-color1, #388e3c)",
    WRONG: "var(--jp-warn-color1, #f57c00)",
    NOT_YET: "var(--jp-border-color1, #bdbdbd)",
}


@dataclass(frozen=True, repr=False)
class Verdict:
    """The answer to one try. kind: "right", "wrong" or "not yet". mistake: the sentence of a mistake known by name."""

    kind: str
    label: str  # which exercise, "02.3"
    text: str
    mistake: str | None = None

    @property
    def passed(self):
        """Whether the exercise is solved."""
        return self.kind == RIGHT

    @property
    def sentence(self):
        """All that is said, as plain text."""
        said = f"{self.label} · {HEADS[self.kind]}. {self.text}"
        return f"{said} {self.mistake}" if self.mistake else said

    def __repr__(self):
        return self.sentence

    def _repr_html_(self):
        head = f"<b>{escape(self.label)} · {HEADS[self.kind]}.</b> {in_html(self.text)}"
        lines = [head, in_html(self.mistake)] if self.mistake else [head]
        style = f"border-left: 4px solid {EDGES[self.kind]}; padding: 2px 12px; max-width: 60em; line-height: 1.4"
        return f'<div style="{style}">{"<br>".join(lines)}</div>'


@dataclass(frozen=True, repr=False)
class Told:
    """A hint or a solution: words, and perhaps code."""

    text: str
    code: str = ""

    def __repr__(self):
        return "\n\n".join(filter(None, [self.code.rstrip(), self.text]))

    def _repr_html_(self):
        code = f"<pre><code>{escape(self.code.rstrip())}</code></pre>" if self.code else ""
        return code + (f"<p>{in_html(self.text)}</p>" if self.text else "")


def in_html(text):
    """The text with what stands between backticks as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
