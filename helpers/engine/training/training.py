"""Training step by step: it can be played, paused and stopped between any two steps."""

from itertools import chain, count, islice, repeat

import numpy as np

from ..checks import check_count, check_function, check_not_negative, check_positive, check_rng
from ..network.model import check_model, mean_cost
from ..threads import one_thread
from .clipping import clipper
from .optimizers import OPTIMIZERS

DIVERGED = "diverged"


class Step:
    """One step of training: its number and its epoch, both from 1.

    `cost`: of the batch before the step, as training ran it; computed when it is first asked for, so a Step that is
    kept keeps its batch's outputs until then. `seen`: what the training's observer returned for this step's gradient,
    before the step was taken. `state`: "", or "diverged" where the outputs were no longer finite numbers: then no step
    was taken, and the training is over.
    """

    __slots__ = ("_cost", "_outputs", "epoch", "seen", "state", "step")

    def __init__(self, step, epoch, outputs, seen=None, state=""):
        self.step, self.epoch, self._outputs, self.seen, self.state = step, epoch, outputs, seen, state

    @property
    def cost(self):
        if self._outputs is not None:
            self._cost, self._outputs = mean_cost(*self._outputs), None
        return self._cost

    def __repr__(self):
        state = f", {self.state}" if self.state else ""
        return f"Step(step={self.step}, epoch={self.epoch}, cost={self.cost:.4g}{state})"


class Training:
    """What `train` returns: an iterator that takes one step each time it is asked, and yields its Step.

    `taken`: how many steps there were so far, of `steps`. `state`: that of the last one. One that was stopped in the
    middle of a step (by the kernel's Interrupt, say) cannot go on: ValueError for who asks it to.
    """

    def __init__(self, model, generator, steps):
        self.model, self.steps, self.taken, self.state, self.last = model, steps, 0, "", None
        self._generator = generator

    def __next__(self):
        with one_thread():
            step = next(self._generator, None)
        if step is None:
            if self.over:
                raise StopIteration
            raise ValueError(  # without it a loop would end here as if all steps had been taken
                f"this training was stopped in the middle of a step and cannot go on: {self._so_far()}. "
                "Make the network and its training anew"
            )
        self.last, self.taken, self.state = step, step.step, step.state
        return step

    def __iter__(self):
        if self.over:
            raise ValueError(f"this training is over: {self._so_far()}. To go on, call train again")
        return self

    @property
    def over(self):
        """Whether there is no further step to take."""
        return self.taken >= self.steps or bool(self.state)

    def finish(self):
        """Take all steps that are left; returns the last Step."""
        with one_thread():  # once for all of them
            while not self.over:
                next(self)
        return self.last

    def __repr__(self):
        how = "" if self.over else "; it trains only as it is asked: for step in …, or .finish()"
        return f"<Training of {self.model!r}: {self._so_far()}{how}>"

    def _so_far(self):
        ended = f", then it {self.state}" if self.state else ""
        return f"{self.taken:,} of {self.steps:,} steps taken{ended}"


def train(model, x, y, *, eta, epochs=None, steps=None, batch_size=None, lmbda=0.0, rng=None, observe=None,
          optimizer="sgd", clip=None, warmup=1):  # fmt: skip
    """Train `model` in place; returns a Training, which takes one step each time it is asked, and yields its Step.

    x of shape (n, inputs), y: n integer labels or one-hot rows; eta: the learning rate.
    epochs or steps: how long, one of the two. batch_size: images a step, drawn anew each epoch by `rng`; None means all
    of them (then no rng is needed).
    lmbda: the strength of L2 regularization, which multiplies each weight by 1 - eta lmbda / n a step
    (Nielsen 2015, chapter 3; biases are left alone).
    observe: called with (model, trace, gradient) before each step, e.g. speeds_at; its answer becomes Step.seen. What it
    keeps of the arrays it must copy: the next step writes over them.
    optimizer: a name from OPTIMIZERS; its memory begins empty with each call. clip: the longest gradient that is let
    through; None lets all through. warmup: in so many steps eta grows evenly to its value (Goyal et al. 2017): what
    lmbda does is not delayed. 1: no warm-up.
    The training ends early, with a Step that says so, when the outputs are no longer finite numbers.
    ValueError for bad arguments, before the first step.
    """
    eta, lmbda = check_positive("eta", eta), check_not_negative("lmbda", lmbda)
    check_model("model", model), observe is None or check_function("observe", observe)
    x = model.check_images(x)
    y = model.check_targets(y, len(x))
    if batch_size is None:
        batches, a_epoch = whole(len(x)), 1
        model.check_batch(len(x))
    else:
        batches = shuffled(len(x), check_count("batch_size", batch_size), check_rng(rng))
        a_epoch = -(-len(x) // batch_size)
        model.check_batch(min(batch_size, len(x) % batch_size or batch_size, len(x)))
    steps = check_length(epochs, steps, a_epoch)
    shrink = 1 - eta * lmbda / len(x)
    if shrink <= 0:
        raise ValueError(f"lmbda = {lmbda:g} is too strong: eta lmbda / n must stay below 1, got {1 - shrink:g}")
    clip, take_step = clipper(clip), OPTIMIZERS[optimizer].start(model.flat)
    etas = warmed_up(eta, check_count("warmup", warmup))
    generator = _steps(model, Batches(x, y, batches), etas, steps, shrink, clip, take_step, observe)
    return Training(model, generator, steps)


def check_length(epochs, steps, a_epoch):
    """How many steps that is; ValueError unless exactly one of the two is given."""
    if steps is not None and epochs is not None:
        raise ValueError(
            f"say how long to train by steps or by epochs, not by both: steps = {steps}, epochs = {epochs}"
        )
    return check_count("steps", steps) if steps is not None else a_epoch * check_count("epochs", epochs)


def warmed_up(eta, warmup):
    """The learning rates of one step after another, without an end: `warmup` steps up to eta, then eta."""
    return chain((eta * (step / warmup) for step in range(1, warmup)), repeat(eta))


def whole(n):
    """One batch an epoch: all n images in their order."""
    return lambda: iter([slice(None)])


def shuffled(n, batch_size, rng):
    """Batches of a new random order each epoch; the last is smaller where batch_size does not divide n."""

    def epoch():
        order = rng.permutation(n)
        return (order[i : i + batch_size] for i in range(0, n, batch_size))

    return epoch


class Batches:
    """(epoch, images, targets) of one batch after another, without an end."""

    def __init__(self, x, y, rows_of_an_epoch):
        self._x, self._y, self._rows, self._room = x, y, rows_of_an_epoch, {}

    def __iter__(self):
        for epoch in count(1):
            for rows in self._rows():
                yield epoch, self._images(rows), self._y[rows]

    def _images(self, rows):
        """A copy of these rows in one place, in the same room each time: asking for new room costs more than the copy."""
        if isinstance(rows, slice):
            return self._x[rows]
        if len(rows) not in self._room:
            self._room[len(rows)] = np.empty((len(rows), self._x.shape[1]), self._x.dtype)
        return np.take(self._x, rows, axis=0, out=self._room[len(rows)], mode="clip")  # "clip" copies without a buffer


def _steps(model, batches, etas, steps, shrink, clip, take_step, observe):
    gradient, traces = None, {}  # one gradient's room, and one trace's for each size of batch, used by every step
    for step, ((epoch, x, y), eta) in enumerate(zip(islice(batches, steps), etas, strict=False), 1):
        trace = traces[len(x)] = model.run(x, training=True, into=traces.get(len(x)))
        gradient = model.back(trace, y, into=gradient)
        outputs = (model.cost, trace.z[-1].copy(), trace.a[-1], y)
        seen = observe(model, trace, gradient) if observe else None
        if not np.isfinite(outputs[1]).all():
            yield Step(step, epoch, outputs, seen, DIVERGED)
            return
        model.remember(trace)
        shrink_weights(model, shrink)
        clip(gradient.flat)
        take_step(model.flat, gradient.flat, eta)
        yield Step(step, epoch, outputs, seen)


def shrink_weights(model, shrink):
    """w -> shrink w, in place; biases stay."""
    if shrink != 1:
        for W in model.weights:
            W *= shrink
