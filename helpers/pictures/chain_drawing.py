"""The chain with one neuron in each layer, drawn: each factor of the gradient above the place where it arises."""

from matplotlib import rcParams

from .kit.style import ACCENT, BAND, INK, MUTED, in_style, layer_colours, sheet
from .kit.words import number

LOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
NODE_AREA, SMALL = 1500, 900  # points squared


def term_size():
    """The size of the letters, in points: larger on a projector, but no larger than its place."""
    return 11.5 + rcParams["font.size"] / 2


def value_size():
    """The size of the numbers below them."""
    return 7.5 + rcParams["font.size"] / 2


def low(n):
    """A number as an index: 12 becomes ₁₂."""
    return str(n).translate(LOW)


@in_style
def draw_chain(w, slopes, end, nudged=1):
    """A Figure: the neurons in a row, on each arrow its weight, above each neuron its slope.

    w, slopes: the weight that leads into each neuron and sigma'(z) of each, shape (layers,). end: dC/da of the last.
    nudged: the layer whose bias is pushed, from below.
    """
    figure, ax = _paper(len(w), 250, (-0.75, 1.1))
    _neurons(ax, len(w), 0.0)
    _push(ax, nudged)
    for name, value, x, weight in _terms(w, slopes, end):
        if x >= nudged:
            look = {"color": MUTED if weight else INK}
            ax.text(x, 0.86, name, ha="center", va="center", fontsize=term_size(), **look)
            ax.text(x, 0.56, number(value, 2), ha="center", va="center", fontsize=value_size(), **look)
    return figure


@in_style
def draw_common_factors(w, slopes, end, left_over, first=1, second=3):
    """A Figure: the factors of dC/db of two layers, one below the other; what both have is marked.

    w, slopes, end: as for draw_chain. left_over: the quotient of the two. first, second: their layers.
    """
    figure, ax = _paper(len(w), 330, (-2.2, 0.75))
    _neurons(ax, len(w), 0.35)
    terms = _terms(w, slopes, end)
    left, right = second - 0.3, len(w) + 1.42
    ax.fill_between([left, right], -1.72, -0.18, color=BAND, linewidth=0, zorder=0)
    ax.text(
        (left + right) / 2,
        -1.97,
        "the same in both: cancels",
        ha="center",
        va="center",
        fontsize=value_size(),
        color=INK,
    )
    for layer, y in ((first, -0.55), (second, -1.3)):
        ax.text(0.35, y, f"∂C/∂b{low(layer)} =", ha="right", va="center", fontsize=term_size(), color=INK)
        for name, value, x, _ in terms:
            if x >= layer:
                alone = x < second - 0.25
                look = {"ha": "center", "va": "center", "color": ACCENT if alone else INK}
                ax.text(x, y + 0.1, name, fontsize=term_size(), fontweight="bold" if alone else "normal", **look)
                ax.text(x, y - 0.18, number(value, 2), fontsize=value_size(), **look)
    said = f"what is left: {number(left_over, 2)}"
    middle = (first + second - 0.5) / 2
    ax.text(middle, -1.97, said, ha="center", va="center", fontsize=value_size(), color=ACCENT, fontweight="bold")
    return figure


def _paper(layers, height, ylim):
    figure = sheet(height=height)
    ax = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    ax.set(xlim=(-0.75, layers + 1.5), ylim=ylim)
    ax.axis("off")
    return figure, ax


def _neurons(ax, layers, y):
    """The input, the neurons from dark (first) to light (last), the cost, and the arrows between them."""
    for x in range(layers + 1):
        look = {"arrowstyle": "-|>", "color": MUTED, "linewidth": 2, "shrinkA": 21, "shrinkB": 21, "mutation_scale": 18}
        ax.annotate("", (x + 1, y), (x, y), arrowprops=look, zorder=1)
    places = range(1, layers + 1)
    ax.scatter(places, [y] * layers, s=NODE_AREA, c=layer_colours(layers), edgecolors=INK, zorder=3)
    ax.scatter([0, layers + 1], [y, y], s=SMALL, c="white", edgecolors="white", zorder=3)
    for x in places:
        dark = x <= layers / 2 + 0.5
        ax.text(
            x, y, f"a{low(x)}", ha="center", va="center", fontsize=term_size(), color="white" if dark else INK, zorder=4
        )
    for x, name in ((0, "a₀"), (layers + 1, "C")):
        ax.text(x, y, name, ha="center", va="center", fontsize=term_size() + 2, color=INK, zorder=4)


def _push(ax, layer):
    look = {"arrowstyle": "-|>", "color": ACCENT, "linewidth": 3, "shrinkA": 2, "shrinkB": 23, "mutation_scale": 22}
    ax.annotate("", (layer, 0), (layer, -0.62), arrowprops=look, zorder=2)
    ax.text(
        layer + 0.1,
        -0.55,
        f"Δb{low(layer)}",
        ha="left",
        va="center",
        fontsize=term_size(),
        color=ACCENT,
        fontweight="bold",
    )


def _terms(w, slopes, end):
    """(name, value, place, whether it is a weight) of every factor, from left to right."""
    terms = []
    for l, (weight, slope) in enumerate(zip(w, slopes, strict=True), 1):
        terms += [(f"w{low(l)}", weight, l - 0.5, True), (f"σ′(z{low(l)})", slope, float(l), False)]
    return [*terms[1:], (f"∂C/∂a{low(len(w))}", end, len(w) + 1.0, False)]
