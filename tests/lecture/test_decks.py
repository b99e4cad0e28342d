"""The decks: what the cells' slide marks choose, and how it looks on a screen without a network.

In every run one deck is made from the stored pictures; the long form runs all main notebooks in the lecture style.
"""

import re

import nbformat
import pytest

from lecture import fetched
from lecture.__main__ import main, main_notebooks, write_deck
from lecture.slides import BEGINS, slides
from tests.browser.chromium import find_chromium
from tests.browser.conftest import missing
from tests.browser.offline import chromium
from tests.lecture.screen import SCREENS, deck_pages, looks
from tests.notebooks.reading import LAB, printed, words
from web.__main__ import main as site

FEWEST, MOST = 9, 20  # slides of a deck
MOST_WORDS = 95  # on a slide, without code and what it prints
SMALLEST = 1 / 36  # of the screen's height: the letters of code
NARROWEST = 0.65  # of the screen's width: a picture, whose smallest letters are then 1/60 of the height, and most 1/50
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@pytest.fixture(params=main_notebooks(), ids=lambda file: file.stem)
def notebook(request):
    return nbformat.read(request.param, as_version=4)


def test_a_deck_has_a_lectures_slides_and_begins_with_the_question(notebook):
    made = slides(notebook)
    assert FEWEST <= len(made) <= MOST
    assert all(slide.title and slide.parts for slide in made)
    assert made[0].parts[0].content.startswith("> *")
    assert made[-1].title == "In one paragraph"
    assert any(slide.notes for slide in made)


def test_few_words_stand_on_a_slide(notebook):
    for slide in slides(notebook):
        said = words("\n".join(part.content for part in slide.parts if part.kind == "words"))
        assert said <= MOST_WORDS, slide.title


def test_each_lab_and_each_picture_stands_on_a_slide_of_its_own(notebook):
    for cell in notebook.cells:
        if LAB.fullmatch(cell.source):
            assert cell.metadata.slideshow.slide_type in BEGINS, cell.source
            assert cell.metadata.slideshow.title.startswith("Lab: ")
    for slide in slides(notebook):
        assert sum(part.kind == "picture" for part in slide.parts) <= 1
        assert not [part for part in slide.parts if part.kind == "picture" and part.later]


def test_a_slide_names_no_number_that_its_notebook_does_not_have(notebook):
    """What a slide says in words of its own is as true as the cells around it, which other tests hold."""
    told = {
        number for cell in notebook.cells for text in [cell.source, *printed(cell)] for number in NUMBER.findall(text)
    }
    for cell in notebook.cells:
        for entry in ("title", "text"):
            said = NUMBER.findall(cell.metadata.slideshow.get(entry, ""))
            assert set(said) <= told, (cell.metadata.slideshow[entry], set(said) - told)


def test_a_slides_own_words_leave_the_prose_to_the_speaker():
    cell = nbformat.v4.new_markdown_cell("## A head\n\nMuch prose. <details>An answer</details>")
    cell.metadata["slideshow"] = {"slide_type": "slide"}
    code = nbformat.v4.new_code_cell("1 + 1", outputs=[nbformat.v4.new_output("stream", text="2\n")])
    code.metadata["slideshow"] = {"slide_type": "fragment"}
    first = nbformat.v4.new_markdown_cell(
        "# 1 · One\n\n> *Why?*\n\nBecause.", metadata={"slideshow": {"slide_type": "slide"}}
    )
    made = slides(nbformat.v4.new_notebook(cells=[first, cell, code]))
    assert [slide.title for slide in made] == ["1 · One", "A head"]
    assert [part.content for part in made[0].parts] == ["> *Why?*"]
    assert "Because." in made[0].notes[0]
    assert [(part.kind, part.content, part.later) for part in made[1].parts] == [
        ("words", "Much prose.", False),
        ("printed", "2", True),
    ]
    cell.metadata["slideshow"] |= {"text": "Few words.", "title": "Another"}
    code.metadata["slideshow"]["code"] = True
    _, second = slides(nbformat.v4.new_notebook(cells=[first, cell, code]))
    assert (second.title, second.section) == ("Another", "A head")
    assert [part.content for part in second.parts] == ["Few words.", "1 + 1", "2"]
    assert second.notes == ["Much prose. <details>An answer</details>"]


@pytest.fixture(scope="module")
def browser():
    if not find_chromium():
        missing("Chromium or Chrome")
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("slides")
    try:
        fetched.copy_to(folder)
    except OSError as problem:
        pytest.skip(f"reveal.js and MathJax are not at hand, and cannot be fetched: {type(problem).__name__}")
    return folder


def assert_every_slide_can_be_read(folder, browser, files, is_stored):
    for file in files:
        write_deck(file, folder, is_stored)
    too_tall, count = [], 0
    with deck_pages(browser) as open_deck:
        for file in files:
            for screen in SCREENS.values():
                page = open_deck(folder / f"{file.stem}.html", screen)
                for number, look in looks(page):
                    where = f"{file.stem}, slide {number} on {screen}"
                    count += 1
                    too_tall += [where] if look["beyond"] else []
                    assert look["letters"] >= SMALLEST, where
                    assert look["broken"] == 0, where
                    assert min(look["pictures"], default=1) >= NARROWEST, where
                assert page.errors == [] and page.asked == [], "a deck asks nobody"
                page.close()
    print(f"{count} slides looked at, too tall or too wide: {len(too_tall)}")
    assert too_tall == []


def test_one_deck_fits_the_screens_without_a_network(folder, browser):
    """With formulas, code, pictures, predictions and a lab."""
    assert_every_slide_can_be_read(folder, browser, main_notebooks(["04"]), is_stored=True)


@pytest.mark.long
def test_all_decks_fit_the_screens_in_the_lecture_style(folder, browser):
    assert_every_slide_can_be_read(folder, browser, main_notebooks(), is_stored=False)


def test_the_speaker_has_the_notes_and_a_key_shows_what_comes_later(folder, browser):
    (file,) = main_notebooks(["01"])
    write_deck(file, folder, is_stored=True)
    with deck_pages(browser) as open_deck:
        page = open_deck(folder / f"{file.stem}.html")
        page.keyboard.press("ArrowRight")
        shown = page.locator(".present .fragment.visible")
        assert shown.count() == 0
        page.keyboard.press("ArrowRight")
        assert shown.count() == 1
        with page.expect_popup() as popup:
            page.keyboard.press("s")
        notes = popup.value.locator(".speaker-controls-notes .value")
        notes.filter(has_text="worked out by hand").wait_for(state="attached", timeout=10_000)


def test_without_a_network_the_command_says_so_in_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(fetched, "REGISTRY", "http://127.0.0.1:9")
    monkeypatch.setattr(fetched.pooch, "os_cache", lambda name: tmp_path / "cache")
    with pytest.raises(SystemExit) as stopped:
        main(["--stored", "--to", str(tmp_path / "slides")])
    assert str(stopped.value).startswith("The slides were not made:")
    assert len(str(stopped.value).splitlines()) == 1


@pytest.mark.parametrize("command", [main, site], ids=["slides", "site"])
def test_a_folder_that_takes_nothing_is_said_before_anything_is_made(command, tmp_path):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(SystemExit, match=r"Nothing can be written to .*taken.*Name another folder: --to FOLDER"):
        command(["--to", str(tmp_path / "taken" / "decks"), "00"])
