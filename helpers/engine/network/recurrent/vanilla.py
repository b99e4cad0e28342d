"""The plain recurrent network (Elman 1990): h[s] = phi(z[s])."""

from .unrolled import Unrolled


class Recurrent(Unrolled):
    """Neurons that hear what they said a step before: h[s] = phi(x_s @ W_in.T + h[s - 1] @ W_rec.T + b).

    sizes: three numbers, e.g. [28, 64, 10]: numbers read a step, neurons, outputs. steps: how many parts an image has,
    so that it has steps times sizes[0] numbers, one part after the other.
    activation, initializer, cost: names from ACTIVATIONS, INITIALIZERS (for W_in and W_out), COSTS.
    recurrent, radius: how W_rec is drawn, a name from RECURRENT_STARTS, and its spectral radius; each gate's by itself.
    reads: how many of the last steps the output reads. It answers after each of them with the same W_out, and C_x is the
    mean of the answers' costs; labels then have the shape (n, reads), outputs (n, reads * sizes[2]).
    rng: the random generator that draws the weights. dtype: float64, float32 or float16.
    Raises ValueError for anything else. To change weights, write into the arrays: net.W_rec[:] = …
    """

    def _step(self, z, before, out):
        out[:] = self.activation.phi(z)
        return z, None

    def _pull(self, trace, s, g):
        delta = g * self.activation.dphi(trace.z[s])
        return delta, self._told_before(delta)
