"""How elongated the ravine is that the layer above meets: the condition number of what it is given."""

import numpy as np

from ..checks import check_count, check_matrix, takes


@takes(features=check_matrix)
def condition_number(features, steepest=None):
    """The largest curvature divided by the smallest, for a linear neuron with bias that reads features (n, numbers).

    steepest: so many of the steepest directions only, the bias counted, so that the k-th takes the place of the flattest.

    With squared errors the curvatures are the eigenvalues of the matrix of second moments, mean(f_i f_j), where f has a 1
    at its end for the bias. Infinity where a number says nothing that the others do not. Computed from singular values,
    whose ratio is its root: so it is right up to about 1e30.
    """
    with_bias = np.column_stack([features.astype(np.float64), np.ones(len(features))])
    found = np.linalg.svd(with_bias, compute_uv=False)
    kept = with_bias.shape[1] if steepest is None else check_count("steepest", steepest)
    if kept > with_bias.shape[1]:
        raise ValueError(f"there are {with_bias.shape[1]} directions, the bias counted, got steepest={kept}")
    largest, smallest = found[0], found[kept - 1] if kept <= len(found) else 0.0
    return float((largest / smallest) ** 2) if smallest > 1e-15 * largest else float("inf")
