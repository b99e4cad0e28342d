"""Cost surfaces simple enough to draw: a ravine in two dimensions, and three landscapes in one."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..checks import check_number, check_positive
from ..network.activations import sigmoid, sigmoid_slope
from ..tables import Table


@dataclass(frozen=True)
class Ravine:
    """C = kappa u^2 + v^2, with u across the ravine and v along it. Points (x, y) are arrays of shape (..., 2).

    Without a tilt u is x and v is y. tilt: degrees by which the ravine is turned about its minimum, from the x axis
    towards the y axis. ValueError for kappa <= 0 and for a tilt that is not a finite number.
    """

    kappa: float = 100.0
    tilt: float = 0.0

    def __post_init__(self):
        check_positive("kappa", self.kappa)
        check_number("tilt", self.tilt)

    @property
    def curvatures(self):
        """Second derivatives across the ravine and along it: (2 kappa, 2)."""
        return np.array([2 * self.kappa, 2.0])

    @property
    def axes(self):
        """The directions across the ravine and along it, one a row, each of length 1: shape (2, 2)."""
        cos, sin = np.cos(np.radians(self.tilt)), np.sin(np.radians(self.tilt))
        return np.array([[cos, sin], [-sin, cos]])

    def parts(self, point):
        """(u, v): how far each point lies across the ravine and along it, shape (..., 2)."""
        return np.asarray(point) @ self.axes.T if self.tilt else np.asarray(point)

    def point(self, parts):
        """The points (x, y) that lie so far across and along, shape (..., 2): the way back from `parts`."""
        return np.asarray(parts) @ self.axes if self.tilt else np.asarray(parts)

    def value(self, point):
        """C at each point, shape (...)."""
        return 0.5 * (self.curvatures * np.square(self.parts(point))).sum(axis=-1)

    def gradient(self, point):
        """The derivatives with respect to x and y at each point, shape (..., 2); without a tilt (2 kappa x, 2 y)."""
        return self.point(self.curvatures * self.parts(point))

    def rates(self, eta):
        """What one step of gradient descent multiplies the two parts by: (1 - 2 kappa eta, 1 - 2 eta)."""
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
