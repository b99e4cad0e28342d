"""Labs with fewer pixels and fewer images, for tests that ask how a lab behaves and not what it measures."""

import sys
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest

from helpers.engine import Images, load_mnist
from helpers.labs import clinic, cures, playground, training
from helpers.labs import update_ratios as strides
from helpers.labs.kit import digits
from helpers.pictures.kit import style

FEW = 50  # images


@lru_cache
def few_digits(dtype=np.float32):
    """The shipped images with FEW left to train on."""
    mnist = load_mnist(dtype=dtype)
    few = Images(mnist.train.x[:FEW], mnist.train.y[:FEW], mnist.train.position[:FEW])
    return replace(mnist, train=few)


@lru_cache
def few_first(n=FEW, dtype=np.float64):
    """The first images, FEW of them at most."""
    return load_mnist(dtype=dtype).first(min(n, FEW))


@lru_cache
def few_fitting():
    """As many to try settings on; the same do for comparing them."""
    return few_digits().train


def forget_all():
    """What the labs remember of their measurements: with other images it would be wrong."""
    for name, module in list(sys.modules.items()):
        if name.startswith("helpers.labs"):
            for thing in vars(module).values():
                if hasattr(thing, "known"):  # a function with a memory
                    thing.forget()


@pytest.fixture
def coarse(monkeypatch):
    """A third of the pixels each way: all else is as the reader has it."""
    monkeypatch.setattr(style, "SHARPNESS", 0.5)


@pytest.fixture
def quick(coarse, monkeypatch):
    """A few images and short trainings as well."""
    forget_all()
    monkeypatch.setattr(digits, "first", few_first)
    monkeypatch.setattr(digits, "shipped", few_digits)
    monkeypatch.setattr(digits, "fitting", few_fitting)
    monkeypatch.setattr(digits, "validation", few_fitting)
    monkeypatch.setattr(playground, "STEPS", 60)
    monkeypatch.setattr(clinic, "STEPS", 60)
    monkeypatch.setattr(training, "STEPS", 60)
    monkeypatch.setattr(cures, "STEPS", 2)
    monkeypatch.setattr(strides, "STEPS", 10)
    yield
    forget_all()
