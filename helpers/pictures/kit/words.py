"""Numbers as a reader would write them, for the sentence below a picture."""

import math

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value, digits=3):
    """`value` with that many significant digits: 0.984, −0.6, 1,080, 1.7 × 10⁻³⁵, infinity, not a number."""
    value = float(value)
    if math.isnan(value):
        return "not a number"
    if math.isinf(value):
        return "infinity" if value > 0 else "minus infinity"
    if value == 0:
        return "0"
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    if -4 <= int(exponent) < 7:
        text = f"{float(f'{value:.{digits}g}'):,.{max(digits - 1 - int(exponent), 0)}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        text = f"{mantissa.rstrip('0').rstrip('.') if '.' in mantissa else mantissa} × 10{str(int(exponent)).translate(SUPERSCRIPTS)}"
    return text.replace("-", "−")


def count(n, noun):
    """`n` with its noun: 1 step, 43 steps."""
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def percent(share):
    """A share from 0 to 1 in whole percent: 85 %."""
    return f"{100 * share:.0f} %"


def capital(text):
    """The text as a sentence begins: its first letter large, all others as they are (Adam, ReLU)."""
    return text[:1].upper() + text[1:]
