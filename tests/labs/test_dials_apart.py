"""The answer to notebook 00's question is the one that its dials show."""

import numpy as np
import pytest

from helpers.labs import dials_apart, speedometer_lab
from helpers.labs.speeds import APART
from tests.notebooks.quoted import quote


def test_it_is_what_the_lab_says():
    place, sentence = dials_apart()
    times = float(speedometer_lab().sentence.split("layer 1 learns ")[1].split(" times slower")[0])
    assert APART[place] == 20 and 10 < times < 45
    assert f"Layer 1 learns {times:.0f} times slower than layer 3." == sentence


def test_the_notebook_offers_these_answers():
    _, *times = APART
    quote("00", '"hardly slower than the fastest", ' + ", ".join(f'"{t} times{" slower" * (t == 5)}"' for t in times))


@pytest.mark.parametrize(
    ("speeds", "place"), [([3, 3.1, 3], 0), ([1, 5, 6], 1), ([0.05, 1, 0.3], 2), ([1, 20, 300], 3)]
)
def test_the_nearest_of_the_answers_is_right(monkeypatch, speeds, place):
    monkeypatch.setattr("helpers.labs.speeds.dials", lambda sizes, seed: np.array(speeds))
    assert dials_apart()[0] == place
