"""How deep can a network be and still learn: the trials, what theory expects, and the table that ships."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from helpers.engine import ACTIVATIONS, CURES, INITIALIZERS, Images, Network, chi, load_mnist, load_sweep, train
from helpers.engine.studies import depth_search as trials

FILE = Path(__file__).parents[3] / "data" / "depths.jsonl"


@pytest.fixture
def few(monkeypatch):
    """A tenth of the images, so that a trial takes a moment."""
    mnist = load_mnist(dtype=np.float32)
    parts = [Images(part.x[:400], part.y[:400], part.position[:400]) for part in (mnist.train, mnist.test)]
    fewer = replace(mnist, train=parts[0], test=parts[1])
    monkeypatch.setattr(trials, "load_mnist", lambda dtype: fewer)


@pytest.mark.usefixtures("few")
class TestTrials:
    def test_a_trial_is_the_training_that_it_says(self):
        mnist = trials.load_mnist(dtype=np.float32)
        net = Network([784, 30, 30, 10], "tanh", "glorot", "softmax", rng=np.random.default_rng(5), dtype=np.float32)
        best, batches = 0, np.random.default_rng(5)
        for step in train(net, mnist.train.x, mnist.train.y, eta=0.03, epochs=99, batch_size=50, rng=batches):
            best = max(best, net.accuracy(mnist.test.x, mnist.test.y)) if step.step % trials.LOOK == 0 else best
            if step.step == 100:
                break
        assert trials.trial("tanh", "glorot", "none", 2, 0.03, seed=5, steps=100) == best < trials.GOAL

    def test_a_trial_ends_at_the_goal_or_where_numbers_overflow(self):
        assert trials.trial("tanh", "glorot", "none", 1, 0.3, seed=0, steps=10**9) >= trials.GOAL
        assert trials.trial("linear", "large", "none", 20, 1e3, seed=0, steps=10**9) < 0.5

    def test_the_ladder_is_climbed_until_a_rung_is_missed(self, monkeypatch):
        monkeypatch.setattr(
            trials, "trial", lambda a, i, c, hidden, eta, *_: 0.85 if hidden <= 6 and eta == 0.05 else 0.4
        )
        assert trials.deepest("tanh", "he", "none", 0) == {"hidden": 6, "eta": 0.05, "accuracy": 0.4}

    def test_the_rate_that_went_well_is_tried_first(self, monkeypatch):
        tried = []
        monkeypatch.setattr(trials, "trial", lambda a, i, c, hidden, eta, *_: tried.append(eta) or float(eta == 0.01))
        assert trials.deepest("tanh", "he", "none", 0) == {"hidden": 64, "eta": 0.01, "accuracy": 1.0}
        assert tried == [0.2, 0.05, 1.0, 0.01] + [0.01] * (len(trials.LADDER) - 1)

    def test_lsuv_is_a_start_of_its_own(self):
        mnist = trials.load_mnist(dtype=np.float32)
        net = trials.start(CURES["none"], 2, "tanh", "lsuv", mnist.train.x, 0)
        assert [z.var() for z in net.forward(mnist.train.x).z[1:]] == pytest.approx([1, 1, 1], abs=0.1)

    @pytest.mark.parametrize("wrong", [{"activation": "tahn"}, {"initializer": "hee"}, {"cure": "nome"}, {"hidden": 0}])
    def test_bad_settings_are_answered_in_words(self, wrong):
        settings = {"activation": "tanh", "initializer": "he", "cure": "none", "hidden": 2, "eta": 0.1, "seed": 0}
        with pytest.raises(ValueError, match=r"unknown|whole number"):
            trials.trial(**(settings | wrong))


# What theory expects


def test_predicted_depths_by_hand():
    # six times the layers in which the square of the gradient falls by e
    assert trials.predicted_depth("sigmoid", "nielsen") == pytest.approx(-6 / np.log(0.04196), rel=1e-3)
    assert trials.predicted_depth("relu", "lecun") == pytest.approx(6 / np.log(2), rel=1e-6)
    assert trials.predicted_depth("relu", "he") == np.inf
    assert trials.predicted_depth("linear", "lsuv") == np.inf
    assert trials.predicted_depth("tanh", "constant") is None


def test_lsuv_stands_where_the_length_stays_1():
    u = np.random.default_rng(0).standard_normal(1_000_000)
    sigma_w = 1 / np.sqrt(np.mean(np.tanh(u) ** 2))
    assert chi("tanh", 1.0, sigma_w) > 1  # so tanh explodes a little there
    assert 10 < trials.predicted_depth("tanh", "lsuv") < 100


# The file that ships


def test_the_shipped_table_is_complete():
    found = load_sweep(FILE)
    settings = {(r["activation"], r["initializer"], r["cure"]) for r in found.records}
    assert not found.failures and found.seeds == [0, 1, 2]
    assert {(a, i, "none") for a in ACTIVATIONS for i in (*INITIALIZERS, "lsuv")} <= settings
    assert {cure for *_, cure in settings} == set(CURES)
    assert len(found.records) == 3 * len(settings)
    assert {r["hidden"] for r in found.records} <= {0, *trials.LADDER}


@pytest.mark.parametrize(("activation", "initializer"), [("relu", "large"), ("sigmoid", "constant")])
def test_the_shipped_table_is_what_the_trials_find(activation, initializer):
    lines = [json.loads(line) for line in FILE.read_text().splitlines()[1:]]
    wanted = {"activation": activation, "initializer": initializer, "cure": "none"}
    shipped = next(line["result"] for line in lines if line["settings"] == wanted and line["seed"] == 0)
    rungs = [0, *trials.LADDER]
    again = trials.deepest(**wanted, seed=0)
    # On another processor sums round differently, and a training may come out on the next rung.
    assert abs(rungs.index(again["hidden"]) - rungs.index(shipped["hidden"])) <= 1
