"""The lab of the two ways says what is so: level, shrinking, growing, overflowing, dead, and what theory expects."""

import re
from itertools import pairwise

import numpy as np
import pytest

from helpers.engine import INITIALIZERS, Network, load_mnist
from helpers.labs import variance_lab
from helpers.labs.variance import STARTS, factors, sizes_of, variance_sentence
from helpers.pictures.kit.words import number


def said(**values):
    lab = variance_lab()
    lab.set(**values)
    return lab.sentence


def recomputed(activation, initializer, hidden, first, last, seed=0, scale=1.0):
    """Both factors of a layer, from every z and delta, in plain numpy."""
    sizes = [784, *np.round(np.geomspace(first, last, hidden)).astype(int), 10]
    net = Network(sizes, activation, initializer, scale=scale, rng=np.random.default_rng(seed))
    x, y = load_mnist().first(100)
    trace = net.forward(x)
    delta = net.backward(trace, y).delta
    forwards = (np.mean(trace.z[hidden] ** 2) / np.mean(trace.z[1] ** 2)) ** (1 / (hidden - 1))
    return forwards, (np.mean(delta[1] ** 2) / np.mean(delta[hidden] ** 2)) ** (1 / (hidden - 1))


@pytest.mark.parametrize(
    ("activation", "initializer", "hidden", "first", "last", "scale", "seed"),
    [
        ("linear", "lecun", 10, 100, 10, 1.0, 0),
        ("relu", "he", 30, 30, 30, 0.9, 7),
        ("tanh", "orthogonal", 5, 20, 60, 1.3, 1),
        ("sigmoid", "nielsen", 4, 30, 30, 1.0, 2),
        ("selu", "constant", 6, 30, 30, 1.0, 0),
    ],
)
def test_the_two_factors_are_those_of_the_network(activation, initializer, hidden, first, last, scale, seed):
    sentence = said(activation=activation, initializer=initializer, hidden_layers=hidden, first=first, last=last, scale=scale, seed=seed)  # fmt: skip
    found = recomputed(activation, initializer, hidden, first, last, seed, scale)
    assert re.findall(r"times (\S+) a layer", sentence) == [number(factor) for factor in found]
    assert f"makes {number(found[0] ** (hidden - 1))} and {number(found[1] ** (hidden - 1))}." in sentence


@pytest.mark.parametrize(("initializer", "expected"), [("lecun", (1.0, 0.1)), ("glorot", None)])
def test_what_is_predicted_for_linear_layers_that_narrow(initializer, expected):
    """Var(w) n_in and Var(w) n_out, multiplied over the nine steps from 100 to 10 neurons."""
    sizes = sizes_of(10, 100, 10)[1:-1]
    pairs = list(pairwise(sizes))
    variance = {"lecun": lambda i, o: 1 / i, "glorot": lambda i, o: 2 / (i + o)}[initializer]
    forwards = np.prod([i * variance(i, o) for i, o in pairs]) ** (1 / 9)
    backwards = np.prod([o * variance(i, o) for i, o in pairs]) ** (1 / 9)
    sentence = said(initializer=initializer)
    assert re.findall(r"predicted (\S+)\)", sentence) == [number(forwards), number(backwards)]
    if expected:
        assert (forwards**9, backwards**9) == pytest.approx(expected)


def test_level_shrinking_and_growing_are_words_for_the_whole_way():
    assert "Forwards z² stays level" in said() and "backwards δ² shrinks" in said()
    shrinking = said(activation="relu", first=30, last=30, hidden_layers=30)
    assert "Forwards z² shrinks" in shrinking and shrinking.count("(predicted 0.5)") == 2
    growing = said(activation="relu", initializer="he", scale=3.0, first=30, last=30)
    assert "Forwards z² grows" in growing and "backwards δ² grows" in growing


def test_a_measured_start_is_level_forwards_and_says_what_happens_backwards():
    sentence = said(initializer="lsuv", activation="tanh", first=60, last=60, hidden_layers=30)
    assert "Forwards z² stays level, times 1 a layer (predicted 1)" in sentence
    found, expected = re.search(r"backwards δ² grows, times (\S+) a layer \(predicted (\S+)\)", sentence).groups()
    u = np.random.default_rng(0).standard_normal(1_000_000)
    chi = np.mean((1 - np.tanh(u) ** 2) ** 2) / np.mean(np.tanh(u) ** 2)  # sigma_w^2 is what makes q = 1
    assert float(expected) == pytest.approx(chi, rel=0.01) and float(found) == pytest.approx(chi, rel=0.05)


def test_a_measured_start_that_meets_a_dead_layer_is_named():
    assert "there is nothing to scale" in said(initializer="lsuv", activation="relu", first=1, last=1, hidden_layers=50)


def test_equal_weights_get_no_prediction():
    sentence = said(initializer="constant", activation="sigmoid")
    assert "predicted" not in sentence and "All neurons of a layer are equal" in sentence


def test_mirrored_weights_get_no_prediction_and_an_odd_layer_is_refused_in_words():
    even = said(initializer="looks_linear", activation="relu", first=30, last=30, hidden_layers=30)
    assert "predicted" not in even and "The weights of twins are mirrored" in even
    assert "one is odd" in said(initializer="looks_linear", activation="relu", first=30, last=15)


def test_the_medians_of_the_seeds():
    lab = variance_lab(hidden_layers=3)
    lab.set(networks=20)
    several = np.array([recomputed("linear", "lecun", 3, 100, 10, seed) for seed in range(20)])
    assert f"Medians of 20 seeds: {' and '.join(map(number, np.median(several, axis=0)))} a layer." in lab.sentence


@pytest.mark.parametrize(
    ("measured", "words"),
    [
        ([[1, np.inf, 1], [1, 1, 1]], "Overflow:"),
        ([[1, 1, 1], [np.nan, 1, 1]], "Overflow:"),
        ([[1, 0, 0], [0, 1, 1]], "Nothing is left: the mean square of z in layer 2 is zero"),
        ([[1, 1, 0], [1, 1, 1]], "Nothing is left: the mean square of z in the output is zero"),
        ([[1, 1, 1], [0, 0, 1]], "Nothing is left: the mean square of δ in layer 2 is zero"),
        ([[1, 1], [1, 1]], "With one hidden layer there is no step"),
        ([[1, 4, 1], [8, 1, 1]], "Forwards z² grows, times 4 a layer; backwards δ² grows, times 8 a layer. After 1 step"),
    ],
)  # fmt: skip
def test_every_state_has_its_words(measured, words):
    assert variance_sentence(np.array(measured, float), None, "constant").startswith(words)


def test_no_factor_without_a_step():
    assert np.isnan(factors(np.ones((2, 2)))).all()


def test_zero_can_be_reached():
    assert "Nothing is left" in said(activation="relu", first=1, last=1, hidden_layers=50, initializer="he", seed=3)


def test_every_start_of_the_engine_is_in_the_menu():
    assert {name for _, name in STARTS} == {*INITIALIZERS, "lsuv"}
