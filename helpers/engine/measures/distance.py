"""How far has each layer come from where it started, and how much of that way was its gradient's doing?"""

import numpy as np

from ..checks import check_number, takes
from ..network.model import check_model
from ..vectors import joint_length


def travelled(model, start):
    """||(W, b) - (W, b) at the start|| of each layer with weights, shape (layers,), the first hidden layer first.

    model, start: two models of the same layout, e.g. a deep copy made before the training. ValueError for others.
    """
    return learned(model, start, shrink=1.0)


@takes(model=check_model, start=check_model, shrink=check_number)
def learned(model, start, shrink):
    """The same without what regularization did to the start: ||(W - shrink W_start, b - b_start)||, shape (layers,).

    A training that multiplies the weights by 1 - eta lmbda / n in each of t steps takes W_start to shrink W_start,
    shrink = (1 - eta lmbda / n)^t, without any gradient; the rest of the way is the gradient's (Nielsen 2015, chapter 3).
    """
    check_alike(model, start)
    return np.array([joint_length(_change(model.own(s), start.own(s), shrink)) for s in range(1, model.last + 1)])


def _change(now, before, shrink):
    """What regularization shrinks are the matrices."""
    return [p - (shrink if p.ndim == 2 else 1.0) * q for p, q in zip(now, before, strict=True)]


def check_alike(one, other):
    """Two models that can be compared number by number; ValueError if they cannot."""
    if one.parameters.shapes != other.parameters.shapes:
        raise ValueError(f"the two networks must have the same sizes, got {one!r} and {other!r}")
