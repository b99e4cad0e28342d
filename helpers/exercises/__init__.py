"""Exercises that answer back: what is asked, what is right, which mistakes are known by name, hint and solution.

They compute with numpy and the engine alone. Their buttons are in the labs (helpers/labs/kit/exercise.py).
"""

from .ask import check, hint, solution, when_passed
from .functions import check_function
from .records import Choice, Find, Function, Mistake, Number, Option
from .table import EXERCISES
from .trainings import Challenge
from .verdict import Told, Verdict

__all__ = [
    "EXERCISES",
    "Challenge",
    "Choice",
    "Find",
    "Function",
    "Mistake",
    "Number",
    "Option",
    "Told",
    "Verdict",
    "check",
    "check_function",
    "hint",
    "solution",
    "when_passed",
]
