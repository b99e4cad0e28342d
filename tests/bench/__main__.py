"""Measure, and print the table: `python -m tests.bench`, or a part of it: `python -m tests.bench training`."""

import os
import sys
from tempfile import TemporaryDirectory

from tests.no_learner import no_learner

from . import kernel, keys, training

PARTS = {"training": training.compare, "kernel": kernel.measure_labs, "keys": keys.measure_keys}


def main():
    """Run the parts that are named, or all of them."""
    with TemporaryDirectory() as folder:
        os.environ.update(no_learner(folder, storing=False))
        for name in sys.argv[1:] or PARTS:
            PARTS[name]()


if __name__ == "__main__":
    main()
