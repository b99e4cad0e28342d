"""The network with its path rebuilt: shortcuts around the layers, and normalized weighted inputs.

Hidden layer l computes z[l] = a[l-1] @ W[l].T + b[l], u[l] = gamma[l] z_hat[l] + beta[l] (or u = z without a norm),
and a[l] = a[l-1] + branch phi(u[l]), where both layers are equally wide, else a[l] = phi(u[l]).
"""

from dataclasses import dataclass

import numpy as np

from ..checks import check_images, check_positive
from .network import Gradient, Network, Trace, quiet
from .normalization import NORMS, normalized, normalized_backward, statistics

MEMORY = 0.1  # the share by which a batch moves the remembered mean and variance


@dataclass(frozen=True)
class RebuiltTrace(Trace):
    """A Trace with the inputs `u[l]` of the activation, shaped as z[l], and with `z_hat[l]`, `mean[l]`, `variance[l]`."""

    u: list
    z_hat: list
    mean: list
    variance: list


@dataclass(frozen=True)
class RebuiltGradient(Gradient):
    """A Gradient with `dgamma[l]`, `dbeta[l]`, shape (sizes[l],); delta[l] still is the derivative by z[l].

    With batch normalization the images of a batch hang together: then delta[l] has in row x what z[l] of image x does
    to the sum of the costs of all.
    """

    dgamma: list
    dbeta: list


class RebuiltNetwork(Network):
    """A Network with shortcuts (He et al. 2016) and normalization.

    norm: a name from NORMS. branch: what a layer's own part is multiplied by before it is added to the shortcut;
    None means no shortcuts. All else as in Network, with ValueError in the same cases.
    `forward` normalizes by the batch at hand, as training does; `answers` and `accuracy` use the mean and variance
    remembered from training for batch normalization, so that an answer does not depend on the other images.
    """

    def __init__(self, sizes, *arguments, norm="none", branch=None, **settings):
        self.norm, self.branch = NORMS[norm], None if branch is None else check_positive("branch", branch)
        super().__init__(sizes, *arguments, **settings)
        self.remembered_mean = [None, *(np.zeros(n, self.flat.dtype) for n in self.sizes[1:-1])]
        self.remembered_variance = [None, *(np.ones(n, self.flat.dtype) for n in self.sizes[1:-1])]
        if self.norm.axis is not None:
            for gamma, beta in zip(self.gamma[1:], self.beta[1:], strict=True):
                gamma[:], beta[:] = 1, 0

    @property
    def plain(self):
        return self.norm.axis is None and self.branch is None

    def answers(self, x):
        """The outputs for images x, shape (n, sizes[-1]), as the network gives them when it is used, not trained."""
        return self._forward(check_images(x, self.sizes[0], self.flat.dtype), training=False).a[-1]

    @quiet
    def _forward(self, x, training=True):
        hidden, empty = range(1, len(self.sizes) - 1), [None] * len(self.sizes)
        trace = RebuiltTrace(empty[:], [x, *empty[1:]], empty[:], empty[:], empty[:], empty[:])
        for l in hidden:
            trace.z[l] = trace.a[l - 1] @ self.W[l].T + self.b[l]
            self._normalize(trace, l, training)
            part = self.activation.phi(trace.u[l])
            trace.a[l] = trace.a[l - 1] + self.branch * part if self._has_shortcut(l) else part
        trace.z[-1] = trace.a[-2] @ self.W[-1].T + self.b[-1]
        trace.a[-1] = self.cost.output(trace.z[-1])
        return trace

    def _normalize(self, trace, l, training):
        """Fill in u[l] from z[l], and what the way back needs."""
        z, axis = trace.z[l], self.norm.axis
        if axis is None:
            trace.u[l] = z
            return
        use_memory = self.norm.name == "batch" and not training
        mean, variance = (self.remembered_mean[l], self.remembered_variance[l]) if use_memory else statistics(z, axis)
        trace.mean[l], trace.variance[l], trace.z_hat[l] = mean, variance, normalized(z, mean, variance)
        trace.u[l] = self.gamma[l] * trace.z_hat[l] + self.beta[l]

    @quiet
    def _backward(self, trace, y, gradient=None):
        gradient = gradient or self._empty_gradient()
        delta = gradient.delta
        delta[-1] = self.cost.delta(trace.z[-1], trace.a[-1], y)
        da = delta[-1] @ self.W[-1]
        for l in reversed(range(1, len(self.sizes) - 1)):
            du = da * self.activation.dphi(trace.u[l])
            if self._has_shortcut(l):
                du *= self.branch
            delta[l] = self._normalize_backward(du, trace, gradient, l)
            da = delta[l] @ self.W[l] + (da if self._has_shortcut(l) else 0)
        for l in range(1, len(self.sizes)):
            np.matmul(delta[l].T, trace.a[l - 1], out=gradient.dW[l])
            np.sum(delta[l], axis=0, out=gradient.db[l])
        np.divide(gradient.flat, len(y), out=gradient.flat)  # last, for the reason given in Network
        return gradient

    def _normalize_backward(self, du, trace, gradient, l):
        """delta[l] from du = dC/du[l]; on the way dC/dgamma[l] and dC/dbeta[l]."""
        if self.norm.axis is None:
            return du
        np.sum(du * trace.z_hat[l], axis=0, out=gradient.dgamma[l])
        np.sum(du, axis=0, out=gradient.dbeta[l])
        return normalized_backward(du * self.gamma[l], trace.z_hat[l], trace.variance[l], self.norm.axis)

    def _has_shortcut(self, l):
        return self.branch is not None and self.sizes[l] == self.sizes[l - 1]

    def _remember(self, trace):
        """Move the remembered mean and variance of batch normalization towards those of this batch."""
        if self.norm.name != "batch":
            return
        n = len(trace.a[0])
        for l in range(1, len(self.sizes) - 1):
            unbiased = trace.variance[l][0] * n / max(n - 1, 1)
            self.remembered_mean[l] += MEMORY * (trace.mean[l][0] - self.remembered_mean[l])
            self.remembered_variance[l] += MEMORY * (unbiased - self.remembered_variance[l])

    # gamma and beta stand in `flat` behind all W and b, so that training, optimizers and clipping reach them too.

    _views = ("W", "b", "gamma", "beta")

    def _parameters(self):
        return super()._parameters() + (0 if self.norm.axis is None else 2 * sum(self.sizes[1:-1]))

    def _view(self):
        super()._view()
        self.gamma, self.beta = self._norm_views(self.flat)

    def _norm_views(self, flat):
        """Lists gamma, beta by layer, views into such a vector; None everywhere without a norm."""
        nothing = [None] * (len(self.sizes) - 1)
        if self.norm.axis is None:
            return nothing, nothing[:]
        start = super()._parameters()
        parts = np.split(flat[start:], np.cumsum(np.repeat(self.sizes[1:-1], 2))[:-1])
        return [None, *parts[0::2]], [None, *parts[1::2]]

    def _empty_gradient(self):
        plain = super()._empty_gradient()
        dgamma, dbeta = self._norm_views(plain.flat)
        return RebuiltGradient(plain.delta, plain.dW, plain.db, plain.flat, dgamma, dbeta)
