"""A control that changes nothing is greyed, and a greyed control changes nothing."""

import pytest

from helpers.labs import LABS
from tests.labs.moves import ends, values
from tests.short_forms import a_third_of

pytestmark = pytest.mark.usefixtures("quick")

GREYED = {  # {lab: {control: a setting in which it does nothing}}
    "neuron_lab": {"ruler": {"hidden_layers": 1}},
    "chain_lab": {
        "b": {"biases": "centred"},
        "a0": {"biases": "centred"},
        "seed": {"weights": "equal", "biases": "equal"},
    },
    "jacobian_lab": {"sigma_b": {"activation": "linear"}},
    "whisper_lab": {"way": {"frozen": (2,)}},
    "slice_lab": {"others": {"layer": 0}},
    "optimizer_lab": {"beta": {"optimizer": "sgd"}},
    "bending_lab": {"seed": {"initializer": "constant"}},
    "underflow_lab": {"seed": {"initializer": "constant"}},
    "playground_lab": {"shortcut": {"hidden_layers": 1}},
}
# Greyed where the lab begins: a setting in which it counts.
IDLE_AT_FIRST = {("slope_lab", "begin"): {"activation": "gelu", "sigma_w": 1.6, "sigma_b": 0.0},
                 ("clinic_lab", "fix"): {"cause": "small"},
                 ("flow_lab", "forget_bias"): {"cell": "lstm"}}  # fmt: skip
# The axis ends at round numbers: for the weights that move the cost most both rulers can have the same one.
MAY_LOOK_THE_SAME = {("weight_lab", "ruler")}
# A training that diverged before the first look (linear neurons, SELU) shows nothing but at which step: while the lab says so.
MUTE_ONCE_DIVERGED = {("playground_lab", name) for name in ("steps", "lmbda", "seed", "batch_size")}
TRIES = 4  # values of a control, of which one at least must show


def look(lab):
    return lab.picture.value, lab.sentence


def is_mute(lab, lab_name, name):
    """Whether this control may show nothing just now, because the training that the lab shows has diverged."""
    return (lab_name, name) in MUTE_ONCE_DIVERGED and lab.sentence.startswith("Diverged ")


def is_greyed(control):
    return all(part.disabled for part in (control.holder, *control.companions))


def other_values(control):
    """A few values where the control does not stand; none for what is no setting (a guess, painted dots)."""
    if not hasattr(control.holder, "disabled"):
        return []
    low_and_high = ends(control)
    if hasattr(control.holder, "max"):
        low_and_high.append(type(control.value)((control.holder.min + control.holder.max) / 2))
    return [value for value in low_and_high if value != control.value][:TRIES]


def idle(lab, name):
    """Whether no value of this control shows; it stands where it stood afterwards."""
    control, here = lab.controls[name], look(lab)
    first = control.value
    for value in other_values(control):
        lab.set(**{name: value})
        if look(lab) != here:
            lab.set(**{name: first})
            return False
    lab.set(**{name: first})
    return True


@a_third_of(("lab", "name"), [(lab, name) for lab in GREYED for name in GREYED[lab]])
def test_a_control_is_greyed_where_it_does_nothing(lab, name):
    setting, lab = GREYED[lab][name], LABS[lab]()
    assert not is_greyed(lab.controls[name])
    lab.set(**setting)
    assert is_greyed(lab.controls[name]) and idle(lab, name)
    lab.reset()
    assert not is_greyed(lab.controls[name])


@pytest.mark.parametrize(("lab", "name"), IDLE_AT_FIRST)
def test_a_control_that_is_greyed_at_first_counts_elsewhere(lab, name):
    setting, lab = IDLE_AT_FIRST[lab, name], LABS[lab]()
    assert is_greyed(lab.controls[name]) and idle(lab, name)
    lab.set(**setting)
    assert not is_greyed(lab.controls[name]) and not idle(lab, name)


QUICK = ("neuron_lab",)  # the others take up to a minute each
FORMS = [name if name in QUICK else pytest.param(name, marks=pytest.mark.long) for name in LABS]


@pytest.mark.parametrize("lab_name", FORMS)
def test_a_control_that_changes_nothing_is_greyed(lab_name):
    lab, wrong = LABS[lab_name](), []
    first = values(lab)
    settings = [{}, *({name: end} for name in lab.controls for end in ends(lab.controls[name]) if end != first[name])]
    for setting in settings:
        lab.set(**first | setting)
        for name, control in lab.controls.items():
            if name in setting or not other_values(control) or (lab_name, name) in MAY_LOOK_THE_SAME:
                continue
            if not is_greyed(control) and not is_mute(lab, lab_name, name) and idle(lab, name):
                wrong.append(f"{name} at {setting}")
    assert not wrong
