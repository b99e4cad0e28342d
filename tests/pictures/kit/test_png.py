"""The quick PNG encoder changes nothing (the small one is tested with the stills that it stores)."""

import io

import numpy as np
import pytest
from PIL import Image

from helpers.pictures.kit.png import fast_png
from tests.pictures.examples import EXAMPLES
from tests.pictures.test_pictures import pixels


def decoded(png):
    """Pixels as RGBA, shape (height, width, 4)."""
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGBA"))


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (7, 1), (40, 33)])
def test_the_quick_encoder_keeps_every_pixel_of_noise(shape):
    """The worst case for a compressor: opaque random pixels."""
    rgba = np.random.default_rng(0).integers(0, 256, (*shape, 4)).astype(np.uint8)
    rgba[..., 3] = 255
    np.testing.assert_array_equal(decoded(fast_png(rgba)), rgba)


def test_the_quick_encoder_keeps_every_pixel_of_a_picture():
    drawn = pixels(EXAMPLES["speeds"]())
    np.testing.assert_array_equal(decoded(fast_png(drawn)), drawn)
