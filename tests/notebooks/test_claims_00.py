"""What the prose of notebook 00 says in words, measured. Numbers in cells are compared by nbval."""

import numpy as np
import pytest

from helpers.engine import Network, last_to_first, layer_speeds, load_mnist, speed_fan
from tests.notebooks.quoted import quote, said


@pytest.fixture(scope="module")
def speeds():
    """The speeds of the three layers of a hundred networks."""
    return speed_fan([784, 30, 30, 30, 10], *load_mnist().first(1000), seeds=range(100))["mean_delta"]


def test_00_the_order_of_the_dials_never_changes_and_the_shares_are_a_fifth_and_a_twenty_fifth(speeds):
    quote("00", "The order does not change, for any seed you are likely to try. Layer 3 is the fastest.")
    quote("00", "Typically layer 2 has about a fifth of its speed, and layer 1 about a twenty-fifth.")
    assert (np.argsort(speeds, axis=1) == [0, 1, 2]).all()
    shares = np.median(speeds / speeds[:, -1:], axis=0)
    assert shares == pytest.approx([1 / 25, 1 / 5, 1], rel=0.1)
    quote("00", "in our example layer 1 is about twenty times slower than layer 3")
    assert 18 < last_to_first(speeds)[0] < 23  # seed 0, that of the dials


def test_00_a_first_layer_above_6_percent_is_rare_but_can_be_found(speeds):
    quote("00", "Such seeds are rare.")
    found = (100 / last_to_first(speeds) > said("00", "layer 1 goes above {} % of the fastest layer")).sum()
    assert 1 <= found <= 10


def test_00_the_speed_is_that_of_the_biases():
    """What the dials show is the length of the gradient by a layer's biases, and not by its weights."""
    quote("00", "here it is that of its *biases*")
    x, y = load_mnist().first(1000)
    net = Network([784, 30, 30, 30, 10], rng=np.random.default_rng(0))
    gradient = net.backward(net.forward(x), y)
    assert [np.linalg.norm(b) for b in gradient.db[1:-1]] == pytest.approx(layer_speeds(net, x, y)["mean_delta"])
