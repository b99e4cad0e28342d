"""Painting with networks: a control that trains one where you stand, and keeps the dots."""

import ipywidgets as widgets
import traitlets

from helpers.engine.studies.phase_study import paint_slowly

from .kit.answering import Button
from .kit.controls import Control
from .kit.memory import Memory

KEPT = 300  # trainings that are remembered: going back to one of them costs nothing


class Dots(widgets.HBox):
    """Two buttons and what was painted with them: `value`, a tuple of dots (activation, sigma_w, sigma_b, depth, seed).

    A dot is what `paint` takes, so the picture follows from the value alone: the dots can be set, too.
    """

    value = traitlets.Tuple()

    def __init__(self, most):
        self.most, self.place = most, None  # `place` tells where the reader stands; the lab sets it
        look = {"layout": {"flex": "1 1 auto", "width": "auto"}}
        self.train = Button(description="Train here", button_style="primary", **look)
        self.clear = Button(description="Clear dots", **look)
        super().__init__([self.train, self.clear], layout={"flex": "1 1 auto"})
        self.train.on_click(lambda _: self.add(self.place()))
        self.clear.on_click(lambda _: self.set_trait("value", ()))

    def add(self, dot):
        """Paint one more dot; beyond `most` the oldest one goes, and a dot that is there already counts as new."""
        self.value = (*(other for other in self.value if other != dot), dot)[-self.most :]


class Painter(Control):
    """The control of the dots, which only *Clear dots* takes away: they were work, and Reset is about the settings."""

    resets = False


def painter(most):
    """The control: a button that trains a network where the reader stands, and one that clears all dots."""
    return Painter(Dots(most))


@Memory(most=KEPT)
def trained(dot):
    """What `paint` says of a dot; computed once, step by step."""
    return (yield from paint_slowly(*dot))
