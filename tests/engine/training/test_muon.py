"""Muon's step: singular directions kept, singular values made equal; and warm-up."""

import numpy as np
import pytest

from helpers.engine import Network, muon, orthogonalized, singular_values, train


def matrix(shape, values, seed=0):
    """Random singular directions with these singular values."""
    rng = np.random.default_rng(seed)
    U, V = (np.linalg.qr(rng.standard_normal((n, len(values))))[0] for n in shape)
    return U, V, U * values @ V.T


@pytest.mark.parametrize("shape", [(6, 6), (4, 9), (9, 4)])
def test_directions_stay_and_values_become_nearly_equal(shape):
    values = np.logspace(0, -1.5, min(shape))
    U, V, G = matrix(shape, values)
    step = U.T @ orthogonalized(G) @ V
    assert step == pytest.approx(np.diag(np.diag(step)), abs=1e-10)
    assert np.diag(step).min() > 0.6 and np.diag(step).max() < 1.25
    assert orthogonalized(1e-9 * G) == pytest.approx(orthogonalized(G), abs=1e-10), "its size does not count"


def test_a_silent_direction_stays_silent_and_zero_stays_zero():
    found = singular_values(orthogonalized(matrix((5, 5), np.array([1, 0.5, 0, 0, 0]))[2]))
    assert found[1] > 0.6 and found[2:].max() < 1e-6
    assert not orthogonalized(np.zeros((3, 4))).any()


def example():
    rng = np.random.default_rng(1)
    return Network([6, 12, 12, 3], "tanh", "lecun", rng=rng), rng.random((20, 6)), rng.integers(3, size=20)


def test_steps_are_those_of_the_formula():
    """Matrices: orthogonalized momentum with a look ahead, by the singular value decomposition's directions; biases: the gradient."""
    (net, x, y), memory, eta = example(), {}, 0.02
    twin = example()[0]
    train(net, x, y, eta=eta, steps=3, observe=muon(beta=0.9)).finish()
    for _ in range(3):
        g = twin.backward(twin.forward(x), y).parameters
        for name in twin.parameters:
            step = g[name]
            if step.ndim == 2:
                memory[name] = 0.9 * memory.get(name, 0) + step
                tall = max(1, step.shape[0] / step.shape[1]) ** 0.5
                step = tall * orthogonalized(step + 0.9 * memory[name])
            twin.parameters[name][:] -= eta * step
    assert net.flat == pytest.approx(twin.flat, rel=1e-12)


def test_bad_input():
    with pytest.raises(ValueError, match="G must be a matrix"):
        orthogonalized(np.ones(3))
    with pytest.raises(ValueError, match="beta must be a number from 0 to 1"):
        muon(beta=2)


def test_warm_up_takes_growing_shares_of_eta():
    (net, x, y), eta = example(), 0.4
    twin = example()[0]
    train(net, x, y, eta=eta, steps=6, warmup=4).finish()
    for share in (0.25, 0.5, 0.75, 1, 1, 1):
        train(twin, x, y, eta=share * eta, steps=1).finish()
    assert net.flat == pytest.approx(twin.flat, rel=1e-12)
    with pytest.raises(ValueError, match="warmup must be a whole number above zero"):
        train(net, x, y, eta=eta, steps=1, warmup=0)
