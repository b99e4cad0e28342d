"""A finished picture carries its sentence: as a caption, and as the text that nbval compares."""

import io

import numpy as np
import pytest
from PIL import Image

from helpers.pictures.kit.still import Still, captioned
from helpers.pictures.kit.style import SHARPNESS, WIDTH
from tests.pictures.examples import EXAMPLES
from tests.pictures.test_pictures import pixels

SENTENCE = "The first layer is a hundred times slower than the last one, and that is the whole story of this picture."
LARGEST = 80_000  # bytes that a notebook may keep for one picture


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_a_still_is_a_small_png_and_its_sentence(example):
    figure = example()
    drawn = pixels(figure)  # a still shows what moves elsewhere, too
    data, metadata = Still(figure, SENTENCE)._repr_mimebundle_()
    assert data["text/plain"] == SENTENCE
    assert set(data) == {"text/plain", "image/png"}
    assert len(data["image/png"]) < LARGEST
    height, width, _ = drawn.shape
    stored = Image.open(io.BytesIO(data["image/png"]))
    assert (stored.width, stored.height > height) == (width, True), "the caption stands below the picture"
    assert metadata["image/png"] == {"width": round(width / SHARPNESS), "alt": SENTENCE}


@pytest.mark.parametrize("times", [0, 1, 2, 5])
def test_a_caption_is_as_high_as_its_sentence_and_never_cut(times):
    blank = np.full((10, round(WIDTH * SHARPNESS), 4), 255, np.uint8)
    data, _ = captioned(blank, " ".join([SENTENCE] * times))
    picture = np.asarray(Image.open(io.BytesIO(data["image/png"])).convert("L"))
    edges = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])
    assert (edges == 255).all()
    assert (picture < 128).any() == (times > 0)
