"""The plane of weight scale and bias scale: where gradients vanish, where they explode, and how deep one can train.

Poole et al. 2016, Schoenholz et al. 2017 ("Deep information propagation"). W ~ N(0, sigma_w^2 / n_in), b ~ N(0, sigma_b^2).
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from ..checks import check_not_negative, check_positive, check_row, takes
from .correlation import chi_c, correlation_fixed_point, hermite_squares, lowest_fixed_point, pair_mean
from .mean_field import LARGEST_Q, SMALLEST_Q, WEIGHTS, U, _record, chi, fixed_point

RULE = 6  # Schoenholz et al. 2017: networks train up to a depth of about six times the depth scale of the images
BALANCED = 1e-9  # a chi this close to 1 counts as 1: rounding is smaller
WIDEST, HALVINGS = 100.0, 60  # of the search for the critical sigma_w
TABLE = np.geomspace(SMALLEST_Q, LARGEST_Q, 1201)  # lengths q between which a map of the plane is interpolated


@dataclass(frozen=True)
class DepthScale:
    """What theory says at one point of the plane, or, with arrays, at many.

    q: the length q* that depth leads to, perhaps 0 or infinite. chi_1: what a layer back multiplies ||gradient||^2 by.
    c: the correlation c* of two images far up, 1 or below. chi_c: what a layer multiplies their distance from c* by.
    """

    q: Any
    chi_1: Any
    c: Any
    chi_c: Any

    @property
    def gradients(self):
        """Layers in which ||gradient||^2 changes by a factor of e: 1 / |ln chi_1|; infinite where chi_1 = 1."""
        return _layers(self.chi_1)

    @property
    def images(self):
        """xi_c = 1 / |ln chi_c|: layers in which the difference of two images comes closer to its limit by a factor of e.

        Where chi_1 < 1, c* = 1 and this is the scale of the gradients. Where q* is 0 or infinite, so it is by
        definition: there the signal itself dies, or grows, at that pace.
        """
        bounded = (np.asarray(self.q) > 0) & np.isfinite(self.q)
        return np.where(bounded, _layers(self.chi_c), self.gradients)[()]

    @property
    def trainable_depth(self):
        """RULE times xi_c, a rule of thumb (Schoenholz et al. 2017); infinite where chi_1 = 1."""
        return RULE * self.images

    @property
    def pace(self):
        """1 / xi_c with a sign: below 0 where gradients vanish, above 0 where they explode, 0 where chi_1 = 1."""
        return np.copysign(1 / self.images, np.asarray(self.chi_1) - 1)


def _layers(factor):
    with np.errstate(divide="ignore"):
        rate = np.abs(np.log(factor))
        return (1 / np.where(rate < BALANCED, 0, rate))[()]


def depth_scale(activation, sigma_w, sigma_b):
    """The DepthScale at one point; ValueError for sigma_w <= 0, sigma_b < 0 or an unknown activation."""
    q = fixed_point(activation, sigma_w, sigma_b)
    c = correlation_fixed_point(activation, sigma_w, sigma_b)
    at_c = chi_c(activation, c, sigma_w, sigma_b, LARGEST_Q if np.isinf(q) else q)
    return DepthScale(q, chi(activation, q, sigma_w), c, float(at_c))


def critical_sigma_w(activation, sigma_b):
    """The sigma_w at which chi_1 = 1 at the fixed point: below it gradients vanish, above it they explode.

    Found by halving the interval from 0 to WIDEST. Where q* jumps (GELU with small sigma_b), chi_1 may jump over 1: that
    place is returned. ValueError if chi_1 is still below 1 at WIDEST.
    """
    check_not_negative("sigma_b", sigma_b)

    def explodes(sigma_w):
        return chi(activation, fixed_point(activation, sigma_w, sigma_b), sigma_w) > 1

    low, high = 0.0, WIDEST
    if not explodes(high):
        raise ValueError(f"gradients still vanish at sigma_w = {WIDEST:g} and sigma_b = {sigma_b:g}")
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if explodes(middle) else (middle, high)
    return high


def chi_map(activation, sigma_w, sigma_b):
    """chi_1 at the fixed point on a grid: shape (len(sigma_b), len(sigma_w)). Interpolated, to 0.1 %."""
    return phase_map(activation, sigma_w, sigma_b).chi_1


@takes(sigma_w=check_row, sigma_b=check_row)
def phase_map(activation, sigma_w, sigma_b):
    """The DepthScale on a grid, arrays of shape (len(sigma_b), len(sigma_w)): quick, and good enough for a picture.

    The averages over one Gaussian number are interpolated between the lengths of TABLE, which leaves an error of 0.1 %.
    """
    record = _record(activation)
    sigma_w, sigma_b = np.meshgrid([check_positive("sigma_w", s) for s in sigma_w], [check_not_negative("sigma_b", s) for s in sigma_b])  # fmt: skip
    q = _fixed_points(record, sigma_w, sigma_b)
    chi_1 = sigma_w**2 * _interpolated(q, _table(record)[1])
    c, at_c, chaos = np.ones_like(q), chi_1.copy(), (chi_1 > 1) & np.isfinite(q) & (q > 0)
    if chaos.any():
        c[chaos] = lowest_fixed_point(
            hermite_squares(record.phi, q[chaos]), sigma_w[chaos], sigma_b[chaos], halvings=20
        )
        at_c[chaos] = sigma_w[chaos] ** 2 * pair_mean(hermite_squares(record.dphi, q[chaos]), c[chaos])
    return DepthScale(q, chi_1, c, at_c)


@lru_cache(maxsize=32)
def _table(record):
    """E[phi^2] and E[phi'^2] at the lengths of TABLE."""
    z = np.sqrt(TABLE)[:, None] * U
    return np.square(record.phi(z)) @ WEIGHTS, np.square(record.dphi(z)) @ WEIGHTS


def _interpolated(q, values):
    """values, given at TABLE, at the lengths q."""
    return np.interp(np.log(np.clip(q, TABLE[0], TABLE[-1])), np.log(TABLE), values)


def _fixed_points(record, sigma_w, sigma_b):
    """q* of each point, as fixed_point finds it: the nearest one to 1 in the direction of the first step from there."""
    grows = sigma_w[..., None] ** 2 * _table(record)[0] + sigma_b[..., None] ** 2 - TABLE
    start = len(TABLE) // 2  # where the table holds q = 1
    up = grows[..., start] > 0
    ends = {True: _first_change(grows[..., start:]), False: _first_change(-grows[..., start::-1])}
    steps = np.where(up, ends[True], -ends[False])
    log_q = np.log(TABLE[start]) + steps * np.log(TABLE[1] / TABLE[0])
    return np.where(np.isinf(steps), np.where(up, np.inf, 0.0), np.exp(log_q))


def _first_change(values):
    """Where along the last axis values first fall to 0 or below, in steps and parts of a step; infinity: nowhere."""
    below = values <= 0
    last = np.maximum(below.argmax(axis=-1), 1)
    before, after = (np.take_along_axis(values, (last - i)[..., None], -1)[..., 0] for i in (1, 0))
    with np.errstate(divide="ignore", invalid="ignore"):
        part = before / (before - after)
    return np.where(below.any(axis=-1), last - 1 + np.clip(np.nan_to_num(part, nan=0.0), 0, 1), np.inf)
