"""The playground says and shows what is so, and its settings travel as text."""

import re
import time

import numpy as np
import pytest

from helpers.engine import Settings, load_mnist, train
from helpers.engine.training.watched_run import WatchedRun
from helpers.labs import clinic, clinic_lab, playground, playground_lab
from helpers.labs.kit.as_text import AsText
from tests.engine.training.test_settings import at_random
from tests.labs.moves import from_browser, parts, press, values

ENOUGH = 1 / 4  # seconds of computing for one picture of Play


def row(lab):
    (found,) = (part for part in parts(lab) if isinstance(part, AsText))
    return found


def state(lab):
    return values(lab), lab.sentence, lab.picture.value


def test_the_line_tells_the_settings_and_follows_every_control(quick):
    lab = playground_lab()
    assert row(lab).line.value == Settings().text().replace("steps=100", f"steps={lab.controls['steps'].value}")
    lab.set(activation="relu", hidden_layers=7, eta=0.01, steps=20, seed=3)
    assert Settings.from_text(row(lab).line.value) == Settings("relu", 7, eta=0.01, steps=20, seed=3)


def test_a_text_from_elsewhere_brings_the_same_situation(quick):
    here, there = playground_lab(), playground_lab()
    here.set(activation="tanh", hidden_layers=3, optimizer="adam", eta=0.01, clip="1", steps=30, pixels="0-255")
    there.set(instrument="crowd")
    from_browser(row(there).line, value=row(here).line.value)  # pasted, and Enter
    here.set(instrument="crowd")
    assert state(there) == state(here)
    assert state(playground_lab(row(here).line.value))[1] == here.sentence
    there.reset()
    assert there.controls["activation"].value == "sigmoid"


def test_two_hundred_random_settings_survive_the_lab(quick, monkeypatch):
    """The text alone is asked here: what it trains is asked elsewhere."""
    lab, rng = playground_lab(), np.random.default_rng(5)
    monkeypatch.setattr(lab, "_refresh_unless_held", lambda: None)
    most = lab.controls["steps"].holder.max
    for settings in (at_random(rng) for _ in range(200)):
        row(lab).use(settings.text())
        now = Settings(**{name: value for name, value in values(lab).items() if name != "instrument"})
        assert now.text() == settings.text().replace(f"steps={settings.steps}", f"steps={min(settings.steps, most)}")


@pytest.mark.parametrize(
    "damage", [lambda text: text[:-1], lambda text: text.replace("η=0.3", "η=many"), lambda text: ""]
)
def test_a_damaged_text_is_refused_in_words_and_changes_nothing(quick, damage):
    lab = playground_lab()
    lab.set(hidden_layers=3)
    before, damaged = state(lab), damage(row(lab).line.value)
    row(lab).line.value = damaged  # as the browser leaves it in the field
    press(row(lab).button)
    assert state(lab) == before
    assert "Refused, nothing has changed: " in row(lab).said.value and 'role="status"' in row(lab).said.value
    assert row(lab).line.value == damaged, "so that it can be mended"
    lab.set(hidden_layers=2)
    assert not row(lab).said.value
    with pytest.raises(ValueError):
        playground_lab(damaged or "nothing")


def test_it_trains_as_train_does_and_counts_what_is_right():
    lab, settings = playground_lab(), Settings(hidden_layers=2, eta=1.0, steps=200)
    lab.set(hidden_layers=2, eta=1.0, steps=200)
    mnist, net = load_mnist(dtype=np.float32), settings.network()
    train(net, mnist.fitting.x, mnist.fitting.y, steps=200, **settings.training()).finish()
    seen, new = re.search(r"(\d+) % of the seen images and (\d+) % of the new ones", lab.sentence).groups()
    assert float(seen) == pytest.approx(100 * net.accuracy(mnist.fitting.x[:500], mnist.fitting.y[:500]), abs=0.51)
    assert float(new) == pytest.approx(100 * net.accuracy(mnist.validation.x, mnist.validation.y), abs=0.51)


def test_going_back_shows_what_was_there_before(quick):
    lab = playground_lab()
    lab.set(instrument="weights", steps=20)
    before = state(lab)
    lab.set(steps=40)
    assert state(lab) != before
    lab.set(steps=20)
    assert state(lab) == before


@pytest.mark.parametrize("instrument", ["speeds", "ratios", "crowd", "weights"])
def test_a_training_that_diverges_is_named_and_still_drawn(quick, instrument):
    lab = playground_lab()
    lab.set(instrument=instrument, activation="relu", initializer="he", hidden_layers=50, eta=10.0, steps=40)
    assert lab.sentence.startswith("Diverged at step ")
    assert "Symptoms: diverged, overflow" in lab.sentence and "nan" not in lab.sentence.lower()
    lab.reset()
    assert lab.problem is None and "Diverged" not in lab.sentence


def test_four_pictures_a_second_at_fifty_layers():
    """The real images and batches of 32, at the instrument that is dearest to draw: in processor time, so that neighbours do not count."""
    lab = playground_lab()
    lab.set(hidden_layers=50, instrument="crowd", steps=5)
    seconds = []
    for step in range(10, 90, playground.TICK):
        start = time.process_time()
        lab.set(steps=step)
        seconds.append(time.process_time() - start)
    assert np.mean(seconds) < ENOUGH
    assert "nan" not in lab.sentence.lower()


@pytest.mark.parametrize(("make", "session"), [(playground_lab, playground.session), (clinic_lab, clinic.session)])
def test_a_training_that_was_interrupted_begins_anew_and_shows_what_it_would_have_shown(
    make, session, quick, monkeypatch
):
    step, left = WatchedRun._step, 3

    def interrupted(run):
        nonlocal left
        left -= 1
        if left == 0:
            raise KeyboardInterrupt
        step(run)

    lab = make()
    lab.set(seed=5, steps=0)
    monkeypatch.setattr(WatchedRun, "_step", interrupted)
    with pytest.raises(KeyboardInterrupt):
        lab.set(steps=10)
    lab.set(steps=15)
    assert left < 0 and not lab.problem

    sentence, picture = lab.sentence, lab.picture.value
    session.forget()
    again = make()
    again.set(seed=5, steps=15)
    assert (again.sentence, again.picture.value) == (sentence, picture)
