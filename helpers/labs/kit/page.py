"""What a lab tells the page that it stands in: style sheets, and the few lines of JavaScript that Python cannot replace.

An Output widget is how ipywidgets hands JavaScript to the page. Where nobody runs it (Colab, VS Code), a lab
works without its comforts.
"""

from functools import cache
from pathlib import Path

import ipywidgets as widgets


def page_part():
    """An invisible widget that brings the style and the script to the page.

    Widgets of the classes "ug-lab" and "ug-question" use them.
    """
    script = {"output_type": "display_data", "data": {"application/javascript": _text("page.js")}, "metadata": {}}
    style = widgets.HTML(f"<style>{_text('page.css')}</style>")
    return widgets.Box([style, widgets.Output(outputs=(script,))], layout={"display": "none"})


@cache
def _text(file):
    return Path(__file__).with_name(file).read_text(encoding="utf-8")
