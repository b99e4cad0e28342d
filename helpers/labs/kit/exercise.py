"""An exercise that answers back in the notebook: the verdict, and two buttons for the hint and the solution."""

from html import escape

import ipywidgets as widgets

from helpers.exercises import EXERCISES, check, hint, solution, when_passed

from . import progress
from .answering import Button
from .closing import close_children
from .owners import belongs_to_this_cell

HINT, SOLUTION = "hint", "solution"
WIDE = {"max_width": "880px"}
CLOSED = {HINT: "Hint", SOLUTION: "Solution"}
ASKING = "Show it?"  # what the button of the solution says between its first press and its second

_opened = {}  # exercise -> what is open below it: a hint stays open when the cell runs again
_seen = set()  # the exercises whose solution has been looked at


def remember_passed(key):
    """Note that an exercise is solved, in the learner's progress."""
    progress.record("exercises", key, {"solved": True})


when_passed(remember_passed)


class Help(widgets.VBox):
    """The buttons Hint and Solution of one exercise, and below them what they open.

    The solution of an exercise that is not solved yet is shown at the second press, the first time. A button that has been
    pressed stays where it is and can be pressed again: the focus of a keyboard is never lost.
    """

    def __init__(self, key):
        self.key, self._asking = EXERCISES[key].key, False
        self.buttons = {what: Button(layout={"width": "9em"}) for what in CLOSED}
        self.buttons[HINT].tooltip = f"A hint for exercise {self.key}"
        self.buttons[SOLUTION].tooltip = f"The solution of exercise {self.key}"
        for what, button in self.buttons.items():
            button.on_click(lambda _, what=what: self._press(what))
        self.shown = widgets.HTML()
        super().__init__([widgets.HBox(list(self.buttons.values())), self.shown], layout=WIDE)
        self._show()

    @property
    def opened(self):
        """What is open: a set of HINT and SOLUTION."""
        return _opened.setdefault(self.key, set())

    def _press(self, what):
        known = self.key in _seen or progress.recall("exercises", self.key)
        if what == SOLUTION and not known and not self._asking:
            self._asking = True
        else:
            self._asking = False
            self.opened.symmetric_difference_update({what})
            if SOLUTION in self.opened:
                _seen.add(self.key)
        self._show()

    def _show(self):
        for what, button in self.buttons.items():
            button.description = f"Hide {what}" if what in self.opened else CLOSED[what]
        if self._asking:
            self.buttons[SOLUTION].description = ASKING
        told = {HINT: hint(self.key), SOLUTION: solution(self.key)}
        parts = [f"<b>{CLOSED[what]}.</b> {told[what]._repr_html_()}" for what in CLOSED if what in self.opened]
        self.shown.value = f'<div role="status" aria-live="polite" style="line-height: 1.4">{"".join(parts)}</div>'

    def close_solution(self):
        """Close the solution; a hint that is open stays open."""
        self.opened.discard(SOLUTION)
        self._show()

    def close(self):
        """Free all that it holds, too."""
        close_children(self)
        super().close()

    def _repr_mimebundle_(self, **kwargs):
        plain = f"Exercise {self.key}: {EXERCISES[self.key].title}. A hint and the solution, when they are asked for."
        return {**super()._repr_mimebundle_(**kwargs), "text/plain": plain, "text/html": folded(self.key)}


class Answer(widgets.VBox):
    """The verdict on one try, and the help. Where no kernel runs, the help stands below it, folded.

    Shift+Enter brings the next cell into view. So the solution closes, and the verdict comes last below a hint that is
    open: next to that cell.
    """

    def __init__(self, key, answer):
        belongs_to_this_cell(self)
        self.verdict = check(key, answer)
        self.help = Help(key)
        self.help.close_solution()
        self.words = widgets.HTML(self.verdict._repr_html_())
        both = [self.help, self.words] if self.help.opened else [self.words, self.help]
        super().__init__(both, layout=WIDE)

    def close(self):
        """Free all that it holds, too."""
        close_children(self)
        super().close()

    def _repr_mimebundle_(self, **kwargs):
        still = self.verdict._repr_html_() + folded(self.help.key)
        return {**super()._repr_mimebundle_(**kwargs), "text/plain": self.verdict.sentence, "text/html": still}


def folded(key):
    """Hint and solution as HTML that opens without a kernel."""
    told = {HINT: hint(key), SOLUTION: solution(key)}
    return "".join(
        f"<details><summary>{escape(CLOSED[what])}</summary>{each._repr_html_()}</details>"
        for what, each in told.items()
    )


def exercise(key, answer=...):
    """Hold an answer against the exercise of that key ("02.3"), and offer its hint and its solution.

    answer: the function, number or letter that is asked for; `...` is not answered yet. ValueError for an unknown key.
    """
    return Answer(key, answer)


def exercise_help(key):
    """The hint and the solution of an exercise, each behind a button. ValueError for an unknown key."""
    made = Help(key)
    belongs_to_this_cell(made)
    return made
