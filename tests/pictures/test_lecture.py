"""Every picture of the course in the lecture style: its words large, dark, whole, and apart from each other.

The long form runs every notebook in this process and looks at each picture that it shows; `-s` prints the numbers.
"""

import ast
import contextlib
import io

import pytest

from helpers.labs import LABS
from helpers.pictures.kit import style
from helpers.pictures.kit.legible import CONTRAST, LegibleFigure
from tests.no_learner import no_learner
from tests.notebooks.reading import NOTEBOOKS, code, notebooks, read
from tests.pictures.examples import EXAMPLES
from tests.pictures.legible import cut_off, draw, on_top_of_each_other, smallest_letters, weakest_contrast
from tests.short_forms import a_third_of

SMALLEST = 1 / 45  # of a picture's height


@pytest.fixture(autouse=True)
def at_a_projector(monkeypatch, tmp_path):
    monkeypatch.setattr(style, "_chosen", None)
    for name, value in ({style.STYLE_VARIABLE: "lecture"} | no_learner(tmp_path, storing=True)).items():
        monkeypatch.setenv(name, value)


def assert_legible(figure, where):
    """Of a real picture; asserts what the numbers say, and prints them."""
    draw(figure)
    letters, contrast = smallest_letters(figure), weakest_contrast(figure)
    print(f"{where}: letters 1/{1 / letters:.0f} of the height, contrast {contrast:.1f}")
    assert letters >= SMALLEST
    assert contrast >= CONTRAST
    assert cut_off(figure) == []
    assert on_top_of_each_other(figure) == []


@a_third_of("name", LABS)
def test_every_word_of_a_lab_can_be_read_from_the_last_row(name):
    lab = LABS[name]()
    assert isinstance(lab._live.figure, LegibleFigure)
    assert_legible(lab._live.figure, name)
    lab.close()


@a_third_of("example", EXAMPLES.values(), ids=EXAMPLES)
def test_pictures_of_extremes_are_whole_and_dark(example):
    """They are drawn from made-up numbers; their words may meet."""
    figure = example()
    draw(figure)
    assert smallest_letters(figure) >= SMALLEST
    assert weakest_contrast(figure) >= CONTRAST
    assert cut_off(figure) == []


@pytest.mark.long
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("file", notebooks(), ids=lambda file: file.stem)
def test_every_word_of_a_notebooks_pictures_can_be_read_from_the_last_row(file, monkeypatch):
    monkeypatch.chdir(NOTEBOOKS)
    for place, figure in shown(read(file)):
        assert_legible(figure, f"{file.stem}, code cell {place + 1}")


def shown(notebook):
    """Run a notebook's cells here, and yield (number of the code cell, Figure) of each picture, labs' as they open."""
    names = {}
    for place, cell in enumerate(code(notebook)):
        tree = ast.parse(cell.source)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(tree, f"cell {place}", "exec"), names)
            value = eval(compile(ast.Expression(last.value), f"cell {place}", "eval"), names) if last else None
        figure = getattr(getattr(value, "_live", value), "figure", None)
        if figure is not None and hasattr(value, "sentence"):
            yield place, figure


def test_what_would_be_cut_off_is_written_smaller_and_what_is_pale_darker():
    with style.styled():
        figure = style.sheet()
        long = figure.text(0.45, 0.5, "words that would run off the sheet, for they are many", color=style.ACCENT)
        size = long.get_fontsize()
    draw(figure)
    assert cut_off(figure) == [] and long.get_fontsize() < size
    assert weakest_contrast(figure) >= CONTRAST
    long.set_text("short")
    draw(figure)
    assert long.get_fontsize() == size
