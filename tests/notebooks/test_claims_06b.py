"""What the prose of side trip 06b says in words, measured."""

from functools import cache

import numpy as np
import pytest

from helpers.engine import Network, batch_gradients, expected_length, load_mnist, noise_scale, train
from helpers.labs import gradient_noise as noise
from helpers.labs.kit.slices import finished
from tests.notebooks.quoted import quote
from tests.short_forms import first_now

SEEDS = range(3)
ONE_NOW = first_now(SEEDS)


@cache
def moment(steps, seed):
    x, y = load_mnist(dtype=np.float32).first(1000)
    net = Network([784, 30, 30, 30, 30, 10], rng=np.random.default_rng(seed), dtype=np.float32)
    if steps:
        train(net, x, y, eta=0.1, steps=steps, lmbda=5.0).finish()
    return net, x, y


@pytest.mark.parametrize("seed", SEEDS)
def test_the_formula_holds_in_every_layer(seed):
    quote(
        "06b", "So a batch's gradient is about **√(1 + s/B)** times too long.", "the cosine is about **1/√(1 + s/B)**"
    )
    for steps in (0, 100):
        net, x, y = moment(steps, seed)
        wanted = expected_length(noise_scale(net, x, y), 10, 1000)
        cosine, longer = batch_gradients(net, x, y, 10, 150, np.random.default_rng(1))
        assert np.sqrt(np.mean(longer**2, axis=0)) == pytest.approx(wanted, rel=0.15)
        assert cosine.mean(axis=0) == pytest.approx(1 / wanted, abs=0.08)


def test_without_repetition_the_noise_shrinks_by_n_minus_b_over_n_minus_1():
    quote("06b", "e_i·e_j averages to −s ‖g‖² / (n − 1), and s/B is multiplied by (n − B)/(n − 1)")
    rng = np.random.default_rng(0)
    (x, y), n = load_mnist().first(7), 7
    net = Network([784, 10], rng=rng)  # one layer: all its weights and biases
    g = np.array([net.backward(net.forward(x[[i]]), y[[i]]).flat.copy() for i in range(n)])
    own = g - g.mean(axis=0)
    (s,) = noise_scale(net, x, y)
    assert s == pytest.approx(np.mean(np.sum(own**2, axis=1)) / np.sum(g.mean(axis=0) ** 2))
    pairs = [own[i] @ own[j] for i in range(n) for j in range(n) if i != j]
    assert np.mean(pairs) == pytest.approx(-s * np.sum(g.mean(axis=0) ** 2) / (n - 1))
    draws = np.array([g[rng.choice(n, 3, replace=False)].mean(axis=0) for _ in range(20_000)])
    found = np.mean(np.sum(draws**2, axis=1)) / np.sum(g.mean(axis=0) ** 2)
    assert found == pytest.approx(1 + s / 3 * (n - 3) / (n - 1), rel=0.02)
    assert expected_length(s, 3, n) ** 2 == pytest.approx(1 + s / 3 * (n - 3) / (n - 1))


@pytest.mark.parametrize("seed", ONE_NOW)
def test_the_noise_of_ten_images(seed):
    quote("06b", "At the start ten images are enough", "A cosine of one half takes about thirty images.")
    quote("06b", "In layers 2 to 4 and in the output a batch of ten knows nothing: the cosine is near 0.")
    quote("06b", "Hardly. The plateau is one place, as far as the gradient is concerned.")
    ten = list(noise.SIZES).index(10)
    start, plateau, late = (finished(noise.measured(steps, seed, 1000))[1] for steps in (0, 100, 500))
    assert (start[1, 0, ten] > 0.85).all()
    assert 0.25 < plateau[1, 0, ten, 0] < 0.45
    assert (np.abs(plateau[1, 0, ten, 1:]) < 0.15).all()
    assert 0.5 < plateau[1, 0, list(noise.SIZES).index(30), 0] < 0.65, "half right with about thirty"
    assert late[1, 0, ten, 0] == pytest.approx(plateau[1, 0, ten, 0], abs=0.12)


@pytest.mark.parametrize("seed", SEEDS)
def test_single_images_agree_at_the_start_and_cancel_on_the_plateau(seed):
    quote("06b", "one image's gradient is one to two times as long as that of all")
    quote("06b", "On the plateau single images still pull, but against each other.")
    start, plateau = (np.sqrt(1 + noise_scale(*moment(steps, seed))) for steps in (0, 100))
    assert (start > 1).all() and (start < 2.3).all()
    assert plateau[0] > 5 and (plateau[1:] > 30).all()
