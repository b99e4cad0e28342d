"""A set-up that cannot succeed says in one sentence why, and does not stand in the way of the next one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NO_NETWORK = {
    "PIP_INDEX_URL": "http://127.0.0.1:9/simple",  # nobody listens on the discard port
    "PIP_CONFIG_FILE": os.devnull,
    "PIP_EXTRA_INDEX_URL": "",
    "PIP_FIND_LINKS": "",
    "PIP_RETRIES": "0",
}

pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")


@pytest.fixture
def course(tmp_path):
    """A folder with just the files that the set-up reads; its name has a space in it."""
    folder = tmp_path / "my course"
    folder.mkdir()
    for name in ("Makefile", "requirements.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    return folder


def make_setup(course, python=sys.executable, target="setup", **variables):
    """Run `make setup` in the folder and return its exit code and its one message."""
    # An outer make or pip must not tell this one what to do.
    own = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS", "PIP_", "VIRTUAL_ENV"))}
    run = subprocess.run(
        ["make", target, f"PYTHON={python}"],
        cwd=course,
        env=own | variables,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "Traceback" not in run.stdout + run.stderr
    messages = [line for line in run.stderr.splitlines() if line and not line.startswith("make")]
    assert len(messages) <= 1, messages
    return run.returncode, "".join(messages)


def fake_python(folder, before):
    """A python that runs some code of ours before the code after -c."""
    fake = folder / "fake-python"
    code = f"import sys; {before}; exec(sys.argv[1])"
    fake.write_text(f"""#!/bin/sh\nexec '{sys.executable}' -c "{code}" "$2"\n""")
    fake.chmod(0o755)
    return fake


def test_python_too_old(course, tmp_path):
    old = fake_python(tmp_path, "sys.version_info = (3, 9, 18, 'final', 0)")
    code, message = make_setup(course, old)
    assert code != 0
    assert message.startswith("Python is too old:")
    assert "is Python 3.9 and the course needs 3.11 or newer" in message
    assert not (course / ".venv").exists()


def test_python_absent(course):
    code, message = make_setup(course, "absent-python")
    assert code != 0
    assert message.startswith("Python is missing: 'absent-python' does not start here")


def test_venv_module_missing(course, tmp_path):
    without = fake_python(tmp_path, "sys.modules['ensurepip'] = None")
    code, message = make_setup(course, without)
    assert code != 0
    assert message.startswith("Python's venv module is missing:")
    assert "apt-get install python3-venv" in message


def test_a_failed_installation_and_a_clean_start_after_it(course):
    """One story in one test, because making an environment takes seconds."""
    requirements = course / "requirements.txt"
    code, message = make_setup(course, **NO_NETWORK)
    assert code != 0
    assert message.startswith("The installation failed because the network is away:")
    assert ".venv/install.log" in message
    assert (course / ".venv/install.log").stat().st_size > 0

    requirements.write_text("# nothing, which can be installed without a network\n")
    assert make_setup(course, **NO_NETWORK) == (0, "")
    # Once ready, it looks for nothing any more.
    assert make_setup(course, "absent-python", **NO_NETWORK) == (0, "")

    requirements.write_text("-e ./absent-folder\n")
    code, message = make_setup(course, **NO_NETWORK)
    assert code != 0
    assert message.startswith("The installation failed: the reason stands at the end of .venv/install.log")


@pytest.fixture
def asked(course):
    """A function: what pip was asked to install since it was last called. The environment's python only takes notes."""
    notes, fake = course / "notes", course / ".venv/bin/python"
    fake.parent.mkdir(parents=True)
    fake.write_text(f"""#!/bin/sh\n[ "$2" != pip ] || echo "$@" >>'{notes}'\n""")
    fake.chmod(0o755)
    (course / ".venv/.ready").write_text(f"{course}\n")  # made here, by an earlier set-up

    def take():
        lines = notes.read_text().splitlines() if notes.exists() else []
        notes.unlink(missing_ok=True)
        return [line.partition("--disable-pip-version-check ")[2] for line in lines]

    return take


def test_a_learner_is_not_given_what_the_tests_need(course, asked):
    assert make_setup(course) == (0, "")
    assert asked() == ["-r requirements.txt"]
    assert make_setup(course, target="setup-test") == (0, "")
    assert asked() == ["-e .[test]"]
    for target in ("setup", "setup-test"):
        assert make_setup(course, target=target) == (0, "")
    assert asked() == []  # each is done once


def test_what_changed_is_installed_again(course, asked):
    make_setup(course, target="setup-test")
    asked()
    with open(course / "pyproject.toml", "a") as file:
        file.write("# another line\n")
    make_setup(course)
    assert asked() == ["-r requirements.txt"]
    make_setup(course, target="setup-test")
    assert asked() == ["-e .[test]"]


@pytest.mark.parametrize(
    ("targets", "setup"),
    [
        ("lab fresh slides site class wall", "setup"),
        ("test test-long outputs bench", "setup-test"),
        ("test-versions", ""),
    ],
)
def test_each_target_has_the_set_up_that_it_needs(targets, setup):
    lines = (ROOT / "Makefile").read_text().splitlines()
    for target in targets.split():
        assert [line.partition(":")[2].strip() for line in lines if line.startswith(f"{target}:")] == [setup]


def test_the_tests_own_tools_cannot_be_had_without_a_network(course, asked):
    """The same sentence, and a log of its own."""
    python = course / ".venv/bin/python"
    python.write_text("""#!/bin/sh\ncase "$*" in *test]*) echo "a connection error"; exit 1;; esac\n""")
    code, message = make_setup(course, target="setup-test")
    assert code != 0
    assert message.startswith("The installation failed because the network is away:")
    assert ".venv/install-test.log" in message
    assert not (course / ".venv/.ready-to-test").exists()


def test_make_alone_lists_every_target(course):
    listed = subprocess.run(["make", "-s"], cwd=course, capture_output=True, text=True).stdout
    makefile = (course / "Makefile").read_text()
    targets = makefile.partition(".PHONY:")[2].split()
    assert targets
    for target in targets:
        assert target == "help" or f"make {target} " in listed


def test_make_lab_and_make_fresh_hand_on_what_they_are_told(course):
    """Asked for what would be run (-n), so that nothing is installed and no JupyterLab starts."""
    for asked, does in [
        (["lab", "ARGS=--no-browser --port 8899"], ".venv/bin/python -m helpers.start --no-browser --port 8899"),
        (["fresh", "NOTEBOOK=03"], '.venv/bin/python -m helpers.start --fresh "03"'),
        (["wall", "ARGS=toy.steps"], ".venv/bin/python data/make_wall.py toy.steps"),
    ]:
        shown = subprocess.run(
            ["make", "-n", "--no-print-directory", *asked], cwd=course, capture_output=True, text=True
        ).stdout
        assert shown.splitlines()[-1] == does
