"""The gated recurrent unit (Cho et al. 2014), with the reset after the matrix product, as PyTorch has it.

The blocks of z, as in PyTorch, open the gates r (reset) and w (keep; PyTorch calls it z); the candidate's two parts, from
the image and from the state, stand side by side: r, w = sigmoid(z),  n = tanh(z_x + r z_h),  h[s] = (1 - w) n + w h[s - 1].
"""

import numpy as np

from ..activations import sigmoid, sigmoid_slope, tanh_slope
from .unrolled import Unrolled, apart, beside


class GRU(Unrolled):
    """Neurons whose gates mix what they said before with a candidate: h = (1 - w) n + w h.

    W_in and W_rec have the blocks r, w, n; b has r, w, n's part from the image, and n's part from the state.
    The settings are those of Recurrent; the activation is tanh. On a trace, u[s] is what the candidate's tanh meets; the
    gates are told by net.opened(trace, s).
    """

    gates, keeper = ("r", "w", "n_x", "n_h"), "w"
    hears_x, hears_h = [0, 1, 2], [0, 1, 3]

    def __init__(self, sizes, steps, initializer="glorot_uniform", cost="softmax", *, rng, **settings):
        super().__init__(sizes, steps, "tanh", initializer, cost, rng=rng, **settings)

    def _step(self, z, before, out):
        z_r, z_w, z_x, z_h = apart(z, 4)
        r, w = sigmoid(z_r), sigmoid(z_w)
        u = z_x + r * z_h
        n = np.tanh(u)
        out[:] = (1 - w) * n + w * before
        return u, (r, w, n)

    def _pull(self, trace, s, g):
        (r, w, n), (z_r, z_w, _, z_h) = trace.kept[s], apart(trace.z[s], 4)
        du, dw = g * (1 - w) * tanh_slope(trace.u[s]), g * (trace.state[s - 1] - n)
        delta = beside(du * z_h * sigmoid_slope(z_r), dw * sigmoid_slope(z_w), du, du * r)
        return delta, self._told_before(delta) + g * w

    def opened(self, trace, s):
        r, w, _ = trace.kept[s]
        return {"r": r, "w": w}
