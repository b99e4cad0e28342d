"""Training a small network: the engine against PyTorch, against its own matrix products, and against its depth.

Each figure is a ratio of two times taken by turns in one run, so that a busy computer slows both. One thread each, but
where a thread setting is what is measured.
"""

from itertools import cycle, pairwise
from statistics import median

import numpy as np
from threadpoolctl import threadpool_limits

from helpers.engine import Network, load_mnist, train

from .table import line, seconds, skipped

SIZES, ETA = (784, 30, 30, 30, 10), 0.1
IMAGES, ROUNDS = 4000, 9
AGAINST_PYTORCH = {10: 4, 32: 3.5, 100: 2.3}  # images a batch: how many times as many steps a second, at least
FLOOR_BATCH, FLOOR_STEPS = 100, 400
SHALLOW, DEEP = (2, 50), (50, 100)  # hidden layers between which a further layer is priced


def compare():
    """Print all lines."""
    x, y = load_mnist(dtype=np.float32).first(IMAGES // 4)
    x, y = np.tile(x, (4, 1)), np.tile(y, 4)
    with threadpool_limits(1):
        for batch, least in AGAINST_PYTORCH.items():
            against_pytorch(x, y, batch, least)
        against_the_floor(x, y)
        by_depth(x, y)
    without_a_thread_setting(x, y)


def by_turns(one, other):
    """The median over the rounds of how long `one` takes in units of `other`; each is made anew, then called."""
    ratios = [seconds(one()) / seconds(other()) for _ in range(ROUNDS + 1)]
    return median(ratios[1:])  # the first warms up


def by_the_engine(x, y, batch, steps=None, sizes=SIZES, **kind):
    """Makes a call that trains a new network, for one epoch or so many steps."""

    def make():
        net, length = new_network(sizes, **kind), {"epochs": 1} if steps is None else {"steps": steps}
        return train(net, x, y, eta=ETA, batch_size=batch, rng=np.random.default_rng(1), **length).finish

    return make


def against_pytorch(x, y, batch, least):
    """How many times as many steps a second, on the same batches."""
    what = f"training {list(SIZES)}, float32, batch {batch}: steps a second, engine / PyTorch"
    try:
        import torch
    except ImportError:
        return skipped(what, "PyTorch is not installed")
    torch.set_num_threads(1)
    check_same(torch, x, y, batch)
    theirs = lambda: by_pytorch(torch, x, y, batch)[0]  # noqa: E731
    line(what, by_turns(theirs, by_the_engine(x, y, batch)), " x", least=least)


def by_pytorch(torch, x, y, batch):
    """A call that trains the same network in PyTorch's own way, eagerly; and its parameters."""
    net, linear = new_network(), torch.nn.Linear
    layers = [linear(n_in, n_out) for n_in, n_out in pairwise(SIZES)]
    with torch.no_grad():
        for layer, W, b in zip(layers, net.W[1:], net.b[1:], strict=True):
            layer.weight[:], layer.bias[:] = torch.from_numpy(W), torch.from_numpy(b)
    model = torch.nn.Sequential(*(part for layer in layers[:-1] for part in (layer, torch.nn.Sigmoid())), layers[-1])
    x, one_hot = torch.tensor(x), torch.eye(SIZES[-1])[torch.tensor(y, dtype=torch.long)]
    cost, sgd = torch.nn.BCEWithLogitsLoss(reduction="sum"), torch.optim.SGD(model.parameters(), lr=ETA)

    def run():
        order = torch.from_numpy(np.random.default_rng(1).permutation(len(x)))
        for i in range(0, len(x), batch):
            rows = order[i : i + batch]
            sgd.zero_grad()
            (cost(model(x[rows]), one_hot[rows]) / len(rows)).backward()
            sgd.step()

    return run, model.parameters


def check_same(torch, x, y, batch):
    """A ratio means something only if both end with the same weights."""
    run, parameters = by_pytorch(torch, x, y, batch)
    run()
    net = new_network()
    train(net, x, y, eta=ETA, epochs=1, batch_size=batch, rng=np.random.default_rng(1)).finish()
    theirs = torch.nn.utils.parameters_to_vector(parameters()).detach().numpy()
    np.testing.assert_allclose(net.flat, theirs, atol=2e-3)


def against_the_floor(x, y):
    """A step in units of its matrix products alone; and of these on images that are drawn at random, as a step's are.

    Fetching a hundred images from all over the memory takes a quarter of the time of the products: no engine of numpy
    comes below that.
    """
    ours = by_the_engine(x, y, FLOOR_BATCH, FLOOR_STEPS)
    what = f"training, batch {FLOOR_BATCH}: a step / its matrix products"
    same, drawn = (lambda: x[:FLOOR_BATCH]), drawn_images(x)
    line(f"{what} alone", by_turns(ours, lambda: matrix_products(same)), " x", most=1.5)
    line(f"{what} and the drawing of its images", by_turns(ours, lambda: matrix_products(drawn)), " x", most=1.5)


def drawn_images(x):
    """A function that copies other images each time, of a random order, into the same room."""
    rows = np.random.default_rng(1).permutation(len(x)).reshape(-1, FLOOR_BATCH)
    room, turn = np.empty((FLOOR_BATCH, x.shape[1]), x.dtype), cycle(rows)
    return lambda: np.take(x, next(turn), axis=0, out=room, mode="clip")


def matrix_products(images):
    """A call that does the products of FLOOR_STEPS steps on what `images()` gives, and nothing else."""
    W, rng = new_network().W, np.random.default_rng(0)
    a = [None, *(rng.random((FLOOR_BATCH, n), np.float32) for n in SIZES[1:])]

    def run():
        for _ in range(FLOOR_STEPS):
            a[0] = images()
            for l in range(1, len(SIZES)):
                a[l - 1] @ W[l].T
            for l in range(len(SIZES) - 1, 0, -1):
                a[l].T @ a[l - 1]
                if l > 1:
                    a[l] @ W[l]

    return run


def without_a_thread_setting(x, y):
    """What a learner gets who sets nothing, in units of what one thread gets."""
    ours = by_the_engine(x, y, FLOOR_BATCH, FLOOR_STEPS)

    def in_one_thread():
        run = ours()

        def limited():
            with threadpool_limits(1):
                run()

        return limited

    line(
        "training, batch 100: without any thread setting / in one thread", by_turns(ours, in_one_thread), " x", most=1.1
    )


def by_depth(x, y):
    """What a further layer costs far up, in units of what it costs at the start: 1 where the cost is linear.

    With tanh and orthogonal weights: below 60 layers of sigmoids the gradient is smaller than float32's smallest normal
    number, and some processors take ten times as long for such numbers.
    """
    kind = {"activation": "tanh", "initializer": "orthogonal"}

    def a_layer(between):
        low, high = between
        times = [
            median(seconds(by_the_engine(x, y, 32, 40, (784, *[30] * hidden, 10), **kind)()) for _ in range(ROUNDS))
            for hidden in between
        ]
        return (times[1] - times[0]) / (high - low)

    what = f"training: a layer between {DEEP[0]} and {DEEP[1]} / between {SHALLOW[0]} and {SHALLOW[1]}"
    line(what, a_layer(DEEP) / a_layer(SHALLOW), " x", most=1.25)


def new_network(sizes=SIZES, **kind):
    """The network that both start from."""
    return Network(sizes, rng=np.random.default_rng(0), dtype=np.float32, **kind)
