"""The study of blocks: what is frozen stays, what is chosen is chosen on validation images, what is missing is told."""

import numpy as np
import pytest

from helpers.engine import RECIPES, load_mnist, muon, steps_by_rate, steps_of_blocks, train
from helpers.engine.studies.block_study import LOOKS, MOST, observer, runs_with
from helpers.engine.studies.cure_study import GOAL, reached, worth


@pytest.mark.parametrize("recipe", ["rezero", "muon"])
def test_frozen_blocks_stay_as_they_were_drawn_and_the_ends_learn(recipe):
    net = RECIPES[recipe].network([784, 8, 10], 2, rng=np.random.default_rng(0))
    before, (x, y) = {name: net.parameters[name].copy() for name in net.parameters}, load_mnist().first(50)
    train(net, x, y, eta=0.1, steps=3, observe=observer(muon() if RECIPES[recipe].orthogonal else None, True)).finish()
    moved = {name for name in net.parameters if not np.array_equal(net.parameters[name], before[name])}
    assert moved == set(net.parameters) - set(net.inside)


def test_a_recipe_says_how_its_blocks_are_built():
    built = {name: recipe.network([5, 4, 3], 4, rng=np.random.default_rng(0)) for name, recipe in RECIPES.items()}
    assert [built[name].branch for name in ("plain", "root", "over", "rezero")] == [1, 0.5, 0.25, 0]
    assert built["rezero"].learned and built["post_warm"].place == "post" and built["rms"].norm.name == "rms"


def test_each_seed_has_the_rate_that_was_first_on_validation_images():
    by_rate = runs_with("pre", 32)
    for seed, steps in enumerate(steps_of_blocks("pre", 32)):
        runs = [runs[seed] for runs in by_rate.values()]
        first = max(runs, key=worth)
        assert min(reached(run["validation"], LOOKS) for run in runs) == reached(first["validation"], LOOKS)
        assert steps == reached(first["test"], LOOKS)


def test_what_every_rate_reached_in_the_median():
    rates, steps = steps_by_rate("post", 32)
    assert (np.diff(rates) > 0).all() and len(rates) == 5 and np.isinf(steps[-1])
    runs = runs_with("post", 32)[rates[0]].values()
    assert steps[0] == np.median([reached(run["test"], LOOKS) for run in runs])
    assert LOOKS[-1] <= MOST and all(max(run["test"]) >= GOAL for run in runs)


def test_what_the_study_does_not_hold_is_told():
    with pytest.raises(ValueError, match="the study has no 3 blocks of pre-norm, frozen: False"):
        steps_of_blocks("pre", 3)
    with pytest.raises(ValueError, match="the study has no 32 blocks of scale 1, frozen: True"):
        steps_by_rate("plain", 32, True)
