"""Wide networks along a row of the plane: what is trained and what is said of it; the file that ships is whole."""

import numpy as np
import pytest

from helpers.engine import Network, train, train_wide, trainable_row
from helpers.engine.studies.phase_study import digits
from helpers.engine.studies.trainable_study import LOOK, RATES


def test_it_is_plain_training_with_the_best_of_the_learning_rates():
    (x, y, test_x, test_y), found = digits(), {}
    for eta in RATES:
        rng = np.random.default_rng(4)
        scales = {"scale": 4.0, "sigma_b": 0.2, "dtype": np.float32}
        net = Network([784, 200, 200, 10], "tanh", "lecun", "softmax", rng=rng, **scales)
        train(net, x, y, eta=eta, steps=LOOK, batch_size=50, rng=rng).finish()
        found[eta] = net.accuracy(x, y), net.accuracy(test_x, test_y)
    best = max(found, key=lambda eta: found[eta][0])
    said = train_wide(4.0, 2, seed=4, steps=LOOK)
    assert (said["eta"], said["steps"]) == (best, LOOK)
    assert (said["trained"], said["tested"]) == pytest.approx(found[best], abs=2e-3)


def test_a_budget_below_the_first_look_has_found_nothing():
    assert train_wide(1.3, 1, seed=0, steps=LOOK - 1) == {"trained": 0.0, "tested": 0.0, "eta": None, "steps": 0}


def test_the_stored_study_is_whole():
    places, trained, tested = trainable_row()
    assert list(places) == [0.5, 1.0, 1.3, 2.0, 2.5, 3.0, 4.0]
    assert trained.shape == tested.shape == (7, 3)
    assert np.isfinite(trained).all() and np.isfinite(tested).all()


@pytest.mark.long
def test_the_stored_study_is_what_the_function_finds():
    places, trained, tested = trainable_row()
    found, at = train_wide(1.3, 20, seed=0), list(places).index(1.3)
    assert found["trained"] == trained[at, 0] == 1
    assert found["tested"] == pytest.approx(tested[at, 0], abs=0.05)  # another processor rounds otherwise


@pytest.mark.parametrize("bad", [{"depth": 0}, {"sigma_w": 0}, {"steps": 0}, {"seed": 0.5}])
def test_bad_arguments(bad):
    with pytest.raises(ValueError, match="must"):
        train_wide(**{"sigma_w": 1.0, "depth": 2, "seed": 0, **bad})
