"""The picture that a lab shows after many moves is the one that it would draw afresh, and is stored with its words."""

import numpy as np
import pytest

from helpers.labs import LABS
from tests.labs.moves import move_at_random, shown, values
from tests.short_forms import a_third_of

LARGEST = 80_000  # bytes that a notebook may keep for one picture
MOVES = 10


def fresh(lab, settings):
    """The pixels of a new lab with these settings, none of them kept from an earlier picture."""
    other = LABS[lab]()
    other.set(**settings)
    other._live._still = None
    return other._live.draw()[..., :3]


@pytest.mark.usefixtures("quick")
@a_third_of("lab", LABS)
def test_the_kept_background_is_never_stale(lab, rng):
    moving = LABS[lab]()
    names = [name for name in moving.controls if name != "networks"]
    for i in range(MOVES):
        move_at_random(moving, rng, rng.choice(names))
        if i % 5 == 4:
            np.testing.assert_array_equal(shown(moving), fresh(lab, values(moving)))


def test_the_kept_background_is_never_stale_beside_a_band(rng):
    moving = LABS["speed_lab"]()
    for name, value in [("networks", 20), ("hidden_layers", 13), ("activation", "relu"), ("networks", 0)]:
        moving.controls[name].holder.value = value
        np.testing.assert_array_equal(shown(moving), fresh("speed_lab", values(moving)))


def test_most_moves_of_a_slider_keep_the_background():
    """The point of the live picture: a step of the learning rate draws nothing but what moves."""
    lab, draws = LABS["ravine_lab"](), []
    draw = lab._live.canvas.draw
    lab._live.canvas.draw = lambda: (draws.append(1), draw())
    for x in np.linspace(-0.9, 0.9, 19):
        lab.controls["x"].holder.value = float(x)
    assert len(draws) <= 4


@a_third_of("lab", LABS)
def test_a_stored_lab_has_a_widget_a_small_picture_and_its_sentence(lab):
    lab = LABS[lab]()
    data, metadata = lab._repr_mimebundle_()
    assert set(data) == {"application/vnd.jupyter.widget-view+json", "image/png", "text/plain"}
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == lab.model_id
    assert data["text/plain"] == lab.sentence
    assert data["image/png"].startswith(b"\x89PNG") and len(data["image/png"]) < LARGEST
    assert metadata["image/png"]["alt"] == lab.sentence
