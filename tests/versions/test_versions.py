"""What `make test-versions` makes of the course's lists, of a report, and of a machine that cannot do it."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.versions import __main__ as versions
from tests.versions import places

ROOT = Path(__file__).parents[2]


def test_the_lowest_versions_are_the_lower_ends_of_every_range():
    constraints = versions.lowest((ROOT / "requirements.txt").read_text(), (ROOT / "pyproject.toml").read_text())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    listed = [*project["dependencies"], *project["optional-dependencies"]["test"], "nbval>=0.11,<0.12"]
    assert {line.partition(">=")[0] for line in listed} <= {line.partition("==")[0] for line in constraints.split()}
    assert "numpy==2.0" in constraints.split() and "nbval==0.11" in constraints.split()


@pytest.mark.parametrize(
    ("attributes", "words", "good"),
    [
        ('tests="12" failures="0" errors="0" time="3.2"', "12 passed in 3 s", True),
        ('tests="12" failures="1" errors="1" time="3.2"', "2 of 12 failed", False),
        ('tests="0" failures="0" errors="0" time="3.2"', "0 of 0 failed", False),
    ],
)
def test_the_verdict_on_a_report(tmp_path, attributes, words, good):
    report = tmp_path / "report.xml"
    assert versions.verdict(report) == ("broke off", False)
    report.write_text(f"<testsuites><testsuite {attributes}/></testsuites>")
    assert versions.verdict(report) == (words, good)


def test_every_part_is_a_folder_of_tests_and_nbval_takes_the_notebooks_named():
    for part in versions.PARTS:
        paths = [word for word in versions.command_for(part, ("00", "06"), "1") if word.startswith(("tests/", "note"))]
        assert paths and all((ROOT / path).exists() for path in paths)
    start, slow, noise = (
        f"notebooks/{name}.ipynb"
        for name in ("00-start-here", "06-training-in-slow-motion", "06b-the-noise-of-mini-batches")
    )
    assert paths == [start, slow, noise]  # a number brings its side trips along
    (*_, nbval) = versions.PARTS
    named = {n: [w for w in versions.command_for(nbval, (n,), "1") if w.startswith("note")] for n in ("06-", "06b")}
    assert named == {"06-": [slow], "06b": [noise]}


def test_a_machine_that_cannot_says_in_one_line_why(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(versions, "FOLDER", tmp_path)
    monkeypatch.setattr(places.shutil, "which", lambda name: None)
    monkeypatch.setattr(places.os, "geteuid", lambda: 1000)
    assert not versions.main(["--environments", "newest-3.14"])
    (line,) = capsys.readouterr().out.splitlines()
    assert "newest-3.14: NOT TRIED: this machine has no python3.14" in line and line.endswith("one must be root.")
    monkeypatch.setattr(places.os, "geteuid", lambda: 0)
    assert not versions.main(["--environments", "newest-3.14"])
    assert "install debootstrap, unshare, chroot.\n" in capsys.readouterr().out


def test_a_python_that_does_not_start_is_not_taken(tmp_path, monkeypatch):
    shim = tmp_path / "python3.99"
    shim.write_text("#!/bin/sh\nexit 127\n")
    shim.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setattr(places.os, "geteuid", lambda: 1000)
    with pytest.raises(places.Unavailable, match=r"has no python3\.99"):
        places.place_for("3.99", tmp_path / "folder", tmp_path / "log")


def test_pips_settings_become_variables(tmp_path, monkeypatch):
    """From a file as from the environment, which wins."""
    file = tmp_path / "pip.conf"
    file.write_text("[global]\nextra-index-url = https://a.example/simple\n    https://b.example/simple\nretries = 7\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(file))
    monkeypatch.setenv("PIP_RETRIES", "2")
    settings = places.pip_settings()
    assert settings["PIP_EXTRA_INDEX_URL"] == "https://a.example/simple https://b.example/simple"
    assert settings["PIP_RETRIES"] == "2"
    monkeypatch.setenv("PIP_CERT", str(file))
    assert str(file) in places.network_files()


def test_the_copy_of_the_course_is_what_git_knows(tmp_path):
    versions.copy_course(tmp_path / "course")
    known = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True).stdout.split("\n")
    copied = {str(file.relative_to(tmp_path / "course")) for file in (tmp_path / "course").rglob("*") if file.is_file()}
    assert {name for name in known if name and (ROOT / name).exists()} <= copied
    assert not [name for name in copied if name.startswith((".venv", "build/", ".git/"))]


def test_it_starts_on_a_python_that_has_nothing_installed():
    run = subprocess.run(
        [
            sys.executable,
            "-S",
            "-I",
            "-c",
            f"import sys; sys.path.insert(0, {str(ROOT)!r}); import tests.versions.__main__",
        ],
        capture_output=True,
        text=True,
    )
    assert (run.returncode, run.stderr) == (0, "")
