"""In the kernel: what labs, pictures, predictions and exercises give to a page that has no kernel.

`record` tells IPython to add it, as JSON under MIME, to whatever a cell shows of them.
"""

import io
from math import isfinite

import numpy as np
from PIL import Image

from helpers.exercises import EXERCISES, Choice, Number, check
from helpers.exercises.measured import measured
from helpers.labs.kit.exercise import Answer, folded
from helpers.labs.kit.live import Lab
from helpers.labs.kit.predict import OneOf, Prediction, computed
from helpers.pictures import Still
from helpers.pictures.kit.folding import Folding
from helpers.pictures.kit.style import styled

from .folds import first_good
from .pictures import packed
from .states import axes, walk

MIME = "application/vnd.unstable-gradients.page+json"
MOST_MARKS = 51  # places of a prediction's slider


def record(shell):
    """From now on, the cells of this IPython shell also give what a page needs."""
    kinds = {Lab: lab, Still: still, Prediction: prediction, Answer: exercise}
    for kind, told in kinds.items():
        shell.display_formatter.mimebundle_formatter.for_type(kind, lambda made, told=told: {MIME: told(made)})


def lab(made):
    """The lattice of a lab's states: words and pictures, wide and for a phone."""
    lattice = axes(made)
    opening = [axis.values.index(made.controls[axis.control].value) for axis in lattice]
    steps = [(places, words, _shown(made)) for places, words in walk(made, lattice)]
    narrow = first_good(made.figure, made.fold_for, lambda: _all_seen(made, lattice), made.draw_anew)
    at, wide = [places for places, _, _ in steps].index(tuple(opening)), [picture for _, _, picture in steps]
    return {
        "kind": "lab",
        "name": made.name,
        "axes": [{"label": axis.label, "called": axis.called, "at": at, "is_menu": axis.is_menu}
                 for axis, at in zip(lattice, opening, strict=True)],
        "at": at,
        "words": [words for _, words, _ in steps],
        "wide": packed(wide, at),
        "narrow": packed(narrow or wide, at),
        "others": [control.name for name, control in made.controls.items()
                   if control.name and name not in [axis.control for axis in lattice]],
        "plays": any(control.player for control in made.controls.values()),
    }  # fmt: skip


def _all_seen(made, lattice):
    """The pictures of all states of a folded lab; None where one of them is cut."""
    pictures = []
    for _ in walk(made, lattice):
        if not made.shows_all:
            return None
        pictures.append(_shown(made))
    return pictures


def _shown(made):
    return np.asarray(Image.open(io.BytesIO(made.picture.value)).convert("RGB"))


def still(made):
    """A picture and its sentence; no caption is drawn into it."""
    wide, foldings = _drawn(made.figure), []

    def fold(room):
        if foldings:
            foldings[-1].undo()
        foldings.append(Folding(made.figure, room, lambda: _drawn(made.figure)))

    def picture():
        pixels = _drawn(made.figure)
        return None if foldings[-1].cuts(pixels) else foldings[-1].fold(pixels)

    narrow = first_good(made.figure, fold, picture, lambda: _drawn(made.figure))
    return {
        "kind": "still",
        "words": [made.sentence],
        "at": 0,
        "wide": packed([wide[..., :3]]),
        "narrow": packed([(wide if narrow is None else narrow)[..., :3]]),
    }


def _drawn(figure):
    with styled():
        figure.canvas.draw()
        return np.array(figure.canvas.buffer_rgba())


def prediction(made):
    """The question, each guess that can be made, and what is said to it."""
    asked = made.asked
    chosen = isinstance(asked, OneOf)
    guesses = asked.options if chosen else _marks(asked.control)
    reveals = [{"words": f"You said {asked.say(guess)}. Read on.", "drawn": ""} for guess in guesses]
    if made.truth is not None:
        true, because = made.understood(computed(made.truth))
        reveals = [
            {
                "words": f"{asked.verdict(guess, true)} {because}".rstrip(),
                "drawn": asked.picture(guess, true, moves=True),
            }
            for guess in guesses
        ]
    return {
        "kind": "prediction",
        "question": made.question,
        "how": "radio" if chosen else "range",
        "label": "" if chosen else asked.control.name,
        "called": [asked.named(guess) for guess in guesses],
        "at": None if chosen else guesses.index(asked.control.first),
        "reveals": reveals,
    }


def _marks(control):
    """Some of the places where a slider can stand, evenly, and the one where it begins."""
    first, last = (control.marks.nearest(end) for end in (control.holder.min, control.holder.max))
    places = np.linspace(first, last, min(MOST_MARKS, last - first + 1)).round().astype(int).tolist()
    return sorted({control.marks.number_at(place) for place in places} | {control.first})


def exercise(made):
    """A choice or a number with what is said to an answer; of other exercises only the help."""
    asked = EXERCISES[made.help.key]
    told = {"kind": "exercise", "key": asked.key, "title": asked.title, "how": "code", "help": folded(asked.key)}
    if isinstance(asked, Choice):
        return told | {
            "how": "radio",
            "called": list(asked.options),
            "meant": [option.text for option in asked.options.values()],
            "reveals": [{"html": check(asked.key, letter)._repr_html_()} for letter in asked.options],
        }
    if isinstance(asked, Number):
        return told | {"how": "number"} | _number(asked)
    return told


def _number(asked):
    """Which number is right, how near is near enough, what is said to it, and to the mistakes that are known."""
    right = measured(asked.solution)
    known = [float(mistake.gives()) for mistake in asked.mistakes]
    return {
        "right": right,
        "near": max(asked.rtol * abs(right), asked.atol, 1e-9 * abs(right)),
        "praise": check(asked.key, right)._repr_html_(),
        "mistakes": [
            {"gives": gives, "html": check(asked.key, gives)._repr_html_()} for gives in known if isfinite(gives)
        ],
    }
