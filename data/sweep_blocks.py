"""Count the steps to 80 % right with each way to build residual blocks, and with frozen ones: a quarter of an hour.

    python data/sweep_blocks.py

A run that was broken off goes on where it stopped; a finished one does nothing. To measure anew, delete the file first.
"""

from helpers.engine import sweep
from helpers.engine.studies.block_study import FILE, steps_with_blocks

SEEDS = range(3)
DEPTHS = (2, 8, 32)
RATES = dict.fromkeys(("root", "over", "rezero", "pre"), (0.03, 0.1, 0.3, 1.0)) | {"post": (0.01, 0.03, 0.1, 0.3, 1.0)}
DEEPEST = {  # tried at the greatest depth alone, with blocks that learn
    "plain": (1e-6, 1e-5, 1e-4, 0.001, 0.01, 0.1),
    **dict.fromkeys(("root", "over", "rezero", "pre", "rms", "post"), (0.01, 0.03, 0.1, 0.3, 1.0)),
    **dict.fromkeys(("pre_adam", "pre_warm", "post_adam", "post_warm"), (0.0003, 0.001, 0.003, 0.01, 0.03)),
    "muon": (0.003, 0.01, 0.03, 0.1),
}
runs = [
    {"recipe": recipe, "blocks": blocks, "eta": eta, "frozen": frozen}
    for frozen in (False, True)
    for blocks in reversed(DEPTHS)
    for recipe, rates in (DEEPEST if blocks == max(DEPTHS) and not frozen else RATES).items()
    for eta in rates
]

if __name__ == "__main__":
    print(sweep(steps_with_blocks, runs, SEEDS, file=FILE))
