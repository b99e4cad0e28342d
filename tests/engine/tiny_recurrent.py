"""A second kind of model, which shares nothing with Network: one recurrent layer that reads an image part by part.

At step s it reads the s-th part x_s of the image, and its neurons hear what they said a step before:
z[s] = x_s @ U.T + a[s-1] @ R.T + b,  a[s] = tanh(z[s]),  and at the end z = a[T] @ V.T + c.
"""

import numpy as np

from helpers.engine import ACTIVATIONS, COSTS, Gradient, Model, Parameters, Trace


class RecurrentGradient(Gradient):
    """A Gradient that keeps what each step adds to the sum over all steps."""

    def __init__(self, delta, parameters, contributions):
        super().__init__(delta, parameters)
        self.contributions = contributions

    def own(self, s):
        return self.contributions[s]


class TinyRecurrent(Model):
    """`steps` parts of `numbers` numbers an image, read by `neurons` neurons; U, R and b are shared by all steps."""

    def __init__(self, steps, numbers, neurons, outputs, *, rng, cost="softmax", dtype=np.float64):
        self.steps, self.numbers, self.neurons, self.outputs = steps, numbers, neurons, outputs
        self.activation, self.cost = ACTIVATIONS["tanh"], COSTS[cost]
        m, shapes = neurons, {"U": (neurons, numbers), "R": (neurons, neurons), "b": (neurons,)}
        self.parameters = Parameters(shapes | {"V": (outputs, m), "c": (outputs,)}, dtype)
        self.flat[:] = 0.6 * rng.standard_normal(self.flat.size)

    @property
    def stations(self):
        return [*(f"step {s}" for s in range(1, self.steps + 1)), "output"]

    @property
    def inputs(self):
        return self.steps * self.numbers

    def own(self, s):
        return [self.parameters[name] for name in ("URb" if s < self.last else "Vc")]

    def part(self, x, s):
        return x[:, (s - 1) * self.numbers : s * self.numbers]

    def before(self, trace, s):
        """What the neurons said a step before s: nothing before the first."""
        return trace.a[s - 1] if s > 1 else np.zeros((len(trace.a[0]), self.neurons), self.dtype)

    def run(self, x, training=False, into=None):
        return self._run_above(Trace([None], [None], [x], training), x)

    def run_from(self, a, s, x=None):
        if s == 0:
            return self.run(a)
        if x is None:
            raise ValueError("the steps above read their parts of the images: run_from needs the images, too, as x")
        empty = [None] * s
        return self._run_above(Trace([*empty, None], [*empty, None], [*empty, a], False), x)

    def _run_above(self, trace, x):
        U, R, b, V, c = (self.parameters[name] for name in "URbVc")
        for s in range(len(trace.a), self.last):
            said = trace.a[s - 1] if s > 1 else np.zeros((len(x), self.neurons), self.dtype)
            trace.z.append(self.part(x, s) @ U.T + said @ R.T + b)
            trace.a.append(self.activation.phi(trace.z[s]))
        trace.z.append(trace.a[-1] @ V.T + c)
        trace.a.append(self.cost.output(trace.z[-1]))
        trace.u[:] = trace.z
        return trace

    def back(self, trace, y, into=None):
        """Back-propagation through time."""
        gradient = into or RecurrentGradient([None] * (self.last + 1), self.parameters.like(), [None] * (self.last + 1))
        delta, x, n = gradient.delta, trace.a[0], len(y)
        delta[-1] = self.cost.delta(trace.z[-1], trace.a[-1], y)
        gradient.contributions[-1] = [delta[-1].T @ trace.a[-2] / n, delta[-1].mean(axis=0)]
        da = delta[-1] @ self.parameters["V"]
        for s in reversed(self.hidden):
            delta[s] = da * self.activation.dphi(trace.u[s])
            parts = self.part(x, s), self.before(trace, s)
            gradient.contributions[s] = [*(delta[s].T @ part / n for part in parts), delta[s].mean(axis=0)]
            da = delta[s] @ self.parameters["R"]
        for i, name in enumerate("URb"):
            gradient.parameters[name][:] = sum(gradient.own(s)[i] for s in self.hidden)
        for name, part in zip("Vc", gradient.own(self.last), strict=True):
            gradient.parameters[name][:] = part
        return gradient

    def pull_back(self, trace, g, s):
        if s == 1:
            raise ValueError("an image comes in part by part, not before step 1: look from a later step")
        return (
            g @ self.parameters["V"] if s == self.last else g * self.activation.dphi(trace.u[s]) @ self.parameters["R"]
        )

    def __repr__(self):
        return f"TinyRecurrent({self.steps} steps, {self.neurons} neurons, {self.outputs} outputs)"
