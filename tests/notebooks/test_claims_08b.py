"""What the prose of side trip 08b says in words, measured. Numbers in cells are compared by nbval."""

import numpy as np
import pytest

from helpers.engine import (
    chi,
    chi_c,
    correlation_map,
    critical_sigma_w,
    depth_scale,
    depths_by_start,
    fixed_point,
    measured_map,
    predicted_by_start,
    rank_correlation,
    train_wide,
    trainable_row,
)
from tests.notebooks.quoted import quote, said


@pytest.fixture(scope="module")
def row():
    """{sigma_w: (shares of training images, of new ones)} of the stored study, three seeds each."""
    return {w: (trained, tested) for w, trained, tested in zip(*trainable_row(), strict=True)}


def test_gradients_change_by_e_in_xi_layers():
    quote("08b", "Hence δ² changes by a factor of e, about 2.7, in")
    for sigma_w in (1.0, 1.2, 2.5):
        factor, layers = said("08b", f"σ_w = {sigma_w}: χ = {{}}, ξ = {{}} layers")
        exact = chi("tanh", fixed_point("tanh", sigma_w, 0.2), sigma_w)
        assert exact == pytest.approx(factor, abs=6e-3)
        assert 1 / abs(np.log(exact)) == pytest.approx(layers, abs=0.06)
    assert critical_sigma_w("tanh", 0.2) == pytest.approx(said("08b", "χ = 1 at σ_w = {}"), abs=5e-3)


def test_left_of_the_line_images_become_alike_and_right_of_it_they_are_pulled_apart():
    quote("08b", "c\\* = 1: all images become alike", "even the most similar images are pulled apart")
    quote("08b", "Left of the line χ_c is χ, and ξ_c = ξ.", "In chaos the second lasts longer.")
    for sigma_w, start, end in ((1.0, 0.1, 1.0), (2.5, 0.999, depth_scale("tanh", 2.5, 0.2).c)):
        c = start
        for _ in range(100):
            c = correlation_map("tanh", c, sigma_w, 0.2)
        assert c == pytest.approx(end, abs=1e-6)
    left = depth_scale("tanh", 1.0, 0.2)
    assert left.images == left.gradients
    for sigma_w in (1.5, 2.0, 2.5, 3.0, 4.0):
        here = depth_scale("tanh", sigma_w, 0.2)
        assert here.images > here.gradients
        assert -1 / np.log(chi_c("tanh", here.c, sigma_w, 0.2)) == pytest.approx(here.images, rel=1e-3)


def test_the_depths_that_the_rules_allow():
    left, right = said("08b", "At σ_w = 1 that is {} layers, at 2.5 it is {}, on the line there is no limit.")
    assert round(depth_scale("tanh", 1.0, 0.2).trainable_depth) == left
    assert round(depth_scale("tanh", 2.5, 0.2).trainable_depth) == right
    strict, _ = said("08b", "6 ξ allows {} layers there, 6 ξ_c {}.")
    assert round(6 * depth_scale("tanh", 2.5, 0.2).gradients) == strict
    at_four = said("08b", "At 4, where it still allows {} layers")
    assert round(depth_scale("tanh", 4.0, 0.2).trainable_depth) == at_four


def test_what_the_lab_shows_in_small_networks():
    """300 steps of 30 neurons, new images: the stored map, medians of three seeds."""
    quote("08b", "Nothing on the far left, best next to the line, then less and less, hardly anything at σ_w = 3.")
    quote("08b", "the strip of good places becomes narrow around the line")
    at = {depth: {w: share for w, b, share in measured_map("tanh", depth) if b == 0.2} for depth in (10, 20, 30)}
    twenty = at[20]
    assert twenty[0.5] < 0.15 < twenty[1.0] < twenty[1.25] > twenty[2.0] > twenty[2.5] > twenty[3.0] < 0.2
    assert min(at[10][1.0], at[10][2.0]) > 0.7 and max(at[30][w] / at[10][w] for w in (1.0, 2.0)) < 0.6
    quote("08b", "the small networks read about a quarter of the new images")
    assert twenty[2.5] == pytest.approx(0.25, abs=0.05)
    quote("08b", "Right of it 6 ξ_c promises much more than the squares show, and 6 ξ fits them well.")
    fits = {"images": [], "gradients": []}
    for depth in (10, 20, 30):
        for sigma_w, sigma_b, share in measured_map("tanh", depth)[::4]:
            here = depth_scale("tanh", sigma_w, sigma_b)
            if here.chi_1 > 1:
                fits["images"].append((here.trainable_depth >= depth) == (share > 0.5))
                fits["gradients"].append((6 * here.gradients >= depth) == (share > 0.5))
    assert np.mean(fits["gradients"]) > 0.8 > np.mean(fits["images"]) + 0.1


def test_judged_by_training_images_the_rule_of_the_images_is_nearly_right(row):
    quote("08b", "6 ξ is far too strict and 6 ξ_c nearly right: at σ_w = 3 nearly all training images are learned.")
    assert all(np.median(row[w][0]) == 1 for w in (1.0, 1.3, 2.0, 2.5))
    assert 0.95 < np.median(row[3.0][0]) < 1
    assert max(row[0.5][0].max(), row[4.0][0].max()) < 0.2
    assert 6 * depth_scale("tanh", 3.0, 0.2).gradients < 10, "half of what was trained"


def test_right_of_the_line_they_learn_by_heart(row):
    quote("08b", "What falls right of the line is the share of *new* images, long before training fails.")
    new = [np.median(row[w][1]) for w in (1.3, 2.0, 2.5, 3.0)]
    assert (np.diff(new) < 0).all() and new[0] > 0.8 and new[-1] < 0.6
    quote("08b", "about a third of the new ones wrongly. Networks on the line make about half as many mistakes.")
    assert 1 - new[2] == pytest.approx(1 / 3, abs=0.04) and (1 - new[0]) / (1 - new[2]) == pytest.approx(0.55, abs=0.1)


def test_the_rule_orders_shallow_networks_and_promises_too_much_for_deep_ones():
    quote("08b", '**Where the rule says "shallow", believe it**', '**Where it says "deep", it promises too much.**')
    rule, reached = predicted_by_start(), np.median(depths_by_start(), axis=2)
    few, middle = rule < 10, (rule >= 10) & np.isfinite(rule)
    assert np.mean(np.abs(rule - reached)[few] <= 3) > 0.9
    guesses = [np.mean(np.abs(reached[few] - k) <= 3) for k in range(1, 10)]
    assert 0.8 < max(guesses) == guesses[4], "somebody who says 5 scores nearly as well"
    assert rank_correlation(rule[few], reached[few]) > 0.8 > rank_correlation(rule[middle], reached[middle])
    assert np.median(reached[middle] / rule[middle]) < 0.25
    wide = np.isinf(rule)
    assert reached[wide].min() < 10 and reached[wide].max() == 64


@pytest.mark.long
def test_chaos_wants_small_rates(monkeypatch):
    quote("08b", "at σ_w = 3 only 0.003 learned")
    for rates, learned in (((0.01, 0.05), False), ((0.003,), True)):
        monkeypatch.setattr("helpers.engine.studies.trainable_study.RATES", rates)
        assert (train_wide(3.0, 20, seed=3)["trained"] > 0.9) == learned
