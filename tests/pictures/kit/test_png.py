"""The two PNG encoders: the quick one changes nothing, the small one keeps white white."""

import io

import numpy as np
import pytest
from PIL import Image

from helpers.pictures.kit.png import fast_png, small_png
from tests.pictures.examples import EXAMPLES
from tests.pictures.test_pictures import pixels


def decoded(png):
    """Pixels as RGBA, shape (height, width, 4)."""
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGBA"))


def noise(height, width):
    """The worst case for a compressor: opaque random pixels."""
    rgba = np.random.default_rng(0).integers(0, 256, (height, width, 4)).astype(np.uint8)
    rgba[..., 3] = 255
    return rgba


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (7, 1), (40, 33)])
def test_the_quick_encoder_keeps_every_pixel_of_noise(shape):
    np.testing.assert_array_equal(decoded(fast_png(noise(*shape))), noise(*shape))


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_the_quick_encoder_keeps_every_pixel_of_a_picture(example):
    drawn = pixels(example())
    np.testing.assert_array_equal(decoded(fast_png(drawn)), drawn)


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_the_small_encoder_keeps_white_exactly_and_all_else_nearly(example):
    drawn = pixels(example()).astype(int)
    stored = decoded(small_png(pixels(example()))).astype(int)
    white = (drawn == 255).all(axis=2)
    assert white.any()
    assert (stored[white] == 255).all()
    assert (stored[..., 3] == 255).all()
    assert np.abs(stored - drawn).mean() < 1.0
