"""The sentence of each stored picture is its alternative text on the pages that nbconvert writes."""

import itertools
from html.parser import HTMLParser

import pytest
from nbconvert import HTMLExporter, SlidesExporter

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
@pytest.mark.parametrize(
    ("exporter", "template"), [(HTMLExporter, "html-with-alt"), (SlidesExporter, "slides-with-alt")]
)
def test_every_picture_says_its_sentence(file, exporter, template):
    page, _ = exporter(template_name=template, extra_template_basedirs=[str(TEMPLATES)]).from_notebook_node(read(file))
    assert sentences(read(file))
    assert Pictures(page).alt == sentences(read(file))
