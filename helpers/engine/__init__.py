"""The engine: everything the course computes. numpy only; no drawing, no widgets."""

from .activations import ACTIVATIONS, Activation
from .costs import COSTS, Cost
from .descent import Descent, descend, steps_to_shrink
from .initializers import INITIALIZERS, Initializer
from .mnist import load_mnist
from .network import Gradient, Network, Trace
from .speeds import SPEED_METRICS, SpeedMetric, last_to_first, layer_speeds, speed_fan, speeds_at, spread
from .surfaces import LANDSCAPES, Landscape, Ravine
from .training import Step, train

__all__ = [name for name in dir() if not name.startswith("_")]
