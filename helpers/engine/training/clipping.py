"""Gradient clipping: no step longer than it should be, and its direction kept."""

import numpy as np

from ..checks import check_positive
from ..network.model import quiet
from ..vectors import length


def clip_gradient(g, longest):
    """Scale g in place to the length `longest` where it is longer (Pascanu et al. 2013); returns its length before.

    The length is taken over all parameters of all layers together. ValueError unless longest is above zero.
    """
    if not isinstance(g, np.ndarray) or g.dtype.kind != "f" or not g.size:
        raise ValueError(f"g must be an array of floats, which is scaled in place, got {g!r:.60}")
    longest, before = check_positive("longest", longest), length(g)
    if before > longest:
        g *= longest / before
    return before


def clipper(longest):
    """clip_gradient with that length, as a function of g alone; None lets every gradient through."""
    if longest is None:
        return lambda g: None
    longest = check_positive("clip", longest)
    return quiet(lambda g: clip_gradient(g, longest))
