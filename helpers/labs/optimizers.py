"""Lab: momentum, RMSProp, Adam and AdamW in the ravine C = kappa x^2 + y^2, beside plain gradient descent."""

import numpy as np

from helpers.engine import OPTIMIZERS, Ravine, descend
from helpers.engine.toys.descent import NEAR
from helpers.pictures.kit.words import capital, count, number
from helpers.pictures.optimizers import OptimizerPicture

from .kit import controls as c
from .kit.live import Lab

START, STEPS = (-1.0, 1.0), 800
OPTIONS = {
    "sgd": None,
    "momentum": "beta",
    "rmsprop": "rho",
    "adam": "beta_1",
    "adamw": "beta_1",
}  # what the slider sets
CLIPS = [("none", 0), ("at length 10", 10.0), ("at length 1", 1.0)]
EVEN = 1.005  # two coordinates that step as far as each other, but for this factor, step equally far


def optimizer_lab(optimizer="momentum", eta=0.008):
    """The first lab of notebook 09: an optimizer, a learning rate, its memory, kappa, steps, clipping."""
    picture = OptimizerPicture()

    def update(optimizer, eta, beta, kappa, steps, clip):
        ravine, clip = Ravine(kappa), clip or None
        plain = descend(ravine, START, eta=eta, steps=steps, clip=clip)
        chosen = descend(
            ravine, START, eta=eta, steps=steps, optimizer=optimizer, clip=clip, options=options(optimizer, beta)
        )
        picture.show(kappa, plain.path, chosen.path, OPTIMIZERS[optimizer].label, steps, NEAR)
        said = [
            optimizer_sentence(optimizer, chosen, eta, clip, memory_in_words(optimizer, beta)),
            first_step_sentence(chosen.path),
        ]
        if optimizer != "sgd":
            said.append(f"Plain gradient descent: {ending(plain)}.")
        return " ".join(said)

    controls = {
        "optimizer": c.choice_from("optimizer", OPTIMIZERS, optimizer),
        "eta": c.log_number("learning rate η", eta, -4, 0).main(),
        "beta": c.number("memory β", 0.9, 0.0, 0.99, 0.01)
        .folded()
        .counts_when(lambda settings: OPTIONS[settings["optimizer"]]),
        "kappa": c.log_number("curvature ratio κ", 100.0, 0, 3),
        "steps": c.whole_number("steps", 100, 1, STEPS).plays(),
        "clip": c.choice("clip the gradient", CLIPS, 0).folded(),
    }
    return Lab("five optimizers in the ravine", picture.figure, controls, update)


def options(optimizer, beta):
    """The optimizer's own number, by the name it goes by there."""
    return {OPTIONS[optimizer]: beta} if OPTIONS[optimizer] else {}


def memory_in_words(optimizer, beta):
    """What the memory keeps; empty where there is none."""
    return f", β = {number(beta)}" if OPTIONS[optimizer] else " (which has no memory β)"


def optimizer_sentence(optimizer, descent, eta, clip, memory):
    """How the walk ended, with its settings."""
    clipped = f", clipped at {number(clip)}" if clip else ""
    return f"{capital(OPTIMIZERS[optimizer].label)}, η = {number(eta)}{memory}{clipped}: {ending(descent)}."


def ending(descent):
    """How a walk ended: since when no more than a millionth of the distance is left, or how much was left."""
    steps, left = len(descent.path) - 1, np.linalg.norm(descent.path, axis=1) / np.linalg.norm(descent.path[0])
    if descent.outcome == "diverged":
        return f"diverged, lost after {count(steps, 'step')}"
    if left[-1] <= NEAR:
        return f"down to a millionth of the distance after {count(int(np.flatnonzero(left > NEAR)[-1]) + 1, 'step')}"
    if left[-1] >= 1:
        return f"after {count(steps, 'step')} it is no closer: {number(left[-1])} times the first distance is left"
    passed = ", though it came within a millionth on its way" if left.min() <= NEAR else ""
    share = number(left[-1])
    return f"after {count(steps, 'step')} {'nearly all' if share == '1' else share} of the distance is left{passed}"


def first_step_sentence(path):
    """How the two coordinates' first steps compare."""
    x, y = np.abs(path[1] - path[0])
    if not (np.isfinite([x, y]).all() and min(x, y) > 0):
        return "The first step is too large or too small for a float."
    ratio = x / y
    if 1 / EVEN < ratio < EVEN:
        return "In its first step both coordinates move equally far."
    return (
        f"In its first step x moves {number(max(ratio, 1 / ratio))} times as far as y."
        if ratio > 1
        else f"In its first step y moves {number(1 / ratio)} times as far as x."
    )
