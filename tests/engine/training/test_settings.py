"""Settings as text: what was written is read back, what was damaged is refused, and the training is the one it tells."""

from dataclasses import asdict, replace

import numpy as np
import pytest

from helpers.engine import Settings, load_mnist, train
from helpers.engine.training.settings import BATCHES, BOUNDS, LAMBDAS, PARTS, TABLES


def at_random(rng):
    """Any settings there are."""
    chosen = {name: str(rng.choice(list(table))) for name, table in TABLES.items()}
    chosen |= {name: int(rng.integers(low, high + 1)) for name, (low, high) in BOUNDS.items() if isinstance(low, int)}
    chosen |= {
        name: float(np.exp(rng.uniform(*np.log(ends)))) for name, ends in BOUNDS.items() if isinstance(ends[0], float)
    }
    if rng.random() < 0.5:  # as a slider has them
        chosen |= {name: float(f"{chosen[name]:.3g}") for name in ("scale", "eta")}
    return Settings(**chosen, batch_size=int(rng.choice(BATCHES)), lmbda=float(rng.choice(LAMBDAS)))


def refused(text):
    try:
        Settings.from_text(text)
    except ValueError as error:
        assert len(str(error)) > 20
        return True
    return False


def test_two_hundred_random_settings_survive_the_text():
    rng = np.random.default_rng(0)
    some = [at_random(rng) for _ in range(200)]
    assert len({each.text() for each in some}) == 200
    for settings in some:
        assert "\n" not in settings.text() and len(settings.text()) < 200
        assert Settings.from_text(settings.text()) == settings
        assert Settings.from_text(f"\n  {settings.text()} ") == settings  # as a mail or a chat may wrap it


def test_damaged_texts_are_refused():
    rng = np.random.default_rng(1)
    for settings in (at_random(rng) for _ in range(8)):
        text, parts = settings.text(), settings.text().split()
        assert all(refused(text[:end]) for end in range(len(text))), "cut off"
        assert all(refused(text[start:]) for start in range(len(parts[0]) + 1, len(text))), "its head is missing"
        for i in range(len(parts)):
            assert refused(" ".join(parts[:i] + parts[i + 1 :])), "a part is missing"
            assert refused(" ".join(parts[: i + 1] + parts[i:])), "a part is there twice"
            if i:
                assert refused(" ".join([*parts[: i - 1], parts[i], parts[i - 1], *parts[i + 1 :]])), "two are swapped"
        for i in range(len(text) + 1):
            assert refused(f"{text[:i]}?{text[i:]}"), "a sign too many"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("sigmoid", "sigmoit", "Did you mean 'sigmoid'"),
        ("4×30", "400×30", "the number of hidden layers must lie between 1 and 50, got 400"),
        ("η=0.3", "η=nan", "must be a finite number"),
        ("η=0.3", "η=.3", "read so, it would be"),
        ("seed=0", "seed=1.5", "the seed must be a number, got “1.5”"),
        ("batch=32", "batch=33", "the batch must be one of 10, 32, 100"),
        ("nielsen", "looks_linear", "unknown initializer"),
        ("clip=none", "clip=2", "unknown clip"),
        ("λ=0", "l=0", "“l=0” stands where something like “λ=0” is expected"),
        (" pixels=0-1", "", f"has {len(PARTS)} parts"),
    ],
)
def test_what_is_refused_is_told_in_words(old, new, said):
    text = Settings().text()
    assert old in text
    with pytest.raises(ValueError) as error:
        Settings.from_text(text.replace(old, new))
    assert said in str(error.value)


def test_names_of_other_libraries_are_kept_as_ours():
    assert Settings(initializer="kaiming_normal", activation="identity") == Settings(
        initializer="he", activation="linear"
    )


def test_the_same_text_is_the_same_training_and_another_seed_another():
    mnist = load_mnist(dtype=np.float32)
    settings = Settings(hidden_layers=2, shortcut="1/√L", norm="layer", optimizer="adam", eta=0.01, steps=20, clip="1")
    one, again, other = (
        each.start(mnist.fitting, mnist.validation).upto(20)
        for each in (settings, Settings.from_text(settings.text()), replace(settings, seed=1))
    )
    assert np.array_equal(one.model.flat, again.model.flat) and np.array_equal(one.new_cost, again.new_cost)
    assert not np.array_equal(one.model.flat, other.model.flat)
    net = settings.network()
    assert net.branch == pytest.approx(2**-0.5)
    train(net, mnist.fitting.x, mnist.fitting.y, steps=20, **settings.training()).finish()
    assert np.array_equal(net.flat, one.model.flat)


def test_pixels_are_what_they_are_called():
    train_images = load_mnist().fitting
    for pixels, ends in (("0-1", (0, 1)), ("0-255", (0, 255))):
        x = Settings(pixels=pixels).images(train_images.x, train_images)
        assert (x.min(), x.max()) == ends
    x = Settings(pixels="standardized").images(train_images.x, train_images)
    assert (x.mean(), x.std()) == pytest.approx((0, 1), abs=1e-6)


def test_a_shortcut_without_a_place_is_left_out():
    assert Settings(hidden_layers=1, shortcut="1").network().branch is None


def test_a_settings_record_has_all_its_values_in_the_text():
    """A part that `text` forgot would come back as its default."""
    changed = {name: value for name, value in asdict(at_random(np.random.default_rng(2))).items()}
    for name, value in changed.items():
        one = replace(Settings(), **{name: value})
        assert getattr(Settings.from_text(one.text()), name) == value
