"""Pixels painted over: one digit with its weakest pixels hidden."""

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb

from .digit_images import SIDE, frame_image
from .kit.style import ACCENT, INK, MUTED, in_style, no_larger, sheet

STRENGTH_BINS = np.arange(0, 0.3001, 0.01)  # lengths of 30 weights of spread 1/28
MOST_IN_A_BIN = 160


class HidingPicture:
    """A digit with its hidden pixels painted over, the answers below, beside the strengths of all pixels."""

    @in_style
    def __init__(self):
        self.figure = sheet(height=320)
        self._prepare_digit()
        self._prepare_strengths()

    def _prepare_digit(self):
        ax = self.figure.add_axes((0.02, 0.02, 0.335, 0.92))
        ax.axis("off")
        self._image = ax.imshow(np.ones((SIDE, SIDE, 3)), animated=True)
        frame_image(ax)
        beside = {"animated": True, "fontsize": no_larger("large"), "va": "center"}
        self._answers = [self.figure.text(0.365, y, "", **beside) for y in (0.68, 0.5, 0.32)]

    def _prepare_strengths(self):
        ax = self.figure.add_axes((0.65, 0.2, 0.33, 0.67))
        ax.set(xlim=(0, STRENGTH_BINS[-1]), ylim=(0, MOST_IN_A_BIN), ylabel="pixels", xlabel="length of the weights")
        ax.set_title("the strength of all pixels")
        ax.text(0.004, 0.75 * MOST_IN_A_BIN, "here:\ninvisible", color=INK)
        look = {"edgecolor": "white", "animated": True}
        self._all, self._weak = (ax.add_collection(PolyCollection([], facecolor=c, **look)) for c in (MUTED, ACCENT))

    def show(self, image, hidden, strength, answers):
        """image, hidden, strength: 784 numbers, truth values, lengths. answers: three short texts, "" for none yet."""
        paper = np.repeat(1 - np.reshape(image, (SIDE, SIDE, 1)), 3, axis=2)
        self._image.set_data(np.where(np.reshape(hidden, (SIDE, SIDE, 1)), to_rgb(ACCENT), paper))
        self._all.set_verts(bars(strength))
        self._weak.set_verts(bars(strength[hidden]))
        for text, answer in zip(self._answers, answers, strict=True):
            text.set_text(answer)


def bars(values):
    """One rectangle a bin of STRENGTH_BINS; values beyond the last bin count in it."""
    counts, _ = np.histogram(np.minimum(values, STRENGTH_BINS[-1] - 1e-9), STRENGTH_BINS)
    edges = zip(STRENGTH_BINS[:-1], STRENGTH_BINS[1:], np.minimum(counts, MOST_IN_A_BIN), strict=True)
    return [[(left, 0), (left, n), (right, n), (right, 0)] for left, right, n in edges]
