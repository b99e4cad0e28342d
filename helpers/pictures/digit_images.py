"""Handwritten digits: in a row, and as the live image in a picture."""

import numpy as np

from .kit.marks import moving
from .kit.style import MUTED, in_style, sheet

SIDE = 28


def show_digit(ax, image, **more):
    """784 numbers as an image on given axes, white paper and black ink; returns the artist."""
    return ax.imshow(np.reshape(image, (SIDE, SIDE)), cmap="gray_r", vmin=0, vmax=1, **more)


@in_style
def draw_digits(x, labels):
    """A Figure of images x, shape (n, 784), white paper and black ink, each below its label."""
    figure = sheet(height=130)
    axes = figure.subplots(1, len(x), squeeze=False)[0]
    figure.subplots_adjust(left=0.01, right=0.99, bottom=0.02, top=0.8, wspace=0.08)
    for ax, image, label in zip(axes, x, labels, strict=True):
        show_digit(ax, image)
        ax.set_title(str(label), loc="center")
        ax.axis("off")
    return figure


def frame_image(ax):
    """A thin frame around a live image of SIDE x SIDE pixels: it is drawn over the image, so it moves as well."""
    low, high = -0.5, SIDE - 0.5
    frame = moving(ax, color=MUTED, linewidth=1, clip_on=False, zorder=3)
    frame.set_data([low, high, high, low, low], [low, low, high, high, low])
