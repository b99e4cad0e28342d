"""The sheet of predictions as a browser prints it."""

import re

import pytest

from tests.browser.fonts import FAMILIES
from tests.notebooks.predictions import SHEET

PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_it_is_two_pages_and_no_answer_is_cut(tabs_in, family, paper):
    page = tabs_in(family).new_page()
    page.goto(SHEET.as_uri())
    page.emulate_media(media="print")
    margins = {"top": "11mm", "bottom": "11mm", "left": "12mm", "right": "12mm"}
    assert len(PAGE.findall(page.pdf(format=paper, margin=margins))) == 2
    column = page.locator("h2").first.bounding_box()["width"]
    assert page.locator("span").count() > 80
    assert max(page.locator("span").evaluate_all("all => all.map(each => each.offsetWidth)")) < 0.9 * column
    page.close()
