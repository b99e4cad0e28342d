"""Every picture of the course can be drawn, in both styles (a warning fails a test, too: see pyproject.toml)."""

import inspect
import re
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from helpers import pictures
from helpers.pictures.kit.style import styled
from tests.pictures import examples
from tests.pictures.examples import EXAMPLES


def pixels(figure):
    """What the figure shows once every artist is drawn, moving or not."""
    with styled():
        for artist in figure.findobj(lambda artist: artist.get_animated()):
            artist.set_animated(False)
        figure.canvas.draw()
    return np.asarray(figure.canvas.buffer_rgba())


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_a_picture_is_drawn_opaque_and_not_empty(example):
    drawn = pixels(example())
    assert (drawn[..., 3] == 255).all()
    assert (drawn[0, 0] == 255).all(), "the ground is white"
    share_of_ink = (drawn[..., :3] < 250).any(axis=2).mean()
    assert 0.005 < share_of_ink < 0.8


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_the_same_data_give_the_same_pixels(example):
    np.testing.assert_array_equal(pixels(example()), pixels(example()))


def test_no_picture_is_forgotten_here():
    """Every picture class and draw function of helpers.pictures is used by an example, or by one that is."""
    for file in Path(pictures.__file__).parent.glob("*.py"):
        module = import_module(f"helpers.pictures.{file.stem}")
        source = Path(module.__file__).read_text(encoding="utf-8").replace("def ", "def_")
        uses = inspect.getsource(examples) + source
        for name, thing in vars(module).items():
            if getattr(thing, "__module__", "") == module.__name__ and re.match("draw_|.*Picture$", name):
                assert re.search(rf"\b{name}\(", uses), f"no test draws {name} of {file.name}"
