"""A class, measured: a student at a JupyterLab of their own, and (long) two at a real JupyterHub."""

import asyncio
import shutil

import nbformat
import pytest

from classroom.student import LAB, NOTEBOOK, Student, cells_up_to_the_lab, parts_of_the_lab
from tests.browser.server import ROOT, jupyter_lab

TOKEN = "seat"


async def sit(address, seconds):
    """The record of one student who opens the notebook and plays."""
    student = Student(address, TOKEN)
    await student.open()
    await student.play(seconds)
    await student.leave()
    return student.record


def test_a_student_sees_a_training_move_and_is_answered_meanwhile(tmp_path):
    shutil.copytree(ROOT / "notebooks", tmp_path / "course" / "notebooks")
    (tmp_path / "home").mkdir()
    with jupyter_lab(tmp_path / "course", tmp_path / "home", token=TOKEN) as address:
        record = asyncio.run(sit(address, 6))
    assert record.failures == []
    assert record.pictures > 6
    assert len(record.answers) == 1 and 0 < record.answers[0] < 6
    assert 0 < record.opened < record.first_picture


def test_a_student_opens_the_notebook_as_far_as_its_first_lab():
    notebook = nbformat.read(ROOT / NOTEBOOK, as_version=4)
    codes = cells_up_to_the_lab(notebook)
    assert LAB in codes[-1] and len(codes) > 3
    notebook.cells = [cell for cell in notebook.cells if LAB not in cell.source]
    with pytest.raises(ValueError, match="has no cell that shows"):
        cells_up_to_the_lab(notebook)


def test_a_lab_that_has_become_another_is_noticed():
    with pytest.raises(ValueError, match="play, metric, seed, picture, words"):
        parts_of_the_lab({"one": {"_model_name": "ButtonModel", "icon": "stop"}})


@pytest.mark.long
def test_two_students_play_at_a_real_hub(capsys):
    pytest.importorskip("jupyterhub", reason="`make class` installs the hub")
    from classroom.__main__ import HEAD, main

    main(["2", "--seconds", "10"])
    _head, _, row, *_ = capsys.readouterr().out.splitlines()
    told = dict(zip(HEAD, row.strip("| ").split(" | "), strict=True))
    assert told["students"] == "2" and told["failures"] == "0"
    assert float(told["pictures a second"].split()[0]) > 1
