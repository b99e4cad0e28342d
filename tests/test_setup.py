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


def make_setup(course, python=sys.executable, **variables):
    """Run `make setup` in the folder and return its exit code and its one message."""
    # An outer make or pip must not tell this one what to do.
    own = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS", "PIP_", "VIRTUAL_ENV"))}
    run = subprocess.run(
        ["make", "setup", f"PYTHON={python}"],
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


def test_make_alone_lists_every_target(course):
    listed = subprocess.run(["make", "-s"], cwd=course, capture_output=True, text=True).stdout
    makefile = (course / "Makefile").read_text()
    targets = makefile.partition(".PHONY:")[2].split()
    assert targets
    for target in targets:
        assert target == "help" or f"make {target} " in listed
