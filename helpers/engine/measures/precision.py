"""The underflow lens: where does a gradient become exactly 0, because its float type has no smaller number?

Between the smallest normal number and the smallest of all a float type keeps fewer and fewer digits (subnormal
numbers, IEEE 754). What is less than half of the smallest is rounded to 0. Multiplying the cost by a power of two
moves all gradients up, away from there, and can be undone exactly: loss scaling (Micikevicius et al. 2018).
"""

from copy import copy
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from ..checks import check_not_negative, check_positive, takes
from ..network.model import check_gradient, check_model
from ..tables import Table


@dataclass(frozen=True)
class FloatType:
    """One float type: its largest number, its smallest with all digits, and its smallest above 0."""

    name: str
    dtype: type

    @property
    def largest(self):
        return float(np.finfo(self.dtype).max)

    @property
    def smallest_normal(self):
        return float(np.finfo(self.dtype).smallest_normal)

    @property
    def smallest(self):
        return float(np.finfo(self.dtype).smallest_subnormal)


FLOATS = Table("float type", [FloatType(dtype.__name__, dtype) for dtype in (np.float64, np.float32, np.float16)])


@takes(model=check_model)
def louder(model, factor):
    """The same model, sharing its weights, with a cost that is `factor` times as large. ValueError unless factor > 0."""
    factor = check_positive("factor", factor)
    other, cost = copy(model), model.cost
    times, root = partial(partial, _times, factor), partial(_times, factor**0.5, cost.roots)
    other.cost = replace(cost, value=times(cost.value), delta=times(cost.delta), roots=root)
    return other


def _times(factor, f, *arguments):
    return factor * f(*arguments)


def largest_derivatives(model, x, y, loss_scale=1.0):
    """The largest |dC/dw| or |dC/db| of each hidden layer, shape (hidden layers,), float64; entry 0 is hidden layer 1.

    The passes of training run in the model's own float type, on the cost times loss_scale, which is divided out
    afterwards, in float64. 0 means that every derivative of the layer is 0; infinity or NaN that one is beyond the type.
    """
    loud = louder(model, loss_scale)
    gradient = loud.backward(loud.forward(x, training=True), y)
    largest = [np.max([np.abs(part).max() for part in gradient.own(s)]) for s in model.hidden]
    return np.array(largest, np.float64) / loss_scale


@takes(model=check_model, gradient=check_gradient)
def idle_share(model, gradient, eta):
    """The share of each hidden layer's weights and biases that the step w - eta dC/dw leaves exactly as they are.

    A float keeps a fixed number of digits: adding to w what is smaller than its last digit changes nothing.
    """
    check_not_negative("eta", eta)
    shares = []
    for s in model.hidden:
        pairs = zip(model.own(s), gradient.own(s), strict=True)
        shares.append(np.mean(np.concatenate([np.ravel(w - eta * g == w) for w, g in pairs])))
    return np.array(shares)
