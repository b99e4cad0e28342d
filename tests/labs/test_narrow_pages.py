"""Every lab's picture on a narrow page: folded, with letters as large, nothing cut in two, and back again unchanged."""

import pytest
from matplotlib.text import Text

from helpers.labs import LABS
from helpers.labs.kit.arrangement import READABLE
from helpers.pictures.kit.style import CSS_DPI
from tests.short_forms import a_third_of
from web.folds import touching_words

ROOM = 460  # CSS pixels that a lab has in a window of 900, beside JupyterLab's list of files
SMALLEST = 12  # CSS pixels: no letter of a picture is shown smaller


@pytest.fixture
def lab(request):
    lab = LABS[request.param]()
    yield lab
    lab.close()


@a_third_of("lab", LABS, indirect=True)
def test_a_narrow_page_shows_all_of_a_picture_with_large_letters_and_a_wide_one_shows_it_as_before(lab):
    live = lab._live
    assert READABLE * smallest_letters(live.figure) >= SMALLEST
    before, touching, wide = live.draw().copy(), touching_words(live.draw_anew), lab.picture.layout.width
    lab._room.value = ROOM
    assert READABLE * live.width <= ROOM
    assert lab.picture.layout.min_width == f"{READABLE * live.width:.0f}px"
    assert READABLE * smallest_letters(live.figure) >= SMALLEST
    assert touching_words(live.draw_anew) <= touching
    assert_nothing_is_cut(live)
    for control in lab.controls.values():  # nor where it is moved
        if control.companions:
            control.companions[0].value = control.companions[0].max
            assert_nothing_is_cut(live)
            control.reset()
    lab._room.value = 2 * ROOM
    assert lab.picture.layout.width == wide
    assert (live.draw() == before).all()


def smallest_letters(figure):
    """The font size of a picture's smallest text, in CSS pixels."""
    return min(text.get_fontsize() for text in figure.findobj(Text) if text.get_text()) * CSS_DPI / 72


def assert_nothing_is_cut(live):
    """All that is drawn is shown: no ink lies outside of the pieces, and none goes through their edges."""
    live.draw_folded()
    assert live.shows_all


def test_a_click_on_a_folded_picture_means_the_place_that_is_seen_there():
    lab = LABS["phase_lab"]()
    lab._room.value = ROOM
    live = lab._live
    folded = live.draw_folded()
    pixels = live.draw()
    for x, y in ((200, 100), (250, 300), (120, 600)):
        across, down = live.place(x, y)
        assert (folded[y, x] == pixels[down, across]).all()
    lab.close()


def test_a_picture_that_is_cut_says_so():
    """A phone has no room for the words beside this one."""
    lab = LABS["pixel_lab"]()
    lab.fold_for(356)
    assert not lab.shows_all
    lab.fold_for(ROOM)
    assert lab.shows_all
    lab.close()
