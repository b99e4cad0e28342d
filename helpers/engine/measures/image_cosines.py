"""How alike do two images look to a layer? The cosine of their activations, measured and predicted."""

import numpy as np

from ..checks import check_count
from .speeds import lengths


@np.errstate(invalid="ignore", over="ignore", divide="ignore")
def likeness(net, x):
    """The mean cosine between the activations of two different images, in x and in each hidden layer.

    x of shape (n, sizes[0]), n >= 2. Shape (hidden layers + 1,), entry 0 being the images themselves. 1: the same
    direction for all images, 0: nothing in common. A layer that is all zeros, or beyond a float, has no direction: NaN.
    """
    if len(x) < 2:
        raise ValueError(f"likeness compares images with each other: at least two are needed, got {len(x)}")
    return np.array([_mean_cosine(a) for a in net.forward(x).a[:-1]])


def _mean_cosine(a):
    directions = a / lengths(a)[:, None]
    total = np.square(directions.sum(axis=0)).sum()  # n ones on the diagonal, and every pair twice
    return float((total - len(a)) / (len(a) * (len(a) - 1)))


def relu_likeness(cosine, layers):
    """What it becomes in wide ReLU layers with zero biases, shape (layers + 1,), entry 0 being `cosine` itself.

    c -> (sqrt(1 - c^2) + c (pi - arccos c)) / pi, whatever the scale of the weights (Cho & Saul 2009).
    """
    if not -1 <= cosine <= 1:
        raise ValueError(f"a cosine lies between -1 and 1, got {cosine!r}")
    found = [float(cosine)]
    for _ in range(check_count("layers", layers)):
        c = min(found[-1], 1.0)
        found.append((np.sqrt(1 - c * c) + c * (np.pi - np.arccos(c))) / np.pi)
    return np.array(found)
