"""The handwritten digits: 5,000 that ship with the course, or all 70,000 originals.

An image is a row of 784 numbers, its 28 x 28 pixels line by line, from 0 (paper) to 1 (ink).
Source: Y. LeCun, C. Cortes, C. Burges, the MNIST database, CC BY-SA 3.0; see data/README.md.
"""

import gzip
import hashlib
import io
import struct
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import prod
from numbers import Integral
from pathlib import Path

import numpy as np

from helpers.engine.checks import check_dtype
from helpers.engine.data.download import fetch

SUBSET = Path(__file__).parents[3] / "data" / "mnist_5k.npz"
SUBSET_SHA256 = "8ea5d9fd457a2f869c9015215a3fe58caea2d54f82604f84fe59306d4e625b1e"
TEST_PER_DIGIT = 100
VALIDATION_PER_DIGIT = 50
VALIDATION_OF_ORIGINALS = 10_000  # the last of the 60,000, as in Nielsen's mnist_loader.py


@dataclass(frozen=True, eq=False)
class Images:
    """Images `x` (n, 784) in [0, 1], their digits `y` (n,) and their `position` (n,) in the original file."""

    x: np.ndarray
    y: np.ndarray
    position: np.ndarray

    def __len__(self):
        return len(self.y)

    def __repr__(self):
        return f"{len(self):,} images of 28 x 28 pixels"

    def _rows(self, chosen):
        """Return the images of the chosen rows, read-only: views for a slice, copies for a mask or for indices."""
        parts = [array[chosen] for array in (self.x, self.y, self.position)]
        for part in parts:
            part.setflags(write=False)
        return Images(*parts)


@dataclass(frozen=True, eq=False)
class Mnist:
    """Training and test images; `originals` are all from the original training set, in its order.

    To choose a learning rate or a depth, train on `fitting` and compare on `validation`: together they are `train`,
    and no test image helps to choose. `split` says which rows of `train` they are.
    """

    train: Images
    test: Images
    originals: Images
    split: dict

    @cached_property
    def fitting(self):
        """The training images that are not for validation: 3,500 of the shipped ones, 50,000 of the originals.

        In the order of `train`, read-only, made at the first use. Of the originals this and `validation` are views,
        which cost nothing. The shipped ones lie between each other, so they are copied: 25 MB for both as float64.
        """
        return self.train._rows(self.split["fitting"])

    @cached_property
    def validation(self):
        """The last training images: of each digit the last 50 of its 400, or the last 10,000 of the originals.

        Like `fitting` in the order of `train`, read-only, made at the first use.
        """
        return self.train._rows(self.split["validation"])

    def __repr__(self):
        return f"{len(self.train):,} training and {len(self.test):,} test images of 28 x 28 pixels"

    def first(self, n):
        """Return the first n original training images: x (n, 784) and y (n,), in the original order.

        Published experiments start from these. The split plays no part in it: with the shipped images,
        n above 3,567 reaches into the test images.
        Raises ValueError if n is not a whole number from 1 up to the largest that is here.
        """
        if not isinstance(n, Integral) or isinstance(n, bool) or n < 1:
            raise ValueError(f"first(n) takes a whole number of images, 1 or more, got {n!r}")
        # Positions only grow, so from the first missing original on none can equal its place in the row.
        position = self.originals.position
        largest = np.count_nonzero(position == np.arange(len(position)))
        if n > largest:
            raise ValueError(
                f"first({n}) asks for too many: n can be at most {largest}, the original training images "
                "that are here without a gap. load_mnist(full=True) holds all 60000."
            )
        return self.originals.x[:n], self.originals.y[:n]


def check_images_and_labels(name, images):
    """Images; ValueError for anything else."""
    if not isinstance(images, Images):
        raise ValueError(f"{name} must be Images, such as load_mnist().train, got {images!r:.60}")
    return images


def check_digits(mnist):
    """Something with images to train and to test on."""
    for part in ("train", "test"):
        check_images_and_labels(f"mnist.{part}", getattr(mnist, part, mnist))
    return mnist


def load_mnist(full=False, dtype=np.float64):
    """Return the shipped images, 4,000 to train and 1,000 to test, or with full=True the 60,000 and 10,000.

    Each part has x (n, 784) of the dtype in [0, 1], y (n,) int64 and position (n,); all arrays are read-only.
    The shipped split never changes: of each digit's 500 images, in the original order, the last 100 are test.
    Both offer the training images also as `fitting` and `validation`, for choosing learning rates (see Mnist).
    full=True needs 440 MB of memory as float64, half as float32, and once a download of 11 MB.
    Raises FileNotFoundError or ValueError if the shipped file is missing or damaged, ConnectionError if the
    originals cannot be fetched, ValueError if dtype is not a float or full is neither True nor False.
    Source: LeCun, Cortes, Burges (MNIST).
    """
    if not isinstance(full, bool | np.bool_):
        raise ValueError(f"full must be True or False, got {full!r}; a float type is given as dtype=...")
    dtype = check_dtype(dtype).type
    return _load_full(dtype) if full else _load_subset(dtype)


def _load_subset(dtype):
    everything = _as_images(*_read_subset(SUBSET), dtype)
    is_test = _last_of_each_digit(everything.y, TEST_PER_DIGIT)
    train, test = everything._rows(~is_test), everything._rows(is_test)
    validation = _last_of_each_digit(train.y, VALIDATION_PER_DIGIT)
    return Mnist(train, test, originals=everything, split={"fitting": ~validation, "validation": validation})


def _load_full(dtype):
    train, test = _read_originals("train", 60_000, dtype), _read_originals("t10k", 10_000, dtype)
    fitting, validation = slice(None, -VALIDATION_OF_ORIGINALS), slice(-VALIDATION_OF_ORIGINALS, None)
    return Mnist(train, test, originals=train, split={"fitting": fitting, "validation": validation})


def _last_of_each_digit(labels, n):
    """Return a mask of the rows that hold the last n images of each digit."""
    mask = np.zeros(len(labels), bool)
    for digit in range(10):
        mask[np.flatnonzero(labels == digit)[-n:]] = True
    return mask


def _as_images(pixels, labels, position, dtype):
    """Turn bytes from 0 to 255 into numbers from 0 to 1, and lock the arrays: labs share them."""
    images = Images(np.true_divide(pixels, 255, dtype=dtype), labels.astype(np.int64), position.astype(np.int64))
    for array in (images.x, images.y, images.position):
        array.setflags(write=False)
    return images


@lru_cache(maxsize=1)
def _read_subset(path):
    """Return images, labels and positions of the shipped file, read and checked once a session."""
    cure = (
        "Get it back with `git checkout -- data/mnist_5k.npz`, or download the course again; "
        "data/README.md tells how to build it anew."
    )
    if not path.exists():
        raise FileNotFoundError(f"The shipped images are missing: {path}. {cure}")
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != SUBSET_SHA256:
        raise ValueError(f"The file of the shipped images is damaged (wrong SHA-256): {path}. {cure}")
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return arrays["images"], arrays["labels"], arrays["position"]


def _read_originals(part, n, dtype):
    pixels = _read_idx(fetch(f"{part}-images-idx3-ubyte.gz"), (n, 28, 28))
    labels = _read_idx(fetch(f"{part}-labels-idx1-ubyte.gz"), (n,))
    return _as_images(pixels.reshape(n, 784), labels, np.arange(n), dtype)


def _read_idx(path, shape):
    """Return the uint8 array of the given shape in a gzipped IDX file, or ValueError if it holds another.

    An IDX file is a magic number (0x08 says bytes, the last digit how many dimensions), the size of each
    dimension, all as big-endian 32-bit integers, and then the bytes.
    """
    with gzip.open(path) as file:
        content = file.read()
    header = struct.pack(f">{1 + len(shape)}I", 0x0800 + len(shape), *shape)
    if not content.startswith(header) or len(content) != len(header) + prod(shape):
        raise ValueError(f"{path} does not hold {' x '.join(map(str, shape))} bytes as an IDX file should")
    return np.frombuffer(content, np.uint8, offset=len(header)).reshape(shape)
