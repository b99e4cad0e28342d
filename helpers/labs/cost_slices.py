"""Lab: slices through the real cost, from where a network stands to where training takes it."""

from copy import deepcopy

import numpy as np

from helpers.engine import Network, train
from helpers.engine.network.sizes import digit_sizes
from helpers.engine.studies.cost_slices import blend, cost_along, random_end, slope_along
from helpers.pictures.cost_slices import SlicePicture
from helpers.pictures.kit.words import number, percent

from .kit import controls as c
from .kit import digits
from .kit.live import Lab
from .kit.long_work import counted
from .kit.memory import Memory

HIDDEN, SEEDS = 4, 4
PLATEAU_STEPS = 100  # of the published experiment
EPOCHS, ETA, BATCH = 80, 1.0, 100  # of the training that follows, without regularization
PLACES = np.linspace(0, 1, 41)
DIRECTIONS = 4
FLAT = 0.05  # a cost that moves by less than this along the whole line
PART = 7  # places of the line that are computed at a time


def slice_lab():
    """The lab of notebook 06: which layers move, what the others are held at, and where along the line."""
    picture = SlicePicture()

    def update(layer, others, here, start, seed):
        cost, controls, slope = yield from counted(slice_of(layer, others, start, seed, images()), pauses(seed))
        cost_here = float(np.interp(here, PLACES, cost))
        picture.show(PLACES, cost, controls, slope, here, cost_here, title=what_moves(layer, others))
        return slice_sentence(layer, cost, controls, slope, here, cost_here)

    controls = {
        "layer": c.choice(
            "what moves",
            [*((f"layer {l}", l) for l in range(1, HIDDEN + 1)), ("output layer", HIDDEN + 1), ("all layers", 0)],
        ),
        "others": c.choice(
            "the others stand",
            [(f"{percent(share)} of their way", share) for share in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)],
        ).counts_when(lambda settings: settings["layer"] != 0),
        "here": c.number("place on the line", 0.5, 0.0, 1.0, 0.01).main(),
        "start": c.choice(
            "from", [("the random network", "random"), (f"the plateau, step {PLATEAU_STEPS}", "plateau")], "plateau"
        ),
        "seed": c.seed(high=SEEDS - 1).folded(),
    }
    return Lab("slices through the cost", picture.figure, controls, update)


@Memory(most=64)
def slice_of(layer, others, start, seed, n):
    """On n images: cost along the line, shape (places,), along the control directions, (directions, places), and the slope at the start."""
    x, y = digits.light()
    points = yield from stations(seed, n)
    begin, end = points[start], points["trained"]
    layers = [layer] if layer else range(1, HIDDEN + 2)
    held, rng = blend(begin, end, others), np.random.default_rng(0)
    cost = yield from line(begin, end, layers, x, y, PLACES, held)
    controls = []
    for _ in range(DIRECTIONS):
        along = yield from line(begin, random_end(begin, end, layers, rng), layers, x, y, PLACES[::2], held)
        controls.append(np.interp(PLACES, PLACES[::2], along))
    return cost, np.array(controls), slope_along(begin, end, layers, x, y, held)


def pauses(seed):
    """In how many parts such a slice is computed, where nothing but perhaps its training is known."""
    lines = len(range(0, len(PLACES), PART)) + DIRECTIONS * len(range(0, len(PLACES[::2]), PART))
    steps = EPOCHS * -(-len(digits.shipped().train.y) // BATCH)
    return lines + (0 if stations.known(seed, images()) else PLATEAU_STEPS + steps)


def line(begin, end, layers, x, y, places, held):
    """The cost at these places of a line, shape (places,), a few at a time."""
    costs = []
    for i in range(0, len(places), PART):
        costs.append(cost_along(begin, end, layers, x, y, places[i : i + PART], held))
        yield
    return np.concatenate(costs)


@Memory(most=SEEDS)
def stations(seed, n):
    """Three networks of one training: {"random": before it, "plateau": after PLATEAU_STEPS steps, "trained": at its end}.

    The published experiment on n images up to the plateau, then the training that leaves it.
    """
    net = Network(digit_sizes(HIDDEN), rng=np.random.default_rng(seed), dtype=np.float32)
    points, train_images = {"random": deepcopy(net)}, digits.shipped().train
    for _ in train(net, *digits.light(), eta=0.1, epochs=PLATEAU_STEPS, lmbda=5.0):
        yield
    points["plateau"] = deepcopy(net)
    rng = np.random.default_rng(seed)
    for _ in train(net, train_images.x, train_images.y, eta=ETA, epochs=EPOCHS, batch_size=BATCH, rng=rng):
        yield
    return points | {"trained": net}


def images():
    """How many images the cost is taken over."""
    return len(digits.light()[1])


def what_moves(layer, others):
    """The title: what moves along the line, and where the rest stands."""
    if not layer:
        return "all layers move together"
    name = f"layer {layer}" if layer <= HIDDEN else "the output layer"
    where = {0.0: "stay where they are", 1.0: "are trained"}.get(others, f"have gone {percent(others)} of their way")
    return f"{name} moves; the others {where}"


def slice_sentence(layer, cost, controls, slope, here, cost_here):
    """What the slope promised for the whole way, what the line holds, and what random directions hold.

    No digit more than another processor shows, too: rounding grows in a long training, to some 0.0005 in a small slope.
    """
    deepest, fall = int(np.argmin(cost)), cost[0] - cost.min()
    change = number(slope, 2) if abs(slope) >= FLAT else f"less than {FLAT}"
    promised = f"The slope at the start, kept up over the whole way, would change the cost by {change}"
    if np.ptp(cost) < FLAT:
        held = f"and the line is flat to its end: the cost stays between {number(cost.min())} and {number(cost.max())}"
    elif deepest == 0:
        held = f"but nothing is to be gained on this line: of all its places the start is the lowest, {number(cost[0])}"
    else:
        but = "but" if -slope < fall / 2 else "and"
        where = "its end" if deepest == len(cost) - 1 else f"{percent(PLACES[deepest])} of it"
        rise = cost[:deepest].max() - cost[0]
        hump = f", after a rise of {number(rise, 1)}" if rise >= FLAT else ""
        held = f"{but} the line falls from {number(cost[0])} to {number(cost[deepest])}, at {where}{hump}"
    return (
        f"{promised}, {held}. Here the cost is {number(cost_here)}. "
        f"In {DIRECTIONS} random directions, equally far, the lowest is {number(controls.min())}."
    )
