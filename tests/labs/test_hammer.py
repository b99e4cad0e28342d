"""Eight threads move, play and reset five labs, beside one that draws stills: nothing dies, nothing lies.

In a process of its own, for what it looks for kills the process. Before there was one lock it found two or three dozen
broken links, wrong pictures and fields without their sliders within 40 seconds, or killed the process.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# What an old matplotlib asks of a new pyparsing is no fault of the labs.
ASKED = ("matplotlib._fontconfig_pattern", "matplotlib._mathtext", "pyparsing.util", "pyparsing.core")
OLD = [f"-Wignore::DeprecationWarning:{module}" for module in ASKED]


@pytest.mark.parametrize("seconds", [6, pytest.param(60, marks=pytest.mark.long)])
def test_threads_find_nothing_to_break(seconds):
    command = [sys.executable, "-W", "error", *OLD, "-m", "tests.labs.hammer", str(seconds)]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
                          timeout=seconds + 300, check=False)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
