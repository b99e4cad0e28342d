"""Exercises of notebook 10: steps until an error is gone, the way back through leaky neurons, and a gate that keeps half."""

import numpy as np

from ..records import Function, Mistake, Number


def steps_to_a_thousandth(rho=0.9):
    """rho^q = 1/1000; q must be whole, and enough."""
    return np.ceil(np.log(1000) / np.log(1 / rho))


def back_through_leaks(e, zs, W, alpha):
    """Two ways: what a neuron keeps, and what goes through slope and matrix, from the last step on."""
    for z in zs:
        e = (1 - alpha) * e + alpha * (e * (1 - np.tanh(z) ** 2)) @ W
    return e


def back_by_jacobians(e, zs, W, alpha):
    """The same with each step's Jacobian written out."""
    for z in zs:
        e = e @ ((1 - alpha) * np.eye(len(W)) + alpha * np.diag(1 / np.cosh(z) ** 2) @ W)
    return e


def bias_of_half_life(steps=100):
    """f^steps = 1/2, and f = sigmoid(bias)."""
    f = 0.5 ** (1 / steps)
    return np.log(f / (1 - f))


def numbers(rng, *shape):
    """Random numbers with one decimal, none of them 0."""
    return rng.standard_normal(shape).round(1) + 0.05


EXERCISES = [
    Number(
        key="10.1",
        title="Steps until less than a thousandth of an error is left",
        solution=steps_to_a_thousandth,
        rtol=0.01,
        mistakes=(
            Mistake(lambda: 999 / (1 / 0.9 - 1), "That adds the steps up. They multiply: 0.9 to the power q."),
            Mistake(lambda: np.ceil(np.log10(1000) / np.log(1 / 0.9)), "You mixed two logarithms: take the same one above and below."),
            Mistake(lambda: 1000 * 0.9, "Each step multiplies by 0.9 once more: which power of 0.9 is below 1/1000?"),
        ),
        hint="0.9 to the power q is below 1/1000. Take logarithms on both sides.",
        afterwards="Each step more costs the same factor, as each layer does in notebook 4.",
    ),
    Function(
        key="10.2",
        title="An error's way back through leaky neurons",
        solution=back_through_leaks,
        reference=back_by_jacobians,
        examples=lambda rng: [(numbers(rng, 3), [numbers(rng, 3) for _ in range(q)], numbers(rng, 3, 3), alpha) for q, alpha in ((1, 0.3), (2, 0.5), (4, 0.1))],
        mistakes=(
            Mistake(lambda e, zs, W, alpha: back_through_leaks(e, zs, W, 1.0), "That is the way through tanh and W alone. What the neuron kept has a way back of its own: add it."),
            Mistake(lambda e, zs, W, alpha: back_through_leaks(e, [0 * z for z in zs], W, alpha), "You forgot the slope: on the way through tanh e is first multiplied by 1 − tanh(z)²."),
            Mistake(lambda e, zs, W, alpha: back_through_leaks(e, zs, W.T, alpha), "e is a row: it stands to the left of W, `@ W`. On the way forwards it was `@ W.T`."),
            Mistake(lambda e, zs, W, alpha: back_through_leaks(e, zs[:1], W, alpha), "That is one step. Each turn of the loop goes on with what the last one made of e."),
            Mistake(lambda e, zs, W, alpha: back_through_leaks(e, zs, W, 1 - alpha), "The two shares are exchanged: 1 − α is kept, α goes through tanh."),
        ),
        hint="A loop: `for z in zs`. In it e becomes a sum of two: (1 − α) e, and α times what the line of `lengths_back` makes of e.",
        afterwards="It is I + J again: a step multiplies by (1 − α) I + α D W. A gate is a leak that the network sets itself.",
    ),
    Number(
        key="10.3",
        title="The forget bias whose gate keeps half of an error over 100 steps",
        solution=bias_of_half_life,
        rtol=0.01,
        mistakes=(
            Mistake(lambda: 0.5 ** (1 / 100), "That is f. Which bias has a sigmoid of that size?"),
            Mistake(lambda: np.log((0.5 ** (1 / 100)) / (1 - 0.5 ** (1 / 100))) * -1, "The sign: an open gate has a positive bias."),
            Mistake(lambda: 0.0, "σ(0) = ½ keeps half of it in a single step. Here a hundred gates multiply."),
        ),
        hint="First f: its hundredth power is ½. Then the bias: σ(b) = f means b = ln(f / (1 − f)).",
        afterwards="About ln(100 / ln 2): a wait ten times as long takes a bias larger by ln 10 = 2.3.",
    ),
]  # fmt: skip
