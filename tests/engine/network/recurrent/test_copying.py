"""The copy task over 100 blank steps: what an LSTM with open forget gates learns, plain random neurons do not.

An orthogonal start helps plain neurons, too: some of those learn it.
"""

import numpy as np
import pytest

from helpers.engine import LSTM, CopyTask, Recurrent, error_flow, train

TASK, NEURONS, SEEDS = CopyTask(delay=100), 32, range(5)
OPEN, USUAL, SHUT = ((LSTM, {"forget_bias": bias}) for bias in (3.0, 1.0, 0.0))
GAUSSIAN, ORTHOGONAL = ((Recurrent, {"recurrent": start}) for start in ("gaussian", "orthogonal"))
STEPS, RATES = 400, (0.0003, 0.001, 0.003, 0.01)


def made(kind, seed):
    (cell, settings), rng = kind, np.random.default_rng(seed)
    return cell([TASK.numbers, NEURONS, TASK.symbols], TASK.steps, rng=rng, **settings), rng


def share_that_arrives(kind, seed):
    """Of an error at the end, at the step that showed the symbol."""
    net, rng = made(kind, seed)
    flow = error_flow(net, *TASK.draw(8, rng))
    return flow[-2] / flow[0]


def test_before_training_an_error_reaches_the_symbol_only_through_open_gates():
    shares = {kind: [share_that_arrives(each, seed) for seed in SEEDS[:3]] for kind, each in
              (("open", OPEN), ("usual", USUAL), ("shut", SHUT), ("gaussian", GAUSSIAN), ("orthogonal", ORTHOGONAL))}  # fmt: skip
    assert min(shares["open"]) > 0.1 and max(shares["open"]) < 10
    assert 1e-6 < min(shares["usual"]) and max(shares["usual"]) < 0.01
    assert max(shares["shut"]) < 1e-10
    assert max(shares["gaussian"]) < 1e-3 and max(shares["orthogonal"]) < 0.01


def accuracy(kind, eta, seed):
    """The share of right answers once all are right, or after STEPS steps."""
    net, rng = made(kind, seed)
    (x, y), fresh = TASK.draw(64, rng), TASK.draw(300, rng)
    for step in train(net, x, y, eta=eta, steps=STEPS, batch_size=32, rng=rng, optimizer="adam", clip=1.0):
        if step.step % 50 == 0 and net.accuracy(*fresh) == 1:
            return 1.0
    return net.accuracy(*fresh)


@pytest.mark.long
@pytest.mark.parametrize("seed", SEEDS)
def test_an_lstm_with_open_gates_learns_what_plain_random_neurons_do_not(seed):
    assert accuracy(OPEN, 0.003, seed) == 1
    assert max(accuracy(GAUSSIAN, eta, seed) for eta in RATES) < 0.9
