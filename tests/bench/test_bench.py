"""The bench is run by hand only: what it leans on must not go away unseen."""

import pytest

from helpers.engine import load_mnist
from helpers.labs import LABS
from tests.bench import kernel, training
from tests.bench.__main__ import PARTS
from tests.bench.rivals import CELLS


def test_every_part_can_be_started():
    for part in PARTS.values():
        assert callable(part)


def test_the_cells_that_the_browser_measures_run():
    names = run(cell for cell in CELLS if "interact" not in cell)  # which needs a notebook around it
    names["slider"].value = 7
    assert names["text"].value == "7"


def run(cells):
    """What the cells define."""
    names = {}
    for cell in cells:
        exec(cell.replace("%matplotlib inline", ""), names)
    return names


@pytest.mark.parametrize("lab", ["ravine_lab", "jacobian_lab"])
def test_a_move_is_timed(lab):
    made = LABS[lab]()
    control = next(control for control in made.controls if made.controls[control].companions)
    values = kernel.along(made.controls[control].holder)
    assert kernel.moves(made, control, values[:2]) > 0


def test_the_products_and_the_training_are_those_of_the_same_network():
    x, y = load_mnist().first(training.FLOOR_BATCH)
    step = training.by_the_engine(x.astype("float32"), y, training.FLOOR_BATCH, 1)()()
    assert (step.step, step.epoch) == (1, 1)
    training.matrix_products(training.drawn_images(x.astype("float32")))()
