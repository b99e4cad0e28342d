"""What a projector asks of a picture's words: dark enough to be read in a bright room, and whole on the sheet.

Pictures choose colours and sizes for a reader at a desk. In the lecture style the sheet looks after the rest as it draws:
a pale word keeps its hue and becomes darker, a word that would run off the sheet is written smaller.
"""

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text

CONTRAST = 7.0  # to white paper, as WCAG 2.2 asks at its highest level
WEIGHTS = (0.2126, 0.7152, 0.0722)  # of red, green and blue in the luminance
PALE = 0.6  # relative luminance: what is lighter is written on something dark
EDGE = 1.5  # CSS pixels that a word may stick out: the blank rim of its last letter
SMALLEST = 0.7  # of its size


class LegibleFigure(Figure):
    """A Figure whose texts are made dark enough, and fitted to the sheet, whenever they are drawn."""

    def draw(self, renderer):
        """Draw everything; once more where words had to be mended, for only then is it known where each of them is."""
        super().draw(renderer)
        if any([self._mend(text, renderer) for text in drawn_texts(self)]):
            super().draw(renderer)

    def draw_artist(self, a):
        """Draw one artist alone, as a live picture does, its words mended."""
        for text in a.findobj(Text):
            self._mend(text, self.canvas.get_renderer())
        super().draw_artist(a)

    def _mend(self, text, renderer):
        """Returns whether anything was changed. A mark in a key keeps the colour of what it stands for."""
        said, colour, size = text.get_text(), to_rgb(text.get_color()), text.get_fontsize()
        if not (said.strip() and text.get_visible()):
            return False
        dark = darker(colour) if any(map(str.isalnum, said)) else colour
        if dark != colour:
            text.set_color(dark)
        self._fit(text, renderer)
        return dark != colour or text.get_fontsize() != size

    def _fit(self, text, renderer):
        """Write a word as much smaller as keeps it on the sheet; its own size comes back when it says something else."""
        said, size = getattr(text, "full", (None, text.get_fontsize()))
        if said != text.get_text():
            text.set_fontsize(size)
            text.full = text.get_text(), size
        for _ in range(4):  # the place of a word may hang on its size
            box, edge = text.get_window_extent(renderer), EDGE * self.dpi / 100
            beyond = max(-box.x0, -box.y0, box.x1 - self.bbox.width, box.y1 - self.bbox.height)
            if not beyond > edge or text.get_fontsize() <= SMALLEST * size:
                return
            shorter = 1 - beyond / max(box.width, box.height)
            text.set_fontsize(max(SMALLEST * size, 0.98 * shorter * text.get_fontsize()))


def drawn_texts(figure):
    """Every text of a figure that is drawn: not those of ticks beyond the ends of an axis, of axes that are off, or empty."""
    undrawn = {text for ax in figure.axes for text in _undrawn(ax)}
    return [t for t in figure.findobj(Text) if t not in undrawn and t.get_visible() and t.get_text().strip()]


def _undrawn(ax):
    if not ax.get_visible():
        yield from ax.findobj(Text)
    for axis in (ax.xaxis, ax.yaxis):
        low, high = sorted(axis.get_view_interval())
        room = 1e-9 * (high - low)
        for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks()):
            if not ax.axison or not low - room <= tick.get_loc() <= high + room:
                yield from (tick.label1, tick.label2)
        if not ax.axison:
            yield axis.label


def darker(colour):
    """The colour itself where it can be read on white, or stands on something dark; else the same hue, dark enough."""
    light = _linear(colour)
    if light @ WEIGHTS > PALE or contrast(colour) >= CONTRAST:
        return colour
    light *= 0.99 * (1.05 / CONTRAST - 0.05) / (light @ WEIGHTS)
    return tuple(12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055 for c in light)


def contrast(colour):
    """Of a colour to white, 1 to 21, as WCAG 2.2 defines it."""
    return 1.05 / (_linear(colour) @ WEIGHTS + 0.05)


def _linear(colour):
    """Red, green and blue as amounts of light, 0 to 1."""
    return np.array([c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)])
