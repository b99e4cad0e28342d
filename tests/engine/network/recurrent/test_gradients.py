"""Back-propagation through time is the slope of the cost: small steps and PyTorch say so, over 100 steps, too."""

import numpy as np
import pytest

from helpers.engine import ACTIVATIONS, COSTS

from ..torch_twin import PHI, PYTORCH_TOLERANCE, F, torch
from .examples import CELLS, example, relative_error

STEP, TOLERANCE = 1e-5, 1e-6
SEEDS = range(3)
every_cell = pytest.mark.parametrize("cell", CELLS)


def slopes(net, x, y):
    """Central differences of the cost by every parameter."""
    found = np.empty_like(net.flat)
    for i, value in enumerate(net.flat.copy()):
        net.flat[i] = value + STEP
        above = net.loss(x, y)
        net.flat[i] = value - STEP
        found[i] = (above - net.loss(x, y)) / (2 * STEP)
        net.flat[i] = value
    return found


def slopes_along(net, x, y, ways):
    """The same along whole directions, one a row."""
    found, start = [], net.flat.copy()
    for way in ways:
        ends = []
        for sign in (1, -1):
            net.flat[:] = start + sign * STEP * way
            ends.append(net.loss(x, y))
        found.append((ends[0] - ends[1]) / (2 * STEP))
    net.flat[:] = start
    return np.array(found)


def ways_by_block(net, rng):
    """A random direction of length 1 within each block."""
    ways = []
    for name in net.parameters:
        way = net.parameters.like()
        way.flat[:] = 0
        way[name][:] = rng.standard_normal(way[name].shape)
        ways.append(way.flat / np.linalg.norm(way.flat))
    return ways


def gradient(net, x, y):
    return net.backward(net.forward(x, training=True), y)


@every_cell
@pytest.mark.parametrize("settings", [{}, {"reads": 3}, *({"cost": cost} for cost in COSTS)], ids=str)
def test_gradient_is_the_slope_of_the_cost(cell, settings):
    for seed in SEEDS if not settings else SEEDS[:1]:
        net, x, y = example(cell, (2, 3, 3), steps=5, seed=seed, **settings)
        assert relative_error(net, gradient(net, x, y).flat, slopes(net, x, y)) <= TOLERANCE


@every_cell
def test_gradient_is_the_slope_of_the_cost_after_100_steps(cell):
    for seed in SEEDS:
        net, x, y = example(cell, steps=100, images=3, seed=seed)
        ways, found = ways_by_block(net, np.random.default_rng(seed)), gradient(net, x, y).flat
        for way, slope in zip(ways, slopes_along(net, x, y, ways), strict=True):
            assert way @ found == pytest.approx(slope, rel=TOLERANCE, abs=TOLERANCE * np.linalg.norm(found[way != 0]))


@pytest.mark.parametrize("activation", [name for name in ACTIVATIONS if name not in ("relu", "leaky_relu")])
def test_gradient_of_each_activation_is_the_slope_of_the_cost(activation):
    net, x, y = example("Recurrent", (2, 3, 3), activation=activation, radius=0.7)
    assert relative_error(net, gradient(net, x, y).flat, slopes(net, x, y)) <= TOLERANCE


class Twin:
    """The same network in PyTorch, of its own cells."""

    def __init__(self, net):
        numbers, m, _ = net.sizes
        kind = {"Recurrent": "RNN"}.get(type(net).__name__, type(net).__name__)
        extra = {"nonlinearity": net.activation.name} if kind == "RNN" else {}
        self.layer = getattr(torch.nn, kind)(numbers, m, batch_first=True, dtype=torch.float64, **extra)
        self.out = torch.nn.Linear(m, net.sizes[2], dtype=torch.float64)
        self.net, self.split = net, 3 * m if kind == "GRU" else len(net.b)
        with torch.no_grad():
            b, b_hh = net.b[: self.split], np.zeros(self.split)
            b_hh[self.split - len(net.b[self.split :]) :] = net.b[self.split :]
            for to, numbers in zip((*self.layer.parameters(), *self.out.parameters()),
                                   (net.W_in, net.W_rec, b, b_hh, net.W_out, net.b_out), strict=True):  # fmt: skip
                to.copy_(torch.tensor(numbers))

    def loss(self, x, y):
        h, _ = self.layer(torch.tensor(x).reshape(len(x), self.net.steps, -1))
        answers = self.out(h[:, -self.net.reads :])
        return F.cross_entropy(answers.flatten(0, 1), torch.tensor(y).ravel())

    def gradient(self, x, y):
        """In the engine's order: torch keeps two biases a gate, of which one is enough but for the GRU's candidate."""
        self.loss(x, y).backward()
        W_in, W_rec, b, b_hh, W_out, b_out = (
            p.grad.numpy() for p in (*self.layer.parameters(), *self.out.parameters())
        )
        more = b_hh[self.split - (len(self.net.b) - self.split) :] if len(self.net.b) > self.split else b_hh[:0]
        return np.concatenate([part.ravel() for part in (W_in, W_rec, b, more, W_out, b_out)])


@every_cell
@pytest.mark.parametrize(("steps", "reads"), [(1, 1), (6, 1), (28, 28), (100, 1), (100, 5)])
def test_cost_and_gradient_equal_pytorchs(cell, steps, reads):
    for seed in SEEDS:
        net, x, y = example(cell, sizes=(4, 12, 5), steps=steps, reads=reads, seed=seed)
        twin = Twin(net)
        assert net.loss(x, y) == pytest.approx(twin.loss(x, y).item(), rel=1e-12)
        ours, theirs = gradient(net, x, y).flat, twin.gradient(x, y)
        if steps == 1:  # before the first step nothing was said: W_rec is not used
            ours, theirs = (np.where(theirs == 0, part + 1, part) for part in (ours, theirs))
        assert relative_error(net, ours, theirs) <= PYTORCH_TOLERANCE


def test_relu_as_pytorch_has_it():
    assert "relu" in PHI
    net, x, y = example("Recurrent", sizes=(4, 12, 5), steps=20, activation="relu", recurrent="identity")
    assert relative_error(net, gradient(net, x, y).flat, Twin(net).gradient(x, y)) <= PYTORCH_TOLERANCE


@every_cell
def test_what_the_steps_add_makes_up_the_whole(cell):
    net, x, y = example(cell, steps=9, reads=2)
    found = gradient(net, x, y)
    for i, name in enumerate(("W_in", "W_rec", "b")):
        total = sum(found.own(s)[i] for s in net.hidden)
        assert total == pytest.approx(found.parameters[name], rel=1e-12, abs=1e-15)
    with pytest.raises(ValueError, match="stations are numbered from 1 to 10, got 0"):
        found.own(0)


@every_cell
def test_the_error_is_the_derivative_by_the_state(cell):
    """What stands in `error` sends the deltas: the slope along a change of the state, by the part of the model above."""
    net, x, y = example(cell)
    trace, found = net.forward(x), None
    found = net.backward(trace, y)
    rows = net.check_targets(y, len(x))
    for s in net.hidden:
        push = np.random.default_rng(s).standard_normal(trace.a[s].shape)
        ends = [net.cost_of(net.run_from(trace.a[s] + sign * STEP * push, s, x), rows) for sign in (1, -1)]
        assert (ends[0] - ends[1]) / (2 * STEP) == pytest.approx((found.error[s] * push).sum() / len(x), rel=1e-6)
