"""Where a lab's controls and its picture stand: the main control first, then a row of others, the rest under More."""

import ipywidgets as widgets

from .answering import Toggle
from .controls import CELL

MARGIN = 54  # CSS pixels that the controls may be wider than the picture
FOLDED_CELL = "420px"  # two columns of long sliders
READABLE = 0.945  # of its size: the smallest letters of a picture (12.7 CSS pixels) are 12 pixels high then


class Arrangement:
    """The rows of a lab's controls, and the button that shows the last of them.

    rows: widgets from top to bottom. more: [the button], or [] where nothing is folded. most: CSS, their width at most.
    """

    def __init__(self, controls, most):
        main = [control for control in controls if control.is_main]
        folded = [control for control in controls if control.is_folded]
        others = [control for control in controls if control not in (*main, *folded)]
        for control in main:
            control.layout.max_width = most
        self.rows = [*main, *_grid(others, CELL, most)]
        self.more = []
        if folded:
            (hidden,) = _grid(folded, FOLDED_CELL, most)
            self.rows.append(hidden)
            self.more.append(_unfolding(hidden, folded))


def _grid(controls, cell, most):
    """[Columns of one width, as many as the window has room for, and as there are controls]; [] without controls."""
    columns = {"grid_template_columns": f"repeat(auto-fit, minmax(min({cell}, 100%), 1fr))", "grid_gap": "0 18px"}
    return [widgets.GridBox(controls, layout={**columns, "max_width": most})] if controls else []


def _unfolding(hidden, folded):
    """A button that shows and hides these controls; they begin hidden."""
    names = ", ".join(control.name for control in folded)
    more = Toggle(description="More", tooltip=f"Show or hide: {names}", layout={"width": "5em", "flex": "0 0 auto"})

    def follow(_=None):
        hidden.layout.display = "grid" if more.value else "none"
        more.icon = "angle-up" if more.value else "angle-down"

    more.observe(follow, "value")
    follow()
    return more


def picture_layout(width):
    """A fixed size keeps the page from jumping; a narrow window shrinks the picture as far as it can be read."""
    return {"width": f"{width}px", "max_width": "100%", "min_width": f"{READABLE * width:.0f}px"}


def in_a_sheet(picture, width):
    """The picture on a sheet as wide as the controls, which can be scrolled sideways where the window is too narrow."""
    room = {"width": f"{width + MARGIN}px", "max_width": "100%", "overflow": "auto hidden"}
    sheet = widgets.Box([picture], layout=room)
    sheet.add_class("ug-sheet")
    return sheet
