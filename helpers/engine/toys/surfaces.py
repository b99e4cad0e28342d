"""Cost surfaces simple enough to draw: a ravine in two dimensions, and three landscapes in one."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..checks import check_positive
from ..network.activations import sigmoid, sigmoid_slope
from ..tables import Table


@dataclass(frozen=True)
class Ravine:
    """C = kappa x^2 + y^2: kappa times steeper along x than along y. Points are arrays of shape (..., 2)."""

    kappa: float = 100.0

    def __post_init__(self):
        check_positive("kappa", self.kappa)

    @property
    def curvatures(self):
        """Second derivatives along x and y: (2 kappa, 2)."""
        return np.array([2 * self.kappa, 2.0])

    def value(self, point):
        """C at each point, shape (...)."""
        return 0.5 * (self.curvatures * np.square(point)).sum(axis=-1)

    def gradient(self, point):
        """(2 kappa x, 2 y) at each point, shape (..., 2)."""
        return self.curvatures * point

    def rates(self, eta):
        """What one step of gradient descent multiplies x and y by: (1 - 2 kappa eta, 1 - 2 eta)."""
        return 1 - eta * self.curvatures

    def best_eta(self):
        """The fixed learning rate with the smallest largest |rate|: 2 / (sum of the two curvatures)."""
        return 2 / self.curvatures.sum()

    def best_momentum(self):
        """(eta, beta) of the fastest heavy ball on this surface (Polyak 1964)."""
        steep, flat = np.sqrt([self.curvatures.max(), self.curvatures.min()])
        return 4 / (steep + flat) ** 2, ((steep - flat) / (steep + flat)) ** 2


@dataclass(frozen=True)
class Landscape:
    """A cost along one direction t, seen from t = 0. `value(t)` and `slope(t)` take arrays of any shape.

    The smallest cost is 0, so value(0) is what is left to gain.
    """

    name: str
    label: str
    value: Callable
    slope: Callable


SLOPE = -0.01  # what all three landscapes are built to have at t = 0
BOWL_CURVATURE = 0.02
LONG_SLOPE_END = 400.0
CLIFF_CENTRE, CLIFF_WIDTH = 15.0, 4.0
# A cliff height * sigmoid((centre - t) / width) has the slope -height / width * sigmoid'(centre / width) at t = 0.
CLIFF_HEIGHT = -SLOPE * CLIFF_WIDTH / sigmoid_slope(CLIFF_CENTRE / CLIFF_WIDTH)


def bowl(t):
    """A parabola whose minimum is close by, at t = -SLOPE / BOWL_CURVATURE."""
    return 0.5 * BOWL_CURVATURE * (t + SLOPE / BOWL_CURVATURE) ** 2


def bowl_slope(t):
    """Its derivative."""
    return BOWL_CURVATURE * t + SLOPE


def long_slope(t):
    """A straight slope down to 0 at t = LONG_SLOPE_END."""
    return -SLOPE * np.maximum(LONG_SLOPE_END - t, 0)


def long_slope_slope(t):
    """Its derivative."""
    return SLOPE * np.heaviside(LONG_SLOPE_END - t, 0)


def cliff(t):
    """A plateau that ends in a drop of CLIFF_HEIGHT around t = CLIFF_CENTRE."""
    return CLIFF_HEIGHT * sigmoid((CLIFF_CENTRE - t) / CLIFF_WIDTH)


def cliff_slope(t):
    """Its derivative."""
    return -CLIFF_HEIGHT / CLIFF_WIDTH * sigmoid_slope((CLIFF_CENTRE - t) / CLIFF_WIDTH)


LANDSCAPES = Table(
    "landscape",
    [
        Landscape("minimum", "next to a minimum", bowl, bowl_slope),
        Landscape("slope", "on a long slope", long_slope, long_slope_slope),
        Landscape("plateau", "on a plateau before a drop", cliff, cliff_slope),
    ],
)
