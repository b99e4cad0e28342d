"""Lab: push one weight of a tiny network and watch the activations, the deltas and the cost follow."""

import numpy as np

from helpers.engine import Network
from helpers.pictures.kit.words import number
from helpers.pictures.one_weight import DiagramPicture

from .kit import controls as c
from .kit.live import Lab

SIZES = (2, 3, 3, 2)
REACH = 6.0
PUSHES = np.linspace(-REACH, REACH, 61)


def weight_lab():
    """The lab of notebook 02: a [2, 3, 3, 2] network, one image of two pixels, one weight to push."""
    picture = DiagramPicture(SIZES, REACH)

    def update(weight, push, x1, x2, answer, seed, ruler):
        net = Network(SIZES, rng=np.random.default_rng(seed))
        x, y = np.array([[x1, x2]]), np.array([answer])
        error, incoming = slope_factors(net, x, y, weight)
        slope = error * incoming
        cost = cost_along(net, x, y, weight, [0.0, push, *PUSHES])
        change = cost[1:] - cost[0]
        largest = np.abs(change).max() if ruler == "this" else largest_change(net, x, y)
        net.W[weight[0]][weight[1:]] += push
        trace = net.forward(x)
        picture.show(net, trace, net.backward(trace, y), weight, PUSHES, change[1:], slope, push, change[0], largest)
        if push == 0:
            return slope_sentence(weight, error, incoming)
        return weight_sentence(weight, push, cost[0], cost[1], slope)

    controls = {
        "weight": c.choice("weight", [(weight_name(w, " "), w) for w in every_weight()], (1, 0, 0)),
        "push": c.number("push", 0.0, -REACH, REACH, 0.1).main(),
        "x1": c.number("pixel 1", 0.9, 0.0, 1.0, 0.05),
        "x2": c.number("pixel 2", 0.2, 0.0, 1.0, 0.05).folded(),
        "answer": c.choice("right answer", [("output 1", 0), ("output 2", 1)]).folded(),
        "seed": c.seed().folded(),
        "ruler": c.choice("ruler", [("one for this weight", "this"), ("one for all weights", "all")]),
    }
    return Lab("push one weight", picture.figure, controls, update)


def every_weight():
    """All (l, j, k): layer, neuron it leads to, neuron it comes from."""
    return [(l, j, k) for l in range(1, len(SIZES)) for j in range(SIZES[l]) for k in range(SIZES[l - 1])]


def weight_name(weight, between=" from "):
    """A weight in words, neurons counted from 1; a menu has no room for the word `between` layer and neurons."""
    l, j, k = weight
    return f"layer {l},{between}{'pixel' if l == 1 else 'neuron'} {k + 1} to {'output' if l == len(SIZES) - 1 else 'neuron'} {j + 1}"


def slope_factors(net, x, y, weight):
    """The two factors of dC/dw: delta of the neuron the weight leads to, and the activation it comes from."""
    l, j, k = weight
    trace = net.forward(x)
    return net.backward(trace, y).delta[l][0, j], trace.a[l - 1][0, k]


def cost_along(net, x, y, weight, pushes):
    """The cost with that weight pushed by each of `pushes`, shape (pushes,); the network is left as it was."""
    W, place = net.W[weight[0]], weight[1:]
    start, costs = W[place], []
    for push in pushes:
        W[place] = start + push
        costs.append(net.loss(x, y))
    W[place] = start
    return np.array(costs)


def largest_change(net, x, y):
    """The largest change of the cost that a push to either end can make, over all weights."""
    ends = [cost_along(net, x, y, weight, [0.0, -REACH, REACH]) for weight in every_weight()]
    return max(np.abs(cost[1:] - cost[0]).max() for cost in ends)


def slope_sentence(weight, error, incoming):
    """Where the slope at push 0 comes from."""
    return (
        f"The slope of the cost along this weight ({weight_name(weight)}) is {number(error * incoming)}: "
        f"δ = {number(error)} of the neuron it leads to, times the activation {number(incoming)} it comes from."
    )


def weight_sentence(weight, push, before, after, slope):
    """What the push did to the cost, beside what the gradient promised."""
    return (
        f"Pushing this weight ({weight_name(weight)}) by {number(push)} takes the cost from {number(before, 5)} to {number(after, 5)}, "
        f"a change of {number(after - before)}; the slope {number(slope)} at push 0 promised {number(slope * push)}."
    )
