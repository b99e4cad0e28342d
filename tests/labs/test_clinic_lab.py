"""The clinic's lab: instruments before, the outcome afterwards, and the cause told to nobody but whom has cured it."""

import re

import numpy as np
import pytest

from helpers.engine import load_mnist, saturated_share
from helpers.engine.measures.symptoms import NAMES
from helpers.exercises.clinic.cases import CASES, CAUSES, GOAL
from helpers.exercises.clinic.fixes import FIXES
from helpers.labs import clinic_lab
from helpers.labs.clinic import session
from helpers.labs.instruments import speeds
from tests.short_forms import a_third_of

ALWAYS = {"batch"}  # stands in the sentence of every case: the cost of the last batch


def flat_slopes(case, steps):
    """The share of flat slopes of a case after so many steps."""
    mnist = load_mnist(dtype=np.float32)
    model = CASES[case].patient.start(mnist.fitting, mnist.validation).upto(steps).model
    return saturated_share(model, model.forward(mnist.validation.x)).mean()


def words_of(text):
    return set(re.findall(r"[a-z]{5,}", text.lower()))


@a_third_of("case", CASES)
def test_nothing_that_is_said_before_gives_the_cause_away(case):
    lab = clinic_lab(case)
    for instrument in ("speeds", "ratios", "crowd", "weights"):
        lab.set(instrument=instrument)
        assert lab.sentence.startswith("Untreated. ")
        assert not words_of(CAUSES[CASES[case].cause].label) & words_of(lab.sentence) - ALWAYS
        assert CASES[case].because not in lab.sentence


def test_symptoms_are_shared_by_cases_with_different_causes():
    """Or their names would be a key to the causes."""
    lab, seen = clinic_lab(), {}
    for case in ("1", "3", "5", "6", "8"):
        lab.set(case=case)
        seen.setdefault(re.search(r"Symptoms: (.*?)\. Name", lab.sentence).group(1), []).append(case)
    assert max(map(len, seen.values())) >= 3
    assert any(len(cases) > 1 and said.startswith("saturated") for said, cases in seen.items())


def test_no_symptom_is_not_told_as_health():
    lab = clinic_lab(9)
    assert "Symptoms: none of those looked for (" in lab.sentence and "does not say healthy" in lab.sentence
    assert all(name in lab.sentence for name in NAMES)


def test_before_the_first_step_two_cases_differ_that_look_alike_afterwards():
    lab = clinic_lab(3)
    lab.set(instrument="crowd", steps=0)
    flat = [flat_slopes(case, steps) for case in ("3", "6") for steps in (0, 5)]
    assert flat[0] < 0.05 and min(flat[1:]) > 0.7
    assert lab.sentence.startswith("Untreated. Before the first step ") and "last batch" not in lab.sentence
    assert "; the cost of the seen ones is 7.48. Symptoms: none" in lab.sentence
    for instrument in ("speeds", "ratios", "weights"):
        lab.set(instrument=instrument)
        assert lab.problem is None


FLOATS = [
    name for name, case in CASES.items() if case.patient.dtype != np.float16
]  # there a batch decides what is zero


@a_third_of("case", FLOATS)
def test_the_speeds_before_the_first_step_are_about_those_of_its_batch(case):
    mnist = load_mnist(dtype=np.float32)
    run = CASES[case].patient.start(mnist.fitting, mnist.validation)
    before = speeds(run.upto(0))
    assert not run.taken and before.shape == run.speeds["mean_delta"][0].shape
    during = run.upto(1).speeds["mean_delta"][0]
    assert np.array_equal(before == 0, during == 0)
    assert np.abs(np.log(before[before > 0] / during[during > 0])).max(initial=0) < np.log(3)


def test_the_cause_is_named_first_and_the_outcome_judges():
    lab = clinic_lab(3)
    lab.set(fix="slower")
    assert lab.sentence.endswith("Name the cause, then choose a fix.")
    lab.set(cause="large", fix="start")
    assert "Tried: weights drawn in balance." in lab.sentence and "Still sick: 75 % of the new images" in lab.sentence
    assert CAUSES["high"].label not in lab.sentence
    lab.set(fix="slower")
    assert "Cured. The cause was: learning rate too high (you named: weights too large)." in lab.sentence
    assert lab.sentence.endswith(CASES["3"].because)
    lab.set(cause="high")
    assert "(as you named it)" in lab.sentence


def test_before_the_last_step_there_is_no_verdict():
    lab = clinic_lab(9)
    lab.set(cause="low", fix="faster", steps=100)
    assert "After 100 steps" in lab.sentence
    assert "Cured" not in lab.sentence and "Still sick" not in lab.sentence


@a_third_of(("case", "fix"), [("2", "biases"), ("7", "radius"), ("7", "clip")])
def test_the_verdict_is_that_of_the_accuracy(case, fix):
    lab = clinic_lab(case)
    lab.set(cause="small", fix=fix)
    run = session.__wrapped__(case, fix, 0, 3500).run
    share = run.upto(500).new_accuracy[-1]
    assert np.isfinite(share) and ("Cured" in lab.sentence) == (share >= GOAL)
    assert f"{100 * share:.0f} % of the new ones" in lab.sentence


def test_a_recurrent_case_is_told_and_drawn_by_steps():
    lab = clinic_lab(7)
    assert lab.sentence.startswith("Untreated. Diverged at step ") and "overflow (step" in lab.sentence
    lab.set(instrument="weights")
    assert lab.problem is None


def test_an_unknown_case_is_refused():
    with pytest.raises(ValueError, match="unknown case '13'"):
        clinic_lab(13)


def test_the_menus_offer_every_cause_and_every_fix():
    lab = clinic_lab()
    for name, table in (("cause", CAUSES), ("fix", FIXES)):
        offered = [value for _, value in lab.controls[name].holder._options_full]
        assert offered[0] == "" and offered[1:] == list(table)
