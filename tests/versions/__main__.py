"""Run the tests on other versions of packages and of Python: `make test-versions`.

One line for each environment. It needs nothing but Python; a Python that this machine does not have is taken from a
Debian that debootstrap puts into a folder (as root). What was printed where something failed stands in the logs.
"""

import argparse
import re
import shutil
import subprocess
import sys
import time
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

from .places import Unavailable, pip_settings, place_for

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "build" / "versions"
ENVIRONMENTS = ("lowest-3.11", "newest-3.11", "newest-3.13", "newest-3.14")
PARTS = ("engine", "pictures", "labs", "nbval")
TOLD = ("numpy", "matplotlib", "ipywidgets", "jupyterlab")  # whose versions the line tells


def lowest(requirements, project):
    """pip constraints that hold every package which the course names to the lower end of its range."""
    named = tomllib.loads(project)["project"]
    lines = [*requirements.splitlines(), *named["dependencies"], *named["optional-dependencies"]["test"]]
    ends = {match[1]: match[2] for line in lines if (match := re.match(r"([\w-]+)>=([\d.]+)", line))}
    return "".join(f"{name}=={end}\n" for name, end in ends.items())


def copy_course(target):
    """Copy the course as it is now, what is not committed included, without what git ignores."""
    shutil.rmtree(target, ignore_errors=True)
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        raise Unavailable("the course's folder is no clone: git does not say which files belong to it")
    for name in listed.stdout.split("\0"):
        if name and (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target / name)


def prepare(name, log):
    """A place with the course and an environment for it in which its packages are installed; raises Unavailable."""
    choice, version = name.split("-")
    place = place_for(version, FOLDER / name, log)
    copy_course(place.outside / "course")
    constraints = lowest((ROOT / "requirements.txt").read_text(), (ROOT / "pyproject.toml").read_text())
    (place.outside / "constraints.txt").write_text(constraints if choice == "lowest" else "")
    settings = pip_settings()
    settings["PIP_CONSTRAINT"] = f"{settings.get('PIP_CONSTRAINT', '')} {place.inside}/constraints.txt".strip()
    pip = [f"{place.inside}/venv/bin/python", "-m", "pip", "install", "-r", "requirements.txt", "-e", ".[test]"]
    for command in ([place.python, "-m", "venv", "--clear", "venv"], ["env", "-C", "course", *pip]):
        if place.run(command, log, **settings):
            raise Unavailable(f"the set-up failed: {log} says why")
    return place


def versions(place):
    """Which Python and which packages the environment has, in a few words."""
    code = f"import sys, importlib.metadata as m; print('Python', sys.version.split()[0], *(f'{{n}} {{m.version(n)}}' for n in {TOLD}), sep=', ')"
    ask = place.wrapped([f"{place.inside}/venv/bin/python", "-c", code])
    return subprocess.run(ask, capture_output=True, text=True).stdout.strip().replace("Python, ", "Python ")


def command_for(part, notebooks, workers):
    """The pytest command of a part; notebooks: the beginnings of the names of those that nbval is to run, or none."""
    common = ["../venv/bin/python", "-m", "pytest", "-n", workers, f"--junitxml=../{part}.xml"]
    if part != "nbval":
        return [*common, "--dist=worksteal", f"tests/{part}"]
    files = [f"notebooks/{file.name}" for file in sorted((ROOT / "notebooks").glob("*.ipynb"))]
    chosen = [file for file in files if not notebooks or file.startswith(tuple(f"notebooks/{n}" for n in notebooks))]
    sanitize = "--nbval-sanitize-with=tests/notebooks/sanitize.cfg"
    return [*common, "--dist=loadfile", "--nbval", "--nbval-current-env", "--nbval-cell-timeout=600", sanitize, *chosen]


def verdict(report):
    """What a junit report says, in a few words, and whether that is good."""
    if not report.exists():
        return "broke off", False
    suite = ET.parse(report).getroot().find("testsuite")
    tests, *bad = (int(suite.get(name)) for name in ("tests", "failures", "errors"))
    if sum(bad) or not tests:
        return f"{sum(bad)} of {tests} failed", False
    return f"{tests} passed in {float(suite.get('time')):.0f} s", True


def run_parts(place, name, chosen):
    """Run the parts in one environment, and print of each how it ended as it ends. Returns whether all is well."""
    well = True
    for part in chosen.parts:
        report, log = place.outside / f"{part}.xml", FOLDER / f"{name}-{part}.log"
        for old in (report, log):
            old.unlink(missing_ok=True)
        place.run(["env", "-C", "course", *command_for(part, chosen.notebooks, chosen.workers)], log)
        words, good = verdict(report)
        print(f"; {part} {words}" if good else f"; {part} {words.upper()} (see {log})", end="", flush=True)
        well &= good
    return well


def parse(arguments):
    """Which environments, parts and notebooks are asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.versions", description=__doc__.partition("\n")[0])
    parser.add_argument("--environments", nargs="+", choices=ENVIRONMENTS, default=ENVIRONMENTS)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--notebooks", nargs="+", default=(), help="for nbval, by number: 00 06 (default: all)")
    parser.add_argument("--workers", default="auto", help="of pytest-xdist (default: one for each processor)")
    return parser.parse_args(arguments)


def main(arguments):
    """Print one line for each environment. Returns whether every part of every environment is well."""
    chosen, well = parse(arguments), True
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in chosen.environments:
        began, log = time.monotonic(), FOLDER / f"{name}.log"
        log.unlink(missing_ok=True)
        print(f"{name}: ", end="", flush=True)
        try:
            place = prepare(name, log)
            print(f"{versions(place)}; set up in {time.monotonic() - began:.0f} s", end="", flush=True)
            well &= run_parts(place, name, chosen)
            print(".")
        except Unavailable as reason:
            print(f"NOT TRIED: {reason}.")
            well = False
    return well


if __name__ == "__main__":
    sys.exit(not main(sys.argv[1:]))
