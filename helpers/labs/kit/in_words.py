"""Shares and settings as the labs' sentences say them."""

from helpers.engine import ACTIVATIONS, INITIALIZERS
from helpers.pictures.kit.words import count, number, percent

PHRASES = {
    "hidden_layers": lambda layers: count(layers, "hidden layer"),
    "activation": lambda name: ACTIVATIONS[name].label,
    "initializer": lambda name: INITIALIZERS[name].label,
    "neurons": lambda neurons: f"{count(neurons, 'neuron')} per layer",
    "scale": lambda scale: f"weight scale {number(scale)}",
    "eta": lambda eta: f"η = {number(eta)}",
    "lmbda": lambda lmbda: f"λ = {number(lmbda)}",
    "batch_size": lambda size: "full batch" if size == "all" else f"batch {size}",
    "seed": lambda seed: f"seed {seed}",
}


def setting_in_words(**setting):
    """The settings as the menus say them, in the order of PHRASES: "4 hidden layers, sigmoid, seed 0"."""
    return ", ".join(say(setting[name]) for name, say in PHRASES.items() if name in setting)


def share_in_words(share):
    """A share from 0 to 1 as a reader would say it; only none is none, and only all are all."""
    if share in (0, 1):
        return "all" if share else "none"
    if not 0.01 <= share <= 0.99:
        return "under 1 %" if share < 0.5 else "over 99 %"
    return percent(share)
