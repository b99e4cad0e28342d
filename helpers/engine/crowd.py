"""Many small networks trained side by side: the numbers that `train` gives each of them, several times as fast.

A step of a small network takes longer to call than to compute. So networks of the same sizes are stacked, and each
matrix product does its work for all of them: arrays have one axis more than in network.py, the networks, in front.
"""

import numpy as np

from .checks import check_count, check_images, check_positive, check_rng, check_targets
from .network import quiet


def train_crowd(nets, x, y, *, eta, epochs, batch_size, rngs):
    """Train each of `nets` in place by gradient descent, as train(net, x, y, ...) would with its own rng.

    nets: networks of the same sizes, activation and cost. x: their images, one array of shape (n, sizes[0]) for all
    or one for each. y: n integer labels. rngs: one generator a network, which draws its batches.
    ValueError for networks that differ, or for a number of images or generators that does not fit.
    """
    nets, rngs = list(nets), [check_rng(rng) for rng in rngs]
    check_alike(nets, len(rngs))
    first, eta = nets[0], check_positive("eta", eta)
    x = check_views(x, len(nets), first)
    y = check_targets(y, x.shape[1], first.sizes[-1], first.flat.dtype)
    crowd = Crowd(nets)
    for _ in range(check_count("epochs", epochs)):
        for rows in batches(x.shape[1], check_count("batch_size", batch_size), rngs):
            crowd.step(x[crowd.places, rows], y[rows], eta)
    crowd.write_back()


def check_alike(nets, generators):
    """Networks that can be stacked, and a generator for each."""
    if not nets or any((net.sizes, net.activation, net.cost) != (nets[0].sizes, nets[0].activation, nets[0].cost) for net in nets):
        raise ValueError("a crowd needs at least one network, all of the same sizes, activation and cost")
    if generators != len(nets):
        raise ValueError(f"each network needs its own generator: {len(nets)} networks, {generators} rngs")


def check_views(x, networks, net):
    """The images of each network, shape (networks, n, sizes[0]); one array for all is shared, not copied."""
    if not isinstance(x, np.ndarray) or x.ndim == 3:
        if len(x) != networks:
            raise ValueError(f"x must hold one array of images a network: {networks} networks, {len(x)} arrays")
        return np.stack([check_images(view, net.sizes[0], net.flat.dtype) for view in x])
    x = check_images(x, net.sizes[0], net.flat.dtype)
    return np.broadcast_to(x, (networks, *x.shape))


def batches(n, batch_size, rngs):
    """One epoch's rows, shape (networks, batch): each network goes through the images in an order of its own."""
    orders = np.array([rng.permutation(n) for rng in rngs])
    return (orders[:, i : i + batch_size] for i in range(0, n, batch_size))


class Crowd:
    """The weights of several networks in arrays W[l] of shape (networks, n_out, n_in) and b[l] (networks, 1, n_out)."""

    def __init__(self, nets):
        self.nets, self.sizes = nets, nets[0].sizes
        self.phi, self.dphi, self.cost = nets[0].activation.phi, nets[0].activation.dphi, nets[0].cost
        self.places = np.arange(len(nets))[:, None]
        layers = range(1, len(self.sizes))
        self.W = [None, *(np.array([net.W[l] for net in nets]) for l in layers)]
        self.b = [None, *(np.array([net.b[l] for net in nets])[:, None] for l in layers)]

    @quiet
    def step(self, x, y, eta):
        """One step of each network on its batch: x of shape (networks, batch, sizes[0]), y (networks, batch, classes)."""
        z, a, last = [None], [x], len(self.sizes) - 1
        for l in range(1, last + 1):
            z.append(a[l - 1] @ self.W[l].swapaxes(1, 2) + self.b[l])
            a.append(self.phi(z[l]) if l < last else self.cost.output(z[l]))
        delta, rate = self.cost.delta(z[-1], a[-1], y), eta / x.shape[1]
        for l in reversed(range(1, last + 1)):
            below = (delta @ self.W[l]) * self.dphi(z[l - 1]) if l > 1 else None
            self.W[l] -= rate * (delta.swapaxes(1, 2) @ a[l - 1])
            self.b[l] -= rate * delta.sum(axis=1, keepdims=True)
            delta = below

    def write_back(self):
        """Give each network what it has learned."""
        for i, net in enumerate(self.nets):
            for l in range(1, len(self.sizes)):
                net.W[l][:], net.b[l][:] = self.W[l][i], self.b[l][i, 0]
