"""What the prose of notebook 10 says in words, measured. Numbers in cells are compared by nbval."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy.stats import spearmanr

from helpers.engine import (
    GRU,
    LSTM,
    REMEMBERERS,
    CopyTask,
    Recurrent,
    copying,
    error_flow,
    load_mnist,
    load_sweep,
    side_by_side,
    sigmoid,
    train,
)
from helpers.engine.studies.copy_study import FILE
from helpers.labs import flow
from helpers.labs.kit.slices import finished
from tests.notebooks.frameworks import run_cells, run_folded
from tests.notebooks.quoted import quote, said

SEEDS = range(3)
WAITS = (30, 100, 200)


def learned(kind, delay, within=1000):
    return int((copying(kind, delay)[1] <= within).sum())


# The copy task


def test_the_longer_the_wait_the_fewer_plain_networks_learn_it_and_a_larger_budget_brings_no_other():
    quote("10", "The longer the wait, the fewer learn it, and three times the budget brings no further network")
    quote("10", "each at its best of four learning rates")
    found = [learned("rnn", delay) for delay in WAITS]
    assert found == sorted(found, reverse=True) and found[0] > found[1] > found[2]
    assert found == [learned("rnn", delay, 3000) for delay in WAITS]
    assert len({run["eta"] for run in load_sweep(FILE).records if run["kind"] == "rnn"}) == 4


def test_an_lstm_with_open_gates_learns_every_wait_and_a_plain_network_does_not():
    quote("10", "Gated networks were given two learning rates only, plain ones four.")
    for delay in WAITS:
        arrives, steps = copying("lstm_3", delay)
        assert (steps < 500).all() and arrives.min() > 0.1
    assert learned("rnn", 200) <= 1


def test_not_the_cells_name():
    quote("10", "with its forget gates half open no LSTM learns it, wide open all do, and of the plain RNNs some do")
    assert learned("lstm_0", 100) == 0 and learned("lstm_3", 100) == 5
    assert 0 < learned("rnn", 100) < 5 and 0 < learned("rnn_orthogonal", 100) < 5


def networks(*left_out):
    """(kind and wait, what arrives, learned or not) of every network of the study; the kinds left out are not there."""
    places = {(run["kind"], run["delay"]) for run in load_sweep(FILE).records}
    kept = [place for place in sorted(places) if place[0] not in left_out]
    arrives, steps = np.hstack([copying(*place) for place in kept])
    return np.repeat(kept, 5, axis=0), arrives, steps <= 1000


def test_where_enough_of_an_error_arrives_none_failed():
    quote("10", "Where more than a hundredth of an error arrived at the start, every network learned; where less than 10⁻¹⁰ did, none; in between, some.")  # fmt: skip
    quote("10", "Between the two limits the share tells nothing.", "one network did, with a billionth")
    _, arrives, done = networks()
    enough, tiny = arrives > 0.01, arrives < 1e-10
    assert enough.sum() > 20 and done[enough].all()
    assert tiny.sum() > 5 and not done[tiny].any()
    between = ~enough & ~tiny
    assert abs(spearmanr(arrives[between], done[between]).statistic) < 0.2
    for near in (1e-8, 1e-4):  # about the same share, and both outcomes
        same = done[np.abs(np.log10(arrives / near)) < 1]
        assert same.any() and not same.all()
    assert arrives[done].min() == pytest.approx(1e-9, rel=0.6) and (arrives[done] < 5e-9).sum() == 1


def test_what_was_not_run_is_said():
    quote("10", "Not run: bias 0 after 30 and 200 blanks, orthogonal and bias 1 after 200.")
    run = {(run["kind"], run["delay"]) for run in load_sweep(FILE).records}
    missing = {(kind, delay) for kind in REMEMBERERS for delay in WAITS} - run
    assert missing == {("lstm_0", 30), ("lstm_0", 200), ("rnn_orthogonal", 200), ("lstm_1", 200)}


def test_the_kind_and_the_wait_tell_about_as_much_as_the_share():
    """Without the LSTMs of bias 3, which all learn: each group of five guesses what most of it did."""
    quote("10", "All LSTMs with bias 3 learn.", "whoever knows the kind of network and the wait guesses about as well")
    assert sum(learned("lstm_3", delay) for delay in WAITS) == 15
    _, arrives, done = networks("lstm_3")
    groups = done.reshape(-1, 5).sum(axis=1)
    by_place, by_share = np.maximum(groups, 5 - groups).sum(), ((arrives > 1e-10) == done).sum()
    assert abs(by_place - by_share) <= 2 and by_share > done.sum() + 5


def test_the_same_product_read_forwards_tells_what_is_left_of_the_symbol():
    quote("10", "the same product, read forwards, tells how much of the *symbol* is left in h_T")
    task, pairs = CopyTask(delay=100), []
    for kind in ("rnn", "rnn_orthogonal", "lstm_1", "lstm_3"):
        for seed in range(5):
            net = REMEMBERERS[kind].made(task, seed)
            said_last = net.forward(task.all()[0]).a[net.steps][:, :32]
            pairs.append((said_last.std(axis=0).max(), copying(kind)[0][seed]))
    left, arrives = np.log10(pairs).T
    assert np.corrcoef(left, arrives)[0, 1] > 0.95


# The product


def test_the_few_lines_are_what_error_flow_measures():
    quote("10", "e_{t−1} = e_t D_t W")
    net = Recurrent([5, 20, 4], 8, recurrent="gaussian", radius=1.0, rng=np.random.default_rng(0))
    x = np.random.default_rng(1).standard_normal((1, net.inputs))
    trace = net.forward(x)
    e = net.backward(trace, [2]).delta[-1] @ net.W_out
    z = [trace.z[s][0] for s in net.hidden[1:]]
    by_hand = run_cells("10", "import numpy", "def lengths_back")["lengths_back"](e[0], z, net.W_rec)
    assert by_hand == pytest.approx(error_flow(net, x, [2]))


def test_a_bound_above_one_proves_nothing_and_the_typical_value_is_what_happens():
    quote("10", "A bound above 1 proves nothing: here it grows while the error dies, for every step stretches some vector by almost 2ρ.")  # fmt: skip
    quote("10", "What happens is near the typical value.")
    quote("10", "The errors follow the typical values, and at radius 1.2 stay a little below.")
    names = run_cells("10", "import numpy", "def random_flows", "flows = ")
    for radius, found in names["flows"].items():
        measured, typical, bound = np.median(found[:, :, -1], axis=1) ** (1 / 20)
        assert found.shape[1] >= 20 and measured == pytest.approx(typical, rel=0.04)
        assert measured < radius and 1.75 * radius < bound < 2 * radius
    below = names["flows"][1.2]
    assert np.median(below[0, :, -1]) < np.median(below[1, :, -1])


def test_in_the_long_run_a_step_multiplies_by_the_spectral_radius():
    """rho = 1, no slopes: after thousands of steps, the factor a step is 1, and the typical value of most is not."""
    quote("10", "in the long run a step multiplies by ρ itself")
    lengths_back = run_cells("10", "import numpy", "def lengths_back")["lengths_back"]
    typical = []
    for seed in range(5):
        rng = np.random.default_rng(seed)
        W = rng.standard_normal((60, 60))
        W /= np.abs(np.linalg.eigvals(W)).max()
        left = lengths_back(rng.standard_normal(60), np.zeros((4000, 60)), W)
        assert (left[4000] / left[2000]) ** (1 / 2000) == pytest.approx(1, abs=1e-3)
        typical.append(np.linalg.norm(W) / np.sqrt(60))
    assert (np.abs(np.array(typical) - 1) > 0.01).sum() >= 4


def test_with_bias_3_an_error_dips_and_grows_again():
    quote("10", "With bias 3 it dips, not below a tenth, and grows again.", "With bias 3 these ways even let it grow.")
    names = run_cells("10", "import numpy", "def gated_flows", "lstm = ")
    arrived, alone = np.median(names["lstm"][3][0], axis=0), names["lstm"][3][1]
    assert 0.1 < arrived.min() < 0.3 and arrived[-1] > 3 * arrived.min()
    assert alone.argmin() == len(alone) - 1  # the gates alone fall to the end


def test_the_gradient_of_the_shared_matrix_is_as_long_as_ever_and_speaks_of_the_last_steps():
    quote("10", "Before training, at this ρ, the far past is not silent")
    quote("10", "W's gradient is as long as ever, and nearly all of it is about the last few steps.")
    medians = run_cells("10", "import numpy", "def gradient_of_W", "def medians")["medians"]
    (short, _), (long, recent) = medians(5), medians(100)
    assert 0.7 < long / short < 1.6 and recent > 0.8


def test_forget_gates_at_the_start():
    usual = said("10", "advise b_f = 1, so f = {}.")
    assert sigmoid(1.0) == pytest.approx(usual, abs=0.005)
    quote("10", "a hundred such gates keep 10⁻³⁰", "about 10⁻¹⁴ of an error is left. All ways together?")
    assert np.log10(sigmoid(0.0) ** 100) == pytest.approx(-30, abs=0.5)
    assert np.log10(sigmoid(1.0) ** 100) == pytest.approx(-14, abs=0.5)


@cache
def flows(cell, radius=1.0, forget_bias=0.0, recurrent="gaussian", size=1.0):
    """(what arrives, what the lab foretells, bound) after 1 … 100 steps: medians of the lab's ten networks."""
    found, line, bound = finished(flow.measured(cell, recurrent, radius, forget_bias, 50, size))
    return np.median(found, axis=0), line, bound


def test_closed_gates_are_worse_than_none():
    quote("10", "At −2 next to nothing arrives, far less than in a plain RNN.")
    assert flows("lstm", forget_bias=-2.0)[0][100] < 1e-20 * flows("rnn")[0][100]


def test_the_readings_of_the_lab():
    quote("10", "With inputs of size 1 it still falls at 1.5, and grows at 2: the slopes take their share. The bound grows every time.")  # fmt: skip
    assert flows("rnn", 0.8)[0][50] < flows("rnn", 1.5)[0][50] < 1 < flows("rnn", 2.0)[0][50]
    assert all(flows("rnn", radius)[2][50] > 1e3 for radius in (0.8, 1.5, 2.0))
    quote("10", "With tiny inputs all three lie together, nearly level")
    for shares in flows("rnn", recurrent="orthogonal", size=0.01):
        assert 0.9 < shares[50] <= 1.001
    radius = said("10", "With size 1 the slopes win. A radius of about {} makes up for them.")
    assert flows("rnn", recurrent="orthogonal")[0][100] < 1e-6
    assert 0.1 < flows("rnn", radius, recurrent="orthogonal")[0][100] < 10
    quote("10", "At 3 and at 10 it dips to about a tenth, and grows again. The gates alone are level only at 10.")
    assert flows("lstm", forget_bias=-2.0)[0][100] < 1e-30
    for bias in (3.0, 10.0):
        arrives = flows("lstm", forget_bias=bias)[0]
        assert 0.05 < arrives.min() < 0.2 and 1 < arrives[100] < 10
    (_, falls, _), (_, level, _) = (flows("lstm", forget_bias=bias) for bias in (3.0, 10.0))
    assert level[100] == pytest.approx(level[10], rel=0.02) and falls[100] < 0.1 * falls[10]
    quote("10", "w begins at about ½: the GRU forgets as an LSTM with forget bias 0 does. A larger radius opens other ways.")  # fmt: skip
    assert 0.01 < flows("gru")[0][100] / flows("lstm")[0][100] < 100
    assert flows("gru", 2.0)[0][100] > 1e6 * flows("gru")[0][100]


# Clipping

FUSES = ((None, 0.1), (None, 0.001), (0.3, 0.1))  # clip, learning rate


@cache
def cost_after(clip, eta, seed, steps=600):
    task = CopyTask(delay=30)
    x, y = task.all()
    net = Recurrent([10, 32, 8], 32, rng=np.random.default_rng(seed), recurrent="gaussian", radius=2.0)
    train(net, x, y, eta=eta, steps=steps, clip=clip).finish()
    return net.loss(x, y)


def test_a_fuse_lets_a_large_rate_learn_and_a_small_rate_is_safe_and_slower():
    """The five networks of the notebook's cell; the long form has others."""
    quote("10", "At the large rate none learns without the fuse, and most end at the constant answer.")
    quote("10", "A hundredth of the rate is safer, and slower. Clipped, most learn.")
    thrown, slow, clipped = (np.array([cost_after(*how, seed) for seed in range(5)]) for how in FUSES)
    assert thrown.min() > 1.3 and (np.abs(thrown - np.log(8)) < 0.1).sum() >= 3
    assert 0.4 < np.median(slow) < 1.2 and slow.min() > 0.3
    assert (clipped < 0.5).sum() >= 4


@pytest.mark.long
def test_so_do_other_networks_and_unclipped_a_rate_between_seldom_learns_as_well():
    """Sixteen others; unclipped at a tenth of the rate, too."""
    quote("10", "A hundredth of the rate is safer, and slower. Clipped, most learn.")
    thrown, slow, clipped = (sum(cost_after(*how, seed) < 0.5 for seed in range(8, 24)) for how in FUSES)
    between = sum(cost_after(None, 0.01, seed) < 0.5 for seed in range(8, 24))
    assert thrown == 0 and slow <= 4 and between <= 6 and clipped >= 12


# Rows of digits


def rows(cell, eta, steps, seed, on=None, **how):
    """The share of images read after so many steps; trained and read as the notebook does, but for the seed."""
    digits, rng = load_mnist(dtype=np.float32), np.random.default_rng(seed)
    if on == "validation":
        digits = replace(digits, train=digits.fitting, test=digits.validation)
    net = cell([28, 64, 10], 28, rng=rng, dtype=np.float32, **how)
    settings = {"batch_size": 50, "optimizer": "adam", "clip": 1.0, "rng": rng}
    train(net, digits.train.x, digits.train.y, eta=eta, steps=steps, **settings).finish()
    return net.accuracy(digits.test.x, digits.test.y)


GAUSSIAN = {"recurrent": "gaussian"}


def test_gates_read_more_rows_in_few_steps():
    """A short form: 100 steps, one network each."""
    quote("10", "An LSTM and a GRU read more in 300 steps")
    plain, lstm, gru = rows(Recurrent, 0.003, 100, 1, **GAUSSIAN), rows(LSTM, 0.01, 100, 1), rows(GRU, 0.01, 100, 1)
    assert min(lstm, gru) > plain + 0.05


@pytest.mark.long
def test_gates_read_more_rows_and_a_larger_budget_brings_the_plain_network_there():
    quote("10", "with each of three starts; five times the steps bring the RNN to where they were")
    plain, longer = (
        np.array([rows(Recurrent, 0.003, steps, seed, **GAUSSIAN) for seed in SEEDS]) for steps in (300, 1500)
    )
    lstm, gru = (np.array([rows(cell, 0.01, 300, seed) for seed in SEEDS]) for cell in (LSTM, GRU))
    assert min(lstm.min(), gru.min()) > plain.max() + 0.03
    assert np.median(longer) == pytest.approx(np.median([*lstm, *gru]), abs=0.05)


@pytest.mark.long
def test_the_rates_of_the_rows_are_the_best_of_three_on_validation_images():
    quote("10", "learning rates of 0.001, 0.003 and 0.01 tried on validation images")
    rates = (0.001, 0.003, 0.01)
    for cell, chosen, how in ((Recurrent, 0.003, GAUSSIAN), (LSTM, 0.01, {}), (GRU, 0.01, {})):
        jobs = [(cell, eta, seed, how) for eta in rates for seed in SEEDS]
        read = side_by_side(lambda job: rows(job[0], job[1], 300, job[2], "validation", **job[3]), jobs)
        right = np.median(np.reshape(read, (3, 3)), axis=1)
        assert right[rates.index(chosen)] > right.max() - 0.02


def test_least_of_an_error_reaches_the_first_row_of_the_gru():
    quote("10", "least of an error reaches the GRU's first row")
    quote("10", "the first rows are blank paper")
    digits = load_mnist(dtype=np.float32)
    assert np.median(digits.test.x[:, : 2 * 28].max(axis=1)) == 0
    for seed in SEEDS:
        arrives = {}
        for cell, how in ((Recurrent, GAUSSIAN), (LSTM, {}), (GRU, {})):
            net = cell([28, 64, 10], 28, rng=np.random.default_rng(seed), dtype=np.float32, **how)
            found = error_flow(net, digits.test.x[:50], digits.test.y[:50])
            arrives[cell] = found[-1] / found[0]
        assert arrives[GRU] < 0.1 * min(arrives[LSTM], arrives[Recurrent])


# PyTorch


def test_the_same_in_pytorch():
    torch = pytest.importorskip("torch")
    quote("10", "PyTorch begins near 0, that is f = ½", "both begin small and random")
    task = CopyTask(delay=6)
    x, y = task.all()
    there = run_folded("10", 0)
    lstm, read = there["lstm"].double(), there["read"].double()
    assert (lstm.bias_ih_l0 + lstm.bias_hh_l0)[32:64].tolist() == [3.0] * 32
    assert lstm.bias_ih_l0[:32].abs().max() < 0.2
    net = LSTM([10, 32, 8], task.steps, forget_bias=3.0, rng=np.random.default_rng(0))
    with torch.no_grad():
        lstm.weight_ih_l0.copy_(torch.tensor(net.W_in))
        lstm.weight_hh_l0.copy_(torch.tensor(net.W_rec))
        lstm.bias_ih_l0.copy_(torch.tensor(net.b))
        lstm.bias_hh_l0.zero_()
        read.weight.copy_(torch.tensor(net.W_out))
        read.bias.copy_(torch.tensor(net.b_out))
    train(net, x, y, eta=0.003, steps=1, optimizer="adam", clip=1.0).finish()
    sequences = torch.tensor(x.reshape(8, task.steps, 10))
    run_folded("10", 1, **there, sequences=sequences, symbols=torch.tensor(y))
    assert lstm.weight_hh_l0.detach().numpy() == pytest.approx(net.W_rec, abs=1e-5)
    assert read.weight.detach().numpy() == pytest.approx(net.W_out, abs=1e-5)
