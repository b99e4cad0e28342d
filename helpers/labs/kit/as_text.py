"""A row below a lab: its settings as one line of text, to be copied, sent, and pasted back."""

import ipywidgets as widgets

from .answering import Answering, Button
from .spoken import spoken

NAMED = {
    "description": "settings as text",
    "style": {"description_width": "initial"},
    "layout": {"flex": "1 1 auto", "width": "auto", "min_width": "60px"},
}


class Line(Answering, widgets.Text):
    """A field for one line of text."""


class AsText(widgets.VBox):
    """The line, a button that takes over what was pasted into it, and a place for what is wrong with that.

    take: called with the text; changes the lab, or raises ValueError and changes nothing.
    """

    def __init__(self, take):
        self._take, self._writing = take, False
        self.line = Line(continuous_update=False, **NAMED)  # it speaks at Enter, and when it is left
        self.line.observe(lambda change: self._writing or self.use(change.new), "value")
        self.button = Button(description="Use this text", layout={"width": "9em", "flex": "0 0 auto"})
        self.button.tooltip = "Bring the lab into the situation that the text tells"
        self.button.on_click(lambda _: self.use(self.line.value))
        self.said = widgets.HTML()
        super().__init__([widgets.HBox([self.line, self.button]), self.said], layout={"max_width": "934px"})

    def show(self, text):
        """Write the lab's present settings into the line."""
        self._writing = True
        self.line.value, self.said.value = text, ""
        self._writing = False

    def use(self, text):
        """Take over a text; what is not a whole one is refused in words, changes nothing, and stays there to be mended."""
        try:
            self._take(text)
        except ValueError as problem:
            self.said.value = spoken(f"Refused, nothing has changed: {str(problem).rstrip('.')}.")
