"""Lab: what an activation makes of a deep network, layer by layer: speeds, spreads, flat slopes, dead neurons."""

import numpy as np

from helpers.engine import SPEED_METRICS, Network, speed_by
from helpers.engine.measures.saturation import dead_share, flat_ends, saturated_share
from helpers.engine.network.sizes import digit_sizes
from helpers.pictures.bending import BendingPicture

from .kit import controls as c
from .kit import digits
from .kit.in_words import share_in_words
from .kit.live import Lab
from .speeds import speed_sentence

QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95]
SHOWN = {
    "z": ("weighted input z", lambda net, trace, l: trace.z[l]),
    "a": ("activation a", lambda net, trace, l: trace.a[l]),
    "slope": ("slope φ′(z)", lambda net, trace, l: net.activation.dphi(trace.z[l])),
}


PIXELS = {
    "0 to 1": lambda x: x,
    "0 to 255": lambda x: 255 * x,
    "standardized": lambda x: (x - x.mean()) / x.std(),
}


def bending_lab(activation="sigmoid", initializer="nielsen", hidden_layers=10):
    """The main lab of notebook 07: activation, depth, scale, pixels; the speeds beside what goes on inside the layers."""
    picture = BendingPicture()

    def update(activation, hidden_layers, scale, initializer, pixels, neurons, seed, metric, what):
        sizes = digit_sizes(hidden_layers, neurons)
        net = Network(sizes, activation, initializer, scale=scale, rng=np.random.default_rng(seed))
        x, y = digits.few()
        x = PIXELS[pixels](x)
        trace = net.forward(x)
        speeds = speed_by(metric, net, net.backward(trace, y), net.hidden)
        saturated, dead = saturated_share(net, trace), dead_share(net, trace)
        flat = flat_ends(activation) if what == "z" else None
        picture.show(
            speeds, SPEED_METRICS[metric].label, quantiles(net, trace, what), SHOWN[what][0], flat, saturated, dead
        )
        return f"{speed_sentence(speeds, metric, f'{len(y)} images')} {flat_sentence(saturated, dead)}"

    controls = {
        "activation": c.activation(activation),
        "initializer": c.initializer(initializer),
        "what": c.choice("right side", [(label, name) for name, (label, _) in SHOWN.items()]).folded(),
        "hidden_layers": c.hidden_layers(hidden_layers),
        "scale": c.scale().main(),
        "pixels": c.choice("pixels", list(PIXELS)).folded(),
        "metric": c.metric("delta").folded(),
        "neurons": c.neurons().folded(),
        "seed": c.seed().folded().counts_when(lambda settings: settings["initializer"] != "constant"),
    }
    return Lab("bending differently", picture.figure, controls, update)


def quantiles(net, trace, what):
    """Quantiles over images and neurons, shape (5, hidden layers); NaN for a layer whose numbers are not all finite."""
    found = np.full((len(QUANTILES), len(net.sizes) - 2), np.nan)
    for l in range(1, len(net.sizes) - 1):
        values = SHOWN[what][1](net, trace, l)
        if np.isfinite(values).all():
            found[:, l - 1] = np.quantile(values, QUANTILES)
    return found


def flat_sentence(saturated, dead):
    """Where most slopes are flat, and where most neurons are dead."""
    if not np.isfinite(saturated).all():
        return "The layers whose own numbers overflowed have no bars."
    flattest = int(np.argmax(saturated))
    said = share_in_words(saturated[flattest])
    flat = "none" if said == "none" else f"at most {said} of a layer's, in layer {flattest + 1}"
    gone = "No neuron is dead"
    if dead.any():
        worst = int(np.argmax(dead))
        gone = f"Dead (slope 0 for every image): at most {share_in_words(dead[worst])} of the neurons of a layer, in layer {worst + 1}"
    return f"Flat slopes (below 1 % of the largest): {flat}. {gone}."
