"""A start that measures instead of assuming: scale each layer until its own weighted inputs have variance 1."""

from dataclasses import dataclass

import numpy as np

from ..checks import check_count, check_images, check_positive, check_rng
from ..tables import Table
from .initializers import INITIALIZERS
from .network import Network, check_layered

NEAR, MOST = 0.1, 10  # how close the variance must come to 1, and how many divisions a layer may take


def lsuv(net, x, *, rng, batch_size=None, near=NEAR, most=MOST):
    """Start `net` anew, in place, as layer-sequential unit variance does (Mishkin & Matas 2016); returns the divisions.

    Every W is drawn orthogonal and every bias set to 0. Then, layer by layer from the first to the output, W is
    divided by the standard deviation of the layer's weighted inputs z, over images and neurons together, until
    their variance is within `near` of 1, at most `most` times. It is z, not a: no scale gives the activations of a
    sigmoid, between 0 and 1, a variance of 1.
    x: images, shape (n, sizes[0]). batch_size: images to measure on, drawn anew by `rng` for each measurement, as in
    the paper; None means all of them, and then one division is enough. Returns how often each layer was divided,
    shape (layers,). ValueError for a layer whose z do not differ, or that cannot be brought near.
    """
    if check_layered(net, "this start").norm.axis is not None:
        raise ValueError("a normalization brings every layer to variance 1 by itself, so there is nothing to scale")
    x = check_images(x, net.inputs, net.dtype)
    near, most = check_positive("near", near), check_count("most", most)
    if batch_size is not None and check_count("batch_size", batch_size) > len(x):
        raise ValueError(f"a batch of {batch_size} cannot be drawn from {len(x)} images")
    draw_orthogonal(net, check_rng(rng))
    a, divisions = x, []
    for l in range(1, net.last + 1):
        divisions.append(_scale_layer(net, l, a, rng, batch_size, near, most))
        a = net.hand_on(a, l)
    return np.array(divisions)


def draw_orthogonal(net, rng):
    """Every W orthogonal, every b zero, in place (Saxe et al. 2014)."""
    for W, b in zip(net.W[1:], net.b[1:], strict=True):
        W[:], b[:] = INITIALIZERS["orthogonal"].weights(rng, *W.shape), 0


def _scale_layer(net, l, a, rng, batch_size, near, most):
    """Divide W[l] until the variance of z is near 1; a: what comes into the layer, one row an image."""
    for divisions in range(most + 1):
        rows = slice(None) if batch_size is None else rng.choice(len(a), batch_size, replace=False)
        spread = float(np.std(a[rows] @ net.W[l].T))
        if abs(spread**2 - 1) <= near:
            return divisions
        if spread == 0 or not np.isfinite(spread):
            raise ValueError(
                f"layer {l} cannot be scaled: its weighted inputs are the same for every image and neuron, "
                "or not numbers. Does a dead layer below send only zeros?"
            )
        if divisions < most:
            net.W[l] /= spread
    raise ValueError(f"layer {l} is still not within {near:g} of variance 1 after {most} divisions: use larger batches")


@dataclass(frozen=True)
class MeasuredStart:
    """The start that needs images, beside the records of INITIALIZERS, which need none. Its weights have no formula."""

    name: str = "lsuv"
    label: str = "LSUV"
    variance: None = None
    sigma_b: float = 0.0


LSUV = MeasuredStart()
STARTS = Table("start", [*INITIALIZERS.values(), LSUV])  # every way to begin


def started(start, sizes, *arguments, images, rng, network=Network, **settings):
    """A network that begins as a name from STARTS says; images: what a measured start measures on, shape (n, sizes[0]).

    network: what is called to make it, with sizes, activation, initializer and so on as Network takes them.
    ValueError for a layer that LSUV cannot scale.
    """
    activation, *others = arguments or ("sigmoid",)
    measured = STARTS[start] is LSUV
    net = network(sizes, activation, "orthogonal" if measured else start, *others, rng=rng, **settings)
    if measured:
        lsuv(net, images, rng=rng)
    return net
