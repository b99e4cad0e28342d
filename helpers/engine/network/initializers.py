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
    `variance(n_out, n_in)` is that of one weight; None where the weights are not drawn independently of each other.
    mirrored: every hidden neuron gets a twin with the same weights and bias times -1 (see `mirror`).
    """

    name: str
    label: str
    formula: str  # mathtext: the distribution of one weight
    weights: Callable
    variance: Callable | None
    sigma_b: float = 0.0
    mirrored: bool = False

    def draw(self, rng, n_out, n_in, first=False, last=False):
        """W of shape (n_out, n_in) and b of shape (n_out,), float64, of one layer.

        first: it reads the images. last: it is the output. Only a mirrored start asks: there no twins are.
        """
        rows = half(n_out) if self.mirrored and not last else n_out
        columns = half(n_in) if self.mirrored and not first else n_in
        W, b = self.weights(rng, rows, columns), self.sigma_b * rng.standard_normal(rows)
        return mirror(W, b, rows < n_out, columns < n_in)


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


def half(neurons):
    """Half of the neurons of a hidden layer; the others are their twins."""
    if neurons % 2:
        raise ValueError(
            "this start gives every hidden neuron a twin, so each hidden layer needs an even number of neurons: "
            f"{neurons} is odd"
        )
    return neurons // 2


def mirror(W, b, out=True, into=True):
    """[[W, -W], [-W, W]] and [b, -b]; with into or out alone [W, -W] or [[W], [-W]] (Balduzzi et al. 2017).

    Twins below send max(u, 0) and max(-u, 0). What arrives is W max(u, 0) - W max(-u, 0) = W u: two ReLU, and no bend.
    """
    if into:
        W = np.hstack([W, -W])
    if out:
        W, b = np.vstack([W, -W]), np.concatenate([b, -b])
    return W, b


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
        Initializer("looks_linear", "orthogonal, mirrored", r"$[W, -W]$, $W^T W = 1$", orthogonal, None, mirrored=True),
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
