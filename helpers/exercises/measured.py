"""What a solution measures, kept: the engine is asked once, however often a learner tries."""

from functools import cache


@cache
def measured(solution):
    """The number that `solution()` returns, or its letter."""
    found = solution()
    return found if isinstance(found, str) else float(found)
