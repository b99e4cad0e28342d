"""Prose as HTML whose formulas every browser draws by itself, without a script and without a network: MathML."""

from urllib.parse import urlsplit

from latex2mathml.converter import convert
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

NOTEBOOK, PAGE = ".ipynb", ".html"


class Renderer(IPythonRenderer):
    """Formulas in MathML; links from page to page. pages: the names of the pages that there are."""

    def __init__(self, pages):
        super().__init__(escape=False, exclude_anchor_links=True)
        self.pages = pages

    def inline_math(self, body):
        return convert(body)

    def block_math(self, body):
        return f'<span class="wide">{convert(body.strip(), display="block")}</span>'

    def link(self, text, url, title=None):
        parts = urlsplit(url)
        if parts.scheme:
            return super().link(text, url, title)
        page = parts.path.removesuffix(NOTEBOOK).removesuffix(".md") + PAGE
        return f'<a href="{page}">{text}</a>' if page in self.pages else text

    def table(self, text):
        return f'<div class="wide"><table>{text}</table></div>'


def prose(markdown, pages):
    """HTML of some Markdown of the course."""
    return MarkdownWithMath(renderer=Renderer(pages)).render(markdown)
