"""The study of frozen layers: a run does what it says, and the stored file is read as it is meant."""

import dataclasses

import numpy as np
import pytest

from helpers.engine import Network, accuracies_above, train
from helpers.engine.studies import frozen_study
from helpers.engine.studies.frozen_study import ALONE, FROZEN, PASSES, ROADS, above_frozen, hold


@pytest.fixture
def short(monkeypatch):
    """Roads of two passes."""
    roads = {name: dataclasses.replace(road, passes=2) for name, road in ROADS.items()}
    monkeypatch.setattr(frozen_study, "ROADS", roads)


@pytest.mark.parametrize("road", ["adam", "lbfgs", "amplified"])
def test_a_run_looks_after_each_of_its_passes(short, road):
    found = above_frozen([1, 2, 3], road, ROADS[road].rates[0], seed=0)
    assert len(found["validation"]) == len(found["test"]) == 2
    assert all(0 <= accuracy <= 1 for accuracies in found.values() for accuracy in accuracies)


def test_held_layers_stay_and_the_others_move():
    net, start = (Network([5, 4, 4, 3], rng=np.random.default_rng(0)) for _ in range(2))
    x, y = np.random.default_rng(1).random((9, 5)), np.arange(9) % 3
    train(net, x, y, eta=0.1, steps=5, optimizer="adam", observe=hold([2])).finish()
    assert [np.array_equal(net.W[l], start.W[l]) for l in (1, 2, 3)] == [False, True, False]


def test_the_file_holds_every_road_and_beginning_with_three_seeds():
    for road in ("sgd", "adam", "lbfgs", "centred", "amplified"):
        for frozen in FROZEN:
            passes, accuracies = accuracies_above(frozen, road)
            assert passes[-1] == ROADS[road].passes and accuracies.shape == (len(passes), 3)
    for frozen in ALONE:
        assert accuracies_above(frozen, "short")[1].shape == (PASSES.index(10) + 1, 3)
    with pytest.raises(ValueError, match="no run with the layers"):
        accuracies_above([2], "lbfgs")


@pytest.mark.long
def test_a_stored_run_comes_out_again():
    again = above_frozen([1, 2, 3], "amplified", 0.1, seed=0)["test"]
    stored = [run for run in frozen_study.load_sweep(frozen_study.FILE).records if run["road"] == "amplified"]
    (run,) = (run for run in stored if (run["frozen"], run["eta"], run["seed"]) == ([1, 2, 3], 0.1, 0))
    assert again == pytest.approx(run["test"], abs=0.02)
