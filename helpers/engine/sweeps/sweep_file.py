"""The file of a sweep: a line of JSON for each finished run, kept so that a killed sweep loses none of them."""

import json
import os
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

FORMAT = 1


def plain(value, name):
    """`value` as JSON can keep it: arrays and tuples become lists, numpy numbers plain ones. ValueError for others."""
    if isinstance(value, np.ndarray | np.generic):
        value = value.tolist()
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return [plain(entry, name) for entry in value]
    if isinstance(value, dict) and all(isinstance(entry, str) for entry in value):
        return {entry: plain(inside, name) for entry, inside in value.items()}
    raise ValueError(f"{name} must be made of numbers, words and lists, so that a file can keep it, got {value!r:.80}")


def text(value):
    """A plain value as text, the same for equal values: what a run, or a place on an axis, is known by."""
    return json.dumps(value, sort_keys=True)


class Records:
    """The file at `path`, open for the sweep of one function; `outcomes` holds the last record of each run.

    A torn last line is cut off. ValueError if the file is not a sweep of this function: it is left as it was.
    RuntimeError while another sweep has it open. The system lifts the lock when a process ends, even a killed one;
    only then its file, `path`.lock, stays behind until the next sweep.
    """

    def __init__(self, path, function):
        path = Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        with ExitStack() as opened:
            opened.enter_context(_alone_with(path))
            self._file = opened.enter_context(path.open("a+b"))
            self._file.seek(0)
            self.outcomes = self._mend(self._file.read(), path, function)
            self._opened = opened.pop_all()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._opened.close()

    def append(self, settings, seed, outcome):
        """Save one run for good, before anything else happens. outcome: {"result": {...}} or {"error": "..."}."""
        record = {"settings": settings, "seed": seed, **outcome}
        self._write(_line(record))
        self.outcomes[text([settings, seed])] = record

    def _mend(self, content, path, function):
        header = _line({"function": function, "format": FORMAT})
        if header.startswith(content):  # a new file, or one whose very first line is torn
            self._file.truncate(0)
            self._write(header)
            return {}
        lines, end = parse(content, path)
        if lines[0]["function"] != function:
            raise ValueError(
                f"{path} holds a sweep of {lines[0]['function']}, not of {function}: give this sweep another file. "
                "Nothing was changed."
            )
        self._file.truncate(end)
        if content[end - 1 : end] != b"\n":  # an editor took the last end of line away
            self._write(b"\n")
        return last_of_each(lines)

    def _write(self, line):
        self._file.write(line)
        self._file.flush()
        os.fsync(self._file.fileno())


def parse(content, path):
    """The lines of a sweep's file, its header first, and the byte at which they end: a torn last line is left out."""
    lines, end, pieces = [], 0, content.splitlines(keepends=True)
    for number, piece in enumerate(pieces, 1):
        try:
            lines.append(json.loads(piece))
        except ValueError:
            if 1 < number == len(pieces):
                break
            raise ValueError(f"{path}: line {number} is not a record of a sweep. Nothing was changed.") from None
        end += len(piece)
    header = lines[0] if lines and isinstance(lines[0], dict) else {}
    if "function" not in header or header.get("format") != FORMAT:
        raise ValueError(f"{path} is not the file of a sweep, or not of this version. Nothing was changed.")
    return lines, end


def last_of_each(lines):
    """{run: its record}; of a run that was tried again, the later record."""
    return {text([record["settings"], record["seed"]]): record for record in lines[1:]}


def _line(record):
    return json.dumps(record).encode() + b"\n"


@contextmanager
def _alone_with(path):
    """Hold the lock of the file, in a file beside it. RuntimeError while another sweep does."""
    lock = FileLock(f"{path}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise RuntimeError(
            f"another sweep is at work on {path}: let it finish, or give this one another file"
        ) from None
    except OSError:  # a disk without locks: some network drives have none
        pass
    try:
        yield
    finally:
        if lock.is_locked:
            with suppress(OSError):  # Windows deletes it only when it is free; filelock then does
                os.unlink(lock.lock_file)  # while it is ours: nobody can be left with a lock on a deleted file
            lock.release()
