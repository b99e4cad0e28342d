"""Section 5b, first part: how large the gap between the layers is, what keeps it open, and the plateau of training."""

from functools import cache

import numpy as np
from scipy.sparse.linalg import LinearOperator, eigsh

from ...measures.curvature import bias_curvatures, pulled_root
from ...measures.speeds import last_to_first, layer_speeds, speed_fan
from ...network.sizes import digit_sizes
from ...theory.chain import chain_factors, draw_chains, run_chain
from ..held_parts import train_holding
from ..plateau import best_output_layer
from .common import each, first, network
from .row import BY_HAND, Row, several, told

WIDTHS = (10, 30, 100, 200, 300)


def widths():
    """Median last/first by all parameters for each width; the least and the most of the medians by ||mean delta||."""
    x, y = first(200)
    fans = [speed_fan(digit_sizes(4, width), x, y, range(20)) for width in WIDTHS]
    by_all, by_mean = ([np.median(last_to_first(fan[m])) for fan in fans] for m in ("all_parameters", "mean_delta"))
    return [*by_all, min(by_mean), max(by_mean)]


def pixels():
    x, y = first()
    views = (x - x.mean()) / x.std(), x - x.mean(axis=0)
    return [last_to_first(speed_fan(digit_sizes(4), view, y, range(20))["all_parameters"]) for view in views]


def largest_block(net, x, layer, rounds=30):
    """The largest eigenvalue of the Gauss-Newton block of all of a layer's parameters, by the power method.

    The block is a mean over images of sums over outputs of (delta a')(delta a')', a with a 1 at its end for the bias.
    """
    trace = net.forward(x)
    a = np.column_stack([trace.a[layer - 1], np.ones(len(x))])
    deltas = [pulled_root(net, trace, k).delta[layer].copy() for k in range(net.outputs)]
    V, size = np.random.default_rng(0).standard_normal((net.sizes[layer], a.shape[1])), 0.0
    for _ in range(rounds):
        V = V / np.linalg.norm(V)
        V = sum((delta * np.einsum("ij,ij->i", delta, a @ V.T)[:, None]).T @ a for delta in deltas) / len(x)
        size = np.linalg.norm(V)
    return size


def gauss_newton():
    """Last/first of the largest curvature and of the gradient, network of seed 0: by the biases, by all parameters."""
    net, (x, y) = network(4, 0), first()
    by_biases, speeds = bias_curvatures(net, x), layer_speeds(net, x, y)
    blocks = [largest_block(net, x, layer) for layer in (1, 4)]
    gradients = [last_to_first(speeds[metric]) for metric in ("mean_delta", "all_parameters")]
    return [by_biases[3][0] / by_biases[0][0], gradients[0], blocks[1] / blocks[0], gradients[1]]


def chain_factor():
    w, b, a0 = draw_chains(np.random.default_rng(1), 50_000, 9, 1, sigma_b=1)
    factors = np.abs(chain_factors(w, run_chain(w, b, a0)[0]))
    return [np.exp(np.log(factors).mean()), np.sqrt(np.mean(factors**2))]


@cache
def walk(seed, held=(), shrunk=None, steps=501):
    """Nielsen's training of four layers, with these blocks held still, or only these shrunk."""
    net, shrunk = network(4, seed, dtype=np.float32), None if shrunk is None else list(shrunk)
    return train_holding(net, *first(dtype=np.float32), list(held), shrunk, eta=0.1, lmbda=5.0, steps=steps)


def falls():
    """How many times ||mean delta|| of layer 1 has fallen: by step 500 free and with b5 held, by step 50 free and with
    W5 held, by step 500 with W5 held."""

    def fallen(seed, held, step):
        speeds = walk(seed, held).speeds
        return speeds[0, 0] / speeds[step, 0]

    cases = ((), 500), (("b5",), 500), ((), 50), (("W5",), 50), (("W5",), 500)
    return each(lambda seed: [fallen(seed, *case) for case in cases])


def gaps():
    """last/first after 500 steps with only the output weights shrunk, and with only the hidden ones."""
    hidden = tuple(f"W{l}" for l in (1, 2, 3, 4))
    return each(lambda seed: [walk(seed, (), shrunk).gap[500] for shrunk in (("W5",), hidden)])


def plateau_output():
    """The cost on the plateau; the lowest cost that the output layer alone can bring, and percent right there."""

    def one(seed):
        x, y = first(dtype=np.float32)
        found = walk(seed, (), None, 100)
        cost, right = best_output_layer(found.net, x, y)
        return found.cost[-1], cost, 100 * right

    return each(one)


def lowest_curvature(short=1e-3):
    """The lowest eigenvalue of the Hessian by all weights on the plateau, from differences of gradients."""
    x, y = first()
    net = network(4, 0)
    here = net.flat[:] = walk(0, (), None, 100).net.flat.astype(np.float64)
    here = here.copy()

    def gradient(at):
        net.flat[:] = at
        return net.backward(net.forward(x), y).flat.copy()

    def product(v):
        v = np.ravel(v)
        step = short / np.linalg.norm(v)
        return (gradient(here + step * v) - gradient(here - step * v)) / (2 * step)

    H = LinearOperator((len(here), len(here)), matvec=product, dtype=np.float64)
    v0 = np.random.default_rng(0).standard_normal(len(here))
    return [eigsh(H, k=1, which="SA", v0=v0, tol=0.02, ncv=40, maxiter=30, return_eigenvectors=False)[0]]


ROWS = [
    Row(
        "training.widths",
        "last/first by all parameters, widths 10 … 300",
        notebook="03",
        measure=widths,
        values=(
            *several((45, 64, 107, 152, 190), map(str, WIDTHS)),
            told((113, 129), "‖mean δ‖, least", rel=0.03),
            told((113, 129), "most", rel=0.03),
        ),
        **BY_HAND,
    ),
    Row(
        "training.pixels",
        "the same, pixels standardized, means removed",
        notebook="03",
        measure=pixels,
        values=several((29, 288), ("standardized", "means removed")),
        **BY_HAND,
    ),
    Row(
        "training.gauss_newton",
        "curvature, last/first: biases, all parameters",
        notebook="04",
        measure=gauss_newton,
        values=several((6952, 94, 1816, 48), ("biases", "their gradient", "all", "their gradient"), rel=0.03),
        note="the network of seed 0",
        **BY_HAND,
    ),
    Row(
        "training.chain",
        "chain at scale 1: geometric mean, root mean square",
        notebook="04",
        measure=chain_factor,
        values=several((0.100, 0.205), ("geometric", "root mean square"), rel=0.02),
        **BY_HAND,
    ),
    Row(
        "training.falls",
        "fall of ‖mean δ¹‖ over 500 steps, parts held",
        notebook="06",
        measure=falls,
        values=several(
            (207, 183, 83, 5.5, 297), ("free", "b⁵ held", "free, step 50", "W⁵ held, step 50", "W⁵ held"), rel=0.4
        ),
        note="told for one network",
        **BY_HAND,
    ),
    Row(
        "training.lambda",
        "λ only on the output weights, the hidden: gap",
        notebook="06",
        measure=gaps,
        values=several(((37, 43), (5, 8)), ("output", "hidden"), rel=0.15),
        **BY_HAND,
    ),
    Row(
        "training.output",
        "plateau: cost, output layer solved, % right",
        notebook="06",
        measure=plateau_output,
        values=(told(3.246, "cost", rel=0.01), told(1.34, "solved"), told(80, "% right", points=3.0)),
        **BY_HAND,
    ),
    Row(
        "training.saddle",
        "plateau: lowest eigenvalue of the Hessian",
        notebook="06",
        measure=lowest_curvature,
        values=(told(-0.005, "", rel=0.2),),
        **BY_HAND,
    ),
]
