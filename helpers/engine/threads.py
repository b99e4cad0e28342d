"""Several computations at a time, one for each processor."""

import os
from concurrent.futures import ThreadPoolExecutor

from threadpoolctl import threadpool_limits


def side_by_side(function, arguments):
    """[function(argument) for argument in arguments], as many at a time as there are processors.

    numpy lets other threads run while it computes, so threads are enough; each of them keeps to one processor.
    """
    with threadpool_limits(1, "blas"), ThreadPoolExecutor(os.cpu_count() or 1) as threads:
        return list(threads.map(function, arguments))
