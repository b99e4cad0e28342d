"""One way to draw each picture of the course: name -> a function that returns the Figure."""

from functools import partial

import numpy as np

from helpers import pictures as p
from helpers.engine import ACTIVATIONS, FLOATS, LANDSCAPES, WALL, Network, Ravine, descend
from helpers.engine.studies.myths.evidence import Evidence, Row, below
from helpers.engine.studies.myths.table import MYTHS
from helpers.engine.studies.wall.row import Standing
from helpers.pictures.bending import BendingPicture
from helpers.pictures.chain import ChainPicture
from helpers.pictures.cost_slices import SlicePicture
from helpers.pictures.evidence import EvidencePicture
from helpers.pictures.flow import FlowPicture
from helpers.pictures.gradient_noise import NoisePicture
from helpers.pictures.hiding import HidingPicture
from helpers.pictures.instruments import InstrumentPicture
from helpers.pictures.jacobian import JacobianPicture
from helpers.pictures.landscapes import LandscapePicture
from helpers.pictures.metamers import MetamerPicture
from helpers.pictures.one_weight import DiagramPicture
from helpers.pictures.optimizers import OptimizerPicture
from helpers.pictures.phase import PhasePicture
from helpers.pictures.ravine import RavinePicture
from helpers.pictures.slopes import SlopePicture
from helpers.pictures.speeds import NeuronPicture, SpeedometerPicture, SpeedPicture
from helpers.pictures.theory import TheoryPicture
from helpers.pictures.training import TrainingPicture
from helpers.pictures.underflow import UnderflowPicture
from helpers.pictures.update_ratios import BeforeAfterPicture
from helpers.pictures.variance import VariancePicture
from helpers.pictures.whisper import WhisperPicture

RISING = np.array([1e-3, 1e-2, 1e-1])
UNSHOWN, NOTHING = np.array([0.0, np.nan, np.inf]), np.full(3, np.nan)  # what a log axis leaves out


def random(seed=0):
    """A fresh source of random numbers for one example."""
    return np.random.default_rng(seed)


def falling(shape):
    """Speeds or costs that fall along the second axis, a little different each."""
    fall = np.linspace(0, -3, shape[1]).reshape(1, -1, *[1] * (len(shape) - 2))
    return 10.0 ** (fall + 0.2 * random().standard_normal(shape))


def standings():
    """One row of a wall that agrees, one that does not, one far off, and one that was not run."""
    rows = [WALL[name] for name in ("toy.steps", "mean_field.nielsen", "first_layer.condition", "training.adam")]
    right = [[value.low] for value in rows[1].values]
    return [
        Standing(rows[0], [[9000.0]]),
        Standing(rows[1], right),
        Standing(rows[2], [[1e3, 2e9]] * 9),
        Standing(rows[3]),
    ]


def walk(eta=0.008, steps=20, **more):
    """A walk on a ravine."""
    return descend(Ravine(), (-1, 1), eta=eta, steps=steps, **more)


def ravine():
    return Ravine(), walk(), np.column_stack([walk().cost, walk().cost / 2])


def weight():
    net, pushes = Network((2, 3, 3, 2), rng=random()), np.linspace(-6, 6, 61)
    trace = net.forward(np.array([[0.9, 0.2]]))
    gradient = net.backward(trace, np.array([1]))
    return net, trace, gradient, (2, 1, 0), pushes, 0.01 * pushes**2, 0.1, 2.0, 0.04, 0.36


def hiding():
    rng = random()
    strength = 0.19 + 0.02 * rng.standard_normal(784)
    return rng.random(784), strength < 0.2, strength, ("you say: 3", "the network says: 5", "it is: 3")


def metamer():
    rng = random()
    return rng.random((4, 784)), 0.1 * rng.standard_normal((3, 30))


def noise():
    lengths = [[8, 2, 1], [9, 3, 1.1], [10, 4, 1.2]]
    bands = np.stack([[[0.1, 0.4, 0.8], [0.2, 0.5, 0.9], [0.3, 0.6, 1.0]], lengths], axis=1)
    return np.array([1, 10, 100]), bands, np.array([1, 10, 100]), bands[1], 1


def plane(pace=0):
    """A made-up plane: chi = 1 along a slanted line."""
    sigma_w, sigma_b = np.linspace(0.1, 4, 9), np.linspace(0, 1.2, 5)
    return sigma_w, sigma_b, sigma_w - 1.4 - 0.5 * sigma_b[:, None] + pace


def bent():
    share, quantiles = np.linspace(0, 1, 20), np.outer([-5, -2, 0.1, 1.5, 4], np.linspace(0.5, 1, 20))
    return falling((1, 20))[0], "speed", quantiles, "weighted input z", (-3.0, 3.0), share, share / 2


def slope(name, q, typical, one):
    scales = np.geomspace(0.1, 30, 20)
    return ACTIVATIONS[name].dphi, q, typical, scales, scales, (2.0, 2.0), one


def underflow():
    values = np.geomspace(1e-60, 1, 30)
    return ({name: np.where(values > record.smallest, values, 0) for name, record in FLOATS.items()},)


def variances():
    measured = np.array([[1.0, 0.5, 0.25], [0.01, 0.1, 1.0]])
    return measured, 1.1 * measured, np.stack([0.5 * measured, measured, 2 * measured], axis=1), "verdict"


def two_optimizers():
    return 100.0, walk(steps=40).path, walk(steps=40, optimizer="momentum").path, "momentum", 40, 1e-6


def lost():
    return 100.0, walk(0.5, 40).path, walk(0.5, 40).path, "gradient descent", 800, 1e-6


FACTORS = np.array([0.2, 30.0, 0.0]), np.array([0.0, 0.0, 0.0, 1.0])
STRETCHES = [np.array([2.0, 1.0, 0.0]), np.array([4.0, 0.1, 0.0])], np.array([1.3, 2.0])
WHISPERS = ["0.05", "0.01", "0.002"], (1, 2), "handed on: κ = 10⁸", [0.1, 0.3, 0.7], 0.69
ROADS = {
    "slow": ([1, 10, 100], np.array([[0.1, 0.1], [0.2, 0.3], [0.7, 0.6]])),
    "fast": ([1, 10], np.array([[0.6, 0.5], [0.8, 0.8]])),
}
NEAR, READ = MYTHS["near_minimum"], MYTHS["must_be_random"]
FAR = Evidence(below(0.01), [Row("here", [1e-9]), Row("there", RISING, decides=True)])
SHARE = Evidence(below(0.2), [Row(name, [0.1 * i, 0.11 * i], decides=i > 2) for i, name in enumerate("abcd")])
DOTS = [(1.3, 0.2, 0.8), (3.0, 0.4, np.nan)], [(1.0, 0.6, 0.5)], "next network"
FAN = "speed", (RISING / 2, RISING * 2), RISING, "layer 1:\n100\ntimes slower"
PLAYED = falling((1, 40, 4))[0], np.array([0, 10]), np.array([0.1, 0.12]), "speed", "setting", "layer 1", 0.117
WAY = np.linspace(0, 1, 5)
CROSSCUT = WAY, 3 - 2 * WAY, np.array([3 + WAY, 3 + 2 * WAY]), -0.5, 0.5, 2.0, "layer 1 moves"
STRIDES = np.array([1e-4, 1e-3, 1e-2, 1e-1])
BOTH = ("before", "after")
ALIKE = 1 - 0.6 / (1 + np.arange(21))
SHARES = [[0.1, 0.1, 0.1], [0.4, 0.7, 0.9], [0.8, 0.85, 0.9]]
PANELS = [("one", falling((3, 21, 2)), np.full((3, 3), 0.2)), ("two", falling((3, 21, 4)), np.full((3, 3), 0.5))]
CUT = falling((3, 5)), 1 + falling((4, 5))
LAYERS = np.arange(1, 11)


def instruments(kind):
    """A function that makes the picture with some curves, and shows the rest with one of its instruments."""

    def make():
        picture = InstrumentPicture()
        curves = np.array([3.0, 2.0, np.nan])
        picture.show_curves(np.array([0, 20, 40]), curves, 1.1 * curves, curves / 4, curves / 5)
        picture.show_note("untreated")
        picture.show = getattr(picture, f"show_{kind}")
        return picture

    return make


# A live picture: name -> (how it is made, what it shows one after the other).
LIVE = {
    "ravine": (RavinePicture, ravine()),
    "ravine_without_predictions": (RavinePicture, (Ravine(), walk(), None)),
    "ravine_turned": (RavinePicture, (Ravine(tilt=30), *ravine()[1:])),
    "landscapes": (LandscapePicture, (list(LANDSCAPES.values()), 3.0, ["one", "two", "three"])),
    "diagram": (lambda: DiagramPicture((2, 3, 3, 2), 6.0), weight()),
    "speeds": (SpeedPicture, (RISING, *FAN)),
    "speeds_without_numbers": (SpeedPicture, (UNSHOWN, "speed")),
    "neurons": (NeuronPicture, ([np.linspace(0, 1, 30), np.linspace(0, 2, 60)], False)),
    "speedometers": (lambda: SpeedometerPicture(3), ([0.046, 0.188, 1.0],)),
    "speedometers_without_numbers": (lambda: SpeedometerPicture(4), ([1e-9, np.nan, 0.5, 1.0],)),
    "chain": (ChainPicture, FACTORS),
    "theory": (TheoryPicture, (RISING, 1.1 * RISING, "length", np.outer([0.5, 1, 2], RISING), "predicted 100")),
    "theory_without_numbers": (TheoryPicture, (UNSHOWN, NOTHING, "length")),
    "jacobian": (JacobianPicture, STRETCHES),
    "hiding": (HidingPicture, hiding()),
    "evidence": (EvidencePicture, (NEAR,), (NEAR, FAR, "true", "false"), (READ, SHARE, "false", "it depends")),
    "evidence_before_the_guess": (EvidencePicture, (READ, SHARE, "true", "false"), (NEAR,)),
    "metamer": (MetamerPicture, metamer()),
    "whisper": (lambda: WhisperPicture(30), WHISPERS),
    "training": (lambda: TrainingPicture(500, 6), PLAYED),
    "training_without_numbers": (lambda: TrainingPicture(500, 6), (np.full((3, 2), np.nan), [0], [0.1], "speed")),
    "slice_of_the_cost": (SlicePicture, CROSSCUT),
    "noise": (lambda: NoisePicture(1000), noise()),
    "phase": (PhasePicture, (plane(), 20, (1.0, 0.2), *DOTS)),
    "phase_without_a_border": (PhasePicture, (plane(-20), 20, (1.0, 0.2))),
    "bending": (BendingPicture, bent()),
    "bending_without_numbers": (BendingPicture, (UNSHOWN, "speed", np.full((5, 3), np.nan), "z", None, NOTHING, NOTHING)),
    "slopes": (SlopePicture, slope("tanh", 4.0, 0.5, 1.0)),
    "slopes_at_both_limits": (SlopePicture, slope("relu", np.inf, 0.7, None), slope("gelu", 0.0, 0.5, None)),
    "instruments, speeds": (instruments("layers"), (RISING, "speed")),
    "instruments, steps": (instruments("layers"), (STRIDES, "step", True)),
    "instruments, inputs": (instruments("crowd"), (np.full((5, 3), 0.2), 3.0, (-1.0, np.inf), WAY[:3], WAY[1:4])),
    "instruments, inputs without numbers": (instruments("crowd"), (np.full((5, 3), np.nan), 1.0, (-9.0, 9.0), NOTHING, NOTHING, "step")),
    "instruments, weights": (instruments("weights"), (random().standard_normal((9, 784)),)),
    "instruments, weights of lines": (instruments("weights"), (None,)),
    "underflow": (lambda: UnderflowPicture(list(FLOATS.values())), underflow()),
    "underflow_without_numbers": (lambda: UnderflowPicture(list(FLOATS.values())), (dict.fromkeys(FLOATS, UNSHOWN[::-1]),)),
    "variance": (VariancePicture, variances()),
    "variance_without_numbers": (VariancePicture, (np.array([UNSHOWN, [1.0, 1.0, 1.0]]),)),
    "optimizers": (OptimizerPicture, two_optimizers()),
    "optimizers_all_the_same": (OptimizerPicture, lost()),
    "flow": (FlowPicture, (falling((3, 30)), falling((1, 30))[0], "predicted", 1.2 ** np.arange(30.0), "× 0.8")),
    "flow_without_numbers": (FlowPicture, (np.array([UNSHOWN, UNSHOWN]), NOTHING, "gates alone")),
    "before_and_after": (BeforeAfterPicture, (STRIDES, 0.01 + STRIDES, "stride", BOTH, "3\ntimes", True, (0, 2))),
    "before_and_after_without_numbers": (BeforeAfterPicture, (None, UNSHOWN, "stride", BOTH)),
}  # fmt: skip

# A still picture: name -> how it is drawn.
STILL = {
    "walks": lambda: p.draw_walks(walk().path[:5], walk().path[-5:]),
    "ratios_by_depth": lambda: p.draw_ratios_by_depth([1, 2, 3], [(1, 2, 3), (3, 6, 9), (9, 18, 60)], {2: 5.0}),
    "ratio_rows": lambda: p.draw_ratio_rows(["one", "two"], [(1, 2, 3), (10, 60, 900)]),
    "ratio_rows_beside": lambda: p.draw_ratio_rows(["one", "two"], [(1, 2, 3), (2, 6, 9)], ("these", "those", [2, 7])),
    "ratios_by_step": lambda: p.draw_ratios([("one", 100 * falling((3, 20))), ("two", 50 * falling((2, 40)))], (50, 140)),
    "ratios_by_scale": lambda: p.draw_ratios_by_scale([1, 10], {4: 10.0 ** -falling((3, 2)), 10: falling((3, 2))}, {4: ([1, 10], [9, 1]), 10: ([1, 10], [99, 1])}),
    "chain_drawn": lambda: p.draw_chain([0.8, -1.2, 0.6], [0.22, 0.25, 0.1], -0.3),
    "common_factors": lambda: p.draw_common_factors([0.8, -1.2, 0.6], [0.22, 0.25, 0.1], -0.3, -0.04),
    "predicted_ratios": lambda: p.draw_predicted_ratios([2, 3], [(3, 5, 6), (17, 25, 36)], [4.9, 24.0], {2: 4.7}),
    "digits": lambda: p.draw_digits(random().random((5, 784)), [5, 0, 4, 1, 9]),
    "activation": lambda: p.draw_activation(ACTIVATIONS["sigmoid"]),
    "activations": lambda: p.draw_activations(list(ACTIVATIONS.values())),
    "by_rate": lambda: p.draw_rates(np.logspace(-3, 0, 4), {name: np.array([[0.1, 0.1], [0.4, h], [h, h], [0.1, 0.2]]) for name, h in (("one", 0.3), ("two", 0.8), ("three", 0.9))}, {"here": 0.002, "there": 0.05}),
    "outcomes": lambda: p.draw_outcomes(["one", "two"], np.array([[0.1, 0.12], [0.8, 0.9]])),
    "roads": lambda: p.draw_roads(["one", "two"], [ROADS, ROADS], [0.7, 0.6]),
    "trainings": lambda: p.draw_trainings(PANELS, (1e-5, 10), 10, 0.117),
    "trainings_by_metric": lambda: p.draw_trainings([("one", falling((3, 21, 2)), None)], (1e-5, 10)),
    "steps_needed": lambda: p.draw_steps_needed([1, 2, 3], [[40, 50], [140, 150], [400, 500]]),
    "slices": lambda: p.draw_slices(WAY, [("here", [("one", *CUT), ("two", *CUT)]), ("there", [("one", *CUT), ("two", *CUT)])], (4, 5)),
    "saddle": lambda: p.draw_saddle(np.linspace(-8, 8, 5), -falling((3, 5)), falling((2, 5))),
    "falls": lambda: p.draw_falls([("one", falling((3, 20))), ("two", falling((2, 40)))], at=5),
    "trainable": lambda: p.draw_trainable({"one": ([0.5, 1.3, 4.0], np.array(SHARES)), "two": ([0.5, 1.3, 4.0], np.array(SHARES) / 2)}, {"6 ξ": (0.9, 2), "6 ξ_c": (0.9, 5)}, 1.3),
    "rule_and_reach": lambda: p.draw_rule_and_reach(np.array([2, 30, 5000, np.inf]), np.array([0, 12, 24, 64])),
    "likeness_by_layer": lambda: p.draw_likeness({"one": (ALIKE, ALIKE + np.array([[-0.05], [0], [0.01]])), "two": (0.5 * ALIKE, np.array([0.5 * ALIKE] * 3))}),
    "spreads": lambda: p.draw_spreads({"one": 0.1 * 0.2**LAYERS, "two": 0.1 * 0.21**LAYERS, "three": 0.2 + 0 * LAYERS}),
    "steps_by_cure": lambda: p.draw_cured_steps({"one": (np.array([1, 8]), np.array([[20.0, 30.0], [900.0, np.inf]])), "two": (np.array([2, 64]), np.array([[90.0, 80.0], [300.0, 200.0]]))}),
    "frozen_steps": lambda: p.draw_frozen_steps({"one": (np.array([4, 64]), np.array([[90.0, 80.0], [300.0, 200.0]]), np.array([[90.0, 70.0], [np.inf, 500.0]]))}, 2000),
    "block_errors": lambda: p.draw_block_errors({"one": (0.5 + 0.02 * random().random((5, 8)), np.full(8, 0.5)), "two": (0.9 / np.sqrt(np.arange(1, 9)) * np.ones((5, 1)), 0.9 / np.sqrt(np.arange(1, 9)))}),
    "rates": lambda: p.draw_goal_steps({"one": {"a": (RISING, np.array([90, 30, np.inf])), "b": (RISING, np.array([300, 90, 60]))}, "two": {name: (RISING, np.array([200, 90, np.inf]) / k) for k, name in enumerate("abcd", 1)}}, 400),
    "stretches": lambda: p.draw_stretches({"one": np.linspace(2, 0.02, 9), "two": np.append(0.1 ** np.arange(8.0), 0), "three": np.linspace(1.2, 0.7, 9)}),
    "flows": lambda: p.draw_flows({"one": (falling((3, 30)), falling((1, 30))[0]), "two": (1 / falling((3, 30)), 1 / falling((1, 30))[0])}, ("at most", 1.2 ** np.arange(30.0))),
    "flows_by_gates": lambda: p.draw_flows({"one": (falling((3, 101)), falling((1, 101))[0])}, line_name="gates alone"),
    "arrivals": lambda: p.draw_arrivals({"one": (RISING, np.array([20.0, 300.0, np.inf])), "two": (RISING / 100, np.array([np.inf] * 3))}, 1000),
    "shattered": lambda: p.draw_shattered(*shattered()),
    "reach": lambda: p.draw_reach(np.logspace(-2, 0, 3), {"one": [1, 0.9, 0.8], "two": [1, 0.5, 0]}, [1, 0.5, 0.1]),
    "coins": lambda: p.draw_coins(*coins()),
    "wall": lambda: p.draw_wall(standings()),
}  # fmt: skip


def shattered():
    x = np.linspace(-2, 2, 256)
    return x, [("smooth", np.sin(x), 0.99), ("noise", random().standard_normal(256), 0.01)]


def coins():
    rng = random()
    return 0.25 * rng.standard_normal(1000), 0.325, {"two": 92 + rng.random(5), "three": 91 + rng.random(5)}


def shown(make, *shows):
    """The figure of a live picture that has shown all this."""
    picture = make()
    for data in shows:
        picture.show(*data)
    return picture.figure


EXAMPLES = {name: partial(shown, *how) for name, how in LIVE.items()} | STILL
