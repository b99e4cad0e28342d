"""Exercises of notebook 8: the variance that keeps lengths level, what it does not keep, and a start that keeps more."""

import numpy as np

from helpers.engine import INITIALIZERS, Network, gaussian_mean, likeness, load_mnist

from ..records import Choice, Function, Mistake, Number, Option


def level_variance(s, n_in, n_out):
    """Half of the z are multiplied by s, the other half by 1, so E a² = (1 + s²)/2 E z²; n_in of them are added up."""
    return 2 / ((1 + s**2) * n_in)


def level_variance_by_integral(s, n_in, n_out):
    """One over n_in times the mean square of what leaky ReLU makes of z ~ N(0, 1)."""
    return 1 / (n_in * gaussian_mean(lambda z: np.where(z > 0, z, s * z) ** 2, 1.0))


def width_to_keep_half():
    """The smallest n with exp(-2.5 · 40 / n) at least a half."""
    return np.ceil(2.5 * 40 / np.log(2))


def uniform_limit(n):
    """Weights between -r and r have the variance r²/3."""
    return np.sqrt(3 / n)


def uniform_limit_of_the_engine(n):
    """The largest weight that the engine's uniform start can draw: r = √(3 variance)."""
    return np.sqrt(3 * INITIALIZERS["lecun_uniform"].variance(1, n))


def mirrored_weights(W):
    """Each row of blocks subtracts twins; the second row is the first one's twin."""
    return np.block([[W, -W], [-W, W]])


def mirrored_weights_by_signs(W):
    """Every block is W times one sign of this pattern."""
    return np.kron([[1, -1], [-1, 1]], W)


def likeness_after_biases():
    """The letter that fits: how alike images are in the last of ten ReLU layers, with biases 1 and with biases 0."""
    net = Network([784, *[100] * 10, 10], "relu", "he", rng=np.random.default_rng(0))
    x, _ = load_mnist().first(50)
    plain = likeness(net, x)[-1]
    for b in net.b[1:-1]:
        b[:] = 1
    shifted = likeness(net, x)[-1]
    if abs(shifted - plain) < 0.01:
        return "c"
    return "a" if shifted > plain else "b"


EXERCISES = [
    Function(
        key="08.1",
        title="The variance that keeps z² level with leaky ReLU",
        solution=level_variance,
        reference=level_variance_by_integral,
        rtol=1e-4,
        examples=lambda rng: [(0.5, 100, 50), (0.0, 784, 30), (0.2, 30, 30), (0.8, 10, 40)],
        mistakes=(
            Mistake(lambda s, n_in, n_out: 2 / ((1 + s**2) * n_out), "You took n_out for n_in: each neuron adds up what comes in."),
            Mistake(lambda s, n_in, n_out: 2 / n_in, "That is He's. The left half is not silent here: it hands on s z."),
            Mistake(lambda s, n_in, n_out: 1 / ((1 + s**2) * n_in), "You forgot the 2: each of the two halves is only half of the z."),
            Mistake(lambda s, n_in, n_out: 2 / ((1 + s) ** 2 * n_in), "Square first, then add: 1 + s², not (1 + s)²."),
            Mistake(lambda s, n_in, n_out: 2 / ((1 + s) * n_in), "You forgot to square s: lengths add up by their squares."),
            Mistake(lambda s, n_in, n_out: np.sqrt(2 / ((1 + s**2) * n_in)), "That is the standard deviation. The variance is asked for."),
            Mistake(lambda s, n_in, n_out: 4 / ((1 + s**2) * (n_in + n_out)), "That is Glorot's compromise between forwards and backwards. Forwards, n_in alone counts."),
        ),
        hint="Half of the z are multiplied by s, the other half by 1. What is the mean of a²? Then n_in · v · that mean must be 1.",
        afterwards="With s = 0.01 the scale √v differs from He's by less than a hundredth of a percent.",
    ),
    Number(
        key="08.2",
        title="How wide 40 ReLU layers must be to keep half of a squared length",
        solution=width_to_keep_half,
        atol=1,
        mistakes=(
            Mistake(lambda: 40 / np.log(2), "You forgot the 2.5 in exp(−2.5 S)."),
            Mistake(lambda: 2.5 * 40 / 0.5, "Solve exp(−2.5 S) = ½: that needs ln 2, not ½."),
            Mistake(lambda: 2.5 * 40 / np.log10(2), "That is the logarithm to base 10. exp asks for ln, `np.log`."),
            Mistake(lambda: 2.5 / np.log(2), "That is one layer. S is a sum over all 40."),
        ),
        hint="exp(−2.5 S), with S the sum of 1/n over the layers: 40/n.",
        afterwards="With 20 neurons it is exp(−5): less than one percent is left.",
    ),
    Function(
        key="08.3",
        title="The limit of evenly spread weights",
        solution=uniform_limit,
        reference=uniform_limit_of_the_engine,
        examples=lambda rng: [(784,), (30,), (3,)],
        mistakes=(
            Mistake(lambda n: np.sqrt(1 / n), "You took r² for the variance. Spread evenly between −r and r it is r²/3."),
            Mistake(lambda n: 3 / n, "That is r². Take the root."),
            Mistake(lambda n: np.sqrt(12 / n), "The 12 belongs to the whole width, which is 2r: in r the variance is r²/3."),
            Mistake(lambda n: np.sqrt(6 / n), "That is the limit for n v = 2, He's. Here n v = 1."),
            Mistake(lambda n: np.sqrt(3) * n, "n times the variance must be 1: divide by n under the root."),
            Mistake(lambda n: np.sqrt(3 * n), "n times the variance must be 1: divide by n."),
        ),
        hint="The variance of numbers spread evenly between −r and r is r²/3.",
        afterwards="This is how far the course's start `lecun_uniform` reaches.",
    ),
    Function(
        key="08.4",
        title="A mirrored layer",
        solution=mirrored_weights,
        reference=mirrored_weights_by_signs,
        examples=lambda rng: [(rng.standard_normal((2, 3)),), (rng.standard_normal((1, 2)),)],
        mistakes=(
            Mistake(lambda W: np.block([[W, -W], [W, -W]]), "The twins of the new layer must have opposite weights: the lower blocks are the upper ones times −1."),
            Mistake(lambda W: np.block([[W, W], [-W, -W]]), "Below, twins must be subtracted: W(p − m). Your layer adds them."),
            Mistake(lambda W: np.block([[W, W], [W, W]]), "These twins are equal, and stay equal for ever. Two of the four blocks are −W."),
            Mistake(lambda W: np.block([[-W, W], [W, -W]]), "That is the same layer times −1: it hands on −W u. Begin with W in the upper left."),
            Mistake(lambda W: np.hstack([W, -W]), "That is the output layer, which has no twins of its own. Put their rows below it."),
            Mistake(lambda W: np.vstack([W, -W]), "That is the first layer, which reads images, not twins. Subtract twins on the right."),
            Mistake(lambda W: np.block([[W, 0 * W], [0 * W, -W]]), "Each neuron must see both twins below: p alone has a bend, p − m has none."),
        ),
        hint="`np.block([[…, …], […, …]])` puts four blocks together. The upper row makes W(p − m), the lower one −W(p − m).",
        afterwards="At the start two such layers are the product of their two W, with no bend between them.",
    ),
    Choice(
        key="08.5",
        title="All biases at 1",
        solution=likeness_after_biases,
        options={
            "a": Option("The images become alike sooner.", "Every layer adds the same vector to all of them."),
            "b": Option("The images stay different for longer.", "More neurons are alive, but every layer adds the same vector to all images: measure `likeness`."),
            "c": Option("Nothing changes.", "Biases leave the gradient's way back alone, but not the images: measure `likeness`."),
        },
        hint='Try it: `net = Network([784, *[100] * 10, 10], "relu", "he", rng=np.random.default_rng(0))`, then `net.b[l][:] = 1` for l from 1 to 10, and `likeness(net, x)`.',
        afterwards="Lengths are not all that must be kept.",
    ),
]  # fmt: skip
