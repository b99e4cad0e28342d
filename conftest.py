"""However the tests are called, nbval among them: no learner's progress is read or written, and garbage is cheap."""

import gc
import os
import shutil
import tempfile

from tests.no_learner import no_learner


def pytest_configure(config):
    """Before any test or kernel starts. nbval compares stored outputs, which hold the folded answers of predictions."""
    config.progress_folder = tempfile.mkdtemp()
    storing = any(config.getoption(name, False) for name in ("nbval", "nbval_lax"))
    os.environ.update(no_learner(config.progress_folder, storing))


def pytest_collection_finish():
    """What collecting has made stays to the end. Set aside, it costs a later `gc.collect()` nothing: a lab's test makes one."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure(config):
    shutil.rmtree(config.progress_folder, ignore_errors=True)
