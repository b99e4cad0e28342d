"""What of a notebook stands on which slide. The choice is the cells' own: their metadata `slideshow`.

slide_type: "slide" (and "subslide") begins a slide, "fragment" comes to it at the next press of a key, "notes" is for the
speaker, "skip" is left out. A live deck in JupyterLab reads the same marks. Three more entries are read here only:

title: the heading. text: a few words (Markdown) in the place of the prose, which then goes to the speaker's notes; above
the output of a code cell. code: true where the code itself is the idea.
"""

import re
from dataclasses import dataclass, field

BEGINS = ("slide", "subslide")
FOLDED = re.compile(r"<details>.*?</details>", re.S)
HEADING = re.compile(r"\A#{1,2} (.*)\n?")
SECTION = re.compile(r"^## (.*)$", re.M)
QUOTED = re.compile(r"^> .*", re.M)
TO_NEXT = re.compile(r"^\*\*Next:\*\*.*", re.M | re.S)


@dataclass
class Part:
    """One piece of a slide. kind: "words" (Markdown), "code", "printed", "picture" (PNG, base64), "html"."""

    kind: str
    content: str
    later: bool = False  # comes at a press of a key
    alt: str = ""


@dataclass
class Slide:
    """section: of the notebook, where the slide has a title of its own."""

    title: str
    section: str
    parts: list[Part] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # Markdown


def slides(notebook):
    """The slides of a notebook, in order."""
    made, section = [], ""
    for cell in notebook.cells:
        marks = cell.metadata.get("slideshow", {})
        kind = marks.get("slide_type", "skip")
        heading, prose = _split(cell) if cell.cell_type == "markdown" else ("", "")
        if made and cell.cell_type == "markdown":
            section = (SECTION.findall(cell.source) or [section])[-1]
        if kind in BEGINS:
            title = marks.get("title", heading)
            made.append(Slide(title, section if title != section else ""))
            if len(made) == 1:  # the first slide shows what was asked, and no more
                marks = {"text": "\n".join(QUOTED.findall(prose))} | marks
        if kind == "skip" or not made:
            continue
        if kind == "notes":
            made[-1].notes += [prose] if cell.cell_type == "markdown" else []
            continue
        made[-1].parts += list(_parts(cell, prose, marks, later=kind == "fragment"))
        if "text" in marks and prose:
            made[-1].notes.append(prose)
    return made


def _split(cell):
    """(heading, what follows it) of a cell of prose."""
    match = HEADING.match(cell.source)
    return (match[1], cell.source[match.end() :].strip()) if match else ("", cell.source)


def _parts(cell, prose, marks, later):
    said = marks.get("text", FOLDED.sub("", TO_NEXT.sub("", prose)).strip())
    if said:
        yield Part("words", said, later)
    if cell.cell_type == "code":
        if marks.get("code"):
            yield Part("code", cell.source, later)
        for output in cell.outputs:
            yield from _shown(output, later)


def _shown(output, later):
    data = output.get("data", {})
    if "image/png" in data:
        yield Part("picture", data["image/png"].replace("\n", ""), later, data["text/plain"])
    elif "text/html" in data:
        yield Part("html", data["text/html"], later)
    elif said := output.get("text") or data.get("text/plain"):
        yield Part("printed", said.rstrip("\n"), later)
