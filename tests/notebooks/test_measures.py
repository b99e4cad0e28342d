"""How the length of a notebook is measured."""

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.notebooks import measures
from tests.notebooks.reading import main_text, notebooks, words


def printing(source, text):
    return new_code_cell(source, outputs=[new_output("stream", text=text)])


BOOK = new_notebook(
    cells=[
        new_markdown_cell(
            "# 1 · Two words\n\nsee [the other](other.ipynb) — there\n<details>\nfolded away\n</details>"
        ),
        printing("import numpy as np\n\nfrom helpers.engine import (\n    train,\n)", ""),
        printing("print(1)", "one\n"),
        new_code_cell("speed_lab()", outputs=[new_output("execute_result", {"text/plain": "Layer 1 is slow."})]),
        new_markdown_cell("## Exercises\n\n1. **Work.**"),
        printing("work()", "done"),
        new_markdown_cell("## In one paragraph\n\nThe end.\n\n## Sources\n\nA book."),
    ]
)


def test_words_are_counted_without_signs_addresses_and_tags():
    assert words("see [the other](a/b.ipynb) — a = 1, `x` <b>bold</b> …") == 7


def test_prose_code_and_printed_text_count_but_not_folds_exercises_and_sources():
    text = main_text(BOOK)
    for part in ("Two words", "np", "print(1)", "one", "speed_lab()", "Layer 1 is slow.", "The end."):
        assert part in text
    for part in ("folded", "Work", "work()", "done", "A book"):
        assert part not in text


def test_the_other_columns():
    found = measures.measures(BOOK)
    assert found.pop("words") == words(main_text(BOOK))
    assert found == {
        "cells": 7, "prose %": 43, "code lines": 7, "longest cell": 4, "over 88": 0, "imports": 4, "labs": 1,
    }  # fmt: skip


def test_one_line_for_each_notebook_and_seconds_on_request(capsys, monkeypatch):
    monkeypatch.setattr(measures, "seconds", lambda notebook: 12.34)
    for arguments, ends in (([], "labs"), (["--time"], "seconds")):
        monkeypatch.setattr("sys.argv", ["measures", *arguments])
        measures.main()
        head, *lines = capsys.readouterr().out.splitlines()
        assert head.endswith(ends)
        assert [line.split()[0] for line in lines] == [file.stem for file in notebooks()]
        assert all(line.endswith("12.3") for line in lines) == bool(arguments)
