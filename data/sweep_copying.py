"""Train recurrent networks to carry a symbol over blank steps, five networks a kind: about a quarter of an hour.

    python data/sweep_copying.py

A run that was broken off goes on where it stopped; a finished one does nothing. To measure anew, delete the file first.
"""

from helpers.engine import sweep
from helpers.engine.studies.copy_study import FILE, copy_symbol

SEEDS = range(5)
PLAIN, GATED = (0.0003, 0.001, 0.003, 0.01), (0.001, 0.003)  # learning rates
BUDGET = {"rnn": 3000}  # steps; the others get
USUAL = 1000
KINDS = [  # (blank steps, kind, learning rates)
    (100, "lstm_3", GATED),
    (100, "rnn", PLAIN),
    (100, "lstm_1", GATED),
    (100, "rnn_orthogonal", PLAIN),
    (200, "lstm_3", GATED),
    (30, "rnn", PLAIN),
    (30, "rnn_orthogonal", PLAIN),
    (30, "lstm_1", GATED),
    (30, "lstm_3", GATED),
    (200, "rnn", PLAIN),
    (100, "lstm_0", GATED),
]
runs = [
    {"kind": kind, "delay": delay, "eta": eta, "steps": BUDGET.get(kind, USUAL)}
    for delay, kind, rates in KINDS
    for eta in rates
]

if __name__ == "__main__":
    print(sweep(copy_symbol, runs, SEEDS, file=FILE))
