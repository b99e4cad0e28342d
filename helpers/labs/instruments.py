"""What the instruments of a training say: the numbers for the picture, and the words for the sentence."""

import numpy as np

from helpers.engine import dead_share, saturated_share
from helpers.engine.measures.histograms import histograms
from helpers.engine.measures.saturation import flat_ends
from helpers.engine.measures.speeds import speeds_at
from helpers.engine.measures.symptoms import NAMES, in_cost, in_layers, in_speeds
from helpers.engine.network.sizes import PIXELS
from helpers.engine.training.watched_run import STRIDE_EVERY
from helpers.pictures.kit.words import count, number, percent

from .underflow import layers_in_words

LOOKED_INTO = 100  # images whose way through the layers is looked at
INSTRUMENTS = [
    ("speed of each layer", "speeds"),
    ("update-to-weight ratios", "ratios"),
    ("inputs of the activations", "crowd"),
    ("first-layer weights", "weights"),
]
SPEED = "speed of each {}: ‖mean δ‖"
STRIDE = "‖update‖ / ‖weights‖, training step {}"
NOT_YET = "no step yet, no update"


def show(picture, run, instrument):
    """Bring the picture to where the run stands; returns the trace of a few seen images."""
    taken, looks = run.taken, run.taken // run.every + 1
    picture.show_curves(run.every * np.arange(looks), run.seen_cost[:looks], run.new_cost[:looks],
                        run.accuracy[:looks], run.new_accuracy[:looks])  # fmt: skip
    x, _ = run.looks[0]
    trace, station = run.model.forward(x[:LOOKED_INTO]), station_of(run.model)
    if instrument == "speeds":
        picture.show_layers(speeds(run), SPEED.format(station), station=station)
    elif instrument == "ratios":
        last = max(taken // STRIDE_EVERY - 1, 0)
        title = STRIDE.format(STRIDE_EVERY * (last + 1)) if taken else NOT_YET
        picture.show_layers(run.strides[last], title, output=True, station=station)
    elif instrument == "crowd":
        shares, reach = histograms(run.model, trace)
        flat = flat_ends(run.model.activation.name)
        picture.show_crowd(
            shares, reach, flat, saturated_share(run.model, trace), dead_share(run.model, trace), station
        )
    else:
        W = run.model.own(1)[0]
        picture.show_weights(W if W.shape[1] == PIXELS else None)
    return trace


def speeds(run):
    """The speeds before the last step; before the first one those of as many seen images as a batch has."""
    if run.taken:
        return run.speeds["mean_delta"][run.taken - 1]
    x, y = (part[: run.batch_size] for part in run.looks[0])
    trace = run.model.run(x, training=True)
    return speeds_at(run.model, trace, run.model.back(trace, y))["mean_delta"]


def station_of(model):
    """The word for what the model's hidden stations are: layer, or step."""
    return model.stations[0].split()[0]


def symptoms(run, trace):
    """What is wrong, named by station; the same as the engine's `symptoms`, from the trace at hand.

    Before the first step, too: a gradient and slopes are there already.
    """
    return [*in_cost(run.cost[: run.taken]), *in_speeds(speeds(run)), *in_layers(run.model, trace)]


def progress_in_words(run):
    """Cost and accuracy, as they were last looked at."""
    k = run.taken // run.every
    if run.state:
        return f"Diverged at step {run.taken}: the numbers grew beyond what a float can hold."
    right = (
        f"{percent(run.accuracy[k])} of the seen images and {percent(run.new_accuracy[k])} of the new ones are right"
    )
    if not np.isfinite(run.new_accuracy[k]):
        right = "the outputs are beyond what a float can hold"
    if not run.taken:
        return f"Before the first step {right}; the cost of the seen ones is {number(run.seen_cost[0])}."
    return (
        f"After {count(run.taken, 'step')} {right}; the cost of the last batch was {number(run.cost[run.taken - 1])}."
    )


def symptoms_in_words(found, model):
    """The names of what is wrong, each with its layers; or which names were looked for in vain: that is not health."""
    if not found:
        return f"Symptoms: none of those looked for ({', '.join(NAMES)}), which does not say healthy."
    names = list(dict.fromkeys(symptom.name for symptom in found))
    said = []
    for name in names:
        stations = [symptom.station for symptom in found if symptom.name == name]
        where = layers_in_words(stations, len(model.hidden)).replace("layer", station_of(model))
        said.append(name if stations == [0] else f"{name} ({where})")
    return f"Symptoms: {', '.join(said)}."
