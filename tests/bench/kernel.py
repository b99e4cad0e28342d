"""What one move of a control costs the kernel: computing, drawing, encoding."""

import numpy as np

from helpers.labs import LABS

from .table import line, median_ms, seconds

MOVES = 20


def measure_labs():
    """Print the median of a move for the speed lab at two depths, and for one control of each other lab."""
    lab = LABS["speed_lab"]()
    for depth, most in ((4, 60), (50, 250)):
        lab.set(hidden_layers=depth)
        line(
            f"kernel: speed_lab at {depth} layers, a move of the seed",
            moves(lab, "seed", range(1, MOVES + 1)),
            " ms",
            most=most,
        )
        around = [depth - 1 - i % 2 for i in range(MOVES)]
        line(
            f"kernel: speed_lab around {depth} layers, a move of the depth",
            moves(lab, "hidden_layers", around),
            " ms",
            most=most,
        )
    for name, make in LABS.items():
        if name != "speed_lab":
            lab = make()
            control = next(control for control in lab.controls if lab.controls[control].companions)
            line(
                f"kernel: {name}, a move of {control}", moves(lab, control, along(lab.controls[control].holder)), " ms"
            )


def along(holder):
    """Values that differ, from one end of a number field to the other, as a drag would bring them."""
    values = np.linspace(holder.min, holder.max, MOVES + 2)[1:-1]
    whole = isinstance(holder.value, int)
    return [int(value) if whole else float(value) for value in values]


def moves(lab, control, values):
    """Median milliseconds from a new value to a new picture; a value that is there already does not count."""
    holder, times = lab.controls[control].holder, []
    for value in values:
        if value != holder.value:
            times.append(seconds(lambda value=value: setattr(holder, "value", value)))
    return median_ms(times)
