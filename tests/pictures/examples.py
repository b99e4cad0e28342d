"""One way to draw each picture of the course: name -> a function that returns the Figure."""

import numpy as np

from helpers.engine import ACTIVATIONS, LANDSCAPES, Network, Ravine, descend
from helpers.engine.measures.precision import FLOATS
from helpers.pictures.activation import draw_activation
from helpers.pictures.bending import BendingPicture, draw_activations, draw_outcomes
from helpers.pictures.chain import BalancePicture, ChainPicture, draw_balanced_shares
from helpers.pictures.cost_slices import SlicePicture, draw_slices
from helpers.pictures.cures import draw_coins, draw_cures, draw_shattered, draw_spreads
from helpers.pictures.depth_tables import draw_cured_depths, draw_depth_table
from helpers.pictures.digit_images import draw_digits
from helpers.pictures.gradient_noise import NoisePicture
from helpers.pictures.hiding import HidingPicture, draw_hiding_cost
from helpers.pictures.jacobian import JacobianPicture
from helpers.pictures.landscapes import LandscapePicture
from helpers.pictures.metamers import MetamerPicture, draw_metamers
from helpers.pictures.one_weight import DiagramPicture
from helpers.pictures.optimizers import OptimizerPicture
from helpers.pictures.phase import PhasePicture, draw_phase_map
from helpers.pictures.ratios import draw_ratios_by_depth, draw_ratios_by_metric
from helpers.pictures.ravine import RavinePicture, draw_walks
from helpers.pictures.slopes import SlopePicture
from helpers.pictures.speeds import NeuronPicture, SpeedometerPicture, SpeedPicture
from helpers.pictures.start_effects import draw_learning_times, draw_likeness, draw_mean_and_median
from helpers.pictures.theory import TheoryPicture, draw_predicted_ratios, draw_ratios_by_width
from helpers.pictures.training import TrainingPicture
from helpers.pictures.training_curves import draw_ratios, draw_steps_needed, draw_trainings, draw_travel
from helpers.pictures.underflow import UnderflowPicture
from helpers.pictures.update_ratios import BeforeAfterPicture
from helpers.pictures.variance import VariancePicture
from helpers.pictures.whisper import WhisperPicture, draw_frozen


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
    picture.show(net, trace, gradient, weight, pushes, 0.01 * pushes**2, 0.1, 2.0, 0.04, largest=0.36)
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


def chain():
    picture = ChainPicture()
    picture.show(np.array([0.2, 30.0, 0.0]), np.array([0.0, 0.0, 0.0, 1.0]))
    return picture.figure


def balance():
    picture = BalancePicture(np.array([4.0, 7.0, 100.0]), np.array([0.0, 0.45, 0.1]))
    picture.show(np.linspace(0, 1, 11), np.linspace(0.01, 2, 11), (0.5, 1.0), (0.3, 0.6), 7.0, 0.45)
    return picture.figure


def balanced_shares():
    return draw_balanced_shares({1: np.array([0.1, 0.0]), 8: np.array([0.3, 0.1])}, 2.0)


def theory():
    picture = TheoryPicture()
    measured = np.array([1e-3, 1e-2, 1e-1])
    picture.show(measured, 1.1 * measured, "length", np.outer([0.5, 1, 2], measured), "predicted 100")
    return picture.figure


def theory_without_numbers():
    picture = TheoryPicture()
    picture.show(np.array([0.0, np.nan, np.inf]), np.full(3, np.nan), "length")
    return picture.figure


def predicted_ratios():
    return draw_predicted_ratios([2, 3], [(3, 5, 6), (17, 25, 36)], [4.9, 24.0], {2: 4.7})


def ratios_by_width():
    return draw_ratios_by_width([10, 30], [(60, 130, 300), (80, 120, 200)], 114.0)


def jacobian():
    picture = JacobianPicture()
    picture.show([np.array([2.0, 1.0, 0.0]), np.array([4.0, 0.1, 0.0])], np.array([1.3, 2.0]))
    return picture.figure


def hiding():
    rng, picture = np.random.default_rng(0), HidingPicture()
    strength = 0.19 + 0.02 * rng.standard_normal(784)
    picture.show(rng.random(784), strength < 0.2, strength, ("you say: 3", "the network says: 5", "it is: 3"))
    return picture.figure


def hiding_cost():
    return draw_hiding_cost(
        [0, 0.5, 0.9, 0.99], np.array([[0.9, 0.92], [0.9, 0.9], [0.8, 0.7], [0.3, 0.2]]), {10: 0.89}
    )


def metamer():
    rng, picture = np.random.default_rng(0), MetamerPicture(30)
    picture.show(rng.random((4, 784)), 0.1 * rng.standard_normal((3, 30)))
    return picture.figure


def metamers():
    images = np.random.default_rng(0).random((3, 4, 784))
    return draw_metamers(*images)


def whisper():
    picture = WhisperPicture(30)
    picture.show(np.array([0.2, 0.05, 0.01, 0.002]), np.array([0.05, 0.01, 0.002]), 2, 1.0, [0.1, 0.3, 0.7], 0.69)
    return picture.figure


def frozen():
    return draw_frozen(["one", "two"], {"plain": [[0.5, 0.6], [0.1, 0.2]], "loud": [None, [0.7, 0.8]]})


def falling(shape, seed=0):
    """Speeds or costs that fall along the second axis, a little different each."""
    fall = np.linspace(0, -3, shape[1]).reshape(1, -1, *[1] * (len(shape) - 2))
    return 10.0 ** (fall + 0.2 * np.random.default_rng(seed).standard_normal(shape))


def training():
    picture = TrainingPicture(500, 6)
    picture.show(falling((1, 40, 4))[0], np.array([0, 10]), np.array([0.1, 0.12]), "speed", "setting", "layer 1", 0.117)
    return picture.figure


def training_without_numbers():
    picture = TrainingPicture(500, 6)
    picture.show(np.full((3, 2), np.nan), np.array([0]), np.array([0.1]), "speed")
    return picture.figure


def trainings():
    return draw_trainings(
        [("one", falling((3, 21, 2)), np.full((3, 3), 0.2)), ("two", falling((3, 21, 4)), np.full((3, 3), 0.5))],
        (1e-5, 10),
        10,
        0.117,
    )


def trainings_by_metric():
    return draw_trainings([("one", falling((3, 21, 2)), None)], (1e-5, 10))


def ratios_by_step():
    return draw_ratios([("one", 100 * falling((3, 20))), ("two", 50 * falling((2, 40)))], (50, 140))


def travel():
    return draw_travel(1 + falling((4, 5)), falling((4, 5)))


def steps_needed():
    return draw_steps_needed([1, 2, 3], [[40, 50], [140, 150], [400, 500]])


def slice_of_the_cost():
    t, picture = np.linspace(0, 1, 5), SlicePicture()
    picture.show(t, 3 - 2 * t, np.array([3 + t, 3 + 2 * t]), -0.5, 0.5, 2.0, "layer 1 moves")
    return picture.figure


def slices():
    t = np.linspace(0, 1, 5)
    return draw_slices(
        t, [("one", falling((3, 5)), 1 + falling((4, 5))), ("two", falling((3, 5)), 1 + falling((4, 5)))], 4
    )


def noise():
    picture, sizes = NoisePicture(1000), np.array([1, 10, 100])
    bands = np.array([[[0.1, 0.4, 0.8], [8, 2, 1]], [[0.2, 0.5, 0.9], [9, 3, 1.1]], [[0.3, 0.6, 1.0], [10, 4, 1.2]]])
    picture.show(sizes, bands, sizes, bands[1], 1)
    return picture.figure


def plane():
    """A made-up plane: chi = 1 along a slanted line."""
    sigma_w, sigma_b = np.linspace(0.1, 4, 9), np.linspace(0, 1.2, 5)
    return sigma_w, sigma_b, sigma_w - 1.4 - 0.5 * sigma_b[:, None]


def phase():
    picture = PhasePicture()
    picture.show(plane(), 20, (1.0, 0.2), [(1.3, 0.2, 0.8), (3.0, 0.4, np.nan)], [(1.0, 0.6, 0.5)], "next network")
    return picture.figure


def phase_without_a_border():
    picture = PhasePicture()
    sigma_w, sigma_b, pace = plane()
    picture.show((sigma_w, sigma_b, pace - 20), 20, (1.0, 0.2))
    return picture.figure


def phase_map():
    return draw_phase_map(plane(), [(10, [(1.0, 0.2, 0.8), (1.3, 0.2, 0.9)]), (30, [(1.0, 0.2, 0.1), (1.3, 0.2, 0.7)])])


def activations():
    return draw_activations(list(ACTIVATIONS.values()))


def outcomes():
    return draw_outcomes(["one", "two"], np.array([[0.1, 0.12], [0.8, 0.9]]))


def bending():
    speeds, quantiles = falling((1, 20))[0], np.outer([-5, -2, 0.1, 1.5, 4], np.linspace(0.5, 1, 20))
    picture, share = BendingPicture(), np.linspace(0, 1, 20)
    picture.show(speeds, "speed", quantiles, "weighted input z", (-3.0, 3.0), share, share / 2)
    return picture.figure


def bending_without_numbers():
    picture, nothing = BendingPicture(), np.full(3, np.nan)
    picture.show(np.array([0.0, np.nan, np.inf]), "speed", np.full((5, 3), np.nan), "z", None, nothing, nothing)
    return picture.figure


def slopes():
    picture, scales = SlopePicture(), np.geomspace(0.1, 30, 20)
    picture.show(ACTIVATIONS["tanh"].dphi, 4.0, 0.5, scales, scales, (2.0, 2.0), 1.0)
    return picture.figure


def slopes_at_both_limits():
    picture, scales = SlopePicture(), np.geomspace(0.1, 30, 20)
    picture.show(ACTIVATIONS["relu"].dphi, np.inf, 0.7, scales, scales, (2.0, 2.0), None)
    picture.show(ACTIVATIONS["gelu"].dphi, 0.0, 0.5, scales, scales, (2.0, 2.0), None)
    return picture.figure


def underflow():
    picture, values = UnderflowPicture(list(FLOATS.values())), np.geomspace(1e-60, 1, 30)
    picture.show({name: np.where(values > record.smallest, values, 0) for name, record in FLOATS.items()})
    return picture.figure


def underflow_without_numbers():
    picture, nothing = UnderflowPicture(list(FLOATS.values())), np.array([np.nan, np.inf, 0.0])
    picture.show(dict.fromkeys(FLOATS, nothing))
    return picture.figure


def depth_table():
    depths = np.array([[[0, 0, 1], [8, 12, 12]], [[64, 64, 64], [1, 2, 3]]])
    predicted = np.array([[1.9, np.inf], [np.nan, 200.0]])
    return draw_depth_table(["sigmoid", "tanh"], ["Nielsen", "LeCun\nnormal"], depths, predicted, deepest=64)


def cured_depths():
    depths = np.array([[[3, 3, 4], [0, 64, 64]], [[12, 12, 24], [8, 8, 8]]])
    return draw_cured_depths(["none", "residual"], ["sigmoid", "tanh"], depths, deepest=64)


def variance():
    picture = VariancePicture()
    measured = np.array([[1.0, 0.5, 0.25], [0.01, 0.1, 1.0]])
    picture.show(measured, 1.1 * measured, np.stack([0.5 * measured, measured, 2 * measured], axis=1), "verdict")
    return picture.figure


def variance_without_numbers():
    picture = VariancePicture()
    picture.show(np.array([[0.0, np.nan, np.inf], [1.0, 1.0, 1.0]]))
    return picture.figure


def likeness_by_layer():
    line = 1 - 0.6 / (1 + np.arange(21))
    return draw_likeness(line, np.array([line - 0.05, line, line + 0.01]), ring=(5, 20))


def learning_times():
    return draw_learning_times([2, 10, 50], {"one": np.array([[9, 9], [8, 10], [15, np.inf]]), "two": np.array([[9, 9], [40, 60], [np.inf] * 2])}, 100)  # fmt: skip


def mean_and_median():
    return draw_mean_and_median(np.exp(np.random.default_rng(0).standard_normal(300)), (1.6, 1.0))


def optimizers():
    picture = OptimizerPicture()
    plain, chosen = (descend(Ravine(), (-1, 1), eta=0.008, steps=40, optimizer=name) for name in ("sgd", "momentum"))
    picture.show(100.0, plain.path, chosen.path, "momentum", 40, 1e-6)
    return picture.figure


def optimizers_all_the_same():
    picture = OptimizerPicture()
    lost = descend(Ravine(), (-1, 1), eta=0.5, steps=40)
    picture.show(100.0, lost.path, lost.path, "gradient descent", 800, 1e-6)
    return picture.figure


def before_and_after():
    picture, values = BeforeAfterPicture(), np.array([1e-4, 1e-3, 1e-2, 1e-1])
    picture.show(values, 0.01 + values, "stride", ("before", "after"), "3\ntimes", output=True, rings=(0, 2))
    return picture.figure


def before_and_after_without_numbers():
    picture = BeforeAfterPicture()
    picture.show(None, np.array([0.0, np.nan, np.inf]), "stride", ("before", "after"))
    return picture.figure


def cures_side_by_side():
    shares = [[0.1, 0.1, 0.1], [0.4, 0.7, 0.9], [0.8, 0.85, 0.9]]
    return draw_cures(["one", "two", "three"], [("left", shares), ("right", shares[::-1])], works=0.6)


def one_panel_of_cures():
    return draw_cures(["one"], [("left", [[0.2, 0.3]])])


def spreads():
    layers = np.arange(1, 11)
    return draw_spreads({"one": 0.1 * 0.2**layers, "two": 0.1 * 0.21**layers, "three": 0.2 + 0 * layers})


def shattered():
    x, rng = np.linspace(-2, 2, 256), np.random.default_rng(0)
    return draw_shattered(x, [("smooth", np.sin(x), 0.99), ("noise", rng.standard_normal(256), 0.01)])


def coins():
    rng = np.random.default_rng(0)
    return draw_coins(0.25 * rng.standard_normal(1000), 0.325, {"two": 92 + rng.random(5), "three": 91 + rng.random(5)})


EXAMPLES = {
    example.__name__: example
    for example in (ravine, ravine_without_predictions, walks, landscapes, diagram, speeds, speeds_without_numbers,
                    neurons, speedometers, ratios_by_depth, ratios_by_metric, digits, activation, chain, balance, balanced_shares,
                    theory, theory_without_numbers, predicted_ratios, ratios_by_width, jacobian, hiding, hiding_cost, metamer, metamers, whisper, frozen,
                    training, training_without_numbers, trainings, trainings_by_metric, ratios_by_step, travel, steps_needed,
                    slice_of_the_cost, slices, noise,
                    depth_table, cured_depths,
                    phase, phase_without_a_border, phase_map,
                    activations, outcomes, bending, bending_without_numbers, slopes, slopes_at_both_limits, underflow,
                    underflow_without_numbers,
                    variance, variance_without_numbers, likeness_by_layer, learning_times, mean_and_median,
                    optimizers, optimizers_all_the_same, before_and_after, before_and_after_without_numbers,
                    cures_side_by_side, one_panel_of_cures, spreads, shattered, coins)
}  # fmt: skip
