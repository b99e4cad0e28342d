"""Costs, each with the output neurons that belong to it, as a table of named records.

The cost of a batch is the mean over its images, C = (1/n) sum over x of C_x.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from ..tables import Table
from .activations import sigmoid, sigmoid_slope, softplus


@dataclass(frozen=True)
class Cost:
    """One cost. With z, a, y of shape (..., n, classes), one row per image and y one-hot:

    `output(z)` is the activation a of the output layer, shaped as z;
    `value(z, a, y)` the cost C_x of every image, shape (..., n);
    `delta(z, a, y)` its derivative by z, one row per image, shaped as z;
    `roots(z, a)` how it bends with z, shape (classes, n, classes): the sum over the first axis of r r' for each image
    is the second derivative of C_x by z (for "quadratic" of its straightened form, with a as far as it is linear in z).
    """

    name: str
    label: str
    formula: str  # mathtext
    output: Callable
    value: Callable
    delta: Callable
    roots: Callable


def cross_entropy(z, a, y):
    """-sum of y log a + (1 - y) log(1 - a), written in z so that no logarithm meets a zero."""
    return (softplus(z) - y * z).sum(axis=-1)


def quadratic(z, a, y):
    """||a - y||^2 / 2."""
    return 0.5 * ((a - y) ** 2).sum(axis=-1)


def softmax(z):
    """exp(z) / sum of exp(z) along the last axis; shifted by the largest, which cancels."""
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def log_likelihood(z, a, y):
    """-log of the softmax probability of the right answer."""
    top = z.max(axis=-1)
    return top + np.log(np.exp(z - top[..., None]).sum(axis=-1)) - (y * z).sum(axis=-1)


def difference(z, a, y):
    """a - y: what the slope of the output neurons leaves when it cancels against the cost's own."""
    return a - y


def quadratic_delta(z, a, y):
    """(a - y) sigma'(z): here the slope of the output neurons stays."""
    return (a - y) * sigmoid_slope(z)


def one_by_one(bends):
    """The roots where the outputs do not hang together: the square roots of `bends`, shape (n, classes), one a matrix."""
    return np.sqrt(bends) * np.eye(bends.shape[-1], dtype=bends.dtype)[:, None]


def sigmoid_roots(z, a):
    """The cross-entropy bends by sigma'(z) = a (1 - a)."""
    return one_by_one(sigmoid_slope(z))


def quadratic_roots(z, a):
    """(a - y)^2 / 2 bends by 1 with a, and a moves by sigma'(z)."""
    return one_by_one(sigmoid_slope(z) ** 2)


def softmax_roots(z, a):
    """diag(a) - a a' is the sum of r r' with r = sqrt(a_k) (e_k - a)."""
    classes = np.eye(a.shape[-1], dtype=a.dtype)[:, None]
    return np.sqrt(a.T[:, :, None]) * (classes - a)


COSTS = Table(
    "cost",
    [
        Cost("cross-entropy", "cross-entropy", r"$-\sum y\ln a + (1-y)\ln(1-a)$", sigmoid, cross_entropy, difference, sigmoid_roots),
        Cost("quadratic", "quadratic", r"$\frac{1}{2}\|a-y\|^2$", sigmoid, quadratic, quadratic_delta, quadratic_roots),
        Cost("softmax", "log-likelihood of a softmax", r"$-\ln a_y$", softmax, log_likelihood, difference, softmax_roots),
    ],
    aliases={
        **dict.fromkeys(
            ("bce", "bceloss", "bcewithlogitsloss", "binary_crossentropy", "binary_cross_entropy", "binarycrossentropy"),
            "cross-entropy",
        ),
        **dict.fromkeys(
            ("nll", "nllloss", "nll_loss", "log_likelihood", "negative_log_likelihood", "categorical_crossentropy",
             "sparse_categorical_crossentropy", "categoricalcrossentropy", "crossentropyloss"),
            "softmax",
        ),
    },
    hints={
        **dict.fromkeys(
            ("mse", "mseloss", "mse_loss", "mean_squared_error", "meansquarederror"),
            "The mean squared error is 'quadratic' here, with the factor 1/2 and summed over the outputs",
        ),
        "cross_entropy": "PyTorch's cross_entropy is 'softmax' here; 'cross-entropy' is the one for sigmoid outputs",
    },
)  # fmt: skip


def check_outputs(cost, outputs):
    """A cost that so many outputs can have; ValueError for a softmax of one."""
    if cost.name == "softmax" and outputs == 1:
        raise ValueError(
            "a softmax of one output is always 1, so there is nothing to learn: take two outputs, or for one "
            'output cost="cross-entropy"'
        )
    return cost


def several(cost, k):
    """The cost of k answers side by side, arrays of shape (..., n, k classes): the mean of the answers' own costs."""
    if k == 1:
        return cost
    return replace(
        cost,
        output=Each(_output, cost.output, k),
        value=Each(_value, cost.value, k),
        delta=Each(_delta, cost.delta, k),
        roots=Each(_roots, cost.roots, k),
    )


@dataclass(frozen=True)
class Each:
    """A function of k answers, made from the function of one."""

    join: Callable
    of_one: Callable
    k: int

    def __call__(self, *arguments):
        return self.join(self.of_one, self.k, *arguments)


def parted(values, k):
    """(..., k classes) as (..., k, classes): a row for each answer."""
    return values.reshape(*values.shape[:-1], k, -1)


def _output(output, k, z):
    return output(parted(z, k)).reshape(z.shape)


def _value(value, k, z, a, y):
    return value(*(parted(part, k) for part in (z, a, y))).mean(axis=-1)


def _delta(delta, k, z, a, y):
    return delta(*(parted(part, k) for part in (z, a, y))).reshape(z.shape) / k


def _roots(roots, k, z, a):
    """Each answer bends by itself: its roots are 0 at the others' outputs."""
    n, classes = len(z), z.shape[1] // k
    found = np.zeros((k, classes, n, k, classes), z.dtype)
    for j in range(k):
        found[j, :, :, j] = roots(*(parted(part, k)[:, j] for part in (z, a))) / np.sqrt(k)
    return found.reshape(k * classes, n, k * classes)
