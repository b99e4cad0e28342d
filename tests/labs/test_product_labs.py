"""The labs of notebook 04 say what is so: vanishing, exploding, balanced, parted from theory, nothing left."""

import numpy as np
import pytest

from helpers.engine import chi, fixed_point
from helpers.labs import chain_lab, jacobian_lab, theory_lab
from helpers.pictures.kit.words import number


def said(lab, **values):
    lab.set(**values)
    return lab.sentence


@pytest.mark.parametrize(
    ("w", "words"),
    [(1.0, "vanishes, layer 1 learns 1,020 times slower"), (4.0, "is balanced"), (100.0, "explodes, layer 1 learns 9,770,000 times faster")],
)  # fmt: skip
def test_a_chain_with_every_z_at_0(w, words):
    assert words in said(chain_lab(), weights="equal", biases="centred", w=w)


def test_equal_factors_have_no_smallest_one():
    assert "Every factor is 25." in said(chain_lab(), weights="equal", biases="centred", w=100.0)
    assert "The smallest factor" in said(chain_lab())


def test_a_chain_that_leaves_nothing_says_so():
    assert "smaller than any float" in said(
        chain_lab(), weights="equal", biases="equal", w=100.0, b=5.0, a0=1.0, layers=12
    )


@pytest.mark.parametrize(
    ("activation", "sigma_w", "words"),
    [("relu", 1.0, "dies out"), ("relu", 3.0, "grows without end"), ("tanh", 3.0, "q* = ")],
)
def test_the_fixed_point_is_named(activation, sigma_w, words):
    sentence = said(theory_lab(), activation=activation, sigma_w=sigma_w, sigma_b=0.0)
    factor = np.sqrt(chi(activation, fixed_point(activation, sigma_w, 0.0), sigma_w))
    assert words in sentence and f"√χ = {number(factor, 4)}" in sentence


def test_the_prediction_is_held_against_the_band():
    lab = theory_lab(networks=20)
    assert lab.sentence.endswith("the prediction lies inside.")
    parted = said(lab, activation="sigmoid", sigma_w=10.0, metric="mean_delta")
    assert parted.endswith("outside. It is made for single images, not for their mean, and for wide layers.")
    assert said(lab, metric="delta").endswith("the prediction lies inside.")


def test_without_a_ratio_none_is_claimed():
    assert "no ratio" in said(theory_lab(), hidden_layers=1)
    assert "exactly zero" in said(theory_lab(), activation="relu", neurons=1, hidden_layers=20)


def test_directions_that_are_lost_are_counted():
    assert "nothing arrives" in said(jacobian_lab(), activation="relu", neurons=1, layers=20)
    assert "zero, as far as a float can tell" in said(
        jacobian_lab(), activation="relu", neurons=60, layers=20, sigma_b=0.0
    )
    assert "one neuron each" in said(jacobian_lab(), neurons=1, activation="tanh")


def test_orthogonal_weights_keep_every_direction_of_linear_layers():
    lab = jacobian_lab("orthogonal", "linear", sigma_b=0.0)
    assert lab.sentence.startswith(
        "Through 8 layers of linear the most stretched direction is multiplied by 1, half of"
    )
    gaussian = said(lab, weights="nielsen")
    assert "multiplied by 1," not in gaussian
