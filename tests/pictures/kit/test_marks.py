"""The marks that pictures share."""

import numpy as np
import pytest

from helpers.pictures.kit.axes import FEW
from helpers.pictures.kit.marks import BESIDE, FOR_BOTH, Key, LayerDots, apart, diamonds, level, upright, words
from helpers.pictures.kit.style import layer_colours, sheet


@pytest.fixture
def ax():
    return sheet().add_subplot()


@pytest.mark.parametrize(
    ("heights", "moved"),
    [
        ([0, 5, 9], [0, 5, 9]),
        ([5, 5], [4.5, 5.5]),
        ([2, 0, 0.5], [2, -0.25, 0.75]),
        ([0, 0, 0, 10], [-1, 0, 1, 10]),
        ([np.nan, 5, 5], [np.nan, 4.5, 5.5]),
        ([], []),
    ],
)
def test_names_at_line_ends_keep_apart(heights, moved):
    np.testing.assert_allclose(apart(heights, 1), moved)


def test_names_keep_their_order_and_their_distance_wherever_the_lines_end():
    rng = np.random.default_rng(0)
    for heights in rng.uniform(0, 5, (200, 6)):
        order = np.argsort(heights)
        assert (np.diff(apart(heights, 0.7)[order]) > 0.7 - 1e-9).all()


def test_strokes_between_two_points():
    np.testing.assert_array_equal(upright([1, 2], 0, [3, 4]), [[(1, 0), (1, 3)], [(2, 0), (2, 4)]])
    np.testing.assert_array_equal(level([0.5, 1.5], [1.5, 2.5], [3, 4]), [[(0.5, 3), (1.5, 3)], [(1.5, 4), (2.5, 4)]])


def test_one_dot_a_layer_with_its_colour_and_gaps(ax):
    dots = LayerDots(ax, (100, 30), rings=(17, 11))
    dots.show([0.1, 0, 0.3, np.inf], ringed=(0, -1))
    (points,), (ring,) = ax.collections, ax.lines
    np.testing.assert_allclose(points.get_offsets(), [(1, 0.1), (3, 0.3)])
    np.testing.assert_allclose(points.get_facecolors()[:, :3], layer_colours(4)[[0, 2]])
    assert (list(ring.get_xdata()), list(ring.get_ydata())) == ([1], [0.1]), "no ring where there is no dot"
    assert (points.get_sizes(), ring.get_markersize()) == (100, 17)
    dots.show(np.ones(FEW + 1))
    assert (points.get_sizes(), ring.get_markersize()) == (30, 11)


def test_a_key_writes_its_lines_and_empties_the_others(ax):
    key = Key(ax, 3)
    key.show(("●", "red", "one"), ("■", "blue", "two"))
    key.show(("●", "red", "one"))
    assert [text.get_text() for text in ax.texts] == ["●", "one", *[""] * 4]
    assert ax.texts[0].get_color() == "red"
    with pytest.raises(ValueError, match="unpack"):
        Key(ax, 1).show(("●", "red", "one"), ("■", "blue", "two"))


def test_what_has_nothing_to_say_yet_moves(ax):
    assert words(ax, 0, 0).get_animated() and diamonds(ax).get_animated()
    assert not words(ax, 0, 0, "still").get_animated() and not diamonds(ax, [1], [2]).get_animated()


def test_a_diamond_beside_a_dot_touches_neither_dot_nor_ring_and_stands_before_the_band(ax):
    def ends(mark):
        """Left and right of a mark at layer 1, in points from the layer."""
        middle = mark.get_transform().transform((1, 0.5))[0] - ax.transData.transform((1, 0.5))[0]
        half = (mark.get_markersize() / 2) * (
            2**0.5 if mark.get_marker() == "D" else 1
        ) + mark.get_markeredgewidth() / 2
        return np.array([-half, half]) + middle * 72 / ax.figure.dpi

    dots = LayerDots(ax, (130, 40), rings=(17, 17))
    diamond = diamonds(ax, size=11, beside=BESIDE)
    assert ends(diamonds(ax)).sum() == pytest.approx(0), "without `beside` it stands at its place"
    assert ends(dots._ring)[1] < ends(diamond)[0]
    assert np.mean(ends(diamond)) == pytest.approx(BESIDE) and BESIDE < FOR_BOTH / 2
