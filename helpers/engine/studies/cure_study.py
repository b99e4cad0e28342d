"""How many steps does a deep sigmoid network need with each cure, and does it need the layers in its middle?

Made by data/sweep_cures.py with `steps_with_cure`; the file ships with the course. Layers of 30, Nielsen's start,
batches of 100 from the 3,500 images of `fitting`; the other 500 training images choose the learning rate.
"""

import numpy as np

from ..checks import check_count
from ..data.mnist import SUBSET, load_mnist
from ..network.cures import CURES
from ..network.sizes import digit_sizes
from ..sweeps.sweep import load_sweep
from ..training.training import train
from .frozen_study import hold

FILE = SUBSET.with_name("cures.jsonl")
GOAL, BATCH = 0.8, 100
MOST = {"step": 20_000, "road": 2_000}  # steps, after which a network is given up
LOOKS = np.unique(np.round(10 * 1.1 ** np.arange(81))).astype(int)  # steps: a count is right to a tenth


def most_steps(cure):
    """The budget of a cure: a road that is rebuilt (normalization, shortcuts) gets fewer steps than a better step."""
    return MOST["road" if CURES[cure].path(2) else "step"]


def steps_with_cure(cure, hidden, eta, frozen, seed):
    """Train until GOAL of validation and of test images are right, or the budget is used up.

    eta: in units of the cure's own rate. frozen: whether layers 2 to `hidden` stay as they were drawn.
    Returns a dict of lists: `validation` and `test`, the accuracies after each of LOOKS.
    """
    mnist, cure, rng = load_mnist(dtype=np.float32), CURES[cure], np.random.default_rng(seed)
    net = cure.network(digit_sizes(check_count("hidden", hidden)), rng=rng, dtype=np.float32)
    settings = {
        "eta": cure.rate * eta,
        "batch_size": BATCH,
        "rng": rng,
        "observe": hold(net.hidden[1:] if frozen else ()),
    }
    most = most_steps(cure.name)
    return until_goal(train(net, mnist.fitting.x, mnist.fitting.y, steps=most, **settings, **cure.training), mnist)


def until_goal(training, mnist, looks=LOOKS):
    """Train until GOAL of validation and of test images are right, or the training is over.

    Returns a dict of lists: `validation` and `test`, the accuracies after each of `looks` (steps).
    """
    found = {"validation": [], "test": []}
    for step in training:
        if step.step in looks and not step.state:
            for name, seen in found.items():
                images = getattr(mnist, name)
                seen.append(training.model.accuracy(images.x, images.y))
            if min(seen[-1] for seen in found.values()) >= GOAL:
                break
    return found


def reached(accuracies, looks=LOOKS):
    """The step of the first look with GOAL right; infinity where there is none."""
    there = np.flatnonzero(np.asarray(accuracies) >= GOAL)
    return float(looks[there[0]]) if there.size else np.inf


def worth(run):
    """What a learning rate is chosen by: the earlier it reached GOAL of the validation images, then the more it read."""
    return -reached(run["validation"]), max(run["validation"], default=0)


def chosen(cure, hidden, frozen=False):
    """The runs of one network, a dict for each seed, with the learning rate that reached GOAL of the validation images first.

    Where none reached it: the rate that read most validation images. ValueError for what the study does not hold.
    """
    wanted, best = (CURES[cure].name, hidden, frozen), {}
    for run in load_sweep(FILE).records:
        if (run["cure"], run["hidden"], run["frozen"]) == wanted:
            best[run["seed"]] = max(best.get(run["seed"], run), run, key=worth)
    if not best:
        raise ValueError(
            f"the study has no network of {hidden} hidden layers with {CURES[cure].label}, frozen: {frozen}"
        )
    return list(best.values())


def runs_at(cure, frozen):
    """The numbers of hidden layers that the study holds for a cure, rising."""
    found = (run for run in load_sweep(FILE).records if (run["cure"], run["frozen"]) == (CURES[cure].name, frozen))
    return sorted({run["hidden"] for run in found})


def steps_to_goal(cure, frozen=False):
    """Steps until 80 % of the test images are right: (hidden layers, steps of shape (depths, seeds)).

    frozen: layers 2 to the last hidden one stay as they were drawn. Infinity: not within `most_steps(cure)`.
    """
    depths = runs_at(cure, frozen)
    steps = [[reached(run["test"]) for run in chosen(cure, hidden, frozen)] for hidden in depths]
    return np.array(depths), np.array(steps)


def read_with_cure(cure, hidden, steps, frozen=False):
    """The share of test images that each seed reads at the last look within so many steps; the goal ends a training."""
    if check_count("steps", steps) < LOOKS[0]:
        raise ValueError(f"the study first looks after {LOOKS[0]} steps, so steps must be at least that, got {steps}")
    runs = chosen(cure, check_count("hidden", hidden), frozen)
    return np.array([run["test"][: np.searchsorted(LOOKS, steps, side="right")][-1] for run in runs])
