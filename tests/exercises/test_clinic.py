"""The clinic: of all fixes those that the table says cure a case, and no other; nothing gives the cause away before."""

from functools import cache

import numpy as np
import pytest

from helpers.engine import load_mnist, train
from helpers.exercises.clinic.cases import CASES, CAUSES, GOAL, STEPS, is_healthy
from helpers.exercises.clinic.fixes import FIXES
from tests.short_forms import a_third_of, first_now

SEEDS = (0, 1, 2)
CLEAR = 0.03  # how far an outcome stays away from the goal
SLOW = {("12", fix) for fix in FIXES}  # numpy multiplies float16 slowly
TREATED = [
    (case, fix) for case, record in CASES.items() for fix in FIXES if FIXES[fix].apply(record.patient) != record.patient
]
RIGHT = [(case, fix) for case, fix in TREATED if CASES[case].cures(fix)]
WRONG = [(case, fix) for case, fix in TREATED if not CASES[case].cures(fix)]


@cache
def digits():
    return load_mnist(dtype=np.float32)


def outcome(patient):
    """The share of the new images that are right in the end, by training itself; 0 where it diverged."""
    net, settings, (fitting, new) = patient.network(), patient.settings, (digits().fitting, digits().validation)
    x = settings.images(fitting.x, fitting)
    if train(net, x, fitting.y, steps=STEPS, **settings.training()).finish().state:
        return 0.0
    share = net.accuracy(settings.images(new.x, fitting), new.y)
    return share if np.isfinite(share) else 0.0


def treated(case, fix, seed):
    return outcome(FIXES[fix].apply(CASES[case].patient).with_seed(seed))


@pytest.mark.parametrize(("case", "fix"), RIGHT)
def test_each_right_fix_cures(case, fix):
    share = treated(case, fix, seed=0)
    assert share >= GOAL + CLEAR and is_healthy(share)


@a_third_of(("case", "fix"), WRONG, only_long=SLOW)
def test_no_wrong_fix_cures(case, fix):
    share = treated(case, fix, seed=0)
    assert share <= GOAL - CLEAR and not is_healthy(share)


@pytest.mark.long
@pytest.mark.parametrize("seed", SEEDS[1:])
@pytest.mark.parametrize(("case", "fix"), TREATED)
def test_so_it_is_with_other_seeds(case, fix, seed):
    share, is_right = treated(case, fix, seed), CASES[case].cures(fix)
    assert share >= GOAL + CLEAR if is_right else share <= GOAL - CLEAR


@pytest.mark.parametrize("seed", first_now(SEEDS))
@pytest.mark.parametrize("case", CASES)
def test_each_case_is_sick_untreated_and_so_after_a_fix_that_changes_nothing(case, seed):
    assert outcome(CASES[case].patient.with_seed(seed)) <= GOAL - CLEAR


def test_every_cause_has_its_case_and_every_case_its_fix_and_its_reasons():
    assert [case.cause for case in CASES.values()] != list(CAUSES), "their order tells nothing"
    assert sorted(case.cause for case in CASES.values()) == sorted(CAUSES)
    for name, case in CASES.items():
        assert case.fixes and set(case.fixes) <= set(FIXES)
        assert all((name, fix) in RIGHT for fix in case.fixes), "a right fix changes something"
        assert ("Two fixes are right" in case.because) == (len(case.fixes) > 1)
        assert case.because.endswith(".") and len(case.because.split()) > 20
    assert not is_healthy(float("nan"))


@pytest.mark.parametrize("fix", FIXES)
def test_a_fix_changes_one_thing_and_does_it_once(fix):
    for case in CASES.values():
        once = FIXES[fix].apply(case.patient)
        before, after = ({**vars(each), **vars(each.settings), "settings": 0} for each in (case.patient, once))
        changed = {name for name in before if before[name] != after[name]}
        together = [{"initializer", "scale"}, {"bias", "output_bias"}, {"optimizer", "eta"}]
        assert len(changed) <= 1 or any(changed <= pair for pair in together), changed


def test_a_frozen_layer_stays_and_has_a_gradient_all_the_same():
    run = CASES["5"].patient.start(digits().fitting, digits().validation)
    before = [W.copy() for W in run.model.W[1:]]
    run.upto(10)
    moved = [not np.array_equal(W, old) for W, old in zip(run.model.W[1:], before, strict=True)]
    assert moved == [False] * 4 + [True] * 2
    assert (run.speeds["mean_delta"][:10] > 0).all() and (run.strides[1, :4] == 0).all()


def test_who_is_asked_one_by_one_answers_as_if_each_image_were_a_batch():
    patient = CASES["11"].patient
    net, x = patient.network(), digits().validation.x[:5]
    alone = [net.run(image[None], training=True).a[-1][0] for image in x]
    assert net.answers(x) == pytest.approx(np.array(alone), abs=1e-6)
    healthy = FIXES["memory"].apply(patient).network()
    assert np.ptp(healthy.answers(x), axis=0).max() > 1e-3 > np.ptp(net.answers(x), axis=0).max()


def test_the_gradient_of_the_float16_case_is_zero_in_layer_one_and_not_in_float32():
    patient, x, y = CASES["12"].patient, digits().fitting.x[:10], digits().fitting.y[:10]
    shares = []
    for fix in (None, "float32", "loud"):
        net = (FIXES[fix].apply(patient) if fix else patient).network()
        gradient = net.backward(net.forward(x), y)
        shares.append(np.mean(gradient.dW[1][:, x.any(axis=0)] == 0))
    assert shares[0] > 0.9 and max(shares[1:]) < 0.6
