"""The engine: everything the course computes. No drawing, no widgets.

What notebooks import stands here, room by room; the rooms themselves are described in their own first lines.
"""

from .data.copy_task import CopyTask
from .data.mnist import Images, load_mnist
from .measures.activation_spread import activation_spread, lost_directions
from .measures.condition import condition_number
from .measures.curvature import bias_curvatures
from .measures.distance import learned, travelled
from .measures.error_flow import error_flow, flow_factors, gate_flow
from .measures.gradient_noise import batch_gradients, expected_length, noise_scale
from .measures.image_cosines import likeness
from .measures.jacobian import jacobian, jacobians, singular_values
from .measures.mean_squares import mean_squares
from .measures.precision import FLOATS, idle_share, largest_derivatives, louder
from .measures.probe import LinearReader, best_share, probe_accuracy, share_kept
from .measures.rank_correlation import rank_correlation
from .measures.saturation import dead_share, saturated_share
from .measures.speeds import (
    SPEED_METRICS,
    SpeedMetric,
    last_to_first,
    layer_speeds,
    speed_by,
    speed_fan,
    speeds_at,
    spread,
)
from .network.activations import ACTIVATIONS, Activation, sigmoid, sigmoid_slope
from .network.costs import COSTS, Cost
from .network.cures import CURES
from .network.initializers import INITIALIZERS, Initializer
from .network.lsuv import LSUV, STARTS, lsuv, started
from .network.model import Gradient, Model, Trace
from .network.network import Network
from .network.normalization import NORMS, normalized_backward
from .network.parameters import Parameters
from .network.recurrent.gru import GRU
from .network.recurrent.lstm import LSTM
from .network.recurrent.starts import RECURRENT_STARTS, RecurrentStart, spectral_radius
from .network.recurrent.vanilla import Recurrent
from .network.residual import ResidualNetwork
from .network.sizes import digit_sizes
from .studies.block_study import RECIPES, steps_by_rate, steps_of_blocks
from .studies.copy_study import REMEMBERERS, copying, copying_by_kind
from .studies.cost_slices import blend, cost_along, random_end, slope_along
from .studies.cure_study import read_with_cure, steps_to_goal
from .studies.depth_study import DEEPEST, depths_by_start, predicted_by_start
from .studies.first_layers import principal_components, smoothed_filters
from .studies.frozen_layers import amplifier, frozen_accuracies, layers_above
from .studies.frozen_study import accuracies_above
from .studies.held_parts import Walk, train_holding
from .studies.hiding import accuracy_in_hiding, pixel_strength, weakest_pixels, without_pixels
from .studies.lbfgs import train_lbfgs
from .studies.metamers import Metamer, find_metamer, largest_difference
from .studies.phase_study import measured_map, paint
from .studies.plateau import LastLayers, best_output_layer
from .studies.published import NIELSEN_SPEEDS
from .studies.shattered_gradients import LINE, autocorrelation, input_slopes, line_slopes, published_residual_slopes
from .studies.steps_to_80 import steps_to_80
from .studies.trainable_study import train_wide, trainable_row
from .studies.wall.run import stand, stored_wall, wall_sheets
from .studies.wall.table import LIVE_WALL, WALL
from .sweeps.sweep import Sweep, load_sweep, sweep
from .theory.chain import (
    balance_width,
    centred_biases,
    chain_factors,
    draw_chains,
    first_bias_derivative,
    run_chain,
    widest_interval,
)
from .theory.correlation import chi_c, correlation_fixed_point, correlation_map, relu_likeness
from .theory.mean_field import (
    chi,
    first_q,
    fixed_point,
    gaussian_mean,
    length_map,
    predicted_ratio,
    predicted_speeds,
    q_by_layer,
)
from .theory.phase import DepthScale, chi_map, critical_sigma_w, depth_scale, phase_map
from .theory.variance import predicted_mean_squares, weight_variances
from .threads import one_thread, side_by_side
from .toys.descent import Descent, descend, steps_to_shrink
from .toys.surfaces import LANDSCAPES, Landscape, Ravine
from .training.clipping import clip_gradient
from .training.muon import muon, orthogonalized
from .training.optimizers import OPTIMIZERS, Optimizer
from .training.run import Run, record
from .training.settings import Settings
from .training.stacked_networks import train_crowd
from .training.training import Step, Training, train
from .training.update_ratios import strides

# fmt: off
__all__ = [  # noqa: RUF022
    "CopyTask", "Images", "load_mnist",
    "FLOATS", "SPEED_METRICS", "LinearReader", "SpeedMetric", "activation_spread", "batch_gradients", "best_share",
    "bias_curvatures", "condition_number", "dead_share", "error_flow", "expected_length", "flow_factors", "gate_flow", "idle_share", "jacobian", "jacobians", "largest_derivatives", "last_to_first",
    "layer_speeds", "learned", "likeness", "lost_directions", "louder", "mean_squares", "noise_scale",
    "probe_accuracy", "rank_correlation", "saturated_share", "share_kept", "singular_values", "speed_by", "speed_fan", "speeds_at",
    "spread", "travelled",
    "ACTIVATIONS", "COSTS", "CURES", "GRU", "INITIALIZERS", "LSTM", "LSUV", "NORMS", "RECURRENT_STARTS", "STARTS", "Activation", "Cost", "Gradient",
    "Initializer", "Model", "Network", "Parameters", "Recurrent", "RecurrentStart", "ResidualNetwork", "Trace", "digit_sizes", "lsuv", "normalized_backward",
    "sigmoid", "sigmoid_slope", "spectral_radius", "started",
    "DEEPEST", "LINE", "LastLayers", "Metamer", "NIELSEN_SPEEDS", "RECIPES", "REMEMBERERS", "Walk", "accuracies_above", "accuracy_in_hiding", "amplifier",
    "autocorrelation", "best_output_layer", "blend", "copying", "copying_by_kind", "cost_along", "depths_by_start", "find_metamer",
    "frozen_accuracies", "input_slopes", "largest_difference", "layers_above", "line_slopes", "measured_map", "paint", "pixel_strength",
    "predicted_by_start", "principal_components", "published_residual_slopes", "random_end", "slope_along", "smoothed_filters",
    "read_with_cure", "steps_by_rate", "steps_of_blocks", "steps_to_80", "steps_to_goal", "train_holding", "train_wide", "trainable_row", "train_lbfgs",
    "weakest_pixels", "without_pixels",
    "LIVE_WALL", "WALL", "stand", "stored_wall", "wall_sheets",
    "Sweep", "load_sweep", "sweep",
    "DepthScale", "balance_width", "centred_biases", "chain_factors", "chi",
    "chi_c", "chi_map", "correlation_fixed_point", "correlation_map", "critical_sigma_w", "depth_scale",
    "draw_chains", "first_bias_derivative", "first_q", "fixed_point", "gaussian_mean", "length_map", "phase_map",
    "predicted_mean_squares", "predicted_ratio", "predicted_speeds", "q_by_layer", "relu_likeness", "run_chain",
    "weight_variances", "widest_interval",
    "one_thread", "side_by_side",
    "LANDSCAPES", "Descent", "Landscape", "Ravine", "descend", "steps_to_shrink",
    "OPTIMIZERS", "Optimizer", "Run", "Step", "Training", "clip_gradient", "muon", "orthogonalized", "record", "strides", "train", "Settings",
    "train_crowd",
]
# fmt: on
