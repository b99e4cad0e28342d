"""The layout of every lab once more, in the other usual fonts: what fits in wide letters must not fall apart in narrow ones."""

import pytest

from tests.browser.conftest import WIDEST
from tests.browser.fonts import FAMILIES
from tests.browser.test_every_lab import (  # noqa: F401, asked here again
    test_a_lab_fits_the_screen_and_nothing_is_cut_off,
    test_a_narrow_window_shows_the_whole_of_every_picture_and_a_wide_one_shows_it_as_before,
    test_the_sentence_is_as_large_as_the_text_of_the_page,
    test_the_slider_that_a_lab_is_about_is_the_longest,
    test_the_words_of_a_lab_are_written_in_the_chosen_font,
)


@pytest.fixture(params=[family for family in FAMILIES if family != WIDEST], scope="module")
def family(request):
    return request.param


@pytest.fixture(scope="module")
def page(every_lab_in, family):
    return every_lab_in(family)
