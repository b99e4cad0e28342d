"""check_installation can be asked, and is honest, whichever package is missing or broken."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.labs.installation import COURSE, INSTALL, PROGRAMS, QUIET

ROOT = Path(__file__).parents[2]
ASK = "from helpers.labs import RoundTrip, check_installation; check_installation()"  # as notebook 00 does
HIDE = """
import sys

class Nowhere:
    "First to be asked where a module is: of the hidden package it says that there is none."
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == {hidden!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Nowhere())
"""


def lines_of(code, folder=ROOT):
    """What a fresh Python prints, line by line; modules that lie in `folder` are found first."""
    path = os.pathsep.join([str(folder), str(ROOT)])
    run = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": path}, capture_output=True, encoding="utf-8"
    )
    assert (run.returncode, run.stderr) == (0, "")
    return run.stdout.splitlines()


def test_where_everything_is_there_each_line_is_fine():
    lines = lines_of(ASK)
    told = [name for name in (*COURSE, *PROGRAMS) if name not in QUIET]
    assert [re.split("[,:]", line)[0] for line in lines] == ["Python", *told, "data", "widgets"]
    assert all("fine" in line for line in lines)


SHORT = (
    "numpy",
    "matplotlib",
    "jupyterlab",
    "pooch",
)  # of each kind one; every other takes its seconds in the long form


@pytest.mark.parametrize(
    "name", [name if name in SHORT else pytest.param(name, marks=pytest.mark.long) for name in (*COURSE, *PROGRAMS)]
)
def test_a_missing_package_is_named_with_its_remedy(name):
    module = (COURSE | PROGRAMS)[name]
    lines = lines_of(HIDE.format(hidden=module) + ASK)
    assert f"{name}: missing. To get it, {INSTALL}." in lines
    # What needs it cannot be fine either, and says why; everything else is.
    assert all("fine" in line or f"{module} is missing" in line for line in lines if not line.startswith(f"{name}:"))


def test_a_broken_package_is_not_fine(tmp_path):
    (tmp_path / "pooch.py").write_text("raise ImportError('half of it\\nwas never written')")
    lines = lines_of(ASK, tmp_path)
    reason = "cannot be imported (ImportError: half of it was never written)"
    assert f"pooch: {reason}. To get it, {INSTALL}." in lines
    assert f"data: cannot be read, {reason}." in lines


@pytest.mark.parametrize("module", ["numpy", "ipywidgets"])
def test_what_needs_a_missing_package_is_not_called_fine(module):
    lines = lines_of(HIDE.format(hidden=module) + ASK)
    needy = {"numpy": ("matplotlib", "data"), "ipywidgets": ("widgets",)}[module]
    for name in needy:
        assert [line for line in lines if line.startswith(f"{name}: ") and f"{module} is missing" in line]
