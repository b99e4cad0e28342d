"""What a lab says about its picture is true."""

import math
import re

import numpy as np
import pytest

from helpers.engine import LANDSCAPES, Network, load_mnist
from helpers.labs import landscape_lab, pixel_lab, ravine_lab, speed_lab
from helpers.labs.hiding import hidden_digit
from helpers.labs.landscapes import LETTERS, TELLING, shuffled_landscapes
from helpers.labs.ravine import halving
from helpers.labs.speeds import comparison, fan_sentence, published_speeds, speed_sentence, verdict
from helpers.pictures.kit.words import count
from tests.labs.moves import button, press

# The ravine: C = kappa x² + y².


def cost_after(x, y, eta, steps, kappa):
    """Walk once more, in plain Python."""
    for _ in range(steps):
        x, y = x - eta * 2 * kappa * x, y - eta * 2 * y
    return kappa * x**2 + y**2


def test_a_walk_that_comes_closer():
    sentence = ravine_lab().sentence
    assert cost_after(-1, 1, 0.008, 40, 100) == pytest.approx(0.275, abs=5e-4)
    assert sentence.startswith("After 40 steps at η = 0.008 the cost has fallen from 101 to 0.275.")
    assert "multiplies x by −0.6 and y by 0.984" in sentence
    x, y = (math.ceil(math.log(0.5) / math.log(factor)) for factor in (0.6, 0.984))
    assert f"x halves in {x} steps, y halves in {y} steps" in sentence


def test_a_walk_that_arrives():
    sentence = ravine_lab(eta=0.009, steps=800).sentence
    assert sentence.endswith("You have arrived: less than a millionth of the first distance is left.")
    assert "arrived" not in ravine_lab(eta=0.009, steps=400).sentence


def test_a_walk_that_is_lost():
    sentence = ravine_lab(eta=0.02, steps=800).sentence
    assert sentence.startswith("Diverged: after ")
    steps = int(re.search(r"after (\d+) steps", sentence).group(1))
    # Each step multiplies x by -3, and a walk ends a million times as far away as it began: 3^13 is the first.
    assert steps == 13
    assert "needs η below 1/κ = 0.01." in sentence


def test_a_walk_that_grows():
    sentence = ravine_lab(eta=0.0101, steps=20).sentence
    assert sentence.startswith("Growing: after 20 steps at η = 0.0101 the cost is ")
    assert cost_after(-1, 1, 0.0101, 20, 100) > 101


def test_at_the_minimum_nothing_moves():
    assert ravine_lab(x=0.0, y=0.0).sentence.startswith("You start at the minimum: the gradient is zero")


def test_momentum_says_what_it_keeps():
    sentence = ravine_lab(beta=0.5).sentence
    assert "Each step also repeats 50% of the one before" in sentence
    assert "halves" not in sentence


@pytest.mark.parametrize(
    ("rate", "words"),
    [(0.5, "in 1 step"), (0.51, "in 2 steps"), (-0.6, "in 2 steps"), (0.984, "in 43 steps"), (0.0, "in 1 step")],
)
def test_halving(rate, words):
    assert halving(rate) == f"halves {words}"


@pytest.mark.parametrize("rate", [1.0, -1.0, -1.2])
def test_never_halving(rate):
    assert halving(rate) == "never halves"


def test_a_walk_that_bounces():
    sentence = ravine_lab(y=0.0, eta=0.01).sentence  # each step multiplies x by -1
    assert sentence.startswith("Bouncing: after 40 steps at η = 0.01 the point is as far away as it was.")


def test_a_turned_walk_costs_what_the_straight_one_costs_and_names_its_parts():
    sentence = ravine_lab(tilt=30).sentence
    assert sentence.startswith("After 40 steps at η = 0.008 the cost has fallen from 101 to 0.275.")
    assert "multiplies the part across by −0.6 and the part along by 0.984" in sentence
    assert "x and y each hold some of both" in sentence


# The speeds of layers.


def ratio_of_speeds(depth, seed):
    """‖mean δ of the last hidden layer‖ / ‖mean δ of the first‖, from the deltas themselves."""
    net = Network([784, *[30] * depth, 10], rng=np.random.default_rng(seed))
    x, y = load_mnist().first(1000)
    delta = net.backward(net.forward(x), y).delta
    return np.linalg.norm(delta[depth].mean(axis=0)) / np.linalg.norm(delta[1].mean(axis=0))


@pytest.mark.parametrize(("depth", "seed"), [(2, 0), (4, 1), (7, 999)])
def test_the_speed_labs_number_is_the_ratio(depth, seed):
    lab = speed_lab()
    lab.set(hidden_layers=depth, seed=seed)
    said = re.match(rf"Layer 1 learns ([\d.,]+) times slower than layer {depth}\.", lab.sentence).group(1)
    assert float(said.replace(",", "")) == pytest.approx(ratio_of_speeds(depth, seed), rel=0.006)


def test_the_band_is_that_of_the_seeds():
    lab = speed_lab()
    lab.set(hidden_layers=2, networks=20)
    low, middle, high = np.quantile([ratio_of_speeds(2, seed) for seed in range(20)], [0.05, 0.5, 0.95])
    said = re.search(r"Over 20 seeds .* the median (\S+), and lies between (\S+) and (\S+) for", lab.sentence)
    assert [float(text) for text in said.groups()] == pytest.approx([middle, low, high], rel=0.006)


@pytest.mark.parametrize(
    ("speeds", "words"),
    [
        ([1.0, np.inf], "Overflow:"),
        ([np.nan, 1.0], "Overflow:"),
        ([0.0, 0.0], "Nothing reaches any hidden layer"),
        ([0.0, 1.0], "The gradient of layer 1 is exactly zero"),
        ([1.0, 0.0, 2.0], "The gradient of layer 2 is exactly zero"),
        ([0.25], "There is one hidden layer; its speed is 0.25."),
        ([0.01, 0.5, 2.0], "Layer 1 learns 200 times slower than layer 3."),
        ([3.0, 1.0], "Layer 1 learns 3 times faster than layer 2."),
    ],
)
def test_every_state_of_the_speeds_has_its_words(speeds, words):
    sentence = speed_sentence(np.array(speeds), "mean_delta", "a setting")
    assert sentence.startswith(words)
    assert sentence.endswith("; a setting.")


@pytest.mark.parametrize("speeds", [[1.0, np.inf], [np.nan, 1.0], [0.0, 1.0], [0.25]])
def test_no_verdict_where_there_is_nothing_to_compare(speeds):
    assert verdict(np.array(speeds)) == ""


def test_the_verdict_and_the_sentence_agree():
    speeds = np.array([0.01, 2.0])
    assert comparison(speeds) == ("200", "slower")
    assert verdict(speeds) == "layer 1:\n200\ntimes slower"


def test_a_layer_that_does_not_learn_can_be_reached():
    lab = speed_lab()
    lab.set(activation="relu", neurons=1, hidden_layers=30)
    assert "exactly zero" in lab.sentence


def test_a_band_with_layers_that_do_not_learn_has_words_too():
    band = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 2.0]])
    assert fan_sentence(band) == " In 2 of 4 networks the first layer does not learn at all: there is no ratio."


def test_published_values_stand_only_beside_the_published_setting():
    setting = {"neurons": 30, "activation": "sigmoid", "initializer": "nielsen", "scale": 1.0, "metric": "mean_delta"}
    assert len(published_speeds(2, setting)) == 2
    assert published_speeds(2, setting | {"neurons": 31}) is None
    assert published_speeds(50, setting) is None


# The guessing game.


@pytest.mark.parametrize("round", [1, 2, 3, 50, 99])
def test_right_and_wrong_guesses(round):
    lab = landscape_lab()
    letters = dict(zip(LETTERS, shuffled_landscapes(round), strict=True))
    for letter, landscape in letters.items():
        lab.set(round=round, guess=letter, half_width=TELLING + 1)
        # Right is who names the place from which the least can be gained.
        right = min(letters, key=lambda other: letters[other].value(0.0))
        assert lab.sentence.startswith("Right: " if letter == right else "Not this time: ")
        assert f": {right} is next to a minimum" in lab.sentence
        assert (landscape is LANDSCAPES["minimum"]) == (letter == right)


def test_the_game_does_not_give_itself_away():
    lab = landscape_lab()
    for settings in ({"guess": "P"}, {"guess": "", "half_width": TELLING + 1}):
        lab.set(**settings)
        assert not re.search("Right|Not this time|is next to a minimum", lab.sentence)
        assert not any(
            text.get_text() for axes in lab._live.figure.axes for text in axes.texts if "minimum" in text.get_text()
        )
        lab.reset()


def test_a_new_round_of_the_pixel_game_does_not_count_the_old_guess():
    lab = pixel_lab()
    lab.controls["guess"].holder.value = 6
    assert "After 1 round" in lab.sentence
    lab.controls["round"].holder.value = 2
    assert lab.controls["guess"].value == ""
    assert "After 1 round" in lab.sentence and "Which digit is it?" in lab.sentence


def test_a_button_leads_to_the_next_round_of_a_game_and_going_back_keeps_the_score():
    for lab, guess, tally in (
        (pixel_lab(), {"guess": 6}, "After 2 rounds"),
        (landscape_lab(), {"guess": "P", "half_width": TELLING + 1}, "in 2 rounds"),
    ):
        lab.set(**guess)
        press(button(lab, "New round"))
        assert lab.controls["round"].value == 2 and lab.controls["guess"].value == ""
        lab.set(**guess)
        assert tally in lab.sentence
        lab.set(round=1)
        assert tally in lab.sentence or lab.controls["half_width"].value < TELLING
        lab.set(**guess)
        assert tally in lab.sentence  # each round counts once
        lab.set(round=99)
        press(button(lab, "New round"))
        assert lab.controls["round"].value == 1


def test_the_score_of_the_landscapes():
    lab, right = landscape_lab(), 0
    for round in range(1, 5):
        names = [landscape.name for landscape in shuffled_landscapes(round)]
        guess = LETTERS[names.index("minimum")] if round % 2 else LETTERS[names.index("minimum") - 1]
        lab.set(round=round)
        lab.set(guess=guess, half_width=TELLING + 1)
        right += round % 2
        lab.set(guess="P")  # the first answer counts
        assert f"Your score: {right} right in {count(round, 'round')}." in lab.sentence
    lab.reset()  # brings back the controls; what was guessed in a round still counts
    assert lab.controls["round"].value == 1 and f"{right} right in 4 rounds" in lab.sentence


def test_an_eight_has_its_article():
    lab = pixel_lab()
    rounds = {hidden_digit(round)[1]: round for round in range(1, 99)}
    for digit, article in ((8, "an"), (7, "a")):
        lab.set(round=rounds[digit])
        lab.set(guess=1)
        assert f"It is {article} {digit}: you are wrong" in lab.sentence


def test_a_pixel_game_keeps_its_score():
    """Moving every control back by hand, or from a cell, is a move like any other; Reset moves the controls only."""
    lab = pixel_lab()
    lab.set(guess=6)
    lab.set(round=2)
    lab.set(guess=3)
    assert "After 2 rounds" in lab.sentence
    lab.set(**{name: control.first for name, control in lab.controls.items()})
    assert "After 2 rounds" in lab.sentence
    lab.reset()
    assert "After 2 rounds" in lab.sentence
