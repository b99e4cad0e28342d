"""A single output learns 0 and 1: Nielsen's neuron, any question of yes or no, and what is refused."""

import numpy as np
import pytest

from helpers.engine import ACTIVATIONS, NORMS, Network, layer_speeds, train

YES_OR_NO = ["cross-entropy", "quadratic"]  # a softmax of one output is always 1


def neuron(w, b, cost="quadratic"):
    """Nielsen 2015, chapter 3: one weight, one bias, which shall learn to turn the input 1 into the output 0."""
    net = Network([1, 1], cost=cost, rng=np.random.default_rng(0))
    net.W[1][:], net.b[1][:] = w, b
    return net


@pytest.mark.parametrize(("w", "b", "before", "after"), [(0.6, 0.9, 0.82, 0.09), (2.0, 2.0, 0.98, 0.20)])
def test_nielsens_neuron_learns_as_he_prints(w, b, before, after):
    net = neuron(w, b)
    assert net.answers([[1.0]]).item() == pytest.approx(before, abs=0.005)
    train(net, [[1.0]], [0], eta=0.15, steps=300).finish()
    assert net.answers([[1.0]]).item() == pytest.approx(after, abs=0.005)


def test_it_does_so_by_the_formula_of_the_book():
    """dC/dw = (a - 0) sigma'(z) x, dC/db the same, three hundred times in plain floats."""
    w, b = 0.6, 0.9
    net = neuron(w, b)
    train(net, [[1.0]], [0], eta=0.15, steps=300).finish()
    for _ in range(300):
        a = 1 / (1 + np.exp(-(w + b)))
        w, b = w - 0.15 * a * a * (1 - a), b - 0.15 * a * a * (1 - a)
    assert (net.W[1].item(), net.b[1].item()) == pytest.approx((w, b), rel=1e-12)


def halves():
    """Points of the plane, and on which side of a curve they lie."""
    x = np.random.default_rng(1).uniform(-1, 1, (60, 2))
    return x, (x[:, 1] > x[:, 0] ** 2).astype(int)


@pytest.mark.parametrize("cost", YES_OR_NO)
@pytest.mark.parametrize("norm", NORMS)
def test_a_question_of_yes_or_no_is_learned(cost, norm):
    x, y = halves()
    net = Network([2, 8, 1], "tanh", "glorot", cost, norm=norm, rng=np.random.default_rng(0))
    train(net, x, y, eta=1.0 if cost == "cross-entropy" else 3.0, steps=400).finish()
    answers = net.answers(x)[:, 0]
    assert net.accuracy(x, y) == np.mean((answers > 0.5) == y) > 0.93
    assert 0.3 < net.accuracy(x, np.ones(60, int)) == np.mean(answers > 0.5) < 0.7  # both answers are given


@pytest.mark.parametrize("cost", YES_OR_NO)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_its_speeds_are_those_of_its_gradient(cost, activation):
    x, y = halves()
    net = Network([2, 5, 4, 1], activation, "glorot", cost, rng=np.random.default_rng(0))
    a = net.answers(x)
    expected = a - y[:, None] if cost == "cross-entropy" else (a - y[:, None]) * a * (1 - a)
    gradient = net.backward(net.forward(x), y)
    assert gradient.delta[3] == pytest.approx(expected, rel=1e-12)
    below = np.linalg.norm(expected @ net.W[3] * net.activation.dphi(net.forward(x).z[2]), axis=1).mean()
    assert layer_speeds(net, x, y)["delta"][1] == pytest.approx(below, rel=1e-12)


@pytest.mark.parametrize("cost", YES_OR_NO)
@pytest.mark.parametrize("form", [lambda y: y, list, lambda y: y[:, None], lambda y: y.astype(bool), lambda y: y * 1.0])
def test_labels_of_every_form_mean_the_same(cost, form):
    x, y = halves()
    net = Network([2, 3, 1], cost=cost, rng=np.random.default_rng(0))
    assert net.loss(x, form(y)) == net.loss(x, y) and net.accuracy(x, form(y)) == net.accuracy(x, y)


@pytest.mark.parametrize(
    ("y", "words"),
    [([0, 2], "labels for one output must be 0 or 1, got 2"), ([0.5, 1], "must be 0 or 1, got 0.5"), ([-1, 1], "0 or 1, got -1"),
     (["yes", "no"], "labels for one output must be 0 or 1"), ([1], "one label per image: 2 images"),
     ([[0, 1], [1, 0]], r"must have shape \(2, 1\)")],
)  # fmt: skip
def test_other_labels_are_refused(y, words):
    net = Network([2, 3, 1], rng=np.random.default_rng(0))
    for use in (net.loss, net.accuracy, lambda x, y: train(net, x, y, eta=1, steps=1)):
        with pytest.raises(ValueError, match=words):
            use(np.zeros((2, 2)), y)


def test_a_softmax_of_one_output_is_refused():
    with pytest.raises(ValueError, match=r'always 1, so there is nothing to learn: take two .* cost="cross-entropy"'):
        Network([2, 3, 1], cost="softmax", rng=np.random.default_rng(0))
