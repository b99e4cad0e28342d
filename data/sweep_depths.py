"""Find the deepest network that learns, for every activation and start and for every cure: about an hour.

    python data/sweep_depths.py

A run that was broken off goes on where it stopped; a finished one does nothing. To measure anew, delete the file first.
"""

from helpers.engine import ACTIVATIONS, CURES, sweep
from helpers.engine.studies.depth_search import deepest
from helpers.engine.studies.depth_study import FILE, STARTS

SEEDS = range(3)
CURED = [("sigmoid", "nielsen"), ("tanh", "glorot"), ("relu", "he")]  # the networks that each cure is tried on
starts = [
    {"activation": activation, "initializer": start, "cure": "none"} for start in STARTS for activation in ACTIVATIONS
]
cures = [
    {"activation": activation, "initializer": start, "cure": cure} for cure in CURES for activation, start in CURED
]
runs = sorted([*starts, *cures], key=lambda run: "uniform" in run["initializer"])  # near doubles of normal starts: last

if __name__ == "__main__":
    print(sweep(deepest, runs, SEEDS, file=FILE))
