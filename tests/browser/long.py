"""Tests that come in two lengths: a short form in every run, and the long one that `make test-long` runs."""

import pytest


def short_and_long(name, short, long):
    """Run a test with a short and with a long value of its argument `name`."""
    return pytest.mark.parametrize(
        name, [pytest.param(short, id="short"), pytest.param(long, id="long", marks=pytest.mark.long)]
    )
