"""What the labs' tests share: a random generator whose numbers are the same each time, and labs that are closed."""

import numpy as np
import pytest

from tests.labs.closing import labs_are_closed  # noqa: F401


@pytest.fixture
def rng():
    return np.random.default_rng(20260101)
