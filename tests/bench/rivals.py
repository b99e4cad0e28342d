"""The notebook that the browser measures: an echo, two labs, and the same two as an ordinary notebook has them."""

ECHO = """
import ipywidgets as widgets
slider, text = widgets.IntSlider(0, 0, 100), widgets.Label("0")
slider.observe(lambda change: setattr(text, "value", str(change.new)), "value")
widgets.VBox([slider, text])
"""

RAVINE_LAB = """
from helpers.labs import ravine_lab
ravine_lab()
"""

LANDSCAPE_LAB = """
from helpers.labs import landscape_lab
landscape_lab()
"""

START = """
%matplotlib inline
import numpy as np
import matplotlib.pyplot as plt
from helpers.engine import LANDSCAPES, Ravine, descend
from helpers.labs.ravine import predicted_parts, ravine_sentence
"""

RAVINE_INTERACT = """
@widgets.interact(x=(-1.2, 1.2, 0.05), y=(-1.2, 1.2, 0.05), eta=widgets.FloatLogSlider(0.008, min=-4, max=0, step=0.01),
                  steps=(1, 800), kappa=widgets.FloatLogSlider(100, min=0, max=3, step=0.01), beta=(0, 0.95, 0.01))
def show(x=-1.0, y=1.0, eta=0.008, steps=40, kappa=100.0, beta=0.0):
    ravine = Ravine(kappa)
    descent = descend(ravine, (x, y), eta=eta, steps=steps, beta=beta)
    figure, (left, right) = plt.subplots(1, 2, figsize=(8.8, 3.4), dpi=150, width_ratios=(1, 1.45))
    round = np.linspace(0, 2 * np.pi, 181)
    for radius in np.linspace(0.1, 1.6, 11):
        left.plot(radius * np.cos(round), radius * np.sqrt(kappa) * np.sin(round), color="gray", linewidth=0.9)
    left.plot(*descent.path.T, "-o", color="black", markersize=4)
    left.set(xlim=(-1.25, 1.25), ylim=(-1.25, 1.25), xlabel="x", ylabel="y", title="the path, from above")
    right.semilogy(predicted_parts(ravine, descent, eta), color="black", linewidth=1.1)
    right.semilogy(descent.cost, "o", color="tab:red", markersize=4)
    right.set(xlabel="step", ylabel="cost C", title="cost: dots measured, lines predicted")
    plt.show()
    print(ravine_sentence(ravine, descent, eta, beta))
"""

LANDSCAPE_INTERACT = """
@widgets.interact(half_width=widgets.FloatLogSlider(0.05, min=np.log10(0.05), max=np.log10(30), step=0.01))
def show(half_width=0.05):
    figure, axes = plt.subplots(1, 3, figsize=(8.8, 3), dpi=150)
    t = half_width * np.linspace(-1, 1, 201)
    for letter, ax, landscape in zip("PQR", axes, LANDSCAPES.values()):
        ax.plot(t, landscape.value(t) - landscape.value(0.0), linewidth=3)
        ax.plot(0, 0, "o", color="black")
        ax.set(xlim=(-half_width, half_width), ylim=(-0.06 * half_width, 0.06 * half_width), title=letter)
    plt.show()
"""

CELLS = [ECHO, RAVINE_LAB, LANDSCAPE_LAB, START, RAVINE_INTERACT, LANDSCAPE_INTERACT]
