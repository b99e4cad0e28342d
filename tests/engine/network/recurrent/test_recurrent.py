"""What recurrent networks read, answer, refuse, keep and learn."""

import pickle
from copy import deepcopy

import numpy as np
import pytest

from helpers.engine import (
    GRU,
    LSTM,
    RECURRENT_STARTS,
    CopyTask,
    Recurrent,
    Run,
    layer_speeds,
    spectral_radius,
    train,
)
from helpers.engine.network.costs import COSTS, several
from helpers.engine.training.symptoms import symptoms

from .examples import CELLS, example

every_cell = pytest.mark.parametrize("cell", CELLS)


@every_cell
def test_stations_are_steps(cell):
    net, x, _ = example(cell, steps=3)
    assert net.stations == ["step 1", "step 2", "step 3", "output"] and net.inputs == 9 and net.outputs == 4
    assert [net.forward(x).a[s].shape[1] for s in (1, 2, 3, 4)] == [5 * net.memories] * 3 + [4]


@every_cell
def test_sequences_may_come_step_by_step(cell):
    net, x, y = example(cell, reads=2)
    apart = x.reshape(len(x), 6, 3)
    assert np.array_equal(net.answers(apart), net.answers(x))
    hot = np.eye(4)[y]
    assert net.loss(apart, hot.reshape(len(x), -1)) == net.loss(x, y)
    assert 0 <= net.accuracy(apart, y) <= 1


@every_cell
def test_the_last_steps_are_read_one_by_one(cell):
    """With the same weights, the answer after step 5 is that of a network of 5 steps."""
    net, x, _ = example(cell, reads=2)
    shorter = CELLS[cell]([3, 5, 4], 5, rng=np.random.default_rng(1))
    shorter.flat[:] = net.flat
    assert net.answers(x)[:, :4] == pytest.approx(shorter.answers(x[:, :15]), rel=1e-12)


@pytest.mark.parametrize("cost", COSTS.values(), ids=COSTS)
def test_several_answers_cost_their_mean(cost):
    rng = np.random.default_rng(0)
    z, y, together = (
        rng.standard_normal((5, 6)),
        np.eye(3)[rng.integers(3, size=(5, 2))].reshape(5, 6),
        several(cost, 2),
    )
    halves = [(z[:, part], cost.output(z[:, part]), y[:, part]) for part in (slice(0, 3), slice(3, 6))]
    a = together.output(z)
    assert a == pytest.approx(np.hstack([half[1] for half in halves]))
    assert together.value(z, a, y) == pytest.approx(np.mean([cost.value(*half) for half in halves], axis=0))
    assert together.delta(z, a, y) == pytest.approx(np.hstack([cost.delta(*half) / 2 for half in halves]))
    assert several(cost, 2) == together == pickle.loads(pickle.dumps(together)) and several(cost, 1) is cost


@pytest.mark.parametrize("start", RECURRENT_STARTS)
@every_cell
def test_each_gate_starts_with_exactly_that_radius(cell, start):
    net = CELLS[cell]([3, 20, 4], 5, rng=np.random.default_rng(0), recurrent=start, radius=1.3)
    for W in net.W_rec.reshape(-1, 20, 20):
        assert spectral_radius(W) == pytest.approx(1.3, rel=1e-10)
        if start == "orthogonal":
            assert W @ W.T == pytest.approx(1.69 * np.eye(20), abs=1e-12)


def test_the_forget_gate_starts_open():
    nets = [LSTM([2, 3, 4], 5, rng=np.random.default_rng(0), **more) for more in ({}, {"forget_bias": 0})]
    assert (nets[0].b - nets[1].b).tolist() == 3 * [0] + 3 * [1] + 6 * [0]
    gates = nets[0].opened(nets[0].forward(np.zeros((1, 10))), 1)
    assert list(gates) == ["i", "f", "o"] and gates["f"] == pytest.approx(1 / (1 + np.exp(-1)))


WAYS = {"pickle": lambda thing: pickle.loads(pickle.dumps(thing)), "deepcopy": deepcopy}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@every_cell
def test_a_copy_answers_the_same_and_learns_by_itself(cell, way):
    for settings in ({"reads": 2}, {"dtype": np.float32}):
        net, x, y = example(cell, **settings)
        copy, before = way(net), net.flat.copy()
        assert repr(copy) == repr(net) and copy.loss(x, y) == net.loss(x, y) and copy.cost == net.cost
        for twin in (copy, net):
            train(twin, x, y, eta=0.1, steps=3).finish()
        assert np.array_equal(copy.flat, net.flat) and not np.array_equal(copy.flat, before)
        assert not np.shares_memory(copy.flat, net.flat) and np.shares_memory(copy.W_rec, copy.flat)
        assert copy.dtype == settings.get("dtype", np.float64)


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_copied_gradient_is_still_one_piece(way):
    net, x, y = example("LSTM")
    trace = net.forward(x)
    copy = way(net.backward(trace, y))
    assert np.shares_memory(copy.delta[2], copy.deltas) and np.shares_memory(copy.error[2], copy.errors)
    again = net.back(trace, 1 - net.check_targets(y, len(x)), into=copy)
    assert again is copy and not np.allclose(copy.delta[2], net.backward(trace, y).delta[2])


@pytest.mark.parametrize("how", ["net.W_in = 1", "net.W_rec = net.W_rec * 2", "net.b = 0", "net.W_out = None", "net.b_out = []",
                                 "net.flat = 0 * net.flat", "net.parameters['W_rec'] = 3"])  # fmt: skip
@every_cell
def test_an_array_cannot_be_replaced(cell, how):
    net, x, _ = example(cell)
    for model in (net, deepcopy(net)):
        before = model.answers(x)
        with pytest.raises(ValueError, match=r"only written into: say (net|parameters)\.?\S*\[:\] = …"):
            exec(how, {"net": model})
        model.W_rec *= 1.0
        model.b[:] += 0.0
        assert np.array_equal(model.answers(x), before)


@every_cell
def test_room_is_used_again_and_the_numbers_are_the_same(cell):
    net, x, y = example(cell, images=7, reads=2)
    rows = net.check_targets(y, 7)
    room, gradient = net.run(x, training=True), None
    for images in (x[::-1].copy(), x):
        trace = net.run(images, training=True, into=room)
        gradient = net.back(trace, rows, into=gradient)
        fresh = net.backward(net.forward(images), y)
        assert trace is room and np.array_equal(gradient.flat, fresh.flat)
        assert all(np.array_equal(gradient.delta[s], fresh.delta[s]) for s in range(1, net.last + 1))
    smaller = net.back(net.run(x[:3]), rows[:3], into=gradient)
    assert smaller is not gradient and np.array_equal(smaller.flat, net.backward(net.forward(x[:3]), y[:3]).flat)


@every_cell
def test_training_lowers_the_cost(cell):
    task = CopyTask(3, length=2, symbols=3)
    rng = np.random.default_rng(0)
    net = CELLS[cell]([task.numbers, 12, task.symbols], task.steps, reads=task.length, rng=rng, dtype=np.float32)
    x, y = task.draw(60, rng)
    before = net.loss(x, y)
    train(net, x, y, eta=0.02, steps=100, batch_size=25, rng=rng, optimizer="adam", clip=1.0, lmbda=1e-3).finish()
    assert before == pytest.approx(np.log(3), rel=0.5) and net.loss(x, y) < 0.3 * before
    assert net.accuracy(x, y) > 0.8


@every_cell
def test_what_goes_wrong_gets_its_name(cell):
    net, x, y = example(cell)
    silent = deepcopy(net)
    silent.W_out[:] = 0
    run = Run(silent, x, y, steps=2, eta=1e-9, optimizer="sgd").upto(1)
    assert [symptom.name for symptom in symptoms(run)] == net.steps * ["zero gradient"]
    net.flat[:] = np.nan
    run = Run(net, x, y, steps=2, eta=0.1).upto(2)
    assert run.state == "diverged" and "diverged" in {symptom.name for symptom in symptoms(run)}
    assert np.isnan(layer_speeds(net, x, y)["delta"]).all() and np.isnan(net.accuracy(x, y))
    assert "sizes=3-5-4" in run.settings_text()


def test_a_cell_that_is_saturated_gets_its_name():
    net, x, y = example("Recurrent")
    net.b[:] = 20
    found = symptoms(Run(net, x, y, steps=1, eta=1e-9).upto(1))
    assert [s.station for s in found if s.name == "saturated"] == list(net.hidden)


def made(cell=Recurrent, sizes=(3, 5, 4), steps=6, **settings):
    return cell(sizes, steps, **{"rng": np.random.default_rng(0)} | settings)


FAULTS = {
    "two sizes": (lambda: made(sizes=[3, 4]), r"sizes of a recurrent network are three: .* got \[3, 4\]"),
    "no steps": (lambda: made(steps=0), "steps must be a whole number above zero"),
    "too many reads": (lambda: made(reads=7), "the output cannot read 7 of 6 steps"),
    "no radius": (lambda: made(radius=0), "radius must be a number above zero"),
    "twins": (lambda: made(initializer="looks_linear"), "a recurrent network has no twins"),
    "one output": (lambda: made(sizes=[3, 5, 1]), "a softmax of one output is always 1"),
    "no such start": (lambda: made(recurrent="gausian"), "unknown recurrent start 'gausian'. Did you mean 'gaussian'"),
    "no bias": (lambda: made(LSTM, forget_bias=None), "forget_bias must be a finite number"),
    "gigabytes": (lambda: made(GRU, sizes=[3, 10**5, 4]), "GB of memory"),
    "a longer image": (lambda: made().forward(np.ones((2, 19))), r"must have 6 x 3 = 18 numbers, which are read in 6 steps, got 19"),
    "a NaN": (lambda: made().forward(np.full((2, 18), np.nan)), "image 0 holds a NaN"),
    "one label for two": (lambda: made(reads=2).loss(np.ones((2, 18)), [1, 2]), r"2 labels per image, .* shape \(2, 2\)"),
    "no such label": (lambda: made(reads=2).loss(np.ones((1, 18)), [[1, 4]]), "labels must lie between 0 and 3"),
    "not square": (lambda: spectral_radius(np.ones((2, 3))), "only a square matrix"),
    "steps without images": (lambda: made().run_from(np.ones((1, 5)), 2), "run_from needs the images"),
}  # fmt: skip


@pytest.mark.parametrize(("fault", "words"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_answered_in_words(fault, words):
    with pytest.raises(ValueError, match=words):
        fault()


def test_a_matrix_that_overflowed_has_no_radius():
    assert np.isnan(spectral_radius(np.full((2, 2), np.inf)))
