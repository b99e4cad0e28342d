"""A fully connected network: the forward pass, the backward pass, and nothing else.

Lists are indexed by layer: the image is layer 0, the first hidden layer is layer 1, the output is the last.
So `W[1]` and `b[1]` lead into the first hidden layer, and `W[0]`, `b[0]`, `z[0]`, `delta[0]` are None.
"""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from ..checks import (
    check_dtype,
    check_not_negative,
    check_positive,
    check_rng,
    check_room,
    check_sizes,
)
from .activations import ACTIVATIONS
from .costs import COSTS, check_outputs
from .initializers import INITIALIZERS
from .model import Gradient, Model, Trace, quiet
from .normalization import NORMS, normalized, normalized_backward, scaled_backward, statistics
from .parameters import Parameters, locked

# What has one array a layer: a network's attribute, and the name of its blocks.
BY_LAYER = {"W": "W", "b": "b", "gamma": "gamma", "beta": "beta"}
BY_LAYER |= {"remembered_mean": "mean", "remembered_variance": "variance"}
MEMORY = 0.1  # the share by which a batch moves the remembered mean and variance


@dataclass(frozen=True)
class NetworkTrace(Trace):
    """A Trace with what a normalization made of z on its way to u: `z_hat[l]`, `mean[l]` and `variance[l]`."""

    z_hat: list
    mean: list
    variance: list


class NetworkGradient(Gradient):
    """A Gradient by layer: `dW[l]`, `db[l]`, and with a normalization `dgamma[l]`, `dbeta[l]`, shaped as W[l] and so on.

    With batch normalization the images of a training batch hang together: then delta[l] has in row x what z[l] of
    image x does to the sum of the costs of all.
    """

    def __init__(self, delta, parameters):
        super().__init__(delta, parameters)
        layers = len(delta) - 1
        self.dW, self.db, self.dgamma, self.dbeta = (
            parameters.by_layer(letter, layers, f"gradient.d{letter}") for letter in ("W", "b", "gamma", "beta")
        )

    def __reduce__(self):
        """A copied or loaded one: dW and db must be views into its own vector."""
        return type(self), (self.delta, self.parameters)

    def own(self, s):
        return [self.dW[s], self.db[s]]

    def blocks(self, l):
        """All derivatives by what belongs to layer l."""
        return [*self.own(l), *(part[l] for part in (self.dgamma, self.dbeta) if part[l] is not None)]


class Network(Model):
    """Layers of neurons, the last one with its cost's own output. Hidden layer l computes

    z[l] = a[l-1] @ W[l].T + b[l],  u[l] = z[l], or normalized gamma[l] z_hat[l] + beta[l],
    a[l] = phi(u[l]), or with a shortcut a[l-1] + branch phi(u[l]), where both layers are equally wide.

    sizes: numbers of neurons from the image to the output, e.g. [784, 30, 10].
    activation, initializer, cost, norm: names from ACTIVATIONS, INITIALIZERS, COSTS, NORMS.
    scale: every drawn weight is multiplied by it (for "nielsen" and "lecun" it is sigma_w).
    sigma_b: the standard deviation of the biases, where it shall differ from the initializer's own.
    branch: what a layer's own part is multiplied by before it is added to the shortcut; None means no shortcuts.
    rng: the random generator that draws the weights. dtype: float64, float32 or float16.
    large: allow a network whose weights alone need gigabytes.
    Raises ValueError for anything else. To change weights, write into the arrays, `net.W[1][:] = ...`: they are views
    into the one vector `net.flat`, which training works on. The gradient follows Nielsen 2015, chapter 2 (BP1-BP4);
    shortcuts: He et al. 2016; normalizations: see normalization.py.
    """

    @quiet
    def __init__(self, sizes, activation="sigmoid", initializer="nielsen", cost="cross-entropy", *,
                 rng, scale=1.0, sigma_b=None, norm="none", branch=None, dtype=np.float64, large=False):  # fmt: skip
        sizes, dtype = check_sizes(sizes), check_dtype(dtype)
        self.activation, self.initializer, self.cost = ACTIVATIONS[activation], INITIALIZERS[initializer], COSTS[cost]
        self.norm, self.branch = NORMS[norm], None if branch is None else check_positive("branch", branch)
        scale, rng = check_positive("scale", scale), check_rng(rng)
        if sigma_b is not None:
            self.initializer = replace(self.initializer, sigma_b=check_not_negative("sigma_b", sigma_b))
        if not large:
            check_room(sum(n_out * (n_in + 1) for n_in, n_out in pairwise(sizes)), dtype, sizes)
        self._lay_out(sizes, dtype)
        self._check_parts()
        for l in range(1, len(sizes)):
            W, self.b[l][:] = self.initializer.draw(rng, sizes[l], sizes[l - 1], first=l == 1, last=l == self.last)
            self.W[l][:] = scale * W
        self._start_normalization()

    W, b, gamma, beta, remembered_mean, remembered_variance = (locked(name, f"net.{name}[1]") for name in BY_LAYER)

    def __repr__(self):
        extras = [f"norm={self.norm.name!r}"] if self.norm.axis is not None else []
        extras += [f"branch={self.branch:g}"] if self.branch is not None else []
        names = (self.activation.name, self.initializer.name, self.cost.name, *extras)
        return f"Network({list(self.sizes)}, {', '.join(names)})"

    def like(self, sizes):
        """Another network of the same kind with these sizes, whose parameters are not set yet."""
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__)
        other._lay_out(check_sizes(sizes), self.dtype)
        other._start_normalization()
        return other

    # What it is made of.

    def _lay_out(self, sizes, dtype):
        """Room for the parameters, and for what batch normalization remembers."""
        self.sizes, layers = sizes, range(1, len(sizes))
        shapes = {}
        for l in layers:
            shapes[f"W{l}"], shapes[f"b{l}"] = (sizes[l], sizes[l - 1]), (sizes[l],)
        if self.norm.axis is not None:
            shapes |= {f"{letter}{l}": (sizes[l],) for l in layers[:-1] for letter in ("gamma", "beta")}
        remembered = {f"{what}{l}": (sizes[l],) for what in ("mean", "variance") for l in layers[:-1]}
        self.parameters = Parameters(shapes, dtype)
        self.memory = Parameters(remembered if self.norm.name == "batch" else {}, dtype)
        self.shortcuts = frozenset(l for l in layers[:-1] if self.branch is not None and sizes[l] == sizes[l - 1])
        self._view()

    def _view(self):
        layers = len(self.sizes) - 1
        for name, letter in BY_LAYER.items():
            blocks = self.memory if name != letter else self.parameters
            setattr(self, f"_{name}", blocks.by_layer(letter, layers, f"net.{name}"))

    def _start_normalization(self):
        for name, start in (("gamma", 1), ("beta", 0)):
            for l in self.hidden if self.norm.axis is not None else ():
                self.parameters[f"{name}{l}"][:] = start
        for name, start in (("mean", 0), ("variance", 1)):
            for l in self.hidden if self.norm.name == "batch" else ():
                self.memory[f"{name}{l}"][:] = start

    def _check_parts(self):
        """ValueError where what was asked for could do nothing."""
        if self.branch is not None and not self.shortcuts:
            raise ValueError(
                f"a shortcut leads around a hidden layer that is as wide as what comes into it, and {list(self.sizes)} "
                "has none: give two neighbours the same size, or leave the shortcuts out"
            )
        check_outputs(self.cost, self.outputs)

    def __getstate__(self):
        return {name: value for name, value in self.__dict__.items() if name.removeprefix("_") not in BY_LAYER}

    def __setstate__(self, state):
        """A copied or loaded network: W and b must be views into its own parameters, not into nothing."""
        self.__dict__.update(state)
        self._view()

    @property
    def stations(self):
        return [*(f"layer {l}" for l in range(1, len(self.sizes) - 1)), "output"]

    @property
    def hidden(self):
        return range(1, len(self.sizes) - 1)

    @property
    def last(self):
        return len(self.sizes) - 1

    @property
    def inputs(self):
        """How many numbers an image has."""
        return self.sizes[0]

    @property
    def outputs(self):
        """How many numbers an answer has."""
        return self.sizes[-1]

    @property
    def smallest_batch(self):
        return 2 if self.norm.name == "batch" and len(self.sizes) > 2 else 1

    def own(self, s):
        return [self.W[s], self.b[s]]

    def blocks(self, l):
        """Everything that is learned in layer l: W[l], b[l], and with a normalization gamma[l] and beta[l]."""
        return [*self.own(l), *(part[l] for part in (self.gamma, self.beta) if part[l] is not None)]

    def remembered(self, l):
        """What batch normalization keeps for layer l: its mean and variance; an empty list where it keeps none."""
        return [part[l] for part in (self.remembered_mean, self.remembered_variance) if part[l] is not None]

    # Forwards.

    def run(self, x, training=False, into=None):
        trace = into or self._empty_trace(training)
        trace.a[0] = x
        return self._run_above(trace, 0)

    def run_from(self, a, s, x=None):
        trace = self._empty_trace(training=False)
        trace.a[s] = a
        return self._run_above(trace, s)

    def hand_on(self, a, l):
        """a[l] from a[l - 1], both one row per image, as in use."""
        trace = self._empty_trace(training=False)
        trace.a[l - 1] = a
        return self._run_layer(trace, l).a[l]

    def _empty_trace(self, training):
        z, u, a, z_hat, mean, variance = ([None] * len(self.sizes) for _ in range(6))
        return NetworkTrace(z, u, a, training, z_hat, mean, variance)

    @quiet
    def _run_above(self, trace, s):
        for l in range(s + 1, len(self.sizes)):
            self._run_layer(trace, l)
        return trace

    def _run_layer(self, trace, l):
        z, u, a = trace.z, trace.u, trace.a
        z[l] = np.dot(a[l - 1], self.W[l].T, out=z[l])
        z[l] += self.b[l]
        if l == self.last:
            u[l], a[l] = z[l], self.cost.output(z[l])
            return trace
        u[l] = z[l] if self.norm.axis is None else self._normalize(trace, l)
        a[l] = self.activation.phi(u[l])
        if l in self.shortcuts:
            a[l] = a[l - 1] + self.branch * a[l]
        return trace

    def _normalize(self, trace, l):
        """u[l] from z[l]; what the way back needs stays in the trace."""
        use_memory = self.norm.name == "batch" and not trace.training
        mean, variance = (
            (self.remembered_mean[l], self.remembered_variance[l])
            if use_memory
            else statistics(trace.z[l], self.norm.axis, self.norm.centred)
        )
        trace.mean[l], trace.variance[l], trace.z_hat[l] = mean, variance, normalized(trace.z[l], mean, variance)
        return self.gamma[l] * trace.z_hat[l] + self.beta[l]

    # Backwards.

    @quiet
    def back(self, trace, y, into=None):
        gradient = into or NetworkGradient([None] * len(self.sizes), self.parameters.like())
        delta, dW, db, a = gradient.delta, gradient.dW, gradient.db, trace.a
        delta[-1] = self.cost.delta(trace.z[-1], a[-1], y)
        da, ones = None, np.ones(len(y), self.dtype)
        for l in range(self.last, 0, -1):
            np.dot(delta[l].T, a[l - 1], out=dW[l])
            np.dot(ones, delta[l], out=db[l])  # the sum over the images, three times as fast
            if l > 1:
                da = self._below(delta[l], da, l)
                delta[l - 1] = self._at_z(trace, da, l - 1, gradient)
        # The cost is a mean over the images. Dividing last keeps a small delta from underflowing in float16.
        np.divide(gradient.flat, len(y), out=gradient.flat)
        return gradient

    def _below(self, delta, da, l):
        """dC/da[l - 1] from delta[l], and from da = dC/da[l], which a shortcut hands down as it is."""
        below = np.dot(delta, self.W[l])
        if l in self.shortcuts:
            below += da
        return below

    def _at_z(self, trace, da, l, gradient=None):
        """delta[l] from da = dC/da[l]; with a gradient, dC/dgamma[l] and dC/dbeta[l] are written on the way."""
        du = da * self.activation.dphi(trace.u[l])
        if l in self.shortcuts:
            du *= self.branch
        if self.norm.axis is None:
            return du
        if gradient:
            np.sum(du * trace.z_hat[l], axis=0, out=gradient.dgamma[l])
            np.sum(du, axis=0, out=gradient.dbeta[l])
        # Where an image's own numbers made the mean and the variance, they move with z; else they stand still.
        together = self.norm.axis == 1 or (trace.training and gradient)
        backward = normalized_backward if together else scaled_backward
        return backward(du * self.gamma[l], trace.z_hat[l], trace.variance[l], self.norm.axis, self.norm.centred)

    @quiet
    def pull_back(self, trace, g, s):
        return self._below(g if s == self.last else self._at_z(trace, g, s), g, s)

    # Memory.

    def remember(self, trace):
        """Move the remembered mean and variance of batch normalization towards those of this batch."""
        if self.norm.name != "batch":
            return
        n = len(trace.a[0])
        for l in self.hidden:
            unbiased = trace.variance[l][0] * n / (n - 1)
            self.memory[f"mean{l}"][:] += MEMORY * (trace.mean[l][0] - self.remembered_mean[l])
            self.memory[f"variance{l}"][:] += MEMORY * (unbiased - self.remembered_variance[l])


def check_layered(model, what):
    """A Network; `what` is written in terms of its layers."""
    if not isinstance(model, Network):
        raise ValueError(f"{what} is written for a Network, layer by layer, and cannot speak of {model!r}")
    return model
