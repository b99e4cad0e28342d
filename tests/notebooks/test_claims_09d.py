"""What the prose of side trip 9d says in words, measured. Numbers in cells are compared by nbval."""

from types import SimpleNamespace

import numpy as np
import pytest

from helpers.engine import (
    RECIPES,
    layer_speeds,
    likeness,
    load_mnist,
    orthogonalized,
    singular_values,
    steps_by_rate,
    steps_of_blocks,
    train,
)
from helpers.engine.studies.block_study import LOOKS, runs_with, steps_with_blocks
from helpers.engine.training.muon import BETA, ROUNDS, muon
from tests.notebooks.frameworks import PYTHON, notebook_of, run_folded
from tests.notebooks.quoted import quote, said
from tests.notebooks.reading import prose

SEEDS = range(3)
SCALED = ("root", "over", "rezero")


def network(recipe, blocks, seed, width=100):
    return RECIPES[recipe].network([784, width, 10], blocks, rng=np.random.default_rng(seed))


@pytest.fixture(scope="module")
def first():
    return load_mnist().first(300)


def road(recipe, blocks, seed, x):
    """The mean square after the entry and after the last block."""
    a = network(recipe, blocks, seed).forward(x).a
    return np.mean(a[1] ** 2), np.mean(a[-2] ** 2)


# The start


def test_how_the_road_grows(first):
    factor = said("09d", "each block multiplies q by {}.")
    quote("09d", "begins at half the pixels'", "Without a normalization 1 + ½ remain")
    assert np.median([road("pre", 1, seed, first[0])[0] for seed in range(5)]) == pytest.approx(
        np.mean(first[0] ** 2) / 2, rel=0.15
    )
    quote("09d", "q is about 10¹⁰, with post-norm 1", "and adds ½: q_l = q₀ + l/2")
    quote("09d", "the road grows by about √e (notebook 9), with 1/L (Dey et al. 2025) hardly")
    for recipe, end in (("plain", lambda q: q * factor**64), ("post", lambda q: 1), ("pre", lambda q: q + 32)):
        found = [road(recipe, 64, seed, first[0]) for seed in SEEDS]
        ours, wanted = (np.log10(np.median(values)) for values in ([b for _, b in found], [end(a) for a, _ in found]))
        assert ours == pytest.approx(wanted, abs=0.5 if recipe == "plain" else 0.1)
    assert np.log10(np.median([road("plain", 64, seed, first[0])[1] for seed in range(5)])) == pytest.approx(
        10, abs=0.6
    )
    for recipe, factor in (("root", np.sqrt(np.e)), ("over", 1.0)):
        grown = [b / a for a, b in (road(recipe, 32, seed, first[0]) for seed in SEEDS)]
        assert np.median(grown) == pytest.approx(factor, abs=0.15)


def errors(recipe, blocks, seed, first, metric="delta"):
    return layer_speeds(network(recipe, blocks, seed), *first)[metric][1:]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_error_of_each_block_is_the_predicted_one(first, seed):
    quote("09d", "(9/10)² + 9 (1/10)² = 0.9 (squared); ReLU lets half of it through to δ. Nothing fitted:")
    quote("09d", "**‖g_l‖² goes as 1/q_l.**", "by (1 + ½)/1.5 = **1**", "without a normalization by 1 + α²/2")
    l, q_0 = np.arange(1, 33), np.mean(first[0] ** 2) / 2
    predicted = {
        "post": np.sqrt(0.45 / 1.5) * np.where(l == 1, q_0**-0.5, 1),
        "pre": np.sqrt(0.45 / (q_0 + l / 2)),
        "root": np.sqrt(0.45 / 32 * (1 + 0.5 / 32) ** (32 - l)),
        "over": np.sqrt(0.45) / 32 * np.ones(32),
    }
    for recipe, line in predicted.items():
        ratio = errors(recipe, 32, seed, first) / line
        assert np.median(ratio) == pytest.approx(1, abs=0.25) and ratio.min() > 0.5 and ratio.max() < 1.9, recipe


def test_the_last_block_as_published(first):
    quote("09d", "with pre-norm its gradient falls with depth as 1/√L, with post-norm not at all", "So here.")
    last = {name: [np.median([errors(name, L, seed, first)[-1] for seed in range(5)]) for L in (8, 32, 64)] for name in ("pre", "post")}  # fmt: skip
    assert last["pre"][0] / last["pre"][1] == pytest.approx(2, abs=0.3)
    assert last["pre"][1] / last["pre"][2] == pytest.approx(np.sqrt(2), abs=0.3)
    assert max(last["post"]) < 1.25 * min(last["post"])


def test_a_batch_finds_post_norms_upper_blocks_faster(first):
    quote("09d", "Image by image that is not so here, for a *batch*'s gradient it is:")
    quote("09d", "‖∂C/∂(W, b, V)‖ of block 32 is about twice that of block 2")
    speeds = [errors("post", 32, seed, first, "all_parameters") for seed in range(5)]
    assert np.median([found[-1] / found[1] for found in speeds]) == pytest.approx(2, abs=0.7)
    assert all(found[-1] > 1.2 * found[1] for found in speeds)


def test_in_rezeros_first_step_only_alpha_hears(first):
    quote("09d", "in the first step only α hears the error, for ∂C/∂W and ∂C/∂V contain α")
    assert not errors("rezero", 32, 0, first, "all_parameters").any()
    net = network("rezero", 32, 0)
    gradient = net.backward(net.forward(first[0]), first[1]).parameters
    assert all(gradient[f"alpha{s}"][0] != 0 for s in net.hidden[1:])


def test_images_fade_into_one_with_post_norm_as_without_a_norm(first):
    before = said("09d", "At first two of them have a cosine of about {}.")
    quote("09d", "images point where they would without any normalization")
    quote("09d", "So post-norm keeps errors level and lets images fade into one; pre-norm keeps them apart.")
    ends = {name: np.array([likeness(network(name, 64, seed), first[0])[[1, -1]] for seed in range(5)]) for name in ("plain", "pre", "post")}  # fmt: skip
    assert np.median(ends["pre"][:, 0]) == pytest.approx(before, abs=0.04)
    assert ends["post"][:, 1] == pytest.approx(ends["plain"][:, 1], abs=0.04)
    assert np.median(ends["post"][:, 1]) > 0.9 and (ends["post"][:, 1] > ends["pre"][:, 1] + 0.1).all()


# The study


def test_depth_costs_post_norm_and_hardly_the_others():
    quote("09d", "Post-norm pays for depth, the others hardly.")
    slower = {name: np.median(steps_of_blocks(name, 32)) / np.median(steps_of_blocks(name, 2)) for name in ("post", "pre", *SCALED)}  # fmt: skip
    assert slower["post"] > 5 and all(slower[name] < 2 for name in ("pre", *SCALED))


def test_counts_beside_each_other_are_ties():
    quote("09d", "Looks are a fifth apart: neighbouring counts are ties.")
    later = LOOKS[1:] / LOOKS[:-1]
    assert np.median(later) == pytest.approx(1.2, abs=0.02) and later.max() < 1.26


def test_the_recipes_that_are_promised_are_those_that_are_shown():
    quote("09d", "compare nine recipes")
    names = {"post", "pre", *SCALED, "pre_warm", "post_adam", "pre_adam", "post_warm"}
    assert len(names) == 9 and all(np.isfinite(steps_of_blocks(name, 32)).any() for name in names)


def best_rate(recipe, blocks):
    rates, steps = steps_by_rate(recipe, blocks)
    return rates[steps == steps.min()]


def test_one_learning_rate_serves_every_depth_where_alpha_is_scaled_or_learned():
    quote("09d", "Scaled or learned, α keeps its promise")
    best = said("09d", "of the rates tried {} is the best at every depth; post-norm's best falls")
    assert all(best_rate(name, blocks) == best for name in SCALED for blocks in (2, 8, 32))
    assert max(best_rate("post", 32)) < max(best_rate("post", 8)) <= max(best_rate("post", 2))


def test_frozen_blocks_pass_the_goal_as_well():
    quote("09d", "frozen blocks arrive about as soon, or sooner. **This goal needs no block.**")
    for name in ("post", "pre", *SCALED):
        for blocks in (2, 8, 32):
            learned, frozen = (np.median(steps_of_blocks(name, blocks, held)) for held in (False, True))
            assert frozen < 1.35 * learned, (name, blocks)  # a look is a fifth later than the one before


def test_pre_norm_arrives_at_every_rate():
    quote("09d", "Pre-norm arrives at every rate, post-norm only at small ones")
    quote("09d", "RMS does as well; scale 1 without a normalization arrived at none of six rates.")
    for name in ("pre", "rms"):
        rates, steps = steps_by_rate(name, 32)
        assert np.isfinite(steps).all() and rates[-1] == 100 * rates[0]
    assert np.isinf(steps_by_rate("plain", 32)[1]).sum() == 6
    rates, steps = steps_by_rate("post", 32)
    assert np.isfinite(steps).tolist() == [True, True, False, False, False]
    assert np.isinf(steps_by_rate("root", 32)[1][-1])


def test_warm_up():
    eta, soonest = said("09d", "At η = {} post-norm arrives with warm-up only; soonest it is without, at {}.")
    quote("09d", "warm-up takes post-norm one rate further", "Warm-up buys a larger rate, not an earlier arrival.")
    quote("09d", "Pre-norm loses time by it, but for the largest rates.", "here in 50.")
    cold, warm = (dict(zip(*steps_by_rate(name, 32), strict=True)) for name in ("post_adam", "post_warm"))
    assert np.isinf(cold[eta]) and np.isfinite(warm[eta])
    assert cold[soonest] == min(cold.values()) < min(warm.values())
    assert np.isfinite(cold[0.001]) and all(np.isinf(each[rate]) for each in (cold, warm) for rate in (0.01, 0.03))
    cold, warm = (steps_by_rate(name, 32)[1] for name in ("pre_adam", "pre_warm"))
    assert (warm[:3] > cold[:3]).all() and (warm[3:] < cold[3:]).all()
    assert RECIPES["post_warm"].training["warmup"] == 50


def test_every_seed_fails_without_warm_up_and_arrives_with_it():
    quote("09d", "At η = 0.003 post-norm arrives with warm-up only")
    cold, warm = (runs_with(name, 32)[0.003].values() for name in ("post_adam", "post_warm"))
    assert max(run["test"][-1] for run in cold) < 0.7 and min(run["test"][-1] for run in warm) >= 0.8


def test_how_soon_muon_arrives():
    muon, adam, sgd = said("09d", "At its best rate Muon arrives after about {} steps, Adam after about {}, gradient descent after about {} (pre-norm, as in the table).")  # fmt: skip
    quote("09d", "by five rounds of a polynomial", "Each matrix costs it fifteen products of matrices a step.")
    quote("09d", "the table gave each seed its own best rate")
    assert ROUNDS == 5  # of three products each
    for name, about in (("muon", muon), ("pre_adam", adam), ("pre", sgd)):
        assert np.median(steps_of_blocks(name, 32)) == pytest.approx(about, rel=0.15)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_muon_makes_of_a_gradient(first, seed):
    quote("09d", "The gradient moves one direction far and the others hardly")
    quote("09d", "Muon's step moves half of them about as far as one another")
    net = network("pre", 32, seed, width=30)
    gradient = net.backward(net.forward(first[0]), first[1]).parameters["V17"]
    before, after = (singular_values(matrix) for matrix in (gradient, orthogonalized(gradient)))
    assert before[1] < 0.5 * before[0] and before[4] < 0.2 * before[0]
    assert after[14] > 0.5 * after[0]


def test_muons_step_in_full_is_the_one_that_the_study_takes(first):
    recipe = next(piece for piece in PYTHON.findall(prose(notebook_of("09d"))) if piece.startswith("X = G"))
    quote("09d", "v ← 0.95 v + G", "A matrix taller than wide is turned on its side for it: the same X")
    rng = np.random.default_rng(0)
    for shape in ((5, 8), (8, 5), (6, 6)):
        G, v = rng.standard_normal((2, *shape))
        there = {"np": np, "G": G, "v": v, "eta": 0.03}
        exec(recipe, there)
        gradient = SimpleNamespace(parameters={"W": G.copy()})
        memory = v - G  # what was added up before, so that 0.95 of it and G are v
        watch = muon(BETA)
        watch(None, None, SimpleNamespace(parameters={"W": memory / BETA}))
        watch(None, None, gradient)
        assert BETA == 0.95 and there["step"] == pytest.approx(0.03 * gradient.parameters["W"], abs=1e-9)


def test_the_same_in_pytorch(first):
    torch = pytest.importorskip("torch")
    quote("09d", "nn.RMSNorm(30, eps=1e-5, elementwise_affine=False)", "A step with warm-up in 50.")
    x, y = (part[:50] for part in first)
    net = RECIPES["rms"].network([784, 30, 10], 2, rng=np.random.default_rng(0))
    there = run_folded("09d", 0)
    model = there["model"].double()
    layers = {"W1": model[0], "W4": model[5], "W2": model[2].into, "W3": model[3].into}
    layers |= {"V2": model[2].out, "V3": model[3].out}
    with torch.no_grad():
        for name, layer in layers.items():
            layer.weight.copy_(torch.tensor(net.parameters[name]))
            if name.startswith("W"):
                layer.bias.copy_(torch.tensor(net.parameters[f"b{name[1]}"]))
    train(net, x, y, eta=0.003, steps=4, optimizer="adam", warmup=50).finish()
    run_folded("09d", 1, **there, images=torch.tensor(x), labels=torch.tensor(y), steps=4)
    for name, layer in layers.items():
        assert layer.weight.detach().numpy() == pytest.approx(net.parameters[name], abs=1e-5)


def test_the_study_is_what_its_function_finds():
    quote("09d", "From a study of the course: steps until 80 % of the test images are right.")
    for recipe, blocks, eta, frozen in (("post", 2, 0.1, True), ("muon", 32, 0.03, False)):
        run = runs_with(recipe, blocks, frozen)[eta][1]
        again = steps_with_blocks(recipe, blocks, eta, frozen, 1)
        assert again["test"][0] == pytest.approx(run["test"][0], abs=0.03)
        assert len(again["test"]) == pytest.approx(len(run["test"]), abs=1) and len(again["test"]) <= len(LOOKS)
