"""Exercises of side trip 8b: how near to the critical line a deep network must begin, and what learning by heart says."""

import numpy as np

from helpers.engine import critical_sigma_w, depth_scale, trainable_row

from ..records import Choice, Mistake, Number, Option


def nearest_below(depth=100, sigma_b=0.2):
    """Halve the interval between 0.1 and the line: left of it 6 ξ_c grows with σ_w."""
    low, high = 0.1, critical_sigma_w("tanh", sigma_b)
    for _ in range(40):
        middle = (low + high) / 2
        enough = 6 * depth_scale("tanh", middle, sigma_b).images >= depth
        low, high = (low, middle) if enough else (middle, high)
    return high


def what_chaos_forgets():
    """The letter that fits: all training images are learned, and the images' limit c* says if they are pulled apart."""
    places, trained, tested = trainable_row()
    at, line = (np.flatnonzero(places == sigma_w)[0] for sigma_w in (2.5, 1.3))
    if np.median(trained[at]) < 0.9:
        return "a"
    worse = np.median(tested[at]) < np.median(tested[line])
    return "b" if worse and depth_scale("tanh", 2.5, 0.2).c < 0.5 else "c"


EXERCISES = [
    Number(
        key="08b.1",
        title="The smallest weight scale for 100 tanh layers at σ_b = 0.2",
        solution=nearest_below,
        atol=0.006,
        mistakes=(
            Mistake(lambda: critical_sigma_w("tanh", 0.2), "That is the line itself, where there is no limit at all. The rule leaves a little room to its left."),
            Mistake(lambda: nearest_below(600), "The rule says 6 ξ_c, not ξ_c: ξ_c need only be 100/6."),
            Mistake(lambda: nearest_below(100, 0.0), "That is without biases: put σ_b = 0.2."),
            Mistake(lambda: nearest_below(20), "That is enough for 20 layers. A hundred must begin nearer to the line."),
        ),
        hint='Try `6 * depth_scale("tanh", s, 0.2).images` for s between 1 and 1.3, and narrow it down.',
        afterwards="The line is at 1.30, so there are less than 10 percent of room; 20 layers have a quarter.",
    ),
    Choice(
        key="08b.2",
        title="What learning by heart says",
        solution=what_chaos_forgets,
        options={
            "a": Option("The gradients exploded, so the training failed.", "It did not fail: all training images are right. A small enough learning rate makes up for large gradients."),
            "b": Option("Similar images are no longer similar in a deep layer, so what is learned from one does not help with the next.", "c* is near 0 there: depth pulls any two images apart."),
            "c": Option("All images look alike in a deep layer, so the network answers the same to all of them.", "That is the other side of the line, and such a network could not learn its training images either."),
        },
        hint="Which side of the line is 2.5 on, and what is c* there?",
        afterwards="To be trained and to have learned something general are two things; ξ_c was proposed for the first.",
    ),
]  # fmt: skip
