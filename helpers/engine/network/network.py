"""A fully connected network: the forward pass, the backward pass, and nothing else.

Lists are indexed by layer: the image is layer 0, the first hidden layer is layer 1, the output is the last.
So `W[1]` and `b[1]` lead into the first hidden layer, and `W[0]`, `b[0]`, `z[0]`, `delta[0]` are None.
"""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from ..checks import (
    check_dtype,
    check_images,
    check_not_negative,
    check_positive,
    check_rng,
    check_sizes,
    check_targets,
)
from .activations import ACTIVATIONS
from .costs import COSTS
from .initializers import INITIALIZERS

# Numbers too large for the float type become infinite, which the labs name in words; no warning is needed.
quiet = np.errstate(over="ignore", invalid="ignore")


@dataclass(frozen=True)
class Trace:
    """What a forward pass computed: `z[l]` and `a[l]` of shape (n, sizes[l]); `a[0]` is the images."""

    z: list
    a: list


@dataclass(frozen=True)
class Gradient:
    """What a backward pass computed.

    `delta[l]`, shape (n, sizes[l]): the derivative of each image's own cost C_x by its z[l], one row per image.
    `dW[l]`, `db[l]`, shaped as W[l], b[l]: the derivatives of the batch's cost C, the mean over images.
    `flat` holds every dW and db in one vector, in the order of `Network.flat`.
    """

    delta: list
    dW: list
    db: list
    flat: np.ndarray


class Network:
    """Layers of neurons, a[l] = phi(a[l-1] @ W[l].T + b[l]), the last one with its cost's own output.

    sizes: numbers of neurons from the image to the output, e.g. [784, 30, 10].
    activation, initializer, cost: names from ACTIVATIONS, INITIALIZERS, COSTS.
    scale: every drawn weight is multiplied by it (for "nielsen" and "lecun" it is sigma_w).
    sigma_b: the standard deviation of the biases, where it shall differ from the initializer's own.
    rng: the random generator that draws the weights. dtype: float64, float32 or float16.
    Raises ValueError for anything else. To change weights, write into the arrays, `net.W[1][:] = ...`: they are
    views into the one vector `net.flat`, which training works on. The gradient follows Nielsen 2015, chapter 2 (BP1-BP4).
    """

    plain = True  # no shortcuts, no normalization: what some functions are written for

    @quiet
    def __init__(self, sizes, activation="sigmoid", initializer="nielsen", cost="cross-entropy", *,
                 rng, scale=1.0, sigma_b=None, dtype=np.float64):  # fmt: skip
        self.sizes = check_sizes(sizes)
        self.activation, self.initializer, self.cost = ACTIVATIONS[activation], INITIALIZERS[initializer], COSTS[cost]
        scale, rng = check_positive("scale", scale), check_rng(rng)
        if sigma_b is not None:
            self.initializer = replace(self.initializer, sigma_b=check_not_negative("sigma_b", sigma_b))
        self.flat = np.empty(self._parameters(), check_dtype(dtype))
        self._view()
        for W, b in zip(self.W[1:], self.b[1:], strict=True):
            drawn_W, b[:] = self.initializer.draw(rng, *W.shape)
            W[:] = scale * drawn_W

    def __repr__(self):
        return f"Network({list(self.sizes)}, {self.activation.name}, {self.initializer.name}, {self.cost.name})"

    def __getstate__(self):
        return {name: value for name, value in self.__dict__.items() if name not in self._views}

    def __setstate__(self, state):
        """A copied or loaded network: W and b must be views into its own flat, not into nothing."""
        self.__dict__.update(state)
        self._view()

    def forward(self, x):
        """Run images x of shape (n, sizes[0]) through the network; returns a Trace. ValueError for bad images."""
        return self._forward(check_images(x, self.sizes[0], self.flat.dtype))

    def backward(self, trace, y):
        """Gradient of the cost at a Trace; y: n integer labels or one-hot rows. ValueError for bad labels."""
        return self._backward(trace, check_targets(y, len(trace.a[0]), self.sizes[-1], self.flat.dtype))

    def loss(self, x, y):
        """The cost C of images x and labels y: a float, the mean over the images."""
        trace = self.forward(x)
        return self._loss(trace, check_targets(y, len(trace.a[0]), self.sizes[-1], self.flat.dtype))

    def accuracy(self, x, y):
        """The share of images, 0 to 1, whose largest output is the one of their label."""
        answers = self.answers(x)
        y = check_targets(y, len(answers), self.sizes[-1])
        return float((answers.argmax(axis=1) == y.argmax(axis=1)).mean())

    def answers(self, x):
        """The outputs for images x, shape (n, sizes[-1]), as the network gives them when it is used, not trained."""
        return self.forward(x).a[-1]

    @quiet
    def _forward(self, x):
        z, a = [None], [x]
        last = len(self.sizes) - 1
        for l in range(1, last + 1):
            z.append(a[l - 1] @ self.W[l].T + self.b[l])
            a.append(self.activation.phi(z[l]) if l < last else self.cost.output(z[l]))
        return Trace(z, a)

    @quiet
    def _backward(self, trace, y, gradient=None):
        z, a = trace.z, trace.a
        gradient = gradient or self._empty_gradient()
        delta, dW, db = gradient.delta, gradient.dW, gradient.db
        delta[-1] = self.cost.delta(z[-1], a[-1], y)
        for l in reversed(range(1, len(self.sizes))):
            np.matmul(delta[l].T, a[l - 1], out=dW[l])
            np.sum(delta[l], axis=0, out=db[l])
            if l > 1:
                delta[l - 1] = (delta[l] @ self.W[l]) * self.activation.dphi(z[l - 1])
        # The cost is a mean over the images. Dividing last keeps a small delta from underflowing in float16.
        np.divide(gradient.flat, len(y), out=gradient.flat)
        return gradient

    @quiet
    def _loss(self, trace, y):
        return float(self.cost.value(trace.z[-1], trace.a[-1], y).mean())

    _views = ("W", "b")  # what a copy makes anew from flat and sizes

    def _parameters(self):
        return parameter_count(self.sizes)

    def _view(self):
        self.W, self.b = layer_views(self.flat, self.sizes)

    def _remember(self, trace):
        """What training keeps of a batch beside its gradient: here nothing."""

    def _empty_gradient(self):
        flat = np.empty_like(self.flat)
        dW, db = layer_views(flat, self.sizes)
        return Gradient([None] * len(self.sizes), dW, db, flat)


def parameter_count(sizes):
    """How many weights and biases a network of these sizes has."""
    return sum(n_out * (n_in + 1) for n_in, n_out in pairwise(sizes))


def layer_views(flat, sizes):
    """Lists W, b by layer whose arrays are views into one flat vector: a change in either shows in the other."""
    W, b, start = [None], [None], 0
    for n_in, n_out in pairwise(sizes):
        W.append(flat[start : start + n_out * n_in].reshape(n_out, n_in))
        start += n_out * n_in
        b.append(flat[start : start + n_out])
        start += n_out
    return W, b
