"""A learner's own copy of the notebooks: what is new arrives, and what was typed is never lost."""

import json
import os
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from helpers.start import __main__ as start
from helpers.start import home
from helpers.start.own_copy import RECORD, bring_back, bring_up_to_date, files

ROOT = Path(__file__).parents[1]
DAY = datetime(2030, 1, 31, 9, 5, 7)


def notebook(*sources, outputs=()):
    """A notebook's text."""
    cells = [{"cell_type": "code", "source": source, "outputs": list(outputs), "metadata": {}} for source in sources]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture
def course(tmp_path):
    folder = tmp_path / "notebooks"
    (folder / "images").mkdir(parents=True)
    (folder / "images" / "a.png").write_bytes(b"\x89PNG 1")
    for name in ("00-start", "03-speed"):
        (folder / f"{name}.ipynb").write_text(notebook(f"{name}, first version"))
    return folder


@pytest.fixture
def own(tmp_path, course):
    folder = tmp_path / "my course"
    bring_up_to_date(course, folder)
    return folder


def texts(folder):
    """{name: content} of all files but those that begin with a dot: the record, and settings of other programs."""
    found = ((p.relative_to(folder), p) for p in folder.rglob("*") if p.is_file())
    return {name.as_posix(): p.read_bytes() for name, p in found if not any(part[0] == "." for part in name.parts)}


def test_the_first_use_copies_all_and_the_next_changes_nothing(course, own):
    assert texts(own) == texts(course)
    assert bring_up_to_date(course, own) == []
    assert texts(own) == texts(course)


def test_a_cell_of_a_copy_has_not_been_run_even_where_it_shows_nothing(course, own):
    """A cell that only sets names has a number and no output."""
    run = json.loads(notebook("a = 1", "a", outputs=[]))
    for number, cell in enumerate(run["cells"], 1):
        cell["execution_count"] = number
    (course / "04-why.ipynb").write_text(json.dumps(run))
    bring_up_to_date(course, own)
    there = json.loads((own / "04-why.ipynb").read_text())
    assert [cell["execution_count"] for cell in there["cells"]] == [None, None]


def test_a_copy_shows_no_answer_before_its_question(course, own):
    (course / "04-why.ipynb").write_text(notebook("1 + 1", "2 + 2", outputs=[{"text": "the answer"}]))
    bring_up_to_date(course, own)
    there = json.loads((own / "04-why.ipynb").read_text())
    assert [(cell["source"], cell["outputs"]) for cell in there["cells"]] == [("1 + 1", []), ("2 + 2", [])]
    assert bring_up_to_date(course, own) == []
    assert bring_back(course, own, "04") == ["04-why.ipynb is fresh."]  # nothing to keep


def test_a_new_notebook_arrives(course, own):
    (course / "04-why.ipynb").write_text(notebook("new"))
    (said,) = bring_up_to_date(course, own)
    assert said == f"Copied to {own}: 04-why.ipynb."
    assert texts(own) == texts(course)


@pytest.mark.parametrize("ran", [False, True])
def test_a_changed_notebook_that_was_only_run_is_renewed(course, own, ran):
    if ran:
        (own / "03-speed.ipynb").write_text(notebook("03-speed, first version", outputs=[{"text": "42"}]))
    (course / "03-speed.ipynb").write_text(notebook("second version"))
    (said,) = bring_up_to_date(course, own)
    assert said.startswith("Renewed") and "03-speed.ipynb" in said
    assert texts(own) == texts(course)
    assert bring_up_to_date(course, own) == []


def test_outputs_of_a_notebook_that_was_run_stay_while_the_course_is_the_same(course, own):
    mine = notebook("03-speed, first version", outputs=[{"text": "42"}])
    (own / "03-speed.ipynb").write_text(mine)
    assert bring_up_to_date(course, own) == []
    assert (own / "03-speed.ipynb").read_text() == mine


def test_what_was_typed_stays_and_a_line_says_how_to_get_the_new_one(course, own):
    mine = notebook("03-speed, first version", "my own cell")
    (own / "03-speed.ipynb").write_text(mine)
    assert bring_up_to_date(course, own) == []  # nothing newer to be had
    (course / "03-speed.ipynb").write_text(notebook("second version"))
    for _ in range(2):
        (said,) = bring_up_to_date(course, own)
        assert "03-speed.ipynb is newer in the course" in said and "--fresh 03" in said
        assert (own / "03-speed.ipynb").read_text() == mine


def test_a_changed_picture_is_renewed(course, own):
    (course / "images" / "a.png").write_bytes(b"\x89PNG 2")
    bring_up_to_date(course, own)
    assert texts(own) == texts(course)


def test_bring_back_keeps_the_old_one_under_names_that_are_free(course, own):
    for i in range(3):
        (own / "03-speed.ipynb").write_text(notebook(f"mine {i}"))
        (said,) = bring_back(course, own, "03", now=DAY)
        assert said.startswith("03-speed.ipynb is fresh. What you had is kept beside it: 03-speed.2030-01-31")
    assert (own / "03-speed.ipynb").read_bytes() == (course / "03-speed.ipynb").read_bytes()
    kept = sorted(p.read_text() for p in own.glob("03-speed.2030*"))
    assert kept == sorted(notebook(f"mine {i}") for i in range(3))
    assert bring_up_to_date(course, own) == []
    assert bring_back(course, own, "03", now=DAY) == ["03-speed.ipynb is fresh."]  # nothing to keep


def test_where_there_is_no_room_for_the_fresh_one_what_was_typed_stays_in_its_place(course, own, monkeypatch):
    (own / "03-speed.ipynb").write_text(notebook("mine"))
    before, write = texts(own), Path.write_bytes

    def full(file, content):
        write(file, content[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        bring_back(course, own, "03", now=DAY)
    assert texts(own) == before and not list(own.glob(".*.half"))  # half a copy would keep the room


@pytest.mark.parametrize(
    ("asked", "why"), [("77", "no notebook begins"), ("0", "2 notebooks begin"), ("", "no notebook")]
)
def test_bring_back_of_no_or_of_several_notebooks(course, own, asked, why):
    before = texts(own)
    with pytest.raises(ValueError, match=f"{why}.*00, 03"):
        bring_back(course, own, asked)
    assert texts(own) == before


@pytest.mark.parametrize("broken", ["", "{", "[1]", '{"03-speed.ipynb": 3}'])
def test_a_broken_record_costs_nothing_that_was_typed(course, own, broken):
    mine = notebook("mine")
    (own / "03-speed.ipynb").write_text(mine)
    (own / RECORD).write_text(broken)
    said = bring_up_to_date(course, own)
    assert f"{RECORD} could not be read and is made anew" in said[0]
    assert (own / "03-speed.ipynb").read_text() == mine
    (course / "00-start.ipynb").write_text(notebook("second version"))
    bring_up_to_date(course, own)
    assert (own / "00-start.ipynb").read_text() == notebook("second version")  # known again


def test_a_broken_notebook_counts_as_typed_in(course, own):
    (own / "03-speed.ipynb").write_text("{ half a notebook")
    (course / "03-speed.ipynb").write_text(notebook("second version"))
    bring_up_to_date(course, own)
    assert (own / "03-speed.ipynb").read_text() == "{ half a notebook"


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(SystemExit, match=r"The folder .*taken cannot be used .*--folder FOLDER"):
        start.main(["--folder", str(tmp_path / "taken")])


def test_an_unknown_notebook_is_a_sentence(tmp_path):
    with pytest.raises(SystemExit, match=r"Nothing was changed: no notebook begins with '77'.*00, 01"):
        start.main(["--folder", str(tmp_path / "own"), "--fresh", "77"])


def test_a_missing_jupyterlab_is_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(start, "find_spec", lambda name: None)
    with pytest.raises(SystemExit, match=r"JupyterLab is missing: install it with .* -r requirements.txt"):
        start.main(["--folder", str(tmp_path / "own")])


@pytest.fixture
def started(tmp_path, monkeypatch):
    """A function: the command and the folder that JupyterLab is started with."""
    calls = []
    monkeypatch.setattr(start, "run", lambda command, folder: calls.append((command[1:], folder)))
    monkeypatch.setenv("UNSTABLE_GRADIENTS_COPY", str(tmp_path / "named"))

    def take(*arguments):
        start.main(list(arguments))
        return calls.pop()

    return take


def test_the_copy_is_opened_with_what_jupyterlab_is_to_be_told(started, tmp_path):
    named = started("--no-browser", "--port", "8899")
    assert named == (
        ["-m", "jupyter", "lab", "00-start-here.ipynb", "--no-browser", "--port", "8899"],
        tmp_path / "named",
    )
    assert texts(tmp_path / "named").keys() == texts(ROOT / "notebooks").keys()
    assert started("--folder", str(tmp_path / "other"))[1] == tmp_path / "other"


@pytest.mark.parametrize("why", ["Permission denied", "No space left on device"])
def test_where_the_home_folder_takes_nothing_all_is_kept_elsewhere_and_said(
    started, monkeypatch, capsys, tmp_path, why
):
    """As with a home of somebody else, or a full disk."""

    def refuse(dir):
        raise OSError(0, why)

    monkeypatch.setattr(home, "TemporaryFile", refuse)
    monkeypatch.setattr(home, "mkdtemp", lambda prefix: str(tmp_path / "elsewhere"))
    monkeypatch.setattr(os, "environ", {"IPYTHONDIR": "chosen", "UNSTABLE_GRADIENTS_COPY": str(tmp_path / "named")})
    started("--no-browser")
    assert os.environ["JUPYTER_RUNTIME_DIR"] == str(tmp_path / "elsewhere" / "runtime")
    assert os.environ["UNSTABLE_GRADIENTS_PROGRESS"].startswith(str(tmp_path)) and os.environ["IPYTHONDIR"] == "chosen"
    assert f"Your home folder takes no files ({why})." in capsys.readouterr().out


def test_where_there_is_no_other_folder_either_it_is_said(monkeypatch):
    def refuse(**_):
        raise OSError(0, "No space left on device")

    monkeypatch.setattr(home, "TemporaryFile", refuse)
    monkeypatch.setattr(home, "mkdtemp", refuse)
    places, (line,) = home.away_from_home()
    assert places == {} and "make room there" in line


def test_a_home_folder_that_takes_files_stays_as_it_is(monkeypatch, tmp_path):
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert home.away_from_home() == ({}, [])
    assert list(tmp_path.iterdir()) == []


def test_a_teacher_opens_the_originals_and_nothing_is_copied(started, tmp_path):
    command, folder = started("--teacher")
    assert (command[3], folder) == (str(Path("notebooks/00-start-here.ipynb")), ROOT)
    assert not (tmp_path / "named").exists()


def test_the_copy_in_the_course_is_ignored_by_git():
    default = (
        start.options().get_default("folder")
        if not os.environ.get("UNSTABLE_GRADIENTS_COPY")
        else str(ROOT / "my-course")
    )
    assert f"/{Path(default).name}/" in (ROOT / ".gitignore").read_text().splitlines()


def test_every_relative_link_of_a_notebook_leads_to_something_that_is_copied():
    copied = {file.relative_to(ROOT / "notebooks").as_posix() for file in files(ROOT / "notebooks")}
    links = []
    for file in (ROOT / "notebooks").glob("*.ipynb"):
        for cell in json.loads(file.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "markdown":
                links += re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", "".join(cell["source"]))
    assert len(links) > 10
    assert set(links) <= copied


def test_jupyterlab_hears_the_settings_and_its_kernels_find_the_helpers(tmp_path):
    """In a process of its own, because it becomes what it starts."""
    code = """
from pathlib import Path
from helpers.start.__main__ import run
import sys
run([sys.executable, "-c", \"\"\"
from jupyterlab_server.config import ConfigManager
import os, helpers
print(os.getcwd())
print(ConfigManager(config_dir_name='labconfig').get('default_setting_overrides'))
\"\"\"], Path(sys.argv[1]))
"""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "JUPYTER_CONFIG_DIR": str(tmp_path / "none")}
    environment.pop("JUPYTER_CONFIG_PATH", None)
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], env=environment, capture_output=True, text=True)
    assert done.stdout.splitlines()[0] == str(tmp_path), done.stderr
    assert "{'@jupyterlab/apputils-extension:notification': {'fetchNews': 'false'}}" in done.stdout
