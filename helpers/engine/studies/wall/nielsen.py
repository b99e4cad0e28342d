"""Section 2: Nielsen 2015, chapter 5. His draws are unseeded: each published speed must lie inside our band."""

from functools import cache, partial

import numpy as np

from ...measures.speeds import last_to_first, speed_fan, spread
from ...network.activations import sigmoid_slope
from ...network.sizes import digit_sizes
from ...sweeps.sweep import load_sweep
from ...theory.chain import centred_biases, chain_factors, run_chain, widest_interval
from ...theory.mean_field import predicted_ratio
from ..held_parts import train_holding
from ..published import NIELSEN_ACCURACIES, NIELSEN_SPEEDS
from .common import MANY, each, first, network
from .full_data import DEPTHS, FILE
from .row import EXACT, PUBLISHED, Row, told

BOOK = "Nielsen 2015, ch. 5"
BANDS = {  # 5 and 95 % over 100 seeds, measured by hand before the course: (layer by layer), then the median ratio
    2: ([(0.036, 0.091), (0.209, 0.412)], 4.9, 4.88),
    3: ([(0.007, 0.017), (0.039, 0.082), (0.205, 0.392)], 25.7, 23.8),
    4: ([(0.0014, 0.0041), (0.0075, 0.018), (0.037, 0.084), (0.20, 0.38)], 122, 116),
}


@cache
def speeds(hidden):
    """||mean delta|| of a hundred networks, shape (seeds, hidden layers)."""
    return speed_fan(digit_sizes(hidden), *first(), MANY)["mean_delta"]


def at_the_start(hidden):
    """The speeds of each layer; 5 and 95 % of them; the ratio last/first, its median, and what theory says."""
    found, ratios = speeds(hidden), last_to_first(speeds(hidden))
    low, _, high = spread(found)
    ends = np.column_stack([low, high]).ravel()
    return [*found.T, ratios, *ends, np.median(ratios), predicted_ratio("sigmoid", hidden, 1, 1)]


def row_of(hidden):
    """The row of one depth."""
    published, (bands, median, predicted) = NIELSEN_SPEEDS[hidden], BANDS[hidden]
    layers = [told(speed, f"layer {l}", draw=True) for l, speed in enumerate(published, 1)]
    ends = [
        told(end, f"layer {l}, {share}", rel=0.1)
        for l, band in enumerate(bands, 1)
        for share, end in zip(("5 %", "95 %"), band, strict=True)
    ]
    ratios = told(published[-1] / published[0], "last/first", draw=True), told(median, "its median", rel=0.05)
    values = (*layers, ratios[0], *ends, ratios[1], told(predicted, "predicted", rel=0.005))
    what = f"{hidden} hidden layers: speeds at the start, last/first"
    measure = partial(at_the_start, hidden)
    return Row(f"nielsen.layers_{hidden}", what, PUBLISHED, BOOK, "03, 04", measure, values)


def during_training():
    """The smallest, the middle and the largest last/first of 500 full-batch steps, for each seed."""

    def one(seed):
        walk = train_holding(
            network(4, seed, dtype=np.float32), *first(dtype=np.float32), eta=0.1, lmbda=5.0, steps=500
        )
        return np.quantile(walk.gap, [0, 0.5, 1])

    return each(one)


def full_data():
    """Percent right after the last epoch, from the stored trainings on all of MNIST."""
    if not FILE.exists():
        raise FileNotFoundError(f"the trainings on all of MNIST are missing: {FILE}. Run make wall ARGS=--full-data")
    found = load_sweep(FILE)
    accuracies = {
        hidden: [100 * r["accuracy"][-1] for r in found.records if r["hidden"] == hidden] for hidden in DEPTHS
    }
    if missing := [hidden for hidden, shares in accuracies.items() if not shares]:
        raise ValueError(f"{FILE.name} holds no training with {missing} hidden layers: run make wall ARGS=--full-data")
    return list(accuracies.values())


def explosion():
    """The largest and the smallest factor of a chain of six with w = 100 whose z are all 0."""
    w = np.full(6, 100.0)
    factors = chain_factors(w, run_chain(w, centred_biases(w, 0.5), 0.5)[0])
    return [factors.min(), factors.max()]


EXACTLY = {"kind": EXACT, "source": BOOK, "notebook": "04"}
ROWS = [
    *map(row_of, NIELSEN_SPEEDS),
    Row(
        "nielsen.hundred_times",
        "4 layers, 500 steps: the first about 100 times slower",
        PUBLISHED,
        BOOK,
        "06",
        during_training,
        (told(50, "smallest", rel=0.4), told(100, "middle", rel=0.5), told(140, "largest", rel=0.4)),
        note="read off a published curve, so within a factor",
    ),
    Row(
        "nielsen.full_data",
        "all of MNIST, 30 epochs: 1, 2, 3, 4 layers, % right",
        PUBLISHED,
        BOOK,
        "04, 09c",
        full_data,
        tuple(told(v, "1 layer" if h == 1 else f"{h} layers", points=0.5) for h, v in NIELSEN_ACCURACIES.items()),
        study="data/make_wall.py --full-data",
        note="one unseeded draw each; two networks that differ in the seed alone may lie half a point apart",
    ),
    Row(
        "nielsen.slope",
        "slope of the sigmoid at 0",
        measure=lambda: [sigmoid_slope(0.0)],
        values=(told(0.25),),
        **EXACTLY,
    ),
    Row(
        "nielsen.explosion",
        "chain with w = 100 and z = 0: each factor",
        measure=explosion,
        values=(told(25.0, "smallest"), told(25.0, "largest")),
        **EXACTLY,
    ),
    Row(
        "nielsen.interval",
        "widest interval of inputs: |w|, width",
        measure=lambda: widest_interval(),
        values=(told(6.894, "|w|"), told(0.4477, "width")),
        **EXACTLY,
    ),
]
