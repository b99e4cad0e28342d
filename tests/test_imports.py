"""The import contracts of pyproject.toml hold, and each of them notices the imports that it forbids."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ONE_WAY, ROOMS = "Numbers flow one way", "Inside the engine, too"
WRONG = [  # room, what it must not import, the contract that says so
    ("engine.data", "helpers.pictures", ONE_WAY),
    ("engine.theory", "helpers.labs", ONE_WAY),
    ("pictures", "helpers.labs", ONE_WAY),
    ("exercises", "helpers.labs", ONE_WAY),
    ("exercises", "helpers.pictures", ONE_WAY),
    ("pictures", "helpers.exercises", ONE_WAY),
    ("engine.network", "helpers.exercises", ONE_WAY),
    ("engine.sweeps", "helpers.engine.studies", ROOMS),
    ("engine.toys", "helpers.engine.studies", ROOMS),
    ("engine.toys", "helpers.engine.sweeps", ROOMS),
    ("engine.training", "helpers.engine.toys", ROOMS),
    ("engine.measures", "helpers.engine.training", ROOMS),
    ("engine.theory", "helpers.engine.measures", ROOMS),
    ("engine.network", "helpers.engine.theory", ROOMS),
    ("engine.network", "helpers.engine.data", ROOMS),
    ("engine.data", "helpers.engine.network", ROOMS),
    ("engine.network", "helpers.engine.studies", "A network knows"),
    ("engine.network", "helpers.engine.sweeps", "A network knows"),
    ("engine.training", "helpers.engine.studies", "Training knows"),
    ("engine.training", "helpers.engine.sweeps", "Training knows"),
    ("engine.measures", "helpers.engine.studies", "A measure knows"),
    ("engine.measures", "helpers.engine.sweeps", "A measure knows"),
    ("engine.network", "matplotlib", "The engine and the exercises only compute"),
    ("engine.studies", "IPython", "The engine and the exercises only compute"),
    ("exercises", "matplotlib", "The engine and the exercises only compute"),
    ("engine.theory", "ipywidgets", "Only the labs know widgets"),
    ("exercises", "ipywidgets", "Only the labs know widgets"),
    ("pictures", "ipyevents", "Only the labs know widgets"),
    ("labs", "torch", "Other people's networks"),
    ("engine.measures", "sklearn", "Other people's networks"),
]


def run(folder, *command):
    """Run Python on the course that lies in `folder`, in a process of its own."""
    return subprocess.run([sys.executable, *command], cwd=folder, capture_output=True, encoding="utf-8", env=alone())


def alone():
    """The environment without a path that would find another copy of the course first."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


def lint_imports(folder):
    """Check the contracts."""
    return run(folder, "-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-cache")


def broken(text):
    """{contract: what import-linter says about it} of all contracts that are broken."""
    _, _, said = text.partition("\nBroken contracts\n")
    headed = re.split(r"\n([^\n]+)\n-+\n", said)
    return dict(zip(headed[1::2], headed[2::2], strict=True))


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A copy of the house with every wrong import in a file of its own, and one engine file without a room."""
    folder = tmp_path_factory.mktemp("course")
    shutil.copy(ROOT / "pyproject.toml", folder)
    shutil.copytree(ROOT / "helpers", folder / "helpers", ignore=shutil.ignore_patterns("__pycache__"))
    for i, (room, module, _) in enumerate(WRONG):
        (folder / "helpers" / Path(*room.split(".")) / f"stray_{i}.py").write_text(f"import {module}\n")
    return folder


@pytest.fixture(scope="module")
def report(house):
    checked = lint_imports(house)
    assert checked.returncode != 0
    return broken(checked.stdout)


def test_the_contracts_hold():
    checked = lint_imports(ROOT)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(("room", "module", "contract"), WRONG)
def test_a_wrong_import_breaks_its_contract(report, room, module, contract):
    stray = f"helpers.{room}.stray_{WRONG.index((room, module, contract))} -> {module} (l.1)"
    assert any(stray in said for name, said in report.items() if name.startswith(contract)), report


def test_every_contract_is_tried():
    contracts = re.findall(r'^name = "(.+)"$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), flags=re.M)
    contracts = contracts[1:]  # the first name is that of the package
    assert all(any(name.startswith(contract) for _, _, contract in WRONG) for name in contracts), contracts


@pytest.mark.parametrize("place", ["helpers/cellar.py", "helpers/engine/attic.py"])
def test_a_new_room_must_say_where_it_stands(tmp_path, place):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "helpers", tmp_path / "helpers", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / place).write_text('"""Nobody has given this a floor."""\n')
    checked = lint_imports(tmp_path)
    assert checked.returncode != 0
    assert Path(place).stem in checked.stdout


def drawn(folder):
    """The house in `folder`, drawn by the tool that lies in this course: its return code and its lines."""
    said = run(ROOT, "-m", "tests.rooms", str(folder))
    return said.returncode, said.stdout.splitlines()


def test_the_house_is_drawn_from_the_top_and_every_arrow_points_down():
    code, lines = drawn(ROOT)
    assert code == 0 and lines[-1] == "Every arrow points down the page.", lines
    seen = []
    for line in reversed(lines[1:-3]):
        room, _, used = line.partition("─►")
        assert set(used.replace(",", " ").split()) <= set(seen), line
        seen.append(room.split()[0].removeprefix("engine."))
    assert seen[-1] == "labs" and {"pictures", "engine", "network", "training", "measures", "studies"} <= set(seen)


def test_rooms_that_use_each_other_are_named(house):
    code, lines = drawn(house)
    assert code == 1
    assert "engine.measures ◄─► engine.training" in lines[-1]
