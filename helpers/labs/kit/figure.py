"""The live picture: a matplotlib figure that follows its controls without flicker.

An ordinary notebook draws a whole figure for each move of a slider. Here the still part is drawn once and kept;
each move redraws only the artists that are marked as animated, on top of it.
"""

import numpy as np

from helpers.pictures.kit.folding import Folding
from helpers.pictures.kit.style import CSS_DPI, styled


class LiveFigure:
    """A figure on an Agg canvas whose animated artists can be redrawn alone.

    matplotlib marks a figure as stale when anything but an animated artist has changed: then, and only then,
    the still part is drawn anew.
    """

    def __init__(self, figure):
        self.figure, self.canvas, self._still = figure, figure.canvas, None
        self._folding = None

    @property
    def width(self):
        """Of the picture, in CSS pixels."""
        return round(self._folding.width if self._folding else self.figure.get_figwidth() * CSS_DPI)

    @property
    def pixels_wide(self):
        """Of the picture, as it is drawn."""
        return self.width * self.figure.dpi / CSS_DPI

    def fold_for(self, room):
        """Make the picture for a page that has so many CSS pixels for it; None: as wide as it is."""
        if self._folding:
            self._folding.undo()
            self._folding = None
        if room is not None:
            self._folding = Folding(self.figure, room, self.draw)

    def draw_folded(self):
        """`draw`, and put its parts below each other where the page is narrow."""
        pixels = self.draw()
        return self._folding.fold(pixels) if self._folding else pixels

    @property
    def shows_all(self):
        """Whether the folding, if there is one, cuts nothing of the picture that is shown now."""
        return not (self._folding and self._folding.cuts(self.draw()))

    def place(self, x, y):
        """Where a point of the shown picture lies on the canvas, in pixels from its upper left corner."""
        return self._folding.unfold(x, y) if self._folding else (x, y)

    def draw(self):
        """Bring the canvas up to date; returns its pixels, shape (height, width, 4). The caller holds the lock."""
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

    def draw_anew(self):
        """`draw`, and nothing that was drawn before is used."""
        self.forget()
        return self.draw()

    def forget(self):
        """Draw everything anew next time: something went wrong halfway."""
        self._still = None

    def close(self):
        """Give back the pixels and the artists."""
        self.canvas.renderer = self.canvas.figure = self._still = None
        self.figure = self.canvas = self._moving = self._folding = None


def _moves(artist):
    return artist.get_animated()
