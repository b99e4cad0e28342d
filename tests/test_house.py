"""House rules of the helper package that the import contracts cannot express."""

import ast
import sys
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ALWAYS = {"helpers", "numpy"} | sys.stdlib_module_names
MAY = {  # what the files of a room may import from outside, besides numpy; the longest folder that fits decides
    "helpers": set(),
    "helpers/engine": {"threadpoolctl"},
    "helpers/engine/theory": {"threadpoolctl", "scipy"},
    "helpers/engine/studies": {"threadpoolctl", "scipy"},
    "helpers/engine/data": {"threadpoolctl", "pooch"},
    "helpers/engine/sweeps": {"threadpoolctl", "loky", "filelock", "tqdm"},
    "helpers/exercises": set(),
    "helpers/pictures": {"matplotlib", "PIL"},
    "helpers/labs": {"threadpoolctl", "IPython", "ipywidgets", "ipyevents", "traitlets", "filelock", "platformdirs"},
}


def files(folder):
    """Every Python file in a folder of the course, as a path from the top."""
    return [str(path.relative_to(ROOT)) for path in sorted((ROOT / folder).rglob("*.py"))]


def imported(file):
    """Yield the full dotted name of everything that a file imports."""
    package = Path(file).parts[:-1]
    for node in ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else ()
            module = [*start, node.module] if node.module else start
            yield from (".".join([*module, alias.name]) for alias in node.names)


@pytest.mark.parametrize("file", files("helpers"))
def test_no_pyplot(file):
    """pyplot keeps every figure that nobody closes; the course makes its figures without it."""
    assert not [name for name in imported(file) if name.startswith(("matplotlib.pyplot", "pylab"))]


@pytest.mark.parametrize("file", files("helpers"))
def test_a_room_imports_from_outside_only_what_it_may(file):
    room = max((folder for folder in MAY if Path(file).is_relative_to(folder)), key=len)
    assert {name.partition(".")[0] for name in imported(file)} <= ALWAYS | MAY[room]


@pytest.mark.parametrize("file", files("helpers/pictures"))
def test_pictures_know_the_engine_only_for_its_types(file):
    for name in imported(file):
        if name.startswith("helpers.engine"):
            module, _, attribute = name.rpartition(".")
            assert isinstance(getattr(import_module(module), attribute), type), f"{name} is not a class"
