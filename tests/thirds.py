"""In every run a third of a table, in the long form the whole of it.

What a test asks of every lab, picture or exercise, it asks mostly of the code that they share. So it tries each third
of them in every run, and begins elsewhere than the next test does: together they try all.
"""

import zlib

import pytest


def a_third_of(argument, things, *, ids=None, only_long=(), **options):
    """Run a test on every third of `things`, and in the long form (`make test-long`) on the others, too.

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
