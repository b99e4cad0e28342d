"""What the prose of side trip 9c says in words, measured. Numbers in cells are compared by nbval."""

import numpy as np
import pytest

from helpers.engine import Network, load_mnist, train_crowd
from tests.notebooks.quoted import quote, said

GAP = 0.0033


def right_answers(hidden, seeds, eta=1.0, epochs=10):
    """A row a network, a column a test image: whether it is read rightly."""
    digits = load_mnist(dtype=np.float32)
    rngs = [np.random.default_rng(seed) for seed in seeds]
    nets = [Network([784, *[30] * hidden, 10], rng=rng, dtype=np.float32) for rng in rngs]
    how = {"eta": eta, "epochs": epochs, "batch_size": 20}
    for _ in train_crowd(nets, digits.train.x, digits.train.y, rngs=rngs, **how):
        pass
    return np.array([net.forward(digits.test.x).a[-1].argmax(axis=1) for net in nets]) == digits.test.y


def pairs(nets):
    """(read rightly by the first only, by the second only) of every pair of networks."""
    i, j = np.triu_indices(len(nets), 1)
    return (nets[i] & ~nets[j]).sum(axis=1), (~nets[i] & nets[j]).sum(axis=1)


def two_spreads_apart(nets):
    ahead, behind = pairs(nets)
    return np.mean(np.abs(ahead - behind) > 2 * np.sqrt(ahead + behind))


@pytest.fixture(scope="module")
def two():
    return right_answers(2, range(20, 30))  # other seeds than the notebook's


def test_the_published_pair():
    two, n, three = said("09c", "with two hidden layers got {} % of {} images right, with three {} %.")
    apart = said("09c", "how often {} points apart?")
    assert two - three == pytest.approx(apart)
    assert said("09c", "the sum of all mistakes, {}.") == pytest.approx(n * (200 - two - three) / 100)
    assert said("09c", "There b − c = {},") == pytest.approx(n * apart / 100)


def test_equal_networks_on_their_own_images_come_out_so_far_apart_once_in_five_times():
    quote("09c", "two equal networks come out 0.33 points apart once in five times")
    often = said("09c", "In {} % of 100,000 pairs")
    p = (0.9690 + 0.9657) / 2
    flips = np.random.default_rng(1).binomial(10_000, p, size=(200_000, 2))  # other coins than the notebook's
    assert 100 * np.mean(np.abs(flips[:, 0] - flips[:, 1]) >= 33) == pytest.approx(often, abs=1)


def test_two_spreads_come_up_about_once_in_twenty_times():
    quote("09c", "Two spreads or more come up by luck about once in twenty times.")
    by_luck = said("09c", "Luck of the images alone would give about {} %.")
    for coins in (40, 80, 200):
        heads = np.random.default_rng(coins).binomial(coins, 0.5, size=200_000)
        assert 100 * np.mean(np.abs(2 * heads - coins) > 2 * np.sqrt(coins)) == pytest.approx(by_luck, abs=1.5)


def test_on_the_same_images_less_luck_is_left(two):
    quote("09c", "On the same images less luck is left")
    wrong, (ahead, behind) = np.mean((~two).sum(axis=1)), pairs(two)
    same, own = np.sqrt(np.median(ahead + behind)), np.sqrt(2 * wrong * (1 - wrong / 1000))
    assert 0.45 < same / own < 0.75
    share = np.median(ahead + behind) / (2 * wrong)  # disagreements for each mistake
    assert 0.2 < share < 0.45
    assert 33 / np.sqrt(share * 653) > 1.9


def test_networks_that_differ_in_the_seed_alone_lie_further_apart_than_that(two):
    quote("09c", "networks that differ in the seed alone lie further apart than that")
    quote("09c", "Many of these pairs would be told apart by the rule of two spreads as well")
    ahead, behind = pairs(two)
    assert np.mean(np.abs(ahead - behind) > 1000 * GAP) > 0.5
    assert two_spreads_apart(two) > 0.05


def test_how_often_that_many_seeds_see_the_gap():
    factor = said("09c", "**k = {} (s/Δ)²**")
    once, twice = said("09c", "is seen in about {} % of all tries. For about {} %, take twice as many.")
    rng, delta = np.random.default_rng(0), 0.5  # with s = 1
    for k, often in ((factor / delta**2, once), (2 * factor / delta**2, twice)):
        means = rng.standard_normal((20_000, 2, int(k))).mean(axis=2) + np.array([delta, 0])
        seen = means[:, 0] - means[:, 1] > 2 * np.sqrt(2 / k)
        assert 100 * seen.mean() == pytest.approx(often, abs=3)


@pytest.mark.long
def test_three_layers_lie_behind_and_their_seeds_further_apart(two):
    quote("09c", "in *this* training three layers end behind two", "and three layers lie behind two.")
    three = right_answers(3, range(20, 30))
    assert two.mean() - three.mean() > 0.006
    assert two_spreads_apart(three) > 0.15


@pytest.mark.long
@pytest.mark.parametrize("which", [0, 1])
def test_after_thirty_epochs_two_sets_of_ten_seeds_say_two_things(which):
    gap = said("09c", "one set of ten seeds says about {} point, another about {} (measured here)")[which]
    best, seeds = {}, [range(10), range(20, 30)][which]
    for hidden in (2, 3):
        best[hidden] = max(right_answers(hidden, seeds, eta, 30).mean() for eta in (0.5, 1.0, 2.0))
    assert 100 * (best[2] - best[3]) == pytest.approx(gap, abs=0.25)
