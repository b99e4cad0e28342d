"""The printable sheet of predictions, docs/predictions.html: `python -m tests.notebooks.predictions` (`make outputs` does it, too).

What the main notebooks ask with a Commit button, numbered through, each with its answers to tick or a line for a
number. It is made from what the notebooks have stored, without the folded answers.
"""

import re
from pathlib import Path

from tests.notebooks.reading import NOTEBOOKS, code, lessons, read

SHEET = NOTEBOOKS.parent / "docs" / "predictions.html"
ASKED = re.compile(r"<p><b>Predict:</b> (.*?)</p>(.*?)(?:<details>|$)", flags=re.DOTALL)

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Unstable Gradients: what do you expect?</title>
<style>
@page { size: A4; margin: 11mm 12mm }
body { font: 9.6pt/1.3 "Liberation Sans", Arial, Helvetica, sans-serif; color: #000; margin: 0 auto; max-width: 186mm }
h1 { font-size: 13pt; margin: 0 }
.who { float: right }
main { columns: 2; column-gap: 7mm; margin-top: 2mm }
h2 { font-size: 9.2pt; margin: 2.2mm 0 0.6mm; border-bottom: 0.3mm solid #000; break-after: avoid }
p { margin: 0 0 1.3mm; padding-left: 6mm; text-indent: -6mm; break-inside: avoid }
p > b { display: inline-block; width: 6mm; text-indent: 0 }
span { white-space: nowrap; margin-right: 2mm; text-indent: 0 }
</style>
</head>
<body>
<p class="who">Name: ______________________</p>
<h1>What do you expect?</h1>
Before the experiment: tick one answer, or write a number. Afterwards: mark what surprised you.
<main>
"""


def predictions(file):
    """[(question, answers)] of one notebook, as HTML; answers: a list of texts, or what number is asked for."""
    found = []
    for cell in code(read(file)):
        for output in cell.outputs:
            for question, answers in ASKED.findall(output.get("data", {}).get("text/html", "")):
                options = re.findall(r"<li>(.*?)</li>", answers)
                found.append((question, options or between(*re.search(r"from (.*?) to (.*?)\.</p>", answers).groups())))
    return found


def between(low, high):
    """Both ends of a scale: "from 1 to 10,000 steps"; the unit is said once."""
    _, _, unit = high.partition(" ")
    return f"from {low.removesuffix(f' {unit}') if unit.isalpha() else low} to {high}"


def on_the_main_path(file):
    """Whether every reader is sent there: 04, and not 04b."""
    return file.name.partition("-")[0].isdigit()


def title(file):
    """A notebook's heading: "4 · Why? A product of many terms"."""
    return read(file).cells[0].source.splitlines()[0].removeprefix("# ")


def sheet():
    """The page, HTML."""
    parts, n = [PAGE], 0
    for file in filter(on_the_main_path, lessons()):
        parts.append(f"<h2>{title(file)}</h2>\n")
        for question, answers in predictions(file):
            n += 1
            emphasised = re.sub(r"\*(\w+)\*", r"<em>\1</em>", question)
            boxes = f"__________ ({answers})" if isinstance(answers, str) else ticks(answers)
            parts.append(f"<p><b>{n}</b>{emphasised}<br>{boxes}</p>\n")
    return "".join([*parts, "</main>\n</body>\n</html>\n"])


def ticks(options):
    """The answers, each with a box before it."""
    return " ".join(f"<span>☐ {option}</span>" for option in options)


def store(file: Path = SHEET):
    """Write the sheet."""
    file.write_text(sheet(), encoding="utf-8")


if __name__ == "__main__":
    store()
