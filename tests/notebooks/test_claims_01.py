"""What the prose of notebook 01 says in words, measured. Numbers in cells are compared by nbval."""

import numpy as np
import pytest

from helpers.engine import Network, Ravine, descend, load_mnist, steps_to_shrink
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
    quote("01", "at the ends of the range the two roots coincide, and the walk goes like *t* rᵗ")
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


def output_curvature(net, trace, l):
    """The largest curvature along the biases of layer l: top eigenvalue of the mean Gauss-Newton matrix."""
    a, last = trace.a, len(net.W) - 1
    back = np.broadcast_to(np.eye(net.W[last].shape[0]), (len(a[0]), *[net.W[last].shape[0]] * 2))
    for layer in range(last, l, -1):
        back = back @ net.W[layer] * (a[layer - 1] * (1 - a[layer - 1]))[:, None, :]
    bend = a[last] * (1 - a[last])
    return np.linalg.eigvalsh(np.einsum("nki,nk,nkj->ij", back, bend, back) / len(bend))[-1]


def test_the_ratio_of_gradients_is_nearer_to_the_root_of_kappa():
    quote("01", "That is not κ, but nearer to its root: in a network whose gradients differ a hundredfold,")
    quote("01", "the curvatures differ by thousands.")
    x, y = load_mnist().first(200)
    ratios = []
    for seed in range(10):
        net = Network([784, 30, 30, 30, 30, 10], rng=np.random.default_rng(seed))
        trace = net.forward(x)
        db = net.backward(trace, y).db
        curvatures = [output_curvature(net, trace, l) for l in (4, 1)]
        ratios.append([np.linalg.norm(db[4]) / np.linalg.norm(db[1]), curvatures[0] / curvatures[1]])
    gradients, kappa = np.median(ratios, axis=0)
    assert 60 < gradients < 200 and 3000 < kappa < 20_000
    assert abs(np.log(gradients) - np.log(kappa) / 2) < 0.5 < np.log(kappa / gradients)
