"""What the layers above can see of the images: how far activations differ from image to image, and what is lost."""

import numpy as np

from ..checks import check_matrix, takes
from ..network.model import check_model


@takes(model=check_model)
def activation_spread(model, x, training=False):
    """How much the activations of a typical neuron differ from image to image, one number for each hidden layer.

    x of shape (n, inputs). training: as a step of training runs the images, not as in use. Returns the standard
    deviation over the images, averaged over the neurons, shape (hidden layers,); entry 0 is hidden layer 1.
    ValueError for bad x.
    """
    trace = model.forward(x, training)
    return np.array([typical_spread(trace.a[s]) for s in model.hidden])


@takes(features=check_matrix)
def typical_spread(features):
    """The standard deviation over the images, averaged over the numbers of each; features of shape (n, numbers)."""
    return float(features.std(axis=0).mean())


@takes(W=check_matrix)
def lost_directions(W):
    """How many independent changes of the input leave W x as it is: n_in minus the rank of W, shape (n_out, n_in)."""
    return W.shape[1] - int(np.linalg.matrix_rank(W))
