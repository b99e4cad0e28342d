"""Every link of the pages that are no notebooks leads somewhere: the README, docs, the folders' own pages."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *sorted((ROOT / "notebooks").glob("*.md")), ROOT / "data" / "README.md"]  # fmt: skip
LINK = re.compile(r"\]\(([^)\s]+)\)")


def anchors(page):
    """What a heading is called in an address: "Lab by lab" is #lab-by-lab."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page):
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        there = page.parent / path if path else page
        assert there.is_file(), link
        if anchor and there.suffix == ".md":
            assert anchor in anchors(there), link


def test_the_readme_leads_to_the_teachers_pages():
    links = LINK.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert {f"docs/{page.name}" for page in (ROOT / "docs").glob("*.*")} <= set(links)
