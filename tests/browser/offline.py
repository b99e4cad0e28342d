"""A page that is opened from a file, in a browser that has no network."""

from contextlib import contextmanager

from tests.browser.chromium import ARGUMENTS, find_chromium

HERE = ("file:", "data:", "about:")


@contextmanager
def chromium():
    """The system's Chromium, headless."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def offline_pages(browser, **options):
    """A function of a file and a screen: its page. Every request that is not for a file is kept in page.asked, and refused.

    options: of the browser's context. page.errors: what its scripts raise.
    """
    context = browser.new_context(**options)
    asked = []

    def refuse(route):
        asked.append(route.request.url)
        route.abort()

    context.route(lambda url: not url.startswith(HERE), refuse)

    def open_page(file, screen=(1920, 1080)):
        page = context.new_page()
        page.asked, page.errors = asked, []
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.set_viewport_size({"width": screen[0], "height": screen[1]})
        page.goto(file.resolve().as_uri())
        return page

    yield open_page
    context.close()
