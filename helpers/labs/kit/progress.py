"""What a learner has done, kept from one day to the next in one small JSON file of their own.

    record("exercises", "00.2", {"solved": True})    keep a value under a name, on one of the SHELVES
    recall("exercises", "00.2")                      the value, or None where nothing is kept
    recall_all("exercises")                          {name: value}, in the order in which the names came
    forget("exercises", "00.2")                      as if it had never been recorded
    reset()                                          everything, for good

A value is anything that JSON can hold. The file lies in the user's data folder; the environment variable
UNSTABLE_GRADIENTS_PROGRESS names another. Where it cannot be read or written, nothing raises: this kernel then
remembers what it was told, and `take_news()` says once, in words for the learner, what that means. What the file would
not take is handed over with the next change that it takes.
"""

import json
import os
import tempfile
from pathlib import Path
from threading import RLock

from filelock import FileLock
from platformdirs import user_data_path

VARIABLE = "UNSTABLE_GRADIENTS_PROGRESS"
SHELVES = ("guesses", "exercises", "labs", "dares")
VERSION = 1  # of the file's form
PATIENCE = 2  # seconds to wait for another kernel that is writing

NOT_WRITTEN = (
    "Your progress could not be saved on this computer. Everything works; "
    "it is remembered until you restart or close this notebook's kernel."
)
NEWER = (
    "Your progress was saved by a newer version of this course, and is left as it is. Everything works; "
    "what you do now is remembered until you restart or close this notebook's kernel."
)
BROKEN = "The file with your progress could not be read, so it starts anew. The old one lies beside it: {}."


class Newer(ValueError):
    """The file has a form that this course does not know."""


class Unreadable(ValueError):
    """The file is there, and is no progress."""


class Progress:
    """The shelves of one file.

    path: of the file, which need not be there yet. Any number of threads and kernels may write at once: each change
    reads the file, changes it and puts it back whole, while the others wait.
    `problem`: what is wrong with the file, in words for the learner, or an empty text.
    """

    def __init__(self, path):
        self.path, self._lock = Path(path), RLock()
        self._unsaved = {}  # shelf -> {name: value} that the file would not take; None: forgotten
        self.problem, self._news, self._told = "", "", set()

    def record(self, shelf, name, value):
        """Keep a value that JSON can hold under a name (text); ValueError for another shelf, name or value."""
        self._keep(shelf, name, _checked(value))

    def recall(self, shelf, name):
        """The value, or None."""
        return self.recall_all(shelf).get(name)

    def recall_all(self, shelf):
        """{name: value} of a shelf."""
        _check(shelf)
        with self._lock:
            kept = self._read_kindly().get(shelf, {}) | self._unsaved.get(shelf, {})
        return {name: value for name, value in kept.items() if value is not None}

    def forget(self, shelf, name):
        """Drop one name."""
        self._keep(shelf, name, None)

    def reset(self):
        """Drop everything, and what this kernel remembers."""
        with self._lock:
            self._unsaved.clear()
            self._change(lambda shelves: shelves.clear(), lambda: self._unsaved.update(self._forgotten()))

    def take_news(self):
        """A sentence for the learner about a file that could not be used, the first time; else an empty text."""
        with self._lock:
            news, self._news = self._news, ""
        return news

    def _keep(self, shelf, name, value):
        _check(shelf)
        if not isinstance(name, str):
            raise ValueError(f"what is kept needs a name that is a text, got {name!r}.")

        with self._lock:
            self._unsaved.get(shelf, {}).pop(name, None)
            self._change(
                lambda shelves: _put(shelves, shelf, name, value),
                lambda: self._unsaved.setdefault(shelf, {}).update({name: value}),
            )

    def _change(self, change, otherwise):
        """Change the file, or do what is to be done where that cannot be."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(f"{self.path}.lock", timeout=PATIENCE):
                try:
                    shelves = self._read()
                except Unreadable:
                    shelves = self._put_aside()
                for shelf, kept in self._unsaved.items():
                    for name, value in kept.items():
                        _put(shelves, shelf, name, value)
                change(shelves)
                self._write(shelves)
            self._unsaved.clear()
            self.problem = ""
        except Newer:
            self._tell(NEWER)
            otherwise()
        except (OSError, NotImplementedError):  # no room, no permission, no locks on this disk
            self._tell(NOT_WRITTEN)
            otherwise()

    def _forgotten(self):
        """What hides everything that is still in a file which cannot be written."""
        return {shelf: dict.fromkeys(names) for shelf, names in self._read_kindly().items()}

    def _read_kindly(self):
        try:
            return self._read()
        except Newer:
            self._tell(NEWER)
        except (OSError, Unreadable):
            pass  # the next change says so
        return {}

    def _read(self):
        """The shelves in the file; none where there is no file. OSError, Unreadable, Newer."""
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (ValueError, RecursionError) as problem:
            raise Unreadable(str(problem)) from problem
        if not isinstance(found, dict) or not isinstance(found.get("version"), int):
            raise Unreadable("no version")
        if found["version"] > VERSION:
            raise Newer(f"version {found['version']}")
        return {shelf: found[shelf] for shelf in SHELVES if isinstance(found.get(shelf), dict)}

    def _put_aside(self):
        aside = self.path.with_suffix(".unreadable.json")
        os.replace(self.path, aside)
        self._tell(BROKEN.format(aside.name))
        return {}

    def _write(self, shelves):
        """Put a whole new file in the place of the old one: nobody ever reads half of it."""
        handle, draft = tempfile.mkstemp(dir=self.path.parent, prefix=self.path.name, suffix=".draft")
        try:
            with open(handle, "w", encoding="utf-8") as file:
                json.dump({"version": VERSION, **shelves}, file, ensure_ascii=False, indent=1)
            os.replace(draft, self.path)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise

    def _tell(self, sentence):
        self.problem = sentence
        if sentence not in self._told:
            self._told.add(sentence)
            self._news = sentence


def _put(shelves, shelf, name, value):
    """Put a value last on a shelf; None: only take away what is there."""
    kept = shelves.setdefault(shelf, {})
    kept.pop(name, None)
    if value is not None:
        kept[name] = value


def _check(shelf):
    if shelf not in SHELVES:
        raise ValueError(f"there is no shelf {shelf!r}. The shelves are: {', '.join(SHELVES)}.")


def _checked(value):
    """The value, as it will come back from the file."""
    try:
        copy = json.loads(json.dumps(value, allow_nan=False, default=_plain))
    except (TypeError, ValueError) as problem:
        raise ValueError(f"{value!r} cannot be kept: use texts, numbers, lists and dicts of them.") from problem
    if copy is None:
        raise ValueError("None cannot be kept: it means that nothing is. Use forget().")
    return copy


def _plain(value):
    """What JSON can hold of a number or an array of numpy."""
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(type(value).__name__)


_open = {}  # path -> Progress


def progress():
    """The Progress of this learner."""
    path = Path(os.environ.get(VARIABLE) or user_data_path("unstable-gradients", appauthor=False) / "progress.json")
    return _open.setdefault(path, Progress(path))


def record(shelf, name, value):
    """Keep a value in the learner's file: see Progress.record."""
    progress().record(shelf, name, value)


def recall(shelf, name):
    """The value kept in the learner's file, or None."""
    return progress().recall(shelf, name)


def recall_all(shelf):
    """{name: value} of a shelf of the learner's file."""
    return progress().recall_all(shelf)


def forget(shelf, name):
    """Drop a name from the learner's file."""
    progress().forget(shelf, name)


def reset():
    """Drop everything from the learner's file."""
    progress().reset()


def take_news():
    """What the learner should know about the file, once: see Progress.take_news."""
    return progress().take_news()


def problem():
    """What is wrong with the learner's file, in words, or an empty text."""
    return progress().problem
