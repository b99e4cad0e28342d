"""The myth board: nothing is told before the reader has said something; then the verdict is that of the evidence."""

import re

import pytest
from matplotlib.text import Text

from helpers.engine.studies.myths.evidence import DEPENDS, FALSE, TRUE, VERDICTS, verdict_of
from helpers.engine.studies.myths.table import MYTHS
from helpers.labs import myth_lab, myths
from helpers.labs.kit.slices import finished
from helpers.labs.myths import NAMES, measured
from helpers.pictures.evidence import LETTERS, in_even_lines
from helpers.pictures.kit.style import STYLES, use_style
from tests.labs.moves import button, press

SPOKEN = {TRUE: "the sentence holds", FALSE: "the sentence does not hold", DEPENDS: "it depends"}


pytestmark = pytest.mark.usefixtures("coarse")


@pytest.fixture
def lab():
    lab = myth_lab()
    yield lab
    lab.close()


@pytest.fixture(params=STYLES)
def style(request):
    use_style(request.param)
    yield request.param
    use_style(STYLES[0])


def texts(lab):
    """What the picture says."""
    return [text for text in lab._live.figure.findobj(Text) if text.get_text().strip() and text.get_visible()]


def test_before_the_guess_nothing_is_measured_and_nothing_told(lab, monkeypatch):
    monkeypatch.setattr(myths, "measured", lambda name: pytest.fail(f"{name} was measured"))
    for i, name in enumerate(NAMES, 1):
        lab.set(sentence=i)
        said = {text.get_text().replace("\n", " ") for text in texts(lab)}
        assert said == {f"“{MYTHS[name].says}”", MYTHS[name].axis, "you say: ?", "measured: ?"}
        assert (
            lab.sentence
            == f"Sentence {i} of {len(NAMES)}: “{MYTHS[name].says}” Does it hold? Your first answer counts."
        )


def test_a_guess_is_right_where_the_evidence_says_so(lab):
    right = 0
    for i, name in enumerate(NAMES, 1):
        lab.set(sentence=i)
        assert lab.controls["guess"].value == ""
        guess = VERDICTS[i % 3]
        lab.set(guess=guess)
        verdict = verdict_of(finished(measured(name)))
        right += guess == verdict
        judged = "Right" if guess == verdict else "Not this time"
        assert lab.sentence.startswith(f"{judged}: {SPOKEN[verdict]}. Measured: “")
        assert f" {MYTHS[name].why} (Notebook {MYTHS[name].notebook}.)" in lab.sentence
        assert re.search(rf" Your score: {right} right in {i} sentences?\.$", lab.sentence)
        assert [f"you say:\n{guess}", f"measured:\n{verdict}"] == [t.get_text() for t in texts(lab) if t.get_text().startswith(("you", "measured"))]  # fmt: skip


def test_the_numbers_are_those_of_the_rows_that_decide(lab):
    lab.set(sentence=1 + NAMES.index("blind"), guess=TRUE)
    assert "“drawn pixel by pixel”: 754; “smoothed filters”: 754 (median of 3 seeds); " in lab.sentence
    assert "“principal components”: 754; claimed: above 0." in lab.sentence


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("adam_cures", "All of it is read from a stored study."),
        ("random_first", "Read from a stored study: “trained on it, 10 passes”, “trained on it, 200 passes”."),
        ("quarter", "claimed: below 1. A layer multiplies"),
    ],
)
def test_what_is_stored_is_called_stored(name, words):
    lab = myth_lab(name)
    lab.set(guess=TRUE)
    assert words in lab.sentence


def test_the_first_answer_counts_and_reset_keeps_the_score(lab):
    wrong, right = FALSE, TRUE
    name = next(name for name in NAMES if verdict_of(finished(measured(name))) == right)
    lab.set(sentence=1 + NAMES.index(name), guess=wrong)
    lab.set(guess=right)
    assert lab.sentence.startswith("Right") and lab.sentence.endswith("0 right in 1 sentence.")
    lab.reset()
    assert lab.controls["sentence"].value == 1 and lab.sentence.endswith("Your score: 0 right in 1 sentence.")


def test_next_leads_to_the_next_sentence_and_from_the_last_to_the_first(lab):
    lab.set(sentence=len(NAMES) - 1)
    for i in (len(NAMES), 1, 2):
        lab.set(guess=DEPENDS)
        press(button(lab, "Next"))
        assert (lab.controls["sentence"].value, lab.controls["guess"].value) == (i, "")
        assert f"“{MYTHS[NAMES[i - 1]].says}”" in lab.sentence


def test_a_notebook_may_begin_at_any_sentence():
    lab = myth_lab(first="he_keeps")
    assert MYTHS["he_keeps"].says in lab.sentence
    lab.set(sentence=1)
    lab.reset()
    assert MYTHS["he_keeps"].says in lab.sentence
    with pytest.raises(ValueError, match="Did you mean 'he_keeps'"):
        myth_lab(first="he_keep")


def test_every_word_of_every_picture_is_on_the_sheet_and_none_lies_on_another(style):
    lab = myth_lab()
    for i, name in enumerate(NAMES, 1):
        lab.set(sentence=i)
        lab.set(guess=DEPENDS)
        assert in_even_lines(f"“{MYTHS[name].says}”").count("\n") <= 1 and len(MYTHS[name].axis) < LETTERS
        sheet, boxes = lab._live.figure.bbox, {text: text.get_window_extent() for text in texts(lab)}
        for text, box in boxes.items():
            assert box.x0 >= 0 and box.y0 >= 0 and box.x1 <= sheet.x1 and box.y1 <= sheet.y1, text.get_text()
            touched = [other.get_text() for other in boxes if other is not text and box.overlaps(boxes[other])]
            assert not touched, (name, text.get_text(), touched)
    lab.close()
