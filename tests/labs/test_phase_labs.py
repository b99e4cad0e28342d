"""The plane of scales: what is said of chi and depth is true, painting trains what it says, dots stay until they are cleared."""

import math
import re

import numpy as np
import pytest

from helpers.engine import chi, critical_sigma_w, fixed_point, load_sweep, paint
from helpers.engine.studies.phase_study import MAP
from helpers.labs import phase_lab
from tests.labs.kit.test_pointer import point
from tests.labs.moves import button


@pytest.fixture
def lab():
    return phase_lab()


def dots(lab):
    return lab.controls["painted"].value


# Theory


def said(lab, what):
    """The number that the sentence gives for "χ", or for the depth that the rule "allows"."""
    return float(re.search(rf"{what} (?:= )?(\d[\d.,]*)", lab.sentence).group(1).strip(".,").replace(",", ""))


@pytest.mark.parametrize(
    ("activation", "sigma_w", "sigma_b"),
    [("tanh", 1.0, 0.2), ("tanh", 2.5, 0.3), ("sigmoid", 4.0, 1.0), ("relu", 1.0, 0.5), ("centred_sigmoid", 6.0, 0.1)],
)
def test_chi_and_its_side(lab, activation, sigma_w, sigma_b):
    lab.set(activation=activation, sigma_w=sigma_w, sigma_b=sigma_b, rule="gradients")
    expected = chi(activation, fixed_point(activation, sigma_w, sigma_b), sigma_w)
    assert said(lab, "χ") == pytest.approx(expected, rel=5e-3)
    assert said(lab, "√χ") == pytest.approx(math.sqrt(expected), rel=5e-3)
    assert ("gradients vanish" in lab.sentence, "gradients explode" in lab.sentence) == (expected < 1, expected > 1)
    assert said(lab, "allows") == pytest.approx(6 / abs(math.log(expected)), rel=0.05)


def correlation_map(c, sigma_w, sigma_b, q):
    """One layer of tanh, on a plain grid in two dimensions."""
    u = np.linspace(-7, 7, 701)
    weights = np.exp(-(u**2) / 2) / np.exp(-(u**2) / 2).sum()
    first, second = np.tanh(np.sqrt(q) * u), np.tanh(np.sqrt(q) * (c * u[:, None] + math.sqrt(1 - c * c) * u))
    return (sigma_w**2 * weights @ (first * (second @ weights)) + sigma_b**2) / q


def test_the_published_rule_by_hand(lab):
    """In chaos the images' own scale counts: how fast c comes closer to c*, measured by walking."""
    lab.set(sigma_w=2.5, sigma_b=0.3)
    q, c = fixed_point("tanh", 2.5, 0.3), [0.5]
    for _ in range(40):
        c.append(correlation_map(c[-1], 2.5, 0.3, q))
    end = c[-1]
    for _ in range(100):
        end = correlation_map(end, 2.5, 0.3, q)
    pace = (c[30] - end) / (c[29] - end)
    assert said(lab, "6 ξ_c allows") == pytest.approx(6 / -math.log(pace), rel=0.03)
    lab.set(rule="gradients")
    assert said(lab, "6 ξ allows") == pytest.approx(6 / math.log(1.5852), rel=0.05)


def test_below_the_line_both_rules_say_the_same(lab):
    lab.set(sigma_w=0.8, sigma_b=0.4)
    first = said(lab, "6 ξ_c allows")
    lab.set(rule="gradients")
    assert said(lab, "6 ξ allows") == first


def test_on_the_line_there_is_no_limit(lab):
    assert critical_sigma_w("tanh", 0.0) == pytest.approx(1)
    lab.set(sigma_w=1.0, sigma_b=0.0)
    assert "gradients keep their length" in lab.sentence
    assert "The rule 6 ξ_c sets no limit to the depth." in lab.sentence


def test_a_signal_that_dies_or_grows_is_named(lab):
    lab.set(sigma_w=0.5, sigma_b=0.0)
    assert "gradients vanish, and the signal dies out." in lab.sentence
    lab.set(activation="relu", sigma_w=3.0)
    assert "gradients explode, and the signal grows without end." in lab.sentence


# Painting


def test_nothing_is_trained_before_it_is_asked_for(lab):
    assert dots(lab) == ()
    assert "Press “Train here” to train 20 hidden layers (seed 0) at the ring." in lab.sentence


def test_the_button_trains_where_the_reader_stands(lab):
    lab.set(sigma_w=1.3, depth=10, seed=3)
    before = lab.picture.value
    button(lab, "Train here").click()
    assert dots(lab) == (("tanh", 1.3, 0.2, 10, 3),)
    share = paint("tanh", 1.3, 0.2, 10, 3)["accuracy"]
    assert f"The network of 10 hidden layers (seed 3) got {100 * share:.0f} % of new images right." in lab.sentence
    assert lab.picture.value != before


def test_dots_stay_until_they_are_cleared(lab):
    for sigma_w in (1.2, 1.4):
        lab.set(sigma_w=sigma_w, depth=10)
        button(lab, "Train here").click()
    lab.set(sigma_w=2.0)
    assert len(dots(lab)) == 2
    ask = "Press “Train here” to train 10 hidden layers (seed 0) at the ring."
    assert ask in lab.sentence
    lab.set(sigma_w=1.2)
    assert "The network of 10 hidden layers (seed 0) got" in lab.sentence
    button(lab, "Clear dots").click()
    assert dots(lab) == ()
    assert ask in lab.sentence


def test_reset_brings_the_settings_back_and_leaves_the_dots(lab):
    first = lab.sentence, lab.picture.value
    lab.set(sigma_w=1.3, depth=10)
    button(lab, "Train here").click()
    painted = dots(lab)
    button(lab, "Reset").click()
    assert dots(lab) == painted and len(painted) == 1 and lab.sentence == first[0]
    button(lab, "Clear dots").click()
    assert (lab.sentence, lab.picture.value) == first


def test_names_of_dots_do_not_overprint_each_other(lab):
    """Of two dots that lie close the later one is named."""
    near = tuple(("tanh", sigma_w, 0.2, 20, 0) for sigma_w in (1.2, 1.25, 1.3, 3.0))
    lab.set(painted=near)
    figure = lab._live.figure
    figure.canvas.draw()
    shown = [text for text in figure.axes[0].texts if text.get_visible() and text.get_text().endswith("%")]
    boxes = [text.get_window_extent() for text in shown]
    assert len(shown) == 2
    assert not boxes[0].overlaps(boxes[1])


def test_the_same_dot_is_there_once_and_the_oldest_one_goes(lab):
    holder = lab.controls["painted"].holder
    holder.most = 2
    known = [("tanh", sigma_w, 0.2, 10, 0) for sigma_w in (1.2, 1.3, 1.4)]
    for dot in (known[0], known[1], known[0]):
        holder.add(dot)
    assert dots(lab) == (known[1], known[0])
    holder.add(known[2])
    assert dots(lab) == (known[0], known[2])


def test_a_network_that_diverges_is_named(lab):
    lab.set(activation="relu", sigma_w=4.0, depth=30)
    button(lab, "Train here").click()
    assert "The network of 30 hidden layers diverged: its numbers overflowed with both learning rates." in lab.sentence


def test_training_shows_the_busy_mark(lab):
    seen = []
    lab._busy.observe(lambda change: seen.append(change.new), "value")
    lab.set(sigma_w=1.25, depth=10, seed=7)
    seen.clear()
    button(lab, "Train here").click()
    assert seen == ["<i>computing…</i>", ""]


def test_a_click_moves_the_ring_and_trains_nothing(lab):
    point(lab, "click", 1.52, 0.61)
    assert (lab.controls["sigma_w"].value, lab.controls["sigma_b"].value) == (1.5, 0.6)
    point(lab, "click", 0.01, 1.25)
    assert (lab.controls["sigma_w"].value, lab.controls["sigma_b"].value) == (0.1, 1.2)
    assert dots(lab) == ()


# The measured map


def test_the_networks_near_the_ring(lab):
    lab.set(sigma_w=1.5, sigma_b=0.2, shipped=True)
    found = [
        r["accuracy"] for r in load_sweep(MAP).records if (r["sigma_w"], r["sigma_b"], r["depth"]) == (1.5, 0.2, 20)
    ]
    assert lab.sentence.endswith(f" Ours nearby got {100 * np.median(found):.0f} %.")
    lab.set(shipped=False)
    assert "Ours nearby" not in lab.sentence


def test_where_nothing_was_measured_the_sentence_says_so(lab):
    lab.set(shipped=True, activation="relu")
    assert lab.sentence.endswith("We measured tanh only.")
    lab.set(activation="tanh", sigma_w=6.0)
    assert lab.sentence.endswith("We measured nothing nearby.")
