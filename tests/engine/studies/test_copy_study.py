"""Who carries a symbol over a wait: the training is the one it says, and the file that ships is whole."""

import numpy as np
import pytest

from helpers.engine import (
    LSTM,
    REMEMBERERS,
    CopyTask,
    Recurrent,
    copying,
    copying_by_kind,
    error_flow,
    load_sweep,
    train,
)
from helpers.engine.studies.copy_study import CLIP, FILE, LOOKS, NEURONS, copy_symbol


def test_it_is_plain_training_on_all_sequences_until_all_are_right():
    task, seed = CopyTask(5), 3
    net = LSTM([10, NEURONS, 8], task.steps, forget_bias=1.0, rng=np.random.default_rng(seed))
    x, y = task.all()
    flow, right, taken = error_flow(net, x, y), [], 0
    training = train(net, x, y, eta=0.01, steps=200, optimizer="adam", clip=CLIP)
    while net.accuracy(x, y) < 1:
        if taken in LOOKS:
            right.append(net.accuracy(x, y))
        taken = next(training).step
    found = copy_symbol("lstm_1", 5, 0.01, 200, seed)
    assert found["solved"] == taken and found["right"] == right[: len(found["right"])]
    assert len(found["right"]) == np.sum(taken > LOOKS)
    assert found["arrives"] == pytest.approx(flow[-1] / flow[0], rel=0.01)


def test_a_budget_that_is_too_small_solves_nothing():
    assert copy_symbol("rnn", 5, 0.001, 2, seed=0)["solved"] is None


def test_the_kinds_are_what_their_names_say():
    task = CopyTask(3)
    assert REMEMBERERS["lstm_3"].made(task, 0).forget_bias == 3
    assert isinstance(REMEMBERERS["rnn"].made(task, 0), Recurrent)
    assert REMEMBERERS["rnn"].made(task, 0).recurrent.name == "gaussian"


@pytest.mark.parametrize("bad", [{"kind": "perceptron"}, {"delay": 0}, {"eta": 0}, {"steps": 0}, {"seed": 0.5}])
def test_bad_arguments(bad):
    with pytest.raises(ValueError, match=r"must|unknown"):
        copy_symbol(**{"kind": "rnn", "delay": 3, "eta": 0.01, "steps": 2, "seed": 0, **bad})


def test_what_the_study_does_not_hold():
    with pytest.raises(ValueError, match="the study has no RNN, orthogonal with 7 blank steps"):
        copying("rnn_orthogonal", 7)


def test_the_stored_study_is_whole_and_has_the_best_rate_of_each_seed():
    runs = load_sweep(FILE).records
    for kind, delay in {(run["kind"], run["delay"]) for run in runs}:
        arrives, steps = copying(kind, delay)
        assert arrives.shape == steps.shape == (5,) and (arrives > 0).all()
        of_kind = [run for run in runs if (run["kind"], run["delay"]) == (kind, delay)]
        rates = {run["eta"] for run in of_kind}
        assert len(of_kind) == 5 * len(rates) and len(rates) == (4 if kind.startswith("rnn") else 2)
        for seed in range(5):
            solved = [run["solved"] or np.inf for run in of_kind if run["seed"] == seed]
            assert steps[seed] == min(solved)


def test_by_kind_it_has_every_network_once():
    found = copying_by_kind()
    assert next(iter(found)) == "LSTM, bias 3"
    places = {(run["kind"], run["delay"]) for run in load_sweep(FILE).records}
    assert sum(len(steps) for _, steps in found.values()) == 5 * len(places)
    arrives, steps = found["LSTM, bias 1"]
    assert [*arrives[:5]] == [*copying("lstm_1", 30)[0]] and [*steps[-5:]] == [*copying("lstm_1", 100)[1]]


def test_the_stored_study_is_what_the_function_finds():
    """Another processor rounds otherwise, and a training makes much of it: the quickest network, and the error before it."""
    run = next(run for run in load_sweep(FILE).records if (run["kind"], run["delay"], run["seed"]) == ("lstm_3", 30, 1))
    again = copy_symbol(**{name: run[name] for name in ("kind", "delay", "eta", "steps", "seed")})
    assert again["arrives"] == pytest.approx(run["arrives"], rel=0.01)
    assert again["solved"] == pytest.approx(run["solved"], rel=0.2)


def test_the_study_is_what_its_function_finds():
    """Before training, the error; and the quickest of each kind, as far as rounding lets it be the same."""
    for kind, delay, seed in (("rnn", 100, 4), ("rnn_orthogonal", 30, 4)):
        runs = [r for r in load_sweep(FILE).records if (r["kind"], r["delay"], r["seed"]) == (kind, delay, seed)]
        run = min((r for r in runs if r["solved"]), key=lambda run: run["solved"])
        again = copy_symbol(kind, delay, run["eta"], run["steps"], seed)
        assert again["arrives"] == pytest.approx(run["arrives"], rel=0.02)
        assert again["solved"] == pytest.approx(run["solved"], abs=max(5, run["solved"] / 2))
