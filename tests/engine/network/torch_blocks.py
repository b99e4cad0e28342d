"""Residual blocks written a second time, with PyTorch's own normalizations."""

from .torch_twin import COST, PHI, F, np, torch


class BlockTwin:
    """Starts from a copy of a ResidualNetwork; `parameters` by name, as there."""

    def __init__(self, net):
        self.net, self.phi, self.cost = net, PHI[net.activation.name], COST[net.cost.name]
        self.parameters = {name: torch.tensor(net.parameters[name], requires_grad=True) for name in net.parameters}

    def normalize(self, a, place):
        if self.net.place != place or self.net.norm.name == "none":
            return a
        norm = {"layer": F.layer_norm, "rms": F.rms_norm}[self.net.norm.name]
        return norm(a, a.shape[1:], eps=1e-5)

    def loss(self, x, y):
        p, y, last = self.parameters, torch.as_tensor(y), self.net.last
        a = self.phi(F.linear(torch.as_tensor(x), p["W1"], p["b1"]))
        for s in range(2, last):
            part = F.linear(self.phi(F.linear(self.normalize(a, "pre"), p[f"W{s}"], p[f"b{s}"])), p[f"V{s}"])
            a = self.normalize(a + p.get(f"alpha{s}", self.net.branch) * part, "post")
        z = F.linear(self.normalize(a, "pre"), p[f"W{last}"], p[f"b{last}"])
        return self.cost(z, y, F.one_hot(y, self.net.outputs).double()) / len(y)

    def gradient(self, x, y):
        found = torch.autograd.grad(self.loss(x, y), list(self.parameters.values()))
        return {name: g.numpy() for name, g in zip(self.parameters, found, strict=True)}

    def flat(self):
        return np.concatenate([p.detach().numpy().ravel() for p in self.parameters.values()])
