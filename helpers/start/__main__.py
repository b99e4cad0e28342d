"""The command. It needs nothing but Python and JupyterLab, so it is the same on every system."""

import argparse
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from .home import away_from_home
from .own_copy import bring_back, bring_up_to_date

ROOT = Path(__file__).parents[2]
COURSE, FIRST = ROOT / "notebooks", "00-start-here.ipynb"
# JupyterLab's own defaults: at its first start it asks for no news; and what it shows of a lab whose kernel is gone.
JUPYTER = Path(__file__).parent / "jupyter"


def main(arguments):
    """Bring the copy up to date, and open it. SystemExit with a sentence where that cannot be."""
    asked, for_jupyter = options().parse_known_args(arguments)
    own = Path(asked.folder).expanduser().resolve()
    try:
        if asked.fresh is not None:
            return say(bring_back(COURSE, own, asked.fresh))
        if not asked.teacher:
            say(bring_up_to_date(COURSE, own))
    except ValueError as problem:
        sys.exit(f"Nothing was changed: {problem}")
    except OSError as problem:
        sys.exit(f"The folder {own} cannot be used ({problem.strerror}): may you write there, and is there room? "
                 "Name another: python -m helpers.start --folder FOLDER")  # fmt: skip
    if find_spec("jupyterlab") is None:
        sys.exit(f"JupyterLab is missing: install it with {sys.executable} -m pip install -r requirements.txt")
    elsewhere, lines = away_from_home()
    os.environ.update(elsewhere)
    say(lines)
    folder = COURSE if asked.teacher else own
    # JupyterLab shows the whole course beside the copy, where the copy lies in it.
    top = ROOT if folder.is_relative_to(ROOT) else folder
    run([sys.executable, "-m", "jupyter", "lab", str((folder / FIRST).relative_to(top)), *for_jupyter], top)


def options():
    """What the command understands; everything else goes to JupyterLab."""
    parser = argparse.ArgumentParser(
        prog="python -m helpers.start",
        description="Open the course in JupyterLab, in a copy of your own. What you type there is never overwritten.",
        epilog="Everything else is handed on to JupyterLab, for example --no-browser.",
        allow_abbrev=False,
    )
    folder = os.environ.get("UNSTABLE_GRADIENTS_COPY") or str(ROOT / "my-course")
    parser.add_argument("--folder", default=folder, help="where the copy is (default: %(default)s; "
                        "the environment variable UNSTABLE_GRADIENTS_COPY names another)")  # fmt: skip
    parser.add_argument(
        "--fresh", metavar="NN", help="make one notebook of the copy fresh, for example 03; yours is kept beside it"
    )
    parser.add_argument("--teacher", action="store_true", help="open the course's own notebooks, to change the course")
    return parser


def say(lines):
    """Print them at once, before JupyterLab's own."""
    for line in lines:
        print(line, flush=True)


def run(command, folder):
    """Become JupyterLab, with the course's settings and helpers; on Windows, wait for it."""
    os.chdir(folder)
    for name, first in (("JUPYTER_CONFIG_PATH", JUPYTER), ("JUPYTER_PATH", JUPYTER), ("PYTHONPATH", ROOT)):
        os.environ[name] = os.pathsep.join([str(first), *filter(None, [os.environ.get(name)])])
    if os.name == "posix":  # so that Ctrl-C, and whoever ends this process, reach JupyterLab itself
        os.execv(command[0], command)
    sys.exit(subprocess.call(command))


if __name__ == "__main__":
    main(sys.argv[1:])
