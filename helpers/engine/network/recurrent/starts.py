"""How a recurrent matrix is drawn: W, shape (m, m), whose spectral radius is exactly what is asked for."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ...checks import check_matrix, takes
from ...tables import Table
from ..initializers import orthogonal


@takes(matrix=check_matrix)
def spectral_radius(matrix):
    """The largest |eigenvalue| of a square matrix: what many steps through it multiply a vector by, a step.

    NaN for a matrix that overflowed.
    """
    if matrix.shape[0] != matrix.shape[1]:
        raise ValueError(f"only a square matrix has eigenvalues, got shape {matrix.shape}")
    return float(np.abs(np.linalg.eigvals(matrix)).max()) if np.isfinite(matrix).all() else float("nan")


@dataclass(frozen=True)
class RecurrentStart:
    """One way to draw a recurrent matrix: `unit(rng, m)` has the shape (m, m) and spectral radius 1."""

    name: str
    label: str
    formula: str  # mathtext
    unit: Callable

    def draw(self, rng, m, radius):
        """A matrix of shape (m, m), float64, of that spectral radius."""
        return radius * self.unit(rng, m)


def unit_gaussian(rng, m):
    """Independent N(0, 1) entries, divided by their spectral radius, which is about sqrt(m) (Girko's circular law)."""
    G = rng.standard_normal((m, m))
    return G / spectral_radius(G)


def unit_orthogonal(rng, m):
    """Keeps every length, so that all singular values are 1, too (Saxe et al. 2014)."""
    return orthogonal(rng, m, m)


def identity(rng, m):
    """Every neuron hears itself alone (Le, Jaitly, Hinton 2015, with ReLU)."""
    return np.eye(m)


RECURRENT_STARTS = Table(
    "recurrent start",
    [
        RecurrentStart("gaussian", "Gaussian", r"$\rho\,G/\rho(G)$", unit_gaussian),
        RecurrentStart("orthogonal", "orthogonal", r"$\rho\,Q$, $Q^T Q = 1$", unit_orthogonal),
        RecurrentStart("identity", "identity", r"$\rho\,1$", identity),
    ],
    aliases={"normal": "gaussian", "random_normal": "gaussian", "eye": "identity"},
)
