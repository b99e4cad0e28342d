"""nbval finds in every notebook what is stored there, though another kernel and other instructions compute it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processors.other_processor import as_on_another, dispatched, other_kernels, what_computes

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted(file.name for file in (ROOT / "notebooks").glob("*.ipynb"))
SHORT = "06b-"  # its numbers are averages of many gradients, so that a difference in rounding has time to grow
NBVAL = ("--nbval", "--nbval-current-env", "--nbval-cell-timeout=600")
SANITIZE = ("--nbval-sanitize-with", "tests/notebooks/sanitize.cfg")

KERNELS = other_kernels()
pytestmark = pytest.mark.skipif(
    not KERNELS, reason="numpy here computes with a BLAS that has no kernels to choose from"
)


@pytest.mark.parametrize("kernel", KERNELS)
def test_the_other_processor_is_really_another(kernel):
    features, kernels = what_computes(as_on_another(kernel))
    assert (features, kernels) == ([], {kernel})
    assert what_computes(os.environ)[0] == dispatched()


def test_a_feature_that_numpy_does_not_know_is_refused():
    with pytest.raises(RuntimeError, match="NO_SUCH_FEATURE"):
        what_computes(as_on_another(KERNELS[0], ["NO_SUCH_FEATURE"]))


@pytest.mark.parametrize(
    ("notebook", "kernel"),
    [
        pytest.param(
            notebook, kernel, marks=() if notebook.startswith(SHORT) and kernel == KERNELS[0] else pytest.mark.long
        )
        for notebook in NOTEBOOKS
        for kernel in KERNELS
    ],
)
def test_the_stored_text_comes_out(notebook, kernel):
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        *NBVAL,
        *SANITIZE,
        f"notebooks/{notebook}",
    ]
    environment = as_on_another(kernel) | {"PYTHONPATH": str(ROOT)}  # the notebook's kernel, too, takes this course
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8")
    assert run.returncode == 0, run.stdout
