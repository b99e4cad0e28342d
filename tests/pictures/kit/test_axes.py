"""Axes end at whole powers of ten around what is shown, and stay put until it leaves them."""

import numpy as np
import pytest

from helpers.pictures.kit.axes import FEW, decades, first_end, fit_decades, fit_layers, gaps, set_ends, shown
from helpers.pictures.kit.style import sheet


@pytest.fixture
def ax():
    axes = sheet().add_subplot()
    axes.set_yscale("log")
    return axes


@pytest.mark.parametrize(
    ("values", "how", "expected"),
    [
        ([0.02, 0.3], {}, (-2, 0, 1)),
        ([0.01, 0.3], {}, (-3, 0, 1)),  # a dot on the edge would be cut
        ([0.01, 0.3], {"room": (0, 0)}, (-2, 0, 1)),
        ([1e-9, 0.7], {}, (-10, 2, 2)),
        ([1e-9, 0.5], {"ends": 3}, (-12, 0, 3)),
        ([2e-2, 100], {"ends": 3}, (-3, 3, 1)),
        ([1, 300], {"unit": 3}, (-3, 3, 3)),
        ([0, np.nan, np.inf, -1], {}, (-2, 1, 1)),  # nothing to show
        ([1e-299, 1e299], {}, (-300, 300, 100)),
    ],
)
def test_whole_powers_of_ten_around_the_values(values, how, expected):
    assert decades(values, **how) == expected


def test_few_ticks_for_any_values_all_of_them_inside():
    rng = np.random.default_rng(0)
    for values in 10 ** (
        rng.uniform(-140, 140, (300, 1)) + rng.uniform(0, 1, (300, 1)) ** 4 * rng.uniform(-150, 150, (300, 5))
    ):
        low, high, unit = decades(values)
        assert low < np.log10(values.min()) and np.log10(values.max()) < high
        assert 1 <= (high - low) / unit <= 9
        assert low % unit == high % unit == 0


def test_an_axis_moves_only_when_it_has_to(ax):
    fit_decades(ax, [0.02, 0.3])
    ax.figure.canvas.draw()
    fit_decades(ax, [0.05, 0.5])
    assert not ax.figure.stale
    fit_decades(ax, [0.05, 5])
    assert ax.figure.stale
    assert ax.get_ylim() == (0.01, 10)
    np.testing.assert_allclose(ax.get_yticks(), [0.01, 0.1, 1, 10])


def test_set_ends_says_whether_it_moved(ax):
    assert set_ends(ax, (0, 2), (1, 10))
    assert not set_ends(ax, (0, 2), (1, 10))
    assert not set_ends(ax)
    assert set_ends(ax, ylim=(1, 100))
    assert (ax.get_xlim(), ax.get_ylim()) == ((0, 2), (1, 100))


def test_the_first_end_that_holds_the_value():
    assert [first_end((4, 8, 20), value) for value in (0, 4, 4.1, 20, 21, np.inf)] == [4, 4, 8, 20, 20, 20]


def test_every_layer_is_named_where_there_is_room(ax):
    for last, ticks in ((3, [1, 2, 3]), (FEW, range(1, FEW + 1)), (FEW + 1, [1, 5, 10]), (30, range(0, 31, 5))):
        fit_layers(ax, last)
        assert list(ax.get_xticks()) == [max(tick, 1) for tick in ticks]
    fit_layers(ax, 21, {21: "output"})
    assert [label.get_text() for label in ax.get_xticklabels()] == ["1", "5", "10", "15", "output"]


def test_what_a_log_axis_cannot_show_is_a_gap():
    values = [1e-300, 0, -1, np.nan, np.inf, 1e301, 2]
    np.testing.assert_array_equal(shown(values), [True, *[False] * 5, True])
    np.testing.assert_array_equal(gaps(values), [1e-300, *[np.nan] * 5, 2])
