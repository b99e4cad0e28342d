"""The challenges of notebook 11: unsolved by what the playground begins with, and each of their rules counts."""

from dataclasses import replace

import pytest

from helpers.engine import Settings
from helpers.exercises import EXERCISES, Challenge, check
from helpers.exercises.trainings import outcome

CHALLENGES = {key: exercise for key, exercise in EXERCISES.items() if isinstance(exercise, Challenge)}
CONTROLS = {  # what the playground begins with, brought to where the rules are kept and nothing is solved
    "11.1": Settings(hidden_layers=20),
    "11.2": Settings(hidden_layers=30),
    "11.3": Settings(hidden_layers=2, pixels="0-255"),
    "11.4": Settings(steps=50),
}


@pytest.mark.parametrize("key", CHALLENGES)
def test_the_settings_at_the_start_do_not_solve_it(key):
    settings = replace(CONTROLS[key], steps=min(500, CONTROLS[key].steps if key == "11.4" else 500))
    verdict = check(key, settings.text())
    assert verdict.kind == "wrong" and " of the new images are right; " in verdict.sentence
    assert outcome(settings) < CHALLENGES[key].goal - 0.2


@pytest.mark.parametrize("key", CHALLENGES)
def test_the_solution_holds_on_other_seeds(key):
    solved = Settings.from_text(CHALLENGES[key].solution())
    for seed in (1, 2):
        assert outcome(replace(solved, seed=seed)) >= CHALLENGES[key].goal


BREAKS = {
    "11.1": ({"steps": 600}, {"activation": "relu"}, {"hidden_layers": 19}),
    "11.2": ({"steps": 600}, {"hidden_layers": 29}, {"norm": "layer"}, {"shortcut": "1"}),
    "11.3": ({"steps": 600}, {"pixels": "0-1"}, {"activation": "relu"}),
    "11.4": ({"steps": 55},),
}


@pytest.mark.parametrize("key", CHALLENGES)
def test_each_rule_is_told_where_it_is_broken(key):
    solved, said = Settings.from_text(CHALLENGES[key].solution()), set()
    for change in BREAKS[key]:
        verdict = check(key, replace(solved, **change).text())
        assert verdict.kind == "wrong" and "A rule is broken: " in verdict.sentence
        said.add(verdict.sentence)
    assert len(said) == len(CHALLENGES[key].rules)


def test_a_damaged_text_and_one_that_diverges_are_told_in_words():
    assert "This is no whole settings text: a settings text has 14 parts" in check("11.4", "sigmoid").sentence
    assert "This is no whole settings text" in check("11.4", 7).sentence
    wild = Settings("relu", 4, eta=10.0, scale=30.0, steps=50)
    assert "diverges" in check("11.4", wild.text()).sentence
