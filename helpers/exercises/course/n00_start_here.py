"""Exercises of notebook 0: reading the dials of the first lab."""

import numpy as np

from helpers.engine import Network, layer_speeds, load_mnist

from ..measured import measured
from ..records import Find, Mistake, Number

WANTED = 6.0  # percent of the fastest layer


def needles(seed):
    """Where the three dials stand, in percent of the fastest layer, for the network of that seed."""
    x, y = load_mnist().first(1000)
    net = Network([784, 30, 30, 30, 10], rng=np.random.default_rng(seed))
    speeds = layer_speeds(net, x, y)["mean_delta"]
    return 100 * speeds / speeds.max()


def first_needle_of_seed_250():
    """In percent."""
    return needles(250)[0]


def times_slower():
    """What the second dial of seed 0 shows over what the first one shows."""
    return needles(0)[1] / needles(0)[0]


def a_fast_first_layer():
    """The first seed whose layer 1 stands above WANTED."""
    return next(seed for seed in range(1000) if needles(seed)[0] > WANTED)


def look_at(seed):
    """Whether layer 1 stands above WANTED at that seed, and where it stands."""
    here = needles(seed)[0]
    return here > WANTED, f"At seed {seed} layer 1 stands at {here:.1f} %."


EXERCISES = [
    Number(
        key="00.1",
        title="The first dial at seed 250, in percent",
        solution=first_needle_of_seed_250,
        atol=0.05,
        mistakes=(
            Mistake(lambda: needles(0)[0], "That is the first dial at seed 0."),
            Mistake(lambda: needles(250)[1], "That is layer 2. The dial of layer 1 is asked for."),
            Mistake(lambda: needles(250)[0] / 100, "That is the share. The dial shows percent: 100 times as much."),
        ),
        hint="Tab moves from one control to the next. The number field takes any value, and Enter sends it. "
        "On the slider, Home goes to its start.",
        in_words="Press Tab until the number field beside the slider is framed. Type 250 and press Enter; "
        "the first dial now shows the answer. Press Tab once more, to the slider, and Home: it stands at 0 again.",
        afterwards="Every lab can be worked without the mouse.",
    ),
    Find(
        key="00.2",
        title="A seed whose layer 1 goes above 6 %",
        solution=a_fast_first_layer,
        look=look_at,
        hint="Try seeds in order and read the number under the first dial. Such seeds are rare. It may take "
        "some dozens.",
        in_words="Go through the seeds with the key → and watch the first dial.",
        afterwards="Such networks are rare. Notebook 3 counts how rare.",
    ),
    Number(
        key="00.3",
        title="How many times slower layer 1 is than layer 2, at seed 0",
        solution=times_slower,
        rtol=0.05,
        mistakes=(
            Mistake(
                lambda: needles(0)[1] - needles(0)[0],
                "That is the difference. How often does the first number go into the second?",
            ),
            Mistake(lambda: 1 / measured(times_slower), "That is layer 1 over layer 2: turn it around."),
            Mistake(
                lambda: 100 / needles(0)[1], "That is layer 2 beside layer 3. Layer 1 beside layer 2 is asked for."
            ),
            Mistake(
                lambda: 100 / needles(0)[0],
                "That is layer 1 beside layer 3, as the sentence under the dials says. Layer 2 is asked for.",
            ),
        ),
        hint="Divide what the second dial shows by what the first one shows.",
        in_words="Bring the seed to 0. Divide what the second dial shows by what the first one shows.",
        afterwards="And layer 2 is about as many times slower than layer 3: each step back costs about the same.",
    ),
]
