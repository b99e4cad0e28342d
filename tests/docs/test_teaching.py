"""The teacher's guide says what is so: every lab, set as it is set there, says what is quoted there."""

import re

import pytest

from helpers.engine.studies.myths.evidence import DEPENDS, TRUE
from helpers.engine.studies.myths.table import MYTHS
from helpers.exercises import EXERCISES, Choice
from helpers.labs import LABS
from helpers.labs.kit.as_text import AsText
from tests.docs.guide import GUIDE, guide_labs, lesson, rows, sections, sheets_in
from tests.engine.studies.test_myths import VERDICT
from tests.labs.moves import parts
from tests.notebooks.predictions import on_the_main_path, predictions
from tests.notebooks.reading import LAB, labs, lessons, prose, words

MOST_WORDS = 3500
SLOW = {  # seconds each: `make test-long` sets them
    "training in slow motion",
    "slices through the cost",
    "layers that are frozen",
    "depth is time",
    "playground",
    "clinic",
}
ROUTES = ("### 50 minutes", "### Two hours, with a break")
STEPS = {step.name for lab in guide_labs() for step in lab.steps}


def opened(number, called):
    """The lab of notebook `number` that is called so, as the notebook's own cell opens it."""
    (cell,) = (cell for cell in labs(lesson(number)) if LAB.fullmatch(cell.source)[2] == called)
    return eval(cell.source.splitlines()[-1], {called: LABS[called]})


def move(lab, step):
    """Set a lab as a step tells it: `name = value; name = value` as on the screen, or a line of text."""
    if step.settings.startswith("`"):
        (row,) = (part for part in parts(lab) if isinstance(part, AsText))
        row.use(step.settings.strip("`"))
        assert "Refused" not in row.said.value
        return
    first = {key: control.first for key, control in lab.controls.items() if control.resets}  # what Reset does
    wanted = meant(lab, step.settings)
    before = {key: control.value for key, control in lab.controls.items()} | ({} if step.goes_on else first)
    assert all(value != before[key] for key, value in wanted.items()), f"{step.name}: something is so already"
    lab.set(**(before | wanted))
    for key, value in wanted.items():
        assert lab.controls[key].value == value, f"{step.name}: {key} cannot be {value}"
        assert not lab.controls[key].holder.disabled, f"{step.name}: {key} does nothing here"


def meant(lab, settings):
    """{control: value} of what the guide writes as the screen shows it: names of controls, lines of menus, numbers."""
    wanted = {}
    for setting in settings.split("; ") if settings != "as it opens" else ():
        name, _, told = setting.partition(" = ")
        (key,) = (key for key, control in lab.controls.items() if control.name == name)
        control = lab.controls[key]
        lines = dict(getattr(control.holder, "_options_full", ()))
        wanted[key] = lines[told] if lines else type(control.value)(told.replace("−", "-"))
    return wanted


@pytest.mark.parametrize(
    "lab",
    [pytest.param(lab, id=lab.name, marks=pytest.mark.long if lab.name in SLOW else ()) for lab in guide_labs()],
)
def test_a_lab_set_so_says_what_is_quoted(lab, coarse):
    assert lab.steps
    shown = opened(lab.notebook, lab.called)
    assert shown.name == lab.name
    for step in lab.steps:
        move(shown, step)
        assert step.quoted, step.name
        for quoted in step.quoted:
            assert quoted in shown.sentence, f"{step.name}: {shown.sentence}"


def test_the_guide_tells_every_lab_of_the_main_path_in_its_order():
    called = []
    for file in filter(on_the_main_path, lessons()):
        number = file.name[:2]
        title = lesson(number).cells[0].source.splitlines()[0].partition(" · ")[2]
        assert sections()[number][0] == title
        called += [(number, LAB.fullmatch(cell.source)[2]) for cell in labs(lesson(number))]
    assert [(lab.notebook, lab.called) for lab in guide_labs()] == called


def test_each_lab_has_its_question_what_is_often_said_and_what_to_say():
    for lab in guide_labs():
        places = [lab.told.find(mark) for mark in ("*Ask", "*Often:*", "*Say:*")]
        assert -1 not in places and places == sorted(places), lab.told


def test_steps_are_named_in_their_order_and_every_one_that_is_named_is_there():
    for number in sections():
        names = [step.name for lab in guide_labs() if lab.notebook == number for step in lab.steps]
        assert names == [f"{number}-{chr(65 + i)}" for i in range(len(names))]
    assert set(re.findall(r"\b\d\d-[A-Z]\b", GUIDE)) <= STEPS


def test_questions_of_the_sheet_stand_in_the_notebook_that_they_are_asked_for():
    of, n = {}, 0
    for file in filter(on_the_main_path, lessons()):
        for _ in predictions(file):
            n += 1
            of[n] = file.name[:2]
    asked = [(number, text) for number, (_, text) in sections().items()]
    asked += [(row[1], row[2]) for route in ROUTES for row in rows(route) if row[1]]
    found = [(number, n) for number, text in asked for n in sheets_in(text)]
    assert len(found) > 20
    for number, n in found:
        assert of[n] == number, f"sheet {n} is asked in notebook {of[n]}, not in {number}"
    assert set(sheets_in(GUIDE)) <= set(of)


@pytest.mark.parametrize(("route", "end"), [(ROUTES[0], 50), (ROUTES[1], 120)])
def test_the_minutes_of_a_route_add_up_and_its_steps_are_in_its_notebooks(route, end):
    now = 0
    for minutes, number, told in rows(route):
        start, stop = map(int, minutes.split("–"))
        assert start == now < stop
        now = stop
        assert {step[:2] for step in re.findall(r"\b\d\d-[A-Z]\b", told)} <= {number}
        for heading in re.findall(r'(?:under|Under) "(.+?)"', told):
            assert f"## {heading}" in prose(lesson(number)), heading
    assert now == end


def test_the_board_is_told_as_it_is():
    told = rows("The board's sentences, in its order, each with a step above or a section of a notebook.")
    assert [int(n) for n, *_ in told] == list(range(1, len(MYTHS) + 1))
    for (_, says, verdict, settled), (name, myth) in zip(told, MYTHS.items(), strict=True):
        assert says == myth.says.replace("\N{NO-BREAK SPACE}", " ") and verdict == VERDICT[name] and settled


def test_so_many_sentences_of_the_board_hold_and_depend():
    verdicts = list(VERDICT.values())
    assert (verdicts.count(TRUE), verdicts.count(DEPENDS)) == (3, 3)
    assert "three hold, three depend" in GUIDE


def test_mistakes_are_quoted_as_the_exercises_know_them():
    told = rows("Mistakes that the exercises know by name:")
    assert len(told) >= 8
    for key, said, to in told:
        exercise = EXERCISES[key]
        known = (
            [o.why for o in exercise.options.values()]
            if isinstance(exercise, Choice)
            else [m.sentence for m in exercise.mistakes]
        )
        assert any(said.strip("“”") in sentence for sentence in known), said
        assert to


def test_sections_that_are_named_are_there():
    named = re.findall(r'\b(\d\d[a-d]?), "(.+?)"', GUIDE)
    assert len(named) >= 10
    for number, heading in named:
        assert f"## {heading}\n" in prose(lesson(number)) + "\n", (number, heading)


def test_exercises_that_are_named_are_there():
    named = set(re.findall(r"\b((?:0\d|1[0-2])[a-d]?)\.(\d+)\b", re.sub(r"“.+?”|= 10\.3", "", GUIDE)))
    assert len(named) >= 20
    for number, n in named:
        assert re.search(rf"^{n}\. \*\*", prose(lesson(number)), flags=re.MULTILINE), (number, n)
    explain = re.search(r"\*Explain\* exercises \((.+?)\)", GUIDE)[1].split(", ")
    for number, n in (each.split(".") for each in explain):
        assert f"\n{n}. **Explain.**" in "\n" + prose(lesson(number)) and f"{number}.{n}" not in EXERCISES


def test_the_guide_can_be_read_in_an_evening():
    assert words(GUIDE) <= MOST_WORDS
