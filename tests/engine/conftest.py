"""What the engine's tests share: the first 1,000 digits, and one thread for matrices that are tiny."""

import pytest
from threadpoolctl import threadpool_limits

from helpers.engine import load_mnist


@pytest.fixture(scope="session", autouse=True)
def one_thread():
    with threadpool_limits(1):
        yield


@pytest.fixture(scope="session")
def first_1000():
    return load_mnist().first(1000)
