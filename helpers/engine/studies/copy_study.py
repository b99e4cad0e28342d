"""Which recurrent network learns to carry one symbol over a long wait, and what did an error at its end reach before training?

Made by data/sweep_copying.py with `copy_symbol`; the file ships with the course. There are only eight sequences, one for
each symbol, and every step sees all of them: nothing is left to luck but the weights at the start.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from ..checks import check_count, check_positive, check_seeds
from ..data.copy_task import CopyTask
from ..data.mnist import SUBSET
from ..measures.error_flow import error_flow
from ..network.recurrent.lstm import LSTM
from ..network.recurrent.vanilla import Recurrent
from ..sweeps.sweep import load_sweep
from ..tables import Table
from ..training.training import train

FILE = SUBSET.with_name("copying.jsonl")
NEURONS, CLIP = 32, 1.0
LOOKS = np.unique(np.round(10 ** np.arange(1, 4.01, 0.125))).astype(int)  # steps after which the answers are counted


@dataclass(frozen=True)
class Rememberer:
    """One kind of recurrent network, with how it is started: `cell(sizes, steps, rng=…, **settings)`."""

    name: str
    label: str
    cell: Callable
    settings: dict = field(default_factory=dict)

    def made(self, task, seed):
        """The network for a copy task, before training."""
        sizes = [task.numbers, NEURONS, task.symbols]
        return self.cell(sizes, task.steps, rng=np.random.default_rng(seed), **self.settings)


REMEMBERERS = Table(
    "kind of recurrent network",
    [
        Rememberer("rnn", "RNN, Gaussian", Recurrent, {"recurrent": "gaussian"}),
        Rememberer("rnn_orthogonal", "RNN, orthogonal", Recurrent),
        *(Rememberer(f"lstm_{bias}", f"LSTM, bias {bias}", LSTM, {"forget_bias": float(bias)}) for bias in (0, 1, 3)),
    ],
)  # fmt: skip


def right_answers(model, trace, gradient):
    """The share of the sequences in a trace whose symbol is answered; they stand in the order of the symbols."""
    return float(np.mean(trace.a[-1].argmax(axis=1) == np.arange(len(trace.a[-1]))))


def copy_symbol(kind, delay, eta, steps, seed):
    """Train one network by Adam, clipped, until all eight symbols are right, or for `steps` steps.

    Returns {"arrives", "solved", "right"}: the share of an error's length that reaches the step which shows the symbol,
    before training; after how many steps all were right (None: never); the share right after each of LOOKS before that.
    ValueError for bad arguments.
    """
    check_positive("eta", eta), check_count("steps", steps), check_seeds([seed])
    task = CopyTask(check_count("delay", delay))
    net, (x, y) = REMEMBERERS[kind].made(task, seed), task.all()
    flow, solved, right = error_flow(net, x, y), None, []
    for step in train(net, x, y, eta=eta, steps=steps, optimizer="adam", clip=CLIP, observe=right_answers):
        taken = step.step - 1  # the answers are those before the step
        if taken in LOOKS:
            right.append(step.seen)
        if step.seen == 1:
            solved = taken
            break
    return {"arrives": float(f"{flow[-1] / flow[0]:.3g}"), "solved": solved, "right": right}


def worth(run):
    """What a learning rate is chosen by: the earlier all were right; where they never were, the most at any look."""
    return -steps_of(run), max(run["right"], default=0)


def steps_of(run):
    """The steps until all were right; infinity where they never were."""
    return np.inf if run["solved"] is None else run["solved"]


def copying_by_kind():
    """{label: (arrives, steps)} of every kind in the study, most gates first, with all its waits and seeds in one row."""
    held = {(run["kind"], run["delay"]) for run in load_sweep(FILE).records}
    found = {}
    for record in reversed(REMEMBERERS.values()):
        delays = sorted(delay for kind, delay in held if kind == record.name)
        found[record.label] = tuple(np.hstack([copying(record.name, delay) for delay in delays]))
    return found


def copying(kind, delay=100):
    """(arrives, steps), one entry a seed: the share of an error that reaches the symbol before training, and the steps until
    all symbols are right, with each seed's best learning rate; infinity: not within the study's budget.

    ValueError for a kind, or a delay, that the study does not hold.
    """
    wanted, best = (REMEMBERERS[kind].name, check_count("delay", delay)), {}
    for run in load_sweep(FILE).records:
        if (run["kind"], run["delay"]) == wanted:
            best[run["seed"]] = max(best.get(run["seed"], run), run, key=worth)
    if not best:
        raise ValueError(f"the study has no {REMEMBERERS[kind].label} with {delay} blank steps")
    runs = [best[seed] for seed in sorted(best)]
    return np.array([run["arrives"] for run in runs]), np.array([steps_of(run) for run in runs])
