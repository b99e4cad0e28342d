"""What the prose of notebook 01 says in words, measured. Numbers in cells are compared by nbval."""

import numpy as np
import pytest

from helpers.engine import Ravine, descend, steps_to_shrink
from tests.notebooks.quoted import quote, said

START = (-1, 1)


def steps(kappa):
    """Steps to a millionth at the best settings: gradient descent, momentum."""
    ravine = Ravine(kappa)
    eta, beta = ravine.best_momentum()
    plain = steps_to_shrink(ravine, START, eta=ravine.best_eta())
    return np.array([plain, steps_to_shrink(ravine, START, eta=eta, beta=beta)])


def test_momentum_needs_a_seventh_of_the_steps():
    quote("01", "About a seventh of what gradient descent needs at its best.")
    plain, heavy = steps(100)
    assert heavy / plain == pytest.approx(1 / 7, rel=0.1)


def test_at_the_ends_of_the_range_the_walk_goes_like_t_times_a_power():
    alone = said("01", "Powers of 9/11 alone would be there after {} steps.")
    quote(
        "01", "at the ends of the range both roots are r. Only one power is left, and *t* rᵗ solves the recursion, too"
    )
    assert np.ceil(np.log(1e-6) / np.log(9 / 11)) == alone
    eta, beta = Ravine().best_momentum()
    path = np.abs(descend(Ravine(), START, eta=eta, beta=beta, steps=800).path)
    t = np.array([200, 400, 800])
    for coordinate in path[t].T:
        beside_the_power = coordinate / np.sqrt(beta) ** t
        assert beside_the_power[1:] / beside_the_power[:-1] == pytest.approx(2, rel=0.03)


def test_steps_grow_like_kappa_and_with_momentum_like_its_root():
    quote("01", "needs a number of steps that grows like κ, with momentum like √κ")
    assert steps(1600) / steps(400) == pytest.approx([4, 2], rel=0.1)


def rate(coordinate):
    """What a swinging coordinate shrinks by in a step: from the highest of ten swings to the highest of later ones."""
    high = [np.abs(coordinate[t : t + 60]).max() for t in (20, 120)]
    return (high[1] / high[0]) ** (1 / 100)


@pytest.mark.parametrize("beta", [0.5, 0.8])
def test_momentum_shrinks_every_curvature_of_its_range_alike_and_gradient_descent_does_not(beta):
    quote("01", "along *every* curvature in that range the walk shrinks by the same √β a step")
    quote("01", "Gradient descent has another rate for each curvature.")
    low, high = (1 - np.sqrt(beta)) ** 2, (1 + np.sqrt(beta)) ** 2
    eta = 0.01
    for share in (0.1, 0.5, 0.9):
        ravine = Ravine((low + share * (high - low)) / eta / 2)
        x = descend(ravine, (1, 0), eta=eta, beta=beta, steps=180).path[:, 0]
        assert rate(x) == pytest.approx(np.sqrt(beta), rel=0.01)
        plain = descend(ravine, (1, 0), eta=eta, steps=1).path[:, 0]
        assert plain[1] == pytest.approx(1 - eta * ravine.curvatures[0], rel=1e-9)


def test_momentum_of_0_9_is_too_much_for_40_steps():
    quote("01", "Up to about 0.75 momentum carries the walk along the ravine, and the cost after 40 steps falls.")
    quote("01", "At 0.9 it is worse than without: *y* is nearly done, but *x* still swings from wall to wall.")
    walks = [descend(Ravine(), START, eta=0.008, beta=beta, steps=40) for beta in (0, 0.3, 0.5, 0.67, 0.75, 0.9)]
    costs = [walk.cost[-1] for walk in walks]
    assert (np.diff(costs[:-1]) < 0).all() and costs[-1] > 3 * costs[0]
    x, y = walks[-1].path[-1]
    assert 100 * x**2 > 100 * y**2


def test_at_0_9_even_the_steep_direction_shrinks_slowly():
    beta, shrinks = said("01", "At β = {}, in the lab, a step multiplied even the steep direction by √0.9 ≈ {}.")
    x = descend(Ravine(), START, eta=0.008, beta=beta, steps=180).path[:, 0]
    assert rate(x) == pytest.approx(shrinks, abs=0.005)


def test_the_path_is_turned_along_and_its_costs_do_not_change():
    quote("01", "its path is turned along, and its costs do not change. But *x* and *y* now each jump *and* creep.")
    turned = Ravine(tilt=45)
    walk = descend(turned, turned.point(START), eta=0.008, steps=40)
    assert walk.cost == pytest.approx(descend(Ravine(), START, eta=0.008, steps=40).cost, rel=1e-9)
    early, late = np.diff(walk.path[:6], axis=0), np.diff(walk.path[-10:], axis=0)
    assert (early[:-1] * early[1:] < 0).all(), "both jump to and fro"
    assert (np.abs(late) < 0.02).all() and (np.abs(walk.path[-1]) > 0.3).all(), "and both creep"


def test_turned_by_45_degrees_no_pair_of_rates_does_better_than_one():
    quote(
        "01", "*x* and *y* have the same curvature, and no pair of learning rates does better than one rate for both."
    )
    ravine = Ravine(tilt=45)
    second = np.column_stack([ravine.gradient(np.array(point)) for point in ([1.0, 0.0], [0.0, 1.0])])
    assert second[0, 0] == pytest.approx(second[1, 1], rel=1e-12)
    rates = np.geomspace(1e-4, 1, 81)
    slowest = [
        np.abs(np.linalg.eigvals(np.eye(2) - np.diag([one, other]) @ second)).max() for one in rates for other in rates
    ]
    assert min(slowest) >= 99 / 101 - 1e-9


def test_outside_the_range_the_slower_root_is_larger_than_the_root_of_beta_and_no_setting_does_better():
    quote("01", "Outside its range the roots are real with product β, so one of them is larger than √β")
    quote("01", "**The best setting** (Polyak) is the narrowest range that still holds both curvatures")

    def slowest(eta, beta):
        """What a step leaves, in the end, of the slower of the curvatures 200 and 2."""
        roots = [np.roots([1, -(1 + beta - eta * c), beta]) for c in (200, 2)]
        return np.abs(roots).max()

    beta = 0.5
    low, high = (1 - np.sqrt(beta)) ** 2, (1 + np.sqrt(beta)) ** 2
    for share in (0.5, 0.9, 1.1, 1.5):
        for edge, outside in ((low, share < 1), (high, share > 1)):
            largest = np.abs(np.roots([1, -(1 + beta - edge * share), beta])).max()
            assert (largest > np.sqrt(beta) + 1e-3) == outside
    tried = [slowest(eta, beta) for eta in np.geomspace(1e-3, 0.03, 30) for beta in np.linspace(0, 0.95, 39)]
    assert min(tried) >= 9 / 11 - 1e-6
