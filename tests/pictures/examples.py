"""One way to draw each picture of the course: name -> a function that returns the Figure."""

import numpy as np

from helpers.engine import ACTIVATIONS, LANDSCAPES, Network, Ravine, descend
from helpers.pictures.activation import draw_activation
from helpers.pictures.diagram import DiagramPicture
from helpers.pictures.digits import draw_digits
from helpers.pictures.fans import draw_ratios_by_depth, draw_ratios_by_metric
from helpers.pictures.landscapes import LandscapePicture
from helpers.pictures.ravine import RavinePicture, draw_walks
from helpers.pictures.speeds import NeuronPicture, SpeedometerPicture, SpeedPicture


def walk():
    """A ravine, a walk of 20 steps on it, and made-up predictions."""
    descent = descend(Ravine(), (-1, 1), eta=0.008, steps=20)
    return Ravine(), descent, np.column_stack([descent.cost, descent.cost / 2])


def ravine():
    picture = RavinePicture()
    picture.show(*walk())
    return picture.figure


def ravine_without_predictions():
    picture = RavinePicture()
    surface, descent, _ = walk()
    picture.show(surface, descent, None)
    return picture.figure


def walks():
    _, descent, _ = walk()
    return draw_walks(descent.path[:5], descent.path[-5:])


def landscapes():
    picture = LandscapePicture(3)
    picture.show(list(LANDSCAPES.values()), 3.0, ["one", "two", "three"])
    return picture.figure


def diagram():
    sizes, weight, pushes = (2, 3, 3, 2), (2, 1, 0), np.linspace(-6, 6, 61)
    net = Network(sizes, rng=np.random.default_rng(0))
    trace = net.forward(np.array([[0.9, 0.2]]))
    picture = DiagramPicture(sizes, 6.0)
    gradient = net.backward(trace, np.array([1]))
    picture.show(net, trace, gradient, weight, pushes, 0.01 * pushes**2, 0.1, 2.0, 0.04)
    return picture.figure


def speeds():
    picture = SpeedPicture()
    measured = np.array([1e-3, 1e-2, 1e-1])
    picture.show(measured, "speed", (measured / 2, measured * 2), measured, "layer 1:\n100\ntimes slower")
    return picture.figure


def speeds_without_numbers():
    picture = SpeedPicture()
    picture.show(np.array([0.0, np.nan, np.inf]), "speed")
    return picture.figure


def neurons():
    picture = NeuronPicture()
    picture.show([np.linspace(0, 1, 30), np.linspace(0, 2, 60)], one_ruler=False)
    return picture.figure


def speedometers():
    picture = SpeedometerPicture(3)
    picture.show([0.046, 0.188, 1.0])
    return picture.figure


def ratios_by_depth():
    return draw_ratios_by_depth([1, 2, 3], [(1, 2, 3), (3, 6, 9), (9, 18, 60)], {2: 5.0})


def ratios_by_metric():
    return draw_ratios_by_metric(["one", "two"], [(1, 2, 3), (10, 60, 900)])


def digits():
    return draw_digits(np.random.default_rng(0).random((5, 784)), [5, 0, 4, 1, 9])


def activation():
    return draw_activation(ACTIVATIONS["sigmoid"])


EXAMPLES = {
    example.__name__: example
    for example in (ravine, ravine_without_predictions, walks, landscapes, diagram, speeds, speeds_without_numbers,
                    neurons, speedometers, ratios_by_depth, ratios_by_metric, digits, activation)
}  # fmt: skip
