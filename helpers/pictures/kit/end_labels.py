"""Names at the ends of lines, where two would lie upon each other."""

import numpy as np


def apart(heights, gap):
    """The heights, in any unit, moved as little as keeps neighbours `gap` apart; NaN stays NaN."""
    heights, moved = np.asarray(heights, float), np.full(len(heights), np.nan)
    order = np.argsort(heights)[: np.isfinite(heights).sum()]  # NaN comes last
    steps = gap * np.arange(len(order))
    ideal = heights[order] - steps
    upwards, downwards = np.maximum.accumulate(ideal), np.minimum.accumulate(ideal[::-1])[::-1]
    moved[order] = (upwards + downwards) / 2 + steps
    return moved
