"""A training that may be sick: the settings of the playground, and what else can go wrong with one."""

from dataclasses import dataclass, replace

import numpy as np

from helpers.engine import Network, Recurrent, Settings, louder
from helpers.engine.network.normalization import normalized
from helpers.engine.network.sizes import digit_sizes

LINES = 28  # of an image
AT_ONCE = 4  # that a recurrent network reads in one step


@dataclass(frozen=True)
class Patient:
    """Settings, and beside them: the cost; what the hidden and the output biases are set to before the first step (None: as
    drawn); layers that are frozen; the float type; what the cost is multiplied by; whether it is asked one image at a time with the statistics of that one
    image; and for a recurrent network the spectral radius of its weights (None: it is none)."""

    settings: Settings
    cost: str = "cross-entropy"
    bias: float | None = None
    output_bias: float | None = None
    frozen: tuple = ()
    dtype: type = np.float32
    loudness: float = 1.0
    one_by_one: bool = False
    radius: float | None = None

    def changed(self, **settings):
        """The same with other settings."""
        return replace(self, settings=replace(self.settings, **settings))

    def with_seed(self, seed):
        """The same, drawn anew."""
        return self.changed(seed=seed)

    def start(self, train, new):
        """Its training, a WatchedRun that has taken no step yet; train, new: Images."""
        return self.settings.start(train, new, net=self.network())

    def network(self):
        """The model before its first step."""
        s, rng = self.settings, np.random.default_rng(self.settings.seed)
        how = {"cost": self.cost, "rng": rng, "dtype": self.dtype}
        if self.radius is not None:
            return Recurrent(
                [AT_ONCE * LINES, s.neurons, 10],
                LINES // AT_ONCE,
                s.activation,
                s.initializer,
                radius=self.radius,
                **how,
            )
        net = SickNetwork(digit_sizes(s.hidden_layers, s.neurons), s.activation, s.initializer, scale=s.scale, norm=s.norm,
                          branch=s.branch, **how)  # fmt: skip
        net.frozen, net.one_by_one = self.frozen, self.one_by_one
        for l, bias in [*((l, self.bias) for l in net.hidden), (net.last, self.output_bias)]:
            if bias is not None:
                net.b[l][:] = bias
        return net if self.loudness == 1 else louder(net, self.loudness)


class SickNetwork(Network):
    """A Network of which some layers do not learn, or which is normalized, in use, by the one image that it is asked."""

    frozen, one_by_one = (), False

    def back(self, trace, y, into=None):
        gradient = super().back(trace, y, into)
        for l in self.frozen:
            for part in gradient.blocks(l):
                part[:] = 0
        return gradient

    def _normalize(self, trace, l):
        if trace.training or not self.one_by_one:
            return super()._normalize(trace, l)
        z = trace.z[l]  # the mean of one image is the image itself, and nothing varies
        trace.mean[l], trace.variance[l] = z, np.zeros_like(z)
        trace.z_hat[l] = normalized(z, z, trace.variance[l])
        return self.gamma[l] * trace.z_hat[l] + self.beta[l]
