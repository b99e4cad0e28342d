"""The fonts that the browser has: chosen by the test, so that those of this computer do not matter."""

from pathlib import Path

import matplotlib
from matplotlib.font_manager import findSystemFonts

# What style sheets ask for. JupyterLab's own list begins with system-ui and ends with sans-serif.
SANS = ("sans-serif", "sans", "system-ui", "ui-sans-serif", "Helvetica", "Helvetica Neue", "Arial", "Segoe UI",
        "Roboto", "Cantarell", "Ubuntu", "Noto Sans", "Verdana")  # fmt: skip
MONO = ("monospace", "ui-monospace", "Menlo", "Consolas", "Courier", "Courier New", "Liberation Mono")
DEJAVU = Path(matplotlib.get_data_path()) / "fonts" / "ttf"  # comes with matplotlib

FAMILIES = {
    "DejaVu Sans": "DejaVuSans.ttf",  # the widest of the usual ones
    "Liberation Sans": "LiberationSans-Regular.ttf",  # as wide as Arial and Helvetica
}


def find_font(family):
    """The file of a family: matplotlib's own, else this computer's; None if it has none."""
    own = DEJAVU / FAMILIES[family]
    if own.exists():
        return own
    return next((Path(path) for path in findSystemFonts() if Path(path).name == FAMILIES[family]), None)


def write_fontconfig(family, folder):
    """Write a fontconfig file by which every sans-serif is `family`; returns its path.

    What the family lacks, and code, is written in DejaVu, so that this is the same everywhere, too.
    """
    folder.mkdir(parents=True, exist_ok=True)
    names = {find_font(family).parent: None, DEJAVU: None}
    rules = [_rule(name, family) for name in SANS if name != family]
    rules += [_rule(name, "DejaVu Sans Mono") for name in MONO]
    file = folder / "fonts.conf"
    file.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>\n'
        + "".join(f"  <dir>{name}</dir>\n" for name in names)
        + f"  <cachedir>{folder / 'cache'}</cachedir>\n"
        + "".join(rules)
        + _LAST.format(family)
        + "</fontconfig>\n",
        encoding="utf-8",
    )
    return file


# Whoever names no family at all, as Chromium does for system-ui, gets this one.
_LAST = '  <match><edit name="family" mode="append_last"><string>{}</string></edit></match>\n'


def _rule(asked, given):
    test = f'<test name="family" qual="first"><string>{asked}</string></test>'
    edit = f'<edit name="family" mode="assign" binding="strong"><string>{given}</string></edit>'
    return f"  <match>{test}{edit}</match>\n"


def platform_fonts(element):
    """The families that the browser really drew a Playwright locator's element with: {family: glyphs}."""
    mark = "data-whose-fonts"
    element.evaluate(f"element => element.setAttribute('{mark}', '')")
    session = element.page.context.new_cdp_session(element.page)
    for domain in ("DOM", "CSS"):
        session.send(f"{domain}.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": f"[{mark}]"})["nodeId"]
    fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    session.detach()
    element.evaluate(f"element => element.removeAttribute('{mark}')")
    return {font["familyName"]: font["glyphCount"] for font in fonts}
