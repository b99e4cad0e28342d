"""The sentences of the myth board, as a table of named records."""

from collections.abc import Callable
from dataclasses import dataclass

from ...tables import Table
from . import budgets, first_layers, gradients, starts


@dataclass(frozen=True)
class Myth:
    """One sentence, and the experiment that it is held against.

    measure(): works in slices (a generator) and returns its Evidence. axis: what the experiment counts, in a few words.
    unit: what stands behind each number; "%" for shares from 0 to 1. why: one sentence of reason. notebook: which tells it.
    """

    name: str
    says: str
    measure: Callable
    axis: str
    why: str
    notebook: str
    unit: str = ""
    log: bool = False


A_LAYER = "what a layer back multiplies ‖δ‖ by"
READ = "test images that are read"

MYTHS = Table(
    "myth",
    [
        Myth(
            "quarter",
            "The sigmoid's slope is at most ¼, so the gradient must shrink with every layer back.",
            gradients.quarter,
            A_LAYER,
            "A layer multiplies by slopes and by weights, and large weights make up for small slopes.",
            "4",
        ),
        Myth(
            "near_minimum",
            "Wherever the gradient is small, a minimum is near.",
            gradients.near_minimum,
            "left to gain, where the slope is −0.01",
            "The slope says how steep it is here; how far it goes down from here it does not say.",
            "1",
            log=True,
        ),
        Myth(
            "hundred_times",
            "With four sigmoid layers, layer 1 learns about a hundred times slower than layer 4.",
            gradients.hundred_times,
            "last layer / layer 1, by ‖mean δ‖",
            "So says Nielsen's book, and it holds over random starts with layers of 30: each layer back leaves about a fifth.",
            "3",
            log=True,
        ),
        Myth(
            "random_first",
            "A random first layer destroys the information: no digit can be read above it.",
            first_layers.random_first,
            READ,
            "The digits are still there, but as a whisper: features that are nearly parallel take gradient descent very long.",
            "5",
            unit="%",
        ),
        Myth(
            "blind",
            "There are changes of an image that a layer of 30 neurons cannot see, whatever its weights.",
            first_layers.blind,
            "unseen directions of 784",
            "Thirty numbers cannot tell 784 directions apart; which ones are lost is what the weights decide.",
            "5",
        ),
        Myth(
            "three_hundred_steps",
            "Ten sigmoid layers with Adam read 10 % after 300 steps, so this network cannot learn.",
            budgets.three_hundred_steps,
            READ,
            "It stood on a plateau: slow is not zero, and a verdict on learning must show its budget.",
            "9",
            unit="%",
        ),
        Myth(
            "gain_4",
            "Weights four times as large undo the ¼: the sigmoid's gradients keep their length.",
            gradients.gain_4,
            A_LAYER,
            "Outputs around ½ push z away from 0, where the slope is ¼; take the ½ away, and gain 4 does far better.",
            "7",
        ),
        Myth(
            "leaky_zero",
            "Leaky ReLU has mean 0, because it lets negative values through.",
            starts.leaky_zero,
            "mean of a, for z from N(0, 1)",
            "It lets a hundredth of them through, which hardly moves the mean.",
            "7",
        ),
        Myth(
            "exactly_zero",
            "In 30 sigmoid layers the gradient of layer 1 has vanished: it is exactly zero.",
            gradients.exactly_zero,
            "derivatives of W¹ that are exactly 0",
            "Double and single precision can hold such small numbers; half precision rounds them to 0.",
            "7c",
            unit="%",
        ),
        Myth(
            "large_tanh",
            "Weights from N(0, 1) saturate ten tanh layers, so all their gradients are zero.",
            gradients.large_tanh,
            "length of ∂C/∂W",
            "Most slopes are flat; the few steep ones meet large weights, and the gradient explodes on its way back.",
            "8",
            log=True,
        ),
        Myth(
            "must_differ",
            "Neurons that begin with equal weights stay equal: thirty do the work of one.",
            starts.must_differ,
            "different ones of 30 neurons, after 50 steps",
            "Equal neurons get equal inputs and equal errors, so they take equal steps; only rounding can part them.",
            "8",
        ),
        Myth(
            "must_be_random",
            "Weights must be drawn at random, or a network learns nothing.",
            starts.must_be_random,
            READ,
            "They must differ, and a fixed set of waves differs as well as dice do.",
            "8",
            unit="%",
        ),
        Myth(
            "xavier_tanh",
            "With Xavier's start the variance in tanh layers settles near 0.25, however deep.",
            starts.xavier_tanh,
            "variance of z",
            "It falls like 1/(2l) without a floor; the 0.25 was read off a network whose layers narrow.",
            "8",
            log=True,
        ),
        Myth(
            "he_keeps",
            "He's start keeps the length of what passes through ReLU layers.",
            starts.he_keeps,
            "‖a‖² after 12 layers of 30, before: 1",
            "The derivation speaks of the mean over many draws, which a few loud networks hold up; most networks lose.",
            "8",
            log=True,
        ),
        Myth(
            "hundred_he",
            "A hundred ReLU layers with He's start do not learn, because their gradients vanish.",
            gradients.hundred_he,
            "mean ‖δ‖ of layer 1, last layer: 1",
            "Here the gradient arrives; what goes is the difference between images, which all point one way in the end.",
            "8",
            log=True,
        ),
        Myth(
            "adam_cures",
            "Adam cures vanishing gradients: with it, depth costs no more than twice the steps.",
            budgets.adam_cures,
            "steps until 80 % are read",
            "Adam is several times faster than plain descent at the same depth, and still pays for every layer.",
            "9",
            log=True,
        ),
        Myth(
            "used_its_depth",
            "A network of 48 or 64 layers that passes a goal (80 % read) has used its depth.",
            budgets.used_its_depth,
            "read with layers 2 and up frozen",
            "With shortcuts scaled by 1/L it passes with a random middle, because it is shallow; the others need their layers.",
            "9",
            unit="%",
        ),
        Myth(
            "two_beat_three",
            "96.90\u00a0% with two hidden layers and 96.57\u00a0% with three: so two layers are better.",
            budgets.two_beat_three,
            "points between two equal networks",
            "One pair cannot tell a difference of kind from luck: of the images, and of the seed.",
            "9c",
        ),
    ],
)
