"""Invisible pixels: those whose weights into the first layer are the shortest, and what a network does without them."""

import numpy as np

from ..checks import check_array, check_list, check_matrix, check_share, takes
from ..data.mnist import check_images_and_labels
from ..network.network import check_layered
from ..training.stacked_networks import train_crowd
from ..vectors import lengths


@takes(W=check_matrix)
def pixel_strength(W):
    """The length of the weights that lead away from each pixel, shape (n_in,); W of shape (n_out, n_in)."""
    return lengths(np.transpose(W))


@takes(W=check_matrix, share=check_share)
def weakest_pixels(W, share):
    """A mask, True at that share of the pixels (rounded to whole ones) whose weights are the shortest.

    W of shape (n_out, n_in), share from 0 to 1; returns n_in truth values. ValueError for another share.
    """
    mask = np.zeros(W.shape[1], bool)
    mask[np.argsort(pixel_strength(W), kind="stable")[: round(share * W.shape[1])]] = True
    return mask


def without_pixels(net, hidden):
    """A new network that is `net` without the pixels where the mask `hidden` is True: it takes the others alone.

    A hidden pixel is one that stays 0: its weights are multiplied by 0 and never learn, so leaving them out changes
    nothing. ValueError if the mask has another length, or leaves no pixel.
    """
    hidden = check_array("hidden", hidden)
    pixels = (check_layered(net, "a network without pixels").inputs,)
    if hidden.shape != pixels or hidden.dtype != bool or hidden.all():
        raise ValueError(f"the mask must hold {net.inputs} truth values and leave at least one pixel to see")
    if 1 in net.shortcuts:
        raise ValueError("a shortcut hands every pixel on to layer 1, neuron by neuron: no pixel can be left out")
    small = net.like([int((~hidden).sum()), *net.sizes[1:]])
    small.shortcuts = net.shortcuts  # no new one, even if as many pixels are left as layer 1 has neurons
    small.W[1][:], small.b[1][:] = net.W[1][:, ~hidden], net.b[1]
    for name in small.parameters:
        if name != "W1":
            small.parameters[name][:] = net.parameters[name]
    small.memory.flat[:] = net.memory.flat
    return small


@takes(share=check_share, train=check_images_and_labels, test=check_images_and_labels)
def accuracy_in_hiding(nets, share, train, test, *, eta=0.5, epochs=5, batch_size=10):
    """Hide the weakest share of each network's pixels, train a copy of it on the rest, and test that.

    train, test: Images. The i-th network draws its batches with seed i. Returns accuracies, shape (networks,).
    """
    nets = check_list("nets", nets, "the networks")
    seen = [~weakest_pixels(check_layered(net, "hiding pixels from layer 1").W[1], share) for net in nets]
    small = [without_pixels(net, ~mask) for net, mask in zip(nets, seen, strict=True)]
    rngs = [np.random.default_rng(i) for i in range(len(nets))]
    views = [train.x[:, mask] for mask in seen]
    for _ in train_crowd(small, views, train.y, eta=eta, epochs=epochs, batch_size=batch_size, rngs=rngs):
        pass
    return np.array([net.accuracy(test.x[:, mask], test.y) for net, mask in zip(small, seen, strict=True)])
