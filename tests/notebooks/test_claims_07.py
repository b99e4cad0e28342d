"""What the prose of notebook 07 says in words, measured. Numbers in cells are compared by nbval."""

import numpy as np
import pytest

from helpers.engine import (
    ACTIVATIONS,
    Network,
    chi,
    dead_share,
    fixed_point,
    gaussian_mean,
    last_to_first,
    layer_speeds,
    load_mnist,
    saturated_share,
    speed_fan,
    train_crowd,
)
from tests.notebooks.quoted import quote, said

SEEDS = range(5)


@pytest.fixture(scope="module")
def digits():
    return load_mnist(dtype=np.float32)


@pytest.fixture(scope="module")
def images():
    return load_mnist().first(100)


def network(hidden, seed, activation="sigmoid", start="nielsen", width=30, **settings):
    return Network([784, *[width] * hidden, 10], activation, start, rng=np.random.default_rng(seed), **settings)


# The slopes that z meets.


def test_where_each_curve_is_in_balance():
    quote("07", "about 10 for the sigmoid (with biases from N(0, 1)), 4 for the centred one, 1 for tanh, √2 for ReLU")
    assert chi("sigmoid", fixed_point("sigmoid", 10, 1), 10) == pytest.approx(1, abs=0.03)
    for name, scale in (("centred_sigmoid", 4), ("tanh", 1), ("relu", np.sqrt(2))):
        assert chi(name, 1e-9 if name != "relu" else 2.7, scale) == pytest.approx(1, abs=1e-6)


def test_the_slope_lab():
    quote("07", "χ rises all the way and passes 1 a little above σ_w = 10 (with σ_b = 1)")
    quote("07", "So χ = σ_w²/2, which is 1 at σ_w = √2.")
    assert chi("sigmoid", fixed_point("sigmoid", 10, 1), 10) < 1 < chi("sigmoid", fixed_point("sigmoid", 10.5, 1), 10.5)
    chis = [chi("sigmoid", fixed_point("sigmoid", s, 1), s) for s in (1, 2, 4, 8, 16)]
    slopes = [gaussian_mean(lambda z: ACTIVATIONS["sigmoid"].dphi(z) ** 2, fixed_point("sigmoid", s, 1)) for s in (1, 2, 4, 8)]  # fmt: skip
    assert (np.diff(chis) > 0).all() and (np.diff(slopes) < 0).all()
    for scale in (0.1, 1, 30):
        assert chi("relu", 2.7, scale) == pytest.approx(scale**2 / 2)


def test_gelu_has_two_answers():
    small, large = said("07", "meets the slope ½: χ = {}. From a large q, z grows without end, GELU looks like ReLU from far away, and χ = {}.")  # fmt: skip
    assert chi("gelu", fixed_point("gelu", 1.6, 0, q=0.1), 1.6) == pytest.approx(small, abs=0.005)
    assert chi("gelu", fixed_point("gelu", 1.6, 0, q=100.0), 1.6) == pytest.approx(large, abs=0.005)
    quote("07", "Coming from far out the change happens at √2 ≈ 1.41, coming from very small z at 2")
    assert fixed_point("gelu", 1.4, 0, q=1e6) == 0 and np.isinf(fixed_point("gelu", 1.425, 0, q=1e6))
    assert fixed_point("gelu", 1.99, 0, q=1e-8) == 0 and fixed_point("gelu", 2.01, 0, q=1e-8) > 1


def test_the_scale_of_the_input_picks_gelus_side(images):
    quote("07", "z nearly dies out when the pixels go from 0 to 1, and grows when they are standardized")
    x, middle = images[0], []
    for pixels in (x, (x - x.mean()) / x.std()):
        nets = [network(30, seed, "gelu", "lecun", 100, scale=1.6) for seed in range(10)]
        middle.append(np.median([np.sqrt(np.mean(net.forward(pixels).z[30] ** 2)) for net in nets]))
    assert middle[0] < 0.1 and middle[1] > 10  # 0.003 and 38 when this was written


def test_gain_4_fails_by_the_half_alone(images):
    quote("07", "The plain one loses the same share in each layer.")
    quote("07", "it loses less and less from layer to layer, as z shrinks")
    ratios = {}
    for name in ("sigmoid", "centred_sigmoid"):
        fan = speed_fan([784, *[100] * 10, 10], *images, range(20), activation=name, initializer="lecun", scale=4)
        speeds = np.median(fan["delta"], axis=0)
        ratios[name] = speeds[1:] / speeds[:-1]
    assert ratios["sigmoid"][1:].min() > 1.4 and np.ptp(ratios["sigmoid"][2:]) < 0.25
    centred = ratios["centred_sigmoid"]
    assert centred[:3].mean() > centred[3:6].mean() > centred[6:].mean() > 1
    assert ratios["centred_sigmoid"][5:].max() < 1.2


# The lab's readings.


def inside(images, hidden, seed, activation, start, scale=1.0, pixels=lambda x: x):
    net, x = network(hidden, seed, activation, start, scale=scale), pixels(images[0])
    trace = net.forward(x)
    ratio = last_to_first(layer_speeds(net, x, images[1])["delta"])
    return ratio, saturated_share(net, trace), dead_share(net, trace)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_bending_lab(images, seed):
    quote("07", "The first flat slopes appear near a scale of 4, and at 30 three quarters are flat from layer 2 on.")
    quote("07", "at scale 20 layer 1 is the faster one, image by image")
    quote("07", "At scale 1 nearly level, and z shrinks slowly. At scale 5 about half of all slopes are flat, and layer 1 is much *faster* than layer 10")  # fmt: skip
    quote("07", "Hardly any in layer 1, but up to half of the neurons in some layer further up")
    quote("07", "Layer 1, nearly all of it")
    flat = {scale: inside(images, 10, seed, "sigmoid", "nielsen", scale) for scale in (2, 4, 20, 30)}
    assert flat[2][1].max() == 0 and 0 < flat[4][1].mean() < 0.1 and flat[30][1].mean() == pytest.approx(0.75, abs=0.06)
    assert flat[20][0] < 0.5 and inside(images, 4, seed, "sigmoid", "nielsen", 20)[0] < 0.6
    assert inside(images, 10, seed, "tanh", "lecun")[0] < 4
    exploding = inside(images, 10, seed, "tanh", "lecun", 5.0)
    assert exploding[0] < 0.05 and exploding[1][1:].mean() == pytest.approx(0.5, abs=0.05)
    dead = inside(images, 30, seed, "relu", "he")[2]
    assert dead[0] <= 0.1 and 0.25 < dead.max() < 0.65
    loud = inside(images, 10, seed, "sigmoid", "nielsen", pixels=lambda x: 255 * x)[1]
    assert loud[0] > 0.85 and loud[1:].max() < 0.05
    assert inside(images, 10, seed, "sigmoid", "nielsen", pixels=lambda x: (x - x.mean()) / x.std())[1].max() < 0.05


# The scale of the input.


def test_pixels_255_times_as_large_are_weights_and_a_rate():
    """The three lines, exactly: one step from the same function, the gradient of the first weights divided by 255²."""
    quote("07", "So layer 1 learns with a rate 65,025 times too large.")
    assert said("07", "with a rate {} times too large") == 255**2
    x, y = np.random.default_rng(1).random((20, 784)), np.arange(20) % 10
    plain, loud = (network(2, 0, "relu", "he") for _ in range(2))
    loud.W[1][...] /= 255
    for net, pixels, slower in ((plain, x, 1), (loud, 255 * x, 255**2)):
        for _ in range(5):
            gradient = net.backward(net.forward(pixels), y)
            gradient.dW[1][...] /= slower
            net.flat[...] -= 0.1 * gradient.flat
    np.testing.assert_allclose(loud.forward(255 * x).a[-1], plain.forward(x).a[-1], rtol=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_one_step_moves_nearly_all_images_one_way_and_three_kill_layer_1(digits, seed):
    quote("07", "So it lowers a neuron's z for *all* images, or raises it for all", "a batch's step nearly so")
    quote("07", "it floods the layers above, and the next step may lower it")
    quote("07", "After one step about half of layer 1 is dead, after three nearly all.")
    rng, x, dead, loudest = np.random.default_rng(seed), 255 * digits.fitting.x, [], []
    net = Network([784, 30, 30, 10], "relu", "he", rng=rng, dtype=np.float32)
    before = net.forward(x)
    for step in range(3):
        rows = rng.integers(0, len(x), 20)
        net.flat[...] -= np.float32(0.1) * net.backward(net.forward(x[rows]), digits.fitting.y[rows]).flat
        after = net.forward(x)
        if step == 0:
            up = np.mean(after.z[1] > before.z[1], axis=0)
            assert np.mean(np.maximum(up, 1 - up) > 0.99) > 0.75
        dead.append(dead_share(net, after)[0])
        loudest.append(np.abs(after.z[2]).max() / np.abs(before.z[2]).max())
    assert 0.3 < dead[0] < 0.7 and dead[2] > 0.9 and loudest[0] > 1000


def best_of_eight_rates(digits, pixels):
    """The test accuracy, median of three networks, at the rate of the eight that is best by validation."""
    found, (fitting, *tell) = [], (digits.fitting, digits.validation, digits.test)
    for eta in 10.0 ** np.arange(-7, 1):
        rngs = [np.random.default_rng(seed) for seed in range(3)]
        nets = [network(2, seed, "relu", "he", dtype=np.float32) for seed in range(3)]
        for _ in train_crowd(nets, pixels(fitting.x), fitting.y, eta=eta, epochs=2, batch_size=20, rngs=rngs):
            pass
        found.append([np.median([net.accuracy(pixels(part.x), part.y) for net in nets]) for part in tell])
    return max(found)[1]


@pytest.mark.long
def test_no_single_rate_helps(digits):
    quote("07", "about 20 % right with pixels 0 to 255, 90 % with 0 to 1, 90 % standardized")
    mean, std = digits.fitting.x.mean(), digits.fitting.x.std()
    assert best_of_eight_rates(digits, lambda x: 255 * x) < 0.35
    assert best_of_eight_rates(digits, lambda x: x) > 0.85
    assert best_of_eight_rates(digits, lambda x: (x - mean) / std) > 0.85


@pytest.mark.long
def test_twenty_epochs_of_loud_pixels(digits):
    best, slow = said("07", "After twenty epochs the first reads about {} %"), said("07", "255 times too slowly: {} % after twenty epochs")  # fmt: skip
    quote("07", "at a rate of 0.0003 (six networks)", "and about a third of it dies", "about 10⁻⁶, no neuron dies")
    fitting, found = digits.fitting, {}
    for power in (-3, -3.5, -4, -4.5, -5, -6):
        rngs = [np.random.default_rng(seed) for seed in range(6)]
        nets = [network(2, seed, "relu", "he", dtype=np.float32) for seed in range(6)]
        for _ in train_crowd(nets, 255 * fitting.x, fitting.y, eta=10**power, epochs=20, batch_size=20, rngs=rngs):
            pass
        tell, test = (
            np.median([net.accuracy(255 * part.x, part.y) for net in nets]) for part in (digits.validation, digits.test)
        )
        found[power] = tell, 100 * test, np.median([dead_share(net, net.forward(255 * fitting.x))[0] for net in nets])
    assert max(found, key=found.get) == -3.5
    assert found[-3.5][1] == pytest.approx(best, abs=8) and found[-3.5][2] == pytest.approx(1 / 3, abs=0.1)
    assert found[-6][1] == pytest.approx(slow, abs=6) and found[-6][2] == 0


# In the end.


def test_what_a_layer_leaves_in_the_comparison():
    left = said("07", "Where each layer leaves more than {} of the gradient's length (√χ)")
    for name, scale in (("sigmoid", 4), ("tanh", 1), ("relu", np.sqrt(2)), ("gelu", np.sqrt(2))):
        assert np.sqrt(chi(name, fixed_point(name, scale, 0, q=0.1), scale)) > left


def outcome(digits, activation, start, scale, eta, epochs, fit="train", tell="test"):
    rngs, part = [np.random.default_rng(seed) for seed in range(3)], getattr(digits, fit)
    nets = [Network([784, *[30] * 5, 10], activation, start, scale=scale, rng=rng, dtype=np.float32) for rng in rngs]
    for _ in train_crowd(nets, part.x, part.y, eta=eta, epochs=epochs, batch_size=20, rngs=rngs):
        pass
    told = getattr(digits, tell)
    return np.array([net.accuracy(told.x, told.y) for net in nets])


@pytest.mark.long
@pytest.mark.parametrize(
    ("row", "best"),
    [(("sigmoid", "lecun", 4), 0.3), (("tanh", "lecun", 1), 0.1), (("relu", "he", 1), 0.1), (("gelu", "he", 1), 0.1)],
)
def test_the_learning_rates_of_the_comparison(digits, row, best):
    quote("07", "Learning rates 0.03, 0.1, 0.3 and 1 were tried on validation images")
    medians = {eta: np.median(outcome(digits, *row, eta, 6, "fitting", "validation")) for eta in (0.03, 0.1, 0.3, 1.0)}
    assert medians[best] > max(medians.values()) - 0.02


@pytest.mark.long
def test_the_plateau_ends(digits):
    quote("07", "such networks sit at 10 % for thousands of steps, and after 20,000 steps they read about 90 %")
    row = ("sigmoid", "nielsen", 1, 0.3)
    assert (outcome(digits, *row, 15) < 0.25).all() and (outcome(digits, *row, 100) > 0.85).all()


def test_the_chi_of_nielsens_start():
    assert chi("sigmoid", fixed_point("sigmoid", 1, 1), 1) == pytest.approx(said("07", "its χ is {}."), abs=0.005)


def test_exercise_5():
    quote("07", "some z still fall near 0, and there the slope is near ¼")
    scale, steepest = said("07", "A weight scale of {} makes more than {} out of that.")
    assert scale * ACTIVATIONS["sigmoid"].dphi(0.0) > steepest
    z = np.sqrt(fixed_point("sigmoid", scale, 1)) * np.random.default_rng(0).standard_normal(400_000)
    squares = np.sort(ACTIVATIONS["sigmoid"].dphi(z) ** 2)[::-1]
    assert squares[: len(z) // 4].sum() > 0.98 * squares.sum()


def test_exercise_3():
    quote("07", "Of the ten, tanh, the centred sigmoid, linear and SELU have mean 0 for sigma 1")
    assert len(ACTIVATIONS) == 10
    z = np.random.default_rng(0).standard_normal(1_000_000)
    means = {name: activation.phi(z).mean() for name, activation in ACTIVATIONS.items()}
    assert {name for name, mean in means.items() if abs(mean) < 0.01} == {"centred_sigmoid", "tanh", "selu", "linear"}
