"""The learner's file: what is recorded comes back tomorrow; whatever is wrong with the file costs only the memory."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from helpers.labs.kit import progress
from helpers.labs.kit.progress import VERSION, Progress

ROOT = Path(__file__).parents[3]


@pytest.fixture
def file(tmp_path):
    return tmp_path / "course" / "progress.json"


def test_what_is_recorded_is_there_for_the_next_kernel(file):
    Progress(file).record("exercises", "00.1", {"solved": True, "tries": [1, 2.5, "ö"]})
    Progress(file).record("guesses", "Which?", "this")
    assert Progress(file).recall("exercises", "00.1") == {"solved": True, "tries": [1, 2.5, "ö"]}
    assert Progress(file).recall_all("guesses") == {"Which?": "this"}
    assert Progress(file).recall("labs", "never") is None


def test_a_change_in_one_kernel_is_seen_by_another_that_was_there_before(file):
    here, there = Progress(file), Progress(file)
    there.record("labs", "a", 1)
    here.record("labs", "a", 2)
    assert there.recall("labs", "a") == 2
    here.reset()
    assert there.recall_all("labs") == {}


def test_forget_and_reset(file):
    kept = Progress(file)
    kept.record("labs", "a", 1)
    kept.record("labs", "b", 2)
    kept.forget("labs", "a")
    assert Progress(file).recall_all("labs") == {"b": 2}
    kept.reset()
    assert Progress(file).recall_all("labs") == {} and kept.recall_all("labs") == {}


def test_numbers_of_numpy_are_kept_as_numbers(file):
    Progress(file).record("labs", "a", {"n": np.int64(3), "x": np.arange(2.0)})
    assert Progress(file).recall("labs", "a") == {"n": 3, "x": [0.0, 1.0]}


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda kept: kept.record("cakes", "a", 1), "no shelf 'cakes'. The shelves are: guesses, exercises, labs"),
        (lambda kept: kept.recall("cakes", "a"), "no shelf 'cakes'"),
        (lambda kept: kept.record("labs", 7, 1), "a name that is a text, got 7"),
        (lambda kept: kept.record("labs", "a", object()), "cannot be kept: use texts, numbers"),
        (lambda kept: kept.record("labs", "a", float("nan")), "cannot be kept"),
        (lambda kept: kept.record("labs", "a", None), "None cannot be kept"),
    ],
)
def test_what_cannot_be_kept_is_said_in_words(file, call, words):
    with pytest.raises(ValueError, match=words):
        call(Progress(file))
    assert not file.exists()


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe", b"[]", b'{"guesses": {}}', b"[" * 100_000, b'{"version": "1"}']
)
def test_a_broken_file_is_put_aside_and_the_memory_starts_anew(file, content):
    file.parent.mkdir()
    file.write_bytes(content)
    kept = Progress(file)
    assert kept.recall_all("labs") == {} and kept.take_news() == ""
    kept.record("labs", "a", 1)
    assert "starts anew" in kept.take_news() and kept.take_news() == ""
    assert Progress(file).recall("labs", "a") == 1
    assert (file.parent / "progress.unreadable.json").read_bytes() == content


def test_a_shelf_that_is_none_is_empty(file):
    file.parent.mkdir()
    file.write_text(json.dumps({"version": VERSION, "labs": 7, "guesses": {"a": 1}}))
    assert Progress(file).recall_all("labs") == {} and Progress(file).recall_all("guesses") == {"a": 1}


def test_a_file_of_a_newer_course_is_left_as_it_is(file):
    file.parent.mkdir()
    file.write_text(text := json.dumps({"version": VERSION + 1, "guesses": {"a": 1}}))
    kept = Progress(file)
    assert kept.recall_all("guesses") == {}
    kept.record("guesses", "b", 2)
    assert kept.recall_all("guesses") == {"b": 2} and "newer version" in kept.take_news()
    kept.reset()
    assert kept.recall_all("guesses") == {} and file.read_text() == text


def blocked(kind, file):
    """Make it impossible to write the file."""
    if kind == "a file in the place of the folder":
        file.parent.write_text("")
    elif kind == "a folder in the place of the file":
        file.mkdir(parents=True)
    elif kind == "a folder that may only be read":
        if os.geteuid() == 0:
            pytest.skip("root may write everywhere")
        file.parent.mkdir()
        file.parent.chmod(0o500)


@pytest.mark.parametrize(
    "kind",
    ["a file in the place of the folder", "a folder in the place of the file", "a folder that may only be read"],
)
def test_a_file_that_cannot_be_written_costs_only_tomorrow(file, kind):
    blocked(kind, file)
    kept = Progress(file)
    assert kept.recall("labs", "a") is None
    kept.record("labs", "a", 1)
    kept.record("labs", "b", 2)
    kept.forget("labs", "a")
    assert kept.recall_all("labs") == {"b": 2}
    assert "could not be saved" in kept.take_news() and kept.take_news() == "" and "could not" in kept.problem
    kept.reset()
    assert kept.recall_all("labs") == {}


def test_a_disk_that_is_full_leaves_the_old_file_whole(file, monkeypatch):
    kept = Progress(file)
    kept.record("labs", "a", 1)

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("helpers.labs.kit.progress.json.dump", full)
        kept.record("labs", "b", 2)
        kept.reset()
    assert kept.recall_all("labs") == {}  # for this kernel they are gone
    assert Progress(file).recall_all("labs") == {"a": 1}
    assert sorted(path.name for path in file.parent.iterdir()) in (
        ["progress.json"],
        ["progress.json", "progress.json.lock"],
    )
    kept.record("labs", "c", 3)
    assert kept.recall_all("labs") == {"c": 3} and kept.problem == ""


def test_what_a_full_disk_refused_is_saved_with_the_next_change_once_there_is_room(file, monkeypatch):
    Progress(file).record("labs", "old", 1)
    kept = Progress(file)

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("helpers.labs.kit.progress.json.dump", full)
        kept.record("exercises", "00.1", {"solved": True})
        kept.forget("labs", "old")
    kept.record("guesses", "Which?", "this")
    tomorrow = Progress(file)
    assert [tomorrow.recall_all(shelf) for shelf in ("exercises", "labs", "guesses")] == [
        {"00.1": {"solved": True}},
        {},
        {"Which?": "this"},
    ]
    tomorrow.forget("exercises", "00.1")
    assert kept.recall_all("exercises") == {}  # what was handed over is the file's alone


WRITE = """
import sys
from helpers.labs.kit import progress
progress.record("labs", "ready", True)
print("ready", flush=True)
sys.stdin.readline()  # so that both begin in the same moment
for i in range(40):
    progress.record("labs", f"{sys.argv[1]}.{i}", i)
assert progress.take_news() == ""
"""


def test_two_kernels_that_write_at_once_lose_nothing(file):
    env = os.environ | {progress.VARIABLE: str(file), "PYTHONPATH": str(ROOT)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "env": env}
    kernels = [subprocess.Popen([sys.executable, "-c", WRITE, name], **pipes) for name in "ab"]
    assert [kernel.stdout.readline() for kernel in kernels] == 2 * ["ready\n"]
    for kernel in kernels:
        kernel.stdin.write("go\n")
        kernel.stdin.flush()
    for kernel in kernels:
        kernel.communicate(timeout=60)
    assert [kernel.returncode for kernel in kernels] == [0, 0]
    assert len(Progress(file).recall_all("labs")) == 81


def test_threads_of_one_kernel_lose_nothing(file):
    kept = Progress(file)
    threads = [
        threading.Thread(target=lambda name=name: [kept.record("labs", f"{name}.{i}", i) for i in range(25)])
        for name in "abcd"
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(Progress(file).recall_all("labs")) == 100


def test_the_environment_names_the_file(own_progress):
    progress.record("labs", "a", 1)
    assert json.loads(own_progress.read_text(encoding="utf-8")) == {"version": VERSION, "labs": {"a": 1}}


def test_without_it_the_file_lies_in_the_users_data_folder(monkeypatch, tmp_path):
    monkeypatch.delenv(progress.VARIABLE)
    monkeypatch.setattr("helpers.labs.kit.progress.user_data_path", lambda name, **_: tmp_path / name)
    progress.record("labs", "a", 1)
    assert (tmp_path / "unstable-gradients" / "progress.json").exists()
