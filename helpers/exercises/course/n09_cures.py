"""Exercises of notebook 9: Adam in a turned ravine, normalization, and clipping."""

import numpy as np

from helpers.engine import OPTIMIZERS, Ravine, clip_gradient, descend, gaussian_mean
from helpers.engine.network.normalization import NORMS, normalized, statistics

from ..measured import measured
from ..records import Function, Mistake, Number


class Turned(Ravine):
    """C = 100u² + v² with u, v along the diagonals."""

    axes = np.array([[1, 1], [-1, 1]]) / np.sqrt(2)

    def value(self, point):
        """C at each point, shape (...)."""
        return super().value(point @ self.axes.T)

    def gradient(self, point):
        """Its gradient, shape (..., 2)."""
        return super().gradient(point @ self.axes.T) @ self.axes


def adam_turned_over_straight():
    """Steps of Adam to a millionth of the first distance, from (0.5, 1): in the turned ravine over in the straight one."""
    steps = []
    for surface in (Turned(100), Ravine(100)):
        path = descend(surface, (0.5, 1), eta=0.1, steps=5000, optimizer="adam").path
        far = np.linalg.norm(path, axis=1) > 1e-6 * np.linalg.norm(path[0])
        steps.append(np.flatnonzero(far)[-1] + 1)
    return steps[0] / steps[1]


def plain_turned_over_straight():
    """The same for gradient descent."""
    paths = [descend(surface, (0.5, 1), eta=0.008, steps=5000).path for surface in (Turned(100), Ravine(100))]
    far = [np.linalg.norm(path, axis=1) > 1e-6 * np.linalg.norm(path[0]) for path in paths]
    return far[0].sum() / far[1].sum()


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


def adam_first_step(w, g, eta):
    """At the first step both means, corrected, are the gradient and its square: what is left of g is its sign."""
    return w - eta * g / (np.abs(g) + 1e-8)


def adam_first_step_by_the_engine(w, g, eta):
    """The same by the engine's own optimizer, from a fresh memory."""
    w = w.copy()
    OPTIMIZERS["adam"].start(w)(w, g.copy(), eta)
    return w


def clipped(g, longest):
    """Shorter where it is too long; its direction stays."""
    length = np.linalg.norm(g)
    return g * longest / length if length > longest else g


def clipped_by_the_engine(g, longest):
    """The same by the engine, which scales in place."""
    g = g.copy()
    clip_gradient(g, longest)
    return g


def numbers(rng, *shape):
    """Random numbers with one decimal, none of them 0."""
    return (3 * rng.standard_normal(shape)).round(1) + 0.05


EXERCISES = [
    Number(
        key="09.1",
        title="How many times more steps Adam needs in the turned ravine",
        solution=adam_turned_over_straight,
        rtol=0.05,
        mistakes=(
            Mistake(lambda: 1 / measured(adam_turned_over_straight), "That is straight over turned: turn it around."),
            Mistake(plain_turned_over_straight, "That is gradient descent, which does not know which way the axes point. Give `optimizer=\"adam\"`."),
        ),
        hint="`descend(Turned(100), (0.5, 1), eta=0.1, steps=5000, optimizer=\"adam\").path`, and count as `steps_needed` does.",
        afterwards="Adam divides coordinate by coordinate, which undoes κ only where the ravine lies along the axes. In a network nobody promises that.",
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
        title="Adam's first step",
        solution=adam_first_step,
        reference=adam_first_step_by_the_engine,
        examples=lambda rng: [(np.array([1.0, -2.0]), np.array([200.0, -0.5]), 0.1), (numbers(rng, 4), numbers(rng, 4), 0.01)],
        mistakes=(
            Mistake(lambda w, g, eta: w - eta * 0.1 * g / (np.sqrt(0.001 * g**2) + 1e-8), "You forgot that both means start at 0: divide them by 1 − β₁ and 1 − β₂."),
            Mistake(lambda w, g, eta: w + eta * g / (np.abs(g) + 1e-8), "The sign: this goes up. Descent goes against the gradient."),
            Mistake(lambda w, g, eta: w - eta * g, "That is gradient descent. Adam divides by the size of the gradient."),
            Mistake(lambda w, g, eta: w - eta * g / (g**2 + 1e-8), "You forgot the root: the size is the root of the mean square."),
            Mistake(lambda w, g, eta: w - eta * g / np.linalg.norm(g), "You divided by the length of the whole gradient. Adam divides coordinate by coordinate."),
            Mistake(lambda w, g, eta: -eta * g / (np.abs(g) + 1e-8), "That is the step. Where it leads is asked for: w plus the step."),
        ),
        hint="At the first step the corrected means are g and g². What is g divided by the root of g²?",
        afterwards="Every coordinate moves by η, however small its gradient is.",
    ),
    Function(
        key="09.5",
        title="Clipping",
        solution=clipped,
        reference=clipped_by_the_engine,
        examples=lambda rng: [(np.array([3.0, -4.0]), 1.0), (np.array([0.3, 0.4]), 1.0), (numbers(rng, 2, 3), 2.0)],
        mistakes=(
            Mistake(lambda g, longest: np.clip(g, -longest, longest), "You clipped each number by itself, which turns the direction. The length of the whole gradient counts."),
            Mistake(lambda g, longest: g * longest / np.linalg.norm(g), "You made short gradients longer. Those that are short enough stay as they are."),
            Mistake(lambda g, longest: g / np.linalg.norm(g) if np.linalg.norm(g) > longest else g, "The length should be `longest` afterwards, not 1."),
            Mistake(lambda g, longest: g * longest / np.sum(g**2) if np.linalg.norm(g) > longest else g, "You divided by the square of the length: take the root."),
            Mistake(lambda g, longest: g * 0 if np.linalg.norm(g) > longest else g, "A gradient that is too long is made shorter, not thrown away."),
        ),
        hint="Where the length of g is above `longest`, multiply g by longest/length; else leave it.",
        afterwards="No step longer than it should be, and its direction kept.",
    ),
]  # fmt: skip
