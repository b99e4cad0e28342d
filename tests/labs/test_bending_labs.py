"""The labs of notebook 07 say what is so: flat and dead slopes, chi and where it passes 1, what underflows."""

import re

import numpy as np
import pytest

from helpers.engine import ACTIVATIONS, Network, load_mnist
from helpers.labs import bending_lab, slope_lab, underflow_lab
from helpers.labs.kit.in_words import share_in_words
from helpers.labs.underflow import layers_in_words
from helpers.pictures.kit.words import number


def said(lab, **values):
    lab.set(**values)
    return lab.sentence


def forward(net, x):
    """The weighted inputs of the hidden layers, once more."""
    z, a = [], x
    for W, b in zip(net.W[1:-1], net.b[1:-1], strict=True):
        z.append(a @ W.T + b)
        a = net.activation.phi(z[-1])
    return z


# Bending: speeds, flat slopes, dead neurons.


@pytest.mark.parametrize("seed", range(3))
def test_flat_and_dead_shares_are_those_of_the_network(seed):
    sentence = said(bending_lab(), activation="relu", initializer="he", hidden_layers=12, seed=seed)
    x, _ = load_mnist().first(100)
    z = forward(Network([784, *[30] * 12, 10], "relu", "he", rng=np.random.default_rng(seed)), x)
    flat = [np.mean(layer <= 0) for layer in z]
    most = f"at most {number(100 * max(flat), 2)} % of a layer's, in layer {np.argmax(flat) + 1}."
    assert f"Flat slopes (below 1 % of the largest): {most}" in sentence
    dead = [(layer <= 0).all(axis=0).mean() for layer in z]
    assert f"at most {100 * max(dead):.0f} % of the neurons of a layer, in layer {np.argmax(dead) + 1}." in sentence


def test_the_sigmoids_flat_slopes():
    sentence = said(bending_lab(), scale=10.0)
    x, _ = load_mnist().first(100)
    z = forward(Network([784, *[30] * 10, 10], scale=10, rng=np.random.default_rng(0)), x)
    end = np.arccosh(199)  # 1 / (4 cosh^2(z / 2)) = 0.0025, and cosh z = 2 cosh^2(z / 2) - 1
    flat = [np.mean(np.abs(layer) > end) for layer in z]
    most = f"at most {100 * max(flat):.0f} % of a layer's, in layer {np.argmax(flat) + 1}."
    assert f"{most} No neuron is dead." in sentence


def test_states_without_numbers_have_words():
    assert "exactly zero" in said(bending_lab(), activation="relu", neurons=1, hidden_layers=30)
    assert "Flat slopes (below 1 % of the largest): none." in said(bending_lab(), hidden_layers=1, scale=1.0)


@pytest.mark.parametrize("what", ["z", "a", "slope"])
def test_the_bands_of_the_right_side(what):
    lab = bending_lab()
    said(lab, activation="tanh", hidden_layers=3, scale=2.0, what=what)
    x, _ = load_mnist().first(100)
    z = forward(Network([784, 30, 30, 30, 10], "tanh", scale=2, rng=np.random.default_rng(0)), x)
    values = {"z": z, "a": np.tanh(z), "slope": 1 - np.tanh(z) ** 2}[what]
    drawn = lab._live.figure.axes[1].collections[0].get_paths()
    for path, layer in zip(drawn, values, strict=True):
        low, high = path.vertices[:, 1].min(), path.vertices[:, 1].max()
        assert (low, high) == pytest.approx(tuple(np.quantile(layer, [0.05, 0.95])))


@pytest.mark.parametrize(
    ("share", "words"),
    [(0, "none"), (1, "all"), (1e-4, "under 1 %"), (0.0099, "under 1 %"), (0.01, "1 %"), (0.5, "50 %"), (0.9999, "over 99 %")],
)  # fmt: skip
def test_shares_in_words(share, words):
    assert share_in_words(share) == words


# The slopes that z meets.


def monte_carlo(activation, sigma_w, sigma_b):
    """q*, chi by iterating with random numbers."""
    record, u, q = ACTIVATIONS[activation], np.random.default_rng(0).standard_normal(400_000), 1.0
    for _ in range(30):
        q = sigma_w**2 * np.mean(record.phi(np.sqrt(q) * u) ** 2) + sigma_b**2
    return q, sigma_w**2 * np.mean(record.dphi(np.sqrt(q) * u) ** 2)


@pytest.mark.parametrize(
    ("activation", "sigma_w", "sigma_b"), [("sigmoid", 4.0, 1.0), ("tanh", 2.5, 0.3), ("selu", 1.0, 0.0)]
)
def test_the_sentences_numbers(activation, sigma_w, sigma_b):
    sentence = said(slope_lab(), activation=activation, sigma_w=sigma_w, sigma_b=sigma_b)
    q, chi = monte_carlo(activation, sigma_w, sigma_b)
    found = [float(text) for text in re.search(r"q\* = ([\d.]+)\..* = ([\d.]+): a layer", sentence).groups()]
    assert found == pytest.approx([q, chi], rel=0.01)
    assert ("stretches" if chi > 1.005 else "shrinks") in sentence


@pytest.mark.parametrize(
    ("activation", "sigma_b", "one"),
    [("relu", 0.0, "1.41"), ("relu", 1.0, "1.41"), ("tanh", 0.0, "1"), ("centred_sigmoid", 0.0, "4"), ("linear", 0.5, "1")],
)  # fmt: skip
def test_where_chi_passes_1(activation, sigma_b, one):
    assert said(slope_lab(), activation=activation, sigma_b=sigma_b).endswith(f"χ passes 1 at σ_w = {one}.")


def test_the_limits_of_q_are_named():
    assert "shrinks to 0" in said(slope_lab(), activation="gelu", sigma_b=0.0)
    assert "grows without end" in said(slope_lab(), activation="relu", sigma_w=3.0)
    assert "keeps the gradient" in said(slope_lab(), activation="linear", sigma_b=0.0, sigma_w=1.0)


# The underflow lens.


@np.errstate(over="ignore", invalid="ignore")  # in the output layer, which is left out
def zeros(hidden, dtype, scale=1.0, seed=0, doublings=0):
    """The layers without any gradient, from the deltas: dC/db and dC/dW are 0 where every delta is."""
    x, y = load_mnist().first(5)
    net = Network([784, *[30] * hidden, 10], scale=scale, rng=np.random.default_rng(seed), dtype=dtype)
    trace = net.forward(x)
    delta = [(trace.a[-1] - np.eye(10, dtype=dtype)[y]) * dtype(2**doublings)]
    for l in range(hidden, 0, -1):
        delta.insert(0, (delta[0] @ net.W[l + 1]) * net.activation.dphi(trace.z[l]))
    gradients = [np.append((d.T @ a).ravel(), d.sum(axis=0)) / dtype(5) for d, a in zip(delta, trace.a, strict=False)]
    return [l for l, gradient in enumerate(gradients[:-1], 1) if not gradient.any()]


@pytest.mark.parametrize(("seed", "doublings"), [(0, 0), (1, 7), (2, 15)])
def test_the_zeros_of_float16(seed, doublings):
    sentence = said(underflow_lab(), seed=seed, doublings=doublings)
    layers = layers_in_words(zeros(30, np.float16, seed=seed, doublings=doublings), 30)
    assert sentence.startswith(f"Gradient exactly 0: in float16 {layers}, in float32 no layer, in float64 no layer.")
    assert ("multiplied by 2" in sentence) == (doublings > 0)


def test_the_ends_of_all_three_types():
    sentence = said(underflow_lab(), hidden_layers=80, scale=1e-4)
    words = [layers_in_words(zeros(80, dtype, scale=1e-4), 80) for dtype in (np.float16, np.float32, np.float64)]
    assert sentence == "Gradient exactly 0: in float16 {}, in float32 {}, in float64 {}.".format(*words)


def test_too_loud_a_cost_is_an_overflow():
    assert "Overflow: in float16 every layer." in said(underflow_lab(), doublings=16)


@pytest.mark.parametrize(
    ("layers", "words"),
    [([], "no layer"), ([1, 2, 3, 4], "every layer"), ([2], "layer 2"), ([1, 2], "layers 1 to 2"), ([1, 3], "2 layers up to layer 3")],
)  # fmt: skip
def test_layers_in_words(layers, words):
    assert layers_in_words(layers, 4) == words
