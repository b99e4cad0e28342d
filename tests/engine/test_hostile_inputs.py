"""Whatever comes instead of an argument, the answer is a ValueError with a sentence, or right; never a stack of numpy.

Each public function is called once rightly (good_calls.py), then with one argument after another replaced.
"""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers import engine

from . import good_calls
from .good_calls import CALLS, NOT_TRIED, call

PLACES = [(name, argument) for name, good in CALLS.items() for argument in good() if (name, argument) not in NOT_TRIED]

# Nothing that any argument of the engine could mean.
GARBAGE = {
    "words": "no such thing",
    "no words": "",
    "bytes": b"tanh",
    "a set": {1, 2},
    "a dict": {"a": 1},
    "an object": object(),
    "complex": 1 + 2j,
    "rows of different lengths": [[1, 2], [3]],
    "nested": [[[[1]]], "a"],
    "an array of words": np.array(["a", "b"]),
    "an array of objects": np.array([object(), None]),
    "a list of None": [None, None],
    "dates": np.array(["2020-01-01"], "datetime64[D]"),
}
# What some argument could mean: then the answer may stand, otherwise it is refused.
ODD = {
    "None": None,
    "zero": 0,
    "minus one": -1,
    "minus": -0.5,
    "one and a half": 1.5,
    "NaN": float("nan"),
    "infinity": float("inf"),
    "True": True,
    "huge": 10**400,
    "a fraction": Fraction(1, 3),
    "a decimal": Decimal("0.3"),
    "a decimal that is no number": Decimal("NaN"),
    "an empty list": [],
    "an empty array": np.empty((0, 5)),
    "a tuple of numbers": (1, 2, 3),
    "a 0-d array": np.array(0.5),
    "a row": np.ones(4),
    "an array of NaN": np.full((6, 5), np.nan),
    "a wide array": np.ones((6, 7)),
    "a deep array": np.ones((2, 3, 4)),
    "a masked array": np.ma.masked_array(np.ones((6, 5)), mask=np.eye(6, 5)),
    "an array of complex": np.ones((6, 5)) * 1j,
    "an array of bool": np.ones((6, 5), bool),
    "a range": range(3),
    "an iterator": iter([1, 2, 3]),
    "a function": lambda *_: 1,
}

# What is counted may be as many as it likes: a learner who asks for 10**400 steps gets to wait for them.
COUNTS = {"steps", "epochs", "limit", "draws", "layers", "depth", "hidden", "width", "chains", "factors", "directions", "most", "every"}  # fmt: skip


def answer_or_sentence(name, argument, value):
    """(answer, None) or (None, words); anything else that happens is a failure."""
    arguments = CALLS[name]()
    arguments[argument] = value
    try:
        with np.errstate(all="ignore"):
            return call(name, arguments), None
    except ValueError as error:
        words = str(error)
        assert len(words.split()) >= 4, f"{words!r} is no sentence"
        assert not words.startswith(NUMPYS), f"numpy's own words: {words!r}"
        return None, words


NUMPYS = (
    "operands could not", "setting an array element", "could not convert", "matmul:", "shapes (", "cannot reshape",
    "cannot convert float", "The truth value", "all the input array", "zero-size array", "not enough values",
    "too many values", "need at least one array", "could not broadcast", "axes don't match", "math domain", "attempt to get",
    "x and y must", "axis ", "array must not contain", "invalid literal", "Number of samples", "cannot assign", "output array",
)  # fmt: skip


def test_every_public_function_is_tried():
    assert good_calls.functions() - set(CALLS) == set()
    assert {name for name in CALLS if "." not in name} - good_calls.functions() == set()


@pytest.mark.parametrize("name", CALLS)
def test_the_good_call_is_good(name):
    call(name, CALLS[name]())


@pytest.mark.parametrize(("name", "argument"), PLACES, ids="{}".format)
def test_garbage_is_refused_with_a_sentence(name, argument):
    for kind, value in GARBAGE.items():
        _, words = answer_or_sentence(name, argument, value)
        assert words, f"{kind} as {argument} was answered"


@pytest.mark.parametrize(("name", "argument"), PLACES, ids="{}".format)
def test_what_is_odd_is_understood_or_refused_with_a_sentence(name, argument):
    for kind, value in ODD.items():
        if kind != "huge" or argument not in COUNTS:
            answer_or_sentence(name, argument, value)


numbers = st.one_of(
    st.floats(), st.integers(-(10**30), 50), st.fractions(), st.decimals(), st.complex_numbers(), st.booleans()
)
leaves = st.one_of(st.none(), numbers, st.text(max_size=5), st.binary(max_size=3))
hostile = st.recursive(
    leaves, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=2), inner, max_size=3), st.tuples(inner, inner)), max_leaves=8
)  # fmt: skip


@settings(max_examples=400, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(place=st.sampled_from(PLACES), value=hostile)
def test_what_hypothesis_thinks_of_is_understood_or_refused_with_a_sentence(place, value):
    answer_or_sentence(*place, value)


# What means the same is answered the same, whatever it comes in.


def frame(values):
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    return pandas.DataFrame(values) if np.ndim(values) == 2 else pandas.Series(values)


def fractions(values):
    exact = np.array([Fraction(float(v)) for v in np.ravel(values)], object)
    return exact.reshape(np.shape(values))


SAME = {
    "a list": lambda v: np.asarray(v).tolist(),
    "a tuple": lambda v: tuple(np.asarray(v).tolist()),
    "pandas": frame,
    "an array of fractions": fractions,
    "an array of objects": lambda v: np.asarray(v).astype(object),
    "a mask that hides nothing": lambda v: np.ma.masked_array(v, mask=np.zeros(np.shape(v), bool)),
    "a read-only array": lambda v: np.broadcast_to(v, np.shape(v)),
    "another order in memory": lambda v: np.asfortranarray(v),
}
LABELS = {"y", "test_y"}
IN_PLACE = {("clip_gradient", "g")}
NUMBERS = [
    (name, argument)
    for name, argument in PLACES
    if isinstance(CALLS[name]()[argument], np.ndarray) and (name, argument) not in IN_PLACE
]


def comparable(answer):
    """Whatever a function returns as nested lists of numbers."""
    if isinstance(answer, dict):
        return {key: comparable(value) for key, value in answer.items()}
    if isinstance(answer, list | tuple):
        return [comparable(value) for value in answer]
    if hasattr(answer, "flat") and not isinstance(answer, np.ndarray | np.generic):  # a model
        return comparable(answer.flat)
    if isinstance(answer, engine.Step):
        return answer.cost
    if hasattr(answer, "__dict__"):
        return {
            name: comparable(part)
            for name, part in vars(answer).items()
            if name[0] != "_" and isinstance(part, np.ndarray | float)
        }
    return None if answer is None else np.asarray(answer, float)


def same(one, other):
    if isinstance(one, dict):
        return all(same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return all(same(*pair) for pair in zip(one, other, strict=True))
    return one is other is None or np.allclose(one, other, rtol=1e-9, atol=1e-12, equal_nan=True)


@pytest.mark.parametrize(("name", "argument"), NUMBERS, ids="{}".format)
def test_what_means_the_same_gets_the_same_answer(name, argument):
    expected = comparable(call(name, CALLS[name]()))
    for kind, form in SAME.items():
        arguments = CALLS[name]()
        if argument in LABELS and kind in ("an array of fractions", "an array of objects"):
            continue
        arguments[argument] = form(arguments[argument])
        assert same(comparable(call(name, arguments)), expected), kind


@pytest.mark.parametrize(("name", "argument"), [place for place in PLACES if isinstance(CALLS[place[0]]()[place[1]], float)], ids="{}".format)  # fmt: skip
def test_a_number_is_a_number_in_every_form(name, argument):
    value = CALLS[name]()[argument]
    expected = comparable(call(name, CALLS[name]()))
    for form in (Fraction, np.float64):
        assert same(comparable(call(name, CALLS[name]() | {argument: form(value)})), expected)


@pytest.mark.parametrize(
    "y", [[0, 1, 2, 1, 0, 2], np.eye(3)[[0, 1, 2, 1, 0, 2]], np.array([0, 1, 2, 1, 0, 2], np.uint8)]
)
def test_labels_in_every_form(y):
    net, expected = good_calls.net(), engine.layer_speeds(good_calls.net(), good_calls.X, good_calls.Y)
    assert same(comparable(dict(engine.layer_speeds(net, good_calls.X, y))), comparable(dict(expected)))


# Each sentence of the list of small faults.


def frames():
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    return pandas.DataFrame({"label": good_calls.Y})


FAULTS = {
    "a column of labels": (lambda: engine.layer_speeds(good_calls.net(), good_calls.X, good_calls.Y[:, None]), r"one column of shape \(6, 1\): flatten it to one label per image, y.ravel\(\)"),
    "a pandas column of labels": (lambda: engine.layer_speeds(good_calls.net(), good_calls.X, frames()), "flatten it to one label"),
    "a column of labels for a probe": (lambda: engine.probe_accuracy(good_calls.X, good_calls.Y, good_calls.X, frames(), 3), "flatten it to one label"),
    "a set of sizes": (lambda: engine.Network({784, 30, 10}, rng=good_calls.rng()), r"sizes must be a list, because its order counts, such as \[784, 30, 10\]"),
    "a dict of sizes": (lambda: engine.Network({784: 1, 30: 2}, rng=good_calls.rng()), "because its order counts"),
    "a number of seeds": (lambda: engine.speed_fan([5, 4, 3], good_calls.X, good_calls.Y, seeds=5), r"seeds must list the seeds, such as range\(5\), got the number 5"),
    "a residual network without hidden layers": (lambda: engine.CURES["residual_scaled"].network([784, 10], rng=good_calls.rng()), "a shortcut leads around a hidden layer"),
    "last to first of nothing": (lambda: engine.last_to_first(engine.layer_speeds(good_calls.net([5, 3]), good_calls.X, good_calls.Y)["delta"]), "there is no hidden layer, so there is no last and no first"),
    "an unknown metric": (lambda: engine.layer_speeds(good_calls.net(), good_calls.X, good_calls.Y)["speed"], "unknown speed metric 'speed'. The names are: mean_delta"),
    "a length below zero": (lambda: engine.chi("tanh", -1, 1), "q must be zero or a number above it, got -1"),
    "a mask": (lambda: good_calls.net().forward(np.ma.masked_array(good_calls.X, mask=np.eye(6, 5))), "x hides 5 of its numbers behind a mask: fill them first"),
    "a list where a number is due": (lambda: engine.train(good_calls.net(), good_calls.X, good_calls.Y, eta=[0.1], steps=1), r"eta must be a number above zero, got \[0.1\]"),
    "a list where a name is due": (lambda: good_calls.net(activation=["tanh"]), r"unknown activation \['tanh'\]. It is known by its name"),
    "gigabytes": (lambda: engine.Network([784, 10**6, 10], rng=good_calls.rng()), r"alone need 6.4 GB of memory, .* say large=True"),
    "both steps and epochs": (lambda: engine.train(good_calls.net(), good_calls.X, good_calls.Y, eta=0.1, steps=1, epochs=1), "by steps or by epochs, not by both"),
}  # fmt: skip


@pytest.mark.parametrize(("fault", "words"), FAULTS.values(), ids=FAULTS)
def test_a_fault_that_was_found_is_answered_in_words(fault, words):
    with pytest.raises(ValueError, match=words):
        fault()


def test_what_was_found_and_means_something_is_understood():
    speeds = engine.layer_speeds(good_calls.net(), good_calls.X, good_calls.Y)
    assert speeds["delta_mean"] is speeds["mean_delta"]
    eta = {"eta": Fraction(1, 10)}
    assert same(*(comparable(call("train", CALLS["train"]() | settings)) for settings in (eta, {"eta": 0.1})))
    frame_of_images, labels = frame(good_calls.X), frame(good_calls.Y)
    found = engine.probe_accuracy(frame_of_images, labels, frame_of_images, labels, 3)
    assert found == engine.probe_accuracy(good_calls.X, good_calls.Y, good_calls.X, good_calls.Y, 3)
