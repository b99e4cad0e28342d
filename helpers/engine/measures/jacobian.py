"""How one layer's activations react to an earlier layer's, as a matrix, for one image: a product over the layers."""

import numpy as np

from ..checks import check_matrix, check_numbers, check_whole, takes
from ..network.model import check_model, quiet


def jacobian(model, x, k, l=0):
    """da[k] / da[l] of one image x, as in use: shape (n_k, n_l), where k and l are layers, 0 <= l < k, and k is hidden.

    By the chain rule it is the product of the layers' own, diag(phi'(z[m])) W[m] in a plain network, from m = k down to
    m = l + 1. ValueError for other layers and for anything but one image, shape (pixels,) or (1, pixels).
    """
    return jacobians(model, x, k, l)[-1]


@takes(model=check_model, x=check_numbers, k=check_whole, l=check_whole)
@quiet
def jacobians(model, x, k, l=0):
    """The Jacobians of a[l + 1], a[l + 2], ... a[k] by a[l], a list; each is one matrix more than the last."""
    last = len(model.hidden)
    if not last:
        raise ValueError(f"a Jacobian leads to a hidden layer, and {model!r} has none")
    if not 0 <= l < k <= last:
        raise ValueError(f"layers must satisfy 0 <= l < k <= {last}, the last hidden layer; got l = {l}, k = {k}")
    x = np.atleast_2d(x)
    if len(x) != 1:
        raise ValueError(f"a Jacobian belongs to one image, got {len(x)}")
    trace = model.forward(x)
    products = [model.local(trace, l + 1)]
    for m in range(l + 2, k + 1):
        products.append(model.local(trace, m) @ products[-1])
    return products


@takes(matrix=check_matrix)
def singular_values(matrix):
    """How much a matrix stretches its own directions, from the most to the least; shape (min(rows, columns),).

    What is too small beside the largest for a float to tell from rounding is 0; a matrix that overflowed gives NaN.
    """
    if not np.isfinite(matrix).all():
        return np.full(min(matrix.shape), np.nan)
    values = np.linalg.svd(matrix, compute_uv=False)
    noise = max(matrix.shape) * np.finfo(values.dtype).eps * values[0]
    return np.where(values > noise, values, 0)
