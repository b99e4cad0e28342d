"""Optimizers: how a gradient becomes a step, as a table of named records.

Each reads like its formula: w are the parameters, g is the gradient, eta the learning rate, t the number of the step.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import count

import numpy as np

from ..network.model import quiet
from ..tables import Table

BETA = 0.9  # what momentum keeps of its last step
RHO = 0.9  # what RMSProp keeps of its mean square (Tieleman & Hinton 2012)
BETA_1, BETA_2 = 0.9, 0.999  # the same two for Adam (Kingma & Ba 2015)
EPS = 1e-8  # keeps the quotient finite where every gradient so far was 0
DECAY = 0.01  # the share eta DECAY by which AdamW shrinks every parameter in a step


@dataclass(frozen=True)
class Optimizer:
    """One way to step. `update(w, g, memory, t, eta)` changes w and the memory in place, and may use g up.

    w, g: arrays of one shape; memory: `memories` arrays of that shape, zero before the first step; t counts from 1.
    """

    name: str
    label: str
    formula: str  # mathtext
    memories: int
    update: Callable

    def start(self, w, **options):
        """A function step(w, g, eta) with a memory of its own, for parameters shaped as w; options: such as beta."""
        wide = np.promote_types(w.dtype, np.float32)  # in float16 a square, and EPS, would underflow to 0
        memory, steps, update = np.zeros((self.memories, *w.shape), wide), count(1), partial(self.update, **options)
        return quiet(lambda w, g, eta: update(w, g, memory, next(steps), eta))


def sgd(w, g, memory, t, eta):
    """Gradient descent: a step against the gradient."""
    w -= np.multiply(g, eta, out=g)


def momentum(w, g, memory, t, eta, beta=BETA):
    """The heavy ball: each step repeats the share beta of the last one (Polyak 1964)."""
    (v,) = memory
    v *= beta
    v += g
    w -= eta * v


def rmsprop(w, g, memory, t, eta, rho=RHO):
    """Each parameter's gradient, divided by its own recent size (Tieleman & Hinton 2012)."""
    (s,) = memory
    s *= rho
    s += (1 - rho) * np.square(g, dtype=s.dtype)
    w -= eta * g / (np.sqrt(s) + EPS)


def adam(w, g, memory, t, eta, beta_1=BETA_1, beta_2=BETA_2):
    """Momentum over size. Both means start at 0; the divisions by 1 - beta^t make up for that (Kingma & Ba 2015)."""
    m, s = memory
    m *= beta_1
    m += (1 - beta_1) * g
    s *= beta_2
    s += (1 - beta_2) * np.square(g, dtype=s.dtype)
    w -= eta * (m / (1 - beta_1**t)) / (np.sqrt(s / (1 - beta_2**t)) + EPS)


def adamw(w, g, memory, t, eta, decay=DECAY, **betas):
    """Adam, and beside it a pull of every parameter towards 0, which its division does not touch (Loshchilov & Hutter 2019)."""
    w *= 1 - eta * decay
    adam(w, g, memory, t, eta, **betas)


OPTIMIZERS = Table(
    "optimizer",
    [
        Optimizer("sgd", "gradient descent", r"$-\eta g$", 0, sgd),
        Optimizer("momentum", "momentum", r"$-\eta v$, $v\leftarrow\beta v+g$", 1, momentum),
        Optimizer("rmsprop", "RMSProp", r"$-\eta g/\sqrt{\overline{g^2}}$", 1, rmsprop),
        Optimizer("adam", "Adam", r"$-\eta\,\overline{g}/\sqrt{\overline{g^2}}$", 2, adam),
        Optimizer("adamw", "AdamW", r"$-\eta\,\overline{g}/\sqrt{\overline{g^2}}-\eta\lambda w$", 2, adamw),
    ],
)
