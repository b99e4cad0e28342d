"""A notebook as its reader meets it: prose, code, and what the cells printed."""

import re
from functools import cache
from pathlib import Path

import nbformat

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
ASIDE = re.compile(r"## (Exercises|Sources)\b")  # sections for those who want more: not counted as reading
LAB = re.compile(r"(?:from helpers\.labs import (\w+_lab)\n\n)?(\w+_lab)\(.*\)")
IMPORT = re.compile(r"(import|from) \w")
OF_ONE_MACHINE = {  # what a stored text must not hold: it would differ on the next machine, or on the next day
    "a path": r"(?<![\w.])(?:~|/home|/root|/Users|/tmp|/usr|/opt|/var|/work)/|\b[A-Za-z]:\\",
    "an address": r"\b0x[0-9a-fA-F]{6,}",
    "a time": r"\b\d\d:\d\d:\d\d\b|\b20\d\d-\d\d-\d\d\b|\bWall time\b",
}


def notebooks():
    """All notebook files, in their order."""
    return sorted(NOTEBOOKS.glob("*.ipynb"))


def lessons():
    """Those that the course is made of: their names begin with a number. The others are there to be looked into."""
    return [file for file in notebooks() if file.name[0].isdigit()]


@cache
def read(file):
    """A notebook file as an nbformat node; read once, so nobody may change it."""
    return nbformat.read(file, as_version=4)


def code(notebook):
    """The code cells."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def prose(notebook):
    """All markdown, one string."""
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def printed(cell):
    """The texts that a code cell stored: what it printed and the sentences of its pictures, in order."""
    return [output.get("text") or output.get("data", {}).get("text/plain", "") for output in cell.get("outputs", [])]


def labs(notebook):
    """The cells that are one lab each."""
    return [cell for cell in code(notebook) if LAB.fullmatch(cell.source)]


def import_lines(notebook):
    """Every line of every import statement but the labs' own; a list over several lines counts line by line."""
    found = []
    for cell in code(notebook):
        if LAB.fullmatch(cell.source):
            continue
        inside = False
        for line in cell.source.splitlines():
            if inside or IMPORT.match(line):
                found.append(line)
                inside = ")" not in line and (inside or "(" in line)
    return found


def main_text(notebook):
    """What is read on the main path: prose, code and printed text, without folded blocks, exercises and sources."""
    parts, aside = [], False
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for section in re.split(r"^(?=## )", cell.source, flags=re.MULTILINE):
                if section.startswith("## "):
                    aside = bool(ASIDE.match(section))
                if not aside:
                    parts.append(section)
        elif not aside:
            parts += [cell.source, *printed(cell)]
    return re.sub(r"<details>.*?</details>", "", "\n".join(parts), flags=re.DOTALL)


def words(text):
    """How many words a reader meets: pieces between white space that hold a letter or a digit; addresses do not count."""
    text = re.sub(r"\]\([^)]*\)", "]", re.sub(r"<[^>\n]*>", " ", text))
    return sum(any(sign.isalnum() for sign in piece) for piece in text.split())
