"""Functions to sweep over, in a file of their own: other processes must be able to import them, and quickly."""

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_info


def draw(seed, scale, words="none"):
    """A result of each kind, numpy's included."""
    values = scale * np.random.default_rng(seed).standard_normal(3)
    return {"largest": values.max(), "all": values, "count": np.int64(3), "said": f"{words} {scale}", "odd": np.nan}


def noted(seed, notes, mark, until=None):
    """Notes in a file that it was begun, the one thing that all processes see; ends when the file `until` is there."""
    with open(notes, "a") as file:
        file.write(f"{mark} {seed}\n")
    while until and not Path(until).exists():
        time.sleep(0.01)
    return {"double": 2 * mark}


def killer(seed, notes, mark):
    """Ends its process where mark is 2."""
    if mark == 2:
        os._exit(1)
    return noted(seed, notes, mark)


def fussy(seed, mark, mended):
    """Fails where mark is 2, until the file `mended` is there."""
    if mark == 2 and not Path(mended).exists():
        raise ValueError("two is too many")
    return {"double": 2 * mark}


def starter(seed):
    """Starts a program that would run for an hour, and leaves it."""
    return {"started": subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"]).pid}


def threads(seed):
    """How many threads numpy may use for a product of matrices."""
    return {"blas": [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]}
