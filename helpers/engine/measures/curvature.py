"""How strongly the cost bends, layer by layer, where the network itself is taken as straight: the Gauss-Newton blocks.

The second derivative of the cost has two parts. One is the bend of the cost as the outputs move, J' H J: J says how the
outputs' z follow the parameters, H how the cost bends with them. The other is the outputs' error times the bend of the
network; it has either sign, and goes where the error goes. The first is what is measured here. Schraudolph 2002.
"""

from copy import copy
from dataclasses import replace
from functools import partial

import numpy as np

from ..checks import takes
from ..network.model import check_model


@takes(model=check_model)
def bias_curvatures(model, x):
    """All curvatures of each hidden layer's biases on images x: a list of arrays (neurons,), the largest first.

    They are the eigenvalues of the layer's block of the Gauss-Newton matrix, the mean over the images of J' H J, where J
    is the derivative of the outputs' z by what is added to this layer's z. As in use; steps count as layers.
    """
    trace = model.forward(x)
    blocks = [0.0 for _ in model.hidden]
    for k in range(model.outputs):
        pulled = pulled_root(model, trace, k).delta
        for i, s in enumerate(model.hidden):
            blocks[i] = blocks[i] + pulled[s].T @ pulled[s] / len(pulled[s])
    return [np.maximum(np.linalg.eigvalsh(block)[::-1], 0) for block in blocks]


def pulled_root(model, trace, k):
    """The Gradient at a Trace of a cost whose derivative by the outputs' z is row k of the root of H."""
    other, roots = copy(model), model.cost.roots
    other.cost = replace(model.cost, delta=partial(_row, roots, k))
    return other.back(trace, np.zeros_like(trace.a[-1]))


def _row(roots, k, z, a, y):
    return roots(z, a)[k]
