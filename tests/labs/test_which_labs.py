"""The tests of playing and of dares have every lab that plays or dares."""

from helpers.labs import LABS
from helpers.labs.kit.player import Player
from tests.labs.kit.test_player import PLAYS, parts
from tests.labs.test_dares import WAYS


def test_the_labs_that_play_and_those_that_dare(quick):
    labs = {name: make() for name, make in LABS.items()}
    assert {name for name, lab in labs.items() if lab._dares.dares} == set(WAYS)
    assert [LABS[name] for name, lab in labs.items() if any(isinstance(part, Player) for part in parts(lab))] == PLAYS
