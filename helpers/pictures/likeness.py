"""How alike images become on their way through a network. Still."""

import numpy as np

from .kit.marks import end_label, write_key
from .kit.style import ACCENT, BAND, COOL, INK, on_axes


@on_axes((0.09, 0.22, 0.66, 0.67), height=300)
def draw_likeness(ax, starts):
    """A Figure: the cosine between images against the layer; layer 0 is the images.

    starts: {name: (predicted, bands)}, the last one in the accent; predicted: one number a layer; bands: (low, median,
    high), shape (3, layers).
    """
    for (name, (predicted, bands)), colour, marker in zip(starts.items(), (COOL, ACCENT), "os", strict=False):
        layers, (low, middle, high) = np.arange(len(predicted)), bands
        ax.fill_between(layers, low, high, color=BAND, linewidth=0)
        ax.plot(layers[::4], middle[::4], marker, color=colour, markersize=6)
        ax.plot(layers, predicted, color=INK, linewidth=1.3)
        end_label(ax, name, (layers[-1], middle[-1]), color=colour)
    ax.set(xlim=(-1, layers[-1] + 2), ylim=(0, 1.08), xlabel="layer (0: the images)", yticks=[0, 0.5, 1])
    ax.set_title("cosine between two images   1: the same direction")
    key = ("—", INK, "predicted, wide"), ("●", COOL, "measured"), ("■", BAND, "90 % of seeds")
    write_key(ax, *key, top=0.3)
