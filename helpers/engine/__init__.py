"""The engine: everything the course computes. numpy only; no drawing, no widgets."""

from .activations import ACTIVATIONS, Activation
from .chain import (
    balance_interval,
    balance_width,
    balanced_share,
    centred_biases,
    chain_factors,
    draw_chains,
    first_bias_derivative,
    run_chain,
    widest_interval,
)
from .clipping import clip_gradient
from .correlation import chi_c, correlation_fixed_point, correlation_map
from .costs import COSTS, Cost
from .crowd import train_crowd
from .cures import CURES
from .descent import Descent, descend, steps_to_shrink
from .frozen import amplifier, frozen_accuracies, layers_above, train_above
from .hiding import accuracy_in_hiding, pixel_strength, share_that_costs, weakest_pixels, without_pixels
from .history import History, record
from .initializers import INITIALIZERS, Initializer
from .jacobian import jacobian, jacobians, singular_values
from .likeness import likeness, relu_likeness
from .lsuv import lsuv
from .metamers import Metamer, find_metamer, largest_difference
from .mnist import Images, load_mnist
from .network import Gradient, Network, Trace
from .noise import batch_gradients, expected_length, noise_scale
from .norms import NORMS
from .optimizers import OPTIMIZERS, Optimizer
from .painting import measured_map, paint
from .phase import DepthScale, chi_map, critical_sigma_w, depth_scale, phase_map
from .probe import LinearReader, best_share, probe_accuracy, share_kept
from .rebuilt import RebuiltNetwork
from .saturation import dead_share, saturated_share
from .shattered import autocorrelation, input_slopes, line_slopes
from .sight import activation_spread, lost_directions, typical_spread
from .slices import blend, cost_along, random_end, slope_along
from .speeds import SPEED_METRICS, SpeedMetric, last_to_first, layer_speeds, speed_fan, speeds_at, spread
from .strides import strides
from .surfaces import LANDSCAPES, Landscape, Ravine
from .sweep import Sweep, load_sweep, sweep
from .theory import chi, first_q, fixed_point, gaussian_mean, length_map, predicted_ratio, predicted_speeds, q_by_layer
from .training import Step, train
from .travel import learned, travelled
from .underflow import FLOATS, idle_share, largest_derivatives, louder
from .variance import mean_squares, predicted_mean_squares, weight_variances
from .workers import side_by_side

__all__ = [name for name in dir() if not name.startswith("_")]
