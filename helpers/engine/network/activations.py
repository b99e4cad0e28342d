"""Activation functions a = phi(z) and their slopes dphi(z), as a table of named records."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..tables import Table

# The constants of Klambauer et al. 2017, with which SELU keeps mean 0 and variance 1.
SELU_ALPHA, SELU_SCALE = 1.6732632423543772, 1.0507009873554805
LEAK = 0.01  # the slope of leaky ReLU on the left
GELU_SCALE, GELU_CUBE = 2 * math.sqrt(2 / math.pi), 0.044715
GELU_FLAT = 12.0  # beyond it GELU is z or 0 to rounding, in every float type


@dataclass(frozen=True)
class Activation:
    """One activation function: `phi(z)` and `dphi(z)` take and return arrays of any shape."""

    name: str
    label: str
    formula: str  # mathtext
    phi: Callable
    dphi: Callable


@np.errstate(over="ignore")  # exp(-z) may overflow to infinity, and 1 / (1 + infinity) = 0 is right
def sigmoid(z):
    """1 / (1 + exp(-z)); any shape. The logistic function."""
    return 1 / (1 + np.exp(-z))


def sigmoid_slope(z):
    """sigmoid(z) (1 - sigmoid(z)) = e / (1 + e)^2 with e = exp(-|z|), which does not round to 0 for large z."""
    e = np.exp(-np.abs(z))
    return e / np.square(1 + e)


def centred_sigmoid(z):
    """sigmoid(z) - 1/2 = tanh(z / 2) / 2: the same slope, but 0 goes to 0."""
    return 0.5 * np.tanh(0.5 * z)


def tanh_slope(z):
    """1 - tanh(z)^2 = 4 sigmoid'(2z), which does not round to 0 for large z."""
    return 4 * sigmoid_slope(2 * z)


def relu(z):
    """max(z, 0)."""
    return np.maximum(z, 0)


def relu_slope(z):
    """1 where z > 0, else 0 (at the kink, too)."""
    return np.heaviside(z, 0)


def leaky_relu(z):
    """z where z > 0, else LEAK z."""
    return np.maximum(z, LEAK * z)


def leaky_relu_slope(z):
    """1 where z > 0, else LEAK."""
    return LEAK + (1 - LEAK) * np.heaviside(z, 0)


def elu(z):
    """z where z > 0, else exp(z) - 1 (Clevert et al. 2016, alpha = 1)."""
    return np.where(z > 0, z, np.expm1(np.minimum(z, 0)))


def elu_slope(z):
    """1 where z > 0, else exp(z)."""
    return np.exp(np.minimum(z, 0))


def selu(z):
    """SELU_SCALE (z where z > 0, else SELU_ALPHA (exp(z) - 1)) (Klambauer et al. 2017)."""
    return SELU_SCALE * np.where(z > 0, z, SELU_ALPHA * np.expm1(np.minimum(z, 0)))


def selu_slope(z):
    """SELU_SCALE where z > 0, else SELU_SCALE SELU_ALPHA exp(z)."""
    return SELU_SCALE * np.where(z > 0, 1, SELU_ALPHA * np.exp(np.minimum(z, 0)))


def gelu(z):
    """z sigmoid(v(z)), the usual approximation of z times the Gaussian's share below z (Hendrycks & Gimpel 2016)."""
    return z * sigmoid(_gelu_bend(z))


def gelu_slope(z):
    """sigmoid(v) + z sigmoid'(v) v'(z)."""
    v, near = _gelu_bend(z), np.clip(z, -GELU_FLAT, GELU_FLAT)
    return sigmoid(v) + near * sigmoid_slope(v) * GELU_SCALE * (1 + 3 * GELU_CUBE * near * near)


def _gelu_bend(z):
    """v(z) = GELU_SCALE (z + GELU_CUBE z^3); far out, where sigmoid(v) is 0 or 1 to rounding, z^3 must not overflow."""
    near = np.clip(z, -GELU_FLAT, GELU_FLAT)
    return GELU_SCALE * (near + GELU_CUBE * near * near * near)


def softplus(z):
    """log(1 + exp(z)), computed without overflow."""
    return np.logaddexp(0, z)


def linear(z):
    """z itself."""
    return z


ACTIVATIONS = Table(
    "activation",
    [
        Activation("sigmoid", "sigmoid", r"$1/(1+e^{-z})$", sigmoid, sigmoid_slope),
        Activation("centred_sigmoid", "centred sigmoid", r"$1/(1+e^{-z}) - 1/2$", centred_sigmoid, sigmoid_slope),
        Activation("tanh", "tanh", r"$\tanh z$", np.tanh, tanh_slope),
        Activation("relu", "ReLU", r"$\max(z, 0)$", relu, relu_slope),
        Activation("leaky_relu", "leaky ReLU", r"$z$ or $0.01\,z$", leaky_relu, leaky_relu_slope),
        Activation("elu", "ELU", r"$z$ or $e^z - 1$", elu, elu_slope),
        Activation("selu", "SELU", r"$\lambda z$ or $\lambda\alpha(e^z - 1)$", selu, selu_slope),
        Activation("gelu", "GELU", r"$z\,\Phi(z)$, nearly", gelu, gelu_slope),
        Activation("softplus", "softplus", r"$\log(1 + e^z)$", softplus, sigmoid),
        Activation("linear", "linear", r"$z$", linear, np.ones_like),
    ],
    aliases={
        "identity": "linear",
        "none": "linear",
        "logistic": "sigmoid",
        "expit": "sigmoid",
        "leakyrelu": "leaky_relu",
    },
    hints={
        name: "SiLU, also called swish, is z sigmoid(z); this course does not have it: the nearest here is 'gelu'"
        for name in ("silu", "swish")
    },
)
