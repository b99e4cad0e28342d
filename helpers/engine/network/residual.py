"""A residual network of blocks, as today's deep networks are built: a wide open road, and branches that add to it.

Block s reads what comes by and adds its part, r = phi(h @ W.T + b) @ V.T. Where the normalization N stands is a choice:

pre-norm:   h = N(a[s-1]),  a[s] = a[s-1] + alpha r         the road itself is never touched; the output reads N(a)
post-norm:  h = a[s-1],     a[s] = N(a[s-1] + alpha r)      the road leads through every N (Vaswani et al. 2017)
"""

from dataclasses import dataclass

import numpy as np

from ..checks import (
    check_count,
    check_dtype,
    check_not_negative,
    check_positive,
    check_rng,
    check_room,
    check_three,
    check_yes_or_no,
)
from ..tables import Table
from .activations import ACTIVATIONS
from .costs import COSTS, check_outputs
from .initializers import INITIALIZERS
from .model import Gradient, Model, Trace, quiet
from .normalization import NORMS, normalized, normalized_backward, statistics
from .parameters import Parameters, refuse_to_replace


@dataclass(frozen=True)
class Place:
    """Where the normalization of a block stands."""

    name: str
    label: str


PLACES = Table(
    "place of the normalization",
    [Place("pre", "pre-norm"), Place("post", "post-norm")],
    aliases={
        "pre_norm": "pre",
        "pre_ln": "pre",
        "before": "pre",
        "post_norm": "post",
        "post_ln": "post",
        "behind": "post",
    },
)


@dataclass(frozen=True)
class ResidualTrace(Trace):
    """A Trace with what a block does on its way: `h[s]` what its branch reads, `phi[s]` its neurons' activations,
    `r[s]` what they say together, and `variance[s]` what the normalization divided by."""

    h: list
    phi: list
    r: list
    variance: list


class ResidualGradient(Gradient):
    """A Gradient by stations; `own(s)` as in the network: by W[s], b[s] and, in a block, V[s]."""

    def own(self, s):
        return own_blocks(self.parameters, s)


def own_blocks(parameters, s):
    """The weights and biases among the parameters that belong to station s: W, b and, in a block, V."""
    return [parameters[f"{letter}{s}"] for letter in "WbV" if f"{letter}{s}" in parameters]


def by_station(letter):
    """A property: the arrays of that letter by station; written into, never replaced."""

    def refuse(net, value):
        refuse_to_replace(f"net.{letter}[1]")

    return property(lambda net: net.parameters.by_layer(letter, net.last, f"net.{letter}"), refuse)


class ResidualNetwork(Model):
    """An ordinary first layer, the "entry"; then blocks with a shortcut around each; then the output.

    sizes: three numbers, e.g. [784, 30, 10]: of an image, of the road and of every branch's neurons, of an answer.
    blocks: how many. activation, initializer, cost: names from ACTIVATIONS, INITIALIZERS, COSTS.
    norm: "layer", "rms" or "none"; place: "pre" or "post". It has no gain and no shift: the W that reads it has both.
    branch: alpha, the factor of each block's part. learned: alpha is a number that each block learns, beginning at
    branch, which may then be 0 (ReZero: Bachlechner et al. 2020).
    rng: the random generator that draws the weights. dtype: float64, float32 or float16.
    Raises ValueError for anything else. To change weights, write into the arrays: net.W[2][:] = …, net.V[2][:] = …
    Sources: He et al. 2016; pre- and post-norm: Xiong et al. 2020.
    """

    @quiet
    def __init__(self, sizes, blocks, activation="relu", initializer="lecun", cost="softmax", *, rng,
                 norm="layer", place="pre", branch=1.0, learned=False, dtype=np.float64):  # fmt: skip
        self.sizes = check_three(
            sizes, "a residual network", "of an image, of the road, of an answer, such as [784, 30, 10]"
        )
        self.blocks = check_count("blocks", blocks)
        self.activation, self.initializer, self.cost = ACTIVATIONS[activation], INITIALIZERS[initializer], COSTS[cost]
        self.norm, self.place, self.learned = NORMS[norm], PLACES[place].name, check_yes_or_no("learned", learned)
        self.branch = check_not_negative("branch", branch) if self.learned else check_positive("branch", branch)
        rng, dtype = check_rng(rng), check_dtype(dtype)
        self._check_parts()
        inputs, m, outputs = self.sizes
        check_room(m * inputs + 2 * blocks * m * m + outputs * m, dtype, self.sizes)
        shapes = {"W1": (m, inputs), "b1": (m,)}
        for s in self._inner:
            shapes |= {f"W{s}": (m, m), f"b{s}": (m,), f"V{s}": (m, m)} | ({f"alpha{s}": (1,)} if learned else {})
        self.parameters = Parameters(shapes | {f"W{self.last}": (outputs, m), f"b{self.last}": (outputs,)}, dtype)
        self._draw(rng)

    W, b, V, alpha = map(by_station, ("W", "b", "V", "alpha"))

    def __repr__(self):
        alpha = "learned alpha" if self.learned else f"branch={self.branch:.3g}"
        norm = f"{PLACES[self.place].label} {self.norm.name}" if self._normalizes else "no norm"
        names = (self.activation.name, self.initializer.name, self.cost.name, norm, alpha)
        return f"ResidualNetwork({list(self.sizes)}, {self.blocks} blocks, {', '.join(names)})"

    def _check_parts(self):
        if self.norm.axis == 0:
            raise ValueError("these blocks normalize each image by itself: norm must be 'layer', 'rms' or 'none'")
        if self.initializer.mirrored:
            raise ValueError("blocks have no twins to mirror: take another initializer, such as 'orthogonal'")
        check_outputs(self.cost, self.outputs)

    def _draw(self, rng):
        inputs, m, outputs = self.sizes
        p, draw = self.parameters, self.initializer.draw
        p["W1"][:], p["b1"][:] = draw(rng, m, inputs, first=True)
        for s in self._inner:
            p[f"W{s}"][:], p[f"b{s}"][:] = draw(rng, m, m)
            p[f"V{s}"][:], _ = draw(rng, m, m)
            if self.learned:
                p[f"alpha{s}"][:] = self.branch
        p[f"W{self.last}"][:], p[f"b{self.last}"][:] = draw(rng, outputs, m, last=True)

    @property
    def stations(self):
        return ["entry", *(f"block {k}" for k in range(1, self.blocks + 1)), "output"]

    @property
    def last(self):
        return self.blocks + 2

    @property
    def _inner(self):
        """The stations that are blocks."""
        return range(2, self.last)

    @property
    def inputs(self):
        """How many numbers an image has."""
        return self.sizes[0]

    @property
    def outputs(self):
        """How many numbers an answer has."""
        return self.sizes[2]

    @property
    def _normalizes(self):
        return self.norm.axis is not None

    @property
    def _pre(self):
        return self._normalizes and self.place == "pre"

    @property
    def _post(self):
        return self._normalizes and self.place == "post"

    def own(self, s):
        return own_blocks(self.parameters, s)

    @property
    def inside(self):
        """The names of all that the blocks learn: everything but the entry's and the output's."""
        ends = {f"{letter}{s}" for letter in "Wb" for s in (1, self.last)}
        return [name for name in self.parameters if name not in ends]

    def _alpha(self, s):
        return self.parameters[f"alpha{s}"] if self.learned else self.branch

    # Forwards.

    def run(self, x, training=False, into=None):
        return self.run_from(x, 0, training=training)

    @quiet
    def run_from(self, a, s, x=None, training=False):
        z, u, states, h, phi, r, variance = ([None] * (self.last + 1) for _ in range(7))
        trace = ResidualTrace(z, u, states, training, h, phi, r, variance)
        trace.a[s] = a
        for t in range(s + 1, self.last + 1):
            self._run_station(trace, t)
        return trace

    def _run_station(self, trace, s):
        p, a = self.parameters, trace.a
        trace.h[s] = self._normalize(trace, a[s - 1], s) if self._pre and s > 1 else a[s - 1]
        trace.z[s] = trace.u[s] = trace.h[s] @ p[f"W{s}"].T + p[f"b{s}"]
        if s == self.last:
            a[s] = self.cost.output(trace.z[s])
            return
        trace.phi[s] = self.activation.phi(trace.u[s])
        if s == 1:
            a[s] = trace.phi[s]
            return
        trace.r[s] = trace.phi[s] @ p[f"V{s}"].T
        road = a[s - 1] + self._alpha(s) * trace.r[s]
        a[s] = self._normalize(trace, road, s) if self._post else road

    def _normalize(self, trace, v, s):
        mean, trace.variance[s] = statistics(v, self.norm.axis, self.norm.centred)
        return normalized(v, mean, trace.variance[s])

    # Backwards.

    @quiet
    def back(self, trace, y, into=None):
        gradient = into or ResidualGradient([None] * (self.last + 1), self.parameters.like())
        found, delta = gradient.parameters, gradient.delta
        delta[-1] = self.cost.delta(trace.z[-1], trace.a[-1], y)
        g = delta[-1]  # dC/dz at the output; dC/da[s] everywhere else
        for s in range(self.last, 0, -1):
            delta[s], below = self._pull(trace, g, s, found)
            np.dot(delta[s].T, trace.h[s], out=found[f"W{s}"])
            np.sum(delta[s], axis=0, out=found[f"b{s}"])
            g = below
        np.divide(gradient.flat, len(y), out=gradient.flat)
        return gradient

    def _pull(self, trace, g, s, found=None):
        """(delta[s], dF/da[s - 1]) of any F from g = dF/da[s], or dF/dz at the output; found: where V and alpha's go."""
        if s == self.last:
            return g, self._to_the_road(trace, g, s)
        slope = self.activation.dphi(trace.u[s])
        if s == 1:
            return g * slope, g * slope @ self.parameters["W1"]
        if self._post:
            g = self._through_norm(g, trace.a[s], trace.variance[s])
        dr = self._alpha(s) * g
        delta = (dr @ self.parameters[f"V{s}"]) * slope
        if found:
            np.dot(dr.T, trace.phi[s], out=found[f"V{s}"])
            if self.learned:
                found[f"alpha{s}"][:] = np.sum(g * trace.r[s])
        return delta, g + self._to_the_road(trace, delta, s)

    def _to_the_road(self, trace, delta, s):
        """dF/da[s - 1] by way of what station s read."""
        dh = delta @ self.parameters[f"W{s}"]
        return self._through_norm(dh, trace.h[s], trace.variance[s]) if self._pre else dh

    def _through_norm(self, g, v_hat, variance):
        return normalized_backward(g, v_hat, variance, self.norm.axis, self.norm.centred)

    @quiet
    def pull_back(self, trace, g, s):
        return self._pull(trace, g, s)[1]
