"""The myth board: each sentence's evidence is sound, agrees with closed forms, and the verdict follows from it."""

import time
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from helpers.engine import Network, chi, digit_sizes, fixed_point, likeness, load_mnist, q_by_layer, train
from helpers.engine.studies.myths.evidence import (
    DEPENDS,
    FALSE,
    TRUE,
    Evidence,
    Row,
    about,
    above,
    below,
    nearly_all_below,
    verdict_of,
)
from helpers.engine.studies.myths.table import MYTHS

VERDICT = {  # of each sentence, as the course tells it
    "quarter": FALSE,
    "near_minimum": FALSE,
    "hundred_times": TRUE,
    "random_first": FALSE,
    "blind": TRUE,
    "three_hundred_steps": FALSE,
    "gain_4": FALSE,
    "leaky_zero": FALSE,
    "exactly_zero": DEPENDS,
    "large_tanh": FALSE,
    "must_differ": TRUE,
    "must_be_random": FALSE,
    "xavier_tanh": FALSE,
    "he_keeps": DEPENDS,
    "hundred_he": FALSE,
    "adam_cures": FALSE,
    "used_its_depth": DEPENDS,
    "two_beat_three": FALSE,
}


@pytest.fixture(scope="module")
def measured():
    """{name: (Evidence, seconds of the processor)}, and under "a training" those of 100 steps of the published one."""
    found = {name: timed(lambda myth=myth: run(myth.measure())) for name, myth in MYTHS.items()}
    return found | {"a training": timed(hundred_steps)}


def run(work):
    """The answer of work in slices, which must pause at least once."""
    with pytest.raises(StopIteration) as end:
        next(work)
        while True:
            next(work)
    return end.value.value


def timed(work):
    start = time.process_time()
    return work(), time.process_time() - start


def hundred_steps():
    net = Network(digit_sizes(4), rng=np.random.default_rng(0))
    return train(net, *load_mnist().first(1000), eta=0.1, steps=100, lmbda=5.0).finish()


def row(measured, name, i):
    return measured[name][0].rows[i].values


@pytest.mark.parametrize("name", MYTHS)
def test_the_verdict_follows_from_the_evidence_and_hangs_on_no_single_seed(measured, name):
    evidence = measured[name][0]
    assert verdict_of(evidence) == VERDICT[name]
    for i in range(min(len(row.values) for row in evidence.deciding)):
        without = [replace(row, values=np.delete(row.values, i)) for row in evidence.rows if len(row.values) > 1]
        if any(row.decides for row in without) and len(without) == len(evidence.rows):
            assert verdict_of(Evidence(evidence.claim, without)) == VERDICT[name]


def turned(row, claim):
    """The same row with values on the other side of the claim."""
    held = claim.holds(row.values)
    other = (claim.value + far for far in (0.0, 1e9, -1e9) if claim.holds([claim.value + far]) != held)
    return replace(row, values=np.full(len(row.values), next(other)))


@pytest.mark.parametrize("name", MYTHS)
def test_measured_values_that_are_turned_round_get_the_other_verdict(measured, name):
    evidence = measured[name][0]
    claim, rows = evidence.claim, evidence.rows
    opposite = [turned(row, claim) if row.decides else row for row in rows]
    expected = {TRUE: FALSE, FALSE: TRUE, DEPENDS: DEPENDS}[VERDICT[name]]
    assert verdict_of(Evidence(claim, opposite)) == expected
    for wanted, verdict in ((True, TRUE), (False, FALSE)):
        agreed = [turned(row, claim) if row.decides and claim.holds(row.values) != wanted else row for row in rows]
        assert verdict_of(Evidence(claim, agreed)) == verdict


@pytest.mark.parametrize("name", MYTHS)
def test_what_does_not_decide_changes_no_verdict(measured, name):
    evidence = measured[name][0]
    rows = [row if row.decides else turned(row, evidence.claim) for row in evidence.rows]
    assert verdict_of(Evidence(evidence.claim, rows)) == VERDICT[name]


@pytest.mark.parametrize("name", MYTHS)
def test_no_experiment_takes_long(measured, name):
    """The published training takes 500 steps, two seconds or so: none of these takes longer than that."""
    assert measured[name][1] < 5 * measured["a training"][1]


def test_true_false_and_it_depends_all_come_up():
    order = [VERDICT[name] for name in MYTHS]
    assert {verdict: order.count(verdict) >= 3 for verdict in set(order)} == {TRUE: True, FALSE: True, DEPENDS: True}
    assert max(len(set(several)) for several in pairwise(order)) == 2


# The numbers, against theory.


def test_what_a_sigmoid_layer_leaves_is_the_root_of_chi(measured):
    for i, scale in enumerate((1, 4)):
        expected = np.sqrt(chi("sigmoid", fixed_point("sigmoid", scale, 1), scale))
        assert np.median(row(measured, "quarter", i)) == pytest.approx(expected, rel=0.1)
    for i, scale in enumerate((1, 4)):
        expected = np.sqrt(chi("sigmoid", fixed_point("sigmoid", scale, 0), scale))
        assert np.median(row(measured, "gain_4", i)) == pytest.approx(expected, rel=0.06)


def test_the_variance_of_tanh_is_that_of_the_mean_field(measured):
    q = q_by_layer("tanh", 1.0, 1.0, 0.0, 100)
    for i, l in ((1, 5), (2, 20), (3, 100)):
        assert np.median(row(measured, "xavier_tanh", i)) == pytest.approx(q[l - 1], rel=0.2)
    assert row(measured, "xavier_tanh", 0) == pytest.approx(0.25, abs=0.05)


def test_he_keeps_the_mean_and_the_median_is_hanins(measured):
    assert np.mean(row(measured, "he_keeps", 0)) == pytest.approx(1, abs=0.2)
    assert row(measured, "he_keeps", 1) == pytest.approx(np.exp(-2.5 * 12 / 30), rel=0.2)


def test_the_means_of_the_activations_are_their_integrals(measured):
    relu = 1 / np.sqrt(2 * np.pi)
    means = [row.values[0] for row in measured["leaky_zero"][0].rows]
    assert [means[0], *means[2:]] == pytest.approx([0, 0.99 * relu, relu], abs=1e-4)


def test_a_layer_of_30_is_blind_in_754_directions(measured):
    assert [set(row.values) for row in measured["blind"][0].rows] == [{784 - 30}] * 3


def test_the_gradients_of_large_tanh_weights_explode(measured):
    first, tenth = (np.median(row(measured, "large_tanh", i)) for i in (2, 3))
    assert 1e4 < first / tenth < 1e6
    assert 0.3 < np.median(row(measured, "large_tanh", 0)) / np.median(row(measured, "large_tanh", 1)) < 3


def test_waves_do_as_well_as_dice_and_one_neuron_does_not(measured):
    one, waves, drawn = (np.median(row(measured, "must_be_random", i)) for i in range(3))
    assert abs(waves - drawn) < 0.05 and one < drawn - 0.4


def test_what_the_reasons_say(measured):
    def middle(name, i):
        return np.median(row(measured, name, i))

    said = {name: MYTHS[name].why for name in MYTHS}
    assert "about a fifth" in said["hundred_times"] and middle("hundred_times", 2) ** (-1 / 3) == pytest.approx(
        0.2, abs=0.02
    )
    assert "does far better" in said["gain_4"] and 1 - middle("gain_4", 2) < (1 - middle("gain_4", 1)) / 2
    assert "very long" in said["random_first"] and middle("random_first", 1) > middle("random_first", 0) + 0.4
    assert "most networks lose" in said["he_keeps"] and row(measured, "he_keeps", 1).max() < 0.6
    assert "several times faster" in said["adam_cures"] and middle("adam_cures", 1) > 4 * middle("adam_cures", 2)
    assert "still pays" in said["adam_cures"] and middle("adam_cures", 2) > 4 * middle("adam_cures", 0)
    assert "because it is shallow" in said["used_its_depth"] and row(measured, "used_its_depth", 2).min() >= 0.8
    assert "all point one way" in said["hundred_he"]
    net = Network(digit_sizes(100, 100), "relu", "he", rng=np.random.default_rng(0))
    assert likeness(net, load_mnist().first(20)[0])[-1] > 0.99


# Verdict and claims.


@pytest.mark.parametrize(
    ("claim", "holds", "holds_not"),
    [
        (below(1), [0.5, 0.9, 7], [1.0]),
        (above(1), [1.5, 1.1, -7], [1.0]),
        (about(1, within=0.1), [0.2, 0.95, 1.7], [0.8, 0.7, 1.0]),
        (about(1, within=0.1), [1.05], [1.2, 1.2, 1.0]),
        (nearly_all_below(1), [0.5] * 40 + [2], [0.5] * 10 + [2]),
    ],
)
def test_what_a_claim_holds_for(claim, holds, holds_not):
    assert claim.holds(np.array(holds)) and not claim.holds(np.array(holds_not))
    assert "{}" in claim.words


def test_all_rows_that_decide_must_agree():
    low, high = Row("low", [0.0], decides=True), Row("high", [2.0], decides=True)
    for rows, verdict in (([low], TRUE), ([high], FALSE), ([low, high], DEPENDS), ([low, Row("aside", [2.0])], TRUE)):
        assert verdict_of(Evidence(below(1), rows)) == verdict


@pytest.mark.parametrize("values", [[], [np.nan], [1.0, np.inf], [[1.0, 2.0]], ["one"]])
def test_a_row_without_finite_numbers_is_refused(values):
    with pytest.raises(ValueError, match="values"):
        Row("a row", values)


def test_evidence_that_cannot_decide_is_refused():
    with pytest.raises(ValueError, match="a row that decides"):
        Evidence(below(1), [Row("aside", [1.0])])


def test_what_is_stored_is_said_to_be(measured):
    stored = {name for name in MYTHS if measured[name][0].stored}
    assert stored == {"random_first", "three_hundred_steps", "adam_cures", "used_its_depth"}
