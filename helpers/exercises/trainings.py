"""Challenges: the text of a situation of the playground, which is trained once more and judged by what comes out."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from helpers.engine import Settings, load_mnist, train

from .records import Exercise
from .verdict import NOT_YET, RIGHT, WRONG, Told, Verdict
from .words import told


@dataclass(frozen=True, kw_only=True)
class Challenge(Exercise):
    """A settings text with which a training reaches a goal: `solution()` returns one.

    rules: pairs (whether settings keep it, what it says). goal: the share of the validation images to be right at the end.
    """

    rules: tuple[tuple[Callable, str], ...]
    goal: float

    def told_solution(self):
        """One such text, and what it gives."""
        return Told(f"`{self.solution()}` {self.in_words} {self.afterwards}")

    def judge(self, answer):
        """Train once more, and look; a Verdict."""
        if answer is None or answer is ... or answer == "":
            text = "Put the text of your situation, in quotation marks, in the place of the `...`, then run this cell again."
            return Verdict(NOT_YET, self.key, text)
        try:
            settings = Settings.from_text(answer)
        except ValueError as error:
            return Verdict(WRONG, self.key, f"This is no whole settings text: {str(error).rstrip('.')}.")
        broken = next((said for keeps, said in self.rules if not keeps(settings)), None)
        if broken:
            return Verdict(WRONG, self.key, f"A rule is broken: {broken}.")
        share = outcome(settings)
        if np.isnan(share):
            return Verdict(WRONG, self.key, "This training diverges: its numbers grow beyond what a float can hold.")
        right = f"After {settings.steps} steps {told(100 * share)} % of the new images are right"
        if share >= self.goal:
            return Verdict(RIGHT, self.key, f"{right}. {self.afterwards}")
        return Verdict(WRONG, self.key, f"{right}; {told(100 * self.goal)} % are asked for.")


@cache
def outcome(settings):
    """The share of the validation images that are right after the training; NaN where it diverged."""
    mnist = load_mnist(dtype=np.float32)
    x, new = (settings.images(part.x, mnist.fitting) for part in (mnist.fitting, mnist.validation))
    net = settings.network()
    ended = train(net, x, mnist.fitting.y, steps=settings.steps, **settings.training()).finish()
    return float("nan") if ended.state else net.accuracy(new, mnist.validation.y)
