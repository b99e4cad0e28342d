"""Runs of a sweep, many at a time: in processes of its own, or in any executor of concurrent.futures.

Processes of its own are started afresh ("spawn"), on every system alike: a copy ("fork") of a notebook's kernel,
which has threads, may wait for ever for a lock that one of them held.
"""

import multiprocessing
import os
import pickle
import signal
import sys
import threading
from concurrent.futures import BrokenExecutor, CancelledError
from contextlib import contextmanager, suppress
from functools import partial
from queue import Empty, SimpleQueue
from uuid import uuid4

from loky import ProcessPoolExecutor, cpu_count
from threadpoolctl import threadpool_limits

from .sweep_file import plain

MOST_SHOWN = 20  # unfinished runs that a message names
DIED = "the worker died during this run, and again with this run alone: out of memory, or a crash?"
CANNOT_START = (
    "the processes for the sweep could not start (their own message is above). Keep the function in a .py file "
    'that can be imported; in a script, call sweep under: if __name__ == "__main__":'
)


def check_function(function, processes):
    """Its full name. ValueError if it has none or, for `processes`, if another process could not import it."""
    if not callable(function) or not hasattr(function, "__qualname__"):
        raise ValueError(f"function must be a function with a name (fixed settings go into the grid), got {function!r}")
    name = f"{function.__module__}.{function.__qualname__}"
    if processes and not _importable(function):
        raise ValueError(
            f"{name} cannot be run in other processes: they find a function by importing it. Write it with def, at the "
            "top level of a .py file, and import it here; a cell of a notebook, a lambda or a function inside another "
            "cannot be imported. (Or give executor=loky.get_reusable_executor(), which sends the function itself.)"
        )
    return name


def _importable(function):
    try:
        pickle.dumps(function)
    except Exception:  # which one depends on what is wrong
        return False
    return function.__module__ != "__main__" or hasattr(sys.modules["__main__"], "__file__")


def run_once(function, settings, seed, _):
    """What one run came to, as the file keeps it; an exception is put in words here, for not all can be sent."""
    try:
        result = plain(function(seed=seed, **settings), "the result")
        if not isinstance(result, dict):
            raise ValueError(f"the function must return a dict of results, got {result!r:.80}")
        if taken := {*settings, "seed"} & result.keys():
            raise ValueError(f"a result needs a name of its own, not that of a setting: {', '.join(sorted(taken))}")
        return {"result": result}
    except (Exception, SystemExit) as error:
        return _error(error)


def run_by_name(name, *run):
    """run_once in a process of our own, which finds the function by importing it."""
    return run_once(pickle.loads(name), *run)


def run_in_processes(function, runs, keep):
    """Do the runs, one process for each core, and `keep(run, outcome)` of each as it ends.

    If a process dies, all runs under way are lost and any may be the cause: each is then done alone.
    """
    # loky would send a script's function whole, with all globals that it uses, and again for each run
    run_it = partial(run_by_name, pickle.dumps(function))
    while runs:
        with _pool(function, cores := min(cpu_count(), len(runs))) as pool:
            undone = _flow(pool, run_it, runs, keep)
        suspects, runs = undone[:cores], undone[cores:]  # the processes take the runs in order
        while suspects:
            with _pool(function, 1) as pool:
                undone = _flow(pool, run_it, suspects, keep)
            for run in undone[:1]:
                keep(run, {"error": DIED})
            suspects = undone[1:]


def run_in(executor, function, runs, keep):
    """Do the runs in an executor that was given. RuntimeError if it breaks: it cannot be started anew."""
    if undone := _flow(executor, partial(run_once, function), runs, keep, take_back=True):
        first = "; ".join(f"{settings}, seed {seed}" for settings, seed in undone[:MOST_SHOWN])
        raise RuntimeError(
            f"the executor broke down with {len(undone)} runs unfinished. All others are saved: call sweep again with "
            "a new executor, and only these will run. What was running when it broke is among the first of them: "
            f"{first}"
        )


def _flow(pool, run_it, runs, keep, take_back=False):
    """Do the runs and keep what comes of each; the runs, in order, that a breakdown of the pool left undone.

    take_back: if we are interrupted, the pool shall not begin what it has not begun.
    """
    undone, places, done = dict(enumerate(runs)), {}, SimpleQueue()
    try:
        with suppress(BrokenExecutor):
            for place, run in enumerate(runs):
                # Dask takes equal calls for one and may remember its answer: a new number makes each call new
                future = pool.submit(run_it, *run, uuid4().hex)
                places[future] = place
                future.add_done_callback(done.put)
        for _ in range(len(places)):
            future = _next(done)
            if outcome := _outcome(future):
                keep(undone.pop(places[future]), outcome)
    finally:
        if take_back:  # not from a loky executor that ends its processes: it would trip over what is taken back
            for future in places:
                future.cancel()
    return list(undone.values())


def _next(done):
    while True:
        try:
            return done.get(timeout=1)  # Windows hears Ctrl-C only between two waits
        except Empty:
            pass


def _outcome(future):
    """What came of a run, None if the pool broke down. Dask cancels what it had when its scheduler is gone."""
    try:
        return future.result()
    except (BrokenExecutor, CancelledError):
        return None
    except Exception as error:
        return _error(error)


def _error(error):
    return {"error": f"{type(error).__name__}: {error}"}


@contextmanager
def _pool(function, workers):
    """Processes of our own. However the block ends, loky ends them and what they had started."""
    spawn = multiprocessing.get_context("spawn")  # started in loky's own way, a process has no parent_process()
    pool = ProcessPoolExecutor(workers, context=spawn, initializer=_settle, initargs=(function,))
    try:
        if _outcome(pool.submit(os.getpid)) is None:  # blame no run for processes that cannot even start
            raise RuntimeError(CANNOT_START)
        yield pool
    finally:
        pool.shutdown(kill_workers=True)


def _settle(function):
    """In each new process, which has now imported the function and with it the libraries whose threads we limit."""
    threadpool_limits(1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process; the one that was started here acts
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent():
    multiprocessing.parent_process().join()
    os._exit(1)  # it was killed, and nobody else would ever end this process
