"""How alike do two images look to a layer? The cosine of their activations, measured and predicted."""

import numpy as np

from ..checks import takes
from ..network.model import check_model
from ..vectors import lengths


@takes(model=check_model)
@np.errstate(invalid="ignore", over="ignore", divide="ignore")
def likeness(model, x, training=False):
    """The mean cosine between the activations of two different images, in x and in each hidden layer.

    x of shape (n, inputs), n >= 2; training: as a step of training runs them, not as in use. Shape (hidden layers + 1,),
    entry 0 being the images themselves. 1: the same direction for all images, 0: nothing in common. A layer that is all
    zeros, or beyond a float, has no direction: NaN.
    """
    x = model.check_images(x)
    if len(x) < 2:
        raise ValueError(f"likeness compares images with each other: at least two are needed, got {len(x)}")
    trace = model.forward(x, training)
    return np.array([_mean_cosine(trace.a[s]) for s in (0, *model.hidden)])


def _mean_cosine(a):
    directions = a / lengths(a)[:, None]
    total = np.square(directions.sum(axis=0)).sum()  # n ones on the diagonal, and every pair twice
    return float((total - len(a)) / (len(a) * (len(a) - 1)))
