"""How well does a small batch know the gradient of all images? (McCandlish et al. 2018 call it the noise scale.)"""

import numpy as np

from ..checks import check_count, check_number, check_rng, check_some, takes
from ..network.model import check_model
from ..network.network import check_layered
from ..vectors import joint_length, length, lengths


def noise_scale(net, x, y):
    """By how much the images disagree about each layer's gradient: mean of ||g_x - g||^2 / ||g||^2, shape (layers,).

    g_x is the gradient dC_x/d(W, b) of one image, g their mean; entry 0 is hidden layer 1, the last the output.
    No image's gradient is ever written out: ||g_x||^2 = ||delta||^2 (||a||^2 + 1), with the a that comes into the layer.
    ValueError for batch normalization, under which an image by itself has no gradient, and for a model without layers.
    """
    if check_layered(net, "the noise scale").smallest_batch > 1:
        raise ValueError("under batch normalization the gradient of one image depends on the others: there is no g_x")
    trace = net.forward(x, training=True)
    gradient = net.backward(trace, y)
    scales = []
    for l in range(1, net.last + 1):
        own = lengths(gradient.delta[l]) * np.hypot(lengths(trace.a[l - 1]), 1)
        with np.errstate(divide="ignore", invalid="ignore"):
            scales.append(max(np.square(own / joint_length(gradient.own(l))).mean() - 1, 0))
    return np.array(scales)


@takes(scale=check_some, batch_size=check_some, n=check_number)
def expected_length(scale, batch_size, n):
    """Root mean square of ||batch gradient|| / ||full gradient||, for batches drawn from n images without repetition.

    sqrt(1 + (scale / batch_size) (n - batch_size) / (n - 1)): exact. Its inverse is what the cosine is near to.
    """
    if not (batch_size > 0).all():
        raise ValueError(f"batch_size must be above zero, got {batch_size}")
    return np.sqrt(1 + scale / batch_size * (n - batch_size) / max(n - 1, 1))


@takes(model=check_model)
def batch_gradients(model, x, y, batch_size, draws, rng):
    """Gradients of `draws` random batches beside that of all images: cosine and relative length.

    Two arrays of shape (draws, layers); entry [:, 0] is hidden layer 1, the last column the output.
    ValueError for a batch larger than the images.
    """
    x = model.check_images(x)
    y = model.check_targets(y, len(x))
    if check_count("batch_size", batch_size) > len(x):
        raise ValueError(f"a batch of {batch_size} cannot be drawn from {len(x)} images")
    check_rng(rng), check_count("draws", draws)
    full = _by_layer(model, x, y)
    cosines, relative = [], []
    for _ in range(draws):
        batch = rng.choice(len(x), batch_size, replace=False)
        found = _by_layer(model, x[batch], y[batch])
        cosines.append([_cosine(g, f) for g, f in zip(found, full, strict=True)])
        relative.append([_ratio(length(g), length(f)) for g, f in zip(found, full, strict=True)])
    return np.array(cosines), np.array(relative)


def _by_layer(model, x, y):
    """One vector a layer, all its weights and biases: the gradient of training on these images."""
    gradient = model.backward(model.forward(x, training=True), y)
    own = [gradient.own(s) for s in range(1, model.last + 1)]
    return [np.concatenate([part.ravel() for part in parts]).astype(float) for parts in own]


def _cosine(u, v):
    return _ratio(np.vdot(u, v), length(u) * length(v))


def _ratio(above, below):
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.float64(above) / below
