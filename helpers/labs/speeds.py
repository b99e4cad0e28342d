"""Labs: how fast does each layer learn, on real digits, before any training?"""

import numpy as np

from helpers.engine import SPEED_METRICS, Network, last_to_first, layer_speeds, spread
from helpers.engine.measures.symptoms import OVERFLOW, ZERO, in_speeds, named
from helpers.engine.network.sizes import digit_sizes
from helpers.engine.studies.published import NIELSEN_SPEEDS
from helpers.pictures.kit.words import number
from helpers.pictures.speeds import NeuronPicture, SpeedometerPicture, SpeedPicture

from .kit import controls as c
from .kit import digits
from .kit.dares import Dare, Said
from .kit.in_words import setting_in_words
from .kit.live import Lab
from .kit.long_work import Growing
from .kit.memory import Memory

PUBLISHED_SETTING = {
    "neurons": 30,
    "activation": "sigmoid",
    "initializer": "nielsen",
    "scale": 1.0,
    "metric": "mean_delta",
}
APART = (1, 5, 20, 100)  # how many times slower: the answers that notebook 00 offers


def speed_lab(hidden_layers=4):
    """The main lab of notebook 03: depth, width, activation, initialization, scale, seed, metric, and the fan over seeds."""
    picture = SpeedPicture()
    fan = Memory(most=4)(fan_of_networks)

    def update(hidden_layers, neurons, activation, initializer, scale, seed, metric, networks):
        settings = {"activation": activation, "initializer": initializer, "scale": scale}
        sizes = digit_sizes(hidden_layers, neurons)
        speeds = layer_speeds(Network(sizes, rng=np.random.default_rng(seed), **settings), *digits.first())[metric]
        several = yield from fan(sizes, **settings).upto(networks)
        band = np.array([each[metric] for each in several]) if several else None
        published = published_speeds(hidden_layers, {"neurons": neurons, "metric": metric, **settings})
        picture.show(speeds, SPEED_METRICS[metric].label, band=None if band is None else spread(band)[[0, 2]],
                     published=published, verdict=verdict(speeds))  # fmt: skip
        said = speed_sentence(speeds, metric, setting_in_words(neurons=neurons, seed=seed, **settings))
        return Said(said + fan_sentence(band) + cancelled_sentence(band, networks), speeds=speeds)

    controls = {
        "hidden_layers": c.hidden_layers(hidden_layers).main(),
        "neurons": c.neurons(),
        "seed": c.seed(),
        "activation": c.activation().folded(),
        "initializer": c.initializer().folded(),
        "scale": c.scale().folded(),
        "metric": c.metric().folded(),
        "networks": c.choice("band over seeds", [("none", 0), ("20 networks", 20), ("100 networks", 100)]),
    }
    dares = [level_dare(hidden_layers)] if hidden_layers > 1 else []
    return Lab("how fast does each layer learn?", picture.figure, controls, update, dares=dares)


def level_dare(depth):
    """Layer 1 at least as fast as the last, by the default speed, at the depth that the lab began with."""

    def met(now):
        there = now.hidden_layers == depth and now.metric == PUBLISHED_SETTING["metric"]
        return there and not in_speeds(now.speeds) and now.speeds[0] >= now.speeds[-1]

    return Dare(f"make layer 1 as fast as layer {depth} without changing the depth or the kind of speed.", met)


def fan_of_networks(sizes, **settings):
    """The speeds of one network after another, one a seed: a Growing of {metric: array of shape (hidden layers,)}."""
    return Growing(
        lambda seed: layer_speeds(Network(sizes, rng=np.random.default_rng(seed), **settings), *digits.first())
    )


def cancelled_sentence(band, networks):
    """That fewer networks are shown than were asked for; empty where all are there."""
    found = 0 if band is None else len(band)
    return f" Cancelled: the band shows {found} of {networks} networks." if found < networks else ""


def published_speeds(hidden_layers, setting):
    """The published values for this depth, where the setting is the published one; else None."""
    return NIELSEN_SPEEDS.get(hidden_layers) if setting == PUBLISHED_SETTING else None


def comparison(speeds):
    """How layer 1 compares with the last: ("123", "slower") or ("1.1", "faster")."""
    ratio = last_to_first(speeds)
    return number(max(ratio, 1 / ratio)), "slower" if ratio >= 1 else "faster"


def verdict(speeds):
    """The few words beside the picture; none where there is nothing to compare."""
    if len(speeds) == 1 or in_speeds(speeds):
        return ""
    times, faster = comparison(speeds)
    return f"layer 1:\n{times}\ntimes {faster}"


def speed_sentence(speeds, metric, setting):
    """How much slower or faster layer 1 is than the last hidden layer, or which speed is not a number."""
    wrong = in_speeds(speeds)
    still = named(wrong, ZERO)
    if named(wrong, OVERFLOW):
        said = "Overflow: the numbers of this network grew beyond what a float can hold, so there is no speed to show."
    elif len(still) == len(speeds):
        said = "Nothing reaches any hidden layer: every gradient is exactly zero."
    elif still:
        said = f"The gradient of layer {still[0]} is exactly zero: it does not learn at all."
    elif len(speeds) == 1:
        said = f"There is one hidden layer; its speed is {number(speeds[0])}."
    else:
        times, faster = comparison(speeds)
        said = f"Layer 1 learns {times} times {faster} than layer {len(speeds)}."
    return f"{said} Speed: {SPEED_METRICS[metric].label}; {setting}."


def fan_sentence(band):
    """How that ratio spreads over the seeds of a fan; empty without one."""
    if band is None or band.shape[1] == 1:
        return ""
    ratios = last_to_first(band)
    without = int((~np.isfinite(ratios)).sum())
    if without:
        return f" In {without} of {len(band)} networks the first layer does not learn at all: there is no ratio."
    low, middle, high = spread(ratios)
    return (
        f" Over {len(band)} seeds the ratio last / first has the median {number(middle)},"
        f" and lies between {number(low)} and {number(high)} for 90 % of them."
    )


def neuron_lab():
    """A lab of notebook 03: the speed of every single neuron, |mean over images of delta|."""
    picture = NeuronPicture()

    def update(hidden_layers, neurons, seed, ruler):
        net = Network(digit_sizes(hidden_layers, neurons), rng=np.random.default_rng(seed))
        x, y = digits.first()
        speeds = [np.abs(db) for db in net.backward(net.forward(x), y).db[1:-1]]
        picture.show(speeds, one_ruler=ruler == "one")
        return neuron_sentence(speeds, seed)

    controls = {
        "hidden_layers": c.hidden_layers(2, high=NeuronPicture.MOST_LAYERS).main(),
        "neurons": c.neurons(30, low=5, high=60),
        "seed": c.seed(),
        "ruler": c.choice("ruler", [("one for all layers", "one"), ("one for each layer", "each")]).counts_when(
            has_several_layers
        ),
    }
    return Lab("the speed of every neuron", picture.figure, controls, update)


def has_several_layers(settings):
    """Whether there is more than one layer to measure against each other."""
    return settings["hidden_layers"] > 1


def neuron_sentence(speeds, seed):
    """The typical neuron of the first layer beside the typical one of the last."""
    first, last = np.median(speeds[0]), np.median(speeds[-1])
    measure = f"Speed of a neuron: |mean δ|; seed {seed}."
    if len(speeds) == 1:
        return f"The median neuron of the one hidden layer has the speed {number(first)}. {measure}"
    quicker = int((speeds[0] > last).sum())
    reach = f"{quicker or 'none'} of the {len(speeds[0])} neurons in layer 1 {'is' if quicker < 2 else 'are'} as fast as that"
    return (
        f"The median neuron of layer 1 learns {number(last / first)} times slower than that of layer {len(speeds)}; "
        f"{reach}. {measure}"
    )


def dials(sizes, seed):
    """The speed of each hidden layer of one random network, one number a layer."""
    return layer_speeds(Network(sizes, rng=np.random.default_rng(seed)), *digits.first())["mean_delta"]


def dials_apart(hidden_layers=3):
    """Which of `APART` is nearest to slowest over fastest in `speedometer_lab` as it opens, counted from 0; a sentence."""
    speeds = dials(digit_sizes(hidden_layers), seed=0)
    times = speeds.max() / speeds.min()
    nearest = int(np.abs(np.log(times / np.array(APART))).argmin())
    return (
        nearest,
        f"Layer {speeds.argmin() + 1} learns {number(times, 2)} times slower than layer {speeds.argmax() + 1}.",
    )


def speedometer_lab(hidden_layers=3):
    """The lab of notebook 00: the layers of one network as speedometers."""
    picture = SpeedometerPicture(hidden_layers)
    sizes = digit_sizes(hidden_layers)

    def update(seed):
        speeds = dials(sizes, seed)
        picture.show(speeds / speeds.max())
        times, faster = comparison(speeds)
        return f"Before any training, layer 1 learns {times} times {faster} than layer {hidden_layers} (seed {seed})."

    return Lab("the layers as speedometers", picture.figure, {"seed": c.seed().main()}, update)
