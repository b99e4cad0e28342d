"""What may be done about a sick training, as a table of named records: each changes one thing."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from helpers.engine.network.cures import CURES
from helpers.engine.tables import Table
from helpers.engine.training.settings import BOUNDS

TIMES = 30.0  # by which the learning rate is raised or lowered
LOUDER = 2.0**14
HALF_SILENT = ("relu", "leaky_relu")


@dataclass(frozen=True)
class Fix:
    """One thing that may be done: `apply(patient)` is the patient afterwards."""

    name: str
    label: str
    apply: Callable


def balanced(patient):
    """The start that keeps lengths level for this activation; biases stay what they are."""
    start = "he" if patient.settings.activation in HALF_SILENT else "lecun"
    return patient.changed(initializer=start, scale=1.0)


def at_rate(factor):
    """A fix that multiplies the learning rate."""
    return lambda patient: patient.changed(eta=float(np.clip(factor * patient.settings.eta, *BOUNDS["eta"])))


def with_adam(patient):
    """Adam, whose step is as long as its learning rate says, whatever the gradient: so the rate is a hundredth."""
    cure = CURES["adam"]
    return patient.changed(**cure.training, eta=cure.rate * patient.settings.eta)


def leaky(patient):
    """Only ReLU has a leaky sister."""
    return patient.changed(activation="leaky_relu") if patient.settings.activation == "relu" else patient


def loud(patient):
    """Loss scaling. In a wider float type what was multiplied is divided out again, and nothing changes."""
    return replace(patient, loudness=LOUDER * patient.loudness) if patient.dtype == np.float16 else patient


FIXES = Table(
    "fix",
    [
        Fix("start", "weights drawn in balance", balanced),
        Fix("biases", "all biases at 0", lambda patient: replace(patient, bias=0.0, output_bias=0.0)),
        Fix("slower", "η ÷ 30", at_rate(1 / TIMES)),
        Fix("faster", "η × 30", at_rate(TIMES)),
        Fix("clip", "clip the gradient at 1", lambda patient: patient.changed(clip="1")),
        Fix("batch", "100 images a batch", lambda patient: patient.changed(batch_size=100)),
        Fix("adam", "Adam, at η ÷ 100", with_adam),
        Fix("pixels", "pixels from 0 to 1", lambda patient: patient.changed(pixels="0-1")),
        Fix("leaky", "leaky ReLU for ReLU", leaky),
        Fix("cost", "cross-entropy as the cost", lambda patient: replace(patient, cost="cross-entropy")),
        Fix("thaw", "every layer learns", lambda patient: replace(patient, frozen=())),
        Fix("float32", "float32 numbers", lambda patient: replace(patient, dtype=np.float32)),
        Fix("loud", "cost × 2¹⁴ (loss scaling)", loud),
        Fix("memory", "batch norm's memory in use", lambda patient: replace(patient, one_by_one=False)),
        Fix("radius", "spectral radius 1", lambda patient: replace(patient, radius=patient.radius and 1.0)),
    ],
)
