"""What every notebook of the course keeps to."""

import ast
import base64
import itertools
import re
import textwrap
from importlib import import_module
from inspect import signature

import nbformat
import pytest

from helpers.exercises import EXERCISES, Choice, Function
from tests.notebooks.outputs import CELL_METADATA, README_PICTURES, WIDGET_VIEW, stored_picture
from tests.notebooks.reading import (
    LAB,
    NOTEBOOKS,
    OF_ONE_MACHINE,
    code,
    import_lines,
    labs,
    lessons,
    main_text,
    notebooks,
    printed,
    prose,
    read,
    words,
)

SLIDE_TYPES = {"slide", "subslide", "fragment", "skip", "notes"}
TOPS = {"helpers.engine", "helpers.pictures", "helpers.labs", "helpers.exercises"}
MOST_WORDS, SIDE_TRIP = 3000, 1600
MOST_IMPORTS = 6  # lines
WIDEST_LINE = 88  # what a small laptop's screen holds
ASKED = re.compile(r'^exercise\("(\d\d[a-d]?\.\d+)", (.+)\)$', flags=re.M)  # the key, and what a learner is to replace
FORBIDDEN_IN_CODE = {
    "a path": r"['\"][./~][\w./-]*/|sys\.path|os\.chdir",
    "a colour": r"#[0-9a-fA-F]{6}|color=|cmap=",
    "a figure size": r"figsize|dpi=",
    "a global seed": r"random\.seed\(",
    "pyplot": r"pyplot|%matplotlib",
}


@pytest.fixture(params=lessons(), ids=lambda file: file.stem, scope="module")
def file(request):
    return request.param


@pytest.fixture
def notebook(file):
    nbformat.validate(read(file))
    return read(file)


def test_there_are_notebooks():
    assert len(lessons()) >= 4


def test_a_title_and_the_question_come_first(notebook):
    first = notebook.cells[0]
    assert first.cell_type == "markdown"
    assert re.match(r"# \d+[a-d]? · \S", first.source)
    assert "\n> *" in first.source


def test_goals_exercises_recap_and_next_are_there(file, notebook):
    text = prose(notebook)
    for part in ("**What you will do", "**What you will know afterwards:**", "**What you need:**", "minutes"):
        assert part in text
    for heading in ("## Exercises", "## In one paragraph", "**Next:**"):
        assert text.count(heading) == 1, heading
    assert text.index("## Exercises") < text.index("## In one paragraph") < text.index("**Next:**")
    least = 1 if is_side_trip(file) else 3
    assert len(re.findall(r"^\d\. \*\*", text, flags=re.M)) >= least, f"{least} exercises at least"


def is_side_trip(file):
    """Whether a lesson is one that no other needs: 04b, say."""
    return not file.name.partition("-")[0].isdigit()


def test_a_side_trip_is_short_and_linked_from_where_it_branches_off(file, notebook):
    """A main notebook is short, too, but for those on the list."""
    number = file.name.partition("-")[0]
    most = SIDE_TRIP if is_side_trip(file) else MOST_WORDS
    assert words(main_text(notebook)) <= most
    if is_side_trip(file):
        (main,) = (each for each in lessons() if each.name.startswith(f"{number[:2]}-"))
        assert f"({file.name})" in prose(read(main)) and f"({main.name})" in prose(notebook)


def asked(notebook):
    """{key: (the markdown before it, its cell)} of every exercise that answers back."""
    pairs = itertools.pairwise(notebook.cells)
    return {match[1]: (before, cell) for before, cell in pairs for match in ASKED.finditer(cell.source)}


def test_all_exercises_of_the_table_are_asked_in_their_order(file, notebook):
    number = file.name.partition("-")[0]
    keys = [key for key in EXERCISES if key.startswith(f"{number}.")]
    assert list(asked(notebook)) == keys


def test_an_exercise_stands_below_its_question_unanswered_and_says_so(notebook):
    for key, (question, cell) in asked(notebook).items():
        assert re.search(rf"^{key.split('.')[1]}\. \*\*", question.source, flags=re.M), question.source
        exercise, given = EXERCISES[key], ASKED.search(cell.source)[2]
        if isinstance(exercise, Choice):
            for letter, option in exercise.options.items():
                assert f"- {letter}: {option.text}" in question.source
        if isinstance(exercise, Function):
            parameters = ", ".join(signature(exercise.solution).parameters)
            assert f"def {given}({parameters}):" in cell.source and given == exercise.called
            assert "    ...\n" in cell.source
        else:
            assert given == "..."
        assert printed(cell)[-1].startswith(f"{key} · Not yet. "), "a learner's answer, or an old output, is stored"


def test_a_prediction_stands_before_each_lab_and_a_reading_after_it(file, notebook):
    places = [i for i, cell in enumerate(notebook.cells) if LAB.fullmatch(cell.source)]
    assert places or is_side_trip(file)
    for i, end in itertools.pairwise([*places, len(notebook.cells)]):
        before = "\n".join(cell.source for cell in notebook.cells[max(0, i - 3) : i])
        assert re.search(r"predict_(choice|number)\(|\*\*Before you move", before), notebook.cells[i].source
        after = "\n".join(cell.source for cell in notebook.cells[i + 1 : end])
        assert "<summary>What you should have seen</summary>" in after, notebook.cells[i].source


def test_a_lab_can_be_run_before_anything_else(notebook):
    """Whoever comes back on another day goes to a lab and runs its cell."""
    for cell in labs(notebook):
        imported, called = LAB.fullmatch(cell.source).groups()
        assert imported == called


def test_a_prediction_is_answered_where_it_is_asked_and_stored_with_its_answer_folded(file, notebook):
    asked = [cell for cell in code(notebook) if re.search(r"^predict_\w+\(", cell.source, flags=re.M)]
    assert asked
    for cell in asked:
        (html,) = (output.data["text/html"] for output in cell.outputs)
        assert html.count("<details><summary>The answer</summary>") == 1, cell.source


def test_code_cells_are_short(notebook):
    lines = sorted(len(cell.source.splitlines()) for cell in code(notebook))
    assert lines[-1] <= 20
    assert sum(n <= 10 for n in lines) >= 0.9 * len(lines)


def test_no_line_of_code_is_scrolled_sideways(file, notebook):
    widest = max(len(line) for cell in code(notebook) for line in cell.source.splitlines())
    assert widest <= WIDEST_LINE


def test_no_two_code_cells_in_a_row(notebook):
    for before, after in itertools.pairwise(notebook.cells):
        setting_up = before.source.startswith(("import ", "from ")) and not LAB.fullmatch(before.source)
        assert setting_up or not (before.cell_type == after.cell_type == "code"), after.source


def test_half_of_the_cells_or_more_are_prose(notebook):
    assert len(code(notebook)) <= len(notebook.cells) / 2


def imports(text):
    """Every (module, names) that a piece of code imports from the course; names is None for `import module`."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, None) for alias in node.names if alias.name.split(".")[0] == "helpers")
        elif isinstance(node, ast.ImportFrom) and node.module.split(".")[0] == "helpers":
            yield node.module, [alias.name for alias in node.names]


def test_imports_come_from_the_tops_only(notebook):
    """In cells and in the code that the prose shows: a learner types what stands there."""
    shown = [
        textwrap.dedent(part) for part in re.findall(r"^ *```python\n(.*?)^ *```", prose(notebook), flags=re.M | re.S)
    ]
    found = [
        each for text in [*(cell.source for cell in code(notebook)), *map(runnable, shown)] for each in imports(text)
    ]
    assert found
    for module, names in found:
        assert module in TOPS and names is not None, module
        assert set(names) <= set(import_module(module).__all__), (module, names)


def runnable(text):
    """A piece of code as a function's body, so that an example may say `return`."""
    return "def example():\n" + textwrap.indent(text, "    ")


def test_few_lines_of_imports(file, notebook):
    assert len(import_lines(notebook)) <= MOST_IMPORTS


@pytest.mark.parametrize("what", FORBIDDEN_IN_CODE)
def test_code_cells_are_free_of(notebook, what):
    for cell in code(notebook):
        assert not re.search(FORBIDDEN_IN_CODE[what], cell.source), cell.source


def test_every_cell_is_a_slide_of_some_kind(notebook):
    for cell in notebook.cells:
        assert set(cell.metadata) <= set(CELL_METADATA)
        assert cell.metadata["slideshow"]["slide_type"] in SLIDE_TYPES


def test_cell_ids_are_there_once_each(notebook):
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)


def test_stored_outputs_are_complete_and_without_errors(notebook):
    assert [cell.execution_count for cell in code(notebook)] == list(range(1, len(code(notebook)) + 1))
    for cell in code(notebook):
        assert all(output.output_type != "error" for output in cell.outputs)
        assert all(output.get("name") != "stderr" for output in cell.outputs), cell.source
        if re.search(r"^(print|Still)\(|_lab\(\)$", cell.source, flags=re.M):
            assert cell.outputs, cell.source


def test_stored_pictures_are_small_and_have_their_sentence(notebook):
    pictures = 0
    for output in itertools.chain.from_iterable(cell.outputs for cell in code(notebook)):
        data = output.get("data", {})
        assert WIDGET_VIEW not in data, "a widget view without a kernel hides the picture"
        if "image/png" in data:
            pictures += 1
            assert len(base64.b64decode(data["image/png"])) < 80_000
            assert data["text/plain"].endswith(".")
            assert "<" not in data["text/plain"], "an object where a sentence should be"
    assert pictures >= 1


@pytest.mark.parametrize("what", OF_ONE_MACHINE)
def test_stored_texts_are_free_of(notebook, what):
    for text in itertools.chain.from_iterable(map(printed, code(notebook))):
        assert not re.search(OF_ONE_MACHINE[what], text), text


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("a path", "saved in /home/ada/course/data"),
        ("a path", "File C:\\Users\\ada"),
        ("a path", "~/.cache/mnist"),
        ("an address", "<helpers.engine.Training object at 0x7f21c0ffee10>"),
        ("a time", "began at 09:41:07"),
        ("a time", "2026-11-26: done"),
    ],
)
def test_such_texts_are_found(what, text):
    assert re.search(OF_ONE_MACHINE[what], text)


def test_no_widget_state_is_stored(notebook):
    assert "widgets" not in notebook.metadata


def test_links_lead_somewhere(notebook):
    for link in re.findall(r"\]\(([^):]+)\)", prose(notebook)):
        assert (NOTEBOOKS / link).is_file()


def test_words_that_belittle_are_absent(notebook):
    text = prose(notebook)
    assert not re.search(
        r"\b(simply|obviously|trivial(ly)?|of course|clearly)\b", re.sub(r"> \*.*?\*\n", "", text, flags=re.S)
    )


def test_the_readme_lists_every_notebook_and_shows_the_stored_pictures():
    readme = (NOTEBOOKS.parent / "README.md").read_text(encoding="utf-8")
    for file in notebooks():
        assert f"(notebooks/{file.name})" in readme
    for file, said in README_PICTURES.items():
        assert file.relative_to(NOTEBOOKS.parent).as_posix() in readme
        assert file.read_bytes() == stored_picture(said), "run: make outputs"
