"""The sentence of each stored picture is its alternative text on the pages that nbconvert writes."""

import itertools
from html.parser import HTMLParser

import pytest
from nbconvert import HTMLExporter

from lecture.__main__ import main_notebooks
from lecture.page import page as deck
from lecture.slides import slides
from tests.notebooks.reading import NOTEBOOKS, code, notebooks, read

TEMPLATES = NOTEBOOKS.parent / "templates"


class Pictures(HTMLParser):
    """The alternative text of each picture of a page whose data stands in the page itself."""

    def __init__(self, page):
        super().__init__()
        self.alt = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "img" and attrs["src"].startswith("data:image/png"):
            self.alt.append(attrs["alt"])


def sentences(notebook):
    """What stands below each stored picture."""
    outputs = itertools.chain.from_iterable(cell.outputs for cell in code(notebook))
    return [out.data["text/plain"] for out in outputs if "image/png" in out.get("data", {})]


@pytest.mark.parametrize("file", [f for f in notebooks() if f.name[:2] in ("05", "09")], ids=lambda file: file.stem)
def test_every_picture_says_its_sentence(file):
    exporter = HTMLExporter(template_name="html-with-alt", extra_template_basedirs=[str(TEMPLATES)])
    page, _ = exporter.from_notebook_node(read(file))
    assert sentences(read(file))
    assert Pictures(page).alt == sentences(read(file))


@pytest.mark.parametrize("file", main_notebooks(["05", "09"]), ids=lambda file: file.stem)
def test_every_picture_of_a_deck_says_its_sentence(file):
    made = slides(read(file))
    shown = [part.alt for slide in made for part in slide.parts if part.kind == "picture"]
    assert shown and set(shown) <= set(sentences(read(file)))
    assert Pictures(deck("", made)).alt == shown
