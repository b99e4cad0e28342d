"""The claims are measured on one thread, as the course trains: a second one only waits for the first."""

import pytest
from threadpoolctl import threadpool_limits

from tests.labs.closing import labs_are_closed  # noqa: F401


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    with threadpool_limits(1):
        yield
