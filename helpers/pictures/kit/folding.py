"""A picture for a narrow page: its parts below each other, each as large as it was, so that no letter gets smaller.

The figure is drawn as always. Only axes that are too wide even alone are made narrower; then the pixels are cut where
nothing is drawn, and the pieces are put below each other.
"""

from itertools import pairwise

import numpy as np

from .style import CSS_DPI

WHITE = 255
MOST = 0.25  # the share of its width that axes give up before what stands to the right of them is put below instead
GAP = 6  # CSS pixels around a key that is put below
OVERHANG = (
    18  # CSS pixels more between axes and their key, for the half of a last name that stands out, such as "output"
)
HALVES = 0.6  # where between two parts they are cut: numbers on an axis grow to the left, names of lines to the right


class Folding:
    """A figure made for a room of so many CSS pixels. draw: returns its pixels, shape (height, width, 4).

    `fold(pixels)` puts the pieces below each other; `unfold(x, y)` says where in the figure a point of the folded picture
    lies. `pieces`: left, top, right and bottom of each, in pixels of the figure.
    A figure whose attribute `squeezes` is true is not cut: all its axes are made narrower.
    """

    def __init__(self, figure, room, draw):
        self._figure, self._draw = figure, draw
        self._sharp = figure.dpi / CSS_DPI
        self._room, self._wide = self._sharp * room, figure.bbox.width
        self._places = [(axes, axes.get_position(original=True).frozen()) for axes in figure.axes]
        self._beside = [(axes, artist, artist.get_position()[0]) for axes in figure.axes for artist in _beside(axes)]
        self._lines = [(axes, line, line.get_xdata()) for axes in figure.axes for line in _lines_beside(axes)]
        self._key, self._pads, self._hidden = None, [], []
        if getattr(figure, "squeezes", False):
            self._squeeze()
        else:
            self._cut(draw())
            self._thin_ticks()
        self._align()

    # Making

    def _squeeze(self):
        share = self._room / self._wide
        for axes, place in self._places:
            axes.set_position([share * place.x0, place.y0, share * place.width, place.height])
        high = self._draw().shape[0]
        self.pieces = [(0, 0, round(self._room), high)]

    def _cut(self, pixels):
        high = pixels.shape[0]
        columns = _groups(self._figure.axes, "x")
        rows = _groups(self._figure.axes, "y") if len(columns) == 1 else []
        self.pieces = []
        if len(rows) > 1 and any(len(_groups(row, "x")) > 1 for row in rows):
            ends = [0, *self._between(pixels, rows, "y"), high]
            for row, (top, bottom) in zip(rows, pairwise(ends), strict=True):
                self._cut_row(pixels, _groups(row, "x"), top, bottom)
        else:
            self._cut_row(pixels, columns, 0, high)

    def _cut_row(self, pixels, columns, top, bottom):
        """Cut between these columns of axes, where that is needed."""
        ends = [0, *self._between(pixels[top:bottom], columns, "x"), pixels.shape[1]]
        spans = []  # columns that have room beside each other stay so
        for column, (left, right) in zip(columns, pairwise(ends), strict=True):
            if spans and right - spans[-1][1] <= self._room:
                spans[-1] = ([*spans[-1][0], *column], spans[-1][1], right)
            else:
                spans.append((column, left, right))
        for column, left, right in spans:
            self._fit(column, left, top, right, bottom)

    def _fit(self, column, left, top, right, bottom):
        """One piece of the picture, or two where its key has no room."""
        too_wide = right - left - self._room
        edge = max(_box(axes)[1] for axes in column)
        wide = edge - min(_box(axes)[0] for axes in column)
        if too_wide > MOST * wide and (start := self._key_start(column, edge)):
            more = OVERHANG * self._sharp
            too_wide = max(start + more - left - self._room, 0)
            self._narrow(column, too_wide, more)
            start = round(start + more - too_wide)
            self.pieces.append((left, top, start, bottom))
            self._cut_key(start, top, right, bottom)
            return
        if too_wide > 0:
            self._narrow(column, too_wide)
            right = round(right - too_wide)
        self.pieces.append((left, top, right, bottom))

    def _key_start(self, column, edge):
        """Where what stands beside these axes begins, in pixels; None where nothing does."""
        starts = [edge + (x - 1) * axes.bbox.width for axes, _, x in self._beside if axes in column]
        starts += [edge + (min(x) - 1) * axes.bbox.width for axes, _, x in self._lines if axes in column]
        starts += [text.get_window_extent().x0 for text in self._figure.texts if text.get_window_extent().x0 > edge]
        return min(starts) - GAP * self._sharp / 2 if starts else None

    def _cut_key(self, left, top, right, bottom):
        inked = _ink(self._draw()[top:bottom, left:right])
        across, down = np.flatnonzero(inked.any(0)), np.flatnonzero(inked.any(1))
        if not len(across):
            return
        gap = round(GAP * self._sharp)
        left, right = max(left, left + across[0] - gap), min(right, left + across[0] - gap + int(self._room))
        self._key = len(self.pieces)
        self.pieces.append((left, max(top + down[0] - gap, top), right, min(top + down[-1] + gap, bottom)))

    def _narrow(self, column, pixels, more=0):
        """Make these axes narrower by so many pixels; what stands beside them keeps its distance, and gets some more."""
        left = min(_box(axes)[0] for axes in column)
        wide = max(_box(axes)[1] for axes in column) - left
        share = (wide - pixels) / wide
        for axes in column:
            place, start = axes.get_position(original=True), left / self._wide
            axes.set_position([start + share * (place.x0 - start), place.y0, share * place.width, place.height])
        for axes, artist, x in self._beside:
            if axes in column:
                artist.set_x(1 + (x - 1) / share + more / axes.bbox.width)
        for axes, line, x in self._lines:
            if axes in column:
                line.set_xdata([1 + (each - 1) / share + more / axes.bbox.width for each in x])

    def _thin_ticks(self):
        """Of two names on an axis that would touch, the first is left out."""
        self._draw()
        for axes, place in self._places:
            if axes.get_position(original=True).width < place.width:
                labels = [label for label in axes.get_xticklabels() if label.get_text()]
                for label, after in pairwise(labels):
                    if label.get_window_extent().x1 + GAP / 2 * self._sharp > after.get_window_extent().x0:
                        label.set_visible(False)
                        self._hidden.append(label)

    def _align(self):
        """Room at the left, so that axes stand exactly below each other."""
        lefts = [_box(axes)[0] for axes, _ in self._places]
        inside = [
            min([at - left for at in lefts if left <= at < right], default=0) for left, _, right, _ in self.pieces
        ]
        for (left, _, right, _), room in zip(self.pieces, inside, strict=True):
            self._pads.append(round(max(min(max(inside) - room, self._room - (right - left)), 0)))

    def _between(self, pixels, groups, way):
        """Where to cut between neighbours: in the widest stretch without ink from one to the next, in pixels."""
        blank = ~_ink(pixels).any(0 if way == "x" else 1)
        return [_cut_place(blank, *ends) for ends in self._gaps(groups, way)]

    def _gaps(self, groups, way):
        high = self._figure.bbox.height
        for before, after in pairwise(groups):
            if way == "x":
                yield max(_box(axes)[1] for axes in before), min(_box(axes)[0] for axes in after)
            else:
                yield high - min(_box(axes)[2] for axes in before), high - max(_box(axes)[3] for axes in after)

    # Using

    def fold(self, pixels):
        """The pieces of the figure below each other, shape (height, width, 4)."""
        if self._key is not None:
            self._grow_key(pixels)
        parts = [pixels[top:bottom, left:right] for left, top, right, bottom in self.pieces]
        folded = np.full((sum(map(len, parts)), round(self._sharp * self.width), 4), WHITE, np.uint8)
        at = 0
        for part, pad in zip(parts, self._pads, strict=True):
            folded[at : at + len(part), pad : pad + part.shape[1]] = part
            at += len(part)
        return folded

    def _grow_key(self, pixels):
        """Room for what was not written when the picture was cut; it is kept, so that nothing jumps twice."""
        left, top, right, bottom = self.pieces[self._key]
        down = np.flatnonzero(_ink(pixels[:, left:right]).any(1))
        if len(down):
            gap = round(GAP * self._sharp)
            top, bottom = min(top, max(down[0] - gap, 0)), max(bottom, min(down[-1] + gap, len(pixels)))
        self.pieces[self._key] = left, top, right, bottom

    def unfold(self, x, y):
        """The point (x, y) of the folded picture as a point of the figure, both in pixels from the upper left corner."""
        piece = 0
        while y >= self._high(piece) and piece < len(self.pieces) - 1:
            y -= self._high(piece)
            piece += 1
        left, top, _, _ = self.pieces[piece]
        return x - self._pads[piece] + left, y + top

    def _high(self, piece):
        return self.pieces[piece][3] - self.pieces[piece][1]

    @property
    def width(self):
        """Of the folded picture, in CSS pixels."""
        wide = (pad + right - left for (left, _, right, _), pad in zip(self.pieces, self._pads, strict=True))
        return max(wide) / self._sharp

    def cuts(self, pixels):
        """Whether something of the figure is lost: there is ink outside of the pieces, or through the edge of one."""
        ink, outside = _ink(pixels), np.ones(pixels.shape[:2], bool)
        for left, top, right, bottom in self.pieces:
            outside[top:bottom, left:right] = False
            if right < ink.shape[1] and (ink[top:bottom, right - 1] & ink[top:bottom, right]).any():
                return True
        return bool((ink & outside).any())

    def undo(self):
        """The figure as it was."""
        for axes, place in self._places:
            axes.set_position(place)
        for _, artist, x in self._beside:
            artist.set_x(x)
        for _, line, x in self._lines:
            line.set_xdata(x)
        for label in self._hidden:
            label.set_visible(True)


def _ink(pixels):
    """Which pixels are not white, shape (height, width)."""
    return (pixels[..., :3] != WHITE).any(2)


def _box(axes):
    """left, right, bottom, top of the axes, in pixels."""
    box = axes.get_window_extent()
    return box.x0, box.x1, box.y0, box.y1


def _beside(axes):
    """The texts that stand to the right of the axes, at places in shares of them."""
    return [text for text in axes.texts if text.get_transform() == axes.transAxes and text.get_position()[0] >= 1]


def _lines_beside(axes):
    lines = [line for line in axes.lines if line.get_transform() == axes.transAxes]
    return [line for line in lines if len(line.get_xdata()) and min(line.get_xdata()) >= 1]


def _groups(all_axes, way):
    """Axes that overlap in x (from left to right) or in y (from top to bottom), as lists of them."""
    ends = (lambda axes: _box(axes)[:2]) if way == "x" else (lambda axes: tuple(-end for end in _box(axes)[:1:-1]))
    groups, reached = [], -np.inf
    for axes in sorted(all_axes, key=lambda axes: ends(axes)[0]):
        if ends(axes)[0] < reached:
            groups[-1].append(axes)
        else:
            groups.append([axes])
        reached = max(reached, ends(axes)[1])
    return groups


def _cut_place(blank, start, end):
    """A place in the widest blank stretch between start and end."""
    start, end = round(start), max(round(end), round(start) + 1)
    best, run = (0, (start + end) // 2), 0
    for i in range(start, end + 1):
        run = run + 1 if i < end and blank[i] else 0
        if run > best[0]:
            best = run, i - run + 1
    return best[1] + round(HALVES * best[0])
