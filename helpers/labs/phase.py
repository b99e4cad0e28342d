"""Lab: the plane of weight scale and bias scale, painted with trained networks."""

import numpy as np

from helpers.engine import ACTIVATIONS, depth_scale, measured_map, phase_map
from helpers.engine.studies.phase_study import RATES, STEPS
from helpers.engine.theory.phase import RULE
from helpers.pictures.kit.words import capital, count, number, percent
from helpers.pictures.phase import MOST_DOTS, PhasePicture

from .kit import controls as c
from .kit.dares import Dare, Said
from .kit.live import Lab
from .kit.long_work import counted
from .kit.memory import Memory
from .phase_dots import painter, trained

WIDEST, TALLEST = 12.0, 1.2  # the plane: sigma_w up to the first, sigma_b up to the second
NARROW = 4.15  # sigma_w at the right end of the picture, but for those that need more
NEEDS_MORE = ("sigmoid", "centred_sigmoid")  # their line chi = 1 lies further out
GRID = 61, 33  # points of the plane at which the theory is computed
LIKE = (0.13, 0.11)  # a shipped network this close in sigma_w and sigma_b is a neighbour
TRAININGS = len(RATES) * STEPS  # steps of training for one dot
RULES = {"images": "6 ξ_c: two images", "gradients": "6 ξ: gradients"}


DARE = Dare(
    "train a network of 30 hidden layers that gets at least 70 % of new images right.",
    lambda now: any(dot[3] == 30 and share >= 0.7 for dot, share in now.known.items()),
)


def phase_lab(sigma_w=1.0, sigma_b=0.2, depth=20, activation="tanh"):
    """The lab of side trip 08b: choose a place, read what theory expects, train a network there, see a dot."""
    picture = PhasePicture()

    def update(sigma_w, sigma_b, activation, depth, seed, rule, shipped, painted):
        here = depth_scale(activation, sigma_w, sigma_b)
        known = {}
        for dot in painted:
            known[dot] = yield from counted(accuracy(dot), TRAININGS)
        dots = [(*dot[1:3], share) for dot, share in known.items() if dot[0] == activation and dot[3] == depth]
        measured = measured_map(activation, depth) if shipped else np.empty((0, 3))
        picture.show(plane(activation, end_for(activation, sigma_w), rule), depth, (sigma_w, sigma_b), dots, measured,
                     next_network(activation, depth, seed, painted))  # fmt: skip
        said = theory_sentence(activation, sigma_w, sigma_b, here, rule)
        now = (activation, sigma_w, sigma_b, depth, seed)
        said = f"{said} {training_sentence(now, known)}{neighbour_sentence(shipped, measured, now)}"
        return Said(said, known=known)

    controls = {
        "sigma_w": c.number("weight scale σ_w", sigma_w, 0.1, WIDEST, 0.05).main(),
        "sigma_b": c.number("bias scale σ_b", sigma_b, 0.0, TALLEST, 0.05),
        "activation": c.activation(activation).folded(),
        "depth": c.choice("hidden layers", [10, 20, 30], depth),
        "seed": c.seed().folded(),
        "rule": c.choice("rule", [(label, name) for name, label in RULES.items()]).folded(),
        "shipped": c.choice("show", [("theory and your dots", False), ("our measurements, too", True)]).folded(),
        "painted": painter(MOST_DOTS),
    }
    lab = Lab("painting the plane", picture.figure, controls, update, on_point=lambda axes, x, y:
              lab.set(sigma_w=nearest_mark(x, 0.1, WIDEST), sigma_b=nearest_mark(y, 0.0, TALLEST)), dares=[DARE])  # fmt: skip
    dots = controls["painted"].holder
    dots.place = lambda: tuple(controls[name].value for name in ("activation", "sigma_w", "sigma_b", "depth", "seed"))
    return lab


def nearest_mark(value, low, high, mark=0.05):
    """A place on the sliders' marks."""
    return round(mark * round(float(np.clip(value, low, high)) / mark), 2)


def accuracy(dot):
    """The share of test images that the network of a dot gets right; NaN where it diverged."""
    share = (yield from trained(dot))["accuracy"]
    return np.nan if share is None else share


def end_for(activation, sigma_w):
    """Where the picture ends to the right."""
    return WIDEST + 0.3 if activation in NEEDS_MORE or sigma_w > NARROW else NARROW


@Memory(most=64)
def plane(activation, end, rule):
    """sigma_w, sigma_b and the pace of every point by that rule, for the picture; the same arrays each time."""
    sigma_w, sigma_b, scale = theory_of(activation, end)
    return sigma_w, sigma_b, scale.pace if rule == "images" else np.log(scale.chi_1)


@Memory(most=32)
def theory_of(activation, end):
    """sigma_w, sigma_b and the DepthScale of every point of a plane."""
    sigma_w, sigma_b = np.linspace(0.02, end, GRID[0]), np.linspace(0, TALLEST, GRID[1])
    return sigma_w, sigma_b, phase_map(activation, sigma_w, sigma_b)


def theory_sentence(activation, sigma_w, sigma_b, here, rule):
    """chi, what it does to gradients, and how deep the rule lets us go."""
    side = (
        "gradients vanish" if here.pace < 0 else "gradients explode" if here.pace > 0 else "gradients keep their length"
    )
    signal = {0: ", and the signal dies out", np.inf: ", and the signal grows without end"}.get(here.q, "")
    factor = f"χ = {number(here.chi_1)}, a factor of √χ = {number(np.sqrt(here.chi_1))} a layer: {side}{signal}."
    name = ACTIVATIONS[activation].label
    return f"{capital(name)} at σ_w = {number(sigma_w)}, σ_b = {number(sigma_b)}: {factor} {limit_sentence(here, rule)}"


def limit_sentence(here, rule):
    """The depth that the rule allows, in words."""
    depth = here.trainable_depth if rule == "images" else RULE * here.gradients
    limit = "sets no limit to the depth" if np.isinf(depth) else f"allows {number(depth, 2)} hidden layers"
    return f"The rule {RULES[rule].split(':')[0]} {limit}."


def training_sentence(now, known):
    """What the network trained at this place has learned, or how to get one; known: accuracies by dot."""
    depth, seed = now[3:]
    if now not in known:
        return f"Press “Train here” to train {depth} hidden layers (seed {seed}) at the ring."
    share = known[now]
    if np.isnan(share):
        return f"The network of {depth} hidden layers diverged: its numbers overflowed with both learning rates."
    return f"The network of {depth} hidden layers (seed {seed}) got {percent(share)} of new images right."


def next_network(activation, depth, seed, painted):
    """A few lines for beside the picture: what the button would train, and the dots that this plane does not show."""
    elsewhere = sum((dot[0], dot[3]) != (activation, depth) for dot in painted)
    hidden = f"\n({count(elsewhere, 'dot')} elsewhere)" if elsewhere else ""
    return f"next network: {ACTIVATIONS[activation].label},\n{depth} layers, seed {seed}{hidden}"


def neighbour_sentence(shipped, measured, now):
    """What the shipped networks next to this place have learned, where they are shown."""
    if not shipped:
        return ""
    if not len(measured):
        return " We measured tanh only."
    gap = np.abs(measured[:, :2] - now[1:3])
    near = [percent(share) for share in np.sort(measured[(gap <= LIKE).all(axis=1), 2])]
    if not near:
        return " We measured nothing nearby."
    return f" Ours nearby got {near[0]}{f' to {near[-1]}' if near[-1] != near[0] else ''}."
