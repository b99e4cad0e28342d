"""What the learner has done, shown, and forgotten only when they have said so twice."""

import pytest

from helpers.exercises import EXERCISES
from helpers.labs import my_progress, predict_choice, speedometer_lab
from helpers.labs.kit import progress
from tests.labs.moves import from_browser, press

pytestmark = pytest.mark.usefixtures("own_progress")


def test_it_shows_what_was_done():
    assert "Nothing yet" in my_progress().shown.value
    guess = predict_choice("Which <one>?", ["this", "that"], lambda: "that")
    from_browser(guess.asked.holder, index=0)
    press(guess.button)
    progress.record("exercises", "00.1", {"solved": True})
    panel = my_progress()
    for part in (
        "<b>1 prediction</b>",
        "Which &lt;one&gt;?<br>You said this; it is that.",
        "<b>1 exercise</b> solved",
        "<details open><summary>Notebook 0: 1 of 3 solved</summary>",
        f"<li>00.1 · {EXERCISES['00.1'].title}: <b>solved</b></li>",
        f"<li>00.2 · {EXERCISES['00.2'].title}: not yet</li>",
        "<details><summary>Notebook 3: 0 of 5 solved</summary>",
    ):
        assert part in panel.shown.value
    progress.record("labs", "a lab", True)
    assert "a lab" not in panel.shown.value
    press(panel.again)
    assert "<b>1 lab</b> moved<ul><li>a lab</li></ul>" in panel.shown.value


def test_a_lab_counts_when_a_hand_has_moved_it():
    lab = speedometer_lab()
    lab.set(seed=3)
    assert progress.recall_all("labs") == {}
    from_browser(lab.controls["seed"].holder, value=4)
    assert list(progress.recall_all("labs")) == [lab.name]


def test_reset_asks_once_more():
    progress.record("labs", "a lab", True)
    panel = my_progress()
    press(panel.reset)
    assert progress.recall("labs", "a lab") and "Press again" in panel.note.value
    press(panel.keep)
    assert panel.reset.description == "Reset" and panel.keep.layout.display == "none"
    press(panel.reset)
    press(panel.reset)
    assert progress.recall_all("labs") == {} and "Nothing yet" in panel.shown.value
    assert "Forgotten" in panel.note.value and not panel.reset.disabled


def test_a_file_edited_by_hand_is_shown_as_far_as_it_goes():
    progress.record("guesses", "a", 7)
    progress.record("guesses", "b", {"said": ["<x>"], "was": 0.12345})
    shown = my_progress().shown.value
    assert "a<br>You said None." in shown and "You said [&#x27;&lt;x&gt;&#x27;]; it is 0.123." in shown


def test_an_exercise_that_the_course_has_no_longer_is_named_and_not_counted():
    progress.record("exercises", "77.1", {"solved": True})
    shown = my_progress().shown.value
    assert "No longer in the course: 77.1." in shown and "<details open>" not in shown


def test_nothing_of_it_is_stored():
    progress.record("labs", "a lab", True)
    bundle = my_progress()._repr_mimebundle_()
    assert bundle["text/plain"] == "Your progress: run this cell to see it." and "a lab" not in str(bundle)
