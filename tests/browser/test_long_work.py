"""Long work in a real JupyterLab: a bar, an estimate and Cancel; nothing jumps; what is done is shown."""

import os
import re

import pytest

from tests.browser.notebook_page import wait_until
from tests.browser.one_lab import OneLab


@pytest.fixture
def one(tabs, address, folder):
    code = "logged(speed_lab(hidden_layers=50))"
    one = OneLab(tabs, address, folder, "long_work", code)
    yield one
    one.close()


def test_a_band_of_a_hundred_deep_networks_can_be_cancelled(one):
    lab = one.lab
    cancel = lab.box.get_by_role("button", name="Cancel")
    lab.type("neurons per layer", "100")
    wait_until(lambda: "100 neurons" in lab.sentence(), "the wider network")
    lab.settled()
    picture = lab.box.locator("img.ug-picture, .ug-picture img").first
    place, before = picture.bounding_box(), lab.sentence()
    assert not cancel.is_visible()
    lab.box.get_by_label("band over seeds").select_option("100 networks")
    wait_until(lambda: re.search(r"about \d+ (s|min) left", lab.box.inner_text()), "an estimate")
    wait_until(lambda: lab.box.get_by_role("progressbar").is_visible() and cancel.is_visible(), "a bar and Cancel")
    assert lab.sentence() == before
    assert picture.bounding_box() == place  # the page has not jumped
    if shot := os.environ.get("UNSTABLE_GRADIENTS_SHOT"):
        lab.box.screenshot(path=shot)
    cancel.click()
    wait_until(lambda: "Cancelled: the band shows" in lab.sentence(), "the networks that are done")
    shown = re.search(r"the band shows (\d+) of 100 networks", lab.sentence())
    assert 0 < int(shown[1]) < 100
    assert not cancel.is_visible()
    if shot:
        lab.box.screenshot(path=shot.replace(".png", "-after.png"))
