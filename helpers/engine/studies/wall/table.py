"""The wall itself: every row, section by section."""

from ...tables import Table
from . import (
    above_frozen,
    budgets,
    first_layer,
    gaps,
    initialization,
    mean_field,
    metamer_distances,
    nielsen,
    starts,
    toy,
)

SECTIONS = {
    "toy": "The ravine 100x² + y²",
    "nielsen": "Nielsen's chapter 5",
    "mean_field": "Wide random networks",
    "initialization": "Starts and depth",
    "first_layer": "What a random first layer keeps",
    "training": "What was seen in training",
}
ROOMS = (toy, nielsen, mean_field, initialization, first_layer, above_frozen, metamer_distances, gaps, budgets, starts)
WALL = Table("row of the wall", [row for room in ROOMS for row in room.ROWS])
LIVE_WALL = (  # run anew whenever notebook 12 is: a few seconds in all
    *("toy.largest_rate", "toy.steps", "toy.heavy_ball"),
    *("nielsen.layers_4", "nielsen.interval"),
    *("mean_field.nielsen", "mean_field.tanh", "mean_field.glorot"),
    "initialization.products",
    *("first_layer.lost", "first_layer.least_squares", "first_layer.condition"),
    *("training.chain", "training.slides", "training.flat"),
)
