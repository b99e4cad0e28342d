"""Fill the map of what can be trained: 945 small tanh networks, ten to twenty minutes on two processors.

    python data/sweep_phase.py

A run that was broken off goes on where it stopped; a finished one does nothing. To measure anew, delete the file first.
"""

from pathlib import Path

from helpers.engine.studies.phase_study import paint
from helpers.engine.sweeps.sweep import sweep

FILE = Path(__file__).with_name("phase_tanh.jsonl")
GRID = {
    "activation": ["tanh"],
    "sigma_w": [0.25 * i for i in range(2, 17)],  # 0.5 to 4
    "sigma_b": [round(0.2 * i, 1) for i in range(7)],  # 0 to 1.2
    "depth": [10, 20, 30],
}
SEEDS = range(3)

if __name__ == "__main__":
    print(sweep(paint, GRID, SEEDS, file=FILE))
