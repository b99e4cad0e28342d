"""The share of itself by which a layer changes in one step."""

from copy import deepcopy

import numpy as np
import pytest

from helpers.engine import OPTIMIZERS, Network, descend, layer_speeds, strides, train
from helpers.engine.toys.surfaces import Ravine


def example(**settings):
    rng = np.random.default_rng(1)
    net = Network([6, 5, 4, 3], rng=rng, **settings)
    return net, rng.random((20, 6)), rng.integers(3, size=20)


def lengths(net):
    return np.array([np.hypot(np.linalg.norm(W), np.linalg.norm(b)) for W, b in zip(net.W[1:], net.b[1:], strict=True)])


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_strides_are_what_a_copy_measures(optimizer):
    net, x, y = example()
    other = deepcopy(net)
    ours = list(strides(net, x, y, eta=0.1, epochs=4, optimizer=optimizer))
    steps, expected = train(other, x, y, eta=0.1, epochs=4, optimizer=optimizer), []
    for _ in range(4):
        before = deepcopy(other)
        next(steps)
        moved = deepcopy(other)
        moved.flat -= before.flat
        expected.append(lengths(moved) / lengths(before))
    assert np.array(ours) == pytest.approx(np.array(expected), rel=1e-9)
    assert np.array_equal(net.flat, other.flat)


def test_gradient_descents_first_stride_is_eta_times_the_relative_speed():
    net, x, y = example()
    expected = 0.3 * layer_speeds(net, x, y)["relative"]
    assert next(strides(net, x, y, eta=0.3, epochs=1))[:-1] == pytest.approx(expected)


def test_adams_first_stride_is_eta_root_n_over_the_length_of_the_weights():
    net, x, y = example()
    expected = [0.01 * np.sqrt(W.size + b.size) for W, b in zip(net.W[1:], net.b[1:], strict=True)] / lengths(net)
    assert next(strides(net, x, y, eta=0.01, epochs=1, optimizer="adam")) == pytest.approx(expected, rel=1e-3)


def test_rmsprops_first_step_is_adams_divided_by_the_root_of_a_tenth():
    x, y = example()[1:]
    adam, rmsprop = (next(strides(example()[0], x, y, eta=0.01, epochs=1, optimizer=o)) for o in ("adam", "rmsprop"))
    assert rmsprop / adam == pytest.approx(1 / np.sqrt(0.1), rel=1e-3)


def test_gamma_and_beta_do_not_count_to_the_layers():
    rng = np.random.default_rng(0)
    net = Network([6, 5, 5, 3], norm="layer", rng=rng)
    x, y = rng.random((20, 6)), rng.integers(3, size=20)
    expected = 0.3 * layer_speeds(net, x, y)["relative"]
    assert next(strides(net, x, y, eta=0.3, epochs=1))[:-1] == pytest.approx(expected)


@pytest.mark.parametrize("kappa", [1.0, 37.0, 1000.0])
def test_adams_path_does_not_know_kappa(kappa):
    one, other = (descend(Ravine(k), (-1, 1), eta=0.1, steps=300, optimizer="adam").path for k in (100.0, kappa))
    assert other == pytest.approx(one, abs=1e-6)


def test_descend_hands_options_to_the_optimizer():
    heavy = descend(Ravine(), (-1, 1), eta=0.008, steps=50, beta=0.5)
    same = descend(Ravine(), (-1, 1), eta=0.008, steps=50, optimizer="momentum", options={"beta": 0.5})
    usual = descend(Ravine(), (-1, 1), eta=0.008, steps=50, optimizer="momentum")
    assert np.array_equal(heavy.path, same.path) and not np.array_equal(usual.path, same.path)
