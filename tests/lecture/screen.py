"""A deck in a browser that has no network."""

from contextlib import contextmanager

from tests.browser.offline import offline_pages

SCREENS = {"1920 x 1080": (1920, 1080), "1366 x 768": (1366, 768)}

# Of the slide that is shown, with all that comes later on it: what sticks out of the slide, and the smallest letters.
LOOK = """() => {
    const slide = Reveal.getCurrentSlide(), page = slide.getBoundingClientRect(), scale = Reveal.getScale();
    const shown = element => element.getClientRects().length && !element.closest("aside");
    const all = [...slide.querySelectorAll("*")].filter(shown);
    const beyond = all.filter(element => {
        const box = element.getBoundingClientRect();
        return box.bottom > Math.min(page.bottom, innerHeight) + 1 || box.right > Math.min(page.right, innerWidth) + 1
            || element.scrollWidth > element.clientWidth + 1 && element.matches("pre, div, ul, ol, table, p, h2");
    });
    const written = all.filter(e => [...e.childNodes].some(n => n.nodeType === Node.TEXT_NODE && n.data.trim()));
    const letters = written.map(element => parseFloat(getComputedStyle(element).fontSize) * scale);
    const pictures = [...slide.querySelectorAll("img")];
    const drawn = img => { // a picture is as large as its box allows
        const box = img.getBoundingClientRect();
        return Math.min(box.width, box.height * img.naturalWidth / img.naturalHeight);
    };
    return {
        beyond: beyond.map(element => `${element.tagName} ${element.textContent.slice(0, 60)}`),
        bottom: Math.max(...all.map(element => (element.getBoundingClientRect().bottom - page.top) / scale)),
        letters: Math.min(...letters) / innerHeight,
        pictures: pictures.map(img => img.naturalWidth && drawn(img) / innerWidth),
        broken: pictures.filter(img => !img.naturalWidth).length + slide.querySelectorAll("mjx-merror, [data-mjx-error]").length,
        title: slide.querySelector("h2")?.textContent ?? "",
    };
}"""


@contextmanager
def deck_pages(browser):
    """A function of a deck's file: its page, of which every request that is not for a file is counted and refused."""
    with offline_pages(browser) as open_page:

        def open_deck(file, screen=(1920, 1080)):
            page = open_page(file, screen)
            page.wait_for_function("() => window.Reveal?.isReady() && window.MathJax?.startup")
            page.evaluate("() => MathJax.startup.promise.then(() => {})")
            return page

        yield open_deck


def looks(page, shot=None):
    """Look at every slide of a deck with all its parts; yields (its number, what there is to say). shot: writes a picture."""
    for number in range(page.evaluate("() => Reveal.getTotalSlides()")):
        page.evaluate(
            """number => {
                Reveal.slide(number, 0, 99);
                document.querySelectorAll(".present .fragment").forEach(part => part.classList.add("visible"));
            }""",
            number,
        )
        if shot:
            shot(page, number + 1)
        yield number + 1, page.evaluate(LOOK)
