"""One lab in a notebook and a kernel of its own."""

import os
import subprocess
import sys
from contextlib import contextmanager

import psutil

from tests.browser.notebook_page import (
    LabOnPage,
    open_notebook,
    run_all,
    shut_down_kernels,
    wait_until,
    write_notebook,
)

WRITE_PID = "import os\nfrom pathlib import Path\nPath('kernel.pid').write_text(str(os.getpid()))"


class OneLab:
    """A notebook that makes one lab, its page and the process of its kernel.

    code: the last cell, whose value is the lab. `lab` is the lab on the page; `again()` runs all cells once more.
    """

    def __init__(self, tabs, address, folder, code):
        self.folder = folder
        (folder / "kernel.pid").unlink(missing_ok=True)
        write_notebook(folder / "one-lab.ipynb", [WRITE_PID, "from helpers.labs import *", code])
        self.page = open_notebook(tabs, address, "one-lab.ipynb")
        self.again()
        self.kernel = psutil.Process(int((folder / "kernel.pid").read_text()))

    def again(self):
        """Run all cells, and wait until the new lab is there."""
        old = self.page.locator(".jp-InputPrompt").last.inner_text()
        run_all(self.page)
        wait_until(lambda: self.page.locator(".jp-InputPrompt").last.inner_text() not in (old, "[*]:"), "a new run")
        self.lab = LabOnPage(self.page, self.page.locator(".jp-CodeCell").last)

    def lives(self):
        """Whether the kernel is the one that it was."""
        return self.kernel.is_running() and self.kernel.status() != psutil.STATUS_ZOMBIE

    def close(self):
        """End the kernel, and close the page."""
        shut_down_kernels(self.page)
        self.page.close()


@contextmanager
def busy_processors(yes):
    """Two processes more than there are processors compute all the time, or nothing happens."""
    count = os.cpu_count() + 2 if yes else 0
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield
    finally:
        for process in busy:
            process.kill()
            process.wait()
