"""Train tanh networks of 20 wide layers at a row of weight scales, three networks each: about five minutes.

    python data/sweep_trainable.py

A run that was broken off goes on where it stopped; a finished one does nothing. To measure anew, delete the file first.
"""

from helpers.engine import sweep
from helpers.engine.studies.trainable_study import FILE, train_wide

GRID = {"sigma_w": [0.5, 1.0, 1.3, 2.0, 2.5, 3.0, 4.0], "depth": [20]}

if __name__ == "__main__":
    print(sweep(train_wide, GRID, range(3), file=FILE))
