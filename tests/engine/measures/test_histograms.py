"""Histograms hold every number once, where it lies."""

import numpy as np
import pytest

from helpers.engine import Network
from helpers.engine.measures.histograms import HELD, histograms


def test_every_number_is_counted_where_it_lies():
    net = Network([5, 40, 30, 3], "tanh", scale=3.0, rng=np.random.default_rng(0))
    trace = net.forward(np.random.default_rng(1).random((50, 5)))
    shares, reach = histograms(net, trace, bins=3)
    assert shares.shape == (3, 2) and shares.sum(axis=0) == pytest.approx(1)
    for column, u in zip(shares.T, trace.u[1:3], strict=True):
        assert column[0] == pytest.approx(np.mean(u < -reach / 3)) and column[2] == pytest.approx(
            np.mean(u >= reach / 3)
        )
        assert np.mean(np.abs(u) <= reach) >= HELD


def test_a_layer_that_overflowed_is_left_out_and_the_others_are_not():
    net = Network([5, 4, 4, 4, 3], "relu", rng=np.random.default_rng(0))
    net.W[2][:] = np.inf
    shares, reach = histograms(net, net.forward(np.ones((3, 5))))
    assert np.isfinite(shares[:, 0]).all() and np.isnan(shares[:, 1]).all() and np.isfinite(reach)


def test_a_number_of_bins_that_is_none_is_refused():
    net = Network([5, 4, 3], rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match="bins must be a whole number above zero"):
        histograms(net, net.forward(np.ones((3, 5))), bins=0)
