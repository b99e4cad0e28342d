"""A notebook that has been run, as one page of HTML: words, code, pictures, labs and questions in their order."""

import json
import re
from functools import partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from nbconvert.filters import Highlight2HTML, strip_ansi
from pygments.formatters import HtmlFormatter

from .formulas import prose
from .recorded import MIME

HERE = Path(__file__).parent
WIDGET = "application/vnd.jupyter.widget-view+json"
LIGHT, DARK = "default", "github-dark"  # colours of code
PLAYED = ("lab", "prediction")  # the code that shows them is folded
NO_CODE = re.compile(r"exercise\(\"[^\"]*\", \.\.\.\)")  # the page has buttons for that
LINE = (96, 42)  # letters in a line of a lab's sentence, at its widest and on a phone
TITLE = re.compile(r"\A# (.*)$", re.M)


def page(notebook, pages, before="", after=""):
    """The HTML of a notebook; pages: {file name: title} of all pages; before, after: the names of its neighbours."""
    title = TITLE.match(notebook.cells[0].source)[1]
    cells = [_cell(cell, pages, number) for number, cell in enumerate(notebook.cells)]
    labs = [told for cell in cells for kind, told in cell["shown"] if kind == "lab"]
    return _render(
        "page.html.j2", title=title, cells=cells, notice=_notice(labs), pages=pages, before=before, after=after
    )


def words_page(markdown, pages):
    """The HTML of a page of prose."""
    cell = {"prose": prose(markdown, pages), "shown": []}
    return _render("page.html.j2", title=TITLE.match(markdown)[1], cells=[cell], notice="", pages=pages)


def index(rows):
    """The HTML of the list of all pages; rows: (file name, title, idea, minutes)."""
    return _render("index.html.j2", title="Unstable Gradients", rows=rows)


def _notice(labs):
    """How many of the labs move here, and how."""
    moving, all_of_them = sum(bool(lab["axes"]) for lab in labs), len(labs)
    if not moving:
        return "No lab moves here: this one is a game, or about all controls at once." if labs else "It has no lab."
    whole = moving == all_of_them
    who = ("Its lab" if moving == 1 else f"Its {moving} labs") if whole else f"{moving} of its {all_of_them} labs"
    return f"{who} {'moves' if moving == 1 else 'move'} through stored settings, with the sliders above the picture."


def _render(template, **what):
    environment = Environment(loader=FileSystemLoader(HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["json"] = _json
    style = (HERE / "page.css").read_text(encoding="utf-8").replace("/* code */", _code_colours())
    script = (HERE / "page.js").read_text(encoding="utf-8")
    return environment.get_template(template).render(style=style, script=script, **what)


def _json(told):
    """JSON that may stand inside a script element."""
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _code_colours():
    colours = partial(HtmlFormatter.get_style_defs, arg=".highlight")
    light, dark = (colours(HtmlFormatter(style=style)) for style in (LIGHT, DARK))
    return f"{light}\n@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}"


def _cell(cell, pages, number):
    if cell.cell_type == "markdown":
        return {"prose": prose(cell.source, pages), "shown": []}
    shown = [one for place, output in enumerate(cell.outputs) for one in _shown(output, f"c{number}o{place}")]
    is_folded = any(kind in PLAYED for kind, _ in shown) or cell.metadata.get("jupyter", {}).get("source_hidden", False)
    code = "" if NO_CODE.fullmatch(cell.source) else Highlight2HTML(pygments_lexer="python")(cell.source)
    return {"code": code, "is_folded": is_folded, "shown": shown}


def _shown(output, name):
    """Yield (kind, what there is to show) of one output; name: what the page calls it by."""
    data = output.get("data", {})
    if MIME in data:
        told = data[MIME] | {"id": name}
        if told["kind"] == "lab":
            told["lines"] = [-(-max(map(len, told["words"])) // letters) for letters in LINE]
        yield told["kind"], told
    elif "text/html" in data:
        yield "html", data["text/html"]
    elif "image/png" in data:
        alt = output.metadata.get("image/png", {}).get("alt", data.get("text/plain", ""))
        yield "png", {"png": data["image/png"].replace("\n", ""), "alt": alt}
    elif WIDGET in data:
        yield "live", None
    elif output.output_type == "error":
        yield "printed", strip_ansi("\n".join(output.traceback))
    elif said := output.get("text") or data.get("text/plain"):
        yield "printed", said.rstrip("\n")
