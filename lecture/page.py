"""Slides as one page of HTML, which reveal.js turns."""

import re
from html import escape
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from nbconvert.filters import Highlight2HTML, markdown2html

HERE = Path(__file__).parent
ANSWER = re.compile(r"<details><summary>(.*?)</summary>(.*?)</details>", re.S)
LINK = re.compile(r"(?<!!)\[([^\]]*)\]\((?!https?:)[^)]*\)")  # to another file of the course: none stands beside a deck
# What a notebook needs and a slide does not: it is looked at by many, and answered aloud.
NEEDLESS = re.compile(r"<p>A number from .*?</p>")

LINES, COLUMNS = 8, 72  # printed text that has room for larger letters


def page(title, slides):
    """The HTML of a deck that stands in a folder with what `fetched.copy_to` puts there."""
    template = Environment(loader=FileSystemLoader(HERE), autoescape=False).get_template("deck.html.j2")
    style = (HERE / "deck.css").read_text(encoding="utf-8")
    return template.render(title=escape(title), slides=slides, style=style, html=part_as_html, words=words)


def words(markdown):
    """HTML of a piece of prose."""
    return markdown2html(LINK.sub(r"\1", markdown))


def part_as_html(part):
    """HTML of one piece of a slide."""
    later = "fragment" if part.later else ""
    if part.kind == "words":
        return f'<div class="words {later}">{words(part.content)}</div>'
    if part.kind == "code":
        return f'<div class="code {later}">{Highlight2HTML(pygments_lexer="python")(part.content)}</div>'
    if part.kind == "printed":
        lines = part.content.splitlines()
        large = "large" if len(lines) <= LINES and max(map(len, lines)) <= COLUMNS else ""
        return f'<pre class="printed {large} {later}">{escape(part.content)}</pre>'
    if part.kind == "picture":
        return f'<img class="{later}" alt="{escape(part.alt)}" src="data:image/png;base64,{part.content}">'
    question = NEEDLESS.sub("", ANSWER.sub(r'<div class="answer fragment">\2</div>', part.content))
    return f'<div class="question {later}">{question}</div>'
