"""Exercises of notebook 9: momentum, normalization, and the way back through shortcuts."""

import numpy as np

from helpers.engine import gaussian_mean
from helpers.engine.network.normalization import NORMS, normalized, statistics

from ..measured import measured
from ..records import Function, Mistake, Number


def final_step(beta=0.9):
    """v settles where v = beta v + g, so at g / (1 - beta); gradient descent steps by g."""
    return 1 / (1 - beta)


def layer_norm(z):
    """Mean and variance of each row; keepdims leaves them as columns, which numpy lays beside every row."""
    return (z - z.mean(axis=1, keepdims=True)) / np.sqrt(z.var(axis=1, keepdims=True) + 1e-5)


def layer_norm_by_the_engine(z):
    """The same by the engine's own record."""
    return normalized(z, *statistics(z, NORMS["layer"].axis))


def centred_over(z, axis):
    """z with its mean along an axis taken out."""
    return z - z.mean(axis=axis, keepdims=True)


def first_over_last():
    """Through ReLU the normalized z keep E a² - (E a)²; normalizing again multiplies the way back by one over its root."""
    mean, square = gaussian_mean(lambda z: np.maximum(z, 0), 1), gaussian_mean(lambda z: np.maximum(z, 0) ** 2, 1)
    factor = np.sqrt(square / (square - mean**2))  # 1.21
    return factor**29


def back_through(g, jacobians, s):
    """A shortcut hands g down as it is, and adds what came through the layer."""
    for J in jacobians:
        g = g + s * (g @ J)
    return g


def back_through_one_matrix(g, jacobians, s):
    """The same with all layers multiplied into one matrix first."""
    whole = np.eye(len(g))
    for J in jacobians:
        whole = whole @ (np.eye(len(g)) + s * J)
    return g @ whole


def without_the_identity(g, jacobians, s):
    """Layer after layer, and no shortcut."""
    for J in jacobians:
        g = s * (g @ J)
    return g


def numbers(rng, *shape):
    """Random numbers with one decimal, none of them 0."""
    return (3 * rng.standard_normal(shape)).round(1) + 0.05


EXERCISES = [
    Number(
        key="09.1",
        title="How many times longer momentum's step becomes than gradient descent's",
        solution=final_step,
        rtol=0.01,
        mistakes=(
            Mistake(lambda: 1 + 0.9, "That is the second step, v = 0.9 g + g. It goes on: v is multiplied by 0.9 and g is added, again and again."),
            Mistake(lambda: 0.9, "That is β. Where does v settle? There v = 0.9 v + g."),
            Mistake(lambda: 1 / 0.9, "Solve v = 0.9 v + g for v: take 0.9 v to the other side."),
            Mistake(lambda: 0.1, "Turned around: the step becomes longer, not shorter."),
        ),
        hint="v settles where it no longer changes: v = βv + g. Solve that for v.",
        afterwards="1/(1 − β). That is why momentum takes about a tenth of gradient descent's learning rate.",
    ),
    Function(
        key="09.2",
        title="Layer normalization",
        solution=layer_norm,
        reference=layer_norm_by_the_engine,
        rtol=1e-4,
        atol=1e-5,
        examples=lambda rng: [(np.array([[3.0, 1.0], [5.0, 9.0]]),), (numbers(rng, 3, 4),), (numbers(rng, 5, 5),)],
        mistakes=(
            Mistake(lambda z: centred_over(z, 0) / np.sqrt(z.var(axis=0) + 1e-5), "That is batch normalization. Here mean and variance are those of each row: `axis=1`."),
            Mistake(lambda z: centred_over(z, 1) / (z.var(axis=1, keepdims=True) + 1e-5), "You divided by the variance. The spread is its root."),
            Mistake(lambda z: z / np.sqrt(z.var(axis=1, keepdims=True) + 1e-5), "You forgot to take the mean out."),
            Mistake(lambda z: centred_over(z, 1), "You forgot to divide by the spread."),
            Mistake(lambda z: (z - z.mean(axis=1)) / np.sqrt(z.var(axis=1) + 1e-5), "The means of the rows must stay a column: `keepdims=True`."),
            Mistake(lambda z: (z - z.mean()) / np.sqrt(z.var() + 1e-5), "You took one mean and one spread for all images. Each row has its own: `axis=1`."),
        ),
        hint="It is `batch_norm` along the other axis. Keep the axis: `z.mean(axis=1, keepdims=True)`.",
        afterwards="Every row now has mean 0 and spread 1, whatever the other images are.",
    ),
    Number(
        key="09.3",
        title="Layer 1 over layer 30, by the formula for batch normalization",
        solution=first_over_last,
        rtol=0.08,
        mistakes=(
            Mistake(lambda: measured(first_over_last) ** (30 / 29), "You counted the layers. From layer 30 to layer 1 there are 29 steps."),
            Mistake(lambda: 29 * measured(first_over_last) ** (1 / 29), "You added the factors up. They multiply: it is a power."),
            Mistake(lambda: 1 / measured(first_over_last), "With batch normalization the gradient grows on its way back: layer 1 is the faster one."),
            Mistake(lambda: measured(first_over_last) ** 2, "That is the ratio of the squares."),
        ),
        hint="There are 29 steps from layer 30 to layer 1, and each multiplies by 1.21.",
        afterwards="The lab shows about twice as much: layer 1 is fed by pixels, whose z differ less from image to image, and that last step is a factor of 2 to 3.",
    ),
    Function(
        key="09.4",
        title="The way back through shortcuts",
        solution=back_through,
        reference=back_through_one_matrix,
        examples=lambda rng: [(numbers(rng, 3), [numbers(rng, 3, 3) for _ in range(layers)], s) for layers, s in ((1, 0.5), (2, 0.1), (4, 0.3))],
        mistakes=(
            Mistake(without_the_identity, "You forgot the I: what arrives is also handed on as it is, g + s g J."),
            Mistake(lambda g, jacobians, s: back_through(g, jacobians, 1.0), "You left s out: each layer's own part is multiplied by it."),
            Mistake(lambda g, jacobians, s: back_through(g, jacobians[::-1], s), "The order: the list already begins with the last layer, which the way back meets first."),
            Mistake(lambda g, jacobians, s: back_through(g, [J.T for J in jacobians], s), "g is a row: it stands to the left of J, `g @ J`."),
            Mistake(lambda g, jacobians, s: g + s * sum(g @ J for J in jacobians), "You added the layers up. Each one takes what the one above has made of g: give g a new value in each turn of the loop."),
        ),
        hint="A loop: `for J in jacobians`, and in it g becomes g + s · g @ J.",
        afterwards="With small s J most of g arrives as it left.",
    ),
]  # fmt: skip
