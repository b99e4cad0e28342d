"""Lab: depth is time. How much of an error arrives q steps back, in a plain network and through gates."""

import numpy as np

from helpers.engine import GRU, LSTM, RECURRENT_STARTS, Recurrent, error_flow, flow_factors, gate_flow
from helpers.pictures.flow import FlowPicture
from helpers.pictures.kit.words import count, number

from .kit import controls as c
from .kit.dares import Dare, Said
from .kit.live import Lab
from .kit.long_work import Progress
from .kit.memory import Memory

STEPS, NETWORKS = 100, 10  # as far back as one can look, and how many random networks are looked at
NUMBERS, IMAGES, ANSWERS = 5, 4, 4  # numbers a step reads, sequences, and what is to be told apart
CELLS = {"rnn": ("RNN, tanh", Recurrent), "lstm": ("LSTM", LSTM), "gru": ("GRU", GRU)}

LEVEL = Dare(
    "bring an error through 100 steps of a plain RNN: between a tenth of it and ten times as much.",
    lambda now: now.cell == "rnn" and now.steps == STEPS and 0.1 < now.arrives < 10,
)


def flow_lab(cell="rnn", radius=0.8, steps=50):
    """The lab of notebook 10: cell, start and spectral radius of its matrices, forget bias, inputs, how many steps back."""
    picture = FlowPicture()

    def update(cell, steps, **setting):
        if cell != "lstm":
            setting["forget_bias"] = 0.0  # which only an LSTM has: what was measured once is known for all of them
        flows, line, bound = yield from measured(cell=cell, **setting)
        flows, line = flows[:, : steps + 1], line[: steps + 1]
        bound = None if bound is None else bound[: steps + 1]
        arrives = float(np.median(flows[:, -1]))
        name = "predicted" if cell == "rnn" else "gates alone"
        picture.show(flows, line, name, bound, verdict(arrives, steps))
        return Said(flow_sentence(cell, steps, arrives, line[-1], bound, **setting), arrives=arrives)

    controls = {
        "cell": c.choice("cell", [(label, name) for name, (label, _) in CELLS.items()], cell),
        "recurrent": c.choice_from("recurrent weights", RECURRENT_STARTS, "gaussian").folded(),
        "radius": c.number("spectral radius", radius, 0.1, 3.0, 0.05).main(),
        "forget_bias": c.number("forget bias", 1.0, -2.0, 10.0, 0.5).counts_when(lambda now: now["cell"] == "lstm"),
        "steps": c.whole_number("steps back, q", steps, 1, STEPS),
        "neurons": c.neurons(50, low=2, high=60).folded(),
        "size": c.log_number("size of the inputs", 1.0, -2, 1).folded(),
    }
    return Lab("depth is time", picture.figure, controls, update, dares=[LEVEL])


@Memory(most=32)
def measured(cell, recurrent, radius, forget_bias, neurons, size):
    """(flows, line, bound) of NETWORKS random networks: shares that arrive 0 to STEPS steps back, of shape
    (NETWORKS, STEPS + 1), and what foretells them, of shape (STEPS + 1,).

    A plain network's line and bound come from its Jacobians, as medians; with gates the line is what comes by them
    alone, and there is no bound (None).
    """
    flows, lines, bounds = [], [], []
    for seed in range(NETWORKS):
        net, x, y = example(cell, recurrent, radius, forget_bias, neurons, size, seed)
        flows.append(shares(error_flow(net, x, y)))
        if cell == "rnn":
            typical, bound = flow_factors(net, x[0])
            lines.append(typical), bounds.append(bound)
        else:
            lines.append(shares(gate_flow(net, x, y)))
        yield Progress(seed + 1, NETWORKS)
    middle = np.median(bounds, axis=0) if bounds else None
    return np.array(flows), np.median(lines, axis=0), middle


def example(cell, recurrent, radius, forget_bias, neurons, size, seed):
    """A random network, and random inputs and labels for it."""
    rng, (_, kind) = np.random.default_rng(seed), CELLS[cell]
    gates = {"forget_bias": forget_bias} if kind is LSTM else {}
    net = kind([NUMBERS, neurons, ANSWERS], STEPS + 1, rng=rng, recurrent=recurrent, radius=radius, **gates)
    return net, size * rng.standard_normal((IMAGES, net.inputs)), rng.integers(ANSWERS, size=IMAGES)


def shares(flow):
    """A flow over what came out of the output."""
    return flow / flow[0]


def a_step(arrives, steps):
    """The factor a step that makes `arrives` of 1; NaN where nothing arrives, or more than a float can hold."""
    return arrives ** (1 / steps) if 0 < arrives < np.inf else np.nan


def verdict(arrives, steps):
    """The factor a step, beside the picture."""
    factor = a_step(arrives, steps)
    return f"× {number(factor)}\na step" if np.isfinite(factor) else ""


def flow_sentence(cell, steps, arrives, line, bound, **setting):
    """What arrives, what that is a step, what foretells it, and the setting."""
    return f"{told(cell, steps, arrives, line, bound)} {in_words(cell, **setting)}"


def told(cell, steps, arrives, line, bound):
    """The middle network's share and its factor a step, beside what was foretold."""
    back = f"{count(steps, 'step')} back"
    if not np.isfinite(arrives):
        return f"Overflow: {back} the error is beyond what a float can hold."
    if arrives == 0:
        return f"{back.capitalize()} nothing arrives: the error is exactly zero, or too small for a float."
    found = f"{back.capitalize()} {number(arrives)} of the error arrives, × {number(a_step(arrives, steps))} a step"
    if cell != "rnn":
        return f"{found}; by the gates alone {number(line)}."
    foretold = f"; predicted × {number(a_step(line, steps))}" if np.isfinite(a_step(line, steps)) else ""
    limit = f", and at most × {number(a_step(bound[-1], steps))}" if np.isfinite(a_step(bound[-1], steps)) else ""
    return f"{found}{foretold}{limit}."


def in_words(cell, recurrent, radius, forget_bias, neurons, size):
    """The setting, as the menus say it."""
    bias = f", forget bias {number(forget_bias)}" if cell == "lstm" else ""
    return (
        f"{CELLS[cell][0]}{bias}, {RECURRENT_STARTS[recurrent].label} weights, spectral radius {number(radius)}, "
        f"{count(neurons, 'neuron')}, inputs of size {number(size)}, median of {NETWORKS} networks."
    )
