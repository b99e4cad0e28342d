"""What the prose of notebook 12 says in words, measured. Numbers in cells are compared by nbval."""

from copy import deepcopy
from functools import cache

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import expit

from helpers.engine import (
    LIVE_WALL,
    Network,
    accuracies_above,
    chi,
    cost_along,
    find_metamer,
    fixed_point,
    frozen_accuracies,
    last_to_first,
    layers_above,
    load_mnist,
    probe_accuracy,
    read_with_cure,
    speed_fan,
    steps_to_80,
    steps_to_goal,
    stored_wall,
    train,
)
from helpers.engine.studies.frozen_study import hold
from tests.notebooks.quoted import quote, said
from tests.short_forms import first_now

SIZES, LAYERS = [784, 30, 30, 30, 10], range(1, 5)
ONE_NOW = first_now(range(3))  # each trains to the end


@cache
def digits():
    return load_mnist(dtype=np.float32)


def network(seed, **settings):
    return Network(SIZES, rng=np.random.default_rng(seed), **{"dtype": np.float32, **settings})


def only(moving):
    """What training is to call before each step, so that only these layers move."""
    return hold([l for l in LAYERS if l not in moving])


@cache
def after_training(seed, moving, eta, **how):
    """(cost before, cost after, accuracy): 1,000 steps on batches of 100, only some layers moving."""
    net, (x, y), test = network(seed), (digits().train.x, digits().train.y), digits().test
    before, rng = net.loss(x, y), np.random.default_rng(seed)
    train(net, x, y, eta=eta, steps=1000, batch_size=100, rng=rng, observe=only(moving), **how).finish()
    return before, net.loss(x, y), net.accuracy(test.x, test.y)


@pytest.mark.parametrize("seed", ONE_NOW)
@pytest.mark.parametrize("eta", [0.3, 1.0, 3.0])
def test_layer_1_alone_can_do_next_to_nothing(seed, eta):
    quote("12", "at other learning rates layer 1 alone does no better")
    before, alone, _ = after_training(seed, (1,), eta)
    assert 0.97 * before < alone < before


@pytest.mark.parametrize("seed", ONE_NOW)
def test_the_others_alone_come_to_a_blind_networks_cost_and_together_they_read(seed):
    quote("12", "So the others alone only come to a blind network's cost, and layer 1 alone not even there.")
    quote("12", "together the layers read nine digits in ten; without layer 1, in the same time, one to three")
    _, above, read_above = after_training(seed, (2, 3, 4), 1.0)
    assert 2.9 < above < 3.3 and 0.05 < read_above < 0.35
    _, together, read = after_training(seed, (1, 2, 3, 4), 1.0)
    assert together < 0.35 and read > 0.87


@pytest.mark.parametrize("seed", ONE_NOW)
def test_when_the_others_have_learned_layer_1_alone_brings_more_than_twenty_in_a_hundred(seed):
    quote(
        "12",
        "the same random layer brings each network more than 20 digits in a hundred; 1,000 more steps of the others bring far less",
    )
    net, test = network(seed), digits().test

    def goes_on(net, moving, steps):
        how = {"eta": 1.0, "steps": steps, "batch_size": 100, "rng": np.random.default_rng(seed)}
        train(net, digits().train.x, digits().train.y, observe=only(moving), **how).finish()
        return net.accuracy(test.x, test.y)

    before = goes_on(net, (2, 3, 4), 4000)
    with_layer_1, without = goes_on(deepcopy(net), (1,), 1000), goes_on(deepcopy(net), (2, 3, 4), 1000)
    assert 0.5 < before < 0.7 and 0.2 < with_layer_1 - before < 0.35
    assert without - before < 0.5 * (with_layer_1 - before)


@pytest.mark.parametrize("seed", ONE_NOW)
def test_from_the_same_answers_the_standardized_numbers_are_read_as_well(seed):
    quote("12", "Given weights with the same answers as before, the standardized numbers are read equally well.")
    net, (x, y), test = network(seed), (digits().train.x, digits().train.y), digits().test
    f, test_f = net.forward(x).a[1], net.forward(test.x).a[1]
    mean, spread, top = f.mean(axis=0), f.std(axis=0), layers_above(net, 1)
    before = top.answers(f[:100])
    top.b[1][:] += top.W[1] @ mean
    top.W[1][:] *= spread
    f, test_f = (f - mean) / spread, (test_f - mean) / spread
    assert top.answers(f[:100]) == pytest.approx(before, abs=1e-4)
    train(top, f, y, eta=0.5, epochs=10, batch_size=10, rng=np.random.default_rng(seed)).finish()
    assert 0.74 < top.accuracy(test_f, test.y) < 0.85


@pytest.mark.parametrize("seed", range(3))
def test_no_first_layer_could_take_more_off(seed):
    """The 30 numbers themselves are moved, for each image alone; from four starts the search ends at the same cost."""
    quote("12", "No first layer could: the best 30 numbers for each single image take off no more.")
    net = network(seed, dtype=np.float64)
    (x, y), top = load_mnist().first(200), layers_above(net, 1)
    targets, rng = net.check_targets(y, len(x)), np.random.default_rng(seed)

    def cost_and_gradient(z):
        z = z.reshape(len(x), 30)
        a = expit(z)
        trace = top.forward(a)
        error = top.backward(trace, targets).delta[1] @ top.W[1]
        return len(x) * top.cost_of(trace, targets), (error * a * (1 - a)).ravel()

    found = [
        minimize(cost_and_gradient, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 500}).fun / len(x)
        for start in (net.forward(x).z[1], *(spread * rng.normal(size=(len(x), 30)) for spread in (1, 3, 3)))
    ]
    before = net.loss(x, y)
    assert 0.97 * before < min(found) < before
    assert max(found) - min(found) < 0.002 * before


@pytest.mark.parametrize("seed", ONE_NOW)
def test_adam_and_lbfgs_take_no_more_off_with_layer_1_alone(seed):
    quote("12", "take no more than 3 % off its cost")
    before, after, _ = after_training(seed, (1,), 0.01, optimizer="adam")
    assert 0.97 * before < after < before
    x, y = load_mnist().first(1000)
    net = network(seed, dtype=np.float64)
    own, targets = net.own(1), net.check_targets(y, len(x))

    def cost_and_gradient(numbers):
        for block, part in zip(own, np.split(numbers, [own[0].size]), strict=True):
            block[:] = part.reshape(block.shape)
        trace = net.forward(x)
        gradient = net.backward(trace, targets)
        return net.cost_of(trace, targets), np.concatenate([block.ravel() for block in gradient.own(1)])

    first = np.concatenate([block.ravel() for block in own])
    before = cost_and_gradient(first)[0]
    found = minimize(cost_and_gradient, first, jac=True, method="L-BFGS-B", options={"maxfun": 300, "ftol": 1e-15, "gtol": 1e-12})  # fmt: skip
    assert found.nfev > 200
    assert 0.97 * before < found.fun < before


def test_above_the_mean_answer_the_layers_above_have_learned_to_read_another_layer_1():
    quote("12", "the layers above first find one common answer for all images")
    quote("12", "they have learned to read *another* layer 1")
    x, y = digits().train.x, digits().train.y
    blind = 3.25
    for seed in range(2):
        start, end = network(seed), network(seed)
        how = {"eta": 1.0, "steps": 1000, "batch_size": 100, "rng": np.random.default_rng(seed)}
        train(end, x, y, **how).finish()
        line = cost_along(start, end, [2, 3, 4], x, y, np.linspace(0, 1, 11))
        assert blind < line.min() < 1.2 * blind
        assert line[-1] > 2 * line.min()
        start.W[1][:], start.b[1][:] = end.W[1], end.b[1]
        assert cost_along(start, end, [2, 3, 4], x, y, [1.0])[0] < 0.4  # above *its* layer 1 they read


def test_each_random_layer_shrinks_what_differs_between_images():
    quote("12", "The random layers above shrink what differs between images.")
    for seed in range(3):
        spreads = [network(seed).forward(digits().train.x).a[l].std(axis=0).mean() for l in (1, 2, 3)]
        assert 3 < spreads[0] / spreads[1] < 7 and 3 < spreads[1] / spreads[2] < 7


def test_from_the_ten_steepest_directions_half_of_the_digits_are_read():
    quote("12", "From the ten steepest about half of the digits can be read.")
    train_set, test = digits().train, digits().test
    for seed in range(3):
        for l in (1, 3):
            seen, test_seen = (network(seed).forward(part.x).a[l] for part in (train_set, test))
            _, _, directions = np.linalg.svd(seen - seen.mean(axis=0), full_matrices=False)
            steep = directions[:9].T  # the first of the ten is along the mean
            assert 0.35 < probe_accuracy(seen @ steep, train_set.y, test_seen @ steep, test.y) < 0.65


def test_the_start_costs_far_more_than_a_blind_network_s_3_25():
    quote("12", "A blind network would pay 3.25.")
    x, y = digits().train.x, digits().train.y
    costs = [network(seed).loss(x, y) for seed in range(3)]
    assert 6 < min(costs) < 6.5 and 10.5 < max(costs) < 11.5
    p = np.bincount(y) / len(y)
    assert round(-np.sum(p * np.log(p) + (1 - p) * np.log(1 - p)), 2) == 3.25
    assert p.max() == pytest.approx(0.1)


def test_a_factor_of_a_fifth_a_layer_and_the_scale_brings_it_to_a_balance():
    quote("12", "that makes about 0.2 a layer (an integral in notebook 4 says .205), so a fifth of a fifth after two")
    assert np.sqrt(chi("sigmoid", fixed_point("sigmoid", 1.0, 1.0), 1.0)) == pytest.approx(0.205, abs=5e-4)
    quote("12", "the scale of the random weights alone can bring the speeds close together")
    x, y = load_mnist().first(1000)
    small, large = (
        np.median(last_to_first(speed_fan(SIZES, x, y, range(20), scale=scale)["mean_delta"])) for scale in (1, 10)
    )
    assert 20 < small < 30
    assert 0.7 < large < 2


def test_what_is_read_above_a_random_first_layer():
    quote("12", "That brings about a quarter of the digits.")
    quote("12", "The later layers can do much of it, about 80 of the 90 %.")
    nets = [network(seed) for seed in range(3)]
    bare, standardized = (frozen_accuracies(nets, [1], digits(), knob=knob, epochs=10) for knob in (0, 1))
    every = frozen_accuracies(nets, [], digits(), knob=0, epochs=10)
    assert 0.2 < np.median(bare) < 0.3
    assert 0.75 < np.median(standardized) < 0.83
    assert 0.75 < np.median(accuracies_above([1], "lbfgs")[1][-1]) < 0.83
    assert 0.87 < np.median(every) < 0.93


@pytest.mark.parametrize("seed", ONE_NOW)
def test_in_larger_batches_the_same_steps_bring_more_and_twenty_thousand_most_of_it(seed):
    share = said("12", "in batches of 100, as above, as many steps bring about {} %")
    quote("12", "Plain gradient descent takes about 20,000 steps for it, in batches of 100;")
    net, (x, y), test, read = network(seed), (digits().train.x, digits().train.y), digits().test, {}
    how = {"eta": 1.0, "batch_size": 100, "rng": np.random.default_rng(seed), "observe": only((2, 3, 4))}
    for step in train(net, x, y, steps=20_000, **how):
        if step.step in (4000, 10_000, 20_000):
            read[step.step] = 100 * net.accuracy(test.x, test.y)
    assert read[4000] == pytest.approx(share, abs=7)
    assert read[4000] < read[10_000] < read[20_000] and 74 < read[20_000] < 84


@pytest.mark.parametrize("seed", range(2))
def test_to_fool_the_trained_layer_an_8_must_move_about_three_times_as_far(seed):
    quote("12", "to fool it the 8 must move about three times as far", "neither.")
    start, end, test = network(seed), network(seed), digits().test
    how = {"eta": 1.0, "steps": 1000, "batch_size": 100, "rng": np.random.default_rng(seed)}
    train(end, digits().train.x, digits().train.y, **how).finish()
    threes, eights = (test.x[test.y == digit][:4] for digit in (3, 8))
    random, trained = ([find_metamer(net, a, b) for a in threes for b in eights] for net in (start, end))
    times = np.median([late.moved / soon.moved for soon, late in zip(random, trained, strict=True)])
    from_the_3 = [np.linalg.norm(m.image - a) for m, a in zip(trained, np.repeat(threes, 4, axis=0), strict=True)]
    assert 2.2 < times < 4.5
    assert np.median(from_the_3) > 0.5 * np.median([m.moved for m in trained])


def test_with_plain_gradient_descent_they_take_very_long():
    quote("12", "*Slow*, not *impossible*.")
    passes, shares = accuracies_above([1], "sgd")
    middle = np.median(shares, axis=1)
    assert middle[list(passes).index(10)] < 0.6 and middle[-1] > 0.7  # with the better of two rates
    assert passes[-1] >= 200


def test_the_first_gradient_is_divided_by_five_and_the_steps_times_three():
    quote("12", "divides the first gradient by about five, and multiplies the steps to 80 % by about three")
    _, steps = steps_to_80()
    middle = np.median(steps, axis=1)
    assert 2.5 < (middle[-1] / middle[0]) ** (1 / (len(middle) - 1)) < 3.6
    x, y = load_mnist().first(1000)
    speeds = [speed_fan([784, *[30] * n, 10], x, y, range(20))["mean_delta"][:, 0] for n in (2, 3, 4)]
    two, three, four = (np.median(speed) for speed in speeds)
    assert 4 < two / three < 6 and 4 < three / four < 6


def test_shortcuts_that_add_little_pass_with_a_frozen_middle_as_soon():
    quote("12", "with layers 2 to 64 frozen at random, shortcuts that add little pass the goal of 80 % as soon")
    every, frozen = (np.median(steps_to_goal("residual_scaled", held)[1][-1]) for held in (False, True))
    assert frozen < 1.2 * every


def test_what_differs_among_the_live_rows_is_one_step_in_a_count():
    quote("12", "what differs is one step in a count")
    live = [standing for standing in stored_wall() if standing.row.name in LIVE_WALL]
    differing = [pair for standing in live for pair in standing.differing]
    assert differing and all(value.label == "steps" and abs(ours - value.low) <= 1 for value, ours in differing)


def test_the_network_of_question_9_learns_later():
    quote("12", "Ten sigmoid layers, trained with Adam: after 300 steps 10 % are right.")
    assert np.median(read_with_cure("adam", 10, 300)) == pytest.approx(0.1, abs=0.02)
    assert np.median(read_with_cure("adam", 10, 20_000)) > 0.5
