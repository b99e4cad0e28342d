"""The gradient is the slope of the cost: every derivative agrees with a small step up and a step down."""

import numpy as np
import pytest

from helpers.engine import ACTIVATIONS, COSTS

from .gradient_check import (
    FINITE_DIFFERENCE_TOLERANCE,
    IMAGES,
    STEP,
    blocks,
    error_by_finite_differences,
    every_kind_of_network,
    example,
    gradient,
)


@pytest.mark.parametrize(("activation", "initializer", "cost"), every_kind_of_network)
def test_gradient_is_the_slope_of_the_cost(activation, initializer, cost):
    net, x, y = example(activation, initializer, cost)
    error, left_out = error_by_finite_differences(net, x, y)
    assert error <= FINITE_DIFFERENCE_TOLERANCE
    assert left_out <= 0.05
    assert min(np.linalg.norm(block) for block in blocks(net, gradient(net, x, y))) > 1e-4  # none is rounding alone


@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_each_row_of_delta_is_the_slope_of_that_images_own_cost(activation, cost):
    net, x, y = example(activation, "nielsen", cost)
    for layer in (1, 2, 3):
        check_delta(net, x, y, layer)


def check_delta(net, x, y, layer):
    delta = net.backward(net.forward(x), y).delta[layer]
    by_step = np.empty_like(delta)
    for j, b in enumerate(net.b[layer].copy()):  # a step of b[j] is a step of z[j], for every image at once
        net.b[layer][j] = b + STEP
        above = cost_of_each_image(net, x, y)
        net.b[layer][j] = b - STEP
        by_step[:, j] = (above - cost_of_each_image(net, x, y)) / (2 * STEP)
        net.b[layer][j] = b
    error = np.linalg.norm(delta - by_step, axis=1) / np.linalg.norm(delta)
    assert delta.shape == (IMAGES, net.sizes[layer])
    assert error.max() <= FINITE_DIFFERENCE_TOLERANCE


def cost_of_each_image(net, x, y):
    return np.array([net.loss(x[[i]], y[[i]]) for i in range(len(x))])
