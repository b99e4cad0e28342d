"""For every public function one call that is right, small and quick: {name: function that makes its arguments by name}."""

import inspect
from functools import cache

import numpy as np

from helpers import engine
from helpers.engine import LSTM, CopyTask, Images, Network, Ravine, load_mnist

# What takes no argument, or nothing but what another function made; classes that only hold what they are given.
FORMULAS = {"sigmoid", "sigmoid_slope", "normalized_backward"}  # of arrays, on the path of training: nothing is asked
WITHOUT = {
    *FORMULAS,
    "copying_by_kind", "depths_by_start", "predicted_by_start", "steps_to_80", "stored_wall", "trainable_row", "one_thread", "Activation", "Cost",
    "DepthScale", "Descent", "Gradient", "Images", "Initializer", "RecurrentStart", "Landscape", "Metamer", "Model", "Optimizer",
    "Parameters", "SpeedMetric", "Step", "Sweep", "Trace", "Training", "NetworkTrace", "NetworkGradient", "Norm", "Cure",
    "Table", "LSUV", "sweep", "load_sweep", "side_by_side", "Mnist", "symptoms", "Symptom", "Walk", "Run", "History",
}  # fmt: skip


def rng():
    return np.random.default_rng(3)


def net(sizes=(5, 4, 4, 3), **settings):
    return Network(sizes, rng=rng(), **settings)


@cache
def digits():
    mnist = load_mnist()
    few = Images(mnist.test.x[:20], mnist.test.y[:20], mnist.test.position[:20])
    return type("Few", (), {"train": few, "test": few})


X, Y = rng().random((6, 5)), np.array([0, 1, 2, 1, 0, 2])
IMAGES = Images(X, Y, np.arange(6))
TRAINING = {"x": X, "y": Y, "eta": 0.1}
SIGMAS = {"sigma_w": 1.2, "sigma_b": 0.3}


def passes():
    model = net()
    trace = model.forward(X)
    return {"model": model, "trace": trace, "gradient": model.backward(trace, Y)}


def pick(*names):
    return {name: part for name, part in passes().items() if name in names}


CALLS = {
    "Network": lambda: {"sizes": [5, 4, 4, 3], "activation": "tanh", "initializer": "he", "cost": "softmax", "rng": rng(), "scale": 1.5, "sigma_b": 0.2, "norm": "layer", "branch": 0.5},
    "Recurrent": lambda: {"sizes": [2, 4, 3], "steps": 5, "activation": "relu", "initializer": "he", "cost": "softmax", "rng": rng(), "recurrent": "gaussian", "radius": 1.5, "reads": 2, "dtype": np.float32},
    "LSTM": lambda: {"sizes": [2, 4, 3], "steps": 5, "initializer": "he", "cost": "softmax", "rng": rng(), "forget_bias": 2.0},
    "GRU": lambda: {"sizes": [2, 4, 3], "steps": 5, "initializer": "he", "cost": "softmax", "rng": rng()},
    "ResidualNetwork": lambda: {"sizes": [5, 4, 3], "blocks": 2, "activation": "tanh", "initializer": "he", "cost": "softmax", "rng": rng(), "norm": "rms", "place": "post", "branch": 0.5, "learned": True, "dtype": np.float32},
    "CopyTask": lambda: {"delay": 3, "length": 2, "symbols": 4},
    "Settings": lambda: {"activation": "tanh", "hidden_layers": 2, "neurons": 5, "initializer": "he", "scale": 2.0, "norm": "layer", "shortcut": "1/L", "optimizer": "adam", "eta": 0.01, "batch_size": 10, "lmbda": 1.0, "clip": "1", "seed": 3, "steps": 10, "pixels": "0-255"},
    "LastLayers": lambda: {"net": net(), "x": X, "y": Y},
    "LinearReader": lambda: {"codes": X, "targets": X[:, :2]},
    "Ravine": lambda: {"kappa": 10.0, "tilt": 30.0},
    "accuracy_in_hiding": lambda: {"nets": [net()], "share": 0.2, "train": IMAGES, "test": IMAGES, "eta": 0.5, "epochs": 1, "batch_size": 3},
    "accuracies_above": lambda: {"frozen": [1], "road": "lbfgs"},
    "copying": lambda: {"kind": "rnn", "delay": 100},
    "read_with_cure": lambda: {"cure": "adam", "hidden": 10, "steps": 300},
    "steps_by_rate": lambda: {"recipe": "pre", "blocks": 32, "frozen": False},
    "steps_of_blocks": lambda: {"recipe": "pre", "blocks": 8, "frozen": True},
    "steps_to_goal": lambda: {"cure": "adam"},
    "activation_spread": lambda: {"model": net(), "x": X},
    "amplifier": lambda: {"features": X, "knob": 0.5},
    "autocorrelation": lambda: {"values": X[0], "lag": 1},
    "balance_width": lambda: {"w": 5.0},
    "batch_gradients": lambda: {"model": net(), "x": X, "y": Y, "batch_size": 2, "draws": 2, "rng": rng()},
    "best_output_layer": lambda: {"net": net(), "x": X, "y": Y},
    "best_share": lambda: {"images": X, "directions": 2},
    "bias_curvatures": lambda: {"model": net(), "x": X},
    "blend": lambda: {"start": net(), "end": net(scale=2.0), "t": 0.3},
    "centred_biases": lambda: {"w": [1.0, 2.0], "a0": 0.5},
    "chain_factors": lambda: {"w": [1.0, 2.0], "z": [0.1, 0.2]},
    "chi": lambda: {"activation": "tanh", "q": 1.0, "sigma_w": 1.2},
    "chi_c": lambda: {"activation": "tanh", "c": 0.5, **SIGMAS, "q": 1.0},
    "chi_map": lambda: {"activation": "tanh", "sigma_w": [1.0, 2.0], "sigma_b": [0.1]},
    "clip_gradient": lambda: {"g": np.array([3.0, 4.0]), "longest": 1.0},
    "condition_number": lambda: {"features": X[:, :2]},
    "correlation_fixed_point": lambda: {"activation": "tanh", **SIGMAS},
    "correlation_map": lambda: {"activation": "tanh", "c": 0.5, **SIGMAS, "q": 1.0},
    "cost_along": lambda: {"start": net(), "end": net(scale=2.0), "layers": [1], "x": X, "y": Y, "t": [0, 0.5], "held": net()},
    "critical_sigma_w": lambda: {"activation": "tanh", "sigma_b": 0.3},
    "dead_share": lambda: pick("model", "trace"),
    "depth_scale": lambda: {"activation": "tanh", **SIGMAS},
    "descend": lambda: {"surface": Ravine(), "start": (1, 1), "eta": 0.001, "steps": 5, "beta": 0.1, "clip": 1.0},
    "digit_sizes": lambda: {"hidden": 2, "width": 5},
    "draw_chains": lambda: {"rng": rng(), "chains": 5, "layers": 3, **SIGMAS},
    "error_flow": lambda: {"model": net(), "x": X, "y": Y},
    "expected_length": lambda: {"scale": 2.0, "batch_size": 5, "n": 20},
    "find_metamer": lambda: {"net": net(), "code_of": X[0], "looks_like": X[1]},
    "flow_factors": lambda: {"model": net(), "x": X[0]},
    "gate_flow": lambda: {"model": LSTM([1, 4, 3], 5, rng=rng()), "x": X, "y": Y},
    "first_bias_derivative": lambda: {"w": [1.0, 2.0], "z": [0.1, 0.2], "dC_da": 1.0},
    "first_q": lambda: {"x": X, **SIGMAS},
    "fixed_point": lambda: {"activation": "tanh", **SIGMAS, "q": 1.0},
    "frozen_accuracies": lambda: {"nets": [Network([784, 4, 4, 10], rng=rng())], "frozen": [1, 3], "mnist": digits(), "knob": 0.5, "epochs": 1, "eta": 0.5, "batch_size": 5},
    "gaussian_mean": lambda: {"f": np.tanh, "q": 1.0},
    "idle_share": lambda: {**pick("model", "gradient"), "eta": 0.1},
    "input_slopes": lambda: {"net": net(), "x": X},
    "jacobian": lambda: {"model": net(), "x": X[0], "k": 2, "l": 1},
    "jacobians": lambda: {"model": net(), "x": X[0], "k": 2, "l": 1},
    "largest_derivatives": lambda: {"model": net(), "x": X, "y": Y, "loss_scale": 8.0},
    "largest_difference": lambda: {"net": net(), "one": X[0], "other": X[1]},
    "last_to_first": lambda: {"speeds": [1.0, 2.0]},
    "layer_speeds": lambda: {"model": net(), "x": X, "y": Y},
    "layers_above": lambda: {"net": net(), "frozen": 1},
    "learned": lambda: {"model": net(), "start": net(scale=2.0), "shrink": 0.9},
    "length_map": lambda: {"activation": "tanh", "q": 1.0, **SIGMAS},
    "likeness": lambda: {"model": net(), "x": X},
    "line_slopes": lambda: {"hidden": 1, "norm": "layer", "branch": None, "rng": rng(), "width": 5},
    "load_mnist": lambda: {"full": False, "dtype": np.float32},
    "lost_directions": lambda: {"W": X},
    "louder": lambda: {"model": net(), "factor": 2.0},
    "lsuv": lambda: {"net": net(), "x": X, "rng": rng(), "batch_size": 6, "near": 0.5, "most": 9},
    "mean_squares": lambda: {"model": net(), "x": X, "y": Y},
    "rank_correlation": lambda: {"a": [1.0, 2.0, 3.0], "b": [2.0, 1.0, 4.0]},
    "train_wide": lambda: {"sigma_w": 1.3, "depth": 1, "seed": 0, "steps": 2},
    "measured_map": lambda: {"activation": "tanh", "depth": 20},
    "muon": lambda: {"beta": 0.9},
    "orthogonalized": lambda: {"G": X},
    "noise_scale": lambda: {"net": net(), "x": X, "y": Y},
    "paint": lambda: {"activation": "tanh", **SIGMAS, "depth": 1, "seed": 0, "steps": 1},
    "phase_map": lambda: {"activation": "tanh", "sigma_w": [1.0, 2.0], "sigma_b": [0.1]},
    "pixel_strength": lambda: {"W": X},
    "predicted_mean_squares": lambda: {"activation": "tanh", "sizes": [5, 4, 3], "variances": [0.2, 0.3], "q0": 0.5, "output": 1.0, "sigma_b": 0.1},
    "predicted_ratio": lambda: {"activation": "tanh", "layers": 3, **SIGMAS, "q": 1.0},
    "predicted_speeds": lambda: {"activation": "tanh", "layers": 3, **SIGMAS, "q": 1.0, "output": 1.0},
    "principal_components": lambda: {"images": X, "directions": 2},
    "probe_accuracy": lambda: {"features": X, "y": Y, "test_features": X, "test_y": Y, "classes": 3},
    "published_residual_slopes": lambda: {"hidden": 2, "branch": 0.1, "rng": rng(), "width": 5},
    "q_by_layer": lambda: {"activation": "tanh", "q": 1.0, **SIGMAS, "layers": 3},
    "random_end": lambda: {"start": net(), "end": net(scale=2.0), "layers": [1, 2], "rng": rng()},
    "record": lambda: {"net": net(), **TRAINING, "steps": 2, "every": 1, "lmbda": 0.1, "batch_size": 3, "rng": rng()},
    "relu_likeness": lambda: {"cosine": 0.3, "layers": 2},
    "run_chain": lambda: {"w": [1.0, 2.0], "b": [0.1, 0.2], "a0": 0.5},
    "saturated_share": lambda: pick("model", "trace"),
    "share_kept": lambda: {"images": X, "guesses": X * 0.9},
    "singular_values": lambda: {"matrix": X},
    "slope_along": lambda: {"start": net(), "end": net(scale=2.0), "layers": [1], "x": X, "y": Y, "held": net()},
    "smoothed_filters": lambda: {"W": rng().random((3, 16)), "pixels": 1.0},
    "speed_by": lambda: {"metric": "delta", **pick("model", "gradient"), "stations": [1, 2]},
    "speed_fan": lambda: {"sizes": [5, 4, 3], "x": X, "y": Y, "seeds": [0, 1]},
    "speeds_at": passes,
    "spectral_radius": lambda: {"matrix": X[:5]},
    "spread": lambda: {"values": X, "share": 0.5},
    "started": lambda: {"start": "lsuv", "sizes": [5, 4, 3], "images": X, "rng": rng()},
    "stand": lambda: {"name": "toy.steps"},
    "wall_sheets": lambda: {"standings": [engine.stand("toy.steps")]},
    "steps_to_shrink": lambda: {"surface": Ravine(2.0), "start": (1, 1), "eta": 0.1, "beta": 0.1, "share": 0.5, "limit": 50},
    "strides": lambda: {"model": net(), **TRAINING, "steps": 1},
    "train": lambda: {"model": net(), **TRAINING, "steps": 1, "batch_size": 3, "lmbda": 0.1, "rng": rng(), "observe": None, "optimizer": "adam", "clip": 1.0, "warmup": 2},
    "train_lbfgs": lambda: {"model": net(), "x": X, "y": Y, "passes": 3, "watch": None},
    "train_crowd": lambda: {"nets": [net()], **TRAINING, "epochs": 1, "batch_size": 3, "rngs": [rng()], "frozen": [1]},
    "train_holding": lambda: {"net": net(), **TRAINING, "held": ["b1"], "shrunk": ["W1"], "lmbda": 0.1, "steps": 2},
    "travelled": lambda: {"model": net(), "start": net(scale=2.0)},
    "weakest_pixels": lambda: {"W": X, "share": 0.5},
    "weight_variances": lambda: {"initializer": "he", "sizes": [5, 4, 3], "scale": 1.5},
    "widest_interval": lambda: {"low": 4.0, "high": 20.0},
    "without_pixels": lambda: {"net": net(), "hidden": [True, False, False, False, False]},
    "CopyTask.draw": lambda: {"n": 4, "rng": rng()},
    "Network.forward": lambda: {"x": X},
    "Network.loss": lambda: {"x": X, "y": Y},
    "Network.accuracy": lambda: {"x": X, "y": Y},
    "Network.answers": lambda: {"x": X},
    "Network.backward": lambda: {"trace": net().forward(X), "y": Y},
}  # fmt: skip
NOT_TRIED = {("load_mnist", "full")}  # asks the network of the other kind


def functions():
    """The public names that must have a call."""
    return {name for name in engine.__all__ if callable(getattr(engine, name)) and name not in WITHOUT}


def call(name, arguments):
    """The answer, of generators what they yield."""
    owner, _, method = name.rpartition(".")
    f = getattr(net() if owner == "Network" else CopyTask(3), method) if owner else getattr(engine, name)
    if "arguments" in inspect.signature(f).parameters:  # started
        arguments = dict(arguments)
    answer = f(**arguments)
    return list(answer) if inspect.isgenerator(answer) or name == "train" else answer
