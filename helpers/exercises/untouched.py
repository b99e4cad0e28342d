"""Has anything been written into a function yet?"""

import dis

SILENT = {"RESUME", "NOP", "CACHE", "COPY_FREE_VARS", "LOAD_CONST", "RETURN_VALUE", "RETURN_CONST", "POP_TOP"}


def is_untouched(function):
    """Whether the body is nothing but a docstring, `...`, `pass`, `return` or `return ...`.

    The compiled code is looked at: the text of a cell is not always to be had.
    """
    code = getattr(function, "__code__", None)
    if code is None:
        return False
    steps = [step for step in dis.get_instructions(code) if step.opname != "RESUME"]
    given = [step.argval for step in steps if step.opname in ("LOAD_CONST", "RETURN_CONST")]
    return all(step.opname in SILENT for step in steps) and all(value in (None, ...) for value in given)
