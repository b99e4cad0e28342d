"""Random moves of the controls, a thousand in the long form: nothing breaks, nothing warns, and no memory is lost."""

import ctypes
import gc
from dataclasses import replace
from functools import lru_cache

import numpy as np
import psutil
import pytest

from helpers.engine import Images, load_mnist
from helpers.labs import LABS, cures, training
from helpers.labs import update_ratios as strides
from helpers.labs.kit import digits
from helpers.pictures.kit import style
from tests.labs.moves import move_at_random
from tests.labs.test_ends import check_sentence

MOVES = [150, pytest.param(1000, marks=pytest.mark.long)]
WARM_UP = 0.4  # the share of the moves until fonts, glyphs and the buffers of numpy and matplotlib are there for good
MOST_GROWTH = 5e6  # bytes
BAND_EVERY = 200  # moves


def walk(lab, rng, moves):
    """Move one control at random, again and again.

    A band over seeds takes 20 or 100 times as long as one network. So the speed lab's band is switched on once
    in 200 moves, and off again with the next; every other control moves freely.
    """
    names = [name for name in lab.controls if name != "networks"]
    for i in range(moves):
        if "networks" in lab.controls and i % BAND_EVERY in (0, 1):
            lab.controls["networks"].holder.value = 20 if i % BAND_EVERY == 0 else 0
        else:
            move_at_random(lab, rng, rng.choice(names))
        check_sentence(lab)


def memory(lab):
    """Bytes that the process holds, with the lab where it started and all that can be given back given back."""
    lab.reset()
    gc.collect()
    try:
        ctypes.CDLL("libc.so.6").malloc_trim(0)  # glibc keeps freed memory in reserve: that is no leak
    except (OSError, AttributeError):
        pass  # another system's allocator
    return psutil.Process().memory_info().rss


@lru_cache
def few_digits(dtype=np.float32):
    """The shipped images with 50 left to train on."""
    mnist = load_mnist(dtype=dtype)
    few = Images(mnist.train.x[:50], mnist.train.y[:50], mnist.train.position[:50])
    return replace(mnist, train=few)


@lru_cache
def few_first(n=50, dtype=np.float64):
    """The first images, 50 of them at most."""
    return load_mnist(dtype=dtype).first(min(n, 50))


@pytest.fixture
def quick(monkeypatch):
    """Fewer pixels and fewer images, for time: all else is as the reader has it."""
    monkeypatch.setattr(style, "SHARPNESS", 0.5)
    monkeypatch.setattr(digits, "first", few_first)
    monkeypatch.setattr(digits, "shipped", few_digits)
    monkeypatch.setattr(training, "STEPS", 60)
    monkeypatch.setattr(cures, "STEPS", 2)
    monkeypatch.setattr(strides, "STEPS", 10)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("lab", LABS)
@pytest.mark.parametrize("moves", MOVES)
def test_random_moves_break_nothing_and_keep_no_memory(lab, moves, rng):
    lab, warm_up = LABS[lab](), round(WARM_UP * moves)
    walk(lab, rng, warm_up)
    before = memory(lab)
    walk(lab, rng, moves - warm_up)
    after = memory(lab)
    if after - before > MOST_GROWTH:  # a leak grows again; what the allocator could not give back does not
        walk(lab, rng, moves - warm_up)
        assert memory(lab) - after < MOST_GROWTH
