"""What the prose of notebook 06 says in words, measured. Numbers in cells are compared by nbval."""

from functools import cache

import numpy as np
import pytest
from scipy.optimize import minimize

from helpers.engine import LastLayers, Network, best_output_layer, load_mnist, steps_to_80, train, train_holding
from helpers.engine.studies.steps_to_80 import trial_to_80
from helpers.labs import cost_slices as slices
from helpers.labs import training_lab
from helpers.labs.kit.slices import finished
from tests.notebooks.quoted import quote
from tests.short_forms import first_now

SEEDS = range(3)
ONE_NOW = first_now(SEEDS)  # each trains to the end


@cache
def digits():
    return load_mnist(dtype=np.float32).first(1000)


def network(hidden, seed, **settings):
    return Network([784, *[30] * hidden, 10], rng=np.random.default_rng(seed), dtype=np.float32, **settings)


@cache
def published(seed, steps=500, held=(), shrunk=None, hidden=4):
    shrunk = None if shrunk is None else list(shrunk)
    net = network(hidden, seed)
    return train_holding(net, *digits(), list(held), shrunk, eta=0.1, lmbda=5.0, steps=steps)


def fall(walk, step):
    return walk.speeds[0, 0] / walk.speeds[step, 0]


@cache
def places(seed):
    return finished(slices.stations(seed, 1000))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_four_layer_network_gives_one_answer_at_the_cost_of_a_blind_one(seed):
    quote("06", 'the network says "seven" to every image, the most frequent digit')
    quote("06", "A dozen steps go into learning how frequent each digit is.")
    x, y = digits()
    p, run = np.bincount(y) / 1000, published(seed)
    blind = -np.sum(p * np.log(p) + (1 - p) * np.log(1 - p))
    assert run.accuracy[-1] == pytest.approx(p.max())
    assert set(run.net.answers(x).argmax(axis=1)) == {7} == {p.argmax()}
    assert run.cost[-1] == pytest.approx(blind, rel=1e-3)
    assert (run.cost[15:] < 1.02 * blind).all()


def test_roughly_a_hundred_times_slower_is_fair():
    quote("06", 'Nielsen\'s "roughly 100 times slower" is fair, within a factor of two to three.')
    median = np.median([published(seed).gap for seed in SEEDS], axis=0)
    assert 40 < median.min() and median.max() < 150


@pytest.mark.parametrize("seed", ONE_NOW)
def test_the_output_weights_make_the_curves_fall_the_biases_get_there_later_the_hidden_layers_do_not_matter(seed):
    quote("06", "it is the **output weights, acting as one large bias**")
    quote("06", "By step 500 the biases alone have got there as well")
    free = published(seed)
    biases, weights = (published(seed, held=(name,)) for name in ("b5", "W5"))
    hidden = published(seed, 51, held=tuple(f"{kind}{l}" for kind in "Wb" for l in range(1, 5)))
    assert fall(free, 50) > 70 and fall(biases, 50) > 0.8 * fall(free, 50)
    assert fall(hidden, 50) > 25 > fall(weights, 50)
    assert fall(weights, 50) < 8
    assert fall(weights, -1) > 100


@pytest.mark.parametrize("seed", SEEDS)
def test_the_output_weights_do_what_the_squared_length_of_the_mean_activation_says(seed):
    quote("06", "a⁴ is nearly the same for all images", "The weights do ‖ā‖² times as much")
    net = network(4, seed)
    trace = net.forward(digits()[0])
    gradient, a = net.backward(trace, digits()[1]), trace.a[4]
    mean = a.mean(axis=0)
    assert np.linalg.norm(a - mean, axis=1).max() < 0.05 * np.linalg.norm(mean)
    change = a @ gradient.dW[5].T  # of z, by the weights' step over -eta
    assert change == pytest.approx(np.tile((mean @ mean) * gradient.db[5], (1000, 1)), rel=0.1, abs=0.05)


@pytest.mark.parametrize("seed", ONE_NOW)
def test_regularization_keeps_the_gap_of_the_mean_open_mostly_through_the_output_weights(seed):
    quote("06", "So λ keeps the gap of the *mean* open, mostly through W⁵.")
    hidden = ("W1", "W2", "W3", "W4")
    every, last, hidden, none = (published(seed, 201, shrunk=those).gap[200] for those in (None, ("W5",), hidden, ()))
    assert every > 40 and every > last > 20 > 12 > hidden > none
    assert none < 2


def test_image_by_image_the_gap_stays_near_a_hundred_without_regularization():
    quote("06", "*speed* to *image by image*. There it is still about 100.")
    lab = training_lab()
    lab.set(lmbda=0.0, metric="delta", steps=300)
    gap = float(lab.sentence.split("layer 1 learns ")[1].split()[0])
    assert 80 < gap < 200


@pytest.mark.parametrize("seed", ONE_NOW)
def test_the_training_lab_one_and_two_layers(seed):
    quote(
        "06", "With two layers the share rises slowly, to less than 60 %; with one it rises at once, to more than 80 %."
    )
    assert published(seed, hidden=1).accuracy[-1] > 0.8
    assert 0.3 < published(seed, hidden=2).accuracy[-1] < 0.6


@pytest.mark.parametrize("seed", SEEDS)
def test_the_training_lab_relu(seed):
    quote("06", "ReLU reads three quarters of the images after 60 steps.")
    net = network(4, seed, activation="relu", initializer="he")
    train(net, *digits(), eta=0.1, lmbda=5.0, steps=60).finish()
    assert net.accuracy(*digits()) > 0.75


def test_the_training_lab_falls_by_hundreds_and_ten_images_leave_the_plateau_where_it_is():
    quote(
        "06",
        "fall by a factor of hundreds and then slowly, that of layer 1 by about half, and the share of right answers stays at 12 %",
    )
    quote("06", "each step sees ten images only. The plateau stays.")
    assert all(fall(published(seed), -1) > 150 for seed in SEEDS)
    later = np.array([published(seed).speeds[-1] / published(seed).speeds[100] for seed in SEEDS])
    assert (0.4 < later[:, 0]).all() and (later[:, 0] < 0.6).all() and (later[:, 3] < 1).all()
    lab = training_lab()
    lab.set(batch_size=10, steps=500)
    assert "12 % of the images were right" in lab.sentence


def test_each_layer_multiplies_the_steps_by_about_three_and_the_stored_study_is_this_training():
    quote("06", "All arrive, at this learning rate, up to six layers.")
    quote("06", "each further layer multiplied the steps to 80 % by about three")
    _, needed = steps_to_80()
    assert np.isfinite(needed).all()
    medians = np.median(needed, axis=1)
    assert 2.7 < (medians[-1] / medians[0]) ** (1 / 5) < 3.4
    assert ((medians[1:] / medians[:-1] > 2.2) & (medians[1:] / medians[:-1] < 4.5)).all()
    for hidden in (1, 2, 3):
        assert trial_to_80(hidden, 0)["steps"] == pytest.approx(needed[hidden - 1, 0], rel=0.15)


@pytest.mark.parametrize("seed", ONE_NOW)
def test_with_regularization_on_1000_images_the_plateau_lasts(seed):
    quote("06", "on the 1,000 images, they are still on the plateau after 2,500 steps")
    quote("06", "with λ = 0 they read 80 % of them after about 1,000")
    x, y = digits()
    how = {"eta": 1.0, "batch_size": 100}
    net = network(4, seed)
    for step in train(net, x, y, steps=2500, rng=np.random.default_rng(seed), **how):
        if step.step % 100 == 0 and net.accuracy(x, y) > 0.8:
            break
    assert 700 < step.step < 1400
    net, steps = network(4, seed), 2500 if seed else 1500  # the short form sees that it lasts longer than without
    train(net, x, y, steps=steps, lmbda=5.0, rng=np.random.default_rng(seed), **how).finish()
    assert net.accuracy(x, y) < 0.15
    quote("06", "most weights shrunk to nearly nothing")
    shrunk = [np.linalg.norm(now) / np.linalg.norm(first) for now, first in zip(net.W[1:4], network(4, seed).W[1:4], strict=True)]  # fmt: skip
    assert max(shrunk) < 0.1


@pytest.mark.parametrize("seed", ONE_NOW)
def test_the_slices_from_two_places(seed):
    quote("06", "From both places its line is flat to the end.")
    quote(
        "06",
        "is steep at the random start: the mean correction, which overshoots. From the plateau its line only rises.",
    )
    quote("06", "Layer 1 alone: flat to the end from both places. All layers: down to nearly 0.")
    quote("06", "the slope promises almost nothing, then comes a low hump, and behind it the cost falls by more than 3")
    lines = {
        (start, layer): finished(slices.slice_of(layer, 0.0, start, seed, 1000))
        for start in ("random", "plateau")
        for layer in (0, 1, 5)
    }
    for start in ("random", "plateau"):
        assert np.ptp(lines[start, 1][0]) < 0.02 and abs(lines[start, 1][2]) < 0.05
    cost, _, slope = lines["random", 5]
    assert slope < -20 and 5 < np.argmin(cost) < 15 and cost[-1] > cost[0]
    assert (np.diff(lines["plateau", 5][0])[3:] > 0).all() and lines["plateau", 5][0].min() > lines["plateau", 5][0][
        0
    ] - 0.01
    assert (np.diff(lines["random", 0][0])[:10] < 0).all()
    cost, _, slope = lines["plateau", 0]
    assert -0.15 < slope < 0 and 0.1 < cost.max() - cost[0] < 0.5 and cost[0] - cost[-1] > 3 and cost[-1] < 0.2
    assert 0.25 < slices.PLACES[np.argmax(cost < cost[0] - 0.02)] < 0.4


@pytest.mark.parametrize("seed", ONE_NOW)
def test_the_slice_lab(seed):
    quote(
        "06",
        "At 0 % nothing happens. From 20 % on the line goes down, and with each step of the others it gets steeper.",
    )
    quote("06", "the cost is *higher* than on the plateau")
    quote("06", "From the plateau just past the middle. From the random network the line is steep at once")
    quote("06", "On these lines no single layer gets anywhere: the cost stays or rises.")
    lines = [finished(slices.slice_of(1, others, "plateau", seed, 1000)) for others in (0.0, 0.2, 0.4, 0.6, 0.8)]
    slopes = np.array([-slope for _, _, slope in lines])
    assert slopes[1] < 2 and slopes[2] > 4 and (np.diff(slopes) > 0).all()
    assert lines[1][0][0] > lines[0][0][0]
    together = finished(slices.slice_of(0, 0.0, "plateau", seed, 1000))[0]
    assert 0.5 <= slices.PLACES[np.argmax(together < (together[0] + together[-1]) / 2)] < 0.6
    for layer in (2, 3, 4, 5):
        assert finished(slices.slice_of(layer, 0.0, "plateau", seed, 1000))[0].min() > together[0] - 0.01
    assert finished(slices.slice_of(0, 0.0, "random", seed, 1000))[2] < -5


@pytest.mark.parametrize("seed", SEEDS)
def test_the_output_layer_alone_can_do_much_and_plain_steps_do_nothing(seed):
    quote("06", "The hidden layers of the plateau do tell digits apart, as well as random ones do.")
    quote("06", "the output layer alone could have brought it below 2")
    x, y = digits()
    plateau = published(seed, steps=100).net
    cost, right = best_output_layer(plateau, x, y)
    assert cost < 1.8 and right > 0.7
    random_cost, random_right = best_output_layer(network(4, seed), x, y)
    assert cost == pytest.approx(random_cost, abs=0.05) and right == pytest.approx(random_right, abs=0.03)
    top = Network([30, 10], rng=np.random.default_rng(0), dtype=np.float32)
    assert train(top, plateau.forward(x).a[4], y, eta=1.0, steps=500).finish().cost > 3.2


@pytest.mark.parametrize("seed", ONE_NOW)
def test_layer_1_alone_does_not_leave_the_plateau_with_curvature_either(seed):
    quote("06", "Layer 1 alone is another matter: given to L-BFGS, it lowers the cost by less than one per cent.")
    x, y = digits()
    net = Network([784, 30, 30, 30, 30, 10], rng=np.random.default_rng(0))
    net.flat[:] = published(seed, steps=100).net.flat
    W, b = net.W[1], net.b[1]

    def cost_and_gradient(layer_1):
        W[:], b[:] = layer_1[: W.size].reshape(W.shape), layer_1[W.size :]
        gradient = net.backward(net.forward(x), y)
        return net.loss(x, y), np.concatenate([gradient.dW[1].ravel(), gradient.db[1]])

    before, start = net.loss(x, y), np.concatenate([W.ravel(), b])
    options = {"maxfun": 100 if seed else 30, "ftol": 0, "gtol": 1e-12}
    found = minimize(cost_and_gradient, start, jac=True, method="L-BFGS-B", options=options)
    assert np.linalg.norm(found.x - start) > 10 * np.linalg.norm(start)  # it did go far
    assert 0.99 * before < found.fun < before


@pytest.mark.parametrize("seed", SEEDS)
def test_without_regularization_the_mean_is_left_by_slopes_that_differ_and_two_factors_of_100_cancel(seed):
    quote("06", "what is left comes from slopes that differ from image to image")
    quote(
        "06",
        "Layer 4 has about 100 times the δ, the slopes of layer 1 differ about 100 times as much, and the two cancel.",
    )
    x, y = digits()
    net = Network([784, 30, 30, 30, 30, 10], rng=np.random.default_rng(0))
    net.flat[:] = published(seed, 201, shrunk=()).net.flat
    trace = net.forward(x)
    slopes = [None, *(trace.a[l] * (1 - trace.a[l]) for l in range(1, 5))]
    delta = without = trace.a[5] - np.eye(10)[y]
    deltas, mean, mean_without = {}, {}, {}
    for l in (4, 3, 2, 1):
        delta, without = (delta @ net.W[l + 1]) * slopes[l], (without @ net.W[l + 1]) * slopes[l].mean(axis=0)
        deltas[l] = np.sqrt(np.square(delta).sum(axis=1).mean())
        mean[l], mean_without[l] = (np.linalg.norm(d.mean(axis=0)) for d in (delta, without))
    assert mean_without[1] < 0.02 * mean[1] and mean_without[4] < 0.4 * mean[4]
    differ = [(slopes[l].std(axis=0) / slopes[l].mean(axis=0)).mean() for l in (1, 4)]
    assert 70 < deltas[4] / deltas[1] < 140 and 70 < differ[0] / differ[1] < 140
    assert 0.5 < mean[4] / mean[1] < 2


def bends(layers, sign=-1, rounds=40):
    """As in the notebook, downwards; upwards with the other sign."""
    v, s = layers.direction(np.random.default_rng(0)), 0
    for i in range(2 * rounds):
        Hv = layers.bend(v)
        s = np.linalg.norm(Hv) if i == rounds else s
        v = layers.unit(Hv + sign * s * v)
    return v


def steps_below_3(net, mnist, x, y):
    rng = np.random.default_rng(0)
    for step in train(net, mnist.train.x, mnist.train.y, eta=1.0, steps=2000, batch_size=100, rng=rng):
        if step.step % 10 == 0 and net.loss(x, y) < 3:
            return step.step


@pytest.mark.parametrize("seed", ONE_NOW)
def test_the_plateau_is_a_saddle_and_its_way_down_leads_out(seed):
    quote("06", "It is tiny, so the way out begins very level.")
    quote("06", "(With + s: one as large upwards.)")
    quote("06", "below 3 after about 500 steps; pushed a distance of 8 in a random direction, after about 300; along v")
    quote("06", "along v, after 70 to 230")
    mnist = load_mnist(dtype=np.float32)
    layers = LastLayers(published(seed, steps=100).net, *digits())
    v, any_v = bends(layers), layers.direction(np.random.default_rng(1))
    h = 0.5
    behind, here, ahead = layers.costs(v, [-h, 0, h])
    assert -1e-3 < v @ layers.bend(v) < -1e-4
    assert (ahead - 2 * here + behind) / h**2 == pytest.approx(v @ layers.bend(v), rel=0.05)
    assert (layers.costs(v, [-32, 32]) < here - 0.1).all()
    quote("06", "(Shrinking with λ = 5 adds 0.005 to it; the random start has one like it.)")
    moved = layers.pushed(v, 1.0).parameters
    before = (
        layers.net.parameters
    )  # λ/2n times the sum of w² bends by λ/n times the squares of v along weights: all of v
    squares = sum(np.square(moved[name] - before[name]).sum() for name in before if name.startswith("W"))
    assert 5.0 / len(digits()[0]) * squares == pytest.approx(0.005, rel=1e-3)
    start = LastLayers(network(4, seed), *digits())
    u = bends(start)
    assert -1e-3 < u @ start.bend(u) < -1e-4
    up = bends(layers, 1)
    assert up @ layers.bend(up) == pytest.approx(-v @ layers.bend(v), rel=0.1)
    assert (np.abs(layers.costs(any_v, [-32, 32]) - here) < 0.03).all()
    moves = [(v, 0), (any_v, 8), (v, 8)]
    none, random, along = (steps_below_3(layers.pushed(u, far), mnist, *digits()) for u, far in moves)
    assert 400 < none < 600 and 240 < random < 360 and 50 < along < 250
    assert along < 0.5 * none and along < random < none
