"""Training with curvature: L-BFGS learns from its last gradients how steep the cost is in which direction."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from ..checks import check_count, check_function
from ..network.model import check_model
from ..network.network import Network
from ..threads import one_thread

FLAT = 1e-12  # a largest derivative at which nothing is left to gain; where all are exactly 0, L-BFGS divides by it


@dataclass(frozen=True)
class Ended:
    """How such a training ended: the cost it came to, and how many times it went through the images."""

    cost: float
    passes: int


def train_lbfgs(model, x, y, *, passes, watch=None):
    """Train `model` in place by L-BFGS (Liu & Nocedal 1989, as in scipy), each step on all images; returns an Ended.

    passes: how many gradients may be taken, each of which is one pass through x, and the few more that end the last step;
    it ends earlier where nothing is left to gain. watch: called with the number of passes so far after each step. y: n integer labels or one-hot rows.
    ValueError for bad arguments, and for batch normalization, whose memory is not part of the gradient.
    """
    check_model("model", model), watch is None or check_function("watch", watch)
    passes, x = check_count("passes", passes), model.check_images(x)
    y = model.check_targets(y, len(x))
    if isinstance(model, Network) and model.norm.name == "batch":
        raise ValueError("with batch normalization the cost depends on a memory, too, which L-BFGS knows nothing of")
    taken, trace, gradient = 0, None, None

    def cost_and_gradient(weights):
        nonlocal taken, trace, gradient
        taken, model.flat[:] = taken + 1, weights
        trace = model.run(x, into=trace)
        gradient = model.back(trace, y, into=gradient)
        return model.cost_of(trace, y), gradient.parameters.flat.astype(np.float64)

    def accepted(weights):
        model.flat[:] = weights
        if watch:
            watch(taken)

    options = {"maxiter": passes, "maxfun": passes, "ftol": 0, "gtol": FLAT}
    start = model.flat.astype(np.float64)
    with one_thread():
        found = minimize(cost_and_gradient, start, jac=True, method="L-BFGS-B", callback=accepted, options=options)
    model.flat[:] = found.x
    return Ended(float(found.fun), taken)
