"""A notebook in a tab of the browser, and one lab in it, as a user sees and handles them."""

import uuid

PATIENCE = 60_000  # milliseconds; a kernel's start on a busy machine takes some seconds


def open_notebook(context, address, name):
    """Open a notebook in a new tab with a layout of its own, and wait until its kernel is there."""
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    # Without a workspace of its own, the tab would bring back the layout of the one before.
    page.goto(f"{address}/lab/workspaces/{uuid.uuid4().hex}/tree/{name}")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    page.locator("#jp-main-statusbar").get_by_text("| Idle").wait_for()  # whoever runs a cell sooner is asked for a kernel
    return page


def run_all(page):
    """Run > Run All Cells, by the menu, as a user does."""
    page.locator(".lm-MenuBar-itemLabel", has_text="Run").click()
    page.locator(".lm-Menu-itemLabel", has_text="Run All Cells").first.click()


class LabOnPage:
    """The first lab on the page."""

    def __init__(self, page):
        self.page = page
        self.box = page.locator(".widget-vbox:has(> .ug-picture)").first
        self.picture = self.box.locator("> .ug-picture")
        self.picture.wait_for()
        page.wait_for_function("() => document.querySelector('.ug-picture').naturalWidth > 0")

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

    def handle(self, name):
        """The slider handle beside the number field of that name."""
        return self.box.locator(".widget-hbox", has=self.page.get_by_text(name, exact=True)).locator(".noUi-handle")

    def field(self, name):
        """The number field of that name."""
        return self.box.get_by_label(name, exact=True)
