"""A recurrent network of each cell, with sequences and labels, whose numbers are all away from 0."""

import numpy as np

from helpers.engine import GRU, LSTM, Recurrent

CELLS = {"Recurrent": Recurrent, "LSTM": LSTM, "GRU": GRU}


def example(cell, sizes=(3, 5, 4), steps=6, images=6, seed=0, **settings):
    rng = np.random.default_rng(seed)
    net = CELLS[cell](sizes, steps, rng=rng, **settings)
    net.b[:] += 0.2 * rng.standard_normal(net.b.shape)
    net.b_out[:] += 0.2 * rng.standard_normal(net.b_out.shape)
    labels = images if net.reads == 1 else (images, net.reads)
    return net, rng.standard_normal((images, net.inputs)), rng.integers(net.sizes[2], size=labels)


def relative_error(net, ours, other):
    """The largest ||ours - other|| / ||other|| over the blocks, each on its own scale."""
    errors, start = [], 0
    for shape in net.parameters.shapes.values():
        end = start + int(np.prod(shape))
        errors.append(np.linalg.norm((ours - other)[start:end]) / np.linalg.norm(other[start:end]))
        start = end
    return np.max(errors)
