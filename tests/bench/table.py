"""The lines of the table: what, measured, target, met or not."""

import time
from statistics import median


def line(what, measured, unit="", most=None, least=None):
    """Print one line; `most` or `least` is the target, none is for information."""
    target, verdict = "", ""
    if most is not None:
        target, verdict = f"at most {most:g}{unit}", "met" if measured <= most else "NOT MET"
    if least is not None:
        target, verdict = f"at least {least:g}{unit}", "met" if measured >= least else "NOT MET"
    print(f"{what:<72}{measured:>9.3g}{unit:<4}{target:<18}{verdict}", flush=True)


def skipped(what, why):
    """Print one line for what could not be measured."""
    print(f"{what:<72}skipped: {why}", flush=True)


def seconds(action):
    """How long a call takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def median_ms(times):
    """The median of some seconds, in milliseconds."""
    return 1000 * median(times)
