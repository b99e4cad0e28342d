"""Dares: a goal that a lab sets its reader, and recognises by the engine's own numbers when it is met."""

from html import escape
from types import SimpleNamespace
from typing import NamedTuple

import ipywidgets as widgets

RECORDERS = []  # each is called with (kind, key, value) when a dare is met: ("dare", its text, True)


class Said(str):
    """A sentence that carries the numbers it was made from: Said("…", speeds=speeds)."""

    def __new__(cls, sentence, **numbers):
        said = super().__new__(cls, sentence)
        said.numbers = numbers
        return said


class Dare(NamedTuple):
    """text: the goal, in one short sentence. met: a function of what is so now, which has every control's value and
    every number of the update's Said as an attribute."""

    text: str
    met: object


class DareLines(widgets.HTML):
    """A line for each dare; what was met once stays marked."""

    def __init__(self, dares):
        self.dares, self.met = dares, set()
        super().__init__(self._lines())

    def look(self, settings, sentence):
        """Mark what is met by the picture that these settings gave, and tell the recorders."""
        now = SimpleNamespace(**settings, **getattr(sentence, "numbers", {}))
        new = [dare for dare in self.dares if dare.text not in self.met and dare.met(now)]
        if new:
            self.met.update(dare.text for dare in new)
            self.value = self._lines()
        for dare in new:
            for record in RECORDERS:
                record("dare", dare.text, True)

    def _lines(self):
        lines = (
            f"<div><b>{'Dare, met:' if d.text in self.met else 'Dare:'}</b> {escape(d.text)}</div>" for d in self.dares
        )
        return f'<div aria-live="polite" style="line-height: 1.4; max-width: 880px">{"".join(lines)}</div>'
