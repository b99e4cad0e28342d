"""Random moves of the controls, a thousand in the long form: nothing breaks, nothing warns, and no memory is lost."""

import ctypes
import gc

import psutil
import pytest

from helpers.labs import LABS
from tests.labs.moves import move_at_random
from tests.labs.test_ends import check_sentence

MOVES = [10, pytest.param(1000, marks=pytest.mark.long)]
WARM_UP = 0.4  # the share of the moves until fonts, glyphs and the buffers of numpy and matplotlib are there for good
MOST_GROWTH = 5e6  # bytes
BAND_EVERY = 200  # moves


def walk(lab, rng, moves):
    """Move one control at random, again and again.

    A band over seeds takes 20 or 100 times as long as one network. So the speed lab's band is switched on once
    in 200 moves, and off again with the next; every other control moves freely.
    """
    names = [name for name in lab.controls if name != "networks"]
    for i in range(moves):
        if "networks" in lab.controls and i % BAND_EVERY in (0, 1):
            lab.controls["networks"].holder.value = 20 if i % BAND_EVERY == 0 else 0
        else:
            move_at_random(lab, rng, rng.choice(names))
        check_sentence(lab)


def memory(lab):
    """Bytes that the process holds, with the lab where it started and all that can be given back given back."""
    lab.reset()
    gc.collect()
    try:
        ctypes.CDLL("libc.so.6").malloc_trim(0)  # glibc keeps freed memory in reserve: that is no leak
    except (OSError, AttributeError):
        pass  # another system's allocator
    return psutil.Process().memory_info().rss


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("lab", LABS)
@pytest.mark.parametrize("moves", MOVES)
def test_random_moves_break_nothing_and_keep_no_memory(lab, moves, rng):
    lab, warm_up = LABS[lab](), round(WARM_UP * moves)
    walk(lab, rng, warm_up)
    before = memory(lab)
    walk(lab, rng, moves - warm_up)
    after = memory(lab)
    if after - before > MOST_GROWTH:  # a leak grows again; what the allocator could not give back does not
        walk(lab, rng, moves - warm_up)
        assert memory(lab) - after < MOST_GROWTH
