"""What a lab tells the page that it stands in: style sheets, and the few lines of JavaScript that Python cannot replace.

An Output widget is how ipywidgets hands JavaScript to the page. Where nobody runs it (Colab, VS Code), a lab
works without its comforts.
"""

from functools import cache
from pathlib import Path

import ipywidgets as widgets

from helpers.pictures.kit.style import current_style

from .answering import WholeField

MOST_ROOM = 9999


def page_part(*more):
    """An invisible widget that brings the style and the script to the page, and holds what the two tell each other.

    A widget that uses them says so: `of_the_page`.
    """
    script = {"output_type": "display_data", "data": {"application/javascript": _text("page.js")}, "metadata": {}}
    style = widgets.HTML(f"<style>{_text('page.css')}</style>")
    return widgets.Box([style, widgets.Output(outputs=(script,)), *more], layout={"display": "none"})


def of_the_page(widget, kind):
    """Make known to the style and the script what this widget is ("ug-lab", "ug-question"), and whether it is for a lecture."""
    widget.add_class(kind)
    if current_style() == "lecture":
        widget.add_class("ug-lecture")


def room_told_by_the_page():
    """An invisible field that the script fills: the CSS pixels that a lab has from left to right, once they are too few.

    It stays at MOST_ROOM as long as the page has said nothing.
    """
    field = WholeField(MOST_ROOM, min=1, max=MOST_ROOM)
    field.add_class("ug-room")
    return field


@cache
def _text(file):
    return Path(__file__).with_name(file).read_text(encoding="utf-8")
