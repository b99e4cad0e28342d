"""Every control of every lab at its ends: nothing breaks, the picture follows, the sentence is made of words."""

import re

import pytest

from helpers.labs import LABS
from tests.labs.moves import ends, values
from tests.labs.test_idle_controls import IDLE_AT_FIRST
from tests.short_forms import a_third_of

# What only the sentence answers: a guess shows in the picture once the reader has zoomed out.
SENTENCE_ONLY = {("landscape_lab", "guess"), ("clinic_lab", "cause")}
RAW = re.compile(r"\b(nan|inf|none|true|false|array|np)\b|\d\.\d*e[+-]?\d", re.IGNORECASE)
PLAIN_WORDS = {"none"}  # "none of the 30 neurons" is English


def check_sentence(lab):
    """The words are there, on the screen as well, and no number looks as Python writes it."""
    assert len(lab.sentence) > 20
    assert not lab.sentence[0].islower() and lab.sentence[-1] in ".!?"
    assert {word.lower() for word in RAW.findall(lab.sentence)} <= PLAIN_WORDS, lab.sentence
    assert 'role="status"' in lab._words.value


# With a few images two settings of these look the same: they take all images, and a minute.
ALL_IMAGES = ("whisper_lab", "training_lab", "slice_lab", "noise_lab")


@a_third_of("lab", LABS, only_long=ALL_IMAGES)
def test_one_control_at_its_ends(lab, request):
    request.getfixturevalue("coarse" if lab in ALL_IMAGES else "quick")
    lab_here = LABS[lab]()
    for name, control in lab_here.controls.items():
        lab_here.reset()
        lab_here.set(**IDLE_AT_FIRST.get((lab, name), {}))
        seen = {}
        for value in ends(control):
            control.holder.value = value
            assert control.value == value
            check_sentence(lab_here)
            seen[lab_here.picture.value, lab_here.sentence] = value
        assert len(seen) == len(ends(control)), f"two settings of {name} cannot be told apart"
        pictures = {picture for picture, _ in seen}
        assert len(pictures) == (1 if (lab, name) in SENTENCE_ONLY else len(seen)), name


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("end", [0, -1], ids=["lowest", "highest"])
@a_third_of("lab", LABS)
def test_all_controls_at_one_end(lab, end):
    lab = LABS[lab]()
    wanted = {name: ends(control)[end] for name, control in lab.controls.items()}
    if wanted.get("networks") == 100:  # of 50 layers: 20 seconds, and no other line of code than 20 networks
        wanted["networks"] = 20
    lab.set(**wanted)
    assert values(lab) == wanted
    check_sentence(lab)


@pytest.mark.usefixtures("quick")
@a_third_of("lab", LABS)
def test_a_value_beyond_the_ends_is_brought_back(lab):
    lab = LABS[lab]()
    control = next(control for control in lab.controls.values() if hasattr(control.holder, "max"))
    name = next(name for name, other in lab.controls.items() if other is control)
    lab.set(**{name: control.holder.max * 10 + 10})
    assert control.value == control.holder.value == control.holder.max
