"""What the browser tests share: one JupyterLab on copies of the notebooks, and a Chromium for each font."""

import os
import shutil
import sys

import pytest

from helpers.labs import LABS
from tests.browser.chromium import find_chromium, tabs_by_font
from tests.browser.fonts import FAMILIES, find_font
from tests.browser.notebook_page import open_notebook, run_all, wait_for_all_cells, write_notebook
from tests.browser.server import ROOT, jupyter_lab

REQUIRE = "UNSTABLE_GRADIENTS_REQUIRE_BROWSER"  # "1" makes a missing browser or font a failure
WIDEST = next(iter(FAMILIES))  # the font of all tests that are not about fonts


def missing(what):
    """Skip a test for want of a browser or a font; fail where the environment asks for them."""
    (pytest.fail if os.environ.get(REQUIRE) == "1" else pytest.skip)(f"no {what} on this system")


@pytest.fixture(scope="session")
def tabs_in(tmp_path_factory):
    """A function of a font's family: where tabs are opened whose words are written in it."""
    if not find_chromium():
        missing("Chromium or Chrome")
    with tabs_by_font(tmp_path_factory.mktemp("fonts")) as tabs:

        def tabs_if_there(family):
            if sys.platform != "linux" and family != WIDEST:
                pytest.skip("fontconfig chooses the browser's fonts on Linux only")
            if not find_font(family):
                missing(f"font {family}")
            return tabs(family)

        yield tabs_if_there


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """The notebooks as a learner has them, free to be changed."""
    folder = tmp_path_factory.mktemp("course") / "notebooks"
    shutil.copytree(ROOT / "notebooks", folder, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    return folder


@pytest.fixture(scope="session")
def address(folder, tmp_path_factory, tabs_in):  # no browser, no server
    with jupyter_lab(folder, tmp_path_factory.mktemp("jupyter")) as address:
        yield address


@pytest.fixture(scope="session")
def tabs(tabs_in):
    """Where tabs are opened, in the font of all tests that are not about fonts."""
    return tabs_in(WIDEST)


@pytest.fixture(scope="session")
def every_lab_in(tabs_in, address, folder):
    """A function of a font's family: a page that shows every lab in it, run once."""
    pages, cells = {}, ["from helpers.labs import LABS", *(f"LABS[{lab!r}]()" for lab in LABS)]

    def page(family):
        if family not in pages:
            tabs, name = tabs_in(family), f"every-lab-{len(pages)}.ipynb"
            write_notebook(folder / name, cells)
            pages[family] = open_notebook(tabs, address, name)
            run_all(pages[family])
            wait_for_all_cells(pages[family])
        return pages[family]

    return page
