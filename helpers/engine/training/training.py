"""Training step by step, as a generator: a lab can play it, pause it and stop it."""

from dataclasses import dataclass
from typing import Any

from ..checks import check_count, check_images, check_not_negative, check_positive, check_rng, check_targets
from .clipping import clipper
from .optimizers import OPTIMIZERS


@dataclass(frozen=True)
class Step:
    """One step of training: its number and its epoch, both from 1, and the batch's cost before the step.

    `seen` is what the training's observer returned for this step's gradient, before the step was taken.
    """

    step: int
    epoch: int
    cost: float
    seen: Any = None


def train(net, x, y, *, eta, epochs, batch_size=None, lmbda=0.0, rng=None, observe=None, optimizer="sgd", clip=None):
    """Train `net` in place; a generator that takes one step each time it is asked, and yields its Step.

    x of shape (n, sizes[0]), y: n integer labels or one-hot rows; eta: the learning rate.
    batch_size: images a step, drawn anew each epoch by `rng`; None means all of them (then no rng is needed).
    lmbda: the strength of L2 regularization, which multiplies each weight by 1 - eta lmbda / n a step
    (Nielsen 2015, chapter 3; biases are left alone).
    observe: called with (net, trace, gradient) before each step, e.g. speeds_at; its answer becomes Step.seen. What it
    keeps of the arrays it must copy: the next step reuses them.
    optimizer: a name from OPTIMIZERS. clip: the longest gradient that is let through; None lets all through.
    ValueError for bad arguments, before the first step.
    """
    eta, lmbda, epochs = check_positive("eta", eta), check_not_negative("lmbda", lmbda), check_count("epochs", epochs)
    x = check_images(x, net.sizes[0], net.flat.dtype)
    y = check_targets(y, len(x), net.sizes[-1], net.flat.dtype)
    if batch_size is None:
        batches = whole(len(x))
    else:
        batches = shuffled(len(x), check_count("batch_size", batch_size), check_rng(rng))
    shrink = 1 - eta * lmbda / len(x)
    if shrink <= 0:
        raise ValueError(f"lmbda = {lmbda:g} is too strong: eta lmbda / n must stay below 1, got {1 - shrink:g}")
    clip, take_step = clipper(clip), OPTIMIZERS[optimizer].start(net.flat)
    return _steps(net, x, y, eta, epochs, batches, shrink, clip, take_step, observe or (lambda *_: None))


def whole(n):
    """One batch an epoch: all n images in their order."""
    return lambda: iter([slice(None)])


def shuffled(n, batch_size, rng):
    """Batches of a new random order each epoch; the last is smaller where batch_size does not divide n."""

    def epoch():
        order = rng.permutation(n)
        return (order[i : i + batch_size] for i in range(0, n, batch_size))

    return epoch


def _steps(net, x, y, eta, epochs, batches, shrink, clip, take_step, observe):
    gradient, step = net._empty_gradient(), 0  # one gradient's room, used by every step
    for epoch in range(1, epochs + 1):
        for batch in batches():
            step += 1
            trace = net._forward(x[batch])
            net._backward(trace, y[batch], gradient)
            taken = Step(step, epoch, net._loss(trace, y[batch]), observe(net, trace, gradient))
            net._remember(trace)
            shrink_weights(net, shrink)
            clip(gradient.flat)
            take_step(net.flat, gradient.flat, eta)
            yield taken


def shrink_weights(net, shrink):
    """w -> shrink w, in place; biases stay."""
    if shrink != 1:
        for W in net.W[1:]:
            W *= shrink
