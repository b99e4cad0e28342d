"""Every picture of the course can be drawn, in both styles (a warning fails a test, too: see pyproject.toml)."""

import inspect
import re
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from matplotlib.text import Text

from helpers import pictures
from helpers.pictures.kit.style import styled
from tests.pictures import examples
from tests.pictures.examples import EXAMPLES, LIVE
from tests.short_forms import a_third_of

RAW = re.compile(r"\b(nan|inf|None)\b|\d(\.\d*)?e[+-]?\d|(^|\s)-\d|\d%")


def drawn(figure):
    """What the figure shows without its moving artists."""
    with styled():
        figure.canvas.draw()
    return np.array(figure.canvas.buffer_rgba())


def pixels(figure):
    """What the figure shows once every artist is drawn, moving or not."""
    for artist in figure.findobj(lambda artist: artist.get_animated()):
        artist.set_animated(False)
    return drawn(figure)


@a_third_of("example", EXAMPLES.values(), ids=EXAMPLES)
def test_a_picture_is_opaque_on_white_paper_and_the_same_whenever_it_is_drawn(example):
    once = pixels(example())
    assert (once[..., 3] == 255).all()
    assert (once[0, 0] == 255).all(), "the ground is white"
    share_of_ink = (once[..., :3] < 250).any(axis=2).mean()
    assert 0.005 < share_of_ink < 0.8
    np.testing.assert_array_equal(pixels(example()), once)


@a_third_of("example", EXAMPLES.values(), ids=EXAMPLES)
def test_numbers_are_written_as_a_reader_would_write_them(example):
    """Not as Python does: 1e-05, nan, -3, 85%."""
    figure = example()
    pixels(figure)  # matplotlib makes tick labels only when it draws
    for text in figure.findobj(Text):
        assert not RAW.search(text.get_text()), text.get_text()


@a_third_of("name", LIVE)
def test_a_live_picture_shows_its_data_in_what_moves(name):
    """A label that moves, an axis that does not: what is shown again leaves the still part alone, which is slow to draw."""
    make, *shows = LIVE[name]
    picture = make()
    empty = drawn(picture.figure)
    picture.show(*shows[-1])
    still = drawn(picture.figure)
    picture.show(*shows[-1])
    assert not picture.figure.stale
    full = pixels(picture.figure)
    assert (full != still).any() and (full != empty).any()


def test_no_picture_is_forgotten_here():
    """Every picture class is shown by an example, and every public draw function is called by one."""
    modules = [import_module(f"helpers.pictures.{file.stem}") for file in Path(pictures.__file__).parent.glob("*.py")]
    classes = {thing for module in modules for name, thing in vars(module).items() if name.endswith("Picture")}
    assert classes == {type(make()) for make, *_ in LIVE.values()}
    called = set(re.findall(r"\bp\.(draw_\w+)", inspect.getsource(examples)))
    assert called == {name for name in pictures.__all__ if name.startswith("draw_")}


@pytest.mark.parametrize("name", [name for name in pictures.__all__ if name.startswith("draw_")])
def test_help_shows_what_a_notebook_passes(name):
    """No Axes: a draw function makes its own sheet. What it takes is explained."""
    takes = inspect.signature(getattr(pictures, name)).parameters
    assert takes and "ax" not in takes
    assert getattr(pictures, name).__doc__.startswith("A Figure")
