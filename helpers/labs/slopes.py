"""Lab: which slopes a bell curve of z meets, and the factor chi that follows."""

import numpy as np

from helpers.engine import ACTIVATIONS, chi, fixed_point
from helpers.pictures.kit.words import number
from helpers.pictures.slopes import SlopePicture

from .kit import controls as c
from .kit.dares import Dare, Said
from .kit.live import Lab
from .kit.memory import Memory

SCALES = 10.0 ** np.linspace(-1, 1.5, 21)  # where the curve of chi is computed
HALVINGS = 9  # of the stretch between two of them, to find where chi passes 1
BEGINS = [
    ("small: q = 0.1", 0.1),
    ("large: q = 100", 100.0),
]  # the variance of z in layer 1, as dim images give it, or loud ones


KEPT = Dare(
    "let a layer of sigmoid keep the gradient: χ between 0.98 and 1.02.",
    lambda now: now.activation == "sigmoid" and abs(now.chi - 1) < 0.02,
)


def slope_lab(activation="sigmoid"):
    """A lab of notebook 07: one activation, the spread of z over its slope, and chi against the weight scale."""
    picture = SlopePicture()

    def update(activation, sigma_w, sigma_b, begin):
        q = fixed_point(activation, sigma_w, sigma_b, q=begin)
        here = chi(activation, q, sigma_w)
        chis, one = chi_curve(activation, sigma_b, begin)
        slope, typical = ACTIVATIONS[activation].dphi, np.sqrt(here) / sigma_w
        picture.show(slope, q, typical, SCALES, chis, (sigma_w, here), one)
        return Said(slope_sentence(q, typical, sigma_w, here, one), chi=here)

    controls = {
        "activation": c.activation(activation),
        "sigma_w": c.log_number("weight scale σ_w", 1.0, -1, 1.5).main(),
        "sigma_b": c.number("bias scale σ_b", 1.0, 0.0, 3.0, 0.05),
        "begin": c.choice("z begins", BEGINS).counts_when(
            lambda settings: settings["sigma_b"] == 0 and remembers(**settings)
        ),
    }
    return Lab("the slopes that z meets", picture.figure, controls, update, dares=[KEPT])


def remembers(activation, sigma_w, **_):
    """Whether, without biases, it can matter deep in the network how widely z spreads in layer 1."""
    return activation == "gelu" or (activation == "linear" and sigma_w == 1)


@Memory(most=64)
def chi_curve(activation, sigma_b, begin):
    """chi where every scale in SCALES leads from `begin`, and the first scale at which it passes 1 (None if it does not)."""

    def here(sigma_w):
        return chi(activation, fixed_point(activation, sigma_w, sigma_b, q=begin), sigma_w)

    chis = np.array([here(sigma_w) for sigma_w in SCALES])
    if chis.max() < 1 or chis[0] >= 1:
        return chis, None
    i = int(np.argmax(chis >= 1))
    low, high = SCALES[i - 1], SCALES[i]
    for _ in range(HALVINGS):
        middle = np.sqrt(low * high)
        low, high = (low, middle) if here(middle) >= 1 else (middle, high)
    return chis, float(np.sqrt(low * high))


def slope_sentence(q, typical, sigma_w, here, one):
    """The spread, the typical slope, chi, what it does to a gradient, and where it would be 1."""
    if q == 0:
        spread = "z shrinks to 0 with depth, so only the slopes next to 0 count"
    elif np.isinf(q):
        spread = "z grows without end, so only the slopes far out count"
    else:
        spread = f"z spreads with the variance q* = {number(q)}"
    fate = "keeps" if abs(here - 1) < 0.005 else "shrinks" if here < 1 else "stretches"
    passes = f"χ passes 1 at σ_w = {number(one)}." if one else "χ does not pass 1 between these ends."
    return (
        f"At this scale {spread}. The typical slope (root mean square) is {number(typical)}, so χ = ({number(sigma_w)} × "
        f"{number(typical)})² = {number(here)}: a layer {fate} the gradient, √χ = {number(np.sqrt(here))}. {passes}"
    )
