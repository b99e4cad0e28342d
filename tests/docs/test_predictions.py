"""The printable sheet asks what the notebooks ask, and tells no answer."""

import re

from tests.notebooks.predictions import SHEET, on_the_main_path, predictions, sheet
from tests.notebooks.reading import code, lessons, read

MAIN = list(filter(on_the_main_path, lessons()))


def test_the_sheet_is_what_the_notebooks_ask_today():
    assert SHEET.read_text(encoding="utf-8") == sheet(), "run: python -m tests.notebooks.predictions"


def test_every_prediction_of_the_main_path_is_on_it_once():
    asked = [
        cell for file in MAIN for cell in code(read(file)) if re.search(r"^predict_\w+\(", cell.source, flags=re.M)
    ]
    assert len(asked) == sum(len(predictions(file)) for file in MAIN) == sheet().count("<p><b>") >= 40


def test_each_has_two_answers_to_tick_or_a_line():
    for _, answers in (each for file in MAIN for each in predictions(file)):
        assert answers.startswith("from ") if isinstance(answers, str) else len(answers) >= 2
    for part in sheet().split("<p><b>")[1:]:
        assert ("____" in part) != (part.count("☐") >= 2)


def test_it_tells_no_answer():
    text = sheet()
    assert "<details>" not in text and "The answer" not in text
    for cell in (cell for file in MAIN for cell in code(read(file))):
        for output in cell.outputs:
            for told in re.findall(
                r"<summary>The answer</summary><p>(.*?)</p>", output.get("data", {}).get("text/html", "")
            ):
                assert told not in text
                for because in re.findall(r"\. ([A-Z].*)$", told):
                    assert because not in text
