"""What the prose of notebook 09 says in words, measured. Numbers in cells are compared by nbval."""

from dataclasses import replace

import numpy as np
import pytest

from helpers.engine import (
    CURES,
    Network,
    Ravine,
    activation_spread,
    descend,
    layer_speeds,
    load_mnist,
    read_with_cure,
    side_by_side,
    steps_to_80,
    steps_to_goal,
    train,
)
from helpers.engine.studies.cure_study import FILE, chosen, reached, steps_with_cure
from helpers.engine.sweeps.sweep import load_sweep
from helpers.labs import cures, optimizer_lab
from tests.notebooks.frameworks import run_cells, run_folded
from tests.notebooks.quoted import quote, said

SEEDS = range(3)


@pytest.fixture(scope="module")
def first():
    return load_mnist().first(1000)


def network(cure, hidden, seed, activation="sigmoid", initializer="nielsen", width=30, **settings):
    return CURES[cure].network(
        [784, *[width] * hidden, 10], activation, initializer, rng=np.random.default_rng(seed), **settings
    )


def steps_needed(surface, start, **settings):
    path = descend(surface, start, **settings).path
    return int(np.flatnonzero(np.linalg.norm(path, axis=1) > 1e-6 * np.linalg.norm(path[0]))[-1]) + 1


def test_the_readings_of_the_first_lab():
    quote("09", "Adam arrives, along the diagonal; plain gradient descent is lost at once with this η.")
    quote("09", "and it is thrown off again: from then on it hovers, at about half of η")
    quote("09", "Clipped, it comes down to less than a hundredth of the distance")
    lab = optimizer_lab()
    lab.set(optimizer="adam", eta=0.1, steps=400)
    assert "Plain gradient descent: diverged" in lab.sentence and "down to a millionth" in lab.sentence
    lab.set(optimizer="rmsprop")
    hovers = [descend(Ravine(), (-1, 1), eta=eta, steps=2000, optimizer="rmsprop").path for eta in (0.1, 0.01)]
    ends = [np.linalg.norm(path[-1]) / np.sqrt(2) for path in hovers]
    assert ends == pytest.approx([0.05, 0.005], rel=0.05)  # half a step
    back = np.linalg.norm(descend(Ravine(), (-1, 1), eta=0.1, steps=400, optimizer="rmsprop").path, axis=1) / np.sqrt(2)
    assert back.min() <= 1e-6 < 0.01 < back[-1], "it arrives, and is thrown off again"
    clipped = np.linalg.norm(descend(Ravine(), (-1, 1), eta=0.02, steps=400, clip=1.0).path, axis=1) / np.sqrt(2)
    assert 1e-3 < clipped[-1] < 0.01
    arrived = {}
    for beta in np.arange(0.6, 0.81, 0.01).round(2):
        walk = descend(Ravine(), (-1, 1), eta=0.0165, steps=200, beta=beta)
        if walk.outcome == "arrived":
            arrived[beta] = steps_needed(Ravine(), (-1, 1), eta=0.0165, steps=200, beta=beta)
    lost_below, soonest = (
        said("09", "Below about {} the walk is lost: gradient descent would not survive this η."),
        said("09", "It arrives soonest at about {}; above that it swings"),
    )
    assert min(arrived) == pytest.approx(lost_below, abs=0.015) and min(arrived, key=arrived.get) == soonest


@pytest.mark.parametrize("seed", SEEDS)
def test_who_hears_the_images_in_layer_10(first, seed):
    quote("09", "they differ by a few hundred-millionths")
    quote("09", "Batch normalization subtracts what all *images* have in common")
    quote("09", "Layer normalization subtracts what all *neurons* have in common.")
    quote("09", "It divides by how neurons differ, about 1 here, so small differences between images stay small.")
    quote("09", "in its networks spread and (next lab) error are about level")
    layer_z, error = (
        network("layer_norm", 10, seed).forward(first[0]).z[1:-1],
        layer_speeds(network("batch_norm", 10, seed), *first),
    )
    assert np.mean([z.std(axis=1).mean() for z in layer_z]) == pytest.approx(1, abs=0.25)
    assert error["delta"].max() < 3 * error["delta"].min()
    spread = {
        cure: activation_spread(network(cure, 10, seed), first[0], training=True)[-1]
        for cure in ("none", "layer_norm", "batch_norm", "residual")
    }
    assert spread["none"] < 1e-7 and 0.2 < spread["layer_norm"] / spread["none"] < 5
    assert spread["batch_norm"] > 0.1 and spread["residual"] > 0.05


@pytest.mark.parametrize(("width", "images", "tolerance"), [(300, 1000, 0.02), (30, 100, 0.05)])
def test_batch_normalization_explodes_in_relu_by_the_published_factor(width, images, tolerance):
    quote("09", "by about 1.21 a layer (Yang et al. 2019; exercise 3 derives it)")
    x, y = load_mnist().first(images)
    hidden, factors = 30, []
    for seed in SEEDS:
        delta = layer_speeds(network("batch_norm", hidden, seed, "relu", "he", width), x, y)["delta"]
        factors.append((delta[4] / delta[-1]) ** (1 / (hidden - 5)))  # the first layers see images, not Gaussians
    assert np.median(factors) == pytest.approx(np.sqrt(np.pi / (np.pi - 1)), abs=tolerance)


@pytest.mark.parametrize("seed", SEEDS)
def test_fifty_relu_layers_with_batch_normalization_explode_by_about_a_fifth_a_layer(seed):
    quote("09", "Upwards towards layer 1")
    a_layer = said("09", "batch normalization made the gradient explode, by about {} a layer")
    setting = {"hidden_layers": 50, "activation": "relu", "initializer": "he", "scale": 1.0, "eta": 0.3}
    delta = cures.measured("batch_norm", "delta", seed=seed, **setting)
    assert (delta[0] / delta[-1]) ** (1 / 49) == pytest.approx(a_layer, abs=0.05)


def test_the_readings_of_the_cure_lab():
    quote(
        "09",
        "Scaled, layers 2 to 50 are level, and far smaller. (Layer 1 has no shortcut and so no small factor: it stands out.)",
    )
    quote("09", "*Residual*: the errors are huge")
    quote(
        "09",
        "The first update is enormous without. Clipping brings down every layer by the same factor, so the ratio stays. Layer normalization hardly notices the scale.",
    )
    sigmoid = {"activation": "sigmoid", "initializer": "nielsen", "scale": 1.0, "eta": 0.3, "seed": 0}
    plain, normal = (cures.measured(c, "stride", hidden_layers=10, **sigmoid) for c in ("none", "layer_norm"))
    assert 0.2 < (normal[-1] / normal[0]) / (plain[-1] / plain[0]) < 5
    relu = {"activation": "relu", "initializer": "he", "eta": 0.3, "seed": 0}
    scaled = cures.measured("residual_scaled", "delta", hidden_layers=50, scale=1.0, **relu)
    assert scaled[1:].max() / scaled[1:].min() < 2 and scaled[0] > 10 * scaled[1:].max()
    assert cures.measured("residual", "delta", hidden_layers=50, scale=1.0, **relu)[:2].min() > 1e8
    at_3 = {
        c: cures.measured(c, "stride", hidden_layers=20, scale=3.0, **relu) for c in ("none", "clipping", "layer_norm")
    }
    assert at_3["none"].min() > 1e6 and at_3["layer_norm"].max() < 0.2
    assert at_3["clipping"] / at_3["clipping"][0] == pytest.approx(at_3["none"] / at_3["none"][0])


# One half, the other, both


@pytest.mark.long
def test_the_rates_of_the_halves_are_among_the_best_on_validation_images():
    quote("09", "Learning rates were tried on validation images, 0.01 to 3 without normalization, 0.1 to 30 with it:")
    names = run_cells("09", "import numpy", "sizes = ", "def tilted", "cases = ", "def read_after_500")
    digits, read = names["digits"], names["read_after_500"]
    names["digits"] = replace(digits, train=digits.fitting, test=digits.validation)
    rates = {"none": (0.01, 0.1, 0.3, 1.0, 3.0), "batch_norm": (0.1, 0.3, 1.0, 3.0, 10.0, 30.0)}
    for road, factor, eta in names["cases"].values():
        jobs = [(road, factor, rate, seed) for rate in rates[road] for seed in SEEDS]
        right = np.median(np.reshape(side_by_side(lambda job: read(*job), jobs), (-1, 3)), axis=1)
        assert right[rates[road].index(eta)] > right.max() - 0.03, (
            road,
            factor,
            dict(zip(rates[road], right, strict=True)),
        )


# The study


def test_slow_is_not_zero():
    quote("09", "After 300 steps one would have said: *it does not learn*. It does.")
    assert (read_with_cure("adam", 10, 300) < 0.15).all() and (read_with_cure("adam", 10, 20_000) > 0.6).all()
    plain = dict(zip(*steps_to_80(), strict=True))
    adam = dict(zip(*steps_to_goal("adam"), strict=True))
    quote("09", "Adam is several times faster than gradient descent")
    assert np.median(plain[6]) > 4 * np.median(adam[6]) and np.median(adam[10]) > 5 * np.median(adam[6])


@pytest.mark.long
def test_a_chosen_rate_helps_plain_descent_little_at_six_layers():
    """Trained as the cures are. Of the rates 1, 3 and 10 each seed's validation images choose 3; at 10 none arrives."""
    quote("09", "(notebook 6's study, η = 1; a chosen rate helps little, measured here)")
    runs = side_by_side(lambda seed: steps_with_cure("none", 6, 3.0, False, seed), SEEDS)
    steps = [reached(run["test"]) for run in runs]
    given = dict(zip(*steps_to_80(), strict=True))[6]
    assert np.median(steps) == pytest.approx(np.median(given), rel=0.35)
    assert np.median(steps) > 4 * np.median(dict(zip(*steps_to_goal("adam"), strict=True))[6])


def test_with_s_1_and_a_frozen_middle_64_layers_do_not_arrive():
    quote("09", "64 layers, s = 1, layers 2 to 64 frozen. To the goal it takes:", "not within 2,000 steps")
    assert np.isfinite(steps_to_goal("residual")[1][-1]).all()
    assert np.isinf(steps_to_goal("residual", frozen=True)[1][-1]).all()


def test_with_scaled_shortcuts_the_middle_may_stay_random_and_with_the_others_not():
    quote("09", "With s = 1/L the two curves are one.")
    quote("09", "with the other two, deep frozen middles cost many more steps, or miss the goal within 2,000")
    depths, frozen = steps_to_goal("residual_scaled", frozen=True)
    trained = dict(zip(*steps_to_goal("residual_scaled"), strict=True))
    for hidden, steps in zip(depths, frozen, strict=True):
        assert np.median(steps) == pytest.approx(np.median(trained[hidden]), rel=0.25)
    for cure in ("batch_norm", "residual"):
        slower = [np.median(steps) for steps in steps_to_goal(cure, frozen=True)[1]]
        assert np.isinf(slower[-1]) and slower[0] < slower[-1]
        all_trained = dict(zip(*steps_to_goal(cure), strict=True))
        for hidden, steps in zip(steps_to_goal(cure, frozen=True)[0], slower, strict=True):
            assert steps > 1.15 * np.median(all_trained[hidden])


def test_the_rates_of_the_frozen_middles_are_the_named_ones():
    roads = said("09", "(Drawn is the better of η = {} and {}, left: {} and {}.")
    for cure, rates in (("batch_norm", roads[:2]), ("residual", roads[:2]), ("residual_scaled", roads[2:])):
        tried = {run["eta"] for run in load_sweep(FILE).records if run["cure"] == cure and run["frozen"]}
        assert CURES[cure].rate == 1 and sorted(tried) == list(rates)


@pytest.mark.long
def test_at_a_larger_rate_two_of_three_arrive_with_48_layers_and_a_frozen_middle():
    eta, about = said("09", "At η = {} two of three batch-normalized networks pass at 48 layers, near step {}.")
    runs = side_by_side(lambda seed: steps_with_cure("batch_norm", 48, eta, True, seed), SEEDS)
    steps = sorted(reached(run["test"]) for run in runs)
    assert np.isinf(steps[2]) and steps[:2] == pytest.approx([about, about], rel=0.25)


def test_the_study_is_what_its_function_finds():
    quote("09", "From a study that comes with the course (batches of 100 out of 3,500 images")
    run = next(run for run in chosen("batch_norm", 4) if run["seed"] == 0)
    again = steps_with_cure(**{name: run[name] for name in ("cure", "hidden", "eta", "frozen", "seed")})
    assert again["test"][0] == pytest.approx(run["test"][0], abs=0.02)
    assert len(again["test"]) == pytest.approx(len(run["test"]), abs=2)


def test_the_same_in_pytorch(first):
    torch = pytest.importorskip("torch")
    quote("09", "nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)")
    x, y = (part[:50] for part in first)
    net = Network([784, 30, 30, 10], cost="softmax", norm="batch", branch=0.5, rng=np.random.default_rng(0))
    there = run_folded("09", 0)
    model = there["model"].double()
    linear, norms = [model[0], model[3].linear, model[4]], [model[1], model[3].norm]
    with torch.no_grad():
        for l, layer in enumerate(linear, 1):
            layer.weight.copy_(torch.tensor(net.W[l]))
            layer.bias.copy_(torch.tensor(net.b[l]))
    train(net, x, y, eta=0.003, steps=1, optimizer="adam", clip=1.0).finish()
    run_folded("09", 1, **there, images=torch.tensor(x), labels=torch.tensor(y))
    assert not model.training
    for l, layer in enumerate(linear, 1):
        assert layer.weight.detach().numpy() == pytest.approx(net.W[l], abs=1e-5)
    for l, norm in enumerate(norms, 1):
        assert norm.running_mean.numpy() == pytest.approx(net.remembered_mean[l], abs=1e-9)
        assert norm.running_var.numpy() == pytest.approx(net.remembered_variance[l], abs=1e-9)


def lengthened(end, layers):
    """How many times longer a becomes, with s = 1/sqrt(layers) and He's scale."""
    rng = np.random.default_rng(0)
    a = start = rng.standard_normal((100, 100))
    for _ in range(layers):
        W = np.sqrt(2 / 100) * rng.standard_normal((100, 100))
        a = a + (np.maximum(a @ W, 0) if end == "ReLU" else np.maximum(a, 0) @ W) / np.sqrt(layers)
    return np.linalg.norm(a) / np.linalg.norm(start)


@pytest.mark.parametrize(("end", "places"), [("weights", (2, 2)), ("ReLU", (30, 2000))])
def test_where_the_branch_ends_decides(end, places):
    quote("09", "a branch that ends in weights makes a about twice as long at both depths; one that ends in ReLU about 30 and 2,000 times")  # fmt: skip
    for layers, times in zip((50, 200), places, strict=True):
        assert lengthened(end, layers) == pytest.approx(times, rel=0.3)
