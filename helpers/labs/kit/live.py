"""The live picture: a matplotlib figure that follows its controls without flicker.

An ordinary notebook draws a whole figure for each move of a slider. Here the still part is drawn once and kept;
each move redraws only the artists that are marked as animated, on top of it.
"""

from functools import cache
from html import escape
from time import perf_counter

import ipywidgets as widgets
import numpy as np
from threadpoolctl import ThreadpoolController

from helpers.pictures.kit.png import fast_png
from helpers.pictures.kit.still import captioned
from helpers.pictures.kit.style import CSS_DPI, styled

from .controls import CELL
from .spoken import spoken

SLOW = 0.1  # seconds; a lab that computes for longer shows that it is busy, and waits until the slider is let go
WORDS = "line-height: 1.4; min-height: 2.8em; max-width: 880px"  # room for two lines keeps the page from jumping


class LiveFigure:
    """A figure on an Agg canvas whose animated artists can be redrawn alone.

    matplotlib marks a figure as stale when anything but an animated artist has changed: then, and only then,
    the still part is drawn anew.
    """

    def __init__(self, figure):
        self.figure, self.canvas, self._still = figure, figure.canvas, None

    def draw(self):
        """Bring the canvas up to date; returns its pixels, shape (height, width, 4)."""
        if self._still is None or self.figure.stale:
            with styled():
                self.canvas.draw()
            self._still = self.canvas.copy_from_bbox(self.figure.bbox)
            self._moving = sorted(self.figure.findobj(_moves), key=lambda artist: artist.get_zorder())
        else:
            self.canvas.restore_region(self._still)
        for artist in self._moving:
            self.figure.draw_artist(artist)
        return np.asarray(self.canvas.buffer_rgba())


def _moves(artist):
    return artist.get_animated()


def one_thread():
    """Hold matrix products to one thread: these are small, and the browser needs the other processors."""
    return _libraries().limit(limits=1)


@cache
def _libraries():
    return ThreadpoolController()  # looking for the libraries takes a while, so once


class Lab(widgets.VBox):
    """Controls, a picture that follows them, and the sentence that says what it shows.

    name: the heading. controls: {name: Control}. figure: a matplotlib Figure whose moving artists are animated.
    update: called with every control's value by name; moves the artists and returns the sentence.
    on_point: called with (axes, x, y) in data units where the picture is clicked or dragged on; optional.
    takes_long: called with every control's value; says whether update will now compute for long, so that the busy mark
    is there before it does; optional: a lab that was slow the last time is taken to be slow again.
    """

    def __init__(self, name, figure, controls, update, on_point=None, takes_long=None):
        self.controls, self._update, self._live = controls, update, LiveFigure(figure)
        self._takes_long = takes_long or (lambda **_: False)
        self._held, self._slow, self.sentence = False, False, ""
        width = round(figure.get_figwidth() * CSS_DPI)
        # A fixed size keeps the page from jumping; a narrow window shrinks the picture.
        self.picture = widgets.Image(format="png", layout={"width": f"{width}px", "max_width": "100%"})
        self.picture.add_class("ug-picture")
        self._words, self._busy = widgets.HTML(), widgets.HTML()
        # Columns of one width, as many as the window has room for (three beside JupyterLab's file list).
        columns = {"grid_template_columns": f"repeat(auto-fill, minmax({CELL}, 1fr))", "grid_gap": "0 18px"}
        grid = widgets.GridBox(list(controls.values()), layout={**columns, "max_width": f"{width + 54}px"})
        super().__init__([self._heading(name, width), grid, self.picture, self._words])
        for control in controls.values():
            control.observe(self._refresh_unless_held, "value")
        if on_point:
            self._watch_pointer(on_point)
        self._show()  # unpaced: the first picture also loads data and fonts, and says nothing about the next

    def _heading(self, name, width):
        """The lab's name, the busy mark, and Reset at the right edge."""
        title = widgets.HTML(f"<b>Lab: {escape(name)}</b>", layout={"flex": "1 1 auto"})
        reset = widgets.Button(description="Reset", tooltip="Bring every control back to where it started",
                               layout={"width": "5em"})  # fmt: skip
        reset.on_click(lambda _: self.reset())
        return widgets.HBox([title, self._busy, reset], layout={"max_width": f"{width + 54}px"})

    def refresh(self):
        """Read all controls, move the artists, show the new picture and its sentence."""
        long = self._takes_long(**self._values())
        self._busy.value = "<i>computing…</i>" if self._slow or long else ""
        self._pace(self._show())
        self._busy.value = ""

    def _values(self):
        return {name: control.value for name, control in self.controls.items()}

    def _show(self):
        """The same without the busy mark; returns the seconds spent computing, which drawing does not count to."""
        start = perf_counter()
        with one_thread():
            self.sentence = self._update(**self._values())
        seconds = perf_counter() - start
        self.picture.value = fast_png(self._live.draw())
        self._words.value = spoken(self.sentence, WORDS)
        return seconds

    def set(self, **values):
        """Set several controls by name at once, with one new picture at the end."""
        outer, self._held = self._held, True
        try:
            for name, value in values.items():
                self.controls[name].holder.value = value  # which keeps it between its ends
        finally:
            self._held = outer
        self._refresh_unless_held()

    def reset(self):
        """Every control back to its first value; what plays stops."""
        for control in self.controls.values():
            control.stop()
        self.set(**{name: control.first for name, control in self.controls.items()})

    def _refresh_unless_held(self, _=None):
        if not self._held:
            self.refresh()

    def _pace(self, seconds):
        """A slow lab says that it is busy and waits for the release of the slider; a quick one follows the hand."""
        slow = seconds > SLOW
        if slow != self._slow:
            self._slow = slow
            for control in self.controls.values():
                control.on_release(slow)

    def _watch_pointer(self, on_point):
        from ipyevents import Event  # only labs that take clicks need its front-end part

        def handle(event):
            if event["type"] == "dragstart" or (event["type"] == "mousemove" and not event["buttons"]):
                return
            pixel = np.array([event["dataX"], self._live.figure.bbox.height - event["dataY"]])
            for axes in self._live.figure.axes:
                if axes.bbox.contains(*pixel):
                    on_point(axes, *axes.transData.inverted().transform(pixel))

        # The browser would carry the picture away: "dragstart" is watched so that its default action is prevented.
        self._pointer = Event(source=self.picture, watched_events=["click", "mousemove", "dragstart"], wait=40,
                              throttle_or_debounce="throttle", prevent_default_action=True)  # fmt: skip
        self._pointer.on_dom_event(handle)

    def _repr_mimebundle_(self, **kwargs):
        bundle = super()._repr_mimebundle_(**kwargs)
        if not bundle:
            return bundle
        data, metadata = captioned(self._live.draw(), self.sentence)
        return {**bundle, **data}, metadata
