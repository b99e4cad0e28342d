"""How large are z and delta in each layer? Their mean squares, over images and neurons."""

import numpy as np

from ..checks import takes
from ..network.model import check_model


@takes(model=check_model)
@np.errstate(over="ignore", under="ignore", invalid="ignore")  # infinity and 0 are named by the labs
def mean_squares(model, x, y):
    """(forwards, backwards): the mean of z^2 and of delta^2 in each layer, the output's last; shape (layers,) each.

    Mean over images x, shape (n, inputs), and neurons, in a step of training; delta is each image's own, for the label
    in y.
    """
    trace = model.forward(x, training=True)
    delta = model.backward(trace, y).delta
    return tuple(np.array([np.mean(np.square(values)) for values in kind[1:]]) for kind in (trace.z, delta))
