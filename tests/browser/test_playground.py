"""A situation travels from one playground to another through the page, as a text that is pasted."""

import pytest

from tests.browser.notebook_page import wait_until
from tests.browser.one_lab import OneLab


@pytest.fixture(scope="module")
def one(tabs, address, folder):
    one = OneLab(tabs, address, folder, "playground", "logged(playground_lab())")
    yield one
    one.close()


def line(lab):
    return lab.page.get_by_label("settings as text", exact=True)


def paste(lab, text):
    """What a hand does: all of the line is replaced, then Enter."""
    line(lab).fill(text)
    lab.page.keyboard.press("Enter")


def test_a_text_that_is_pasted_brings_its_situation_and_a_damaged_one_nothing(one):
    lab = one.lab
    first = lab.settled()
    beginning = line(lab).input_value()
    lab.play.click()
    wait_until(lambda: line(lab).input_value() != beginning, "a tick of Play")
    lab.play.click()
    lab.type("hidden layers", 2)
    lab.type("seed", 7)
    there, text = lab.settled(), line(lab).input_value()
    assert "784-2×30-10" in text and "seed=7" in text and there != first
    lab.reset.click()
    wait_until(lambda: lab.look() == first, "the first look again")
    paste(lab, text)
    wait_until(lambda: lab.look() == there, "the situation that was sent")
    paste(lab, text[:-1])
    refused = lab.box.get_by_text("Refused, nothing has changed")
    refused.wait_for()
    assert lab.look() == there
    lab.box.get_by_role("button", name="Use this text").click()
    refused.wait_for()
    lab.reset.click()
    wait_until(lambda: lab.look() == first and line(lab).input_value() == beginning, "the first look again")
    refused.wait_for(state="detached")
    assert one.page.errors == [] and one.lives()
