"""The condition number of features, against curvatures computed another way."""

import numpy as np
import pytest

from helpers.engine import condition_number


def test_it_is_the_ratio_of_the_curvatures_of_a_linear_neuron():
    f, t = np.random.default_rng(0).random((50, 3)), np.random.default_rng(1).random(50)

    def cost(w):
        return 0.5 * np.mean((f @ w[:3] + w[3] - t) ** 2)

    unit = np.eye(4)
    second = [
        [cost(u + v) - cost(u - v) - cost(v - u) + cost(-u - v) for v in unit] for u in unit
    ]  # exact: the cost is a square
    curvatures = np.linalg.eigvalsh(np.array(second) / 4)
    assert condition_number(f) == pytest.approx(curvatures[-1] / curvatures[0])


def test_two_quiet_neurons_make_a_long_ravine_and_standardized_ones_a_round_one():
    u = np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]])
    assert condition_number(u) == pytest.approx(1)
    assert condition_number(0.5 + 0.05 * u) > 400
    assert condition_number(0.05 * u) == pytest.approx(400)  # the bias has the curvature 1


def test_a_number_that_says_nothing_new_leaves_a_direction_without_curvature():
    f = np.random.default_rng(0).random((20, 2))
    assert condition_number(np.column_stack([f, f[:, 0] + f[:, 1]])) == np.inf
    assert condition_number(f[:2]) == np.inf


def test_the_steepest_directions_alone():
    u = np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]])
    features = u * [0.5, 0.05]  # curvatures 1 of the bias, then 1/4 and 1/400
    assert condition_number(features, 1) == pytest.approx(1)
    assert condition_number(features, 2) == pytest.approx(4)
    assert condition_number(features, 3) == pytest.approx(condition_number(features)) == pytest.approx(400)
    with pytest.raises(ValueError, match="there are 3 directions, the bias counted"):
        condition_number(features, 4)
    with pytest.raises(ValueError, match="steepest must be a whole number above zero"):
        condition_number(features, 0)
