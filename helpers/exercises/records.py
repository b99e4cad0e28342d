"""The kinds of exercises: a function to write, a number to find, a choice, something that must have a property."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from inspect import getsource
from typing import Any

import numpy as np

from .answers import judge_choice, judge_find, judge_number
from .functions import judge_function
from .measured import measured
from .verdict import Told
from .words import told

SEED = 0  # of the numbers that the examples are drawn with


@dataclass(frozen=True)
class Mistake:
    """A mistake known by name: `gives` is called as the reference is and returns the mistaken answer."""

    gives: Callable
    sentence: str


@dataclass(frozen=True)
class Option:
    """One answer of a choice: what it says, and why it is wrong (or what there is to add, where it is right)."""

    text: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """What all kinds share. solution: a function that passes its own check; its source is what is shown.

    in_words: how it is done without code; it is shown in the place of the source.
    """

    key: str  # notebook and number: "02.3"
    title: str
    solution: Callable
    hint: str
    afterwards: str  # what the result says, once it is right
    in_words: str = ""

    @property
    def name(self):
        """What the table finds it by."""
        return self.key

    def told_hint(self):
        """The hint."""
        return Told(self.hint)

    def told_solution(self):
        """The solution's source, and what it says."""
        return self.told_with(self.afterwards)

    def told_with(self, result):
        """The way to the solution, in words or as code, and these words about the result."""
        return Told(f"{self.in_words} {result}") if self.in_words else Told(result, getsource(self.solution))


@dataclass(frozen=True, kw_only=True)
class Function(Exercise):
    """A function to write, called as the solution is. `examples(rng)` draws a list of tuples of arguments.

    reference: gives what is right, by another way than the solution. rtol, atol: how far a number may be off.
    """

    reference: Callable
    examples: Callable
    mistakes: tuple[Mistake, ...] = ()
    rtol: float = 1e-6
    atol: float = 1e-9

    @property
    def called(self):
        """The name of the function."""
        return self.solution.__name__

    def drawn(self):
        """The examples, the same each time."""
        return self.examples(np.random.default_rng(SEED))

    def judge(self, answer):
        """Hold a function against the reference; a Verdict."""
        return judge_function(self, answer)


@dataclass(frozen=True, kw_only=True)
class Number(Exercise):
    """A number to find: what `solution()` returns, to within the share rtol, or atol. Mistakes take no argument."""

    mistakes: tuple[Mistake, ...] = ()
    rtol: float = 0.0
    atol: float = 0.0

    def told_solution(self):
        """The solution's source, the number that it gives, and what that says."""
        return self.told_with(f"The engine says {told(measured(self.solution), 4)}. {self.afterwards}")

    def judge(self, answer):
        """Hold a number against the solution; a Verdict."""
        return judge_number(self, answer)


@dataclass(frozen=True, kw_only=True)
class Choice(Exercise):
    """A letter to choose: what `solution()` returns, which measures it."""

    options: Mapping[str, Option] = field(default_factory=dict)

    def told_solution(self):
        """How it was measured, and which letter that gives, with its reason."""
        letter = measured(self.solution)
        right = self.options[letter]
        return self.told_with(f'"{letter}": {right.text} {right.why} {self.afterwards}')

    def judge(self, answer):
        """Hold a letter against the solution; a Verdict."""
        return judge_choice(self, answer)


@dataclass(frozen=True, kw_only=True)
class Find(Exercise):
    """A whole number that must have a property: `look(number)` returns (whether it has it, what was seen)."""

    look: Callable[[Any], tuple[bool, str]]

    def told_solution(self):
        """One such number, and how it was found."""
        found = int(measured(self.solution))
        return self.told_with(f"{found} is one. {self.look(found)[1]} {self.afterwards}")

    def judge(self, answer):
        """Look at what was found; a Verdict."""
        return judge_find(self, answer)
