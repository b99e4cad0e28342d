"""What chance predicts: lengths and gradients in wide random networks, from one Gaussian average a layer.

In a wide random network each z of a layer is a sum of many independent terms, so it is close to Gaussian: z ~ N(0, q).
The letters q, sigma_w, sigma_b and chi are those of Poole et al. 2016 and Schoenholz et al. 2017. The theory speaks of
one image, of averages over random networks, and of layers without end; W ~ N(0, sigma_w^2 / n_in), b ~ N(0, sigma_b^2).
"""

import numpy as np

from ..checks import (
    check_count,
    check_function,
    check_length,
    check_not_negative,
    check_number,
    check_positive,
    check_some,
    takes,
)
from ..network.activations import ACTIVATIONS, Activation

# The midpoint rule in t, with u = BEND sinh t. No node lies at u = 0, where some activations have their kink, and the
# nodes crowd around it, so that an activation is sampled well where it bends, however large q is. (The nodes of a
# Gauss-Hermite rule stand too far apart there: with 10 of them chi of tanh at sigma_w = 4 is visibly wrong.)
NODES, BEND, REACH = 1200, 0.02, 9.5
EDGE = np.arcsinh(REACH / BEND)
T = EDGE * ((2 * np.arange(NODES) + 1) / NODES - 1)
U = BEND * np.sinh(T)  # standard Gaussian numbers from -REACH to REACH
WEIGHTS = np.cosh(T) * np.exp(-(U**2) / 2)
WEIGHTS /= WEIGHTS.sum()

SMALLEST_Q, LARGEST_Q = 1e-12, 1e12  # beyond these a fixed point is called 0 or infinite
STEPS = 60  # halvings of the interval around a fixed point; each adds a bit
SAME = 1e-12  # two numbers this close (relative) are one: rounding is smaller


@takes(f=check_function, q=check_length)
def gaussian_mean(f, q):
    """E[f(sqrt(q) u)] for u ~ N(0, 1): the mean of f(z) over z ~ N(0, q); f takes an array. q = 0 and q = infinity
    stand for the limits, which differ from f(0) where f jumps."""
    values = np.asarray(f(np.sqrt(np.clip(q, SMALLEST_Q**2, LARGEST_Q**2)) * U))
    if values.shape != U.shape:
        raise ValueError("f must take an array and return one number for each of its own")
    return float(WEIGHTS @ values)


@takes(q=check_not_negative, sigma_w=check_positive, sigma_b=check_not_negative)
def length_map(activation, q, sigma_w, sigma_b):
    """The q of the next layer, sigma_w^2 E[phi(sqrt(q) u)^2] + sigma_b^2 (Poole et al. 2016).

    activation: a name from ACTIVATIONS or an Activation. ValueError for q < 0, sigma_w <= 0, sigma_b < 0.
    """
    phi = _record(activation).phi
    spread = 0.0 if q == 0 and phi(0.0) == 0 else gaussian_mean(lambda z: phi(z) ** 2, q)
    return sigma_w**2 * spread + sigma_b**2


def q_by_layer(activation, q, sigma_w, sigma_b, layers):
    """q of hidden layers 1, 2, ... `layers`, shape (layers,), from the q of the first."""
    lengths = [check_not_negative("q", q)]
    for _ in range(check_count("layers", layers) - 1):
        lengths.append(min(length_map(activation, lengths[-1], sigma_w, sigma_b), LARGEST_Q**2))
    return np.array(lengths)


@takes(q=check_positive)
def fixed_point(activation, sigma_w, sigma_b, q=1.0):
    """q*, which the length map approaches from q: a number, 0 (the signal dies out) or infinity (it grows for ever).

    The map rises with q for every activation of the course, so it approaches the nearest fixed point in the
    direction of its first step. Found by going that way in factors of 2, then halving the interval.
    """

    def grows(q):
        return length_map(activation, q, sigma_w, sigma_b) - q

    if abs(grows(q)) <= SAME * q:
        return float(q)
    up = grows(q) > 0
    near = far = float(q)
    while (grows(far) > 0) == up:
        near, far = far, far * 2 if up else far / 2
        if not SMALLEST_Q < far < LARGEST_Q:
            return np.inf if up else 0.0
    for _ in range(STEPS):
        middle = np.sqrt(near * far)
        near, far = (middle, far) if (grows(middle) > 0) == up else (near, middle)
    return float(np.sqrt(near * far))


def chi(activation, q, sigma_w):
    """sigma_w^2 E[phi'(sqrt(q) u)^2]: what one layer back multiplies the square of a gradient's length by.

    At q = q* this is the chi_1 of Schoenholz et al. 2017: below 1 gradients vanish, above 1 they explode.
    """
    dphi = _record(activation).dphi
    return check_positive("sigma_w", sigma_w) ** 2 * gaussian_mean(lambda z: dphi(z) ** 2, q)


@takes(output=check_number)
def predicted_speeds(activation, layers, sigma_w, sigma_b, q=None, output=1.0):
    """||delta|| of hidden layers 1 to `layers`, shape (layers,), from the ||delta|| of the output.

    delta[l] = (delta[l+1] @ W[l+1]) * phi'(z[l]), so each layer back multiplies its length by sqrt(chi) at its own q.
    q: of the first hidden layer, sigma_w^2 ||x||^2 / n_in + sigma_b^2; None: every layer stands at the fixed point.
    """
    if q is None:
        q = np.full(check_count("layers", layers), fixed_point(activation, sigma_w, sigma_b))
    else:
        q = q_by_layer(activation, q, sigma_w, sigma_b, layers)
    factors = np.sqrt([chi(activation, q_l, sigma_w) for q_l in q])
    with np.errstate(over="ignore", under="ignore"):  # too deep for a float: infinity or 0, which the labs name
        return output * np.cumprod(factors[::-1])[::-1]


def predicted_ratio(activation, layers, sigma_w, sigma_b, q=None):
    """How many times faster the last hidden layer is than the first; at the fixed point chi^(-(layers - 1) / 2)."""
    speeds = predicted_speeds(activation, layers, sigma_w, sigma_b, q)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return float(speeds[-1] / speeds[0])


@takes(x=check_some, sigma_w=check_positive, sigma_b=check_not_negative)
def first_q(x, sigma_w, sigma_b):
    """q of hidden layer 1 for images x, shape (n, pixels): sigma_w^2 mean ||x||^2 / pixels + sigma_b^2."""
    return sigma_w**2 * float(np.mean(np.square(x))) + sigma_b**2


def _record(activation):
    return activation if isinstance(activation, Activation) else ACTIVATIONS[activation]
