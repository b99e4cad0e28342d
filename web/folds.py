"""For how little room a picture can be folded: nothing of it is cut, and no word comes to lie on another."""

from itertools import combinations

from matplotlib.text import Text

# CSS pixels, the best first. A page on a phone has the first of them; where a picture needs more, it is shown smaller.
ROOMS = (356, 400, 440, 480, 510)


def touching_words(draw):
    """Pairs of words that are drawn on each other: a set of pairs of texts. draw: draws all of a figure anew."""
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
    return {(one, other) for (one, a), (other, b) in combinations(boxes, 2) if a.overlaps(b)}


def first_good(fold, pictures, draw):
    """The pictures for the first room that is enough; None where none is.

    fold: folds for a room. pictures: returns them, or None where one of them is cut. draw: draws all of the figure anew.
    """
    before = touching_words(draw)
    for room in ROOMS:
        fold(room)
        if touching_words(draw) <= before and (found := pictures()) is not None:
            return found
    return None
