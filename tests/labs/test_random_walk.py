"""A thousand random moves of the controls: nothing breaks, nothing warns, and no memory is lost."""

import ctypes
import gc

import psutil
import pytest

from helpers.labs import LABS
from tests.labs.moves import move_at_random
from tests.labs.test_ends import check_sentence

MOVES = 1000
WARM_UP = 300  # moves until fonts, glyphs and the buffers of numpy and matplotlib are there for good
MOST_GROWTH = 5e6  # bytes; the pixels of two pictures
BAND_EVERY = 200  # moves
DEEP_EVERY = 10  # moves


def walk(lab, rng, moves):
    """Move one control at random, again and again.

    The speed lab would need an hour if each move could ask for a band of 100 networks of 50 layers. So its band
    is switched on once in 200 moves and off again with the next, and nine networks in ten have at most 10 layers;
    every other control moves freely. So a thousand moves take half a minute.
    """
    names = [name for name in lab.controls if name != "networks"]
    for i in range(moves):
        if "networks" in lab.controls and i % BAND_EVERY in (0, 1):
            lab.controls["networks"].holder.value = 20 if i % BAND_EVERY == 0 else 0
        else:
            name = rng.choice(names)
            move_at_random(lab, rng, name)
            if "networks" in lab.controls and name == "hidden_layers" and i % DEEP_EVERY:
                lab.controls["hidden_layers"].holder.value = int(rng.integers(1, 11))
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


@pytest.mark.parametrize("lab", LABS)
def test_a_thousand_moves_break_nothing_and_keep_no_memory(lab, rng):
    lab = LABS[lab]()
    walk(lab, rng, WARM_UP)
    before = memory(lab)
    walk(lab, rng, MOVES - WARM_UP)
    assert memory(lab) - before < MOST_GROWTH
