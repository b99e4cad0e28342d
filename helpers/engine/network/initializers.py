"""How the weights and biases of a layer are drawn before any training, as a table of named records."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from ..tables import Table


@dataclass(frozen=True)
class Initializer:
    """One way to draw a layer.

    `weights(rng, n_out, n_in)` returns W of shape (n_out, n_in); every bias is drawn from N(0, sigma_b^2).
    `variance(n_out, n_in)` is that of one weight; None where the weights are not drawn.
    """

    name: str
    label: str
    formula: str  # mathtext: the distribution of one weight
    weights: Callable
    variance: Callable | None
    sigma_b: float = 0.0

    def draw(self, rng, n_out, n_in):
        """W of shape (n_out, n_in) and b of shape (n_out,), float64."""
        return self.weights(rng, n_out, n_in), self.sigma_b * rng.standard_normal(n_out)


def normal(rng, n_out, n_in, variance):
    """Weights from N(0, variance(n_out, n_in))."""
    return np.sqrt(variance(n_out, n_in)) * rng.standard_normal((n_out, n_in))


def uniform(rng, n_out, n_in, variance):
    """Weights from the uniform distribution around 0 of that variance: U(-r, r) with r = sqrt(3 variance)."""
    r = np.sqrt(3 * variance(n_out, n_in))
    return rng.uniform(-r, r, (n_out, n_in))


def orthogonal(rng, n_out, n_in):
    """Rows or columns, whichever are fewer, orthonormal: W^T W = 1 or W W^T = 1 (Saxe et al. 2014)."""
    q, r = np.linalg.qr(rng.standard_normal((max(n_out, n_in), min(n_out, n_in))))
    q = q * np.sign(np.diag(r))  # makes q uniform over all such matrices
    return q if n_out >= n_in else q.T


def lecun(n_out, n_in):
    """1 / n_in keeps the variance of z forwards in a linear layer (LeCun et al. 1998)."""
    return 1 / n_in


def glorot(n_out, n_in):
    """2 / (n_in + n_out), the compromise between forwards and backwards (Glorot & Bengio 2010)."""
    return 2 / (n_in + n_out)


def he(n_out, n_in):
    """2 / n_in makes up for ReLU's silent half (He et al. 2015)."""
    return 2 / n_in


def unit(n_out, n_in):
    """1, whatever the size: most networks drawn so are saturated."""
    return 1.0


def orthogonal_variance(n_out, n_in):
    """1 / max(n_out, n_in), of one entry of an orthogonal matrix."""
    return 1 / max(n_out, n_in)


def constant(rng, n_out, n_in):
    """Every weight the same, 1 / n_in: each neuron takes the mean of its inputs, and no two neurons ever differ."""
    return np.full((n_out, n_in), 1 / n_in)


def drawn(name, label, formula, distribution, variance, **settings):
    """The record of independent weights of that distribution and variance."""
    weights = partial(distribution, variance=variance)
    return Initializer(name, label, formula, weights, variance, **settings)


INITIALIZERS = Table(
    "initializer",
    [
        drawn("nielsen", "Nielsen", r"$N(0, 1/n_{in})$", normal, lecun, sigma_b=1.0),
        drawn("large", "large", r"$N(0, 1)$", normal, unit, sigma_b=1.0),
        Initializer("constant", "constant", r"$1/n_{in}$", constant, None),
        drawn("lecun", "LeCun, normal", r"$N(0, 1/n_{in})$", normal, lecun),
        drawn("lecun_uniform", "LeCun, uniform", r"$U(\pm\sqrt{3/n_{in}})$", uniform, lecun),
        drawn("glorot", "Glorot, normal", r"$N(0, 2/(n_{in}+n_{out}))$", normal, glorot),
        drawn("glorot_uniform", "Glorot, uniform", r"$U(\pm\sqrt{6/(n_{in}+n_{out})})$", uniform, glorot),
        drawn("he", "He, normal", r"$N(0, 2/n_{in})$", normal, he),
        drawn("he_uniform", "He, uniform", r"$U(\pm\sqrt{6/n_{in}})$", uniform, he),
        Initializer("orthogonal", "orthogonal", r"$W^T W = 1$", orthogonal, orthogonal_variance),
    ],
    aliases={
        "xavier": "glorot",
        "xavier_normal": "glorot",
        "glorot_normal": "glorot",
        "xavier_uniform": "glorot_uniform",
        "he_normal": "he",
        "kaiming": "he",
        "kaiming_normal": "he",
        "kaiming_uniform": "he_uniform",
        "lecun_normal": "lecun",
        **{f"{name} uniform": f"{name}_uniform" for name in ("lecun", "glorot", "he")},  # LecunUniform and so on
    },
    hints={
        **dict.fromkeys(
            ("normal", "random_normal", "standard_normal", "randn"),
            "N(0, 1) is 'large' here; with scale=… each weight is multiplied by it",
        ),
        **dict.fromkeys(("zeros", "ones"), "Weights that are all equal are 'constant' here: each is 1 / n_in"),
    },
)
