"""What the browser tests share: one JupyterLab on copies of the notebooks, and one Chromium."""

import os
import shutil

import pytest

from tests.browser.chromium import SCREEN, chromium, find_chromium
from tests.browser.notebook_page import write_notebook
from tests.browser.server import ROOT, jupyter_lab

REQUIRE = "UNSTABLE_GRADIENTS_REQUIRE_BROWSER"  # "1" makes a missing browser a failure


@pytest.fixture(scope="session")
def browser():
    if not find_chromium():
        (pytest.fail if os.environ.get(REQUIRE) == "1" else pytest.skip)("no Chromium or Chrome on this system")
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """The notebooks as a learner has them, free to be changed, and one that holds every lab."""
    folder = tmp_path_factory.mktemp("course") / "notebooks"
    shutil.copytree(ROOT / "notebooks", folder, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    write_notebook(
        folder / "every-lab.ipynb", ["from helpers.labs import LABS", *(f"LABS[{lab!r}]()" for lab in labs())]
    )
    return folder


def labs():
    from helpers.labs import LABS

    return list(LABS)


@pytest.fixture(scope="session")
def address(folder, tmp_path_factory, browser):  # no browser, no server
    with jupyter_lab(folder, tmp_path_factory.mktemp("jupyter")) as address:
        yield address


@pytest.fixture(scope="session")
def tabs(browser):
    """Where tabs are opened: a small laptop's screen."""
    context = browser.new_context(viewport=SCREEN)
    yield context
    context.close()
