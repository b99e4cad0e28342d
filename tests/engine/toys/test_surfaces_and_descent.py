"""The ravine, the descent into it, and the three landscapes: measured walks obey the exact formulas."""

import math

import numpy as np
import pytest

from helpers.engine import LANDSCAPES, Ravine, descend, steps_to_shrink

every_landscape = pytest.mark.parametrize("landscape", LANDSCAPES.values(), ids=LANDSCAPES)
START = (-1.0, 1.0)
BEST_ETA = 2 / 202


# The surface


@pytest.mark.parametrize("tilt", [0, 30, -45, 90])
@pytest.mark.parametrize("kappa", [0.5, 1.0, 100.0])
def test_gradient_is_the_slope_of_the_value(kappa, tilt):
    ravine, h = Ravine(kappa, tilt), 1e-4
    points = np.random.default_rng(0).uniform(-2, 2, (4, 5, 2))
    across, along = np.array([h, 0]), np.array([0, h])
    by_step = [(ravine.value(points + d) - ravine.value(points - d)) / (2 * h) for d in (across, along)]
    # exact for a parabola; what is left is rounding: 1e-16 * 400 / h
    assert ravine.gradient(points) == pytest.approx(np.stack(by_step, axis=-1), abs=1e-9)


def test_the_toy_of_the_course():
    ravine = Ravine()
    assert ravine.value(np.array([2.0, 3.0])) == 100 * 4 + 9
    assert ravine.gradient(np.array([2.0, 3.0])).tolist() == [200 * 2, 2 * 3]


# A ravine that is turned


def test_the_tilt_turns_the_steep_direction_from_x_towards_y():
    across, along = Ravine(tilt=30).axes
    assert across == pytest.approx([math.sqrt(3) / 2, 0.5], rel=1e-14)
    assert along == pytest.approx([-0.5, math.sqrt(3) / 2], rel=1e-14)
    assert Ravine(tilt=30).value(2 * across + 3 * along) == pytest.approx(100 * 4 + 9, rel=1e-14)


def test_at_45_degrees_x_and_y_are_alike_and_belong_together():
    points = np.array([[1.0, 1.0], [1.0, -1.0], [1.0, 0.0], [0.0, 1.0]])
    assert Ravine(tilt=45).value(points) == pytest.approx([200, 2, 50.5, 50.5], rel=1e-14)


@pytest.mark.parametrize("tilt", [0, 20, -135])
def test_point_undoes_parts(tilt):
    ravine, points = Ravine(tilt=tilt), np.random.default_rng(0).uniform(-2, 2, (3, 4, 2))
    assert ravine.point(ravine.parts(points)) == pytest.approx(points, rel=1e-14)
    assert np.linalg.norm(ravine.parts(points), axis=-1) == pytest.approx(np.linalg.norm(points, axis=-1), rel=1e-14)


@pytest.mark.parametrize("beta", [0.0, 0.6])
def test_a_walk_from_a_start_that_is_turned_along_is_the_same_walk_turned(beta):
    straight, turned = Ravine(), Ravine(tilt=30)
    walk = descend(straight, START, eta=0.008, steps=40, beta=beta)
    other = descend(turned, turned.point(START), eta=0.008, steps=40, beta=beta)
    assert turned.parts(other.path) == pytest.approx(walk.path, abs=1e-13)
    assert other.cost == pytest.approx(walk.cost, rel=1e-9)
    assert np.abs(other.path - walk.path).max() > 0.5


@pytest.mark.parametrize("tilt", [np.nan, np.inf, "30", None])
def test_bad_tilt(tilt):
    with pytest.raises(ValueError, match="tilt must be"):
        Ravine(tilt=tilt)


# Plain descent


@pytest.mark.parametrize("eta", [0.001, BEST_ETA, 0.0101])
def test_each_step_multiplies_x_and_y_by_the_rates(eta):
    ravine = Ravine()
    path = descend(ravine, START, eta=eta, steps=50).path
    expected = np.array(START) * ravine.rates(eta) ** np.arange(51)[:, None]
    assert path == pytest.approx(expected, rel=1e-12)


def test_cost_belongs_to_the_path():
    walk = descend(Ravine(), START, eta=0.005, steps=20)
    assert walk.cost == pytest.approx([100 * x**2 + y**2 for x, y in walk.path], rel=1e-14)


def test_below_eta_one_hundredth_it_arrives_and_above_it_diverges():
    assert descend(Ravine(), START, eta=0.00999, steps=10_000).outcome == "arrived"
    assert descend(Ravine(), START, eta=0.01001, steps=10_000).outcome == "diverged"


def test_at_eta_one_hundredth_it_jumps_from_side_to_side_for_ever():
    walk = descend(Ravine(), (1.0, 0.0), eta=0.01, steps=1000)
    assert walk.path[:, 0] == pytest.approx([(-1) ** k for k in range(1001)], rel=1e-12)
    assert walk.outcome == "bouncing"


def test_at_eta_0_0101_it_grows_by_1_02_a_step():
    x = np.abs(descend(Ravine(), START, eta=0.0101, steps=300).path[:, 0])
    assert x[1:] / x[:-1] == pytest.approx(1.02, rel=1e-12)


def test_best_eta_shrinks_both_directions_alike_and_no_other_does_better():
    ravine = Ravine()
    assert ravine.best_eta() == pytest.approx(BEST_ETA, rel=1e-15)
    assert np.abs(ravine.rates(BEST_ETA)) == pytest.approx(99 / 101, rel=1e-13)
    others = np.linspace(0.0001, 0.02, 1000)
    assert min(np.abs(ravine.rates(eta)).max() for eta in others) >= 99 / 101


def test_best_eta_needs_691_steps_for_a_factor_of_a_million():
    assert steps_to_shrink(Ravine(), START, eta=BEST_ETA, limit=1000) == math.ceil(math.log(1e-6) / math.log(99 / 101))


# The heavy ball


def slowest_rate(ravine, eta, beta):
    """The largest |eigenvalue| of one step (position, last position) -> (next position, position)."""
    steps = [np.array([[1 + beta - eta * c, -beta], [1, 0]]) for c in ravine.curvatures]
    return max(np.abs(np.linalg.eigvals(step)).max() for step in steps)


def test_heavy_ball_follows_its_recurrence():
    ravine, eta, beta = Ravine(), 0.01, 0.5
    path = descend(ravine, START, eta=eta, beta=beta, steps=20).path
    assert path[1] == pytest.approx(path[0] - eta * ravine.gradient(path[0]), rel=1e-14)
    for k in range(1, 20):
        expected = path[k] - eta * ravine.gradient(path[k]) + beta * (path[k] - path[k - 1])
        assert path[k + 1] == pytest.approx(expected, rel=1e-10, abs=1e-13)


def test_best_momentum_of_the_toy():
    eta, beta = Ravine().best_momentum()
    assert (eta, beta) == pytest.approx((2 / 121, 81 / 121), rel=1e-14)
    assert (eta, beta) == pytest.approx((0.016529, 0.6694), rel=1e-4)


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9])
def test_the_step_limit_with_momentum(beta):
    """2 (1 + beta) / curvature, where one root of r² = (1 + beta - eta curvature) r - beta passes -1."""
    limit = 2 * (1 + beta) / Ravine().curvatures.max()
    assert slowest_rate(Ravine(), 0.999 * limit, beta) < 1 < slowest_rate(Ravine(), 1.001 * limit, beta)
    assert descend(Ravine(), START, eta=0.999 * limit, beta=beta, steps=20_000).outcome == "arrived"
    assert descend(Ravine(), START, eta=1.001 * limit, beta=beta, steps=20_000).outcome == "diverged"


def test_between_its_roots_momentum_shrinks_every_curvature_by_the_root_of_beta():
    beta = 0.5
    inside = np.linspace((1 - math.sqrt(beta)) ** 2, (1 + math.sqrt(beta)) ** 2, 12)[1:-1]  # eta times curvature
    rates = np.array([slowest_rate(Ravine(1.0), eta_curvature / 2, beta) for eta_curvature in inside])
    assert rates == pytest.approx(math.sqrt(beta), rel=1e-12)


def test_best_momentum_has_rate_9_to_11_and_its_neighbours_are_slower():
    ravine = Ravine()
    eta, beta = ravine.best_momentum()
    best = slowest_rate(ravine, eta, beta)
    assert best == pytest.approx(9 / 11, rel=1e-6)  # a double eigenvalue: known to the square root of rounding only
    for factor in (0.99, 1.01):
        assert slowest_rate(ravine, factor * eta, beta) > best + 1e-3
        assert slowest_rate(ravine, eta, factor * beta) > best + 1e-3


def test_best_momentum_needs_93_steps_where_plain_descent_needs_691():
    eta, beta = Ravine().best_momentum()
    assert steps_to_shrink(Ravine(), START, eta=eta, beta=beta, limit=1000) == 93


# How a walk ends


@pytest.mark.parametrize(
    ("outcome", "start", "eta", "steps"),
    [
        ("arrived", START, BEST_ETA, 691),
        ("descending", START, BEST_ETA, 690),
        ("growing", START, 0.0101, 10),
        ("diverged", START, 0.1, 1000),
        ("at the minimum", (0, 0), 0.1, 10),
    ],
)
def test_outcome(outcome, start, eta, steps):
    assert descend(Ravine(), start, eta=eta, steps=steps).outcome == outcome


def test_a_walk_has_one_point_more_than_steps():
    walk = descend(Ravine(), START, eta=0.001, steps=7)
    assert (walk.path.shape, walk.cost.shape) == ((8, 2), (8,))


def test_a_lost_walk_ends_before_its_numbers_overflow():
    walk = descend(Ravine(), START, eta=10.0, steps=100_000)
    assert len(walk.path) < 10
    assert np.isfinite(walk.path).all()
    assert np.isfinite(walk.cost).all()


# Bad arguments


@pytest.mark.parametrize("kappa", [0, -1.0, np.nan, np.inf, "100"])
def test_bad_kappa(kappa):
    with pytest.raises(ValueError, match="kappa must be a number above zero"):
        Ravine(kappa)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"start": (1, 2, 3)}, "start must be two finite numbers"),
        ({"start": 1.0}, "start must be two finite numbers"),
        ({"start": (1.0, np.nan)}, "start must be two finite numbers"),
        ({"eta": 0}, "eta must be a number above zero"),
        ({"eta": np.nan}, "eta must be a number above zero"),
        ({"steps": 0}, "steps must be a whole number above zero"),
        ({"steps": 2.5}, "steps must be a whole number above zero"),
        ({"beta": -0.1}, "beta must be zero or a number above it"),
        ({"beta": 1.0}, "beta must be below 1"),
    ],
)
def test_bad_walks(wrong, words):
    with pytest.raises(ValueError, match=words):
        descend(Ravine(), **({"start": START, "eta": 0.001, "steps": 1} | wrong))


def test_a_walk_that_does_not_get_there_has_no_number_of_steps():
    with pytest.raises(ValueError, match=r"did not shrink to 1e-06 .* within 690 steps"):
        steps_to_shrink(Ravine(), START, eta=BEST_ETA, limit=690)
    with pytest.raises(ValueError, match="share must be a number above zero"):
        steps_to_shrink(Ravine(), START, eta=BEST_ETA, share=0, limit=10)


# The three landscapes


@every_landscape
def test_all_landscapes_look_alike_from_where_one_stands(landscape):
    assert landscape.slope(0.0) == pytest.approx(-0.01, rel=1e-14)


def test_what_is_left_to_gain_differs_a_hundredfold_and_more():
    gains = {name: landscape.value(0.0) for name, landscape in LANDSCAPES.items()}
    assert gains["minimum"] == pytest.approx(0.0025, rel=1e-14)
    assert gains["slope"] == pytest.approx(4.0, rel=1e-14)
    assert gains["plateau"] > 100 * gains["minimum"]


@every_landscape
def test_slope_is_the_derivative_of_the_value(landscape):
    t, h = np.linspace(-50, 450, 1002), 1e-4  # no point on the foot of the long slope at t = 400
    by_step = (landscape.value(t + h) - landscape.value(t - h)) / (2 * h)
    # rounding of a value: at most 1e-16 * 2000 / h
    assert landscape.slope(t) == pytest.approx(by_step, abs=1e-8)


@every_landscape
def test_the_smallest_cost_is_0(landscape):
    value = landscape.value(np.linspace(-1000, 1000, 200_001))
    assert value.min() == pytest.approx(0, abs=1e-12)
    assert (value >= 0).all()


@every_landscape
def test_landscapes_keep_any_shape(landscape):
    t = np.linspace(0, 10, 6).reshape(2, 3)
    assert landscape.value(t).shape == landscape.slope(t).shape == (2, 3)
