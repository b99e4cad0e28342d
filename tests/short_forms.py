"""Tests that come in two lengths: a short form in every run, and the whole that `make test-long` runs.

What a test asks of every lab, picture or exercise, it asks mostly of the code that they share. So it tries each third
of them in every run, and begins elsewhere than the next test does: together they try all.
"""

import zlib

import pytest


def a_third_of(argument, things, *, ids=None, only_long=(), **options):
    """Run a test on every third of `things`, and in the long form on the others, too.

    argument, ids, options: as for pytest.mark.parametrize. only_long: things that are left to the long form.
    """

    def parametrized(test):
        first, names, cases = zlib.crc32(test.__name__.encode()) % 3, list(ids or []), []
        for i, thing in enumerate(things):
            is_long = i % 3 != first or thing in only_long
            values = thing if isinstance(thing, tuple) else (thing,)
            cases.append(
                pytest.param(*values, id=names[i] if names else None, marks=pytest.mark.long if is_long else ())
            )
        return pytest.mark.parametrize(argument, cases, **options)(test)

    return parametrized


def first_now(things):
    """The first of these in every run, and the others in the long form."""
    first, *others = things
    return [first, *(pytest.param(other, marks=pytest.mark.long) for other in others)]


def short_and_long(labs, in_short, short, long):
    """Cases (lab, times): those `in_short` so many times as `short` says, and in the long form all `labs`, `long` times."""
    short_form = [pytest.param(lab, short, id=f"{lab}-short") for lab in in_short]
    return short_form + [pytest.param(lab, long, id=f"{lab}-long", marks=pytest.mark.long) for lab in labs]
