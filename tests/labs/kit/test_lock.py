"""The lock of everything that computes or draws: re-entrant, in turn, and never left behind."""

import threading
import time

import pytest

from helpers.pictures import Still
from helpers.pictures.kit.lock import LOCK, TurnLock
from helpers.pictures.kit.style import sheet, styled


def in_thread(function):
    thread = threading.Thread(target=function)
    thread.start()
    return thread


def test_one_at_a_time_and_as_often_as_you_like_in_one_thread():
    lock, inside, most = TurnLock(), [], []

    def work():
        for _ in range(300):
            with lock, lock:
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [in_thread(work) for _ in range(6)]
    for thread in threads:
        thread.join()
    assert set(most) == {1} and len(most) == 1800


def test_who_asks_first_is_served_first_even_if_the_owner_asks_again_at_once():
    lock, order = TurnLock(), []

    def ask(name):
        with lock:
            order.append(name)

    with lock:
        threads = []
        for name in "abc":
            threads.append(in_thread(lambda name=name: ask(name)))
            while len(lock._queue) < len(threads):
                time.sleep(0.001)
    ask("owner")
    for thread in threads:
        thread.join()
    assert order == ["a", "b", "c", "owner"]


def test_who_is_interrupted_while_waiting_leaves_nothing_locked(monkeypatch):
    lock = TurnLock()

    class Interrupted:
        def acquire(self):
            if self.waits:
                raise KeyboardInterrupt
            self.waits = True

        def release(self):
            pass

        waits = False

    release = threading.Event()

    def hold():
        with lock:
            release.wait()

    holder = in_thread(hold)
    while lock._owner is None:
        time.sleep(0.001)
    monkeypatch.setattr("helpers.pictures.kit.lock.threading.Lock", Interrupted)
    with pytest.raises(KeyboardInterrupt):
        lock.__enter__()
    monkeypatch.undo()
    release.set()
    holder.join()
    assert lock._owner is None and not lock._queue
    in_thread(lambda: lock.__enter__()).join(timeout=5)
    assert lock._owner is not None


@pytest.mark.parametrize("what", ["styled", "still"])
def test_stills_hold_it(what):
    """Else a still would be drawn while a lab is."""
    still, began, ended = Still(sheet(height=50), "Words."), threading.Event(), threading.Event()

    def draw():
        began.set()
        if what == "styled":
            with styled():
                pass
        else:
            still._repr_mimebundle_()
        ended.set()

    with LOCK:
        thread = in_thread(draw)
        began.wait()
        assert not ended.wait(0.3)
    thread.join(timeout=20)
    assert ended.is_set()
