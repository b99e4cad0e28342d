"""Every public function that takes a model, on every kind of model: what a slow computation finds, or a clear refusal.

A new function that takes a model, and a new method of one, needs its entry here, or the first test fails.
"""

import inspect
import re
from copy import deepcopy
from functools import cache
from itertools import combinations

import numpy as np
import pytest

from helpers import engine
from helpers.engine import GRU, LSTM, Images, Model, Network, Recurrent, ResidualNetwork
from helpers.engine.network.recurrent.unrolled import Unrolled

from .kinds import KINDS, example, slow
from .slow_models import PHI, STEP, softmax

MODELS = {"model", "net", "nets", "network", "held"}  # names of an argument that is a model
ENTRIES, REFUSALS, CALLS = {}, {}, {}


def public():
    """The names of all that takes a model, found by signature: functions and classes, and what a model can do itself."""
    found = [name for name in engine.__all__ if takes_a_model(getattr(engine, name))]
    methods = {
        name
        for kind in (Model, Network, ResidualNetwork, Unrolled, Recurrent, LSTM, GRU)
        for name, f in vars(kind).items()
        if inspect.isfunction(f)
    }
    return {*found, *(f"Model.{name}" for name in methods if not name.startswith(("_", "check_")))}


def takes_a_model(thing):
    if not callable(thing) or not (names := list(inspect.signature(thing).parameters)):
        return False
    return names[0] == "start" or bool(MODELS & set(names))


def entry(*names, refused=None, calls=None):
    """Registers what compares functions with a slow computation.

    refused: {kinds: words of the refusal}; kinds is a test of a case, words are None where there is no such method.
    calls: {name: a call that must be refused}; needed where the comparison does not begin with that call.
    """

    def register(compare):
        for name in names:
            ENTRIES[name], REFUSALS[name], CALLS[name] = compare, refused or {}, (calls or {}).get(name, compare)
        return compare

    return register


class Case:
    """A model of one kind, its slow twin, images and labels; each test has copies of its own."""

    def __init__(self, kind):
        self.kind, (self.model, self.x, self.y) = kind, example(kind)
        self.slow, self.last = slow(self.model), self.model.last
        self.coarse = self.model.dtype == np.float32

    def rng(self):
        return np.random.default_rng(7)

    def other(self):
        """Another model of the same kind, which has other numbers."""
        return example(self.kind, seed=11)[0]

    def same(self, ours, theirs):
        """Equal to what a small step can tell, on the scale of the largest number."""
        found, expected = np.asarray(ours, float), np.asarray(theirs, float)
        assert found.shape == expected.shape
        scale = np.max(np.abs(expected), initial=0.0)
        assert found == pytest.approx(expected, rel=0, abs=(5e-4 if self.coarse else 1e-6) * scale + 3e-9)


# What is refused. Each is a test of the model alone.


def layered(case):
    return not isinstance(case.model, Network)


def in_parts(case):
    """Images come in step by step."""
    return not isinstance(case.model, Network | ResidualNetwork)


def norm(case):
    return not layered(case) and case.model.norm.axis is not None


def batch_norm(case):
    return norm(case) and case.model.norm.name == "batch"


def crowd_cannot(case):
    return norm(case) or (not layered(case) and case.model.branch is not None)


def shortcut_from_the_image(case):
    return not layered(case) and 1 in case.model.shortcuts


def shallow(case):
    return not len(case.model.hidden)


def answers_twice(case):
    return getattr(case.model, "reads", 1) > 1


def not_gated(case):
    return not isinstance(case.model, LSTM | GRU)


A_NETWORK = {
    layered: "is written for a Network, layer by layer, and cannot speak of (Tiny)?(Recurrent|LSTM|GRU|ResidualNetwork)"
}
NOT_FROM_THE_LAST = {answers_twice: "here the output reads 2 steps, so what comes into it is not one state alone"}
NO_WAY = {shallow: "an error flows back through hidden stations, and .* has none"}
NO_GATES = {not_gated: "a way by gates alone is what an LSTM and a GRU have, and .* has none"}
NO_MEMORY = {batch_norm: "with batch normalization the cost depends on a memory"}
PLAIN = {crowd_cannot: "a crowd stacks plain networks, .* train each of the others by itself"}


# A model's own methods.


@entry("Model.forward", "Model.run", "Model.answers")
def _(case):
    for training in (False, True):
        for trace in (case.model.forward(case.x, training), case.model.run(case.x.astype(case.model.dtype), training)):
            for ours, theirs in zip((trace.z, trace.u, trace.a), case.slow.run(case.x, training), strict=True):
                for s in range(1, case.last + 1):
                    case.same(ours[s], theirs[s])
    case.same(case.model.answers(case.x), case.slow.run(case.x)[2][-1])


@entry("Model.run_from")
def _(case):
    whole = case.slow.run(case.x)
    if answers_twice(case):
        with pytest.raises(ValueError, match="the output reads the last 2 steps: run from one before"):
            case.model.run_from(whole[2][3], 3, case.x)
    for s in range(case.last - answers_twice(case)):
        part = case.model.run_from(whole[2][s], s, case.x)
        for t in range(s + 1, case.last + 1):
            case.same(part.a[t], whole[2][t])


@entry("Model.backward", "Model.back")
def _(case):
    for training in (False, True):
        gradient = case.model.backward(case.model.forward(case.x, training), case.y)
        for name, slope in case.slow.derivatives(case.x, case.y, training).items():
            case.same(gradient.parameters[name], slope)
        for s in range(1, case.last + 1):
            case.same(gradient.delta[s], case.slow.delta(case.x, case.y, s, training))
            for ours, theirs in zip(gradient.own(s), case.slow.own(case.x, case.y, s, training), strict=True):
                case.same(ours, theirs)


@entry("Model.own")
def _(case):
    for s in range(1, case.last + 1):
        assert [part.tolist() for part in case.model.own(s)] == [part.tolist() for part in case.slow.own_parameters(s)]
        assert all(np.shares_memory(part, case.model.flat) for part in case.model.own(s))


@entry("Model.loss", "Model.cost_of")
def _(case):
    case.same(case.model.loss(case.x, case.y), case.slow.loss(case.x, case.y))
    in_training = case.model.cost_of(case.model.forward(case.x, True), case.model.check_targets(case.y, len(case.y)))
    case.same(in_training, case.slow.loss(case.x, case.y, training=True))
    assert batch_norm(case) != np.isclose(in_training, case.model.loss(case.x, case.y), rtol=1e-3)


@entry("Model.accuracy", "Model.share_right")
def _(case):
    right = case.slow.accuracy(case.x, case.y)
    assert case.model.accuracy(case.x, case.y) == pytest.approx(right)
    targets = case.model.check_targets(case.y, len(case.y))
    assert case.model.share_right(case.model.answers(case.x), targets) == pytest.approx(right)


@entry("Model.remember")
def _(case):
    case.model.remember(case.model.forward(case.x, training=True))
    case.slow.remember(case.x)
    case.same(case.model.loss(case.x, case.y), case.slow.loss(case.x, case.y))


@entry("Model.local")
def _(case):
    for s in case.model.hidden[1:]:
        trace = case.model.forward(case.x[:1])
        case.same(case.model.local(trace, s), case.slow.jacobian(case.x[:1], s, s - 1))


@entry("Model.hand_on", refused={layered: None})
def _(case):
    a = case.slow.run(case.x)[2]
    for l in range(1, case.last + 1):
        case.same(case.model.hand_on(a[l - 1], l), a[l])


@entry("Model.pull_back")
def _(case):
    trace, a = case.model.forward(case.x), case.slow.run(case.x)[2]
    if answers_twice(case):
        with pytest.raises(ValueError, match=NOT_FROM_THE_LAST[answers_twice]):
            case.model.pull_back(trace, a[-1], case.last)
    for s in range(2 if in_parts(case) else 1, case.last + 1 - answers_twice(case)):
        g, of = case.rng().standard_normal(a[s].shape), 0 if s == case.last else 2
        pulled = case.model.pull_back(trace, g, s)
        for i in range(len(case.x)):
            case.same(pulled[i], g[i] @ case.slow.jacobian(case.x[[i]], s, s - 1, of))


@entry("Model.opened", refused={not_gated: None})
def _(case):
    trace = case.model.forward(case.x)
    for s in case.model.hidden:
        case.slow.z = trace.z[s]
        for name, gate in case.model.opened(trace, s).items():
            case.same(gate, case.slow.gates([name])[0])


@entry("Model.blocks", "Model.remembered", refused={layered: None})
def _(case):
    model, found = case.model, []
    for l in range(1, case.last + 1):
        found += [part.ravel() for part in model.blocks(l) + model.remembered(l)]
    assert sorted(np.concatenate(found)) == sorted(np.append(model.flat, model.memory.flat))


@entry("Model.like", refused={layered: None})
def _(case):
    twin = case.model.like(case.model.sizes)
    twin.flat[:], twin.memory.flat[:] = case.model.flat, case.model.memory.flat
    case.same(twin.answers(case.x), case.slow.run(case.x)[2][-1])


# Measures.


@entry("activation_spread")
def _(case):
    for training in (False, True):
        a = case.slow.run(case.x, training)[2]
        spreads = [np.mean([np.std(column) for column in a[s].T]) for s in case.model.hidden]
        case.same(engine.activation_spread(case.model, case.x, training), spreads)


@entry("likeness")
def _(case):
    for training in (False, True):
        a = case.slow.run(case.x, training)[2]
        cosines = [np.mean([cosine(*pair) for pair in combinations(a[s], 2)]) for s in range(case.last)]
        case.same(engine.likeness(case.model, case.x, training), cosines)


def cosine(u, v):
    return sum(u * v) / np.sqrt(sum(u * u) * sum(v * v))


def length(arrays):
    return np.sqrt(sum(v * v for array in arrays for v in np.ravel(array)))


@cache
def slow_speeds(kind):
    """The four meanings of speed, written out: {metric: one number for each hidden station}."""
    case, found = Case(kind), {name: [] for name in ("mean_delta", "delta", "all_parameters", "relative")}
    for s in case.model.hidden:
        delta, own = case.slow.delta(case.x, case.y, s), case.slow.own(case.x, case.y, s)
        found["mean_delta"].append(length([sum(delta) / len(delta)]))
        found["delta"].append(sum(length([row]) for row in delta) / len(delta))
        found["all_parameters"].append(length(own))
        found["relative"].append(length(own) / length(case.slow.own_parameters(s)))
    return found


@entry("layer_speeds", "speeds_at", "speed_by")
def _(case):
    gradient = case.model.backward(trace := case.model.forward(case.x, training=True), case.y)
    for metric, speeds in slow_speeds(case.kind).items():
        case.same(engine.layer_speeds(case.model, case.x, case.y)[metric], speeds)
        case.same(engine.speeds_at(case.model, trace, gradient)[metric], speeds)
        case.same(engine.speed_by(metric, case.model, gradient, case.model.hidden), speeds)


@entry("mean_squares")
def _(case):
    stations, z = range(1, case.last + 1), case.slow.run(case.x, training=True)[0]
    forwards, backwards = engine.mean_squares(case.model, case.x, case.y)
    case.same(forwards, [np.mean(z[s] ** 2) for s in stations])
    case.same(backwards, [np.mean(case.slow.delta(case.x, case.y, s) ** 2) for s in stations])


@entry("saturated_share", "dead_share")
def _(case):
    case.model.flat[:] *= 3  # so that there is something to see
    case.slow = slow(case.model)
    phi, u = PHI[case.model.activation.name], case.slow.run(case.x)[1]
    slope = np.vectorize(lambda v: (phi(v + STEP) - phi(v - STEP)) / (2 * STEP))
    steepest = slope(np.linspace(-9, 9, 2001)).max()
    slopes, trace = [np.abs(slope(u[s])) for s in case.model.hidden], case.model.forward(case.x)
    case.same(engine.saturated_share(case.model, trace), [np.mean(found < 0.01 * steepest) for found in slopes])
    case.same(engine.dead_share(case.model, trace), [np.mean((found == 0).all(axis=0)) for found in slopes])


@entry(
    "jacobian",
    "jacobians",
    refused={shallow: "leads to a hidden layer, and .* has none"},
    calls={
        name: lambda case, f=f: f(case.model, case.x[:1], 1) for name, f in vars(engine).items() if "jacobian" in name
    },
)
def _(case):
    image, first = case.x[:1], 1 if in_parts(case) else 0
    for l in range(first, case.last - 1):
        for k in range(l + 1, case.last):
            case.same(engine.jacobian(case.model, image, k, l), case.slow.jacobian(image, k, l))
            case.same(engine.jacobians(case.model, image, k, l)[-1], case.slow.jacobian(image, k, l))
    if first:
        with pytest.raises(ValueError, match="an image comes in part by part"):
            engine.jacobian(case.model, image, 2)


@entry("error_flow", refused=NO_WAY | NOT_FROM_THE_LAST)
def _(case):
    flow, a = [], case.slow.run(case.x)[2]
    for s in reversed(case.model.hidden):
        errors = case.slow.slope(
            lambda: case.slow.costs(case.x, case.y).sum(), case.slow.push_a, s, np.zeros(a[s].shape)
        )
        flow.append(np.mean([length([error]) for error in errors]))
    case.same(engine.error_flow(case.model, case.x, case.y), flow)


@entry("gate_flow", refused=NO_GATES, calls={"gate_flow": lambda case: engine.gate_flow(case.model, case.x, case.y)})
def _(case):
    """What the last state is told, once by h alone, and from there on by the gate of each neuron."""
    trace, m = case.model.forward(case.x), case.model.sizes[1]
    told = case.model.backward(trace, case.y).delta[-1] @ case.model.W_out
    gate = case.model.opened(trace, 2)["f" if isinstance(case.model, LSTM) else "w"]
    if isinstance(case.model, LSTM):
        c = trace.a[2][:, m:]
        cell = told * case.model.opened(trace, 2)["o"] * (1 - np.tanh(c) ** 2)
        arrived = cell * gate
    else:
        arrived = told * gate
    flow = [np.linalg.norm(errors, axis=1).mean() for errors in (told, arrived)]
    case.same(engine.gate_flow(case.model, case.x, case.y), flow)


@entry("flow_factors", refused=NO_WAY)
def _(case):
    typical, bound = [1.0], [1.0]
    for s in reversed(case.model.hidden[1:]):
        values = np.linalg.svd(case.slow.jacobian(case.x[:1], s, s - 1))[1]
        typical.append(typical[-1] * length([values]) / np.sqrt(case.slow.run(case.x)[2][s].shape[1]))
        bound.append(bound[-1] * max(values))
    for ours, theirs in zip(engine.flow_factors(case.model, case.x[:1]), (typical, bound), strict=True):
        case.same(ours, theirs)


@entry("input_slopes", refused=A_NETWORK)
def _(case):
    fixed, z = case.slow.copy(), case.slow.run(case.x, training=True)[0]
    if batch_norm(case):
        for s in case.model.hidden:
            fixed.mean[s], fixed.variance[s] = fixed.statistics(z[s], s, True)
    columns = []
    for push in STEP * np.eye(case.x.shape[1]):
        up, down = (fixed.run(case.x + sign * push)[0][-1][:, 0] for sign in (1, -1))
        columns.append((up - down) / (2 * STEP))
    case.same(engine.input_slopes(case.model, case.x), np.transpose(columns))


@entry("largest_difference")
def _(case):
    one, other = (case.slow.run(x)[2][1] for x in (case.x, case.x[::-1]))
    case.same(engine.largest_difference(case.model, case.x, case.x[::-1]), abs(one - other).max(axis=1))


@entry("largest_derivatives")
def _(case):
    largest = [max(np.abs(part).max() for part in case.slow.own(case.x, case.y, s)) for s in case.model.hidden]
    for loss_scale in (1.0, 2.0**9):
        case.same(engine.largest_derivatives(case.model, case.x, case.y, loss_scale), largest)


@entry("idle_share")
def _(case):
    gradient = case.model.backward(case.model.forward(case.x, training=True), case.y)
    eta, expected = np.finfo(case.model.dtype).eps, []
    for s in case.model.hidden:
        pairs = zip(case.model.own(s), gradient.own(s), strict=True)
        pairs = [(w, g) for p, q in pairs for w, g in zip(p.ravel(), q.ravel(), strict=True)]
        expected.append(sum(w.dtype.type(w - w.dtype.type(eta) * g) == w for w, g in pairs) / len(pairs))
    case.same(engine.idle_share(case.model, gradient, eta), expected)


@entry("louder")
def _(case):
    loud = engine.louder(case.model, 3.0)
    case.same(loud.loss(case.x, case.y), 3 * case.slow.loss(case.x, case.y))
    gradient = loud.backward(loud.forward(case.x, training=True), case.y)
    for name, slope in case.slow.derivatives(case.x, case.y).items():
        case.same(gradient.parameters[name], 3 * slope)
    case.same(loud.answers(case.x), case.slow.run(case.x)[2][-1])


@entry("bias_curvatures")
def _(case):
    bends = {"quadratic": lambda a: np.diag((a * (1 - a)) ** 2), "softmax": lambda a: np.diag(a) - np.outer(a, a)}
    bend = bends.get(case.model.cost.name, lambda a: np.diag(a * (1 - a)))
    if answers_twice(case):  # each answer bends by itself, and the cost is the mean of both
        zero, bend_one = np.zeros((3, 3)), bend
        bend = lambda a: np.block([[bend_one(a[:3]), zero], [zero, bend_one(a[3:])]]) / 2  # noqa: E731
    z, answers = case.slow.run(case.x)[0], case.slow.run(case.x)[2][-1]
    for s, found in zip(case.model.hidden, engine.bias_curvatures(case.model, case.x), strict=True):
        columns = []
        for push in STEP * np.eye(z[s].shape[1]):
            ends = []
            for sign in (1, -1):
                case.slow.push_z = {s: sign * push}
                ends.append(case.slow.run(case.x)[0][-1])
            columns.append((ends[0] - ends[1]) / (2 * STEP))
        case.slow.push_z = {}
        J = np.moveaxis(columns, 0, 2)  # one matrix an image
        block = np.mean([j.T @ bend(a) @ j for j, a in zip(J, answers, strict=True)], axis=0)
        case.same(found, np.linalg.eigvalsh(block)[::-1])


@entry("travelled", "learned")
def _(case):
    other = case.other()
    there, stations = slow(other), range(1, case.last + 1)
    for shrink in (1.0, 0.7):
        way = [
            length([p - (shrink if p.ndim == 2 else 1) * q for p, q in zip(*(m.own_parameters(s) for m in (case.slow, there)), strict=True)])
            for s in stations
        ]  # fmt: skip
        case.same(engine.learned(case.model, other, shrink), way)
        if shrink == 1:
            case.same(engine.travelled(case.model, other), way)


@entry("noise_scale", refused=A_NETWORK | {batch_norm: "under batch normalization the gradient of one image depends"})
def _(case):
    found, scales = engine.noise_scale(case.model, case.x, case.y), []
    for s in range(1, case.last + 1):
        each = [
            np.concatenate([g.ravel() for g in case.slow.own(case.x[[i]], case.y[[i]], s)]) for i in range(len(case.x))
        ]
        mean = sum(each) / len(each)
        scales.append(np.mean([sum((g - mean) ** 2) for g in each]) / sum(mean**2))
    case.same(found, scales)


@entry("batch_gradients")
def _(case):
    cosines, relative = engine.batch_gradients(case.model, case.x, case.y, 3, 2, case.rng())
    rng, stations = case.rng(), range(1, case.last + 1)

    def gradient(rows, s):
        return np.concatenate([g.ravel() for g in case.slow.own(case.x[rows], case.y[rows], s)])

    batches = [rng.choice(len(case.x), 3, replace=False) for _ in range(2)]
    pairs = [[(gradient(batch, s), gradient(slice(None), s)) for s in stations] for batch in batches]
    case.same(cosines, [[cosine(*pair) for pair in row] for row in pairs])
    case.same(relative, [[length([g]) / length([f]) for g, f in row] for row in pairs])


# Training.


@entry("train", "Training")
def _(case):
    training = engine.train(case.model, case.x, case.y, eta=0.4, steps=2)
    for step in training:
        case.same(step.cost, case.slow.step(case.x, case.y, 0.4))
    assert isinstance(training, engine.Training) and training.over
    case.same(case.model.flat, case.slow.flat())
    case.same(case.model.answers(case.x), case.slow.run(case.x)[2][-1])  # what was remembered, too


@entry("strides")
def _(case):
    for stride in engine.strides(case.model, case.x, case.y, eta=0.4, steps=2):
        before = [case.slow.own_parameters(s) for s in range(1, case.last + 1)]
        case.slow.step(case.x, case.y, 0.4)
        after = [case.slow.own_parameters(s) for s in range(1, case.last + 1)]
        case.same(stride, [length([p - q for p, q in zip(*pair, strict=True)]) / length(pair[1]) for pair in zip(after, before, strict=True)])  # fmt: skip


@entry("record", "History", "Run")
def _(case):
    speeds, start = slow_speeds(case.kind), case.slow.copy()
    history = engine.record(case.model, case.x, case.y, steps=2, every=2, eta=0.4)
    for metric, found in speeds.items():
        case.same(history.speeds[metric][0], found)
    case.same(history.cost, [case.slow.step(case.x, case.y, 0.4) for _ in range(2)])
    assert history.accuracy[1] == pytest.approx(case.slow.accuracy(case.x, case.y))
    way = [length([p - q for p, q in zip(*(m.own_parameters(s) for m in (case.slow, start)), strict=True)]) for s in range(1, case.last + 1)]  # fmt: skip
    case.same(history.distance[1], way)


def slow_batches(twin, x, y, rng, eta, only=None, batch_size=3):
    """One epoch of the slow model, in the order that rng draws."""
    order = rng.permutation(len(x))
    for i in range(0, len(x), batch_size):
        rows = order[i : i + batch_size]
        twin.step(x[rows], y[rows], eta, only)


@entry("train_crowd", refused=PLAIN | {layered: "a crowd stacks plain networks"})
def _(case):
    nets = [case.model, case.other()]
    twins, rngs = [slow(net) for net in nets], [np.random.default_rng(i) for i in range(2)]
    list(engine.train_crowd(nets, case.x, case.y, eta=0.4, epochs=1, batch_size=3, rngs=rngs))
    for i, (net, twin) in enumerate(zip(nets, twins, strict=True)):
        slow_batches(twin, case.x, case.y, np.random.default_rng(i), 0.4)
        case.same(net.flat, twin.flat())


# Studies.


@entry("frozen_accuracies", refused=PLAIN | A_NETWORK)
def _(case):
    images = Images(case.x, case.y, np.arange(len(case.x)))
    digits = type("Digits", (), {"train": images, "test": images})
    frozen = list(case.model.hidden)[-1:]  # the last hidden layer, or none where there is none
    found = engine.frozen_accuracies([case.model], frozen, digits, eta=0.4, epochs=1, batch_size=3)
    names = {name for l in range(1, case.last + 1) if l not in frozen for name in case.slow.own_names(l)}
    slow_batches(case.slow, case.x, case.y, np.random.default_rng(0), 0.4, only=names)
    assert found == pytest.approx([case.slow.accuracy(case.x, case.y)])


@entry("train_lbfgs", refused=NO_MEMORY)
def _(case):
    before, steps = case.slow.loss(case.x, case.y), []
    ended = engine.train_lbfgs(case.model, case.x, case.y, passes=9, watch=steps.append)
    case.same(ended.cost, slow(case.model).loss(case.x, case.y))
    assert ended.cost < before and steps == sorted(steps) and steps[-1] <= ended.passes <= 9 + 20


@entry("layers_above", refused=A_NETWORK)
def _(case):
    a = case.slow.run(case.x)[2]
    for frozen in range(case.last):
        case.same(engine.layers_above(case.model, frozen).answers(a[frozen]), a[-1])


@entry("blend")
def _(case):
    other = case.other()
    twin, there = case.slow.copy(), slow(other)
    twin.p = {name: 0.7 * p + 0.3 * there.p[name] for name, p in twin.p.items()}
    if batch_norm(case):
        for mine, theirs in ((twin.mean, there.mean), (twin.variance, there.variance)):
            mine[:] = [None if m is None else 0.7 * m + 0.3 * t for m, t in zip(mine, theirs, strict=True)]
    case.same(engine.blend(case.model, other, 0.3).answers(case.x), twin.run(case.x)[2][-1])


def along(case, end, held, layers, t):
    """The slow model at place t of the line."""
    twin, there = slow(held), slow(end)
    for name, p in case.slow.p.items():
        if int(re.sub(r"\D", "", name)) in layers:
            twin.p[name] = (1 - t) * p + t * there.p[name]
    return twin


@entry(
    "cost_along",
    "slope_along",
    refused=A_NETWORK | NO_MEMORY,
    calls={
        "cost_along": lambda case: engine.cost_along(case.model, case.other(), [1], case.x, case.y, 0.5),
        "slope_along": lambda case: engine.slope_along(case.model, case.other(), [1], case.x, case.y),
    },
)
def _(case):
    end, held = case.other(), example(case.kind, seed=12)[0]
    for layers in ([1], [case.last], [*range(1, case.last + 1)]):
        costs = [along(case, end, held, layers, t).loss(case.x, case.y) for t in (0, 0.4, 1.3)]
        case.same(engine.cost_along(case.model, end, layers, case.x, case.y, [0, 0.4, 1.3], held), costs)
        up, down = (along(case, end, held, layers, t).loss(case.x, case.y) for t in (STEP, -STEP))
        slope = engine.slope_along(case.model, end, layers, case.x, case.y, held)
        case.same(slope, (up - down) / (2 * STEP))


@entry("random_end", refused=A_NETWORK | NO_MEMORY)
def _(case):
    end = case.other()
    control = engine.random_end(case.model, end, [1], case.rng())
    way = [np.subtract(p, q) for p, q in zip(control.blocks(1), case.model.blocks(1), strict=True)]
    true = [np.subtract(p, q) for p, q in zip(end.blocks(1), case.model.blocks(1), strict=True)]
    case.same(length(way), length(true))
    for l in range(2, case.last + 1):
        for p, q in zip(control.blocks(l), case.model.blocks(l), strict=True):
            assert np.array_equal(p, q)


NO_EXTRAS = {crowd_cannot: "is asked of plain networks: without normalization and shortcuts"}

TOO_FEW = {shallow: "there must be 2 layers with weights at least"}


@entry("train_holding", "Walk")
def _(case):
    settings, twin = {"eta": 0.3, "steps": 3}, deepcopy(case.model)
    still = engine.train_holding(
        deepcopy(case.model), case.x, case.y, list(case.model.parameters.shapes), lmbda=0.1, **settings
    )
    case.same(still.net.flat, case.slow.flat())
    assert not np.ptp(still.speeds, axis=0).any() and not np.ptp(still.cost).any()
    free = engine.train_holding(case.model, case.x, case.y, **settings)
    engine.train(twin, case.x, case.y, **settings).finish()
    case.same(free.net.flat, twin.flat)
    assert free.speeds.shape == (3, len(case.model.hidden)) and free.accuracy.shape == (1,)
    case.same(free.speeds[0], slow_speeds(case.kind)["mean_delta"])
    assert isinstance(free, engine.Walk)
    if len(case.model.hidden):
        case.same(free.gap, [speeds[-1] / speeds[0] for speeds in free.speeds])


@entry("LastLayers", refused=A_NETWORK | NO_EXTRAS | TOO_FEW)
def _(case):
    last, h = engine.LastLayers(case.model, case.x, case.y), 1e-3
    case.same(last.cost, case.slow.loss(case.x, case.y))
    v, w = last.direction(case.rng()), last.direction(np.random.default_rng(8))
    ahead = engine.LastLayers(case.model, case.x, case.y).costs(v, [h, 0, -h])
    assert v @ last.bend(v) == pytest.approx((ahead[0] - 2 * ahead[1] + ahead[2]) / h**2, rel=1e-3, abs=1e-6)
    assert v @ last.bend(w) == pytest.approx(w @ last.bend(v), rel=1e-3, abs=1e-6)  # second derivatives are symmetric
    twin = slow(last.pushed(v, 0.1))
    assert twin.loss(case.x, case.y) == pytest.approx(last.costs(v, [0.1])[0], abs=1e-6)


@entry("best_output_layer", refused=A_NETWORK | NO_EXTRAS)
def _(case):
    cost, right = engine.best_output_layer(case.model, case.x, case.y)
    assert 0 <= right <= 1 and cost <= case.slow.loss(case.x, case.y) + 1e-6
    names = case.slow.own_names(case.last)
    for _ in range(20):  # no other output layer is better
        twin = case.slow.copy()
        for name in names:
            twin.p[name] = twin.p[name] + case.rng().standard_normal(twin.p[name].shape)
        assert cost <= twin.loss(case.x, case.y) + 1e-6


A_PIXEL_GOES_ON = {shortcut_from_the_image: "a shortcut hands every pixel on to layer 1"}


@entry("without_pixels", refused=A_NETWORK | A_PIXEL_GOES_ON)
def _(case):
    for hidden in np.eye(case.model.inputs, dtype=bool):  # without it an image may be as wide as layer 1
        small = engine.without_pixels(case.model, hidden)
        blank = np.where(hidden, 0, case.x)
        case.same(small.answers(case.x[:, ~hidden]), case.slow.run(blank)[2][-1])


@entry("accuracy_in_hiding", refused=A_PIXEL_GOES_ON | PLAIN | A_NETWORK)
def _(case):
    images = Images(case.x, case.y, np.arange(len(case.x)))
    found = engine.accuracy_in_hiding([case.model], 2 / 5, images, images, eta=0.4, epochs=1, batch_size=3)
    strength = [length([column]) for column in case.slow.p["W1"].T]
    blank = case.x * [s > sorted(strength)[1] for s in strength]
    slow_batches(case.slow, blank, case.y, np.random.default_rng(0), 0.4)
    assert found == pytest.approx([case.slow.accuracy(blank, case.y)])


@entry("find_metamer", refused=A_NETWORK | A_PIXEL_GOES_ON)
def _(case):
    code_of, looks_like = case.x[0], case.x[1]
    metamer = engine.find_metamer(case.model, code_of, looks_like)
    W = case.slow.p["W1"]
    one, other = (case.slow.run(image[None])[2][1] for image in (metamer.image, code_of))
    case.same(metamer.agreement, np.abs(one - other).max())
    case.same(metamer.moved, length([metamer.image - looks_like]))
    assert metamer.success and np.abs(one - other).max() < (1e-5 if case.coarse else 1e-9)
    # No image with the same code is nearer: nothing that can still move leads both along the code and closer.
    along_the_code = np.linalg.svd(W)[2][len(W) :]
    for way in np.concatenate([along_the_code, -along_the_code]):
        moved = metamer.image + 1e-4 * way
        if moved.min() >= 0 and moved.max() <= 1:
            assert length([moved - looks_like]) >= metamer.moved - 1e-9


# Starts.


@entry("lsuv", refused=A_NETWORK | {norm: "a normalization brings every layer to variance 1 by itself"})
def _(case):
    engine.lsuv(case.model, case.x, rng=case.rng())
    z = slow(case.model).run(case.x)[0]
    assert [np.var(z[l]) for l in range(1, case.last + 1)] == pytest.approx([1] * case.last, abs=0.1)


@entry("started", "speed_fan", refused={layered: None})
def _(case):
    model = case.model
    settings = {"norm": model.norm.name, "branch": model.branch, "dtype": model.dtype, "sigma_b": 0.4}
    names = {"activation": model.activation.name, "initializer": "he", "cost": model.cost.name}
    made = Network(model.sizes, *names.values(), rng=case.rng(), **settings)
    begun = engine.started("he", model.sizes, names["activation"], names["cost"], images=case.x, rng=case.rng(), **settings)  # fmt: skip
    case.same(begun.answers(case.x), slow(made).run(case.x)[2][-1])
    fan = engine.speed_fan(model.sizes, case.x, case.y, [7], **names, **settings)
    deltas = [slow(made).delta(case.x, case.y, s) for s in model.hidden]
    case.same(fan["delta"], [[np.mean([length([row]) for row in delta]) for delta in deltas]])


# The tests.


def refusal(name, case):
    """(whether this function must refuse this model, the words)."""
    for is_kind, words in REFUSALS[name].items():
        if is_kind(case):
            return True, words
    return False, None


def test_whatever_takes_a_model_has_its_entry():
    builds = {"speed_fan"}  # it takes no model, but the settings of one
    renamed = {"History", "Run"}  # whichever of the two is there
    assert public() - set(ENTRIES) == set()
    assert set(ENTRIES) - public() - builds - renamed == set()


def test_how_much_is_covered():
    names = public() & set(ENTRIES) | {"speed_fan"}
    cases = {kind: Case(kind) for kind in KINDS}
    answers = [refusal(name, case) for name in names for case in cases.values()]
    words, none = sum(bool(w) for _, w in answers), sum(r and w is None for r, w in answers)
    print(f"{len(names)} functions and methods x {len(cases)} kinds of model: {len(answers) - words - none} compared with a "
          f"slow computation, {words} refused in words, {none} methods that a kind does not have")  # fmt: skip
    assert len(names) >= 45 and len(cases) >= 20 and words + none < 0.2 * len(answers)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("compare", dict.fromkeys(ENTRIES.values()), ids=lambda f: "+".join(n for n, g in ENTRIES.items() if g is f))  # fmt: skip
def test_the_slow_computation_agrees_or_the_refusal_is_clear(compare, kind):
    case = Case(kind)
    names = [name for name, f in ENTRIES.items() if f is compare]
    refused, words = refusal(names[0], case)
    if not refused:
        before = deepcopy(case.x)
        compare(case)
        assert np.array_equal(case.x, before)
    for name in names if words else []:
        with pytest.raises(ValueError, match=words):
            CALLS[name](case)


def test_the_slow_models_stand_on_formulas_of_their_own():
    """A last look at the one helper that is neither a loop nor a step: three classes by hand."""
    assert softmax([0.0, np.log(2), np.log(5)]) == pytest.approx([1 / 8, 2 / 8, 5 / 8])
