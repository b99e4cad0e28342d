"""Which computation runs on how many processors.

The course's matrix products are small: sharing one out to several threads takes longer than doing it in one, and on a
busy machine the threads wait for each other. So whatever trains holds products to one thread, and whatever has many
trainings to do runs them side by side, one on each processor.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from threading import Lock

from threadpoolctl import ThreadpoolController


class one_thread:
    """A context in which matrix products keep to one thread; contexts may be nested, and overlap in several threads.

    The setting belongs to the whole process. The first to come sets it, the last to leave puts back what was there.
    """

    _lock, _inside, _before = Lock(), 0, ()

    def __enter__(self):
        with self._lock:
            if one_thread._inside == 0:
                one_thread._before = [library.get_num_threads() for library in _libraries()]
                _set([1] * len(self._before))
            one_thread._inside += 1

    def __exit__(self, *_):
        with self._lock:
            one_thread._inside -= 1
            if one_thread._inside == 0:
                _set(self._before)


def _set(threads):
    for library, n in zip(_libraries(), threads, strict=True):
        library.set_num_threads(n)


@cache
def _libraries():
    """What multiplies matrices here; looking for it takes milliseconds, so once."""
    return ThreadpoolController().select(user_api="blas").lib_controllers


def side_by_side(function, arguments):
    """[function(argument) for argument in arguments], as many at a time as there are processors.

    numpy lets other threads run while it computes, so threads are enough; each of them keeps to one processor.
    """
    with one_thread(), ThreadPoolExecutor(os.cpu_count() or 1) as threads:
        return list(threads.map(function, arguments))
