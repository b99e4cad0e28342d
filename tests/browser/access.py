"""What axe-core, the usual checker of accessibility, finds in what the course itself shows on a page."""

from axe_playwright_python.sync_playwright import Axe

OURS = ".ug-lab, .ug-question, .jp-OutputArea-output"
GRAVE = ("serious", "critical")


def grave_findings(page):
    """[(rule, HTML of what breaks it)] of all labs, questions and outputs, each scrolled to where it is seen."""
    axe, found, looked_at = Axe(), [], 0
    for part in page.locator(OURS).all():
        if not part.is_visible():
            continue
        part.scroll_into_view_if_needed()
        part.evaluate("part => part.setAttribute('data-looked-at', '')")
        answer = axe.run(page, context="[data-looked-at]").response
        part.evaluate("part => part.removeAttribute('data-looked-at')")
        looked_at += len(answer["passes"])
        found += [(rule["id"], node["html"]) for rule in answer["violations"] for node in rule["nodes"]
                  if rule["impact"] in GRAVE]  # fmt: skip
    assert looked_at, "axe has not looked at anything"
    return found
