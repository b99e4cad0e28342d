"""A prediction: Commit is the reveal, the guess outlives its cell, and the answer is nowhere before."""

import re

import numpy as np
import pytest

from helpers.labs import predict_choice, predict_number, predict_percent
from helpers.labs.kit import static
from helpers.labs.kit.predict import DOUBLE
from tests.labs.kernel import FakeLoop
from tests.labs.moves import from_browser, press

pytestmark = pytest.mark.usefixtures("own_progress")
OPTIONS = ["a sparrow", "a swallow", "a coconut"]
TRUTH = ("a swallow", "It is faster by far.")


def bird(truth=lambda: TRUTH):
    return predict_choice("Which is the fastest?", OPTIONS, truth)


def speed(truth=lambda: 120.4):
    return predict_number("How fast is it?", 5, 0, 4, truth)


def words(widget):
    """What an HTML widget says."""
    return re.sub(r"<[^>]*>", "", widget.value)


def commit(prediction, answer):
    """What the browser sends when a hand chooses and presses Commit."""
    holder = prediction.asked.holder
    if hasattr(holder, "options"):
        from_browser(holder, index=prediction.asked.options.index(answer))
    else:
        from_browser(holder, value=answer)
    press(prediction.button)


@pytest.fixture
def clock(monkeypatch):
    """The time of the prediction's clock, in a list of one number."""
    now = [1000.0]
    monkeypatch.setattr("helpers.labs.kit.predict.time.monotonic", lambda: now[0])
    return now


def test_commit_shows_guess_and_truth_and_the_sentence_that_explains():
    guess = bird()
    commit(guess, "a coconut")
    assert words(guess.reveal) == "You said “a coconut”; it is “a swallow”. It is faster by far."
    assert guess.answer == "a coconut" and guess.asked.control.layout.display == "none"
    assert words(guess.picture) == "a sparrow✓ a swallowa coconut · your guess"


def test_a_number_that_is_chosen_is_said():
    guess = speed()
    guess.asked.holder.value = 70.2
    assert words(guess.note) == "Chosen: 70.2. Press Commit."
    guess.commit()
    guess.ask_again()
    assert words(guess.note) == guess.asked.hint


@pytest.mark.parametrize("place", [1, np.int64(1)])
def test_the_truth_may_be_the_place_of_an_answer(place):
    guess = bird(lambda: (place, "Of course."))
    commit(guess, "a coconut")
    assert "it is “a swallow”. Of course." in words(guess.reveal)
    assert bird().answer == "a coconut"


@pytest.mark.parametrize("place", [3, -1, True, 1.0, np.nan])
def test_what_is_no_place_is_no_answer(place):
    guess = bird(lambda: place)
    commit(guess, "a coconut")
    assert "none of the answers" in words(guess.note)


def test_a_right_choice_is_told_so():
    guess = bird()
    commit(guess, "a swallow")
    assert words(guess.reveal).startswith("You said “a swallow”, and so it is.")
    assert words(guess.picture) == "a sparrow✓ a swallow · your guessa coconut"


@pytest.mark.parametrize(
    ("said", "verdict"),
    [(5, "it is 120: 24 times too low."), (1200, "it is 120: 10 times too high."), (125, "it is 120: you were close.")],
)
def test_a_number_is_told_by_what_factor_it_is_wrong(said, verdict):
    guess = speed()
    commit(guess, said)
    assert verdict in words(guess.reveal)


@pytest.mark.parametrize(
    ("said", "verdict"), [(30, "it is 82 %: 52 points too low."), (84, "it is 82 %: you were close.")]
)
def test_a_percentage_is_told_by_how_many_points_it_is_wrong(said, verdict):
    guess = predict_percent("How many of them?", lambda: 82.3)
    commit(guess, said)
    assert verdict in words(guess.reveal)


def test_the_slider_of_a_percentage_is_even_and_that_of_a_number_goes_by_powers_of_ten():
    percent, number = predict_percent("How many?", value=20), speed()
    (even,), (powers,) = percent.asked.control.companions, number.asked.control.companions
    assert (even.min, even.max, even.value) == (0, 100, 20)
    halfway = number.asked.control.marks.number_at((powers.min + powers.max) // 2)
    assert halfway == pytest.approx(100, rel=0.05)  # of 1 to 10,000
    assert number.asked.holder.value == 5  # the field beside it shows the number, not its exponent


def places(guess):
    """{words: where on the line they stand, in percent}."""
    found = re.findall(r"left: clamp\(\S+ ([\d.]+)%[^>]*>(?:<b>)?((?:your guess|measured)[^<]*)", guess.picture.value)
    return {text: float(left) for left, text in found}


def test_the_line_shows_guess_and_truth_at_their_places():
    guess = speed(lambda: 1000)
    commit(guess, 10)
    assert guess.picture.layout.display is None
    assert places(guess) == {"your guess: 10": 25.0, "measured: 1,000": 75.0}


def test_what_is_beyond_the_line_stands_at_its_end():
    guess = speed(lambda: 1e9)
    commit(guess, 10)
    assert places(guess)["measured: 1 × 10⁹"] == 100


@pytest.mark.parametrize(("truth", "told"), [(691, "691"), (12_758, "12,758"), (np.int64(405), "405"), (120.4, "120")])
def test_what_was_counted_stands_there_digit_by_digit_and_what_was_measured_is_rounded(truth, told):
    guess = speed(lambda: truth)
    commit(guess, 10)
    assert f"it is {told}:" in words(guess.reveal) and f"measured: {told}" in places(guess)


def test_nothing_is_computed_or_told_before_commit():
    asked = []
    guess = bird(lambda: asked.append(1) or TRUTH)
    from_browser(guess.asked.holder, index=0)
    assert not asked and guess.reveal.layout.display == "none" and guess.answer is None
    bundle = guess._repr_mimebundle_()
    assert "text/html" in bundle and "application/vnd.jupyter.widget-view+json" in bundle
    assert not asked and "It is faster" not in str(bundle) and "<details>" not in bundle["text/html"]


def test_commit_without_a_choice_asks_for_one():
    guess = bird()
    press(guess.button)
    assert guess.answer is None and "Choose an answer first" in words(guess.note)


def test_the_choice_is_said_aloud():
    guess = bird()
    from_browser(guess.asked.holder, index=2)
    assert words(guess.note) == "Chosen: a coconut. Press Commit." and 'role="status"' in guess.note.value


def test_the_button_never_loses_the_focus(clock):
    guess = bird()
    states = []
    guess.button.observe(lambda change: states.append(change.new), "disabled")
    commit(guess, "a coconut")
    assert not guess.button.disabled and states == [] and guess.button.layout.display is None
    assert guess.button.description == "Ask me again"


@pytest.mark.parametrize("make", [bird, speed])
def test_running_the_cell_again_brings_guess_and_reveal_back_without_computing(make):
    first = make()
    commit(first, "a coconut" if make is bird else 7)
    again = make(lambda: 1 / 0)
    assert again.answer == first.answer and again.asked.holder.value == first.answer
    assert (again.reveal.value, again.button.description) == (first.reveal.value, "Ask me again")
    assert words(again.picture) == words(first.picture) != ""
    assert "ug-from:" not in again.picture.value  # what has arrived does not set out again


def test_what_was_chosen_but_not_committed_is_gone(own_progress):
    from_browser(bird().asked.holder, index=0)
    again = bird()
    assert again.answer is None and again.asked.holder.value is None and not own_progress.exists()


def test_ask_me_again_forgets(clock):
    guess = bird()
    commit(guess, "a coconut")
    clock[0] += 2 * DOUBLE
    press(guess.button)
    for one in (guess, bird()):
        assert one.answer is None and one.asked.holder.value is None and not one.asked.holder.disabled
        assert one.button.description == "Commit" and one.asked.control.layout.display is None
        assert one.reveal.layout.display == one.picture.layout.display == "none"
    commit(guess, "a sparrow")
    assert "You said “a sparrow”" in words(guess.reveal)


def test_a_double_click_commits_once(clock):
    guess = bird()
    commit(guess, "a coconut")
    clock[0] += DOUBLE / 2
    press(guess.button)
    assert guess.answer == "a coconut"


def test_a_slow_truth_comes_later_and_says_so():
    def slow():
        for _ in range(3):
            yield
            steps.append(1)
        return TRUTH

    steps, guess = [], bird(slow)
    guess._loop = FakeLoop()
    commit(guess, "a coconut")
    assert words(guess.note) == "computing…" and not steps and guess.reveal.value == ""
    job = guess._job
    press(guess.button)  # out of impatience
    assert guess._job is job
    guess._loop.run()
    assert len(steps) == 3 and "it is “a swallow”" in words(guess.reveal) and words(guess.note) == ""


def test_a_prediction_whose_cell_ran_again_while_it_computed_says_nothing_more(own_progress):
    guess = bird()
    guess._loop = loop = FakeLoop()
    commit(guess, "a coconut")
    guess.close()
    loop.run()
    assert not own_progress.exists()


@pytest.mark.parametrize(
    ("truth", "why"),
    [
        (lambda: nowhere, "NameError: name 'nowhere' is not defined"),  # noqa: F821
        (lambda: "a stone", "none of the answers"),
        (lambda: 1 / 0, "ZeroDivisionError"),
    ],
)
def test_a_truth_that_raises_says_so_and_can_be_tried_again(truth, why):
    guess = bird(truth)
    commit(guess, "a coconut")
    said = words(guess.note).replace("&#x27;", "'")
    assert why in said and "Have all cells above been run? Press Commit to try again." in said
    assert guess.answer is None and not guess.asked.holder.disabled
    guess.truth = lambda: TRUTH
    press(guess.button)
    assert "You said “a coconut”; it is “a swallow”." in words(guess.reveal)


@pytest.mark.parametrize("found", ["many", float("nan"), -3])
def test_a_number_must_be_one_that_the_line_has(found):
    guess = speed(lambda: found)
    commit(guess, 10)
    assert "ValueError" in words(guess.note) and guess.answer is None


def test_stored_outputs_hold_the_folded_answer(monkeypatch):
    monkeypatch.setenv(static.VARIABLE, "1")
    html = bird()._repr_mimebundle_()["text/html"]
    assert [html.count(f"<li>{option}</li>") for option in OPTIONS] == [1, 1, 1]
    before, folded = html.split("<details>")
    assert "“a swallow”. It is faster by far." in folded and "faster by far" not in before
    assert "<p>120.</p>" in speed()._repr_mimebundle_()["text/html"]


def test_a_guess_is_in_no_stored_output(monkeypatch):
    before = bird()._repr_mimebundle_()
    commit(bird(), "a coconut")
    after = bird()._repr_mimebundle_()
    assert [before[mime] for mime in ("text/plain", "text/html")] == [
        after[mime] for mime in ("text/plain", "text/html")
    ]


@pytest.mark.parametrize(
    "kept",
    ["nonsense", {}, {"said": "a stone", "was": "a swallow", "because": ""}, {"said": "a coconut", "was": "a stone"},
     {"said": ["a coconut"], "was": "a swallow", "because": ""}, {"said": "a coconut", "was": "a swallow"}],
)  # fmt: skip
def test_an_entry_that_no_longer_fits_the_question_is_no_answer(kept):
    from helpers.labs.kit import progress

    progress.record("guesses", "Which is the fastest?", kept)
    assert bird().answer is None


def test_a_file_that_cannot_be_written_is_told_of_once(own_progress):
    own_progress.mkdir()
    guess = bird()
    commit(guess, "a coconut")
    assert "could not be saved" in words(guess.note)
    assert bird().answer == "a coconut"
    number = speed()
    commit(number, 10)
    assert words(number.note) == "" and speed().answer == 10


def test_without_a_truth_the_guess_is_kept_for_a_later_cell():
    guess = bird(None)
    assert guess.against("a swallow") == "Measured: a swallow. You had not committed to a prediction."
    commit(guess, "a coconut")
    assert bird(None).against("a swallow") == "Measured: a swallow. You predicted: a coconut."


def test_a_choice_needs_two_options():
    with pytest.raises(ValueError, match="two different answers"):
        predict_choice("Which?", ["this", "this"])


def test_closing_gives_back_every_widget():
    import ipywidgets.widgets.widget as registry

    bird().close()  # what is made once and for all
    before = len(registry._instances)
    for make in (bird, speed):
        make().close()
    assert len(registry._instances) == before
