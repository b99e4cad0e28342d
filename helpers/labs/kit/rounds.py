"""A game's rounds: their number, and a button for the next one."""

from .answering import Button
from .controls import whole_number

MOST = 99


def rounds(name="round", most=MOST, first=1, button="New round"):
    """The control: which round is played. The button leads on to the next, and from the last to the first."""
    control = whole_number(name, first, 1, most)
    button = Button(description=button, layout={"width": "92px", "flex": "0 0 auto"})
    button.on_click(lambda _: control.holder.set_trait("value", control.value % most + 1))
    control.children = (*control.children, button)
    return control
