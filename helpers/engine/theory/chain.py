"""The smallest deep network: a chain with one sigmoid neuron in each layer, and the product that is its gradient.

z_l = w_l a_(l-1) + b_l, a_l = sigma(z_l). Arrays have one entry a layer, entry 0 being layer 1, in their last axis;
any axes before it hold chains side by side. Nielsen 2015, chapter 5, "The unstable gradient problem".
"""

import numpy as np
from scipy.optimize import minimize_scalar

from ..checks import (
    check_count,
    check_not_negative,
    check_number,
    check_numbers,
    check_positive,
    check_rng,
    check_some,
    takes,
)
from ..network.activations import sigmoid, sigmoid_slope

HALF = 0.5  # sigma(0)


@takes(w=check_numbers, b=check_numbers, a0=check_some)
def run_chain(w, b, a0):
    """(z, a): the weighted inputs and the activations of every layer, each of shape (..., layers).

    w, b: shape (..., layers); a0: the input, a number or shape (...). ValueError where the shapes do not fit.
    """
    w, b = np.asarray(w, float), np.asarray(b, float)
    if w.shape != b.shape or w.ndim == 0 or w.shape[-1] == 0:
        raise ValueError(f"w and b must hold one number a layer each, got shapes {w.shape} and {b.shape}")
    fits(a0, w.shape[:-1])
    z, a, a_before = np.empty_like(w), np.empty_like(w), a0
    for l in range(w.shape[-1]):
        z[..., l] = w[..., l] * a_before + b[..., l]
        a_before = a[..., l] = sigmoid(z[..., l])
    return z, a


def fits(a0, chains):
    """ValueError unless the inputs are one number, or one for each chain."""
    if a0.ndim and a0.shape != chains:
        raise ValueError(f"a0 must be one number, or one for each chain, shape {chains}, got shape {a0.shape}")


@takes(w=check_some, a0=check_some)
def centred_biases(w, a0):
    """The biases b_l = -w_l a_(l-1) that put every z at 0, where the slope is 1/4; then every activation is 1/2."""
    w = np.asarray(w, float)
    if not w.ndim:
        raise ValueError("w must hold one number a layer, got a single number")
    fits(a0, w.shape[:-1])
    before = np.full_like(w, HALF)
    before[..., 0] = a0
    return -w * before


@takes(w=check_some, z=check_some)
def chain_factors(w, z):
    """sigma'(z_l) w_(l+1), what the gradient is multiplied by between layers l and l + 1; shape (..., layers - 1)."""
    if not w.ndim or w.shape != z.shape:
        raise ValueError(f"w and z must hold one number a layer each, got shapes {w.shape} and {z.shape}")
    return sigmoid_slope(z[..., :-1]) * np.asarray(w, float)[..., 1:]


@takes(w=check_some, z=check_some, dC_da=check_number)
def first_bias_derivative(w, z, dC_da=1.0):
    """dC/db_1 = sigma'(z_1) w_2 sigma'(z_2) w_3 ... w_L sigma'(z_L) dC/da_L."""
    return chain_factors(w, z).prod(axis=-1) * sigmoid_slope(z[..., -1]) * dC_da


def draw_chains(rng, chains, layers, sigma_w, sigma_b):
    """(w, b, a0) of that many random chains: w ~ N(0, sigma_w^2), b ~ N(0, sigma_b^2), inputs even between 0 and 1."""
    shape = check_count("chains", chains), check_count("layers", layers)
    w = check_positive("sigma_w", sigma_w) * check_rng(rng).standard_normal(shape)
    b = check_not_negative("sigma_b", sigma_b) * rng.standard_normal(shape)
    return w, b, rng.random(chains)


@takes(w=check_some)
def balance_width(w):
    """The width of the interval of inputs a on which |w sigma'(w a + b)| >= 1, for weights w of any shape and any b.

    (2 / |w|) ln(|w| (1 + sqrt(1 - 4 / |w|)) / 2 - 1), from sigma'(z) = 1 / |w|; 0 for |w| <= 4, where the slope, at
    most 1/4, cannot make up for the weight. Nielsen 2015, chapter 5, exercise.
    """
    size = np.maximum(np.abs(w), 4.0)
    return 2 / size * np.log(size * (1 + np.sqrt(1 - 4 / size)) / 2 - 1)


@takes(low=check_number, high=check_number)
def widest_interval(low=4.0, high=20.0):
    """(|w|, width) where that interval is widest, among weights between low and high."""
    found = minimize_scalar(lambda w: -balance_width(w), bounds=(low, high), method="bounded", options={"xatol": 1e-9})
    return float(found.x), float(-found.fun)
