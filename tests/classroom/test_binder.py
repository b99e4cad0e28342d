"""What Binder is told: the same packages, a Python that they run on, and JupyterLab's settings as `make lab` has them."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BINDER = ROOT / "binder"


def test_it_installs_what_a_learner_has():
    """pip reads the file that is named, from where the one that names it lies."""
    (line,) = (BINDER / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert (BINDER / line.removeprefix("-r ")).resolve() == ROOT / "requirements.txt"


def test_its_python_is_one_that_the_course_runs_on():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    least = project["requires-python"].removeprefix(">=").split(",")[0]
    python = (BINDER / "runtime.txt").read_text(encoding="utf-8").strip().removeprefix("python-")
    assert tuple(map(int, python.split("."))) >= tuple(map(int, least.split(".")))


@pytest.mark.skipif(os.name != "posix", reason="Binder is Linux")
@pytest.mark.parametrize("before", [None, "there/already"])
def test_a_session_has_the_courses_extension_and_what_was_there_before(before, tmp_path):
    known = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER_")}
    told = subprocess.run(
        [BINDER / "start", sys.executable, "-c", "import os; print(os.environ['JUPYTER_PATH'], os.environ['OPENBLAS_NUM_THREADS'])"],
        env=known | ({"JUPYTER_PATH": before} if before else {}), cwd=tmp_path, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    places, threads = told[0].split(os.pathsep), told[1]
    assert (Path(places[0]) / "labextensions" / "unstable-gradients" / "package.json").exists()
    assert places[1:] == ([before] if before else []) and threads == "1"
