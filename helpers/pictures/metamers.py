"""Two digits, the metamer between them, and what a first layer makes of all three."""

import numpy as np

from .digit_images import SIDE, frame_image, show_digit
from .kit.axes import first_end, set_ends
from .kit.marks import hollow, moving
from .kit.style import ACCENT, INK, MUTED, in_style, sheet

PANELS = ("A", "B", "the metamer", "guess from the 30")
HEIGHTS = (0.3, 1.1)  # half heights of the activation axis: for a random layer, for a trained one


class MetamerPicture:
    """Digits A and B, the metamer, its best linear reconstruction; below, the activations of A, B and the metamer."""

    @in_style
    def __init__(self, neurons=30):
        self.figure = sheet()
        self._images = [self._prepare_image(i) for i in range(len(PANELS))]
        self._prepare_activations(neurons)

    def _prepare_image(self, i):
        ax = self.figure.add_axes((0.065 + 0.235 * i, 0.46, 0.2, 0.45))
        ax.axis("off")
        ax.set_title(PANELS[i], loc="center", color=ACCENT if i == 2 else INK)
        frame_image(ax)
        return show_digit(ax, np.zeros(SIDE**2), animated=True)

    def _prepare_activations(self, neurons):
        self._axes = ax = self.figure.add_axes((0.1, 0.185, 0.88, 0.245))
        self._neurons = np.arange(1, neurons + 1)
        ax.set(xlim=(0.3, neurons + 0.7), ylim=(-HEIGHTS[0], HEIGHTS[0]), xticks=[1, *range(5, neurons + 1, 5)])
        ax.set(xlabel="neuron of layer 1, a − mean:  ○ A   × B   ● metamer")
        ax.axhline(0, color=MUTED, linewidth=1)
        of_b = moving(ax, "x", color=MUTED, markersize=7, markeredgewidth=1.8)
        of_metamer = moving(ax, "o", color=ACCENT, markersize=6)
        self._lines = moving(ax, "o", **hollow(INK, 11, 1)), of_b, of_metamer

    def show(self, images, activations):
        """images: A, B, metamer, reconstruction, 784 numbers each. activations: of A, B, metamer, less their mean."""
        for artist, image in zip(self._images, images, strict=True):
            artist.set_data(np.reshape(image, (SIDE, SIDE)))
        for marks, values in zip(self._lines, activations, strict=True):
            marks.set_data(self._neurons, values)
        half = first_end(HEIGHTS, np.abs(activations).max())
        set_ends(self._axes, ylim=(-half, half))
