"""Train what is not frozen, by every road and learning rate: about ten minutes on two idle processors.

    python data/sweep_frozen.py

A run that was broken off goes on where it stopped; a finished one does nothing. To measure anew, delete the file first.
"""

from helpers.engine import sweep
from helpers.engine.studies.frozen_study import ALONE, FILE, FROZEN, ROADS, above_frozen

SEEDS = range(3)
runs = [
    {"frozen": frozen, "road": road, "eta": eta}
    for road in ROADS
    for frozen in (ALONE if road == "short" else FROZEN)
    for eta in ROADS[road].rates
]

if __name__ == "__main__":
    print(sweep(above_frozen, runs, SEEDS, file=FILE))
