"""The teacher's guide, docs/teaching.md, as its tests read it: its labs with their steps, its routes, what it refers to."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.notebooks.reading import lessons, read

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "teaching.md").read_text(encoding="utf-8")
SECTION = re.compile(r"^### (\d\d) · ([^\n]+)\n(.*?)(?=^##|\Z)", flags=re.MULTILINE | re.DOTALL)
LAB = re.compile(r"^\*\*([^*]+)\*\*, `(\w+_lab)`\. (.*?)(?=^\*\*|\Z)", flags=re.MULTILINE | re.DOTALL)
STEP = re.compile(r"^\| (\d\d-[A-Z]) \| (.+?) \| (.+) \|$", flags=re.MULTILINE)
QUOTED = re.compile(r"“(.+?)”")
SHEET = re.compile(r"\b[Ss]heets? (\d+(?:(?:, \d+)*(?:,? and \d+))?)")


@dataclass(frozen=True)
class Step:
    """One line of a lab's table: its name, whether it goes on from the step above, what is set, what is quoted."""

    name: str
    goes_on: bool
    settings: str
    quoted: tuple[str, ...]


@dataclass(frozen=True)
class GuideLab:
    """A lab of the guide: its notebook, its name on the screen and in the cell, what is told before its steps, and they."""

    notebook: str
    name: str
    called: str
    told: str
    steps: tuple[Step, ...]


@cache
def sections():
    """{number: (title, text)} of "Lab by lab"."""
    return {number: (title, text) for number, title, text in SECTION.findall(GUIDE)}


def guide_labs():
    """Every lab, in the guide's order."""
    return [
        GuideLab(number, name[0].lower() + name[1:], called, text.partition("\n")[0], steps_in(text))
        for number, (_, section) in sections().items()
        for name, called, text in LAB.findall(section)
    ]


def steps_in(text):
    """The steps of one lab's table."""
    return tuple(
        Step(name, settings.startswith("then "), settings.removeprefix("then "), tuple(QUOTED.findall(said)))
        for name, settings, said in STEP.findall(text)
    )


def rows(heading):
    """The cells of every row of the first table below a heading, or below a sentence; the two top lines left out."""
    (_, _, below) = GUIDE.partition(f"{heading}\n")
    assert below, f"the guide has no {heading!r}"
    table = re.search(r"^(?:\|[^\n]*\n)+", below, flags=re.MULTILINE)[0]
    return [[cell.strip() for cell in line[1:-1].split("|")] for line in table.splitlines()[2:]]


def sheets_in(text):
    """The numbers of the sheet's questions that a text names: "sheets 15, 17 and 19"."""
    return [int(n) for found in SHEET.findall(text) for n in re.findall(r"\d+", found)]


def lesson(number):
    """The notebook with this number, read."""
    (file,) = (file for file in lessons() if file.name.startswith(f"{number}-"))
    return read(file)
