"""A wrong argument is answered at once, with a ValueError in a learner's words."""

import numpy as np
import pytest

from helpers.engine import Network


def small(*arguments, sizes=(4, 3, 10), **settings):
    return Network(sizes, *arguments, **({"rng": np.random.default_rng(0)} | settings))


X = np.full((2, 4), 0.5)


@pytest.mark.parametrize(
    ("sizes", "words"),
    [
        ([784], r"at least two layers, got \[784\]"),
        ([], "at least two layers"),
        (784, r"at least two layers, got \[784\]"),
        ([784, 0, 10], "whole number of neurons, got 0 in"),
        ([784, -30, 10], "whole number of neurons, got -30"),
        ([784, 30.5, 10], "whole number of neurons, got 30.5"),
        ([784, "30", 10], "whole number of neurons, got '30'"),
        ([784, True], "whole number of neurons, got True"),
    ],
)
def test_sizes(sizes, words):
    with pytest.raises(ValueError, match=words):
        small(sizes=sizes)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (("tahn",), "unknown activation 'tahn'. Did you mean 'tanh'.* sigmoid, centred_sigmoid, tanh, relu"),
        (("ReLU",), "unknown activation 'ReLU'. Did you mean 'relu'"),
        (
            ("tanh", "glorott"),
            "unknown initializer 'glorott'. Did you mean 'glorot'.* nielsen, .* orthogonal",
        ),
        (
            ("tanh", "he", "softmx"),
            "unknown cost 'softmx'. Did you mean 'softmax'.* cross-entropy, quadratic",
        ),
        ((None,), "unknown activation None.* sigmoid, centred_sigmoid, tanh"),
    ],
)
def test_unknown_names_bring_the_list_and_the_nearest(names, words):
    with pytest.raises(ValueError, match=words):
        small(*names)


def test_a_name_near_none_of_them_is_not_guessed_at():
    with pytest.raises(ValueError, match=r"'12345'\. The names are: sigmoid") as error:
        small("12345")
    assert "mean" not in str(error.value)


@pytest.mark.parametrize("rng", [None, 0, np.random, np.random.RandomState(0)])
def test_chance_comes_as_a_generator(rng):
    with pytest.raises(ValueError, match=r"rng must be .* np.random.default_rng\(0\)"):
        small(rng=rng)


@pytest.mark.parametrize("scale", [0, -1.0, np.nan, np.inf, "1", None])
def test_scale_is_above_zero(scale):
    with pytest.raises(ValueError, match="scale must be a number above zero"):
        small(scale=scale)


@pytest.mark.parametrize("dtype", [int, bool, complex, None, "number"])
def test_float_type_is_a_float(dtype):
    with pytest.raises(ValueError, match="dtype must be a float"):
        small(dtype=dtype)


@pytest.mark.parametrize(
    ("x", "words"),
    [
        (X[0], r"one row per image.* got shape \(4,\)"),
        (X[None], r"one row per image.* got shape \(1, 2, 4\)"),
        (X[:0], "no images"),
        (X[:, :3], "must have 4 numbers.* got 3"),
        (np.array([[0, 0, 0, 0], [0, np.nan, 0, 0]]), "image 1 holds a NaN"),
        (np.array([[0, 0, np.inf, 0]]), "image 0 holds a NaN or an infinite"),
        ([["a", "b", "c", "d"]], "must hold numbers"),
        (X * 1j, "must hold numbers"),
    ],
)
def test_images(x, words):
    net = small()
    for use in (net.forward, lambda x: net.loss(x, [0, 0]), lambda x: net.accuracy(x, [0, 0])):
        with pytest.raises(ValueError, match=words):
            use(x)


def test_images_too_bright_for_the_float_type():
    with pytest.raises(ValueError, match="image 1 holds a NaN or an infinite"):
        small(dtype=np.float16).forward([[0, 0, 0, 0], [0, 0, 0, 1e6]])


@pytest.mark.parametrize(
    ("y", "words"),
    [
        ([0, 10], "between 0 and 9, got 10"),
        ([-1, 0], "between 0 and 9, got -1"),
        ([0.0, 1.0], "whole numbers from 0 to 9"),
        ([True, False], "whole numbers from 0 to 9"),
        (["0", "1"], "whole numbers from 0 to 9"),
        ([0], "one label per image: 2 images"),
        ([0, 1, 2], "one label per image: 2 images"),
        ([], "one label per image"),
        (3, "one label per image"),
        (np.eye(10)[:1], r"must have shape \(2, 10\)"),
        (np.eye(9)[:2], r"must have shape \(2, 10\)"),
        (np.full((2, 10), 0.1), "must be one-hot"),
        (np.zeros((2, 10)), "must be one-hot"),
        (np.ones((2, 10)), "must be one-hot"),
        (2 * np.eye(10)[:2], "must be one-hot"),
        (np.full((2, 10), np.nan), "must be one-hot"),
    ],
)
def test_labels(y, words):
    net = small()
    trace = net.forward(X)
    for use in (lambda y: net.backward(trace, y), lambda y: net.loss(X, y), lambda y: net.accuracy(X, y)):
        with pytest.raises(ValueError, match=words):
            use(y)
