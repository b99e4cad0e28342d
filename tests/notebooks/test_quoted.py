"""A claim is tied to its words: quotes are exact, and every test of a claim has one."""

import ast
import re
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_output

from tests.notebooks.quoted import fold, quote, said, web_texts

CLAIMS = sorted(Path(__file__).parent.glob("test_claims_*.py"))


def test_what_a_notebook_says_may_be_quoted_across_lines_and_from_what_it_printed():
    quote(
        "00",
        "So each layer is about five times slower than the one after it.",
        "one for each digit. In between sit three",
    )
    quote("00", "Before any training, layer 1 learns 21.8 times slower than layer 3 (seed 0).")


@pytest.mark.parametrize(
    "words", ["So each layer is about six times slower", "so each layer is about five times slower"]
)
def test_what_it_does_not_say_word_for_word_may_not(words):
    with pytest.raises(AssertionError, match="notebook 00 does not say"):
        quote("00", words)


def test_a_number_is_read_where_it_stands():
    assert said("07", "So layer 1 learns with a rate {} times too large.") == 65_025
    assert list(said("08", "the lines grow by about {} and shrink by about {} (this")) == [3, 3]
    assert said("01", "all three look like the same line, with the same slope, {}.") == -0.01


def test_a_number_that_is_not_there_or_not_one_is_refused():
    with pytest.raises(AssertionError, match="does not say"):
        said("07", "with a rate {} leaps too large")
    with pytest.raises(AssertionError, match="several numbers"):
        said("07", "hidden layers, sigmoid: layer 1 is slower {} times")


def test_white_space_is_folded():
    assert fold("a\n  b\tc ") == "a b c"


def quoted_notebooks(function):
    """The notebooks that a test quotes."""
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    return {ast.literal_eval(call.args[0]) for call in calls if call.func.id in ("quote", "said")}


@pytest.mark.parametrize("file", CLAIMS, ids=lambda file: file.stem)
def test_every_test_of_a_claim_quotes_its_notebook(file):
    tests = [node for node in ast.parse(file.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)]
    tests = [test for test in tests if test.name.startswith("test_")]
    assert tests
    for test in tests:
        number = re.match(r"test_(\d\d\w?)_", test.name) or re.fullmatch(r"test_claims_(\d\d\w?)", file.stem)
        assert quoted_notebooks(test) == {number[1]}, test.name


def test_a_folded_page_is_read_without_its_tags():
    page = "<details><summary>Hint</summary><p>If <code>a &lt; b</code>.</p></details>"
    cell = new_code_cell("exercise()", outputs=[new_output("execute_result", {"text/html": page, "text/plain": "a"})])
    assert list(map(str.strip, map(fold, web_texts(cell)))) == ["Hint If a < b."]
