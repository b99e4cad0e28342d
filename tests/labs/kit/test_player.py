"""Play: the kernel's clock moves a control on; Reset and Pause end it; a late tick finds itself old."""

import pytest

from helpers.labs import optimizer_lab, playground_lab, ravine_lab, stride_lab, training_lab
from helpers.labs.kit.player import Player
from tests.labs.kernel import give_loop
from tests.labs.moves import parts, press, values

PLAYS = [ravine_lab, training_lab, optimizer_lab, stride_lab, playground_lab]  # in the order of the course


def player(lab):
    (found,) = (part for part in parts(lab) if isinstance(part, Player))
    return found


def counted(lab):
    """The control that is played."""
    return player(lab).control


def everything(lab):
    return values(lab), [slider.value for c in lab.controls.values() for slider in c.companions], lab.sentence, lab.picture.value  # fmt: skip


@pytest.fixture(params=PLAYS)
def make(request):
    return request.param


@pytest.fixture
def lab(make):
    return make()


def test_play_walks_on_and_shows_what_it_would_show_anyway(make, lab):
    loop, start = give_loop(lab), counted(lab).value
    press(player(lab))
    assert (player(lab).tooltip, player(lab).icon) == ("Pause", "pause")
    for i in range(1, 4):
        while counted(lab).value < start + i * player(lab).step or lab.computing:
            assert loop.step()
        assert len(loop.waiting) <= 1  # never more than one tick
    fresh = make()
    fresh.set(**values(lab))
    assert everything(lab) == everything(fresh)
    press(player(lab))
    assert (player(lab).tooltip, player(lab).icon) == ("Play", "play")
    paused = everything(lab)
    loop.run()
    assert everything(lab) == paused


def test_reset_during_play_resets_and_a_late_tick_does_nothing(lab):
    first, loop = everything(lab), give_loop(lab)
    press(player(lab))
    for _ in range(3):
        loop.step()
    late = list(loop.waiting)
    assert late and everything(lab) != first
    lab.reset()
    assert not player(lab).playing and player(lab).tooltip == "Play"
    for _, callback, args in late:
        callback(*args)
    loop.run()
    assert everything(lab) == first


def test_a_tick_of_an_earlier_generation_does_not_double_the_ticks_of_a_later_one(lab):
    loop = give_loop(lab)
    for _ in range(5):
        press(player(lab))  # play
        press(player(lab))  # pause
    press(player(lab))
    start = counted(lab).value
    for _ in range(6 + 1):  # five old ticks and the new one, which asks for the next
        loop.step()
    assert len(loop.waiting) == 1
    assert counted(lab).value <= start + 2 * player(lab).step


def test_no_tick_while_the_lab_is_still_computing():
    lab = training_lab()
    loop = give_loop(lab)
    press(player(lab))
    loop.step()
    job = lab._job = object()  # under way
    here = counted(lab).value
    for _ in range(3):
        loop.step()
    assert counted(lab).value == here and len(loop.waiting) == 1
    assert lab._job is job
    lab._job = None
    loop.step()
    assert counted(lab).value > here


def test_play_ends_at_the_end_and_begins_again_from_the_beginning(lab):
    loop = give_loop(lab)
    holder = counted(lab).holder
    holder.value = holder.max - player(lab).step
    press(player(lab))
    loop.run(100)
    assert holder.value == holder.max and not player(lab).playing and not loop.waiting
    press(player(lab))
    assert holder.value == holder.min and player(lab).playing
    player(lab).pause()


def test_play_begins_at_the_beginning_where_the_lab_began_and_goes_on_from_where_a_hand_has_put_it(lab):
    give_loop(lab)
    holder = counted(lab).holder
    press(player(lab))
    assert holder.value == holder.min
    press(player(lab))
    holder.value = holder.min + 3 * player(lab).step
    press(player(lab))
    assert holder.value == holder.min + 3 * player(lab).step


@pytest.mark.parametrize("quick", [ravine_lab, optimizer_lab])
def test_play_shows_twenty_pictures_a_second_where_the_picture_allows(quick):
    """The clock asks for the next tick no later than 50 ms after the last."""
    lab = quick()
    loop = give_loop(lab)
    press(player(lab))
    for _ in range(5):
        loop.step()
        assert loop.waiting[0][0] - loop.now <= 0.05


def test_a_tick_by_hand(lab):
    """Without a kernel there is no clock."""
    assert player(lab).loop is None
    assert not player(lab).tick()
    player(lab).play()
    here = counted(lab).value
    assert player(lab).tick() and counted(lab).value == here + player(lab).step


def test_play_of_a_closed_lab_ends():
    lab = ravine_lab()
    loop, button = give_loop(lab), player(lab)
    press(button)
    lab.close()
    loop.run()
    assert not button.playing and not loop.waiting
