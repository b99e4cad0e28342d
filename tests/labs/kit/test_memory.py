"""A memory keeps what it has room for, and gives every thread the same answer."""

import threading

import pytest

from helpers.labs.kit.memory import Memory


def test_an_answer_is_computed_once_and_the_longest_unused_one_goes():
    asked = []

    @Memory(most=2)
    def double(n, plus=0):
        """Twice n."""
        asked.append((n, plus))
        return 2 * n + plus

    assert [double(1), double(2), double(1), double(3), double(1), double(2)] == [2, 4, 2, 6, 2, 4]
    assert asked == [(1, 0), (2, 0), (3, 0), (2, 0)]
    assert double(1, plus=5) == 7 and double.known(1, plus=5) and not double.known(9)
    double.forget()
    assert not double.known(1) and double.__doc__ == "Twice n."


def test_a_broken_answer_is_computed_anew():
    class Training:
        broken = False

    remembered = Memory(most=2)(lambda n: Training())
    first = remembered(1)
    assert remembered(1) is first
    first.broken = True
    assert remembered(1) is not first and not remembered(1).broken


def test_work_in_slices_stays_work_in_slices():
    done = []

    @Memory(most=2)
    def slow(n):
        for i in range(n):
            done.append(i)
            yield
        return [n]

    def answer(n):
        slices, work = 0, slow(n)
        while True:
            try:
                next(work)
            except StopIteration as end:
                return slices, end.value
            slices += 1

    slices, first = answer(3)
    assert (slices, first, done) == (3, [3], [0, 1, 2])
    slices, again = answer(3)
    assert slices == 0 and again is first
    half = slow(5)
    next(half)
    half.close()
    assert not slow.known(5)  # what was dropped halfway is no answer


def test_an_error_is_no_answer():
    tries = []

    @Memory(most=1)
    def fragile(n):
        tries.append(n)
        return 1 / (len(tries) - 1)

    with pytest.raises(ZeroDivisionError):
        fragile(1)
    assert fragile(1) == 1


def test_all_threads_go_on_with_the_same_answer():
    memory, begin, answers = Memory(most=3), threading.Barrier(8), []

    @memory
    def thing(n):
        return object()

    def ask():
        begin.wait()
        answers.extend((n, thing(n)) for n in (1, 2, 3) * 50)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 8 * 150 and len(set(answers)) == 3 and len(memory) == 3


def test_a_memory_without_room_is_refused():
    with pytest.raises(ValueError, match="room for at least one answer"):
        Memory(0)
