"""Exercises of notebook 2: the forward line, the backward line, and the network that the notebook draws."""

from itertools import pairwise

import numpy as np

from helpers.engine import ACTIVATIONS, Network, sigmoid, sigmoid_slope

from ..measured import measured
from ..records import Function, Mistake, Number

SIZES = [50, 30, 20, 10]


def errors(biases=1.0):
    """δ of every layer of the notebook's network on its one image; its biases are multiplied by `biases`."""
    rng = np.random.default_rng(0)
    W = [rng.standard_normal((n_out, n_in)) / np.sqrt(n_in) for n_in, n_out in pairwise(SIZES)]
    b = [rng.standard_normal(n_out) for n_out in SIZES[1:]]
    x, net = rng.random((1, SIZES[0])), Network(SIZES, rng=rng)
    for l, (weights, bias) in enumerate(zip(W, b, strict=True), 1):
        net.W[l][:], net.b[l][:] = weights, biases * bias
    return net.backward(net.forward(x), np.array([3])).delta


def layer_2_over_layer_1():
    """`errors()` gives the δ that the notebook calls delta."""
    delta = errors()
    return np.abs(delta[2]).mean() / np.abs(delta[1]).mean()


def without_biases():
    """The length of δ in layer 1 with all biases at 0, over its length with the biases as drawn."""
    return np.linalg.norm(errors(biases=0)[1]) / np.linalg.norm(errors()[1])


def lengths_of_layers_2_and_1():
    """|δ²| over |δ¹|, as lengths of vectors."""
    delta = errors()
    return np.linalg.norm(delta[2]) / np.linalg.norm(delta[1])


def tanh_slope(z):
    """The derivative of tanh can be written with tanh itself."""
    return 1 - np.tanh(z) ** 2


def weighted_input(a_before, W, b):
    """One row per image, one column per neuron."""
    return a_before @ W.T + b


def weighted_input_of_a_network(a_before, W, b):
    """The same by the engine: z of a network whose only layer has these weights."""
    net = Network([W.shape[1], W.shape[0]], rng=np.random.default_rng(0))
    net.W[1][:], net.b[1][:] = W, b
    return net.forward(a_before).z[1]


def delta_before(delta_after, W_after, z):
    """The weights carry the error back; the slope of the neuron it arrives at multiplies it."""
    a = 1 / (1 + np.exp(-z))
    return (delta_after @ W_after) * a * (1 - a)


def delta_before_by_the_engine(delta_after, W_after, z):
    """The same by the engine's own slope."""
    return (delta_after @ W_after) * ACTIVATIONS["sigmoid"].dphi(z)


def normal(rng, *shape):
    """Random numbers with one decimal, which are easy to read."""
    return rng.standard_normal(shape).round(1)


def layers(rng):
    """Images, weights and biases of a small layer, of one with as many neurons as inputs, and of a large one."""
    shapes = [(1, 3, 2), (4, 3, 3), (5, 7, 4)]
    return [(rng.random((n, n_in)).round(1), normal(rng, n_out, n_in), normal(rng, n_out)) for n, n_in, n_out in shapes]


def steps_back(rng):
    """δ, W of the layer above, and z of the layer below: a square W first, then others."""
    shapes = [(1, 2, 2), (2, 4, 3), (6, 3, 5)]
    return [(normal(rng, n, above), normal(rng, above, below), normal(rng, n, below)) for n, above, below in shapes]


EXERCISES = [
    Number(
        key="02.1",
        title="How many times larger δ is in layer 2 than in layer 1, on average",
        solution=layer_2_over_layer_1,
        rtol=0.01,
        mistakes=(
            Mistake(lambda: 1 / measured(layer_2_over_layer_1), "That is layer 1 over layer 2: turn it around."),
            Mistake(lengths_of_layers_2_and_1, "That compares lengths. The two layers have 20 and 30 neurons: take the mean of |δ| over each."),
            Mistake(lambda: abs(errors()[2].mean() / errors()[1].mean()), "You took the mean before the size: positive and negative δ cancel. `np.abs` comes first."),
        ),
        hint="The length of n numbers of one typical size is about √n times that size. So divide the two lengths of δ by √20 and by √30 before you compare. Then measure `np.abs(delta[l]).mean()` for both.",
        afterwards="Layer 2, by a factor of about six here. Other random networks give factors between about four and ten: the slopes, of at most a quarter, see to that.",
    ),
    Number(
        key="02.2",
        title="By what the length of δ in layer 1 is multiplied when all biases are 0",
        solution=without_biases,
        rtol=0.03,
        mistakes=(
            Mistake(lambda: 1 / measured(without_biases), "That is the length with biases over the one without: turn it around."),
            Mistake(lambda: measured(without_biases) ** 2, "That is the ratio of the squares. `np.linalg.norm` takes the root."),
            Mistake(lambda: np.linalg.norm(errors(0)[2]) / np.linalg.norm(errors()[2]), "That is layer 2. Layer 1 is asked for."),
        ),
        hint="Biases move z away from 0. What does that do to the slope? Compare `np.linalg.norm(delta[1])` before and after.",
        afterwards="It grows here, as in nine out of ten random networks: slopes are larger near z = 0.",
    ),
    Function(
        key="02.3",
        title="The slope of tanh",
        solution=tanh_slope,
        reference=lambda z: ACTIVATIONS["tanh"].dphi(z),
        examples=lambda rng: [(0.7,), (0.0,), (-2.0,), (rng.standard_normal((2, 5)),)],
        mistakes=(
            Mistake(lambda z: np.tanh(z) * (1 - np.tanh(z)), "That is the pattern of the sigmoid, a(1 − a), with tanh in it. The slope of tanh has another form."),
            Mistake(lambda z: 1 - np.tanh(z), "You forgot the square."),
            Mistake(lambda z: sigmoid_slope(z), "That is σ′, the slope of the sigmoid."),
            Mistake(lambda z: np.tanh(z), "That is tanh where tanh′, its slope, is due."),
            Mistake(lambda z: 1 + np.tanh(z) ** 2, "The sign before the square is wrong: far out tanh is flat."),
            Mistake(lambda z: 1 - np.tanh(z**2), "The square belongs to tanh(z), not to z."),
        ),
        hint="The derivative of tanh can be written with tanh itself, as that of σ could with σ. It is 1 at z = 0 and goes to 0 on both sides.",
        afterwards="Its largest value is 1, at z = 0: four times that of the sigmoid.",
    ),
    Function(
        key="02.4",
        title="The error one layer back",
        solution=delta_before,
        reference=delta_before_by_the_engine,
        examples=steps_back,
        mistakes=(
            Mistake(lambda d, W, z: d @ W, "You forgot the slope σ′(z) of the neurons that the error arrives at."),
            Mistake(lambda d, W, z: (d @ W) * sigmoid(z), "You wrote σ where σ′ is due: the slope, not the activation."),
            Mistake(lambda d, W, z: (d @ W) * sigmoid_slope(sigmoid(z)), "You took the slope at the activation a. It is taken at z."),
            Mistake(lambda d, W, z: (d @ W.T) * sigmoid_slope(z), "W is turned: on the way back it stands as it is, without `.T`."),
            Mistake(lambda d, W, z: (d @ W) * tanh_slope(z), "That is the slope of tanh. The neurons here are sigmoids."),
        ),
        hint="Two factors: the weights that carry the error back, and the slope σ′(z) of the neurons it arrives at. With one image a row, on which side of `@` does W stand?",
        afterwards="Each step back multiplies by weights and by slopes of at most a quarter. Notebook 4 is about this line.",
    ),
    Function(
        key="02.5",
        title="The weighted inputs of a layer",
        solution=weighted_input,
        reference=weighted_input_of_a_network,
        examples=layers,
        mistakes=(
            Mistake(lambda a, W, b: a @ W.T, "You forgot the bias."),
            Mistake(lambda a, W, b: a @ W + b, "W has one row for each neuron: it must be turned, `W.T`."),
            Mistake(lambda a, W, b: sigmoid(a @ W.T + b), "That is the activation a = σ(z). The weighted input z is asked for."),
            Mistake(lambda a, W, b: a @ W.T - b, "The bias is added, not taken away."),
        ),
        hint="Row j of W holds what reaches neuron j, and each row of `a_before` is one image. Which of the two must be turned so that the shapes fit?",
        afterwards="One line computes a whole layer, for as many images as there are rows.",
    ),
]  # fmt: skip
