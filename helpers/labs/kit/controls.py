"""The controls of the labs, made in one place so that the same knob looks and behaves the same everywhere."""

import math

import ipywidgets as widgets

from helpers.engine import ACTIVATIONS, INITIALIZERS, SPEED_METRICS

from .answering import DecimalField, Menu, Slider, WholeField
from .marks import WholeMarks, even, logarithmic
from .player import Player

TICK = 0.1  # seconds between two pictures of a training that plays
TICK_STEPS = 2  # and the steps from one picture to the next
CELL = "290px"  # the room of a control at least; the labs arrange them in columns
FILL = {"flex": "1 1 auto", "width": "auto", "min_width": "60px"}  # sliders and menus take the room that is left
LOG_DIGITS = 3  # of a number whose powers of ten matter: 0.00794, not 0.00794328…


class Control(widgets.HBox):
    """One named setting of a lab. `value` is what the lab reads; `reset()` brings back the first one.

    holder: the widget that keeps the value. marks: where the slider beside it can stand, which shows the mark next to
    the value: what was typed between two marks stays as it is, for the slider speaks only when a hand has moved it.
    resets: whether the lab's Reset brings it back. companions: the slider, if there is one. player: the Play button, if there is one.
    is_main: whether the lab is about it. is_folded: whether it waits under "More".
    """

    resets = True

    def __init__(self, holder, marks=None):
        self.holder, self.marks, self.first, self.player = holder, marks, holder.value, None
        self.companions = () if marks is None else (self._slider(),)
        self.is_main, self.is_folded, self._counts = False, False, lambda settings: True
        super().__init__([holder, *self.companions], layout={"min_width": CELL})
        self.add_class("ug-control")

    @property
    def value(self):
        """What the holder keeps: a control cannot say anything else."""
        return self.holder.value

    @property
    def name(self):
        """What the reader sees beside it."""
        return getattr(self.holder, "description", "")

    def on_change(self, callback):
        """Call `callback()` after each change of the value."""
        self.holder.observe(lambda _: callback(), "value")

    def _slider(self):
        low, high = self.marks.nearest(self.holder.min), self.marks.nearest(self.holder.max)
        slider = Slider(self.marks.nearest(self.holder.value), min=low, max=high, readout=False, layout=FILL)
        # Both read what is so now: when two threads have moved, the later look finds what the later hand left.
        self.on_change(lambda: slider.set_trait("value", self.marks.nearest(self.holder.value)))
        slider.observe(lambda _: self._follow(slider), "value")
        return slider

    def _follow(self, slider):
        if self.marks.nearest(self.holder.value) != slider.value:
            self.holder.value = self.marks.number_at(slider.value)

    def plays(self, **pace):
        """The same control with a Play button; pace: what Player takes."""
        self.player = Player(self, **pace)
        self.children = (*self.children, self.player)
        return self

    def main(self):
        """The same control as the one that the lab is about: it has a row of its own."""
        self.is_main = True
        return self

    def folded(self):
        """The same control, out of sight until "More" is pressed."""
        self.is_folded = True
        return self

    def counts_when(self, condition):
        """The same control, greyed while condition(settings) is false; settings: every control's value by name."""
        self._counts = condition
        return self

    def grey(self, settings):
        """Grey the control if it does nothing in these settings."""
        idle = not self._counts(settings)
        for part in (self.holder, *self.companions):
            if getattr(part, "disabled", idle) != idle:
                part.disabled = idle

    def reset(self):
        """Back to the value the lab started with."""
        self.holder.value = self.first

    def stop(self):
        """Halt what plays."""
        if self.player:
            self.player.pause()

    def on_release(self, yes):
        """Whether a slider reports only when it is let go (for labs that compute for long)."""
        for slider in self.companions:
            slider.continuous_update = not yes


def _named(name):
    """A visible name that is the field's label, and as wide as it needs to be."""
    return {"description": name, "style": {"description_width": "initial"}}


def whole_number(name, value, low, high):
    """A named number field with its slider (screen readers find the name at the field)."""
    field = WholeField(value, min=low, max=high, layout=_field_layout(name, str(high)), **_named(name))
    return Control(field, WholeMarks)


def steps_taken(most, value=TICK_STEPS):
    """How many steps of a training are taken; Play walks on, TICK_STEPS at a time, and so reaches the last one."""
    return whole_number("steps", value, TICK_STEPS, most).plays(step=TICK_STEPS, interval=TICK)


def number(name, value, low, high, step):
    """The same for a number with decimals."""
    widest = f"{'-' if low < 0 else ''}{step}"
    field = DecimalField(value, min=low, max=high, step=step, layout=_field_layout(name, widest), **_named(name))
    return Control(field, even(low, high, step))


def log_number(name, value, low, high, step=0.01):
    """The same for a positive number whose powers of ten matter: `low` and `high` are exponents, as is `step`."""
    ends = {"min": _short(10.0**low), "max": _short(10.0**high), "step": _short(10.0**low)}
    widest = max(f"{10.0**low:.{max(0, LOG_DIGITS - 1 - math.floor(low))}f}", f"{10.0**high:.0f}", key=len)
    field = DecimalField(value, **ends, layout=_field_layout(name, widest), **_named(name))
    return Control(field, logarithmic(low, high, step, LOG_DIGITS))


def _short(value):
    """The value with as many digits as a number field shows."""
    return float(f"{value:.{LOG_DIGITS}g}")


def _field_layout(name, widest):
    """Wide enough for the name, the widest value and the field's arrows, so that nothing is cut off."""
    letters = 7.2 * len(name) + 6 * sum(map(name.count, "mw"))
    return {"width": f"{letters + 8 * len(widest) + 42:.0f}px", "flex": "0 0 auto"}


def choice(name, options, value=None):
    """A named drop-down menu; options: values, or (label, value) pairs."""
    menu = Menu(options=options, layout=FILL, **_named(name))
    if value is not None:
        menu.value = value
    return Control(menu)


def choice_from(name, table, value):
    """A menu of an engine table: one entry a record, shown by its label."""
    return choice(name, [(record.label, record.name) for record in table.values()], value)


def hidden_layers(value=4, high=50):
    """How many hidden layers the network has."""
    return whole_number("hidden layers", value, 1, high)


def neurons(value=30, low=1, high=100):
    """How many neurons each hidden layer has."""
    return whole_number("neurons per layer", value, low, high)


def activation(value="sigmoid"):
    """The activation function of the hidden layers."""
    return choice_from("activation", ACTIVATIONS, value)


def initializer(value="nielsen"):
    """How the weights are drawn: every start that takes any width."""
    at_any_width = {name: record for name, record in INITIALIZERS.items() if not record.mirrored}
    return choice_from("start", at_any_width, value)


def scale(value=1.0):
    """What every drawn weight is multiplied by."""
    return log_number("weight scale", value, -1, 1.5)


def seed(value=0, high=999):
    """Which random draw of the weights."""
    return whole_number("seed", value, 0, high)


def metric(value="mean_delta"):
    """What is meant by the speed of a layer."""
    return choice_from("speed", SPEED_METRICS, value)
