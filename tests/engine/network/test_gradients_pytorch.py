"""A second implementation agrees: PyTorch's gradients, and PyTorch's training, number by number."""

import numpy as np
import pytest

from helpers.engine import ACTIVATIONS, train
from helpers.engine.training.training import shuffled

from .gradient_check import blocks, every_kind_of_network, example, gradient, relative_error
from .torch_twin import PYTORCH_TOLERANCE, TorchTwin, torch


@pytest.mark.parametrize(("activation", "initializer", "cost"), every_kind_of_network)
def test_cost_and_gradient_equal_pytorchs(activation, initializer, cost):
    net, x, y = example(activation, initializer, cost)
    assert net.loss(x, y) == pytest.approx(TorchTwin(net).loss(x, y).item(), rel=1e-13)
    assert relative_error(net, gradient(net, x, y), TorchTwin(net).gradient(x, y)) <= PYTORCH_TOLERANCE


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_gradient_equals_pytorchs_through_20_layers(activation):
    net, x, y = example(activation, "he", "cross-entropy", sizes=[8] + 19 * [16] + [3])
    ours = gradient(net, x, y)
    assert len(net.W[1:]) == 20
    assert all(block.any() for block in blocks(net, ours))
    assert relative_error(net, ours, TorchTwin(net).gradient(x, y)) <= PYTORCH_TOLERANCE


@pytest.mark.parametrize("lmbda", [0.0, 5.0])
@pytest.mark.parametrize("cost", ["cross-entropy", "quadratic", "softmax"])
def test_50_steps_of_training_end_where_pytorchs_end(cost, lmbda):
    net, x, y = example("tanh", "nielsen", cost, images=100)
    start, twin = net.flat.copy(), TorchTwin(net)
    for _ in train(net, x, y, eta=0.5, epochs=5, batch_size=10, lmbda=lmbda, rng=np.random.default_rng(1)):
        pass
    # The same batches; L2 regularization is weight decay lmbda / n, on the weights alone.
    decay = [
        {"params": twin.parameters[0::2], "weight_decay": lmbda / 100},
        {"params": twin.parameters[1::2]},
    ]
    optimizer = torch.optim.SGD(decay, lr=0.5)
    batches = shuffled(100, 10, np.random.default_rng(1))
    for batch in [batch for _ in range(5) for batch in batches()]:
        optimizer.zero_grad()
        twin.loss(x[batch], y[batch]).backward()
        optimizer.step()
    assert relative_error(net, net.flat - start, twin.flat() - start) <= PYTORCH_TOLERANCE
