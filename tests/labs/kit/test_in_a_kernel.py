"""Labs in a real kernel, moved by the messages that a front end sends: on the shell channel, and on a subshell."""

import ast
import time

import pytest

from tests.labs.kernel import Kernel

PATIENCE = 60  # seconds
SET_UP = """
from helpers.labs import playground_lab, slice_lab, stride_lab, training_lab
from tests.labs.moves import button, parts
from helpers.labs.kit.player import Player
def ids(lab):
    play = [part for part in parts(lab) if isinstance(part, Player)]
    return button(lab, "Reset").model_id, play[0].model_id if play else "", {n: c.holder.model_id for n, c in lab.controls.items()}
def state(lab):
    player = [part.playing for part in parts(lab) if isinstance(part, Player)]
    sliders = all(s.value == c.marks.nearest(c.value) for c in lab.controls.values() for s in c.companions)
    return {n: c.value for n, c in lab.controls.items()}, lab.sentence, hash(lab.picture.value), any(player), sliders
"""
CLICK = {"method": "custom", "content": {"event": "click"}}


THREADS = ["shell", "subshell"]  # in which a kernel answers: that of the cells, and one beside it


@pytest.fixture
def kernel(request):
    kernel = Kernel()
    try:
        if request.param == "subshell":
            if not kernel.has_subshells:
                pytest.skip("this ipykernel has one thread for cells and widgets")
            kernel.open_subshell()
        kernel.run(SET_UP)
        yield kernel
    finally:
        kernel.stop()


def look(kernel, what):
    return ast.literal_eval(kernel.run(what))


def wait_for(kernel, what, condition):
    end = time.monotonic() + PATIENCE
    while not condition(found := look(kernel, what)):
        assert time.monotonic() < end, found
        time.sleep(0.05)
    return found


@pytest.mark.parametrize(
    ("kernel", "lab"),
    [
        ("shell", "stride_lab"),
        ("subshell", "training_lab"),
        pytest.param("shell", "training_lab", marks=pytest.mark.long),
        pytest.param("subshell", "stride_lab", marks=pytest.mark.long),
    ],
    indirect=["kernel"],
)
def test_play_and_reset(kernel, lab):
    play_and_reset(kernel, lab, lambda now, first: now[0] == first[0])


@pytest.mark.long
@pytest.mark.parametrize("kernel", THREADS, indirect=True)
def test_play_and_reset_where_going_back_is_training_anew(kernel):
    """On a subshell the controls are back before the picture is: that follows when the training has caught up."""
    play_and_reset(kernel, "playground_lab", lambda now, first: now == first)


def play_and_reset(kernel, lab, is_back):
    """Play and Reset, twice. is_back(state, first): what is waited for; all is to be as it was first, and to stay so."""
    kernel.run(f"lab = {lab}(); lab", "a")
    reset, play, _ = look(kernel, "ids(lab)")
    first = look(kernel, "state(lab)")
    for _ in range(2):
        kernel.tell(play, **CLICK)
        wait_for(kernel, "state(lab)", lambda now: now[0]["steps"] >= first[0]["steps"] + 3)
        kernel.tell(reset, **CLICK)
        assert wait_for(kernel, "state(lab)", lambda now: is_back(now, first)) == first
        time.sleep(0.4)  # longer than from one tick to the next
        assert look(kernel, "state(lab)") == first


@pytest.mark.parametrize("kernel", THREADS, indirect=True)
def test_reset_while_computing(kernel):
    kernel.run("lab = slice_lab(); lab", "a")
    reset, _, controls = look(kernel, "ids(lab)")
    first = look(kernel, "state(lab)")
    for seed in (1, 2, 3):
        kernel.tell(controls["seed"], method="update", state={"value": seed})
        wait_for(kernel, "lab.computing", bool)
        kernel.tell(reset, **CLICK)
        wait_for(kernel, "lab.computing", lambda computing: not computing)
        assert look(kernel, "state(lab)") == first
    kernel.tell(controls["seed"], method="update", state={"value": 1})
    # On a subshell the seed is there a moment before the computing begins: another picture says that it has ended.
    wait_for(kernel, "(state(lab), lab.computing)", lambda now: not now[1] and now[0][2] != first[2])
    assert look(kernel, "state(lab)")[0]["seed"] == 1 and look(kernel, "lab._busy.value") == ""
