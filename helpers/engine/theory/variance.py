"""How large are z and delta in each layer? Measured in a network, and predicted from the variance of its weights.

Mean squares are means over the images and the neurons of a layer. Forwards the theory is that of theory.py, backwards
too; here each layer may have a width and a weight variance of its own (Glorot & Bengio 2010; He et al. 2015).
"""

from itertools import pairwise

import numpy as np

from ..checks import check_not_negative, check_number, check_positive, check_row, check_sizes, takes
from ..network.activations import ACTIVATIONS
from ..network.initializers import INITIALIZERS
from .mean_field import LARGEST_Q, SMALLEST_Q, gaussian_mean

in_silence = np.errstate(over="ignore", under="ignore", invalid="ignore")  # infinity and 0 are named by the labs


@takes(scale=check_positive)
def weight_variances(initializer, sizes, scale=1.0):
    """scale^2 Var(w) of each layer, shape (layers,), or None for a start whose weights hang together."""
    variance = INITIALIZERS[initializer].variance
    if variance is None:
        return None
    return scale**2 * np.array([variance(n_out, n_in) for n_in, n_out in pairwise(check_sizes(sizes))])


def lsuv_variances(activation, sizes, q0, scale=1.0):
    """What Var(w) becomes in each layer when z is brought to variance 1, shape (layers,); q0: the mean square of x."""
    squares = [q0, *[gaussian_mean(lambda z: ACTIVATIONS[activation].phi(z) ** 2, 1.0)] * (len(sizes) - 2)]
    return scale**2 / (np.array(sizes[:-1]) * squares)


@takes(variances=check_row, output=check_number, sigma_b=check_not_negative)
@in_silence
def predicted_mean_squares(activation, sizes, variances, q0, output, sigma_b=0.0):
    """The same pair as mean_squares, from the variance of the weights: E z^2 and E delta^2 of each layer.

    variances: Var(w) of each layer, shape (layers,). q0: mean square of the images. output: mean square of the
    output's delta, from which the way back starts. Forwards a neuron adds up n_in terms, backwards n_out:
    E z^2 = n_in Var(w) E phi(z_before)^2 + sigma_b^2,  E delta^2 = n_out Var(w_next) E phi'(z)^2 E delta_next^2.
    """
    record, sizes = ACTIVATIONS[activation], check_sizes(sizes)
    square = check_not_negative("q0", q0)
    if len(variances) != len(sizes) - 1 or not (variances >= 0).all():
        raise ValueError(
            f"variances must hold one number, zero or above, for each of {len(sizes) - 1} layers, got {variances}"
        )
    forwards, backwards = [], [output]
    for n_in, variance in zip(sizes, variances, strict=False):
        forwards.append(n_in * variance * square + sigma_b**2)
        square = mean_square(record.phi, forwards[-1])
    for l in reversed(range(len(forwards) - 1)):
        slope = mean_square(record.dphi, forwards[l])
        backwards.append(sizes[l + 2] * variances[l + 1] * slope * backwards[-1])
    return np.array(forwards), np.array(backwards[::-1])


def mean_square(f, q):
    """E[f(z)^2] for z ~ N(0, q), for f = phi or phi', and for any q >= 0.

    Very near to zero, and very far from it, every activation of the course is a power of z, z^0 or z^1. So where the
    grid of theory.py ends, its last value is carried on with the power that it has there.
    """
    end = min(max(q, SMALLEST_Q**2), LARGEST_Q)
    at_end = gaussian_mean(lambda z: f(z) ** 2, end)
    if q in (0, end) or at_end == 0:
        return at_end if q else float(f(0.0)) ** 2
    inside = gaussian_mean(lambda z: f(z) ** 2, end * 10 if q < end else end / 10)
    power = round(np.log10(at_end / inside) * (-1 if q < end else 1))
    return at_end * (q / end) ** power
