"""An error in a learner's function, in a sentence with its line."""

import linecache
import re
from traceback import walk_tb

from .words import sentence_from


def failure_in_words(function, error):
    """Where and why a function stopped: "in line 3, `return np.tahn(z)`: AttributeError, …"."""
    own = getattr(getattr(function, "__code__", None), "co_filename", None)
    lines = [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)]
    written = [(file, line) for file, line in lines if file == own or file.startswith("<") or "ipykernel" in file]
    if not written:
        return f"with {in_plain_words(error)}"
    file, line = written[-1]
    text = linecache.getline(file, line).strip()
    return f"in line {line}{f', `{text}`' if text else ''}: {in_plain_words(error)}"


def still_open(outcome):
    """Whether a call met an `...`, or said itself that it is not written yet."""
    if outcome.error is None:
        return outcome.value is ...
    met_dots = isinstance(outcome.error, TypeError) and "ellipsis" in str(outcome.error)
    return isinstance(outcome.error, NotImplementedError) or met_dots


def in_plain_words(error):
    """The error's own words; where the shapes of a product do not fit, numpy's are hard to read."""
    sizes = re.search(r"mismatch in its core dimension.*size (\d+) is different from (\d+)", str(error))
    if sizes:
        return f"the shapes of the product do not fit, because {sizes[2]} numbers meet {sizes[1]}"
    return sentence_from(error)
