"""The controls of the labs, made in one place so that the same knob looks and behaves the same everywhere."""

import math
from collections import deque
from time import monotonic

import ipywidgets as widgets
import traitlets

from helpers.engine import ACTIVATIONS, INITIALIZERS, SPEED_METRICS

TICK = 100  # milliseconds between two pictures of a training that plays
TICK_STEPS = 2  # and the steps from one picture to the next
PLAY_INTERVAL = 150  # milliseconds between the steps of a Play button
ECHO_TIME = 1.0  # seconds in which a slider's answer may come back through a busy kernel
CELL = "290px"  # the room of a control at least; the labs arrange them in columns
FILL = {"flex": "1 1 auto", "width": "auto", "min_width": "60px"}  # sliders and menus take the room that is left
LOG_DIGITS = 3  # a slider over powers of ten lands on 0.00794328…; the field says 0.00794


class Control(widgets.HBox):
    """One named setting of a lab. `value` is what the lab reads; `reset()` brings back the first one.

    holder: the widget that keeps the value. companions: widgets that show it too, and change it.
    A slider can only stand on its own marks, and reports the mark next to a value that it was told. Such an echo
    must not overwrite what was typed, nor, when it comes late, what a pointer has set since: `is_echo(heard, told)`
    recognizes it. Anything else passes through `tidy`.
    """

    value = traitlets.Any()

    def __init__(self, holder, *companions, tidy=lambda value: value, is_echo=lambda heard, told: False):
        self.holder, self.companions = holder, companions
        self._tidy, self._is_echo, self._speaker = tidy, is_echo, None
        self._told = deque(maxlen=100)  # (when, what) the companions were told
        super().__init__([holder, *companions], layout={"min_width": CELL})
        self.first = holder.value
        traitlets.link((holder, "value"), (self, "value"))
        holder.observe(self._tell, "value")
        for companion in companions:
            companion.observe(self._hear, "value")

    def _hear(self, change):
        """A companion has moved, by hand or because it was told to."""
        if self._speaker is None and not self._echoes(change.new):
            self._speaker = change.owner
            try:
                self.holder.value = self._tidy(change.new)
            finally:
                self._speaker = None

    def _echoes(self, heard):
        """Whether a companion only repeats what the holder keeps, or what it was told a moment ago."""
        recent = [value for when, value in self._told if monotonic() - when < ECHO_TIME]
        return any(self._is_echo(heard, value) for value in (self.holder.value, *recent))

    def _tell(self, change):
        """The holder has changed: all companions follow, but for the one that said so."""
        said, self._speaker = self._speaker, self._speaker or self.holder
        if said is None:
            self._told.append((monotonic(), change.new))
        try:
            for companion in self.companions:
                if companion is not said:
                    companion.value = change.new
        finally:
            self._speaker = said

    def reset(self):
        """Back to the value the lab started with."""
        self.holder.value = self.first

    def stop(self):
        """Halt a Play button."""
        for companion in self.companions:
            if isinstance(companion, widgets.Play):
                companion.playing = False

    def on_release(self, yes):
        """Whether a slider reports only when it is let go (for labs that compute for long)."""
        for companion in self.companions:
            if hasattr(companion, "continuous_update"):
                companion.continuous_update = not yes


def _named(name):
    """A visible name that is the field's label, and as wide as it needs to be."""
    return {"description": name, "style": {"description_width": "initial"}}


def whole_number(name, value, low, high, play=False):
    """A named number field with its slider (screen readers find the name at the field), and perhaps a Play button."""
    field = widgets.BoundedIntText(value, min=low, max=high, layout=_field_layout(name, str(high)), **_named(name))
    slider = widgets.IntSlider(value, min=low, max=high, readout=False, layout=FILL)
    return Control(field, slider, *([_play(value, low, high)] if play else []))


def _play(value, low, high):
    """Play, pause and stop; a walk that ends is not repeated."""
    buttons = {"show_repeat": False, "layout": {"width": "84px", "flex": "0 0 auto"}}
    return widgets.Play(value=value, min=low, max=high, interval=PLAY_INTERVAL, **buttons)


def steps_taken(most, value=TICK_STEPS):
    """How many steps of a training are taken; Play walks on, TICK_STEPS at a time, and so reaches the last one."""
    control = whole_number("steps", value, TICK_STEPS, most, play=True)
    play = control.companions[-1]
    play.step, play.interval = TICK_STEPS, TICK
    return control


def number(name, value, low, high, step):
    """The same for a number with decimals."""
    widest = f"{'-' if low < 0 else ''}{step}"
    field = widgets.BoundedFloatText(
        value, min=low, max=high, step=step, layout=_field_layout(name, widest), **_named(name)
    )
    slider = widgets.FloatSlider(value, min=low, max=high, step=step, readout=False, layout=FILL)
    digits = max(0, -math.floor(math.log10(step)))
    return Control(field, slider, tidy=lambda value: round(value, digits), is_echo=_within_half_a(step))


def log_number(name, value, low, high, step=0.01):
    """The same for a positive number whose powers of ten matter: `low` and `high` are exponents, as is `step`."""
    ends = {"min": _short(10.0**low), "max": _short(10.0**high), "step": _short(10.0**low)}
    widest = max(f"{10.0**low:.{max(0, LOG_DIGITS - 1 - math.floor(low))}f}", f"{10.0**high:.0f}", key=len)
    field = widgets.BoundedFloatText(value, **ends, layout=_field_layout(name, widest), **_named(name))
    slider = widgets.FloatLogSlider(value, min=low, max=high, step=step, readout=False, layout=FILL)
    return Control(field, slider, tidy=_short, is_echo=_within_half_a(step, math.log10))


def _within_half_a(step, scale=float):
    """Whether two values would stand on the same mark of a slider: `scale` turns a value into a place on it."""
    return lambda heard, kept: abs(scale(heard) - scale(kept)) <= 0.5001 * step


def _short(value):
    """The value with as many digits as a number field shows."""
    return float(f"{value:.{LOG_DIGITS}g}")


def _field_layout(name, widest):
    """Wide enough for the name, the widest value and the field's arrows, so that nothing is cut off."""
    letters = 7.2 * len(name) + 6 * sum(map(name.count, "mw"))
    return {"width": f"{letters + 8 * len(widest) + 42:.0f}px", "flex": "0 0 auto"}


def choice(name, options, value=None):
    """A named drop-down menu; options: values, or (label, value) pairs."""
    menu = widgets.Dropdown(options=options, layout=FILL, **_named(name))
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
    """How the weights are drawn."""
    return choice_from("start", INITIALIZERS, value)


def scale(value=1.0):
    """What every drawn weight is multiplied by."""
    return log_number("weight scale", value, -1, 1.5)


def seed(value=0, high=999):
    """Which random draw of the weights."""
    return whole_number("seed", value, 0, high)


def metric(value="mean_delta"):
    """What is meant by the speed of a layer."""
    return choice_from("speed", SPEED_METRICS, value)
