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
    shut_down_kernel,
    wait_until,
    write_notebook,
)

BEGIN = """
import os, time
from hashlib import sha1
from pathlib import Path
from helpers.labs import *

Path("{name}.pid").write_text(str(os.getpid()))

def logged(lab):
    "The lab; when it is told to reset and when it shows a picture is written down."
    def write(what):
        with open("{name}.log", "a") as log:
            log.write(f"{{time.time()}} {{what}}\\n")
    lab.picture.observe(lambda change: write(sha1(change.new).hexdigest()), "value")
    reset = lab.reset
    def reset_and_log():
        write("reset")
        reset()
    lab.reset = reset_and_log
    return lab
"""


class OneLab:
    """A notebook that makes one lab, its page and the process of its kernel.

    name: of the notebook. code: its last cell, whose value is the lab. `lab` is the lab on the page.
    """

    def __init__(self, tabs, address, folder, name, code):
        self.name, self.folder = name, folder
        self._file("pid").unlink(missing_ok=True)
        write_notebook(self._file("ipynb"), [BEGIN.format(name=name), code])
        self.page = open_notebook(tabs, address, f"{name}.ipynb")
        self.again()
        self.kernel = psutil.Process(int(self._file("pid").read_text()))

    def _file(self, kind):
        return self.folder / f"{self.name}.{kind}"

    def again(self):
        """Run all cells, and wait until the new lab is there."""
        self._file("log").unlink(missing_ok=True)
        prompt = self.page.locator(".jp-InputPrompt").last
        old = prompt.inner_text()
        run_all(self.page)
        wait_until(lambda: prompt.inner_text() not in (old, "[*]:"), "a new run")
        self.lab = LabOnPage(self.page, self.page.locator(".jp-CodeCell").last)

    def events(self):
        """What the kernel wrote down: [(seconds since 1970, "reset" or a picture's SHA-1)]."""
        lines = [line.split() for line in self._file("log").read_text().splitlines()]
        return [(float(when), what) for when, what in lines]

    def lives(self):
        """Whether the kernel is the one that it was."""
        return self.kernel.is_running() and self.kernel.status() != psutil.STATUS_ZOMBIE

    def close(self):
        """End the kernel, and close the page."""
        shut_down_kernel(self.page, f"{self.name}.ipynb")
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
