"""The answer to notebook 00's question is the one that its dials show."""

import numpy as np
import pytest

from helpers.labs import slowest_dial, speedometer_lab


def test_it_is_the_layer_that_the_lab_names():
    slowest, sentence = slowest_dial()
    times = float(speedometer_lab().sentence.split("layer 1 learns ")[1].split(" times slower")[0])
    assert slowest == 0 and f"{times:.0f} times slower" in sentence


@pytest.mark.parametrize(("speeds", "place"), [([3, 1, 2], 1), ([1, 5, 9], 0), ([1.0, 1.2, 1.1], 3)])
def test_layers_that_are_about_equal_are_the_last_answer(monkeypatch, speeds, place):
    monkeypatch.setattr("helpers.labs.speeds.dials", lambda sizes, seed: np.array(speeds))
    assert slowest_dial()[0] == place
