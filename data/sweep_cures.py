"""Count the steps to 80 % right with each cure and depth, and with the middle layers frozen: about a quarter of an hour.

    python data/sweep_cures.py

A run that was broken off goes on where it stopped; a finished one does nothing. To measure anew, delete the file first.
"""

from helpers.engine import sweep
from helpers.engine.studies.cure_study import FILE, steps_with_cure

SEEDS = range(3)
DEPTHS = {  # hidden layers for each learning rate, in units of the cure's own; notebook 06 has those of no cure
    "residual_scaled": {0.3: (2, 4, 8, 16, 32, 64), 1.0: (2, 4, 8, 16, 32, 64)},
    "residual": {0.1: (2, 4, 8, 16, 32, 64), 0.3: (2, 4, 8, 16, 32, 64)},
    "batch_norm": {0.1: (1, 2, 4, 8, 16, 32, 48), 0.3: (1, 2, 4, 8, 16, 32, 48)},
    "adam": {0.3: (1, 2, 3, 4, 6, 8, 10), 1.0: (1, 2, 3, 4, 6, 8, 10)},
}
FROZEN = {
    "residual_scaled": {0.3: (4, 16, 64), 1.0: (4, 16, 64)},
    "batch_norm": {0.1: (4, 16, 48), 0.3: (4, 16, 48)},
    "residual": {0.1: (4, 16, 64), 0.3: (4, 16, 64)},
    "adam": {0.3: (4,)},
}
runs = [
    {"cure": cure, "hidden": hidden, "eta": eta, "frozen": frozen}
    for depths, frozen in ((FROZEN, True), (DEPTHS, False))
    for cure in depths
    for eta in depths[cure]
    for hidden in depths[cure][eta]
]

if __name__ == "__main__":
    print(sweep(steps_with_cure, runs, SEEDS, file=FILE))
