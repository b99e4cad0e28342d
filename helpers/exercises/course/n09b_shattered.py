"""Exercises of side trip 9b: how far a slope reaches by the formula, and what a fine grid says."""

import numpy as np

from helpers.engine import LINE, Network, input_slopes

from ..records import Choice, Function, Mistake, Option


def reach_in_degrees(layers):
    """(1 + L theta / (3 pi)) ** -3 = 1/2, solved for theta."""
    return np.degrees(3 * np.pi * (2 ** (1 / 3) - 1) / layers)


def reach_by_halving(layers):
    """The same by search: the cosine falls with the angle."""
    low, high = 0.0, 1e4
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if (1 + layers * np.radians(middle) / (3 * np.pi)) ** -3 > 0.5 else (low, middle)
    return middle


def at_spacings(*spacings):
    """Correlations of neighbouring slopes in one network of 24 normalized layers, at each of these spacings."""
    net = Network([1, *[100] * 24, 1], "relu", "he", norm="batch", sigma_b=1.0, rng=np.random.default_rng(0))
    trace = net.forward(LINE, training=True)
    for _ in range(100):
        net.remember(trace)
    here = input_slopes(net, LINE, training=False)[:, 0]
    return [np.corrcoef(here, input_slopes(net, LINE + apart, training=False)[:, 0])[0, 1] for apart in spacings]


def what_the_fine_grid_says():
    """a: noise at 100,000 places, too; b: smooth at both spacings; c: smooth at the fine one only."""
    fine, coarse = at_spacings(4 / 99_999, 4 / 255)
    return "a" if fine < 0.5 else "b" if coarse > 0.5 else "c"


EXERCISES = [
    Function(
        key="09b.1",
        title="The reach of plain layers",
        solution=reach_in_degrees,
        reference=reach_by_halving,
        rtol=1e-3,
        examples=lambda rng: [(24,), (1,), (50,)],
        mistakes=(
            Mistake(lambda layers: 3 * np.pi * (2 ** (1 / 3) - 1) / layers, "That is the angle in radians: `np.degrees` turns it."),
            Mistake(lambda layers: np.degrees(3 * np.pi / layers), "You set the bracket to 2. Its third power is to be 2."),
            Mistake(lambda layers: np.degrees(3 * np.pi * 2 ** (1 / 3) / layers), "The 1 in the bracket is missing: take it away before you solve for θ."),
            Mistake(lambda layers: np.degrees(3 * np.pi * (2 ** (1 / 3) - 1)), "That is Lθ. Divide by the number of layers."),
            Mistake(lambda layers: np.degrees(np.pi * (2 ** (1 / 3) - 1) / layers), "The 3 of 3π got lost."),
            Mistake(lambda layers: (1 + layers / 2 / (3 * np.pi)) ** -3.0, "That is the cosine at an angle of ½. Asked for is the angle at a cosine of ½."),
        ),
        hint="(1 + Lθ/(3π))³ = 2. Take the third root, then 1 away; then solve for θ and turn it into degrees.",
        afterwards="About 6 degrees at 24 layers. The nearest digit stands at about 34.",
    ),
    Choice(
        key="09b.2",
        title="What a fine grid says",
        solution=what_the_fine_grid_says,
        options={
            "a": Option("It is shattered for any number of places.", "A ReLU network is built of straight pieces: on a grid finer than its reach it is smooth."),
            "b": Option("It is not shattered.", "At 256 places the slopes of the same network have nothing in common. Nothing has changed but the spacing."),
            "c": Option("At that spacing it is smooth; it says nothing about points that lie further apart.", "The reach lies between the two spacings."),
        },
        hint="How does the spacing of 100,000 places on a line of length 4 compare with the reach?",
        afterwards="So name the distance, and compare it with that of your data.",
    ),
]  # fmt: skip
