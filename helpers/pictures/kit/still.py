"""A finished picture with the sentence that says what it shows."""

import textwrap

import numpy as np
from matplotlib import rcParams

from .png import small_png
from .style import SHARPNESS, WIDTH, sheet, styled

CAPTION_COLUMNS = 1155  # characters of a caption line, times the font size
CAPTION_LINE = 2  # CSS pixels, times the font size


class Still:
    """A figure and its sentence, shown as the last expression of a notebook cell.

    It carries `image/png` (the picture with the sentence as its caption) and `text/plain` (the sentence).
    """

    def __init__(self, figure, sentence):
        self.figure, self.sentence = figure, sentence

    def _repr_mimebundle_(self, include=None, exclude=None):
        with styled():
            self.figure.canvas.draw()
            return captioned(np.asarray(self.figure.canvas.buffer_rgba()), self.sentence)


def captioned(pixels, sentence):
    """The mime bundle (data, metadata) of a picture, pixels of shape (height, width, 4), with its caption below."""
    picture = np.vstack([pixels, _caption(sentence)])
    data = {"text/plain": sentence, "image/png": small_png(picture)}
    return data, {"image/png": {"width": round(picture.shape[1] / SHARPNESS), "alt": sentence}}


def _caption(sentence):
    with styled():
        size = rcParams["font.size"]
        lines = textwrap.wrap(sentence, int(CAPTION_COLUMNS / size)) or [""]
        strip = sheet(height=CAPTION_LINE * size * len(lines) + 14)
        strip.text(12 / WIDTH, 0.5, "\n".join(lines), va="center", linespacing=1.35)
        strip.canvas.draw()
        return np.asarray(strip.canvas.buffer_rgba())
