"""The lab of notebook 10 says what is so: what arrives, by which ways, and what was foretold."""

import re

import numpy as np
import pytest

from helpers.engine import LSTM, Recurrent, error_flow, gate_flow
from helpers.labs import flow, flow_lab
from helpers.pictures.kit.words import number
from tests.labs.moves import shown

X_SHAPE = (flow.IMAGES, flow.NUMBERS * (flow.STEPS + 1))


def networks(kind, size=1.0, **settings):
    """The lab's ten networks, made here: (network, inputs, labels)."""
    for seed in range(10):
        rng = np.random.default_rng(seed)
        net = kind([5, 50, 4], 101, rng=rng, **settings)
        yield net, size * rng.standard_normal(X_SHAPE), rng.integers(4, size=4)


def middle(flows, steps):
    return np.median([each[steps] / each[0] for each in flows])


def test_it_says_the_median_of_its_networks():
    found = middle([error_flow(*each) for each in networks(Recurrent, recurrent="gaussian", radius=0.8)], 50)
    sentence = flow_lab().sentence
    assert sentence.startswith(
        f"50 steps back {number(found)} of the error arrives, × {number(found ** (1 / 50))} a step"
    )
    assert sentence.endswith("spectral radius 0.8, 50 neurons, inputs of size 1, median of 10 networks.")


def test_an_orthogonal_matrix_and_tiny_inputs_have_one_factor_for_all():
    lab = flow_lab()
    lab.set(recurrent="orthogonal", radius=0.7, size=0.01, steps=20)
    factors = [float(text) for text in re.findall(r"× (0\.\d+)", lab.sentence)]
    assert len(factors) == 3 and factors == pytest.approx([lab.controls["radius"].value] * 3, abs=2e-3)


def test_with_gates_it_says_what_comes_by_them_alone():
    settings = {"recurrent": "gaussian", "radius": 1.0, "forget_bias": 3.0}
    alone = middle([gate_flow(*each) for each in networks(LSTM, **settings)], 100)
    lab = flow_lab()
    lab.set(cell="lstm", steps=100, **settings)
    assert (
        f"; by the gates alone {number(alone)}. LSTM, forget bias 3," in lab.sentence and "at most" not in lab.sentence
    )


def test_the_forget_bias_moves_the_picture_of_an_lstm_alone():
    lab = flow_lab(cell="gru")
    before = shown(lab)
    lab.set(forget_bias=3.0)
    assert (shown(lab) == before).all() and "bias" not in lab.sentence


@pytest.mark.parametrize(
    ("arrives", "words"),
    [(0.0, "nothing arrives: the error is exactly zero"), (np.inf, "Overflow: 7 steps back"), (np.nan, "Overflow")],
)
def test_numbers_that_a_float_cannot_hold_are_named(arrives, words):
    assert words in flow.told("rnn", 7, arrives, 0.5, np.array([2.0]))
    assert flow.verdict(arrives, 7) == ""


def test_a_step_is_a_step():
    assert (
        flow.told("gru", 1, 0.5, 0.25, None)
        == "1 step back 0.5 of the error arrives, × 0.5 a step; by the gates alone 0.25."
    )
