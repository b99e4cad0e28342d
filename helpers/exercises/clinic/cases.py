"""The twelve cases: how each was made sick, what the cause is, what helps, and why; and the causes to choose from."""

from dataclasses import dataclass

import numpy as np

from helpers.engine import Settings
from helpers.engine.tables import Table

from .fixes import FIXES
from .patient import Patient

GOAL, STEPS = 0.75, 500  # who gets this share of the new images right after so many steps is healthy


@dataclass(frozen=True)
class Cause:
    """What may have made a training sick."""

    name: str
    label: str


CAUSES = Table(
    "cause",
    [
        Cause("small", "weights too small"),
        Cause("large", "weights too large"),
        Cause("equal", "weights all equal"),
        Cause("dead", "biases far below zero"),
        Cause("output", "quadratic cost, flat outputs"),
        Cause("high", "learning rate too high"),
        Cause("low", "learning rate too low"),
        Cause("pixels", "pixels from 0 to 255"),
        Cause("frozen", "frozen layers"),
        Cause("recurrent", "exploding recurrence"),
        Cause("alone", "batch norm on one image"),
        Cause("underflow", "float16 underflow"),
    ],
)


@dataclass(frozen=True)
class Case:
    """One case. cause: its name in CAUSES. fixes: the names in FIXES of all that cure it. because: told afterwards."""

    name: str
    patient: Patient
    cause: str
    fixes: tuple
    because: str

    @property
    def label(self):
        return f"case {self.name}"

    def cures(self, fix):
        """Whether that fix is one that helps."""
        return FIXES[fix].name in self.fixes


def patient(activation, initializer, hidden_layers, eta, settings=None, **sick):
    """A patient whose training takes STEPS steps on batches of 32, unless settings say otherwise."""
    chosen = {"steps": STEPS, "batch_size": 32} | (settings or {})
    return Patient(Settings(activation, hidden_layers, initializer=initializer, eta=eta, **chosen), **sick)


CASES = Table(
    "case",
    [
        Case("1", patient("tanh", "lecun", 4, 0.1, {"scale": 0.03}), "small", ("start",),
             "Each layer made what differs between images smaller, and the error on its way back as well. "
             "A learning rate multiplies all layers alike: it cannot make up for a product of small factors."),
        Case("2", patient("relu", "he", 3, 0.1, bias=-4.0), "dead", ("biases",),
             "The biases lay so far below zero that above the first layer no image lifted a neuron over it: slope 0, "
             "gradient 0. Fresh weights leave the biases where they are, and leaky ReLU leaves a hundredth of the slope."),
        Case("3", patient("tanh", "lecun", 3, 10.0), "high", ("slower",),
             "The first steps threw the weights so far out that the layers saturated. It looks like a start that was too "
             "large; the first look, before any step, was healthy. Fresh weights are thrown away by the next step again."),
        Case("4", patient("relu", "he", 1, 0.2, cost="quadratic", output_bias=7.0), "output", ("cost", "biases"),
             "All outputs began near 1, wrong for nine digits in ten, and the quadratic cost multiplies their error by a "
             "slope that is nearly 0 there. Two fixes are right: the cross-entropy has no such slope in it, and with "
             "biases of 0 no output begins saturated."),
        Case("5", patient("relu", "he", 5, 0.05, frozen=(1, 2, 3, 4)), "frozen", ("thaw",),
             "The speeds were those of a healthy network: the gradient was there. The update-to-weight ratios were not: "
             "four layers were never moved."),
        Case("6", patient("tanh", "lecun", 4, 0.1, {"scale": 20.0}), "large", ("start",),
             "Nearly every slope was flat from the start, and what gradient was left pointed nowhere useful. A smaller "
             "step leaves the neurons where they are."),
        Case("7", patient("relu", "glorot", 1, 0.1, radius=6.0), "recurrent", ("radius",),
             "The same weights act at every step, and multiplied what went through them by up to six each time. Clipping "
             "keeps the steps finite, and learns something; it does not make the road level."),
        Case("8", patient("tanh", "constant", 2, 0.1), "equal", ("start",),
             "All neurons of a layer were one neuron: the same weights, the same gradient, the same step, for ever. "
             "The images of the first-layer weights were all alike."),
        Case("9", patient("tanh", "lecun", 2, 0.002), "low", ("faster",),
             "Nothing was wrong but the pace: the cost fell evenly, and all layers moved, by a tiny share of their "
             "weights a step. Slow is not sick; 500 steps were too few for it."),
        Case("10", patient("sigmoid", "lecun", 2, 0.3, {"scale": 4.0, "pixels": "0-255"}), "pixels", ("pixels",),
             "Numbers up to 255 saturated the first layer, and the second was nearly as it should be. Fresh weights are "
             "drawn for pixels from 0 to 1, and with numbers 255 times as large they saturate again."),
        Case("11", patient("sigmoid", "lecun", 3, 0.3, {"norm": "batch"}, one_by_one=True), "alone", ("memory",),
             "The cost of the batches fell: the training was healthy. Asked image by image, each image was its own mean, "
             "so every image looked the same. In use, batch normalization needs the mean that it remembers."),
        Case("12", patient("tanh", "lecun", 1, 0.003, {"neurons": 16, "batch_size": 10, "optimizer": "adam"},
                           cost="softmax", dtype=np.float16, loudness=2.0**-22), "underflow", ("float32", "loud"),
             "The cost was counted in units so large that most of its gradient fell below the smallest number of float16. Two "
             "fixes are right: a wider float type holds it, and loss scaling moves it up to where float16 has numbers. "
             "Adam cannot divide a zero by its size."),
    ],
)  # fmt: skip


def is_healthy(share):
    """Whether the share of new images that are right passes; NaN does not."""
    return share >= GOAL
