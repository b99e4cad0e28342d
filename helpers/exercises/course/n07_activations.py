"""Exercises of notebook 7: the scale of balance, slopes that z meets, what is handed on, loud pixels, flat slopes."""

import numpy as np

from helpers.engine import ACTIVATIONS, critical_sigma_w, gaussian_mean

from ..records import Function, Mistake, Number


def level_scale_of_the_tall_sigmoid():
    """The σ_w at which χ = 1 without biases, for 2 (σ(z) − ½): with half the weights it makes the centred sigmoid's z."""
    return critical_sigma_w("centred_sigmoid", 0) / 2


def typical_slope(activation, q):
    """A million z of that variance, their slopes, and the root of the mean square."""
    z = np.sqrt(q) * np.random.default_rng(0).standard_normal(1_000_000)
    return np.sqrt(np.mean(activation.dphi(z) ** 2))


def typical_slope_by_theory(activation, q):
    """The same by one integral."""
    return np.sqrt(gaussian_mean(lambda z: activation.dphi(z) ** 2, q))


def some_slopes(rng):
    """Activations and variances for which every mistake shows."""
    return [(ACTIVATIONS[name], q) for name, q in (("tanh", 4.0), ("sigmoid", 16.0), ("gelu", 0.25))]


def output_mean(activation, sigma):
    """A million z with that standard deviation, through the activation, and their mean."""
    return activation.phi(sigma * np.random.default_rng(0).standard_normal(1_000_000)).mean()


def output_mean_by_theory(activation, sigma):
    """The same by one integral, which takes the variance."""
    return gaussian_mean(activation.phi, sigma**2)


def drawn(sigma):
    """z of that standard deviation."""
    return sigma * np.random.default_rng(1).standard_normal(1_000_000)


def some_activations(rng):
    """Activations and spreads for which every mistake shows."""
    return [(ACTIVATIONS[name], sigma) for name, sigma in (("leaky_relu", 1.0), ("softplus", 2.0), ("elu", 3.0))]


def times_faster(divided_by):
    """x -> x / c, so V = W / c; its step is 1/c of W's, and the gradient of W is 1/c of V's: together 1/c squared."""
    return 1 / divided_by**2


def mostly_flat_factor(sigma_w, share_open, slope):
    """The root of chi = sigma_w^2 E[phi'^2] where that share of the slopes is `slope` and all others are 0."""
    return sigma_w * np.sqrt(share_open * slope**2)


EXERCISES = [
    Number(
        key="07.1",
        title="The weight scale at which a centred sigmoid, twice as tall, is level without biases",
        solution=level_scale_of_the_tall_sigmoid,
        rtol=0.01,
        mistakes=(
            Mistake(lambda: 2 * ACTIVATIONS["centred_sigmoid"].dphi(0.0), "That is the slope at 0. The weight scale must make up for it: one over the slope."),
            Mistake(lambda: critical_sigma_w("centred_sigmoid", 0), "That is the centred sigmoid itself, or one over the square of the slope. Twice as tall it is twice as steep, and χ is σ_w² times the square of the slope: take the root of both."),
            Mistake(lambda: critical_sigma_w("tanh", 0), "That is tanh, whose slope at 0 is 1: twice as tall, and twice as quick as well. This curve is twice as tall only."),
        ),
        hint="When q* is 0, only the slope at 0 counts: χ = σ_w² φ′(0)².",
        afterwards="One over the slope at 0, which is ½. For tanh it is 1, for the centred sigmoid 4.",
    ),
    Function(
        key="07.2",
        title="The slope that z typically meets",
        solution=typical_slope,
        reference=typical_slope_by_theory,
        rtol=0.01,
        examples=some_slopes,
        mistakes=(
            Mistake(lambda phi, q: np.sqrt(np.mean(phi.dphi(drawn(q)) ** 2)), "q is the variance: multiply the random numbers by its root."),
            Mistake(lambda phi, q: np.mean(phi.dphi(drawn(np.sqrt(q)))), "That is the mean slope. The mean of the squares is asked for, and then its root: that is what χ is made of."),
            Mistake(lambda phi, q: np.mean(phi.dphi(drawn(np.sqrt(q))) ** 2), "That is the mean square: take the root."),
            Mistake(lambda phi, q: np.sqrt(np.mean(phi.phi(drawn(np.sqrt(q))) ** 2)), "You took φ where its slope is due: `activation.dphi`."),
            Mistake(lambda phi, q: phi.dphi(0.0), "That is the slope at 0, which only counts when z shrinks to 0."),
        ),
        hint="`np.sqrt(q) * np.random.default_rng(0).standard_normal(1_000_000)` are such z. Then `activation.dphi`, squares, mean, root.",
        afterwards="Times σ_w it is √χ, the factor of a layer.",
    ),
    Function(
        key="07.3",
        title="The mean of what an activation hands on",
        solution=output_mean,
        reference=output_mean_by_theory,
        rtol=0.01,
        atol=0.003,
        examples=some_activations,
        mistakes=(
            Mistake(lambda phi, sigma=1.0: phi.phi(drawn(1)).mean(), "You left sigma out: the random numbers must be multiplied by it."),
            Mistake(lambda phi, sigma=1.0: phi.phi(drawn(sigma**2)).mean(), "sigma is the standard deviation: multiply by it, not by its square."),
            Mistake(lambda phi, sigma=1.0: phi.phi(drawn(sigma**0.5)).mean(), "sigma is the standard deviation, not the variance: multiply by it, not by its root."),
            Mistake(lambda phi, sigma=1.0: phi.dphi(drawn(sigma)).mean(), "You took φ′ where φ is due: what is handed on is `activation.phi`."),
            Mistake(lambda phi, sigma=1.0: (phi.phi(drawn(sigma)) ** 2).mean(), "That is the mean square. The mean itself is asked for."),
        ),
        hint="`np.random.default_rng(0).standard_normal(1_000_000)` has standard deviation 1. Multiply by sigma, take `activation.phi`, then the mean.",
        afterwards="Of the ten, tanh, the centred sigmoid, linear and SELU have mean 0 for sigma 1: three by symmetry, SELU by its constants.",
    ),
    Number(
        key="07.4",
        title="How many times faster layer 1 moves after the pixels were divided by 0.05",
        solution=lambda: times_faster(0.05),
        rtol=0.01,
        mistakes=(
            Mistake(lambda: 1 / 0.05, "That is how much larger the pixels are. It comes in twice: once in the gradient of W¹, once on the way from W¹ to V."),
            Mistake(lambda: 0.05**2, "Turned around: dividing by 0.05 makes the pixels larger."),
            Mistake(lambda: 0.05, "That is the number divided by. The pixels become 20 times larger; and that comes in twice."),
            Mistake(lambda: 255**2, "That is the factor of pixels from 0 to 255. Here it is 1/0.05 in the place of 255."),
        ),
        hint="Put 1/0.05 in the place of 255, in the three lines of the notebook.",
        afterwards="The square of the factor. A learning rate that fitted before is now far too large for layer 1.",
    ),
    Number(
        key="07.5",
        title="The factor of a layer whose slopes are mostly flat, at a weight scale of 30",
        solution=lambda: mostly_flat_factor(30, 1 / 4, 1 / 4),
        rtol=0.01,
        mistakes=(
            Mistake(lambda: mostly_flat_factor(30, 1 / 4, 1 / 4) ** 2, "That is χ, the factor of the square. The length is asked for: take the root."),
            Mistake(lambda: 30 * (1 / 4) * (1 / 4), "You took the mean of the slopes. χ is made of their squares: square, then the mean, then the root."),
            Mistake(lambda: 30 * (1 / 4), "That would be right if all slopes were ¼. Three quarters of them are 0: they count in the mean, too."),
            Mistake(lambda: np.sqrt(1 / 4) * (1 / 4), "That is the typical slope. The weight scale, 30, is still to come."),
        ),
        hint="√χ is σ_w times the root of the mean of the squared slopes. A quarter of the squares is 1/16, the others are 0.",
        afterwards="Above 1: it explodes, although most paths are shut. The few open ones are very steep. In the lab the open slopes lie between 0 and ¼, and √χ is about 1.7.",
    ),
]  # fmt: skip
