"""What the activations of each layer meet, counted in bins: where the numbers lie, and how far they reach."""

import numpy as np

from ..checks import check_count, takes
from ..network.model import check_model, check_trace

ENDS = np.outer(10.0 ** np.arange(-3, 38), [1, 3]).ravel()  # how far the bins may reach
HELD = 0.98  # the share of all numbers that they hold; what lies further out is counted in the outermost bins


@takes(model=check_model, trace=check_trace)
def histograms(model, trace, bins=41):
    """(shares, reach): shares of shape (bins, hidden layers), each column adding up to 1; the bins go from -reach to reach.

    Counted are the u of every image and neuron: z, or z normalized. A layer whose u are not all finite is a column of NaN.
    ValueError for less than one bin.
    """
    bins = check_count("bins", bins)
    met = [np.ravel(trace.u[s]).astype(float) for s in model.hidden]
    finite = [u for u in met if np.isfinite(u).all()]
    reach = max((np.quantile(np.abs(u), HELD) for u in finite), default=1.0)
    reach = float(ENDS[min(np.searchsorted(ENDS, reach), len(ENDS) - 1)])
    return np.column_stack([_shares(u, bins, reach) for u in met]), reach


def _shares(u, bins, reach):
    if not np.isfinite(u).all():
        return np.full(bins, np.nan)
    return np.histogram(np.clip(u, -reach, reach), bins, (-reach, reach))[0] / len(u)
