"""Two images in one wide random network: does depth make them alike, or does it pull them apart?

The z of two images form a pair of Gaussian numbers of variance q and correlation c. What a layer does to c is an
average over two dimensions. Hermite polynomials make it a sum over one (Mehler's formula): with
f_k = E[f(sqrt(q) u) h_k(u)], where E[h_j h_k] = 1 for j = k and else 0, E[f(z_1) f(z_2)] = sum over k of f_k^2 c^k.
The letters c* and chi_c are those of Poole et al. 2016 and Schoenholz et al. 2017.
"""

from functools import cache

import numpy as np

from ..checks import check_count, check_not_negative, check_number, check_positive, check_some, takes
from .mean_field import LARGEST_Q, SAME, SMALLEST_Q, WEIGHTS, U, _record, chi, fixed_point

TERMS = 200  # of the sum; what is left over counts as one more term, so that c = 1 is exact
HALVINGS = 50  # of the interval around a fixed point; each adds a bit


@cache
def _polynomials():
    """h_k(u) times the Gaussian weight of u for k = 0 to TERMS - 1, shape (TERMS, nodes)."""
    h = np.empty((TERMS, len(U)))
    h[0], h[1] = 1, U
    for k in range(1, TERMS - 1):
        h[k + 1] = (U * h[k] - np.sqrt(k) * h[k - 1]) / np.sqrt(k + 1)
    return h * WEIGHTS


def hermite_squares(f, q):
    """f_0^2, f_1^2, ..., shape (*q.shape, TERMS + 1); the last entry is what all further terms add up to.

    f takes an array; q: a number or an array, kept between the limits of the theory.
    """
    z = np.sqrt(np.clip(q, SMALLEST_Q**2, LARGEST_Q**2))[..., None] * U
    values = f(z)
    squares = (values @ _polynomials().T) ** 2
    rest = np.square(values) @ WEIGHTS - squares.sum(axis=-1)
    return np.append(squares, np.maximum(rest, 0)[..., None], axis=-1)


def pair_mean(squares, c):
    """E[f(z_1) f(z_2)] for a correlation c, from hermite_squares; c: a number, or one for each row of squares."""
    c = np.asarray(c, float)[..., None]
    further = squares[..., 1:]
    powers = np.cumprod(np.broadcast_to(c, (*c.shape[:-1], further.shape[-1])), axis=-1)  # ** takes ten times as long
    return squares[..., 0] + (further * powers).sum(axis=-1)


def correlation_map(activation, c, sigma_w, sigma_b, q=None):
    """The correlation of two images' z one layer later, (sigma_w^2 E[phi(z_1) phi(z_2)] + sigma_b^2) / (its value at c = 1).

    c: a number or an array between 0 and 1. q: the length of both images; None: the fixed point q*.
    ValueError for a c outside 0..1, sigma_w <= 0, sigma_b < 0.
    """
    c = _check_correlation(c)
    squares = hermite_squares(_record(activation).phi, _length(activation, sigma_w, sigma_b, q))
    lengths = sigma_w**2 * squares.sum(axis=-1) + sigma_b**2
    return (sigma_w**2 * pair_mean(squares, c) + sigma_b**2) / lengths


def correlation_fixed_point(activation, sigma_w, sigma_b):
    """c*, which the correlation of any two images approaches with depth: 1 (they become alike) or below (chaos).

    Where q* is 0 or infinite, c* is 1, too, but for layers that are linear there: these keep any correlation.
    """
    q = fixed_point(activation, sigma_w, sigma_b)
    if q == 0 or np.isinf(q) or chi(activation, q, sigma_w) <= 1 + SAME:
        return 1.0
    return float(lowest_fixed_point(hermite_squares(_record(activation).phi, q), sigma_w, sigma_b))


def lowest_fixed_point(squares, sigma_w, sigma_b, halvings=HALVINGS):
    """The smallest c that the map leaves alone, one for each row of squares.

    The map has no negative coefficient, so between 0 and 1 it is convex, and 1 is a fixed point. If its slope there is
    above 1, there is another one: below that the map leads upwards, between that and 1 downwards.
    """
    sigma_w, sigma_b = np.asarray(sigma_w), np.asarray(sigma_b)
    lengths = sigma_w**2 * squares.sum(axis=-1) + sigma_b**2
    low, high = np.zeros(squares.shape[:-1]), np.ones(squares.shape[:-1])
    for _ in range(halvings):
        middle = (low + high) / 2
        up = sigma_w**2 * pair_mean(squares, middle) + sigma_b**2 > middle * lengths
        low, high = np.where(up, middle, low), np.where(up, high, middle)
    return high


def chi_c(activation, c, sigma_w, sigma_b, q=None):
    """sigma_w^2 E[phi'(z_1) phi'(z_2)]: the slope of the correlation map at c, and at c = 1 the chi_1 of the gradients.

    At c* it says how fast two images forget how alike they were: what c still lacks to c* shrinks by chi_c a layer.
    Exact to rounding for smooth activations; where the slope jumps (ReLU) to 1e-6 up to c = 0.9, to 0.002 at 0.99.
    """
    c = _check_correlation(c)
    squares = hermite_squares(_record(activation).dphi, _length(activation, sigma_w, sigma_b, q))
    return sigma_w**2 * pair_mean(squares, c)


def _length(activation, sigma_w, sigma_b, q):
    """The given q, or else q*; both sigmas checked on the way."""
    sigma_w, sigma_b = check_positive("sigma_w", sigma_w), check_not_negative("sigma_b", sigma_b)
    return fixed_point(activation, sigma_w, sigma_b) if q is None else check_not_negative("q", q)


def _check_correlation(c):
    c = check_some("c", c)
    if not ((c >= 0) & (c <= 1)).all():
        raise ValueError(f"the correlation c must lie between 0 and 1, got {c.tolist()}")
    return c


@takes(cosine=check_number)
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
