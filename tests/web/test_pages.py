"""Pages without a kernel: what their labs, predictions and exercises do in a browser that has no network.

In every run one small notebook is made into a page; the long form makes all of them.
"""

import io
import json
from base64 import b64decode
from math import prod

import nbformat
import numpy as np
import pytest
from PIL import Image

from helpers.engine import ACTIVATIONS
from helpers.labs import LABS, predict_number
from helpers.pictures import Still, draw_activation, draw_chain
from tests.browser.access import Axe
from tests.browser.chromium import find_chromium
from tests.browser.conftest import missing
from tests.browser.offline import chromium, offline_pages
from web.__main__ import files, main, run
from web.formulas import prose
from web.page import page
from web.pictures import packed
from web.recorded import MIME, still
from web.states import MOVES, STAND, axes, walk

SCREENS = {"1920 x 1080": (1920, 1080), "1366 x 768": (1366, 768), "390 x 844": (390, 844)}
MOST = 3_000_000  # bytes of a page
SKIP = "Read on without a guess"
PAGES = {"small.html": "0 · Small", "01-a-flat-direction.html": "1 · A flat direction"}
CELLS = [
    "# 0 · Small\n\n## A lab\n\nA formula, $\\sqrt{\\chi}$, and a [link](01-a-flat-direction.ipynb).",
    "from helpers.labs import exercise, predict_choice, predict_number, speedometer_lab\n\nspeedometer_lab()",
    "## A choice",
    "predict_choice('Which?', ['this', 'that'], lambda: (1, 'Because.'))",
    "print('It was that.')",
    "## A number",
    "predict_number('How many?', 5, 0, 4, lambda: 100)",
    "## Exercises",
    'exercise("01.3", ...)',
    'exercise("00.3", ...)',
    "from helpers.engine import ACTIVATIONS\nfrom helpers.pictures import Still, draw_activation\n\nStill(draw_activation(ACTIVATIONS['sigmoid']), 'The sigmoid.')",
    f"print('{'wide ' * 60}')",
]

# On the page: how far it can be scrolled sideways, what sticks out of it, and which letters are small.
LOOK = """() => {
    const wide = document.documentElement.clientWidth;
    const kept = element => element.closest("pre, .wide, .over, [hidden]");
    const beyond = [...document.body.querySelectorAll("*")].filter(
        e => e.getClientRects().length && !kept(e) && e.getBoundingClientRect().right > wide + 1);
    return {
        sideways: document.documentElement.scrollWidth - wide,
        beyond: beyond.map(e => `${e.tagName} ${e.textContent.slice(0, 60)}`),
        broken: [...document.images].filter(i => !i.closest("[hidden]") && !i.naturalWidth).length,
        unnamed: [...document.images].filter(i => !i.alt && !i.closest(".over")).length,
        labs: document.querySelectorAll(".lab").length,
        moving: document.querySelectorAll(".lab input[type=range]").length
            && [...document.querySelectorAll(".lab")].filter(lab => lab.querySelector("input[type=range]")).length,
    };
}"""


@pytest.fixture(scope="module")
def notebook():
    make = nbformat.v4
    cells = [make.new_markdown_cell(cell) if cell.startswith("#") else make.new_code_cell(cell) for cell in CELLS]
    made = make.new_notebook(cells=cells)
    run(made)
    return made


@pytest.fixture(scope="module")
def small(notebook, tmp_path_factory):
    file = tmp_path_factory.mktemp("site") / "small.html"
    file.write_text(page(notebook, PAGES), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def browser():
    if not find_chromium():
        missing("Chromium or Chrome")
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module", params=["1366 x 768", "390 x 844"])
def tab(request, browser, small):
    with offline_pages(browser) as open_page:
        tab = open_page(small, SCREENS[request.param])
        yield tab
        assert tab.errors == [] and tab.asked == [], "a page asks nobody"


def told(notebook, kind):
    """What the first lab, prediction … of a notebook gives to its page."""
    shown = [
        output.data[MIME]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if MIME in output.get("data", {})
    ]
    return next(one for one in shown if one["kind"] == kind)


def seen(tab):
    """The lab's picture as it is drawn, array of shape (height, width, 3)."""
    tab.wait_for_function("() => [...document.images].every(image => image.closest('[hidden]') || image.complete)")
    return np.asarray(Image.open(io.BytesIO(tab.locator(".lab .sheet").screenshot())).convert("RGB"), float)


def test_arrow_keys_move_the_lab_to_other_pictures_and_sentences(tab, notebook):
    stored = told(notebook, "lab")
    slider, words = tab.get_by_label("seed"), tab.locator(".lab .words")
    slider.focus()
    slider.press("Home")
    first, sentences = seen(tab), []
    for place in range(4):
        sentences.append(words.text_content())
        assert sentences[-1] == stored["words"][place]
        assert slider.get_attribute("aria-valuetext") == stored["axes"][0]["called"][place]
        assert tab.locator(".lab output").text_content() == stored["axes"][0]["called"][place]
        slider.press("ArrowRight")
    assert len(set(sentences)) == 4
    assert np.abs(seen(tab) - first).max() > 100, "another picture"
    slider.press("Home")
    assert np.abs(seen(tab) - first).max() == 0, "and back"
    assert words.get_attribute("aria-live") == "polite"
    assert "seed 0" in tab.locator(".lab img.base").get_attribute("alt")


def test_a_prediction_is_committed_with_the_keyboard_and_asks_again(tab):
    question = tab.locator(".question", has_text="Which?")
    button = question.locator("button[type=submit]")
    button.press("Enter")
    assert question.locator(".note").text_content() == "Choose an answer first."
    question.get_by_label("this").press("Space")
    question.get_by_label("this").press("Enter")
    assert question.locator(".reveal").text_content() == "You said “this”; it is “that”. Because."
    assert question.locator(".drawn").text_content().count("your guess") == 1
    assert not question.get_by_label("that").is_visible()
    button.press("Enter")
    assert question.locator(".reveal").text_content() == "" and question.get_by_label("that").is_visible()
    assert button.evaluate("button => document.activeElement === button")


def test_what_may_hold_the_answer_waits_for_a_guess_or_for_who_wants_none(browser, small):
    with offline_pages(browser) as open_page:
        for way in ("guess", "skip"):
            tab = open_page(small, SCREENS["1366 x 768"])
            question, told = (
                tab.locator(".question", has_text="Which?"),
                tab.locator(".printed", has_text="It was that."),
            )
            skip = question.get_by_role("button", name=SKIP)
            assert not told.is_visible() and tab.get_by_role("heading", name="A number").is_visible()
            tab.emulate_media(media="print")
            assert told.is_visible()
            tab.emulate_media(media="screen")
            if way == "guess":
                question.get_by_role("button", name="Commit").click()
                assert not told.is_visible(), "nothing was chosen"
                question.get_by_label("that").check()
                question.get_by_role("button", name="Commit").click()
            else:
                skip.press("Enter")
                assert tab.evaluate("() => document.activeElement.textContent.trim()").endswith("It was that.")
            assert told.is_visible() and not skip.count()
        assert tab.get_by_role("button", name=SKIP).count() == 0, "behind the other question comes a heading"


def test_a_predicted_number_is_judged_as_in_the_live_notebook(tab, notebook):
    question, stored = tab.locator(".question", has_text="How many?"), told(notebook, "prediction")
    live = predict_number("How many?", 5, 0, 4)
    slider = question.get_by_label("I expect")
    slider.press("Home")
    for _ in range(3):
        slider.press("ArrowRight")
    guess = slider.get_attribute("aria-valuetext")
    assert guess == live.asked.named(live.asked.control.marks.number_at(24)), stored["how"]
    question.get_by_role("button", name="Commit").press("Enter")
    assert question.locator(".reveal").text_content().startswith(f"You said {guess}; it is 100: ")
    assert "measured: 100" in question.locator(".drawn").text_content()
    live.close()


def test_exercises_with_letters_and_numbers_answer(tab):
    letters, number = tab.locator(".question", has_text="01.3"), tab.locator(".question", has_text="00.3")
    verdicts = []
    for letter in "abcd":
        letters.get_by_label(f"{letter}:").check()
        letters.get_by_role("button").click()
        verdicts.append(letters.locator(".reveal").text_content())
    assert ["Right" in each for each in verdicts] == [False, False, True, False]
    assert len(set(verdicts)) == 4
    said = []
    for answer in ("4.1", "400", "no number"):
        number.get_by_label("Your number").fill(answer)
        number.get_by_role("button").click()
        said.append(number.locator(".reveal").text_content())
    assert "✓ Right" in said[0] and "too large" in said[1] and "Write one number" in said[2]


def test_a_page_fits_its_screen_and_has_a_name_for_all_it_shows(tab):
    look = tab.evaluate(LOOK)
    assert look == {"sideways": 0, "beyond": [], "broken": 0, "unnamed": 0, "labs": 1, "moving": 1}
    assert tab.locator("math msqrt").count() == 1
    assert tab.get_by_role("link", name="link").get_attribute("href") == "01-a-flat-direction.html"
    found = Axe().run(tab).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []


def test_a_page_cannot_send_anything_even_if_it_would(tab):
    """The browser refuses before any request is made: the tab's fixture finds none."""
    said = "address => fetch(address).then(() => 'sent', () => 'refused')"
    assert tab.evaluate(said, "https://example.org/guess") == "refused"


def test_in_the_dark_and_on_paper_every_word_can_be_read(browser, small):
    for options, media in (({"color_scheme": "dark"}, "screen"), ({"color_scheme": "dark"}, "print")):
        with offline_pages(browser, **options) as open_page:
            tab = open_page(small, SCREENS["1366 x 768"])
            tab.emulate_media(media=media)
            found = Axe().run(tab, options={"runOnly": ["color-contrast"]}).response
            assert [node["html"] for each in found["violations"] for node in each["nodes"]] == []
            assert found["passes"]


def test_pictures_are_kept_as_they_were():
    """Laid over the opening picture, the stored difference gives each of them, up to the palette."""
    made = LABS["speedometer_lab"]()
    pictures = []
    for seed in range(5):
        made.set(seed=seed)
        pictures.append(np.asarray(Image.open(io.BytesIO(made.picture.value)).convert("RGB")))
    made.close()
    stored = packed([*pictures, pictures[1]], opening=2)
    assert stored["which"] == [0, 1, 2, 3, 4, 1] and stored["over"][2] is None
    base = decoded(stored["base"])[..., :3]
    for picture, which in zip(pictures, stored["which"], strict=False):
        shown = base.copy()
        if stored["over"][which]:
            over = decoded(stored["over"][which])
            seen = over[..., 3] == 255
            shown[seen] = over[seen][:, :3]
        assert np.abs(shown - picture.astype(float)).mean() < 1
        white = (picture == 255).all(2)
        assert (shown[white] == 255).all(), "the sheet stays white"


def test_a_picture_is_folded_for_a_phone_only_as_far_as_it_stays_readable():
    folded = still(Still(draw_activation(ACTIVATIONS["sigmoid"]), "Two panels."))
    assert folded["narrow"]["width"] < 0.5 * folded["wide"]["width"]
    assert folded["narrow"]["height"] > 1.5 * folded["wide"]["height"], "one below the other"
    in_a_row = still(Still(draw_chain(np.ones(4), np.ones(4), 1.0), "Words that have no room elsewhere."))
    assert in_a_row["narrow"]["width"] == in_a_row["wide"]["width"]


def decoded(webp):
    return np.asarray(Image.open(io.BytesIO(b64decode(webp))).convert("RGBA"), float)


def test_a_walk_goes_through_every_state_and_leaves_the_lab_as_it_was():
    """Also where the lab opens with a value that is not listed."""
    made = LABS["neuron_lab"]()
    made.set(seed=77)
    before, lattice = made.sentence, axes(made)
    said = dict(walk(made, lattice))
    assert len(said) == prod(len(axis.values) for axis in lattice)
    assert made.sentence == before and before in said.values()
    assert [axis.called[-1] for axis in lattice if axis.control == "seed"] == ["77"]
    made.close()


def test_a_lab_that_nobody_has_thought_of_is_refused():
    made = LABS["speedometer_lab"]()
    made.name = "another"
    with pytest.raises(ValueError, match=r"web/states\.py"):
        axes(made)
    made.close()


def test_a_link_to_what_has_no_page_is_left_as_words():
    html = prose("See [the guide](../docs/teaching.md) and [1](01-a-flat-direction.ipynb).", PAGES)
    assert "guide" in html and html.count("<a ") == 1


@pytest.mark.long
def test_all_notebooks_are_pages(tmp_path, browser, capsys):
    """Each opened on three screens; each lab moved through all of its main control, by keys."""
    main(["--to", str(tmp_path)])
    names = [f"{file.stem}.html" for file in files()]
    assert sorted(file.name for file in tmp_path.glob("*.html")) == sorted(
        [*names, "index.html", "letters-and-terms.html"]
    )
    sizes, labs, moving, stand = [(tmp_path / name).stat().st_size for name in names], 0, 0, set()
    with offline_pages(browser) as open_page:
        for name in ["index.html", "letters-and-terms.html", *names]:
            for screen in SCREENS.values():
                tab = open_page(tmp_path / name, screen)
                while (skip := tab.get_by_role("button", name=SKIP)).count():
                    skip.first.click()
                look = tab.evaluate(LOOK)
                where = f"{name} on {screen}: {json.dumps(look)}"
                assert look["sideways"] == 0 and not look["beyond"] and not look["broken"] and not look["unnamed"], (
                    where
                )
                if screen == SCREENS["390 x 844"]:
                    labs, moving = labs + look["labs"], moving + look["moving"]
                    stand |= {lab.get_by_role("heading").text_content().removeprefix("Lab: ")
                              for lab in tab.locator(".lab").all() if not lab.locator("input").count()}  # fmt: skip
                    for each in tab.locator(".lab:has(input)").all():
                        assert_moves(each, where)
                assert tab.errors == [] and tab.asked == [], where
                tab.close()
    with capsys.disabled():
        print(f"\n{len(names)} pages, {labs} labs, {moving} move; largest page {max(sizes) / 1e6:.2f} MB")
    assert max(sizes) < MOST
    assert stand == set(STAND) and moving == labs - len(STAND)
    assert {LABS[name]().name for name in LABS} == {*MOVES, *STAND}


def assert_moves(lab, where):
    """Every place of the main control has a picture of its own kind and a sentence."""
    slider = lab.locator("input[type=range]").first
    slider.press("Home")
    shown = set()
    for _ in range(int(slider.get_attribute("max")) + 1):
        picture = lab.evaluate("lab => lab.querySelector('.over').hidden || lab.querySelector('.over img').src")
        shown.add((str(picture), lab.locator(".words").text_content()))
        slider.press("ArrowRight")
    assert len(shown) > int(slider.get_attribute("max")), where
