"""A sweep: the same numbers as a plain loop, nothing lost whatever dies, and a file that is never spoiled."""

import errno
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import distributed
import loky
import numpy as np
import psutil
import pytest

from helpers.engine import Sweep, load_sweep, sweep
from helpers.engine.sweeps.sweep_file import Records
from tests.engine.sweeps.sweep_examples import draw, fussy, killer, noted, starter, threads

ROOT = Path(__file__).parents[3]
GRID = {"scale": [0.5, 2.0], "words": ["few", "many"]}


@pytest.fixture
def file(tmp_path):
    return tmp_path / "new folder" / "runs.jsonl"


@pytest.fixture
def notes(tmp_path):
    return str(tmp_path / "notes.txt")


def begun(notes):
    """{(mark, seed): how often that run was begun}."""
    path = Path(notes)
    return Counter(tuple(map(int, line.split())) for line in path.read_text().splitlines()) if path.exists() else {}


def run(function, grid, seeds, file, executor="threads"):
    """A sweep without a bar, by default in two threads."""
    if executor == "threads":
        with ThreadPoolExecutor(2) as executor:
            return sweep(function, grid, seeds, file=file, executor=executor, progress=False)
    return sweep(function, grid, seeds, file=file, executor=executor, progress=False)


def plain_loop():
    for scale in GRID["scale"]:
        for words in GRID["words"]:
            for seed in range(3):
                result = draw(seed, scale, words)
                yield {"scale": scale, "words": words, "seed": seed, **result, "all": result["all"].tolist()}


def same(records, expected):
    """Equal to the last bit, NaN beside NaN."""
    np.testing.assert_equal(records, list(expected))
    return True


# The same as a plain loop


@pytest.mark.parametrize("executor", ["threads", None])
def test_a_sweep_gives_what_a_plain_loop_gives_in_the_order_of_the_grid(file, executor):
    found = run(draw, GRID, range(3), file, executor)
    assert same(found.records, plain_loop())
    assert found.failures == []
    assert same(load_sweep(file).records, plain_loop())  # this grid rises


def test_a_dask_cluster_gives_the_same_and_tries_failures_again(file, tmp_path):
    mended = tmp_path / "mended"
    grid = {"mark": [1, 2, 3], "mended": [str(mended)]}
    with (
        distributed.LocalCluster(2, threads_per_worker=1, processes=False, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        assert same(run(draw, GRID, range(3), file, client.get_executor()).records, plain_loop())
        first = run(fussy, grid, [0], tmp_path / "fussy.jsonl", client.get_executor())
        mended.touch()
        second = run(fussy, grid, [0], tmp_path / "fussy.jsonl", client.get_executor())
    assert [failure["error"] for failure in first.failures] == ["ValueError: two is too many"]
    assert [record["double"] for record in second.records] == [2, 4, 6]


def test_a_list_of_settings_is_taken_as_it_is_and_each_run_is_done_once(file, notes):
    grid = [{"notes": notes, "mark": 2}, {"notes": notes, "mark": 1, "until": None}, {"notes": notes, "mark": 2}]
    found = run(noted, grid, [7, 8, 7], file)
    assert [(record["mark"], record["seed"]) for record in found.records] == [(2, 7), (2, 8), (1, 7), (1, 8)]
    assert set(begun(notes).values()) == {1}


def test_each_process_of_its_own_keeps_to_one_thread(file):
    (record,) = run(threads, [{}], [0], file, executor=None).records
    assert set(record["blas"]) <= {1}


def test_the_bar_counts_failures_and_starts_where_the_file_ends(file, tmp_path, capsys):
    grid = {"mark": [1, 2, 3], "mended": [str(tmp_path / "mended")]}
    for _ in range(2):
        with ThreadPoolExecutor(2) as executor:
            sweep(fussy, grid, [0], file=file, executor=executor)
        shown = capsys.readouterr().err
        assert "3/3" in shown and "failures=1" in shown
    assert "0/3" not in shown and "2/3" in shown
    run(fussy, grid, [0], file)
    assert capsys.readouterr().err == ""


# Killed, torn, repeated

START = """
import signal; from tests.engine.sweeps.sweep_examples import noted; from helpers.engine import sweep
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have turned Ctrl-C off for us
sweep(noted, {grid}, range(10), file={file!r}, progress=False)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other signals")
@pytest.mark.parametrize("kill", ["SIGKILL", pytest.param("SIGINT", marks=pytest.mark.long)])
def test_a_killed_sweep_loses_nothing_and_repeats_only_what_was_under_way(file, notes, tmp_path, kill):
    go_on = tmp_path / "go on"
    grid = [{"notes": notes, "mark": 1}, {"notes": notes, "mark": 2}, {"notes": notes, "mark": 3, "until": str(go_on)}]
    command = [sys.executable, "-c", START.format(grid=grid, file=str(file))]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) as process:
        wait_for(lambda: file.exists() and file.read_bytes().count(b"\n") == 1 + 20 and sum(begun(notes).values()) > 20)
        workers = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(getattr(signal, kill))
        process.communicate()
    assert process.returncode != 0
    assert psutil.wait_procs(workers, timeout=60)[1] == []  # nobody works on for a dead sweep
    saved = {(record["mark"], record["seed"]) for record in load_sweep(file).records}
    assert saved == {(mark, seed) for mark in (1, 2) for seed in range(10)}
    under_way = begun(notes).keys() - saved
    assert 1 <= len(under_way) <= psutil.cpu_count()
    go_on.touch()
    found = run(noted, grid, range(10), file)
    assert [record["double"] for record in found.records] == [2] * 10 + [4] * 10 + [6] * 10
    assert begun(notes) == {(mark, seed): 1 + ((mark, seed) in under_way) for mark in (1, 2, 3) for seed in range(10)}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other signals")
@pytest.mark.parametrize("kill", [pytest.param("SIGKILL", marks=pytest.mark.long), "SIGINT"])
def test_a_lock_that_a_killed_sweep_left_does_not_stop_the_next_and_is_cleared_away(file, notes, kill):
    grid = [{"notes": notes, "mark": 1, "until": str(file)}]
    waits = [{**grid[0], "until": "never"}]
    command = [sys.executable, "-c", START.format(grid=waits, file=str(file))]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) as process:
        wait_for(lambda: begun(notes))
        with pytest.raises(RuntimeError, match="another sweep is at work"):
            run(noted, grid, range(10), file)
        process.send_signal(getattr(signal, kill))
        said = process.communicate()[1].decode()
    assert said.count("Traceback") == (kill == "SIGINT")  # Ctrl-C says where it came, and nothing else
    assert len(run(noted, grid, range(10), file).records) == 10
    assert os.listdir(file.parent) == [file.name]


def test_an_interrupted_sweep_takes_back_what_a_given_executor_has_not_begun(file, monkeypatch):
    begun = []

    def slow(seed):
        begun.append(seed)
        time.sleep(0.01)
        return {}

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Records, "append", interrupt)
    with pytest.raises(KeyboardInterrupt):
        run(slow, [{}], range(300), file)
    assert 1 <= len(begun) < 150


def wait_for(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)


def test_a_sweep_leaves_nothing_beside_its_file(file):
    run(draw, GRID, [0], file)
    with pytest.raises(ValueError, match="give this sweep another file"):
        run(threads, [{}], [0], file)
    with pytest.raises(ValueError, match="give this sweep another file"):
        run(threads, [{}], [0], file, executor=None)
    assert os.listdir(file.parent) == [file.name]


@pytest.mark.skipif(sys.platform == "win32", reason="the system call of Unix")
@pytest.mark.parametrize("code", [errno.ENOLCK, errno.EOPNOTSUPP, errno.EIO])
def test_a_drive_that_knows_no_locks_is_no_obstacle(file, monkeypatch, code):
    def refuse(*_):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr("fcntl.flock", refuse)
    for _ in range(2):
        assert same(run(draw, GRID, range(3), file).records, plain_loop())


@pytest.mark.parametrize("cut", [1, 2, 40])
def test_a_torn_last_line_is_dropped_and_run_again(file, notes, cut):
    grid = {"notes": [notes], "mark": [1, 2, 3]}
    whole = run(noted, grid, [0], file)
    file.write_bytes(file.read_bytes()[:-cut])
    missing = 3 - len(load_sweep(file).records)
    assert missing == (cut > 1)  # without its end of line the record is still a whole one
    assert run(noted, grid, [0], file).records == whole.records == load_sweep(file).records
    assert sum(begun(notes).values()) == 3 + missing
    assert file.read_bytes().count(b"\n") == 4


def test_a_torn_first_line_is_written_again(file):
    whole = run(draw, GRID, [0], file)
    file.write_bytes(file.read_bytes()[:10])
    assert same(run(draw, GRID, [0], file).records, whole.records)


def test_a_grown_grid_runs_only_what_is_new_and_a_smaller_one_keeps_the_rest_in_the_file(file, notes):
    run(noted, {"notes": [notes], "mark": [1, 2]}, [0], file)
    grown = run(noted, {"notes": [notes], "mark": [3, 2, 1]}, [0, 1], file)
    assert [record["mark"] for record in grown.records] == [3, 3, 2, 2, 1, 1]
    assert begun(notes) == {(mark, seed): 1 for mark in (1, 2, 3) for seed in (0, 1)}
    before = file.read_bytes()
    smaller = run(noted, {"notes": [notes], "mark": [2]}, [1], file)
    assert [record["double"] for record in smaller.records] == [4]
    assert file.read_bytes() == before
    assert len(load_sweep(file).records) == 6


def test_a_failure_is_kept_with_its_settings_and_tried_again_next_time(file, tmp_path):
    mended = tmp_path / "mended"
    grid = {"mark": [1, 2, 3], "mended": [str(mended)]}
    found = run(fussy, grid, [5], file)
    failure = {"mark": 2, "mended": str(mended), "seed": 5, "error": "ValueError: two is too many"}
    assert found.failures == [failure] == load_sweep(file).failures
    assert [record["mark"] for record in found.records] == [1, 3]
    np.testing.assert_array_equal(found.values("double", "mark"), [[2], [np.nan], [6]])
    assert repr(found) == "<Sweep: 2 records, 1 failures>"
    mended.touch()
    again = run(fussy, grid, [5], file)
    assert again.failures == [] and [record["double"] for record in again.records] == [2, 4, 6]
    assert file.read_bytes().count(b"\n") == 1 + 4
    assert load_sweep(file).records == again.records


# Dead workers


def test_a_run_that_kills_its_process_is_named_and_the_sweep_goes_on(file, notes):
    found = run(killer, {"notes": [notes], "mark": [1, 2, 3, 4]}, [0, 1], file, executor=None)
    assert [(failure["mark"], failure["seed"]) for failure in found.failures] == [(2, 0), (2, 1)]
    assert all(failure["error"].startswith("the worker died") for failure in found.failures)
    assert [record["double"] for record in found.records] == [2, 2, 6, 6, 8, 8]


def test_a_given_executor_that_breaks_ends_the_sweep_with_what_was_running(file, notes):
    grid = {"notes": [notes], "mark": [1, 2, 3]}
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
        with pytest.raises(RuntimeError, match=r"2 runs unfinished.*first of them: .*'mark': 2.*, seed 0; .*'mark': 3"):
            run(killer, grid, [0], file, executor)
    assert [record["mark"] for record in load_sweep(file).records] == [1]


def test_processes_that_cannot_start_are_no_fault_of_the_runs(file, tmp_path):
    script = tmp_path / "unguarded.py"
    script.write_text(
        "from helpers.engine import sweep\ndef double(seed): return {'double': 2 * seed}\n"
        f"sweep(double, [{{}}], [1, 2], file={str(file)!r}, progress=False)\n"
    )
    ended = subprocess.run([sys.executable, script], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120)
    assert ended.stderr.splitlines()[-1].startswith("RuntimeError: the processes for the sweep could not start")
    assert load_sweep(file).failures == []


def test_what_a_run_had_started_ends_with_the_sweep(file):
    (record,) = run(starter, [{}], [0], file, executor=None).records
    left = [psutil.Process(record["started"])] if psutil.pid_exists(record["started"]) else []
    assert psutil.wait_procs(left, timeout=60)[1] == []


# A script and a notebook of one's own


def test_a_function_of_a_script_is_found_there_and_not_sent_with_all_that_it_uses(file, tmp_path):
    script = tmp_path / "guarded.py"
    script.write_text(
        "import threading\nfrom helpers.engine import sweep\nlock = threading.Lock()  # cannot be sent\n"
        "def double(seed):\n    with lock:\n        return {'double': 2 * seed}\n"
        f"if __name__ == '__main__':\n    sweep(double, [{{}}], [1, 2], file={str(file)!r}, progress=False)\n"
    )
    subprocess.run([sys.executable, script], cwd=ROOT, check=True, timeout=120)
    assert [record["double"] for record in load_sweep(file).records] == [2, 4]


def test_a_loky_executor_takes_the_function_of_a_cell_and_names_what_was_running_when_a_process_died(file):
    def triple(seed, mark):
        if mark == 2:
            os._exit(1)
        return {"triple": factor * seed}

    factor = 3
    with loky.ProcessPoolExecutor(1) as executor:
        assert run(triple, {"mark": [1]}, [1, 2], file, executor).values("triple", "mark").tolist() == [[3, 6]]
        with pytest.raises(RuntimeError, match=r"1 runs unfinished.*first of them: {'mark': 2}, seed 1"):
            run(triple, {"mark": [1, 2]}, [1], file, executor)


# What is refused


def nested():
    def inside(seed):
        return {}

    return inside


@pytest.mark.parametrize("function", [lambda seed: {}, nested()])
def test_other_processes_cannot_import_a_lambda_or_a_nested_function(file, function):
    with pytest.raises(ValueError, match=r"cannot be run in other processes.*top level of a .py file"):
        run(function, [{}], [0], file, executor=None)
    assert not file.exists()
    assert run(function, [{}], [0], file).records == [{"seed": 0}]  # threads can


def test_nor_a_function_from_a_cell_of_a_notebook(file, monkeypatch):
    monkeypatch.delattr(sys.modules["__main__"], "__file__", raising=False)
    monkeypatch.setattr(sys.modules["__main__"], "draw", draw, raising=False)
    monkeypatch.setattr(draw, "__module__", "__main__")
    with pytest.raises(ValueError, match="a cell of a notebook"):
        run(draw, GRID, [0], file, executor=None)


def test_the_file_of_another_function_is_refused_and_left_alone(file):
    run(draw, GRID, [0], file)
    before = file.read_bytes() + b'{"torn'
    file.write_bytes(before)
    with pytest.raises(ValueError, match=r"holds a sweep of .*draw, not of .*threads: give this sweep another file"):
        run(threads, [{}], [0], file)
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"my diary", b"my diary\n", b"1\n2\n", b"[]\n", b'{"function": "f", "format": 99}\n', b"{}\n{"]
)
def test_a_file_that_is_no_sweep_is_refused_and_left_alone(tmp_path, content):
    file = tmp_path / "diary.txt"
    file.write_bytes(content)
    with pytest.raises(ValueError, match=r"sweep.*Nothing was changed"):
        run(draw, GRID, [0], file)
    assert file.read_bytes() == content


def test_a_line_spoiled_in_the_middle_is_named(file):
    run(draw, GRID, [0], file)
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([*lines[:2], b"oops\n", *lines[2:]]))
    with pytest.raises(ValueError, match="line 3 is not a record"):
        load_sweep(file)


def test_a_second_sweep_on_a_file_in_use_is_refused(file):
    with Records(file, "tests.engine.sweeps.sweep_examples.draw"), pytest.raises(RuntimeError, match="another sweep"):
        run(draw, GRID, [0], file)
    assert len(run(draw, GRID, [0], file).records) == 4


@pytest.mark.parametrize(
    ("grid", "seeds", "message"),
    [
        ({"scale": 1.0}, [0], r"list the values of scale, such as \[1.0\]"),
        ({"words": "few"}, [0], r"such as \['few'\]"),
        ({"scale": []}, [0], "at least one value"),
        ("scale", [0], "a dict of lists or a list of dicts"),
        ([1, 2], [0], "a dict of lists or a list of dicts"),
        ([{"seed": 1}], [0], "cannot be named seed"),
        ({"scale": [object()]}, [0], "a setting must be made of numbers, words and lists"),
        (GRID, 3, r"seeds must list whole numbers, such as range\(5\)"),
        (GRID, [], "seeds"),
        (GRID, [0.5], "seeds"),
    ],
)
def test_a_wrong_grid_or_wrong_seeds_are_refused_before_anything_runs(file, grid, seeds, message):
    with pytest.raises(ValueError, match=message):
        run(draw, grid, seeds, file)
    assert not file.exists()


@pytest.mark.parametrize(
    ("returned", "message"),
    [
        (3, "must return a dict"),
        ({"net": object()}, "numbers, words and lists"),
        ({"a": 1}, "not that of a setting: a"),
    ],
)
def test_a_result_that_a_file_cannot_keep_is_a_failure(file, returned, message):
    (failure,) = run(lambda seed, a: returned, {"a": [1]}, [0], file).failures
    assert failure["error"].startswith("ValueError") and message in failure["error"]


# What comes out


def test_nan_and_infinity_come_back_from_the_file_also_as_settings(file):
    odd = [np.nan, np.inf, -np.inf]
    calls = []

    def echo(seed, a):
        calls.append(a)
        return {"b": a, "c": np.array([a])}

    for _ in range(2):
        found = run(echo, {"a": odd}, [0], file)
        assert same([record["b"] for record in found.records], odd)
    np.testing.assert_array_equal(found.values("b", "a")[:, 0], odd)
    assert all(same([record["a"]], record["c"]) for record in load_sweep(file).records)
    assert len(calls) == 3


def by_hand(seed, depth, start):
    if (depth, start, seed) == (8, "he", 1):
        raise ArithmeticError
    return {"cost": depth + 100 * seed + (start == "he") / 2, "name": "x", "none": None}


def test_values_puts_each_result_in_its_place(file):
    found = run(by_hand, {"depth": [8, 2, 4], "start": ["nielsen", "he"]}, [1, 0], file)
    depth, start, seed = np.array([8, 2, 4])[:, None, None], np.array([0, 0.5])[:, None], np.array([1, 0])
    expected = depth + 100 * seed + start
    expected[0, 1, 0] = np.nan
    np.testing.assert_array_equal(found.values("cost", "depth", "start"), expected)
    np.testing.assert_array_equal(found.values("cost", "start", "depth"), expected.swapaxes(0, 1))
    assert np.isnan(found.values("none", "start", "depth")).all()
    assert found.axis("depth") == [8, 2, 4] and found.seeds == [1, 0]


def test_a_loaded_file_rises_along_each_axis(file):
    found = run(by_hand, {"depth": [8, 2, 16], "start": ["nielsen", "he"]}, [1, 0], file)
    loaded = load_sweep(file)
    assert loaded.axis("depth") == [2, 8, 16] and loaded.axis("start") == ["he", "nielsen"] and loaded.seeds == [0, 1]
    expected = found.values("cost", "depth", "start")[[1, 0, 2]][:, ::-1, ::-1]
    np.testing.assert_array_equal(loaded.values("cost", "depth", "start"), expected)


def test_values_says_what_is_wrong():
    records = [{"a": a, "b": b, "seed": 0, "cost": 1.0, "name": "x"} for a in (1, 2) for b in (1, 2)]
    found = Sweep(records, [], [{"a": a, "b": b} for a in (1, 2) for b in (1, 2)], [0])
    for arguments, message in [
        (("cost", "a"), "name each setting that varies"),
        (("cost", "a", "d"), "no setting is named 'd'. The settings are: a, b"),
        (("costs", "a", "b"), "no run has a result 'costs'. A run holds: a, b, seed, cost, name"),
        (("name", "a", "b"), "only a number has a place"),
    ]:
        with pytest.raises(ValueError, match=message):
            found.values(*arguments)
