"""For how little room a picture can be folded: nothing is cut, no word comes to lie on another, and axes stay wide."""

from itertools import combinations

from matplotlib.text import Text

from helpers.pictures.kit.style import CSS_DPI

# CSS pixels, the best first. A page on a phone has the first of them; where a picture needs more, it is shown smaller.
ROOMS = (356, 400, 440, 480, 510)
KEPT = 0.45  # of their width, or of the room if that is less: so wide must axes stay
SHEET = "the edge of the sheet"


def touching_words(draw):
    """Pairs of words that are drawn on each other, or (words, SHEET): a set. draw: draws all of a figure anew."""
    drawn, original = [], Text.draw

    def draw_and_note(text, *args, **kwargs):
        drawn.append(text)
        return original(text, *args, **kwargs)

    Text.draw = draw_and_note
    try:
        draw()
    finally:
        Text.draw = original
    drawn = [text for text in dict.fromkeys(drawn) if text.get_visible() and text.get_text().strip()]
    boxes = [(text.get_text(), text.get_window_extent()) for text in drawn]
    beyond = {(text.get_text(), SHEET) for text in drawn if not _inside(text.get_window_extent(), text.figure.bbox)}
    return beyond | {(one, other) for (one, a), (other, b) in combinations(boxes, 2) if a.overlaps(b)}


def _inside(words, sheet):
    return (
        words.x0 >= sheet.x0 - 1 and words.x1 <= sheet.x1 + 1 and words.y0 >= sheet.y0 - 1 and words.y1 <= sheet.y1 + 1
    )


def first_good(figure, fold, pictures, draw):
    """The pictures for the first room that is enough; None where none is.

    fold: folds for a room. pictures: returns them, or None where one of them is cut. draw: draws all of the figure anew.
    """
    before, widths, sharp = touching_words(draw), _widths(figure), figure.dpi / CSS_DPI
    for room in ROOMS:
        fold(room)
        least = [KEPT * min(width, room * sharp) for width in widths]
        if any(width < needed for width, needed in zip(_widths(figure), least, strict=True)):
            continue
        if touching_words(draw) <= before and (found := pictures()) is not None:
            return found
    return None


def _widths(figure):
    return [axes.get_window_extent().width for axes in figure.axes]
