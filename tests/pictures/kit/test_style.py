"""The two styles, and the colours of the layers."""

import matplotlib
import numpy as np
import pytest
from matplotlib.text import Text

from helpers.pictures.kit import style
from helpers.pictures.kit.legible import drawn_texts
from tests.pictures.examples import EXAMPLES, LIVE
from tests.pictures.test_pictures import pixels
from tests.short_forms import a_third_of


@pytest.fixture(autouse=True)
def as_before(monkeypatch):
    """No test leaves its style behind, and none sees that of the person who runs it."""
    monkeypatch.setattr(style, "_chosen", None)
    monkeypatch.delenv(style.STYLE_VARIABLE, raising=False)


def font_size():
    with style.styled():
        return matplotlib.rcParams["font.size"]


def test_reading_unless_told_otherwise():
    assert style.current_style() == "reading"


def test_use_style_chooses():
    small = font_size()
    style.use_style("lecture")
    assert style.current_style() == "lecture"
    assert font_size() > small
    style.use_style("reading")
    assert font_size() == small


def test_the_environment_chooses(monkeypatch):
    monkeypatch.setenv(style.STYLE_VARIABLE, "lecture")
    assert style.current_style() == "lecture"


def test_a_call_wins_over_the_environment(monkeypatch):
    monkeypatch.setenv(style.STYLE_VARIABLE, "lecture")
    style.use_style("reading")
    assert style.current_style() == "reading"


def test_an_unknown_style_is_answered_with_the_known_ones(monkeypatch):
    with pytest.raises(ValueError, match=r"unknown style 'poster'\. The styles are: reading, lecture"):
        style.use_style("poster")
    monkeypatch.setenv(style.STYLE_VARIABLE, "poster")
    with pytest.raises(ValueError, match="unknown style 'poster'"):
        style.current_style()


def test_a_style_ends_with_its_context():
    before = dict(matplotlib.rcParams)
    with style.styled():
        assert dict(matplotlib.rcParams) != before
    assert dict(matplotlib.rcParams) == before


def text_sizes(example):
    """The size of every text that is drawn, in the order in which the figure holds them."""
    figure = example()
    pixels(figure)  # matplotlib makes tick labels only when it draws
    return [text.get_fontsize() for text in figure.findobj(Text) if text.get_text() and text.get_visible()]


@a_third_of("example", EXAMPLES.values(), ids=EXAMPLES)
def test_no_text_is_smaller_on_the_projector(example):
    reading = text_sizes(example)
    style.use_style("lecture")
    lecture = text_sizes(example)
    assert min(lecture) >= min(reading)
    assert np.median(lecture) > np.median(reading)


@pytest.mark.parametrize("chosen", style.STYLES)
@a_third_of("example", EXAMPLES.values(), ids=EXAMPLES)
def test_no_text_runs_off_the_sheet(example, chosen):
    style.use_style(chosen)
    figure = example()
    pixels(figure)
    with style.styled():
        for text in drawn_texts(figure):
            box = text.get_window_extent()
            beyond = max(-box.x0, -box.y0, box.x1 - figure.bbox.width, box.y1 - figure.bbox.height)
            assert beyond <= 3 * style.SHARPNESS, f"{text.get_text()!r} runs {beyond / style.SHARPNESS:.0f} px off"


@a_third_of("name", LIVE)
def test_what_is_shown_later_has_the_style_too(name):
    """A lab shows its data after the picture was made: no text or tick may then come in matplotlib's own look."""
    style.use_style("lecture")
    outside = pixels(EXAMPLES[name]())
    with style.styled():
        np.testing.assert_array_equal(outside, pixels(EXAMPLES[name]()))


@pytest.mark.parametrize("layers", [2, 3, 10, 50])
def test_layers_run_from_dark_to_light(layers):
    colours = style.layer_colours(layers)
    assert colours.shape == (layers, 3)
    assert (np.diff(luminance(colours)) > 0).all()


def test_neighbours_of_a_few_layers_can_be_told_apart():
    assert np.diff(luminance(style.layer_colours(4))).min() > 0.05


def luminance(rgb):
    """Relative luminance, 0 (black) to 1 (white), as WCAG 2.2 defines it."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def test_a_sheet_has_the_size_it_was_asked_for_and_a_canvas_of_its_own():
    sheet = style.sheet(height=200, width=400)
    sheet.canvas.draw()
    assert np.asarray(sheet.canvas.buffer_rgba()).shape == (200 * style.SHARPNESS, 400 * style.SHARPNESS, 4)
