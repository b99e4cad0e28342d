"""A guess beside what was measured, on a line or among answers: HTML whose words keep their size in every window and every theme."""

import math
import re
from html import escape

from helpers.pictures.kit.style import ACCENT, COOL
from helpers.pictures.kit.words import number

MOST_TICKS = 6
IN_FULL = 6  # the most digits of a whole number
WIDTH = 560  # CSS pixels at most
HEIGHT, LINE = 92, 30  # of the whole, and of the line from the top
# The measured dot and its words set out from the guess. Who asked the system for less motion sees them arrived.
MOTION = (
    "<style>@keyframes ug-from-guess {from {left: var(--ug-from)}}"
    "@media (prefers-reduced-motion: reduce) {.ug-line * {animation: none !important}}</style>"
)
MOVE = "animation: ug-from-guess 1.4s ease-in-out;"


class Scale:
    """The numbers from low to high along a line, evenly or by powers of ten; unit: written behind each number."""

    def __init__(self, low, high, log=False, unit=""):
        self.low, self.high, self.log, self.unit = low, high, log, unit

    def say(self, value, digits=2):
        """The number with its unit; a whole one was counted, and stands there digit by digit."""
        counted = float(value).is_integer() and abs(value) < 10**IN_FULL
        return number(value, IN_FULL if counted else digits) + self.unit

    def place(self, value):
        """Where a number lies, in percent of the line; what is beyond an end lies at that end."""
        low, high, here = (self._along(each) for each in (self.low, self.high, value))
        return 100 * min(max((here - low) / (high - low), 0), 1)

    def _along(self, value):
        if not self.log:
            return value
        return math.log10(value) if value > 0 else -math.inf

    def ticks(self):
        """The numbers that are written below the line, at most MOST_TICKS of them."""
        if not self.log:
            return [self.low + (self.high - self.low) * i / 4 for i in range(5)]
        first, last = math.ceil(math.log10(self.low) - 1e-9), math.floor(math.log10(self.high) + 1e-9)
        step = math.ceil((last - first + 1) / MOST_TICKS)
        return [10.0**exponent for exponent in range(first, last + 1, step)]


def number_line(scale, guess, measured, moves):
    """HTML of the line with both numbers; moves: whether the measured one travels there from the guess."""
    start, end = scale.place(guess), scale.place(measured)
    go = f"--ug-from: {start:.1f}%; {MOVE}" if moves else ""
    words = f"<b>measured: {scale.say(measured)}</b>"
    said = f"On a line from {scale.say(scale.low)} to {scale.say(scale.high)}: your guess and what was measured."
    parts = [
        _box(0, LINE, "width: 100%; height: 2px; background: currentColor; opacity: 0.35"),
        *(_tick(scale, value) for value in scale.ticks()),
        _box(min(start, end), LINE - 1, f"width: {abs(end - start):.1f}%; height: 4px; background: {ACCENT}; opacity: 0.45"),
        _dot(start, f"border: 3px solid {COOL}; background: var(--jp-layout-color0, white)"),
        _dot(end, f"border: 3px solid {ACCENT}; background: {ACCENT}; {go}"),
        _words(start, 0, f"your guess: {scale.say(guess, 3)}"),
        _words(end, LINE + 10, words, f"--ug-from: {_inside(start, words)}; {MOVE}" if moves else ""),
    ]  # fmt: skip
    look = f"position: relative; max-width: {WIDTH}px; height: {HEIGHT}px; margin: 8px 10px 0"
    return (
        f'{MOTION}<div class="ug-line" role="img" aria-label="{escape(said)}" style="{look}; '
        f'font-size: 13px; line-height: 18px">{"".join(parts)}</div>'
    )


def _box(left, top, style, inside=""):
    return f'<div style="position: absolute; left: {left:.1f}%; top: {top}px; {style}">{inside}</div>'


def _dot(left, style):
    return _box(left, LINE - 7, f"width: 10px; height: 10px; margin-left: -8px; border-radius: 50%; {style}")


def _words(left, top, text, style=""):
    """Words centred on their place; near an end of the line they stay inside."""
    return (
        f'<div style="position: absolute; left: {_inside(left, text)}; top: {top}px; white-space: nowrap; '
        f'transform: translateX(-50%); {style}">{text}</div>'
    )


def _inside(left, text):
    """The middle of words whose place is `left` percent; 0.46 ch are half a letter, even a bold one."""
    half = f"{0.46 * len(re.sub('<[^>]*>', '', text)):.1f}ch"
    return f"clamp({half}, {left:.1f}%, 100% - {half})"


def _tick(scale, value):
    left = scale.place(value)
    mark = _box(left, LINE - 4, "width: 1px; height: 10px; background: currentColor; opacity: 0.5")
    return mark + _words(left, LINE + 36, scale.say(value), "opacity: 0.8")


def answers(options, said, true):
    """HTML of all answers of a choice: the right one and the guess have the colours that they have on a line."""
    row = "".join(_answer(option, option == said, option == true) for option in options)
    return f'<div style="display: flex; flex-wrap: wrap; gap: 6px; margin: 4px 0; font-size: 13px; line-height: 18px">{row}</div>'


def _answer(text, said, true):
    look = "1px solid currentColor; opacity: 0.7"
    if said or true:
        look = f"2px solid {ACCENT if true else COOL}"
    words = f"<b>✓ {escape(text)}</b>" if true else escape(text)
    tail = " · your guess" if said else ""
    return f'<span style="padding: 4px 10px; border-radius: 3px; border: {look}">{words}{tail}</span>'
