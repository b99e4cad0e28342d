"""The buttons of an exercise: the hint at once, the solution at the second press; and what a stored notebook shows."""

import subprocess
import sys

import pytest

from helpers.exercises import EXERCISES, check
from helpers.labs import exercise, exercise_help
from helpers.labs.kit import exercise as kit
from tests.labs.moves import parts, press

KEY = "02.3"


@pytest.fixture(autouse=True)
def fresh(monkeypatch, own_progress):
    monkeypatch.setattr(kit, "_opened", {})
    monkeypatch.setattr(kit, "_seen", set())


def labels(row):
    return [button.description for button in row.buttons.values()]


def test_the_hint_opens_and_closes():
    row = exercise_help(KEY)
    assert labels(row) == ["Hint", "Solution"] and EXERCISES[KEY].hint not in row.shown.value
    press(row.buttons["hint"])
    assert labels(row) == ["Hide hint", "Solution"] and EXERCISES[KEY].hint in row.shown.value
    press(row.buttons["hint"])
    assert labels(row) == ["Hint", "Solution"] and EXERCISES[KEY].hint not in row.shown.value


def test_the_solution_asks_before_it_shows_itself():
    row = exercise_help(KEY)
    press(row.buttons["solution"])
    assert labels(row) == ["Hint", "Show it?"] and "return" not in row.shown.value
    press(row.buttons["solution"])
    assert labels(row) == ["Hint", "Hide solution"] and "return 1 - np.tanh(z) ** 2" in row.shown.value
    press(row.buttons["solution"])
    assert labels(row) == ["Hint", "Solution"]
    press(row.buttons["solution"])  # who has seen it is not asked again
    assert labels(row) == ["Hint", "Hide solution"]


def test_who_looks_at_the_hint_instead_is_asked_again():
    row = exercise_help(KEY)
    press(row.buttons["solution"])
    press(row.buttons["hint"])
    assert labels(row) == ["Hide hint", "Solution"]
    press(row.buttons["solution"])
    assert labels(row) == ["Hide hint", "Show it?"]


def test_who_has_solved_it_sees_the_solution_at_once():
    row = exercise_help(KEY)
    assert check(KEY, EXERCISES[KEY].solution).passed
    press(row.buttons["solution"])
    assert labels(row) == ["Hint", "Hide solution"]


def test_no_button_is_ever_switched_off():
    """A button that is switched off while it is pressed drops the focus of the keyboard."""
    row = exercise_help(KEY)
    for what in ("solution", "hint", "solution", "solution", "hint"):
        press(row.buttons[what])
        assert not any(button.disabled for button in row.buttons.values())


def test_what_is_open_stays_open_when_the_cell_runs_again():
    press(exercise(KEY).help.buttons["hint"])
    assert EXERCISES[KEY].hint in exercise(KEY, EXERCISES[KEY].solution).help.shown.value
    assert EXERCISES["02.4"].hint not in exercise("02.4").help.shown.value


@pytest.mark.parametrize("answer", [lambda z: z, EXERCISES[KEY].solution, ...])
def test_a_new_answer_closes_the_solution_so_that_its_verdict_is_seen(answer):
    row = exercise(KEY).help
    for what in ("hint", "solution", "solution"):
        press(row.buttons[what])
    again = exercise(KEY, answer)
    assert labels(again.help) == ["Hide hint", "Solution"] and again.children[-1] is again.words
    assert EXERCISES[KEY].hint in again.help.shown.value and "return" not in again.help.shown.value
    press(again.help.buttons["solution"])
    assert "return 1 - np.tanh(z) ** 2" in again.help.shown.value


def test_a_stored_notebook_shows_the_verdict_and_the_folded_help():
    shown = exercise(KEY)._repr_mimebundle_()
    assert shown["text/plain"] == check(KEY).sentence
    html = shown["text/html"]
    assert html.startswith(check(KEY)._repr_html_())
    before, _, folded = html.partition("<details><summary>Hint</summary>")
    assert "tanh(z) ** 2" not in before and "<summary>Solution</summary>" in folded
    assert "return 1 - np.tanh(z) ** 2" in folded
    assert exercise(KEY)._repr_mimebundle_()["text/html"] == html
    assert any("widget-view" in kind for kind in shown)


def test_the_help_alone_says_in_plain_text_what_it_is():
    shown = exercise_help(KEY)._repr_mimebundle_()["text/plain"]
    assert shown == "Exercise 02.3: The slope of tanh. A hint and the solution, when they are asked for."


def test_every_button_says_what_it_opens_and_the_verdict_is_in_the_widget():
    answer = exercise(KEY, lambda z: z)
    assert answer.words.value == answer.verdict._repr_html_()
    for what, button in answer.help.buttons.items():
        assert what in button.tooltip and KEY in button.tooltip
    assert 'role="status"' in answer.help.shown.value


def test_a_closed_one_leaves_no_widget():
    answer = exercise(KEY)
    inside = list(parts(answer))
    assert len(inside) >= 6
    answer.close()
    assert all(part.comm is None for part in inside)


def test_what_the_learner_wrote_cannot_become_html():
    verdict = check(KEY, lambda z: "<script>")
    assert "<script>" in verdict.sentence and "<script>" not in verdict._repr_html_()


@pytest.mark.parametrize("make", [exercise, exercise_help])
def test_a_wrong_key_is_a_value_error(make):
    with pytest.raises(ValueError, match="unknown exercise"):
        make("02.9")


def test_exercises_need_no_widgets():
    code = "import sys; from helpers.exercises import check; print(check('02.1')); print(*sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True).stdout
    sentence, _, loaded = said.partition("\n")
    assert sentence == check("02.1").sentence
    assert not {"ipywidgets", "IPython", "matplotlib", "helpers.labs"} & set(loaded.split())
