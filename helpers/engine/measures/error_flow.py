"""How much of an error arrives q steps earlier, or q layers below? Measured, and told from the Jacobians on its way.

On its way back from station s to s - 1 an error e = dC/da is multiplied by the transpose of J = da[s]/da[s - 1]; in plain
recurrent neurons J = diag(phi'(z)) W_rec. So q steps multiply its length

- at most by the product of q largest singular values of J, which is at most (largest singular value of W_rec times
  steepest slope)^q: a bound, for ||A B|| <= ||A|| ||B||. It is rarely met, for what one step stretches most is not what
  the next one does. Where it falls, the error must vanish; where it grows, the error may explode (Pascanu et al. 2013);
- typically by the product of q root mean squares of the singular values, ||J||_F / sqrt(m): for an e without a
  preference among the m directions, E ||J' e||^2 = ||e||^2 ||J||_F^2 / m. In plain neurons that is
  (||W_rec||_F / sqrt(m) times the root mean square of phi')^q. All steps share one random matrix, and yet that is right
  to leading order while q^2 is well below m. The first factor is near the spectral radius rho, and equal to it for wide
  layers (Girko's circular law) and for orthogonal matrices;
- in the long run, q well above m, one direction has won: a linear layer multiplies it by rho a step.

So rho^q times a mean slope^q is the rule of thumb; near z = 0, where tanh' = 1, the slope drops out. The error in an LSTM
does have a preference: it keeps to the cells, where f multiplies it, and outlives the typical value. That way, the gates'
own, is one of many: `gate_flow` tells what comes by it alone, `error_flow` what comes by all of them.
Hochreiter 1991; Bengio, Simard, Frasconi 1994; Hochreiter et al. 2001.
"""

from copy import deepcopy

import numpy as np

from ..checks import check_numbers, takes
from ..network.model import check_model, quiet
from ..vectors import length, lengths


@takes(model=check_model)
@quiet
def error_flow(model, x, y):
    """The mean over the images of ||dC_x/da[s]|| at each hidden station, as in use, from one backward pass.

    Returns shape (hidden stations,); entry q belongs to q steps (or layers) before the last, so entry 0 is what comes
    out of the output. Divided by it, the others say what share arrives. ValueError for bad x, y, for a model without
    hidden stations, and where the output reads several steps, so that an error comes in at each of them.
    """
    check_hidden(model)
    return flow_by(model, model, x, y)


def flow_by(way, model, x, y):
    """The mean lengths of the errors of `model` that `way`, a model of the same kind, pulls back from station to station."""
    trace = model.forward(x)
    g = model.backward(trace, y).delta[-1]
    flow = []
    for s in range(model.last, 1, -1):
        g = way.pull_back(trace, g, s)
        flow.append(lengths(g).mean())
    return np.array(flow)


@takes(model=check_model)
@quiet
def gate_flow(model, x, y):
    """As error_flow, but of the gates' own way alone: as if no neuron had heard another, all gates standing as they do.

    From step to step an LSTM's cell then multiplies an error by its f, a GRU's neuron by its w. ValueError as there, and
    for a model without such gates.
    """
    if getattr(model, "keeper", None) is None:
        raise ValueError(f"a way by gates alone is what an LSTM and a GRU have, and {model!r} has none")
    way = deepcopy(model)
    way.W_rec[:] = 0
    return flow_by(way, model, x, y)


@takes(model=check_model, x=check_numbers)
@quiet
def flow_factors(model, x):
    """(typical, bound): what q steps multiply the length of an error by, on one image x; shape (hidden stations,) each.

    Entry q belongs to q steps (or layers) before the last hidden one, so entry 0 is 1. Both come from the singular values
    of the Jacobians on the way; see above for what makes them right. ValueError for anything but one image.
    """
    check_hidden(model)
    if len(x := np.atleast_2d(x)) != 1:
        raise ValueError(f"a Jacobian belongs to one image, got {len(x)}")
    trace = model.forward(x)
    factors = [(1.0, 1.0)]
    for s in reversed(model.hidden[1:]):
        J = model.local(trace, s)
        finite = np.isfinite(J).all()
        factors.append((length(J) / np.sqrt(len(J)), np.linalg.norm(J, 2) if finite else np.nan))
    return tuple(np.cumprod(factors, axis=0).T)


def check_hidden(model):
    if not len(model.hidden):
        raise ValueError(f"an error flows back through hidden stations, and {model!r} has none")
