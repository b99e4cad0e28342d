"""The import contracts of pyproject.toml hold, and each of them notices the import that it forbids."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def lint_imports(folder):
    """Check the contracts of the course that lies in `folder`, in a process of its own."""
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", command, "--no-cache"],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
    )


def test_the_contracts_hold():
    run = lint_imports(ROOT)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("engine", "import helpers.pictures", "Numbers flow one way"),
        ("engine", "import helpers.labs", "Numbers flow one way"),
        ("pictures", "import helpers.labs", "Numbers flow one way"),
        ("engine", "import matplotlib.ticker", "The engine only computes"),
        ("engine", "from IPython.display import display", "The engine only computes"),
        ("engine", "import ipywidgets", "Only the labs know widgets"),
        ("pictures", "from ipyevents import Event", "Only the labs know widgets"),
    ],
)
def test_a_wrong_import_breaks_its_contract(tmp_path, file, line, contract):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "helpers", tmp_path / "helpers", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "helpers" / file / "stray.py").write_text(line + "\n")
    run = lint_imports(tmp_path)
    broken = [text for text in run.stdout.splitlines() if text.rstrip().endswith("BROKEN")]
    assert run.returncode != 0
    assert any(text.startswith(contract) for text in broken), run.stdout + run.stderr
