"""How deep can a network be and still learn? One training after another, each with the same small budget of steps."""

import numpy as np

from ..checks import check_count
from ..data.mnist import load_mnist
from ..network.activations import ACTIVATIONS
from ..network.cures import CURES
from ..network.lsuv import LSUV, STARTS, started
from ..network.sizes import digit_sizes
from ..theory.mean_field import gaussian_mean
from ..theory.phase import depth_scale
from ..training.training import train

WIDTH, BATCH, STEPS, LOOK = 30, 50, 500, 25  # neurons a layer, images a step, the budget, steps between two looks
GOAL = 0.8  # of the shipped test images
RATES = (0.01, 0.05, 0.2, 1.0)  # learning rates that are tried; a cure may take its own multiple of them
LADDER = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64)  # hidden layers
LSUV_IMAGES = 500


def deepest(activation, initializer, cure, seed, steps=STEPS):
    """Climb LADDER until a rung is missed: a network that with no rate reaches GOAL within `steps` steps.

    initializer: a name from STARTS. Returns a dict: `hidden`, the last rung that was reached (0: none),
    `eta`, the learning rate that reached it, and `accuracy`, the best that the first missed rung came to.
    """
    reached, eta, best = 0, RATES[-2], 1.0
    for hidden in LADDER:
        tries = {}
        for rate in nearest_first(RATES, eta):
            tries[rate] = trial(activation, initializer, cure, hidden, rate, seed, steps)
            if tries[rate] >= GOAL:
                break
        best = max(tries.values())
        if best < GOAL:
            break
        reached, eta = hidden, max(tries, key=tries.get)
    return {"hidden": reached, "eta": eta, "accuracy": best}


def predicted_depth(activation, initializer):
    """The depth up to which theory expects such networks to learn (see phase.py); infinity on the line chi = 1.

    None for a start without theory: weights that are all equal.
    """
    if STARTS[initializer] is LSUV:  # q = 1 in every layer: sigma_w^2 E[phi(u)^2] = 1
        sigma_w, sigma_b = gaussian_mean(lambda z: ACTIVATIONS[activation].phi(z) ** 2, 1.0) ** -0.5, 0.0
    elif (variance := STARTS[initializer].variance) is None:
        return None
    else:
        sigma_w, sigma_b = np.sqrt(WIDTH * variance(WIDTH, WIDTH)), STARTS[initializer].sigma_b
    return float(depth_scale(activation, sigma_w, sigma_b).trainable_depth)


def nearest_first(rates, eta):
    """The rates in the order in which they are worth trying after eta went well one rung below."""
    return sorted(rates, key=lambda rate: abs(np.log(rate / eta)))


def trial(activation, initializer, cure, hidden, eta, seed, steps=STEPS):
    """The best accuracy on the shipped test images, looked at every LOOK steps; stops at GOAL, and where numbers overflow."""
    mnist, cure = load_mnist(dtype=np.float32), CURES[cure]
    net = start(cure, check_count("hidden", hidden), activation, initializer, mnist.train.x, seed)
    settings = {"eta": cure.rate * eta, "batch_size": BATCH, "rng": np.random.default_rng(seed), **cure.training}
    training = train(net, mnist.train.x, mnist.train.y, steps=steps, **settings)
    looks = (net.accuracy(mnist.test.x, mnist.test.y) for step in training if step.step % LOOK == 0 and not step.state)
    best = 0.0
    for accuracy in looks:
        best = np.fmax(best, accuracy)  # a network that answers nothing has NaN
        if best >= GOAL:
            break
    return float(best)


def start(cure, hidden, activation, initializer, x, seed):
    """The network before its first step: float32, with a softmax."""
    # One hidden layer has nothing for a shortcut to lead around: the first rung is the network without it.
    path = {name: value for name, value in cure.path(hidden).items() if hidden > 1 or name != "branch"}
    settings = {"rng": np.random.default_rng(seed), "dtype": np.float32, **path}
    return started(initializer, digit_sizes(hidden, WIDTH), activation, "softmax", images=x[:LSUV_IMAGES], **settings)
