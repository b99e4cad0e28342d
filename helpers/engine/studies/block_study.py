"""How many steps does a network of residual blocks need, however it is built, and does it need its blocks?

Made by data/sweep_blocks.py with `steps_with_blocks`; the file ships with the course. Blocks of 30 neurons, LeCun's
start, batches of 100 from the 3,500 images of `fitting`; the other 500 training images choose the learning rate.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from ..checks import check_count, check_yes_or_no
from ..data.mnist import SUBSET, load_mnist
from ..network.residual import ResidualNetwork
from ..sweeps.sweep import load_sweep
from ..tables import Table
from ..training.muon import muon
from ..training.training import train
from .cure_study import LOOKS, reached, until_goal, worth

FILE = SUBSET.with_name("blocks.jsonl")
SIZES, BATCH = [784, 30, 10], 100
MOST = 400  # steps, after which a network is given up
LOOKS = LOOKS[LOOKS <= MOST][::2]  # steps: a count is right to a fifth


@dataclass(frozen=True)
class Recipe:
    """One way to build and to train blocks: `path(blocks)` are settings of ResidualNetwork, `training` of train.

    orthogonal: the steps are Muon's.
    """

    name: str
    label: str
    path: Callable = lambda blocks: {}
    training: dict = field(default_factory=dict)
    orthogonal: bool = False

    def network(self, sizes, blocks, **settings):
        """A ResidualNetwork of so many blocks, built so; the rest as there."""
        return ResidualNetwork(sizes, blocks, **self.path(blocks), **settings)


POST, ADAM = {"place": "post"}, {"optimizer": "adam"}

RECIPES = Table(
    "recipe",
    [
        Recipe("plain", "scale 1", lambda blocks: {"norm": "none"}),
        Recipe("root", "scale 1/√L", lambda blocks: {"norm": "none", "branch": blocks**-0.5}),
        Recipe("over", "scale 1/L", lambda blocks: {"norm": "none", "branch": 1 / blocks}),
        Recipe("rezero", "ReZero", lambda blocks: {"norm": "none", "branch": 0.0, "learned": True}),
        Recipe("pre", "pre-norm"),
        Recipe("post", "post-norm", lambda blocks: POST),
        Recipe("rms", "pre-norm, RMS", lambda blocks: {"norm": "rms"}),
        Recipe("muon", "pre-norm, Muon", orthogonal=True),
        Recipe("pre_adam", "pre-norm, Adam", training=ADAM),
        Recipe("pre_warm", "pre-norm, warm-up", training=ADAM | {"warmup": 50}),
        Recipe("post_adam", "post-norm, Adam", lambda blocks: POST, ADAM),
        Recipe("post_warm", "post-norm, warm-up", lambda blocks: POST, ADAM | {"warmup": 50}),
    ],
)


def steps_with_blocks(recipe, blocks, eta, frozen, seed):
    """Train until GOAL of validation and of test images are right, or the budget of MOST steps is used up.

    frozen: whether all blocks stay as they were drawn, so that only the first layer and the output learn.
    Returns a dict of lists: `validation` and `test`, the accuracies after each of LOOKS.
    """
    mnist, recipe, rng = load_mnist(dtype=np.float32), RECIPES[recipe], np.random.default_rng(seed)
    net = recipe.network(SIZES, blocks, rng=rng, dtype=np.float32)
    watch = observer(muon() if recipe.orthogonal else None, frozen)
    settings = {"eta": eta, "batch_size": BATCH, "rng": rng, "observe": watch}
    training = train(net, mnist.fitting.x, mnist.fitting.y, steps=MOST, **settings, **recipe.training)
    return until_goal(training, mnist, LOOKS)


def observer(shape, frozen):
    """What `train` shows each gradient to: `shape` first, then nothing is left of the blocks' if they are frozen."""

    def observe(model, trace, gradient):
        if shape:
            shape(model, trace, gradient)
        if frozen:
            for name in model.inside:
                gradient.parameters[name][:] = 0

    return observe


def runs_with(recipe, blocks, frozen=False):
    """The study's runs of one network: {learning rate: {seed: its dict of accuracies}}. ValueError where it has none."""
    blocks, frozen = check_count("blocks", blocks), check_yes_or_no("frozen", frozen)
    wanted, found = (RECIPES[recipe].name, blocks, frozen), {}
    for run in load_sweep(FILE).records:
        if (run["recipe"], run["blocks"], run["frozen"]) == wanted:
            found.setdefault(run["eta"], {})[run["seed"]] = run
    if not found:
        raise ValueError(f"the study has no {blocks} blocks of {RECIPES[recipe].label}, frozen: {frozen}")
    return dict(sorted(found.items()))


def steps_of_blocks(recipe, blocks, frozen=False):
    """Steps until 80 % of the test images are right, one number a seed; infinity: not within 400 steps.

    Each seed at the learning rate that reached the goal of the validation images first. ValueError for what the study does not hold.
    """
    by_rate = runs_with(recipe, blocks, frozen).values()
    best = [max(runs, key=worth) for runs in zip(*(by_seed.values() for by_seed in by_rate), strict=True)]
    return np.array([reached(run["test"], LOOKS) for run in best])


def steps_by_rate(recipe, blocks, frozen=False):
    """The median over the seeds of these steps at every learning rate that was tried: (rates, steps)."""
    by_rate = runs_with(recipe, blocks, frozen)
    steps = [np.median([reached(run["test"], LOOKS) for run in runs.values()]) for runs in by_rate.values()]
    return np.array(list(by_rate)), np.array(steps)
