"""What all recurrent networks share: a layer laid out in time, and back-propagation through time.

At step s the neurons read the s-th part x_s of the image and hear what they said a step before, h[s - 1]:

z[s] = x_s @ W_in.T + h[s - 1] @ W_rec.T + b

What a cell makes of z is written in its own file. After the last step the output reads h: z = h @ W_out.T + b_out.
"""

from dataclasses import dataclass

import numpy as np

from ...checks import (
    check_array,
    check_count,
    check_dtype,
    check_positive,
    check_rng,
    check_room,
    check_targets,
    check_three,
)
from ..activations import ACTIVATIONS
from ..costs import COSTS, check_outputs, parted, several
from ..initializers import INITIALIZERS
from ..model import Gradient, Model, Trace, chosen, quiet
from ..parameters import Parameters, refuse_to_replace
from .starts import RECURRENT_STARTS

EVERY = slice(None)  # all blocks of z


@dataclass(frozen=True)
class UnrolledTrace(Trace):
    """A Trace by steps. `a[s]` is the whole state after step s, h first; `u[s]` what the cell's activation meets.

    `parts`: the images step by step, shape (steps, n, numbers). `weighted`: z in one piece, (steps, n, …). `state`: a in
    one piece, (steps + 1, n, …), nothing but zeros before step 1. `kept[s]`: what the cell keeps for the way back.
    """

    parts: np.ndarray
    weighted: np.ndarray
    state: np.ndarray
    kept: list


class UnrolledGradient(Gradient):
    """A Gradient by steps. The weights are shared, so their derivative is a sum over the steps; `own(s)` is one summand.

    `error[s]`, shaped as a[s]: the derivative of each image's own cost C_x by the state after step s.
    """

    def __init__(self, model, trace, n):
        super().__init__([None] * (model.last + 1), model.parameters.like())
        self.trace, self.hears_x, self.hears_h = trace, model.hears_x, model.hears_h
        self.deltas = np.empty(trace.weighted.shape, model.dtype)
        self.errors = np.empty_like(trace.state)
        self._view()

    def _view(self):
        self.delta[1:-1], self.error = list(self.deltas), [None, *self.errors[1:], None]

    def __setstate__(self, state):
        """A copied or loaded one: delta and error must be views into its own arrays."""
        self.__dict__.update(state)
        self._view()

    @property
    def fits(self):
        """How many images there is room for."""
        return self.deltas.shape[1]

    def own(self, s):
        if s == len(self.delta) - 1:
            return [self.parameters["W_out"], self.parameters["b_out"]]
        if s not in range(1, len(self.delta) - 1):
            raise ValueError(f"stations are numbered from 1 to {len(self.delta) - 1}, got {s!r:.60}")
        return [part / self.fits for part in self.summed(slice(s - 1, s))]

    def summed(self, steps):
        """The derivatives of the sum of the C_x by W_in, W_rec and b as these steps use them; steps: a slice from 0."""
        deltas, m = rows(self.deltas[steps]), self.parameters["W_rec"].shape[1]
        heard, said = rows(self.trace.parts[steps]), rows(self.trace.state[:-1][steps][..., :m])
        by_x, by_h = (joined(blocks(deltas, m)[:, hears]) for hears in (self.hears_x, self.hears_h))
        return [by_x.T @ heard, by_h.T @ said, deltas.sum(axis=0)]


def rows(values):
    """(steps, n, numbers) as (steps n, numbers)."""
    return values.reshape(-1, values.shape[-1])


def blocks(z, m):
    """(n, gates m) as (n, gates, m): a view, as long as z is in one piece."""
    return z.reshape(len(z), -1, m)


def apart(z, k):
    """(n, k m) as k views of shape (n, m)."""
    return z.reshape(len(z), k, -1).swapaxes(0, 1)


def beside(*parts):
    """k arrays of shape (n, m) as (n, k m)."""
    return np.concatenate(parts, axis=1)


def joined(z):
    """(n, gates, m) as (n, gates m)."""
    return z.reshape(len(z), -1)


class Unrolled(Model):
    """A recurrent layer, whatever its cell: see Recurrent for its settings. A cell gives what stands in the first lines."""

    gates = ("z",)  # the blocks of z, m numbers each
    hears_x, hears_h = EVERY, EVERY  # the blocks that the image and the state go into
    memories = 1  # numbers of the state a neuron: what it says, and what else it remembers

    def _step(self, z, before, out):
        """From z and the state before, write the state after into `out`; returns (what phi meets, what `_pull` needs)."""
        raise NotImplementedError

    def _pull(self, trace, s, g):
        """(dF/dz[s], dF/da[s - 1]) of any F from g = dF/da[s], one row per image."""
        raise NotImplementedError

    def opened(self, trace, s):
        """The gates of step s by name, each of shape (n, neurons), between 0 and 1."""
        return {}

    def _start(self):
        """What a kind of cell changes in the weights just drawn."""

    @quiet
    def __init__(self, sizes, steps, activation="tanh", initializer="glorot_uniform", cost="softmax", *, rng,
                 recurrent="orthogonal", radius=1.0, reads=1, dtype=np.float64):  # fmt: skip
        self.sizes = check_three(
            sizes, "a recurrent network", "numbers read a step, neurons, outputs, such as [28, 64, 10]"
        )
        self.steps, self.reads = check_count("steps", steps), check_count("reads", reads)
        self.activation, self.initializer = ACTIVATIONS[activation], INITIALIZERS[initializer]
        self.recurrent, self.radius = RECURRENT_STARTS[recurrent], check_positive("radius", radius)
        if self.initializer.mirrored:
            raise ValueError(
                "a recurrent network has no twins to mirror: take another initializer, such as 'orthogonal'"
            )
        if self.reads > self.steps:
            raise ValueError(f"the output cannot read {reads} of {steps} steps: take fewer reads, or more steps")
        numbers, m, classes = self.sizes
        self.cost = several(check_outputs(COSTS[cost], classes), self.reads)
        rng, dtype = check_rng(rng), check_dtype(dtype)
        into_x, into_h = (m * np.zeros(len(self.gates))[hears].size for hears in (self.hears_x, self.hears_h))
        check_room(into_x * numbers + into_h * m + classes * m, dtype, self.sizes)
        shapes = {"W_in": (into_x, numbers), "W_rec": (into_h, m), "b": (m * len(self.gates),)}
        self.parameters = Parameters(shapes | {"W_out": (classes, m), "b_out": (classes,)}, dtype)
        for W in self.W_in.reshape(-1, m, numbers):
            W[:] = self.initializer.draw(rng, m, numbers, first=True)[0]
        for W in self.W_rec.reshape(-1, m, m):
            W[:] = self.recurrent.draw(rng, m, self.radius)
        self.W_out[:], self.b_out[:] = self.initializer.draw(rng, classes, m, last=True)
        self.b[:] = self.initializer.sigma_b * rng.standard_normal(len(self.b))
        self._start()

    W_in, W_rec, b, W_out, b_out = (
        property(
            lambda net, name=name: net.parameters[name],
            lambda net, value, name=name: value is net.parameters[name] or refuse_to_replace(f"net.{name}"),
        )
        for name in ("W_in", "W_rec", "b", "W_out", "b_out")
    )

    def __repr__(self):
        reads = f", {self.reads} reads" if self.reads > 1 else ""
        names = (self.activation.name, self.initializer.name, self.cost.name, f"{self.recurrent.name} {self.radius:g}")
        return f"{type(self).__name__}({list(self.sizes)}, {self.steps} steps{reads}, {', '.join(names)})"

    @property
    def stations(self):
        return [*(f"step {s}" for s in range(1, self.steps + 1)), "output"]

    @property
    def inputs(self):
        """How many numbers an image has."""
        return self.steps * self.sizes[0]

    @property
    def outputs(self):
        """How many numbers an answer has, or all its answers together."""
        return self.reads * self.sizes[2]

    def own(self, s):
        return [self.W_out, self.b_out] if s == self.last else [self.W_in, self.W_rec, self.b]

    # What comes in.

    def check_images(self, x):
        """Images of shape (n, steps * numbers), or (n, steps, numbers), as the former."""
        x, (numbers, *_) = check_array("x", x), self.sizes
        if x.shape[1:] == (self.steps, numbers):
            x = x.reshape(len(x), -1)
        if x.ndim == 2 and x.shape[1] != self.inputs:
            raise ValueError(
                f"each image must have {self.steps} x {numbers} = {self.inputs} numbers, which are read in {self.steps} "
                f"steps, got {x.shape[1]}"
            )
        return super().check_images(x)

    def check_targets(self, y, n):
        if self.reads == 1:
            return super().check_targets(y, n)
        y = check_array("y", y)
        if y.shape not in ((n, self.reads), (n, self.outputs)):
            raise ValueError(
                f"y must hold {self.reads} labels per image, one for each step that the output reads: shape "
                f"({n}, {self.reads}), got {y.shape}"
            )
        y = y.ravel() if y.shape[1] == self.reads else rows(parted(y, self.reads))
        return check_targets(y, n * self.reads, self.sizes[2], self.dtype).reshape(n, -1)

    def accuracy(self, x, y):
        """As of every model; where the output answers several times, the share of right answers among all."""
        answers = self.answers(x)
        y = self.check_targets(y, len(answers))
        if not np.isfinite(answers).all():
            return float("nan")
        ours, right = (chosen(rows(parted(each, self.reads))) for each in (answers, y))
        return float((ours == right).mean())

    # Forwards.

    def run(self, x, training=False, into=None):
        trace = into or self._empty_trace(len(x), training)
        trace.a[0], trace.parts[:] = x, self._parts(x)
        return self._run_above(trace, 0)

    def run_from(self, a, s, x=None):
        if s == 0:
            return self.run(a)
        if x is None:
            raise ValueError("the steps above read their parts of the images: run_from needs the images, too, as x")
        if s > self.steps - self.reads + 1:
            raise ValueError(f"the output reads the last {self.reads} steps: run from one before, or the first of them")
        trace = self._empty_trace(len(x), training=False)
        trace.parts[:], trace.state[s], trace.a[s] = self._parts(x), a, a
        return self._run_above(trace, s)

    def _parts(self, x):
        return x.reshape(len(x), self.steps, -1).swapaxes(0, 1)

    def _empty_trace(self, n, training):
        z, u, a, kept = ([None] * (self.last + 1) for _ in range(4))
        (numbers, m, _), z_width = self.sizes, len(self.b)
        parts, weighted = (np.empty((self.steps, n, width), self.dtype) for width in (numbers, z_width))
        state = np.zeros((self.steps + 1, n, self.memories * m), self.dtype)
        return UnrolledTrace(z, u, a, training, parts, weighted, state, kept)

    @quiet
    def _run_above(self, trace, s):
        z, u, a = trace.z, trace.u, trace.a
        for t in range(s + 1, self.last):
            z[t], a[t] = trace.weighted[t - 1], trace.state[t]
            self._hear(trace.parts[t - 1], trace.state[t - 1], z[t])
            u[t], trace.kept[t] = self._step(z[t], trace.state[t - 1], out=a[t])
        answers = self._read(trace) @ self.W_out.T + self.b_out
        z[-1] = u[-1] = joined(answers.swapaxes(0, 1))
        a[-1] = self.cost.output(z[-1])
        return trace

    def _hear(self, x, before, z):
        """z = x W_in' + h W_rec' + b, each product into the blocks of z that hear it."""
        m = self.sizes[1]
        z[:] = self.b
        for heard, hears in ((x @ self.W_in.T, self.hears_x), (before[:, :m] @ self.W_rec.T, self.hears_h)):
            blocks(z, m)[:, hears] += blocks(heard, m)

    def _read(self, trace):
        """What the neurons said at the steps that the output reads, shape (reads, n, neurons)."""
        return trace.state[-self.reads :, :, : self.sizes[1]]

    # Backwards.

    @quiet
    def back(self, trace, y, into=None):
        """Back-propagation through time: Werbos 1990."""
        n, m = len(y), self.sizes[1]
        gradient = into if into and into.fits == n else UnrolledGradient(self, trace, n)
        gradient.trace, errors, found = trace, gradient.errors, gradient.parameters
        gradient.delta[-1] = self.cost.delta(trace.z[-1], trace.a[-1], y)
        told = parted(gradient.delta[-1], self.reads).swapaxes(0, 1)  # (reads, n, classes)
        errors[:] = 0
        errors[-self.reads :, :, :m] = told @ self.W_out
        for s in range(self.steps, 0, -1):
            gradient.deltas[s - 1], below = self._pull(trace, s, errors[s])
            errors[s - 1] += below
        found["W_out"][:] = rows(told).T @ rows(self._read(trace))
        found["b_out"][:] = told.sum(axis=(0, 1))
        found["W_in"][:], found["W_rec"][:], found["b"][:] = gradient.summed(EVERY)
        np.divide(gradient.flat, n, out=gradient.flat)
        return gradient

    def _told_before(self, delta):
        """dF/dh[s - 1] from dF/dz[s] by way of z alone."""
        return joined(blocks(delta, self.sizes[1])[:, self.hears_h]) @ self.W_rec

    @quiet
    def pull_back(self, trace, g, s):
        if s == 1:
            raise ValueError("an image comes in part by part, not before step 1: look from a later step")
        if s < self.last:
            return self._pull(trace, s, g)[1]
        if self.reads > 1:
            raise ValueError(
                f"here the output reads {self.reads} steps, so what comes into it is not one state alone: take reads=1"
            )
        below = np.zeros((len(g), trace.state.shape[2]), self.dtype)
        below[:, : self.sizes[1]] = g @ self.W_out
        return below
