"""Make data/depths.jsonl: for every activation and start, and for every cure, the deepest network that learns.

One command, which goes on where it was stopped: python data/sweep_depths.py
"""

from pathlib import Path

from helpers.engine import ACTIVATIONS, INITIALIZERS, sweep
from helpers.engine.cures import CURES
from helpers.engine.trials import deepest

SEEDS = range(3)
CURED = [("sigmoid", "nielsen"), ("tanh", "glorot"), ("relu", "he")]  # what each cure is tried on

starts = [
    {"activation": activation, "initializer": initializer, "cure": "none"}
    for initializer in (*INITIALIZERS, "lsuv")
    for activation in ACTIVATIONS
]
cures = [
    {"activation": activation, "initializer": initializer, "cure": cure}
    for cure in CURES
    for activation, initializer in CURED
]

if __name__ == "__main__":
    found = sweep(deepest, [*cures, *starts], SEEDS, file=Path(__file__).with_name("depths.jsonl"))
    print(found)
    for failure in found.failures:
        print(failure)
