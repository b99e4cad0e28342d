"""The digits: the shipped subset is what it claims to be, and says so in plain words when it is not."""

import gzip
import os
import re
import struct
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from helpers.engine.data import mnist
from helpers.engine.data.mnist import load_mnist

ROOT = Path(__file__).parents[3]
ORIGINALS = Path(os.environ.get("MNIST_ORIGINALS", ROOT / "../shared/data/mnist"))


@pytest.fixture(scope="module")
def original_training_set():
    """The 60,000 originals as bytes, read here without any of the code under test."""
    if not (ORIGINALS / "train-images-idx3-ubyte.gz").is_file():
        pytest.skip("the original MNIST files are not here; name their folder in MNIST_ORIGINALS")
    images = gzip.decompress((ORIGINALS / "train-images-idx3-ubyte.gz").read_bytes())[16:]
    labels = gzip.decompress((ORIGINALS / "train-labels-idx1-ubyte.gz").read_bytes())[8:]
    return np.frombuffer(images, np.uint8).reshape(60_000, 784), np.frombuffer(labels, np.uint8)


def every_array(data):
    parts = (data.train, data.test, data.originals, data.fitting, data.validation)
    return [array for part in parts for array in (part.x, part.y, part.position)]


# What the shipped file holds


def test_every_image_is_the_original_at_its_position(original_training_set):
    pixels, labels = original_training_set
    data = load_mnist()
    for part in (data.train, data.test):
        assert np.array_equal(part.x, pixels[part.position] / 255)
        assert np.array_equal(part.y, labels[part.position])


def test_the_subset_is_the_first_500_of_each_digit(original_training_set):
    _, labels = original_training_set
    data = load_mnist()
    position = np.concatenate([data.train.position, data.test.position])
    expected = np.concatenate([np.flatnonzero(labels == digit)[:500] for digit in range(10)])
    assert np.array_equal(np.sort(position), np.sort(expected))


@pytest.mark.parametrize("n", [1, 1000, 4502])
def test_first_n_are_the_first_n_originals(original_training_set, n):
    pixels, labels = original_training_set
    x, y = load_mnist().first(n)
    assert np.array_equal(x, pixels[:n] / 255)
    assert np.array_equal(y, labels[:n])


def test_the_readme_and_the_loader_name_the_same_sum():
    assert mnist.SUBSET_SHA256 in (ROOT / "data" / "README.md").read_text(encoding="utf-8")


# The split


@pytest.mark.parametrize(("part", "per_digit"), [("train", 400), ("test", 100)])
def test_sizes_ranges_and_labels(part, per_digit):
    images = getattr(load_mnist(), part)
    assert images.x.shape == (10 * per_digit, 784)
    assert images.x.dtype == np.float64
    assert images.y.dtype == np.int64
    assert (images.x.min(), images.x.max()) == (0, 1)
    assert np.bincount(images.y).tolist() == [per_digit] * 10
    assert len(images) == len(images.y) == len(images.position)


def test_both_parts_keep_the_original_order_and_share_no_image():
    data = load_mnist()
    assert (np.diff(data.train.position) > 0).all()
    assert (np.diff(data.test.position) > 0).all()
    assert not np.intersect1d(data.train.position, data.test.position).size


def test_of_each_digit_the_last_hundred_are_test():
    data = load_mnist()
    for digit in range(10):
        learned = data.train.position[data.train.y == digit]
        kept_back = data.test.position[data.test.y == digit]
        assert learned.max() < kept_back.min()


def test_first_n_leaves_the_test_images_alone_as_far_as_it_says():
    assert load_mnist().test.position.min() == 3567
    assert "3,567" in mnist.Mnist.first.__doc__


# Images for choosing learning rates


@pytest.fixture(scope="module")
def full_mnist():
    if not (ORIGINALS / "train-images-idx3-ubyte.gz").is_file():
        pytest.skip("the original MNIST files are not here; name their folder in MNIST_ORIGINALS")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UNSTABLE_GRADIENTS_DATA", str(ORIGINALS))
        return load_mnist(full=True, dtype=np.float32)


@pytest.fixture(params=["shipped", "full"])
def any_mnist(request):
    return load_mnist(dtype=np.float32) if request.param == "shipped" else request.getfixturevalue("full_mnist")


def test_fitting_and_validation_are_the_training_images_each_once_and_in_their_order(any_mnist):
    train, parts = any_mnist.train, (any_mnist.fitting, any_mnist.validation)
    position = np.concatenate([part.position for part in parts])
    assert np.array_equal(np.sort(position), train.position)  # none twice, none missing
    for part in parts:
        assert (np.diff(part.position) > 0).all()
        rows = np.searchsorted(train.position, part.position)
        assert np.array_equal(part.x, train.x[rows]) and np.array_equal(part.y, train.y[rows])
        assert (part.x.dtype, part.y.dtype) == (np.float32, np.int64)


def test_of_each_digit_the_last_fifty_training_images_are_for_validation():
    data = load_mnist()
    for digit in range(10):
        of_digit = data.train.position[data.train.y == digit]
        assert np.array_equal(data.fitting.position[data.fitting.y == digit], of_digit[:350])
        assert np.array_equal(data.validation.position[data.validation.y == digit], of_digit[350:])


def test_of_the_originals_the_last_ten_thousand_are_for_validation_and_take_no_memory(full_mnist):
    assert np.array_equal(full_mnist.validation.position, np.arange(50_000, 60_000))
    for part in (full_mnist.fitting, full_mnist.validation):
        assert np.shares_memory(part.x, full_mnist.train.x)


def test_the_copies_are_made_once_only_when_asked_for_and_as_large_as_said():
    load_mnist()  # the file is read
    tracemalloc.start()
    try:
        data = load_mnist()
        before, _ = tracemalloc.get_traced_memory()
        parts = data.fitting, data.validation
        cost = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert f"{cost / 1e6:.0f} MB for both as float64" in mnist.Mnist.fitting.__doc__
    assert (data.fitting, data.validation) == parts


def test_the_readme_says_how_many_are_for_validation():
    readme = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    data = load_mnist()
    assert f"`validation` holds {len(data.validation)} of the training images" in readme
    assert f"`fitting` the other {len(data.fitting):,}" in readme


# How it behaves in a notebook


def test_a_repr_is_a_short_sentence():
    data = load_mnist()
    assert repr(data) == "4,000 training and 1,000 test images of 28 x 28 pixels"
    assert repr(data.test) == "1,000 images of 28 x 28 pixels"


def test_no_array_can_be_changed_by_accident():
    data = load_mnist()
    for array in [*every_array(data), *data.first(10)]:
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
    for field in ("train", "fitting", "validation"):
        with pytest.raises(AttributeError):
            setattr(data, field, data.test)


def test_the_file_is_read_once(monkeypatch, tmp_path):
    copy = tmp_path / "copy.npz"
    copy.write_bytes(mnist.SUBSET.read_bytes())
    monkeypatch.setattr(mnist, "SUBSET", copy)
    before = load_mnist()
    copy.unlink()
    assert np.array_equal(load_mnist().train.x, before.train.x)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, "float32"])
def test_other_floats_are_the_same_numbers_rounded(dtype):
    x = load_mnist(dtype=dtype).train.x
    assert x.dtype == np.dtype(dtype)
    exact = load_mnist().train.x
    assert np.abs(x - exact).max() <= np.finfo(dtype).eps / 2


@pytest.mark.parametrize("dtype", [float, np.longdouble, ">f4", "<f8", np.dtype("float16")])
def test_any_way_to_write_a_float_will_do(dtype):
    x = load_mnist(dtype=dtype).train.x
    assert x.dtype == np.dtype(dtype).newbyteorder("=")
    assert (x.min(), x.max()) == (0, 1)


@pytest.mark.parametrize(
    "dtype",
    [int, np.uint8, bool, complex, "float99", "", 32, 1.5, None, object, np.floating, [("x", "f8")], np.ones(3), {1}],
)
def test_a_dtype_that_is_no_float_is_refused(dtype):
    with pytest.raises(ValueError, match=r"^dtype must be a float such as np.float64 or np.float32, got "):
        load_mnist(dtype=dtype)


@pytest.mark.parametrize("full", [np.float32, "float32", "no", None, 1, np.ones(2)])
def test_a_float_type_in_the_place_of_full_fetches_nothing(full, monkeypatch):
    monkeypatch.setattr(mnist, "fetch", None)
    with pytest.raises(ValueError, match=r"full must be True or False, got .*; a float type is given as dtype="):
        load_mnist(full)


@pytest.mark.parametrize("n", [0, -1, 2.5, "ten", None, True])
def test_first_takes_whole_numbers_from_one(n):
    with pytest.raises(ValueError, match=r"whole number of images, 1 or more, got " + re.escape(repr(n))):
        load_mnist().first(n)


@pytest.mark.parametrize("n", [4503, 5000, 10**6, np.int64(4503)])
def test_first_names_the_largest_it_can_give(n):
    with pytest.raises(ValueError, match=r"at most 4502, .* load_mnist\(full=True\)"):
        load_mnist().first(n)


# A missing or damaged file


def test_a_missing_file_says_how_to_get_it_back(monkeypatch, tmp_path):
    monkeypatch.setattr(mnist, "SUBSET", tmp_path / "mnist_5k.npz")
    with pytest.raises(FileNotFoundError, match=r"git checkout -- data/mnist_5k\.npz") as caught:
        load_mnist()
    assert str(tmp_path / "mnist_5k.npz") in str(caught.value)


def flip_a_byte(content):
    return content[:400_000] + bytes([content[400_000] ^ 1]) + content[400_001:]


@pytest.mark.parametrize(
    "damage",
    [flip_a_byte, lambda content: content[:-1], lambda content: content + b"\n", lambda content: b""],
    ids=["one bit", "last byte lost", "one byte more", "empty"],
)
def test_a_damaged_file_says_how_to_get_it_back(monkeypatch, tmp_path, damage):
    copy = tmp_path / "mnist_5k.npz"
    copy.write_bytes(damage(mnist.SUBSET.read_bytes()))
    monkeypatch.setattr(mnist, "SUBSET", copy)
    with pytest.raises(ValueError, match=r"git checkout -- data/mnist_5k\.npz") as caught:
        load_mnist()
    assert str(copy) in str(caught.value)
    copy.write_bytes(mnist.SUBSET_SHA256.encode())
    with pytest.raises(ValueError, match="damaged"):  # and a second try is no luckier
        load_mnist()


# The IDX format of the originals


def idx_file(path, header, body):
    with gzip.open(path, "wb") as file:
        file.write(struct.pack(f">{len(header)}I", *header) + body)
    return path


def test_an_idx_file_is_read(tmp_path):
    path = idx_file(tmp_path / "good.gz", (0x0803, 2, 2, 3), bytes(range(12)))
    assert mnist._read_idx(path, (2, 2, 3)).tolist() == [[[0, 1, 2], [3, 4, 5]], [[6, 7, 8], [9, 10, 11]]]


@pytest.mark.parametrize(
    ("header", "length"),
    [((0x0801, 2, 2, 3), 12), ((0x0D03, 2, 2, 3), 12), ((0x0803, 3, 2, 2), 12), ((0x0803, 2, 2, 3), 11)],
    ids=["other dimensions", "not bytes", "other counts", "too short"],
)
def test_an_idx_file_that_is_not_as_announced_is_refused(tmp_path, header, length):
    path = idx_file(tmp_path / "bad.gz", header, bytes(length))
    with pytest.raises(ValueError, match="2 x 2 x 3 bytes"):
        mnist._read_idx(path, (2, 2, 3))
