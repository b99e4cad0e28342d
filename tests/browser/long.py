"""Tests that come in two lengths: a short form in every run, and the long one that `make test-long` runs."""

import pytest


def short_and_long(labs, in_short, short, long):
    """Cases (lab, times): those `in_short` so many times as `short` says, and in the long form all `labs`, `long` times."""
    short_form = [pytest.param(lab, short, id=f"{lab}-short") for lab in in_short]
    return short_form + [pytest.param(lab, long, id=f"{lab}-long", marks=pytest.mark.long) for lab in labs]
