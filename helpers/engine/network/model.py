"""What everything that trains, measures or draws may ask of a model, whatever is inside it.

A model's numbers pass through stations, counted from 1: the layers of a network, or the steps of a recurrent one. The
last station is the output, the others are hidden. A model of another kind gives what stands in the first half of
`Model`, and gets the second half.
"""

from dataclasses import dataclass

import numpy as np

from ..checks import check_images, check_targets
from .parameters import Parameters, refuse_to_replace

# Numbers too large for the float type become infinite, which the labs name in words; no warning is needed.
quiet = np.errstate(over="ignore", invalid="ignore")


@dataclass(frozen=True)
class Trace:
    """What a forward pass computed: lists by station, entry 0 being what comes in.

    `z[s]`: what goes into station s, shape (n, neurons), one row per image; `u[s]`: what its activation meets (z itself
    where nothing normalizes); `a[s]`: what it hands on; `a[0]`: the images.
    training: whether it was run as in training, or as in use (they differ with batch normalization).
    """

    z: list
    u: list
    a: list
    training: bool


class Gradient:
    """What a backward pass computed.

    `delta[s]`, shape (n, neurons): the derivative of each image's own cost C_x by its z[s], one row per image.
    `parameters`: the derivatives of the batch's cost C, the mean over images, laid out as the model's own parameters.
    """

    def __init__(self, delta, parameters):
        self.delta, self.parameters = delta, parameters

    @property
    def flat(self):
        """All of them in one vector, in the order of the model's `flat`."""
        return self.parameters.flat

    def own(self, s):
        """The derivatives of C by the weights and the biases of station s as it used them: a list of arrays."""
        raise NotImplementedError


def check_model(name, model):
    """A model; ValueError for anything else."""
    if not isinstance(model, Model):
        raise ValueError(f"{name} must be a model, such as a Network, got {model!r:.60}")
    return model


def check_trace(name, trace):
    """What a forward pass computed."""
    if not isinstance(trace, Trace):
        raise ValueError(f"{name} must be a Trace, as net.forward(x) returns it, got {trace!r:.60}")
    return trace


def check_gradient(name, gradient):
    """What a backward pass computed."""
    if not isinstance(gradient, Gradient):
        raise ValueError(f"{name} must be a Gradient, as net.backward(trace, y) returns it, got {gradient!r:.60}")
    return gradient


class Model:
    """The protocol. A kind of model gives these:

    parameters: a Parameters. cost: a Cost. activation: the Activation of its hidden stations.
    stations: their names, e.g. ["layer 1", "output"]. inputs: numbers an image. outputs: numbers an answer.
    """

    parameters: Parameters
    memory = Parameters({})  # numbers that training keeps beside them, such as batch normalization's
    smallest_batch = 1  # images that a step of training needs at least

    def run(self, x, training=False, into=None):
        """The Trace of images x, which are taken as they are: `forward` checks them first.

        training: normalize by the batch at hand, where the model normalizes by batches. into: a Trace of as many images
        whose arrays may be written over.
        """
        raise NotImplementedError

    def run_from(self, a, s, x=None):
        """The Trace, as in use, of the part above station s, from its activations a, shape (n, neurons of s).

        Entries below s are None. s = 0 is the whole model. x: the images, for a model whose later stations read them too.
        """
        raise NotImplementedError

    def back(self, trace, y, into=None):
        """The Gradient at a Trace; y: one row of targets per image, taken as they are. into: a Gradient to write over."""
        raise NotImplementedError

    def own(self, s):
        """The weights and the biases that lead into station s: a list of arrays, shared where stations share them."""
        raise NotImplementedError

    def pull_back(self, trace, g, s):
        """dF/da[s - 1] of any F from g = dF/da[s], or at the output from g = dF/dz[s], both one row per image.

        Each image by itself: the mean and the variance of a batch stand still. ValueError where what comes into station s
        is not a[s - 1] alone.
        """
        raise NotImplementedError

    def remember(self, trace):
        """What training keeps of a batch beside its gradient: nothing, unless a model says so."""

    # What every model has from these.

    @property
    def flat(self):
        """All parameters in one vector, which training works on. Write into it: net.flat[:] = …"""
        return self.parameters.flat

    @flat.setter
    def flat(self, value):
        if value is not self.parameters.flat:  # net.flat -= step changes the vector in place, then comes here
            refuse_to_replace("net.flat")

    @property
    def dtype(self):
        """The float type that it computes in."""
        return self.parameters.flat.dtype

    @property
    def hidden(self):
        """The numbers of the hidden stations: 1, 2, …"""
        return range(1, len(self.stations))

    @property
    def last(self):
        """The number of the last station, the output."""
        return len(self.stations)

    @property
    def weights(self):
        """The blocks that regularization shrinks: the matrices."""
        return [self.parameters[name] for name, shape in self.parameters.shapes.items() if len(shape) == 2]

    def local(self, trace, s):
        """da[s] / da[s - 1] of the one image of a trace, s hidden: shape (numbers of a[s], numbers of a[s - 1])."""
        return self.pull_back(trace, np.eye(trace.a[s].shape[1], dtype=self.dtype), s)

    def forward(self, x, training=False):
        """Run images x, shape (n, inputs); returns a Trace. ValueError for bad images.

        training: as a step of training runs them; else as in use. The two differ with batch normalization only.
        """
        x = self.check_images(x)
        if training:
            self.check_batch(len(x))
        return self.run(x, training)

    def backward(self, trace, y):
        """The Gradient of the cost at a Trace; y: n integer labels or one-hot rows. ValueError for bad labels."""
        return self.back(check_trace("trace", trace), self.check_targets(y, len(trace.a[-1])))

    def loss(self, x, y):
        """The cost C of images x and labels y as in use: a float, the mean over the images."""
        trace = self.forward(x)
        return self.cost_of(trace, self.check_targets(y, len(trace.a[-1])))

    def cost_of(self, trace, y):
        """The cost at a Trace, a float; y: one row of targets per image, taken as they are."""
        return mean_cost(self.cost, trace.z[-1], trace.a[-1], y)

    def answers(self, x):
        """The outputs for images x as in use, shape (n, outputs)."""
        return self.forward(x).a[-1]

    def accuracy(self, x, y):
        """The share of images, 0 to 1, that get the right answer: the largest output, or with one output its side of 1/2.

        NaN where an output is not a finite number: such a network answers nothing.
        """
        answers = self.answers(x)
        return self.share_right(answers, self.check_targets(y, len(answers)))

    def share_right(self, answers, y):
        """The same from the outputs, shape (n, outputs), and one row of targets per image, taken as they are."""
        if not np.isfinite(answers).all():
            return float("nan")
        return float((chosen(answers) == chosen(y)).mean())

    def check_images(self, x):
        """Images as this model can run them; ValueError in words for others."""
        return check_images(x, self.inputs, self.dtype)

    def check_targets(self, y, n):
        """Labels as one row of targets per image; ValueError in words for others."""
        return check_targets(y, n, self.outputs, self.dtype)

    def check_batch(self, n):
        """ValueError for a batch that a step of training could not use."""
        if n < self.smallest_batch:
            raise ValueError(
                "batch normalization needs at least two images a batch: the mean of one image is the image itself, so "
                "nothing of it would be left. Take a larger batch, or one whose last part does not leave a single image."
            )


@quiet
def mean_cost(cost, z, a, y):
    """The mean cost over the images, a float, from the output station's z and a and the targets y, one row an image."""
    return float(cost.value(z, a, y).mean())


def chosen(outputs):
    """The answer in each row of outputs, shape (n, outputs): the place of the largest, or 1 where a single one is above 1/2."""
    return outputs[:, 0] > 0.5 if outputs.shape[1] == 1 else outputs.argmax(axis=1)
