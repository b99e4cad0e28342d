"""The page of letters and terms: what it points at is there."""

import re

import pytest

from tests.notebooks.reading import NOTEBOOKS, main_text, read

PAGE = (NOTEBOOKS / "letters-and-terms.md").read_text(encoding="utf-8")
TERMS = [line.strip("| ").split(" | ") for line in PAGE.partition("## Terms")[2].splitlines() if "](" in line]


@pytest.mark.parametrize(("term", "meaning", "links"), TERMS, ids=[term for term, *_ in TERMS])
def test_a_term_is_met_in_the_notebook_that_is_named(term, meaning, links):
    told = "\n".join(main_text(read(NOTEBOOKS / name)) for name in re.findall(r"\((.+?)\)", links)).lower()
    for word in re.split(r", | \(", term.lower()):
        assert stem(word) in told


def stem(term):
    """A term as it begins, without what its last word ends in: "singular value" is met as "singular values"."""
    return term[:-3] if len(term) > 8 else term


def test_terms_stand_in_the_order_of_the_alphabet():
    terms = [term.lower() for term, *_ in TERMS]
    assert terms == sorted(terms)
