"""What a reader in the last row could not read of a picture."""

import itertools

from matplotlib.colors import to_rgb

from helpers.pictures.kit.legible import contrast, drawn_texts
from helpers.pictures.kit.style import SHARPNESS, styled

STICKS_OUT = 2  # CSS pixels that the box of a word may lie beyond the sheet: letters have a blank rim
TOUCHES = 0.3  # of the height of a line: boxes of two words may share so much and their letters not


def draw(figure):
    """Bring everything on the canvas, what moves, too."""
    with styled():
        figure.canvas.draw()
        for artist in figure.findobj(lambda artist: artist.get_animated()):
            figure.draw_artist(artist)


def smallest_letters(figure):
    """The size of the smallest letters of a drawn figure, as a share of its height."""
    points = min((text.get_fontsize() for text in _worded(figure)), default=float("inf"))
    return points * figure.dpi / 72 / figure.bbox.height


def weakest_contrast(figure):
    """Of its words to white paper; white words stand on something dark."""
    colours = [to_rgb(text.get_color()) for text in _worded(figure)]
    return min((contrast(colour) for colour in colours if colour != to_rgb("white")), default=21.0)


def cut_off(figure):
    """The words that do not lie on the sheet as a whole."""
    with styled():
        boxes = {text.get_text(): text.get_window_extent() for text in drawn_texts(figure)}
    wide, high = figure.bbox.width, figure.bbox.height
    return [
        said
        for said, box in boxes.items()
        if max(-box.x0, -box.y0, box.x1 - wide, box.y1 - high) > STICKS_OUT * SHARPNESS
    ]


def on_top_of_each_other(figure):
    """Pairs of words of which one is written over the other."""
    with styled():
        boxes = [(text, text.get_window_extent()) for text in drawn_texts(figure)]
    found = []
    for (one, a), (other, b) in itertools.combinations(boxes, 2):
        line = min(one.get_fontsize(), other.get_fontsize()) * figure.dpi / 72
        wide, high = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
        if wide > STICKS_OUT * SHARPNESS and high > TOUCHES * line:
            found.append((one.get_text(), other.get_text()))
    return found


def _worded(figure):
    """The texts that are more than a mark."""
    return [text for text in drawn_texts(figure) if any(map(str.isalnum, text.get_text()))]
