"""The course's claim: over 100 random networks, early layers are as slow as Nielsen's chapter 5 printed."""

import numpy as np
import pytest

from helpers.engine import last_to_first, speed_fan, spread
from helpers.engine.studies.published import NIELSEN_IMAGES, NIELSEN_SPEEDS

DEPTHS = sorted(NIELSEN_SPEEDS)
every_depth = pytest.mark.parametrize("depth", DEPTHS)


@pytest.fixture(scope="module")
def fans(first_1000):
    """||mean delta|| of each hidden layer of 30, by depth: shape (100 seeds, hidden layers)."""
    x, y = first_1000
    return {d: speed_fan([784, *[30] * d, 10], x, y, range(100))["mean_delta"] for d in DEPTHS}


def test_the_images_are_as_many_as_in_the_book(first_1000):
    assert len(first_1000[0]) == NIELSEN_IMAGES


# The median of 100 seeds has a standard error of 1.7, 2.6 and 3.5 % (1.25 sd(log ratio) / 10). The seeds
# are fixed and give 4.89, 24.4 and 120.5; another correct draw should stay within three of those errors.
@pytest.mark.parametrize(("depth", "ratio", "tolerance"), [(2, 4.9, 0.05), (3, 25, 0.08), (4, 120, 0.11)])
def test_the_last_hidden_layer_is_about_5_to_the_power_of_the_layers_between_times_faster(
    fans, depth, ratio, tolerance
):
    assert np.median(last_to_first(fans[depth])) == pytest.approx(ratio, rel=tolerance)


@every_depth
def test_every_published_speed_lies_in_the_band_of_90_percent(fans, depth):
    low, _, high = spread(fans[depth])
    assert (low <= NIELSEN_SPEEDS[depth]).all()
    assert (NIELSEN_SPEEDS[depth] <= high).all()


@every_depth
def test_the_published_ratio_lies_in_the_band_of_90_percent(fans, depth):
    low, _, high = spread(last_to_first(fans[depth]))
    assert low <= last_to_first(NIELSEN_SPEEDS[depth]) <= high


@every_depth
def test_the_band_is_narrow_enough_to_exclude_the_number_of_the_neighbouring_layer(fans, depth):
    low, _, high = spread(fans[depth])
    published = np.array(NIELSEN_SPEEDS[depth])
    assert (published[1:] > high[:-1]).all()
    assert (published[:-1] < low[1:]).all()


@every_depth
def test_in_every_one_of_100_networks_each_layer_is_slower_than_the_next(fans, depth):
    assert (np.diff(fans[depth], axis=1) > 0).all()
