"""The same network written a second time, in PyTorch: it shares no formula with the engine."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch, the second opinion on every gradient, is not installed")
torch.set_num_threads(1)  # the matrices are tiny: threads would spend their time waiting for each other
F = torch.nn.functional

# Two roundings of the same 20-layer product in float64 differ by about 1e-14; a wrong formula by far more.
PYTORCH_TOLERANCE = 1e-9

# A new entry in the engine's tables needs its twin here, or its tests fail.
PHI = {
    "sigmoid": torch.sigmoid,
    "centred_sigmoid": lambda z: torch.sigmoid(z) - 0.5,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": lambda z: F.leaky_relu(z, 0.01),
    "elu": F.elu,
    "selu": F.selu,
    "gelu": lambda z: F.gelu(z, approximate="tanh"),
    "softplus": F.softplus,
    "linear": lambda z: z,
}
COST = {
    "cross-entropy": lambda z, y, one_hot: F.binary_cross_entropy_with_logits(z, one_hot, reduction="sum"),
    "quadratic": lambda z, y, one_hot: ((torch.sigmoid(z) - one_hot) ** 2).sum() / 2,
    "softmax": lambda z, y, one_hot: F.cross_entropy(z, y, reduction="sum"),
}


class TorchTwin:
    """Starts from a copy of the network's parameters; `parameters` are W[1], b[1], W[2], b[2] and so on."""

    def __init__(self, net):
        self.phi, self.cost, self.classes = PHI[net.activation.name], COST[net.cost.name], net.sizes[-1]
        pairs = [part for pair in zip(net.W[1:], net.b[1:], strict=True) for part in pair]
        self.parameters = [torch.tensor(part, requires_grad=True) for part in pairs]

    def loss(self, x, y):
        a, y = torch.as_tensor(x), torch.as_tensor(y)
        for W, b in zip(self.parameters[0::2], self.parameters[1::2], strict=True):
            z = F.linear(a, W, b)
            a = self.phi(z)
        return self.cost(z, y, F.one_hot(y, self.classes).double()) / len(y)

    def gradient(self, x, y):
        return np.concatenate([g.numpy().ravel() for g in torch.autograd.grad(self.loss(x, y), self.parameters)])

    def flat(self):
        return np.concatenate([p.detach().numpy().ravel() for p in self.parameters])
