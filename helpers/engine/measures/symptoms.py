"""What has gone wrong? Named states of speeds, layers and costs, each with its evidence: where they are, not why."""

from dataclasses import dataclass

import numpy as np

from .saturation import dead_share, saturated_share

OVERFLOW, ZERO = "overflow", "zero gradient"
SATURATED, DEAD = "saturated", "dead"
PLATEAU, DIVERGED = "plateau", "diverged"
NAMES = (DIVERGED, OVERFLOW, ZERO, PLATEAU, DEAD, SATURATED)  # all that are looked for

MOSTLY = 0.9  # a layer is called saturated or dead where at least this share of it is
STILL, LOOKED_AT = 0.01, 50  # on a plateau the cost of the last steps changes by less than this share of itself


@dataclass(frozen=True)
class Symptom:
    """One thing that is wrong: its name, the station where it shows (0: the whole model), and a number that shows it."""

    name: str
    station: int
    evidence: float


def in_speeds(speeds):
    """Symptoms of the speeds of the hidden stations, shape (stations,), the gravest first: overflow, zero gradient.

    It does for any numbers that should be finite and above zero, one for each station.
    """
    speeds = np.asarray(speeds, float)
    found = [Symptom(OVERFLOW, s, float(speed)) for s, speed in enumerate(speeds, 1) if not np.isfinite(speed)]
    return found + [Symptom(ZERO, s, 0.0) for s, speed in enumerate(speeds, 1) if speed == 0]


def in_layers(model, trace):
    """Symptoms of the hidden stations on a trace: those whose neurons are mostly dead, and whose slopes are mostly flat."""
    dead, flat = dead_share(model, trace), saturated_share(model, trace)
    found = [Symptom(DEAD, s, share) for s, share in enumerate(dead.tolist(), 1) if share >= MOSTLY]
    gone = {symptom.station for symptom in found}  # a dead layer is flat as well: said once
    return found + [
        Symptom(SATURATED, s, share) for s, share in enumerate(flat.tolist(), 1) if share >= MOSTLY and s not in gone
    ]


def in_cost(cost):
    """Symptoms of a cost, shape (steps taken,): it diverged, or it has stood still for LOOKED_AT steps."""
    cost = np.asarray(cost, float)
    if len(cost) and not np.isfinite(cost[-1]):
        return [Symptom(DIVERGED, 0, float(cost[-1]))]
    lately = cost[-LOOKED_AT:]
    if len(lately) < LOOKED_AT or np.ptp(lately) > STILL * np.abs(lately).max():
        return []
    return [Symptom(PLATEAU, 0, float(np.ptp(lately) / np.abs(lately).max()))]


def named(symptoms, name):
    """The stations that show the symptom of that name, in order."""
    return [symptom.station for symptom in symptoms if symptom.name == name]
