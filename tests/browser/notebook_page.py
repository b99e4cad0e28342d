"""A notebook in a tab of the browser, and one lab in it, as a user sees and handles them."""

import re
import time
import uuid
from pathlib import Path

import nbformat

UNANSWERED = Path(__file__).with_name("unanswered.js")
PATIENCE = 40  # seconds; a kernel's start on a busy machine takes some of them


def write_notebook(path, cells):
    """Write a notebook of these code cells."""
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    code = [nbformat.v4.new_code_cell(cell) for cell in cells]
    nbformat.write(nbformat.v4.new_notebook(cells=code, metadata={"kernelspec": kernel}), path)


def open_notebook(context, address, name):
    """Open a notebook in a new tab with a layout of its own, and wait until its kernel is there."""
    page = context.new_page()
    page.set_default_timeout(1000 * PATIENCE)
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.add_init_script(path=UNANSWERED)
    # Without a workspace of its own, the tab would bring back the layout of the one before.
    page.goto(f"{address}/lab/workspaces/{uuid.uuid4().hex}/tree/{name}")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    page.locator("#jp-main-statusbar").get_by_text("| Idle").wait_for()  # who runs a cell sooner is asked for a kernel
    return page


def run_all(page):
    """Run > Run All Cells, by the menu, as a user does."""
    page.locator(".lm-MenuBar-itemLabel", has_text="Run").click()
    page.locator(".lm-Menu-itemLabel", has_text="Run All Cells").first.click()


def wait_for_all_cells(page):
    """Wait until no cell runs or waits: before that, the kernel has no ear for a slider."""
    running = page.locator(".jp-InputPrompt", has_text="[*]")
    page.locator(".jp-InputPrompt", has_text=re.compile(r"\[\d+\]")).first.wait_for()  # [1] may be collapsed
    wait_until(lambda: running.count() == 0, "the end of the last cell", patience=4 * PATIENCE)


def wait_until(condition, what, patience=PATIENCE):
    """Wait until condition() is true; AssertionError with `what` when it does not become true."""
    end = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < end, f"in {patience} s not seen: {what}"
        time.sleep(0.02)


def shut_down_kernel(page, notebook):
    """End the kernel of a notebook, as JupyterLab's own list of kernels does."""
    page.evaluate(
        """async notebook => {
            const headers = {"X-XSRFToken": (document.cookie.match(/_xsrf=([^;]*)/) || [])[1] || ""};
            for (const session of await (await fetch("/api/sessions")).json()) {
                if (session.path === notebook) await fetch(`/api/sessions/${session.id}`, {method: "DELETE", headers});
            }
        }""",
        notebook,
    )


# All that a reader sees of a lab, at one moment: numbers and choices, words, and the picture as a digest of its bytes.
# The address of a picture is given back as soon as another one comes: then the look is repeated.
LOOK = """async box => {
    const img = box.querySelector(".ug-picture");
    for (;;) {
        const settings = [...box.querySelectorAll("input[type=number], select")].map(e => e.value).join(" | ");
        const [sentence, shown] = [box.querySelector("[role=status]").innerText, img.src];
        const bytes = await fetch(shown).then(answer => answer.arrayBuffer()).catch(() => null);
        if (bytes === null || img.src !== shown) continue;
        const digest = new Uint8Array(await crypto.subtle.digest("SHA-1", bytes));
        const picture = Array.from(digest, b => b.toString(16).padStart(2, "0")).join("");
        return {settings, sentence, picture};
    }
}"""

# Note when Reset is pressed next, in milliseconds since 1970.
NOTE_RESET = """box => {
    const reset = [...box.querySelectorAll("button")].find(button => button.textContent.trim() === "Reset");
    reset.addEventListener("click", () => { box.ugReset = Date.now(); }, {capture: true, once: true});
}"""


class LabOnPage:
    """A lab, found in a part of the page (a cell, or the whole page) by its picture."""

    def __init__(self, page, within=None):
        self.page = page
        self.box = (within or page).locator(".ug-lab").first
        self.picture = self.box.locator(".ug-picture")
        self.picture.wait_for()
        self.box.scroll_into_view_if_needed()
        wait_until(lambda: self.picture.evaluate("img => img.naturalWidth") > 0, "a picture")

    def sentence(self):
        """The words below the picture."""
        return self.box.locator("[role=status]").inner_text()

    def picture_bytes(self):
        """The PNG that the browser shows, as base64 text."""
        return self.picture.evaluate(
            """async img => {
                const bytes = new Uint8Array(await (await fetch(img.src)).arrayBuffer());
                return btoa(Array.from(bytes, b => String.fromCharCode(b)).join(''));
            }"""
        )

    def look(self):
        """All that a reader sees at this moment: {"settings": …, "sentence": …, "picture": its SHA-1}."""
        return self.box.evaluate(LOOK)

    def settled(self, quiet=0.3):
        """Wait until the kernel has answered all, computes nothing, and nothing has changed for `quiet` seconds; the look."""
        seen, since = None, time.monotonic()

        def is_settled():
            nonlocal seen, since
            now = self.look()
            if now != seen or self.computes() or self.is_unanswered():
                seen, since = now, time.monotonic()
            return time.monotonic() - since >= quiet

        wait_until(is_settled, "a lab that has come to rest", patience=2 * PATIENCE)
        return seen

    def computes(self):
        """Whether the lab says that it is computing."""
        return self.box.get_by_text("computing…").count() > 0

    def is_unanswered(self):
        """Whether the page has asked the kernel something that the kernel has not finished with."""
        return self.page.evaluate("unanswered.size > 0")

    def time_of_reset(self):
        """A function that tells when Reset was pressed after this, in seconds since 1970: the kernel's clock, too."""
        self.box.evaluate(NOTE_RESET)
        return lambda: self.box.evaluate("box => box.ugReset") / 1000

    @property
    def play(self):
        """The button that plays and pauses."""
        return self.box.locator("button:has(.fa-play), button:has(.fa-pause)").first

    @property
    def reset(self):
        """The Reset button."""
        return self.box.get_by_role("button", name="Reset")

    def type(self, name, value):
        """Type a number into a field, and Enter."""
        self.field(name).fill(str(value))
        self.page.keyboard.press("Enter")

    def field(self, name):
        """The number field of that name, unfolded if need be."""
        field = self.box.locator("input").and_(self.page.get_by_label(name, exact=True))
        if not field.is_visible():
            self.more.click()
            field.wait_for()
        return field

    @property
    def more(self):
        """The button that shows the folded controls."""
        return self.box.get_by_role("button", name="More")

    def fold(self):
        """Hide what More has shown, as the lab begins."""
        if self.more.count() and self.folded.is_visible():
            self.more.click()
            self.folded.wait_for(state="hidden")

    @property
    def folded(self):
        """The controls that More shows."""
        return self.box.locator(".widget-gridbox").last

    def handle(self, name):
        """The handle of the slider beside it."""
        self.field(name)
        named = self.page.locator("input").and_(self.page.get_by_label(name, exact=True))
        return self.box.locator(".ug-control").filter(has=named).locator(".noUi-handle")

    def watch(self):
        """A function that waits until another picture is shown, and one that waits for another sentence."""
        picture, sentence = self.picture_bytes(), self.sentence()
        return (
            lambda: wait_until(lambda: self.picture_bytes() != picture, "another picture"),
            lambda: wait_until(lambda: self.sentence() != sentence, "another sentence"),
        )

    def drag(self, handle, right):
        """Press the mouse on a slider's handle, move it to the right by so many pixels, and let go."""
        place = handle.bounding_box()
        x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
        self.drag_between((x, y), (x + right, y))

    def drag_between(self, start, end):
        """Press the mouse at a point of the page, move it to another, and let go."""
        self.page.mouse.move(*start)
        self.page.mouse.down()
        self.page.mouse.move(*end, steps=8)
        self.page.mouse.up()
