"""Many small networks trained side by side: the numbers that `train` gives each of them, several times as fast.

A step of a small network takes longer to call than to compute. So networks of the same sizes are stacked, and one
matrix product does its work for all of them: arrays have one axis more than in network.py, the networks, in front.
"""

import numpy as np

from ..checks import check_count, check_frozen, check_images, check_list, check_positive, check_rng
from ..network.model import quiet
from ..network.network import Network
from ..threads import one_thread


def train_crowd(nets, x, y, *, eta, epochs, batch_size, rngs, frozen=()):
    """Train each of `nets` in place, as train(net, x, y, rng=...) would; a generator that yields each finished epoch.

    nets: networks of the same sizes, activation and cost. x: the images, an array (n, sizes[0]) for all networks
    or a list with one such array for each. y: n integer labels. rngs: one generator a network, which draws its batches.
    frozen: the layers, counted from 1, whose weights and biases stay as they are.
    ValueError for networks that differ, or bad arguments, before the first step.
    """
    nets, rngs = (
        check_list("nets", nets, "the networks"),
        check_list("rngs", rngs, "a random generator for each network"),
    )
    check_alike(nets, len([check_rng(rng) for rng in rngs]))
    eta, epochs, batch_size = (
        check_positive("eta", eta),
        check_count("epochs", epochs),
        check_count("batch_size", batch_size),
    )
    frozen = check_frozen(frozen, nets[0].last)
    x = check_views(x, nets)
    y = nets[0].check_targets(y, x.shape[1])
    return _epochs(Crowd(nets, frozen), x, y, eta, epochs, batch_size, rngs)


def _epochs(crowd, x, y, eta, epochs, batch_size, rngs):
    for epoch in range(1, epochs + 1):
        with one_thread():
            for rows in batches(x.shape[1], batch_size, rngs):
                crowd.step(x[crowd.places, rows], y[rows], eta)
        crowd.write_back()
        yield epoch


def check_alike(nets, generators):
    """Networks that can be stacked, and a generator for each."""
    for net in nets:
        if not isinstance(net, Network) or net.norm.axis is not None or net.branch is not None:
            raise ValueError(
                f"a crowd stacks plain networks, without shortcuts and normalization, and cannot stack {net!r}: train "
                "each of the others by itself"
            )
    if len({(net.sizes, net.activation, net.cost, net.dtype) for net in nets}) != 1:
        raise ValueError("a crowd needs at least one network, and all of the same sizes, activation, cost and dtype")
    if generators != len(nets):
        raise ValueError(f"each network needs a generator of its own: {len(nets)} networks, {generators} rngs")


def check_views(x, nets):
    """The images of each network, shape (networks, n, sizes[0]); one array for all is shared, not copied."""
    width, dtype = nets[0].sizes[0], nets[0].flat.dtype
    if not isinstance(x, list | tuple) or np.ndim(x[0] if x else x) != 2:
        x = check_images(x, width, dtype)
        return np.broadcast_to(x, (len(nets), *x.shape))
    views = [check_images(view, width, dtype) for view in x]
    if len(views) != len(nets) or len({len(view) for view in views}) != 1:
        raise ValueError(
            f"x must be one array for all, or as many as networks and equally long: {len(views)} for {len(nets)}"
        )
    return np.stack(views)


def batches(n, batch_size, rngs):
    """One epoch's rows, each of shape (networks, batch): every network meets the images in an order of its own."""
    orders = np.array([rng.permutation(n) for rng in rngs])
    return (orders[:, i : i + batch_size] for i in range(0, n, batch_size))


class Crowd:
    """The weights of several networks in arrays W[l], shape (networks, n_out, n_in), and b[l], (networks, 1, n_out)."""

    def __init__(self, nets, frozen=()):
        self.nets, self.layers = nets, range(1, len(nets[0].sizes))
        self.trained = [l for l in self.layers if l not in frozen]
        self.activation, self.cost = nets[0].activation, nets[0].cost
        self.places = np.arange(len(nets))[:, None]
        self.W = [None, *(np.array([net.W[l] for net in nets]) for l in self.layers)]
        self.b = [None, *(np.array([net.b[l] for net in nets])[:, None] for l in self.layers)]

    @quiet
    def step(self, x, y, eta):
        """One step of every network: x of shape (networks, batch, sizes[0]), y of shape (networks, batch, classes)."""
        z, a, last = [None], [x], self.layers[-1]
        for l in self.layers:
            z.append(a[l - 1] @ self.W[l].swapaxes(1, 2) + self.b[l])
            a.append(self.activation.phi(z[l]) if l < last else self.cost.output(z[l]))
        delta, rate = self.cost.delta(z[last], a[last], y), eta / x.shape[1]
        for l in reversed(self.layers):
            below = (delta @ self.W[l]) * self.activation.dphi(z[l - 1]) if l > 1 else None
            if l in self.trained:
                self.W[l] -= rate * (delta.swapaxes(1, 2) @ a[l - 1])
                self.b[l] -= rate * delta.sum(axis=1, keepdims=True)
            delta = below

    def write_back(self):
        """Give every network what it has learned."""
        for i, net in enumerate(self.nets):
            for l in self.layers:
                net.W[l][:], net.b[l][:] = self.W[l][i], self.b[l][i, 0]
