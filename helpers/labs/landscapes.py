"""Lab: three places with the same small gradient."""

import numpy as np

from helpers.engine import LANDSCAPES
from helpers.pictures.kit.words import count, number
from helpers.pictures.landscapes import LandscapePicture

from .kit.controls import choice, log_number
from .kit.live import Lab
from .kit.rounds import rounds

LETTERS = "PQR"  # of the places; C is the cost
TELLING = 1.0  # from this zoom on the curves look different, and the game may be over


def landscape_lab():
    """The guessing game of notebook 01: which of three equally flat places is next to a minimum?"""
    picture, score = LandscapePicture(len(LANDSCAPES)), {}

    def update(round, guess, half_width):
        landscapes = shuffled_landscapes(round)
        over = bool(guess) and half_width >= TELLING
        picture.show(landscapes, half_width, [landscape.label if over else "" for landscape in landscapes])
        if over:
            score.setdefault(round, guess == right_letter(landscapes))
        return landscape_sentence(landscapes, guess, half_width) + score_sentence(score)

    controls = {
        "round": rounds(),
        "guess": choice("next to a minimum is", [("… choose", ""), *((letter, letter) for letter in LETTERS)]),
        "half_width": log_number("zoom out to ±", 0.05, np.log10(0.05), np.log10(30)).main(),
    }
    for name in ("guess", "half_width"):  # a new round hides the places again: no guess, and close up
        controls["round"].on_change(controls[name].reset)
    return Lab("which one is nearly minimal?", picture.figure, controls, update)


def shuffled_landscapes(round):
    """The three landscapes in the order in which this round hides them behind P, Q and R."""
    landscapes = list(LANDSCAPES.values())
    return [landscapes[i] for i in np.random.default_rng(round).permutation(len(landscapes))]


def right_letter(landscapes):
    """Behind which letter the place next to a minimum is."""
    return LETTERS[[landscape.name for landscape in landscapes].index("minimum")]


def score_sentence(score):
    """How many rounds were right; the first answer of a round counts. Empty before the first."""
    return f" Your score: {sum(score.values())} right in {count(len(score), 'round')}." if score else ""


def landscape_sentence(landscapes, guess, half_width):
    """What can be seen, or, once a guess is made and the zoom is wide enough, what was right."""
    slope = number(landscapes[0].slope(0.0))
    if half_width < TELLING:
        said = f"You say {guess}. Now zoom out." if guess else "Choose P, Q or R before you zoom out."
        return f"Where you stand, all three slopes are {slope}. {said}"
    if not guess:
        return f"All three slopes at the dot are {slope}. Choose P, Q or R to see what is left to gain in each."
    gains = ", ".join(
        f"{number(landscape.value(0.0), 2)} at {letter}" for letter, landscape in zip(LETTERS, landscapes, strict=True)
    )
    right = right_letter(landscapes)
    verdict = "Right" if guess == right else "Not this time"
    return f"{verdict}: {right} is next to a minimum. The slope is {slope} in all three, yet what is left to gain is {gains}."
