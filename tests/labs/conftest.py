"""What the labs' tests share: a random generator whose numbers are the same each time, and labs that are closed."""

import numpy as np
import pytest

from helpers.labs.kit import progress
from tests.labs.closing import labs_are_closed  # noqa: F401
from tests.labs.quick import coarse, quick  # noqa: F401


@pytest.fixture
def rng():
    return np.random.default_rng(20260101)


@pytest.fixture
def own_progress(tmp_path, monkeypatch):
    """The file of a learner who has done nothing yet; it is not there."""
    file = tmp_path / "progress.json"
    monkeypatch.setenv(progress.VARIABLE, str(file))
    return file
