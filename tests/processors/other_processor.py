"""How to compute here as another processor would: BLAS with another kernel, numpy without what it chose for this one.

Both read their choice from the environment as they are loaded, so it holds for a new process only.
"""

import json
import os
import platform
import subprocess
import sys

import numpy as np
from threadpoolctl import threadpool_info

# Kernels of OpenBLAS that a processor of this kind can run, and those among them that compute alike.
KERNELS = {
    "x86_64": ("Haswell", "Sandybridge"),
    "AMD64": ("Haswell", "Sandybridge"),
    "aarch64": ("ARMV8", "NEOVERSEN1"),
}
ALIKE = {"Zen": "Haswell"}

ASK = """
import json, numpy
from threadpoolctl import threadpool_info
numpy.ones((2, 2)) @ numpy.ones((2, 2))
found = numpy.show_config(mode="dicts")["SIMD Extensions"].get("found", [])
print(json.dumps([found, [pool.get("architecture") for pool in threadpool_info() if pool["user_api"] == "blas"]]))
"""


def dispatched():
    """The SIMD features beyond its baseline for which this numpy has code, and which this processor has."""
    return np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])


def other_kernels():
    """OpenBLAS's names of the kernels that compute otherwise than the one it chose here; none if it is not OpenBLAS."""
    np.ones((2, 2)) @ np.ones((2, 2))
    own = {pool.get("architecture") for pool in threadpool_info() if pool["internal_api"] == "openblas"}
    alike = {ALIKE.get(name, name) for name in own}
    return [name for name in KERNELS.get(platform.machine(), ()) if own and name not in alike]


def as_on_another(kernel, features=None):
    """The environment of a process that computes with this kernel and without the features (all that are dispatched)."""
    features = dispatched() if features is None else features
    return os.environ | {"OPENBLAS_CORETYPE": kernel, "NPY_DISABLE_CPU_FEATURES": " ".join(features)}


def what_computes(environment):
    """(features, kernels) that a process with this environment uses. RuntimeError with numpy's words if it refuses a name.

    numpy only warns, and goes on: with ImportWarning, which Python hides, or with RuntimeWarning.
    """
    strict = ("-W", "error::ImportWarning", "-W", "error::RuntimeWarning")
    run = subprocess.run([sys.executable, *strict, "-c", ASK], env=environment, capture_output=True, encoding="utf-8")
    if run.returncode:
        raise RuntimeError(run.stderr.strip())
    features, kernels = json.loads(run.stdout)
    return features, set(kernels)
