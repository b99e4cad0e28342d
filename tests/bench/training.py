"""Training a small network: the engine against PyTorch, the same arithmetic on the same batches, one thread each."""

from itertools import pairwise
from statistics import median

import numpy as np
from threadpoolctl import threadpool_limits

from helpers.engine import Network, load_mnist, train

from .table import line, seconds, skipped

SIZES, BATCH, ETA = (784, 30, 30, 30, 10), 10, 0.1
IMAGES, EPOCHS, ROUNDS = 4000, 1, 9
WHAT = f"training {list(SIZES)}, batch {BATCH}, float32: steps a second, engine / PyTorch"


def compare():
    """Print how many times as many steps a second the engine takes."""
    try:
        import torch
    except ImportError:
        return skipped(WHAT, "PyTorch is not installed")
    torch.set_num_threads(1)
    x, y = load_mnist(dtype=np.float32).first(IMAGES)
    ratios, nets = [], []
    with threadpool_limits(1):
        for round in range(ROUNDS):  # by turns, so that a busy computer slows both
            ours, theirs = by_the_engine(x, y), by_pytorch(torch, x, y)
            steps = [(IMAGES // BATCH) * EPOCHS / seconds(run) for run in (ours, theirs)]
            if round:  # the first warms up
                ratios.append(steps[0] / steps[1])
            nets = ours.net, theirs.net
    check_same(*nets)
    line(WHAT, median(ratios), " x", least=3)


def by_the_engine(x, y):
    """A call that trains a new network."""
    net = new_network()

    def run():
        for _ in train(net, x, y, eta=ETA, epochs=EPOCHS, batch_size=BATCH, rng=np.random.default_rng(1)):
            pass

    run.net = net.flat
    return run


def by_pytorch(torch, x, y):
    """A call that trains the same network in PyTorch's own way, eagerly."""
    net, linear = new_network(), torch.nn.Linear
    layers = [linear(n_in, n_out) for n_in, n_out in pairwise(SIZES)]
    with torch.no_grad():
        for layer, W, b in zip(layers, net.W[1:], net.b[1:], strict=True):
            layer.weight[:], layer.bias[:] = torch.from_numpy(W), torch.from_numpy(b)
    model = torch.nn.Sequential(*(part for layer in layers[:-1] for part in (layer, torch.nn.Sigmoid())), layers[-1])
    x, one_hot = torch.tensor(x), torch.eye(SIZES[-1])[torch.tensor(y, dtype=torch.long)]
    cost, sgd = torch.nn.BCEWithLogitsLoss(reduction="sum"), torch.optim.SGD(model.parameters(), lr=ETA)

    def run():
        rng = np.random.default_rng(1)
        for _ in range(EPOCHS):
            order = torch.from_numpy(rng.permutation(len(x)))
            for i in range(0, len(x), BATCH):
                batch = order[i : i + BATCH]
                sgd.zero_grad()
                value = cost(model(x[batch]), one_hot[batch]) / len(batch)
                value.backward()
                sgd.step()
                value.item()  # the engine reports the cost of each step, too
        run.net = torch.nn.utils.parameters_to_vector(model.parameters()).detach().numpy()

    run.net = None
    return run


def new_network():
    """The network that both start from."""
    return Network(SIZES, rng=np.random.default_rng(0), dtype=np.float32)


def check_same(ours, theirs):
    """A ratio means something only if both end with the same weights."""
    np.testing.assert_allclose(ours, theirs, atol=2e-3)
