"""The system's Chromium (or Chrome), driven by Playwright, with the fonts that a test chooses."""

import os
import shutil
from contextlib import ExitStack, contextmanager

from tests.browser.fonts import write_fontconfig

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
SCREEN = {"width": 1366, "height": 768}  # a small laptop
# A container's small /dev/shm and missing user namespaces must not stop the browser.
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage"]


def find_chromium():
    """The path of the system's Chromium, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def tabs_by_font(folder):
    """A function of a font's family: where tabs are opened, on a small laptop's screen, in a headless browser.

    A browser is started for the first tab that wants its font. `folder` is an empty one, for the settings of fonts.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, ExitStack() as browsers:
        contexts = {}

        def tabs(family):
            if family not in contexts:
                fonts = write_fontconfig(family, folder / family.replace(" ", "-"))
                browser = playwright.chromium.launch(
                    executable_path=find_chromium(), args=ARGUMENTS, env=os.environ | {"FONTCONFIG_FILE": str(fonts)}
                )
                browsers.callback(browser.close)
                contexts[family] = browser.new_context(viewport=SCREEN)
            return contexts[family]

        yield tabs
