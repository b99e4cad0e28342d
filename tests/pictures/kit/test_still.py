"""A finished picture carries its sentence: as a caption, and as the text that nbval compares."""

import numpy as np
import pytest

from helpers.pictures.kit.still import Still, captioned
from helpers.pictures.kit.style import SHARPNESS, WIDTH
from tests.pictures.examples import EXAMPLES
from tests.pictures.kit.test_png import decoded
from tests.pictures.test_pictures import pixels
from tests.short_forms import a_third_of

SENTENCE = "The first layer is a hundred times slower than the last one, and that is the whole story of this picture."
LARGEST = 80_000  # bytes that a notebook may keep for one picture


@a_third_of("example", EXAMPLES.values(), ids=EXAMPLES)
def test_a_still_is_a_small_png_and_its_sentence(example):
    figure = example()
    drawn = pixels(figure)  # a still shows what moves elsewhere, too
    data, metadata = Still(figure, SENTENCE)._repr_mimebundle_()
    assert data["text/plain"] == SENTENCE
    assert set(data) == {"text/plain", "image/png"}
    assert len(data["image/png"]) < LARGEST
    assert metadata["image/png"] == {"width": round(drawn.shape[1] / SHARPNESS), "alt": SENTENCE}
    stored = decoded(data["image/png"])
    assert stored.shape[0] > drawn.shape[0], "the caption stands below the picture"
    check_nearly_equal(stored[: len(drawn)], drawn)


def check_nearly_equal(stored, drawn):
    """Reduced to a few colours, white stays exactly white, and all else stays nearly what it was."""
    white = (drawn == 255).all(axis=2)
    assert white.any()
    assert (stored[white] == 255).all()
    assert (stored[..., 3] == 255).all()
    assert np.abs(stored.astype(int) - drawn).mean() < 1.0


@pytest.mark.parametrize("times", [0, 1, 2, 5])
def test_a_caption_is_as_high_as_its_sentence_and_never_cut(times):
    blank = np.full((10, round(WIDTH * SHARPNESS), 4), 255, np.uint8)
    data, _ = captioned(blank, " ".join([SENTENCE] * times))
    picture = decoded(data["image/png"])[..., :3].min(axis=2)
    edges = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])
    assert (edges == 255).all()
    assert (picture < 128).any() == (times > 0)
