"""A network with normalization and shortcuts, written a second time, with PyTorch's own normalization layers."""

from .torch_twin import F, TorchTwin, torch


class NormalizedTwin(TorchTwin):
    """Starts from a copy of a Network; `parameters` are W[1], b[1], ..., then gamma[1], beta[1], ..."""

    def __init__(self, net):
        super().__init__(net)
        self.norm, self.branch, self.widths, self.training = net.norm.name, net.branch, net.sizes[1:-1], True
        self.affine = []
        if self.norm != "none":
            both = [part for pair in zip(net.gamma[1:-1], net.beta[1:-1], strict=True) for part in pair]
            self.affine = [torch.tensor(part, requires_grad=True) for part in both]
        self.weights, self.parameters = self.parameters, self.parameters + self.affine
        self.mean = [torch.zeros(n, dtype=torch.double) for n in self.widths]
        self.variance = [torch.ones(n, dtype=torch.double) for n in self.widths]

    def normalize(self, z, layer):
        if self.norm == "none":
            return z
        gamma, beta = self.affine[2 * layer : 2 * layer + 2]
        if self.norm == "layer":
            return F.layer_norm(z, z.shape[1:], gamma, beta)
        if self.norm == "rms":
            return F.rms_norm(z, z.shape[1:], gamma, eps=1e-5) + beta
        return F.batch_norm(z, self.mean[layer], self.variance[layer], gamma, beta, training=self.training)

    def outputs(self, x):
        a, pairs = torch.as_tensor(x), list(zip(self.weights[0::2], self.weights[1::2], strict=True))
        for layer, (W, b) in enumerate(pairs[:-1]):
            part = self.phi(self.normalize(F.linear(a, W, b), layer))
            a = a + self.branch * part if self.branch and a.shape == part.shape else part
        return F.linear(a, *pairs[-1])

    def loss(self, x, y):
        y = torch.as_tensor(y)
        return self.cost(self.outputs(x), y, F.one_hot(y, self.classes).double()) / len(y)
