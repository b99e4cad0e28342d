"""What a notebook says, word for word: a test of a claim quotes it first, so that text and test cannot drift apart.

quote("06", "layer 1 alone gains less than 0.03")     fails unless the notebook says so
said("06", "layer 1 alone gains less than {}")        the number that stands there: 0.03
"""

import re
from functools import cache
from html import unescape

import numpy as np

from tests.notebooks.reading import code, notebooks, printed, prose, read

NUMBER = r"([-−+]?\d(?:[\d,]*\d)?(?:\.\d+)?)"


def fold(text):
    """The text with every stretch of white space as one space."""
    return " ".join(text.split())


def web_texts(cell):
    """The texts that a code cell stored as web pages, such as the folded hint of an exercise: without their tags."""
    pages = (output.get("data", {}).get("text/html", "") for output in cell.get("outputs", []))
    return [unescape(re.sub(r"<[^>]+>", "\n", re.sub(r"</?(code|b)>", "", page))) for page in pages]


@cache
def text_of(number):
    """All that notebook `number` ("06", "04b") says: prose, code, what its cells printed and folded; white space as one."""
    (file,) = (file for file in notebooks() if file.name.startswith(f"{number}-"))
    notebook = read(file)
    cells = code(notebook)
    return fold(
        "\n".join(
            [
                prose(notebook),
                *(cell.source for cell in cells),
                *(t for c in cells for t in (*printed(c), *web_texts(c))),
            ]
        )
    )


def quote(number, *phrases):
    """Assert that notebook `number` says each of these phrases, white space apart."""
    for phrase in phrases:
        assert fold(phrase) in text_of(number), f"notebook {number} does not say: {phrase}"


def said(number, phrase):
    """The number that notebook `number` says in the place of `{}`; an array if there are several places."""
    pattern = re.escape(fold(phrase)).replace(r"\{\}", NUMBER)
    found = {match.groups() for match in re.finditer(pattern, text_of(number))}
    assert found, f"notebook {number} does not say: {phrase}"
    assert len(found) == 1, f"notebook {number} says this with several numbers: {phrase}"
    values = [float(digits.replace(",", "").replace("−", "-")) for digits in found.pop()]
    assert values, f"a phrase without a place for a number: {phrase}"
    return values[0] if len(values) == 1 else np.array(values)
