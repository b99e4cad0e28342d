"""Long short-term memory (Hochreiter & Schmidhuber 1997, with the forget gate of Gers et al. 2000).

The blocks of z, as in PyTorch, open the gates i (in), f (forget), o (out) and make the candidate g:
i, f, o = sigmoid(z),  g = tanh(z),  c[s] = f c[s - 1] + i g,  h[s] = o tanh(c[s]).
"""

import numpy as np

from ...checks import check_number
from ..activations import sigmoid, sigmoid_slope, tanh_slope
from .unrolled import Unrolled, apart, beside


class LSTM(Unrolled):
    """Neurons with a cell c that gates write, keep and read: c = f c + i g, h = o tanh(c). Its state is [h, c].

    forget_bias: what is added to the bias of f at the start, so that the cell keeps at first (Jozefowicz et al. 2015).
    The other settings are those of Recurrent; the activation is tanh. On a trace, u[s] is what the candidate's tanh meets;
    the gates are told by net.opened(trace, s).
    """

    gates = ("i", "f", "g", "o")
    memories, keeper = 2, "f"

    def __init__(self, sizes, steps, initializer="glorot_uniform", cost="softmax", *, rng, forget_bias=1.0, **settings):
        self.forget_bias = check_number("forget_bias", forget_bias)
        super().__init__(sizes, steps, "tanh", initializer, cost, rng=rng, **settings)

    def _start(self):
        m = self.sizes[1]
        self.b[m : 2 * m] += self.forget_bias

    def _step(self, z, before, out):
        z_i, z_f, u, z_o = apart(z, 4)
        i, f, g, o = sigmoid(z_i), sigmoid(z_f), np.tanh(u), sigmoid(z_o)
        (h, c), (_, c_before) = apart(out, 2), apart(before, 2)
        c[:] = f * c_before + i * g
        t = np.tanh(c)
        h[:] = o * t
        return u, (i, f, g, o, t)

    def _pull(self, trace, s, g):
        (i, f, candidate, o, t), (z_i, z_f, u, z_o) = trace.kept[s], apart(trace.z[s], 4)
        (_, c), (_, c_before), (dh, dc) = apart(trace.state[s], 2), apart(trace.state[s - 1], 2), apart(g, 2)
        dc = dc + dh * o * tanh_slope(c)
        di, df, dg, do = dc * candidate, dc * c_before, dc * i, dh * t
        delta = beside(di * sigmoid_slope(z_i), df * sigmoid_slope(z_f), dg * tanh_slope(u), do * sigmoid_slope(z_o))
        return delta, beside(self._told_before(delta), dc * f)

    def opened(self, trace, s):
        i, f, _, o, _ = trace.kept[s]
        return {"i": i, "f": f, "o": o}
