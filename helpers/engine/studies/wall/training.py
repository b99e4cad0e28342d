"""Section 5b: what was seen in training, and what explains it. Leads, each measured by hand once, some with one seed."""

from functools import cache

import numpy as np
from scipy.sparse.linalg import LinearOperator, eigsh

from ...measures.curvature import bias_curvatures, pulled_root
from ...measures.saturation import saturated_share
from ...measures.speeds import last_to_first, layer_speeds, speed_fan
from ...network.cures import CURES
from ...network.network import Network
from ...network.sizes import digit_sizes
from ...theory.chain import chain_factors, draw_chains, run_chain
from ...theory.mean_field import fixed_point
from ...training.training import train
from ..cure_study import steps_to_goal
from ..held_parts import train_holding
from ..plateau import best_output_layer
from ..steps_to_80 import steps_to_80
from ..trainable_study import trainable_row
from .common import FEW, digits, each, first, network
from .row import LEAD, PUBLISHED, Row, told

WIDTHS = (10, 30, 100, 200, 300)


def widths():
    """Median last/first by all parameters for each width; the smallest and the largest of the medians by ||mean delta||."""
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
    """Last/first of the largest curvature and of the gradient: by the biases, by all parameters; the network of seed 0."""
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
    """How many times ||mean delta|| of layer 1 has fallen: by step 500 free and with b5 held, by 50 free and with W5 held,
    by 500 with W5 held."""

    def fallen(seed, held, step):
        speeds = walk(seed, held).speeds
        return speeds[0, 0] / speeds[step, 0]

    cases = ((), 500), (("b5",), 500), ((), 50), (("W5",), 50), (("W5",), 500)
    return each(lambda seed: [fallen(seed, *case) for case in cases])


def gaps():
    """last/first after 500 steps with only the output weights shrunk, and with only the hidden ones."""
    hidden = tuple(f"W{l}" for l in (1, 2, 3, 4))
    return each(lambda seed: [walk(seed, (), shrunk).gap[500] for shrunk in (("W5",), hidden)])


ADAM_LOOKS = (300, 5000, 8000, 12_000, 16_000)


def adam_of_ten():
    """Percent right after each of ADAM_LOOKS: ten sigmoid layers, eta 0.003, batches of 100."""

    def one(seed):
        mnist, rng, found = digits(np.float32), np.random.default_rng(seed), []
        net = network(10, seed, dtype=np.float32)
        how = {"eta": 0.003, "optimizer": "adam", "batch_size": 100, "rng": rng}
        for step in train(net, mnist.train.x, mnist.train.y, steps=ADAM_LOOKS[-1], **how):
            if step.step in ADAM_LOOKS:
                found.append(100 * net.accuracy(mnist.test.x, mnist.test.y))
        return found

    return each(one)


def six_layers():
    """Steps to 80 % of six layers in two stored studies: gradient descent, Adam."""
    return [dict(zip(*study, strict=True))[6] for study in (steps_to_80(), steps_to_goal("adam"))]


def hundred(start, eta, seed, steps=60, **settings):
    """How many of 500 images a hundred ReLU layers of width 100 read after so many steps."""
    x, y = first(500, np.float32)
    net = network(100, seed, "relu", start, "softmax", width=100, dtype=np.float32, **settings)
    train(net, x, y, eta=eta, steps=steps, batch_size=50, rng=np.random.default_rng(seed)).finish()
    return net.accuracy(x, y)


def hundreds():
    """Looks-linear, He, orthogonal times the root of 2; He after 1,500 steps."""
    short = [
        [hundred("looks_linear", 0.005, seed) for seed in FEW],
        [hundred("he", 0.01, seed) for seed in FEW],
        [hundred("orthogonal", 0.01, seed, scale=np.sqrt(2)) for seed in FEW],
    ]
    return [*short, hundred("he", 0.001, 0, 1500)]


def woken(activation, optimizer, eta, steps=1000):
    """Of the neurons of layer 1 that one step too large put to sleep, percent that are awake after the training."""
    x, y = digits(np.float32).train.x, digits(np.float32).train.y
    slept = back = 0
    for seed in FEW:
        net = network(3, seed, activation, "he", dtype=np.float32)
        train(net, x, y, eta=0.5, steps=1).finish()
        before = ~(net.forward(x).z[1] > 0).any(axis=0)
        how = {"optimizer": optimizer, "batch_size": 20, "rng": np.random.default_rng(100 + seed)}
        train(net, x, y, eta=eta, steps=steps, **how).finish()
        slept, back = slept + before.sum(), back + (before & (net.forward(x).z[1] > 0).any(axis=0)).sum()
    return 100 * back / slept


def sleepers():
    adam = [woken(activation, "adam", 0.003) for activation in ("leaky_relu", "elu", "gelu", "relu")]
    return [*adam, woken("leaky_relu", "sgd", 0.01)]


SHORTCUT_RATES, SHORTCUT_STEPS, SHORTCUT_LOOK = (0.05, 0.2, 1.0), 500, 25


def with_cure(cure, activation, start, hidden, frozen, seed, goal=0.8):
    """(steps to the goal or NaN, the best share of test images seen), at the best of SHORTCUT_RATES; batches of 50."""
    mnist, tries = digits(np.float32), []
    for rate in SHORTCUT_RATES:
        rng, best, there = np.random.default_rng(seed), 0.0, np.inf
        settings = {"rng": np.random.default_rng(seed), "dtype": np.float32}
        net = CURES[cure].network(digit_sizes(hidden), activation, start, "softmax", **settings)
        held = [block for l in (range(2, hidden + 1) if frozen else ()) for block in net.own(l)]
        before = [block.copy() for block in held]
        how = {"eta": rate, "steps": SHORTCUT_STEPS, "batch_size": 50, "rng": rng}
        for step in train(net, mnist.train.x, mnist.train.y, **how):
            for block, old in zip(held, before, strict=True):
                block[:] = old
            if step.step % SHORTCUT_LOOK == 0 and not step.state:
                best = np.fmax(best, net.accuracy(mnist.test.x, mnist.test.y))
                if best >= goal:
                    there = step.step
                    break
        tries.append((there, -best))
    there, best = min(tries)
    return there if np.isfinite(there) else np.nan, -best


def shortcuts(seeds=range(1)):
    """Scaled shortcuts: steps, trained and frozen, for three activations; then the best share, both, for three others."""
    found = []
    for activation, start in (("sigmoid", "nielsen"), ("tanh", "glorot"), ("relu", "he")):
        for frozen in (False, True):
            found.append([with_cure("residual_scaled", activation, start, 64, frozen, seed)[0] for seed in seeds])
    others = ("residual", "sigmoid", "nielsen", 64), ("residual_layer_norm", "relu", "he", 64), ("batch_norm", "sigmoid", "nielsen", 48)  # fmt: skip
    for case in others:
        for frozen in (False, True):
            found.append([with_cure(*case, frozen, seed)[1] for seed in seeds])
    return found


def lengthened(end, layers, seed):
    """How many times longer a becomes on residual layers with the scale 1/sqrt(layers) and He's weights."""
    rng = np.random.default_rng(seed)
    a = start = rng.standard_normal((100, 100))
    for _ in range(layers):
        W = np.sqrt(2 / 100) * rng.standard_normal((100, 100))
        a = a + (np.maximum(a @ W, 0) if end == "ReLU" else np.maximum(a, 0) @ W) / np.sqrt(layers)
    return np.linalg.norm(a) / np.linalg.norm(start)


def growths():
    cases = [(end, layers) for end in ("weights", "ReLU") for layers in (50, 200)]
    return each(lambda seed: [lengthened(*case, seed) for case in cases], range(10))


def halves():
    """The share read with ten layers: batch normalization with gradients shrunk by 0.2 a layer on the way back, 1,000
    steps; batch normalization as it is, 500 steps."""

    def one(factor, eta, steps, seed):
        mnist, rng = digits(np.float32), np.random.default_rng(seed)
        net = CURES["batch_norm"].network(digit_sizes(10), rng=np.random.default_rng(seed), dtype=np.float32)

        def tilt(model, trace, gradient):
            for l in model.hidden:
                for block in gradient.blocks(l):
                    block *= factor ** (10 - l)

        how = {"eta": eta, "steps": steps, "batch_size": 100, "rng": rng, "observe": tilt}
        train(net, mnist.train.x, mnist.train.y, **how).finish()
        return net.accuracy(mnist.test.x, mnist.test.y)

    return [[one(*case, seed) for seed in FEW] for case in ((0.2, 3.0, 1000), (1.0, 0.3, 500))]


def plateau_output():
    """The cost on the plateau; the lowest cost that the output layer alone can bring, and percent right there."""

    def one(seed):
        x, y = first(dtype=np.float32)
        found = walk(seed, (), None, 100)
        cost, right = best_output_layer(found.net, x, y)
        return found.cost[-1], cost, 100 * right

    return each(one)


def lowest_curvature(short=1e-3):
    """The lowest eigenvalue of the Hessian by all weights on the plateau, its products from differences of gradients."""
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


def wide_tanh():
    """Training and test shares at sigma_w = 2.5 and 3, from the stored study of twenty tanh layers."""
    at = dict(zip(trainable_row()[0], zip(*trainable_row()[1:], strict=True), strict=True))
    return [at[2.5][0], at[3.0][0], at[2.5][1], at[3.0][1]]


def waves(n_out, n_in):
    """Weights that nobody drew: neuron k is a cosine that runs k / 2 times over its inputs; their mean square is 1 / n_in."""
    k, i = np.arange(1, n_out + 1)[:, None], np.arange(n_in) + 0.5
    return np.sqrt(2 / n_in) * np.cos(np.pi * k * i / n_in)


def deterministic():
    """Percent right of one hidden tanh layer after 10 epochs: cosines, LeCun's start."""

    def one(start, seed):
        mnist, rng = digits(np.float32), np.random.default_rng(seed)
        net = network(1, seed, "tanh", "lecun", "softmax", dtype=np.float32)
        for W in net.W[1:] if start == "waves" else ():
            W[:] = waves(*W.shape)
        train(net, mnist.train.x, mnist.train.y, eta=0.3, epochs=10, batch_size=20, rng=rng).finish()
        return 100 * net.accuracy(mnist.test.x, mnist.test.y)

    return [[one(start, seed) for seed in FEW] for start in ("waves", "lecun")]


def gelu_survives():
    """The sigma_w at which q* leaves 0 coming from q = 0.1, and from q = a million."""

    def threshold(q, low=1.2, high=2.2):
        for _ in range(30):
            middle = (low + high) / 2
            low, high = (middle, high) if fixed_point("gelu", middle, 0, q=q) == 0 else (low, middle)
        return high

    return [threshold(0.1), threshold(1e6)]


@cache
def ten_tanh_layers(size):
    """Ten tanh layers of 500 with weights of that standard deviation: the network, its trace and its gradient."""
    rng = np.random.default_rng(0)
    net = Network([500] * 11 + [10], "tanh", "large", "softmax", scale=size, sigma_b=0, rng=rng)
    x, y = rng.standard_normal((1000, 500)), rng.integers(10, size=1000)
    trace = net.forward(x)
    return net, trace, net.backward(trace, y)


def slide_sizes():
    """Standard deviations of a: layers 1, 2, 3 with 0.01; layers 1, 2, 3 and 10 with Xavier's size."""
    small, level = ([a.std() for a in ten_tanh_layers(size)[1].a[1:-1]] for size in (0.01, 1 / np.sqrt(500)))
    return [*small[:3], *level[:3], level[9]]


def slide_gradients():
    net, trace, gradient = ten_tanh_layers(1.0)
    lengths = [np.linalg.norm(gradient.dW[l]) for l in (1, 10)]
    return [100 * saturated_share(net, trace).mean(), *lengths]


def overfitting(epochs=400):
    """Percent of test images right: one hidden layer, 1,000 training images, N(0, 1) weights, without and with lambda."""

    def one(lmbda, seed):
        (x, y), test, rng = first(1000, np.float32), digits(np.float32).test, np.random.default_rng(seed)
        net = network(1, seed, "sigmoid", "large", dtype=np.float32)
        train(net, x, y, eta=0.5, epochs=epochs, batch_size=10, lmbda=lmbda, rng=rng).finish()
        return 100 * net.accuracy(test.x, test.y)

    return [[one(lmbda, seed) for seed in FEW] for lmbda in (0.0, 0.1)]


def several(values, labels, **tolerance):
    return tuple(told(value, label, **tolerance) for value, label in zip(values, labels, strict=True))


BY_HAND = {"kind": LEAD, "source": "measured by hand"}
TEN_LABELS = tuple(f"{steps:,} steps" for steps in ADAM_LOOKS)
SHORT = [told(v, label, points=25.0) for v, label in ((125, "sigmoid"), (125, "frozen"), (100, "tanh"), (100, "frozen"), (100, "ReLU"), (100, "frozen"))]  # fmt: skip
SHARES = [told(v, label, points=0.06) for v, label in ((0.84, "plain"), (0.10, "frozen"), (0.83, "layer norm"), (0.38, "frozen"), (0.83, "batch norm"), (0.52, "frozen"))]  # fmt: skip
NINE = "std of tanh, ten layers of 500: 0.01, Xavier"
ROWS = [
    Row("training.widths", "last/first by all parameters, widths 10 … 300", notebook="03", measure=widths, values=(*several((45, 64, 107, 152, 190), map(str, WIDTHS)), told((113, 129), "‖mean δ‖, least", rel=0.03), told((113, 129), "most", rel=0.03)), **BY_HAND),
    Row("training.pixels", "the same, pixels standardized, means removed", notebook="03", measure=pixels, values=several((29, 288), ("standardized", "means removed")), **BY_HAND),
    Row("training.gauss_newton", "curvature, last/first: biases, all parameters", notebook="04", measure=gauss_newton, values=several((6952, 94, 1816, 48), ("biases", "their gradient", "all", "their gradient"), rel=0.03), note="the network of seed 0", **BY_HAND),
    Row("training.chain", "chain at scale 1: geometric mean, root mean square", notebook="04", measure=chain_factor, values=several((0.100, 0.205), ("geometric", "root mean square"), rel=0.02), **BY_HAND),
    Row("training.falls", "fall of ‖mean δ¹‖ over 500 steps, parts held", notebook="06", measure=falls, values=several((207, 183, 83, 5.5, 297), ("free", "b⁵ held", "free, step 50", "W⁵ held, step 50", "W⁵ held"), rel=0.4), note="told for one network", **BY_HAND),
    Row("training.lambda", "λ only on the output weights, the hidden: gap", notebook="06", measure=gaps, values=several(((37, 43), (5, 8)), ("output", "hidden"), rel=0.15), **BY_HAND),
    Row("training.steps", "steps to 80 %, 1 to 6 layers", notebook="06", measure=lambda: list(steps_to_80()[1]), values=several((45, 145, 405, 1066, 4374, 12_758), (f"{h} layers" for h in range(1, 7)), rel=0.2), study="data/sweep_steps.py", **BY_HAND),
    Row("training.adam", "ten sigmoid layers, Adam, % right", notebook="09", measure=adam_of_ten, values=several((10, (31, 52), (46, 69), (87, 89), (84, 87)), TEN_LABELS, points=5.0), **BY_HAND),
    Row("training.six", "steps to 80 % at six layers: gradient descent, Adam", notebook="09", measure=six_layers, values=several((12_800, 1400), ("gradient descent", "Adam"), rel=0.3), study="data/sweep_steps.py && python data/sweep_cures.py", **BY_HAND),
    Row("training.hundred", "100 ReLU layers, 60 steps; He at 1,500", notebook="08", measure=hundreds, values=several(((0.87, 0.95), (0.15, 0.20), (0.15, 0.22), 0.48), ("looks linear", "He", "√2 orthogonal", "He, 1,500"), points=0.06), **BY_HAND),
    Row("training.sleepers", "sleeping neurons back: leaky, ELU, GELU, ReLU, SGD, %", notebook="07b", measure=sleepers, values=several((100 * 22 / 23, 100 * 41 / 42, 100 * 13 / 14, 0, 0), ("leaky", "ELU", "GELU", "ReLU", "leaky, SGD"), points=10.0), **BY_HAND),
    Row("training.shortcuts", "shortcuts, 64 layers: steps, shares; frozen middle", notebook="09", measure=shortcuts, values=(*SHORT, *SHARES), note="one seed; batches of 50, looked at every 25 steps, the best of three rates; a share ends at 0.8", **BY_HAND),
    Row("training.growth", "scale 1/√L, L = 50, 200: ends in weights, ReLU", notebook="09", measure=growths, values=several((2.31, 2.35, 43, 2040), ("weights, 50", "weights, 200", "ReLU, 50", "ReLU, 200"), rel=0.3), note="each layer adds a part 1/L of the squared length where the branch ends in weights: √e, about 1.65, at any depth", **BY_HAND),
    Row("training.halves", "ten layers: forward repaired only, both", notebook="09", measure=halves, values=several(((0.56, 0.60), (0.89, 0.90)), ("forward only", "both"), points=0.04), **BY_HAND),
    Row("training.output", "plateau: cost, output layer solved, % right", notebook="06", measure=plateau_output, values=(told(3.246, "cost", rel=0.01), told(1.34, "solved"), told(80, "% right", points=3.0)), **BY_HAND),
    Row("training.saddle", "plateau: lowest eigenvalue of the Hessian", notebook="06", measure=lowest_curvature, values=(told(-0.005, "", rel=0.2),), **BY_HAND),
    Row("training.wide_tanh", "tanh, depth 20, σ_w = 2.5, 3: training, test share", notebook="08b", measure=wide_tanh, values=several((1.0, 0.92, (0.53, 0.59), (0.53, 0.59)), ("training, 2.5", "training, 3", "test, 2.5", "test, 3"), points=0.04), study="data/sweep_trainable.py", **BY_HAND),
    Row("training.deterministic", "cosine start, LeCun's, % right", notebook="08", measure=deterministic, values=several((91.5, 92.8), ("cosines", "LeCun"), points=1.5), **BY_HAND),
    Row("training.gelu", "GELU survives: from q = 0.1, from large q", notebook="07", measure=gelu_survives, values=several((1.86, 1.43), ("small", "large"), rel=0.02), note="from ever smaller q it becomes 2, from ever larger √2", **BY_HAND),
    Row("training.slides", NINE, PUBLISHED, "cs231n notes", "08", slide_sizes, several((0.2133, 0.0476, 0.0106, 0.627, 0.486, 0.409, 0.231), ("0.01, layer 1", "layer 2", "layer 3", "Xavier, layer 1", "layer 2", "layer 3", "layer 10"), rel=0.05)),
    Row("training.flat", "the same, N(0, 1): flat slopes in %, ‖∂C/∂W‖", notebook="08", measure=slide_gradients, values=(told(89, "% flat", points=2.0), told(2.4e5, "layer 1", rel=0.2), told(3.2, "layer 10", rel=0.2)), **BY_HAND),
    Row("training.overfitting", "1,000 images, 400 epochs: no λ, λ = 0.1, % right", PUBLISHED, "Nielsen 2015, ch. 3", "06", overfitting, several((82.27, 87.1), ("no λ", "λ = 0.1"), points=1.5), note="told for 10,000 test images, ours are 1,000"),
]  # fmt: skip
