"""First layers that nobody trained: smoothed filters, principal components, cosines."""

import numpy as np
import pytest

from helpers.engine import LinearReader, best_share, principal_components, share_kept, smoothed_filters
from helpers.engine.studies.first_layers import cosine_waves


def test_smoothing_keeps_the_length_and_brings_neighbours_together():
    W = np.random.default_rng(0).standard_normal((4, 400))
    smooth = smoothed_filters(W, 2)
    assert np.linalg.norm(smooth, axis=1) == pytest.approx(np.linalg.norm(W, axis=1))
    grids = smooth.reshape(4, 20, 20)
    steps = np.abs(np.diff(grids, axis=2)).mean()
    assert steps < 0.3 * np.abs(np.diff(W.reshape(4, 20, 20), axis=2)).mean()


def test_one_bright_pixel_becomes_a_gaussian():
    W = np.zeros((1, 21 * 21))
    W[0, 10 * 21 + 10] = 1
    row = smoothed_filters(W, 2).reshape(21, 21)[10]
    assert row[12] / row[10] == pytest.approx(np.exp(-(2**2) / (2 * 2**2)), rel=0.01)


def test_only_square_images_have_a_grid():
    with pytest.raises(ValueError, match="only square images"):
        smoothed_filters(np.ones((2, 12)), 1)


def test_principal_components_are_orthogonal_and_keep_what_the_best_directions_keep():
    rng = np.random.default_rng(1)
    images = rng.standard_normal((200, 6)) @ rng.standard_normal((6, 6)) + 3
    axes = principal_components(images, 3)
    assert axes @ axes.T == pytest.approx(np.eye(3), abs=1e-10)
    code = images @ axes.T
    assert share_kept(images, LinearReader(code, images)(code)) == pytest.approx(best_share(images, 3))
    with pytest.raises(ValueError, match="no more directions"):
        principal_components(images, 7)


def test_cosine_waves_are_orthogonal_rows_of_the_right_length():
    W = cosine_waves(30, 784)
    assert W @ W.T == pytest.approx(np.eye(30), abs=1e-12)
