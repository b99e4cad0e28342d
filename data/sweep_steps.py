"""Count the steps to 80 % right for one to six hidden layers, five networks each: about two minutes.

    python data/sweep_steps.py

A run that was broken off goes on where it stopped; a finished one does nothing. To measure anew, delete the file first.
"""

from helpers.engine import sweep
from helpers.engine.studies.steps_to_80 import FILE, trial_to_80

if __name__ == "__main__":
    print(sweep(trial_to_80, {"hidden": [1, 2, 3, 4, 5, 6]}, range(5), file=FILE))
