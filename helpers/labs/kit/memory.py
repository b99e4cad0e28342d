"""What was computed once is kept, as much of it as there is room for."""

from collections import OrderedDict
from functools import wraps
from inspect import isgeneratorfunction
from threading import RLock


class Memory:
    """The answers of a function, by its arguments: at most `most` of them, of which the one longest unused goes first.

    Used as a decorator, `@Memory(most=16)`. A function that works in slices (a generator that yields between them and
    returns its answer) stays one: `answer = yield from function(...)`, which does not pause where the answer is known.
    `known(...)` says whether it is; `forget()` gives back all room. Any number of threads may ask.
    An answer that has become `broken` (a training that was interrupted in the middle of a step) is computed anew.
    """

    def __init__(self, most):
        if most < 1:
            raise ValueError(f"a memory needs room for at least one answer, got most={most!r}")
        self.most, self._answers, self._lock = most, OrderedDict(), RLock()

    def __len__(self):
        return len(self._answers)

    def __call__(self, function):
        """The function with this memory."""

        @wraps(function)
        def remembered(*args, **kwargs):
            key = _key(args, kwargs)
            found, answer = self._look_up(key)
            return answer if found else self._keep(key, function(*args, **kwargs))

        @wraps(function)
        def remembered_slices(*args, **kwargs):
            key = _key(args, kwargs)
            found, answer = self._look_up(key)
            if found:
                return answer
            answer = yield from function(*args, **kwargs)
            return self._keep(key, answer)

        wrapped = remembered_slices if isgeneratorfunction(function) else remembered
        wrapped.known = lambda *args, **kwargs: _key(args, kwargs) in self._answers
        wrapped.forget = self.forget
        return wrapped

    def forget(self):
        """Give back what is kept."""
        with self._lock:
            self._answers.clear()

    def _look_up(self, key):
        with self._lock:
            if getattr(self._answers.get(key), "broken", False):
                del self._answers[key]
            if key not in self._answers:
                return False, None
            self._answers.move_to_end(key)
            return True, self._answers[key]

    def _keep(self, key, answer):
        """Keep the answer, unless another thread was quicker: all must go on with the same one."""
        with self._lock:
            answer = self._answers.setdefault(key, answer)
            self._answers.move_to_end(key)
            while len(self._answers) > self.most:
                self._answers.popitem(last=False)
            return answer


def _key(args, kwargs):
    return args, tuple(sorted(kwargs.items()))
