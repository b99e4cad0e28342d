"""What the prose of side trip 7c says in words, measured. Numbers in cells are compared by nbval."""

import numpy as np
import pytest

from helpers.engine import (
    FLOATS,
    Network,
    chi,
    fixed_point,
    idle_share,
    largest_derivatives,
    load_mnist,
    sigmoid,
    train,
)
from tests.notebooks.quoted import quote, said

SEEDS = range(5)


@pytest.fixture(scope="module")
def images():
    return load_mnist().first(1000)


@pytest.fixture(scope="module")
def digits():
    return load_mnist(dtype=np.float32)


def network(hidden, seed, activation="sigmoid", start="nielsen", **settings):
    return Network([784, *[30] * hidden, 10], activation, start, rng=np.random.default_rng(seed), **settings)


def bfloat16(values):
    """As the notebook rounds."""
    bits = np.asarray(values, np.float32).view(np.uint32)
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) & np.uint32(0xFFFF0000)).astype(np.uint32).view(np.float32)


def test_rounding_to_bfloat16_is_that_of_pytorch():
    torch = pytest.importorskip("torch")
    quote("07c", "kept = (bits + 0x7FFF + ((bits >> 16) & 1)) & np.uint32(0xFFFF0000)")
    rng = np.random.default_rng(0)
    values = (rng.standard_normal(10_000) * 10.0 ** rng.uniform(-44, 38, 10_000)).astype(np.float32)
    theirs = torch.from_numpy(values).to(torch.bfloat16).to(torch.float32).numpy()
    np.testing.assert_array_equal(bfloat16(values), theirs)
    assert torch.finfo(torch.bfloat16).max == (2 - 2.0**-7) * 2.0**127


@pytest.mark.parametrize("seed", SEEDS)
def test_the_underflow_lens(images, seed):
    quote("07c", "In the first 15 to 17 of 80. At five times less in each layer, about 65 layers are the limit")
    quote("07c", "About six more layers at k = 15", "every layer overflows")
    quote("07c", "With weights this small the first layers are zero in all three.")
    quote("07c", "With a fitting scale nothing underflows, in any type, at 30 layers and for most seeds at 80. At scale 3 float16 overflows instead")  # fmt: skip
    x, y = images[0][:5], images[1][:5]

    def zeros(hidden, name, loss_scale=1.0, **settings):
        found = largest_derivatives(network(hidden, seed, dtype=FLOATS[name].dtype, **settings), x, y, loss_scale)
        return int((found == 0).sum()), int((~np.isfinite(found)).sum())

    assert 13 <= zeros(80, "float32")[0] <= 18 and zeros(66, "float32")[0] <= 3 and zeros(60, "float32")[0] == 0
    plain, loud = zeros(30, "float16")[0], zeros(30, "float16", 2.0**15)[0]
    assert 19 <= plain <= 22 and 5 <= plain - loud <= 7
    assert zeros(30, "float32")[0] == zeros(30, "float64")[0] == 0
    assert said("07c", "2¹⁵ is near {} to the power 6½") ** 6.5 == pytest.approx(2**15, rel=0.15)
    assert said("07c", "the largest float16 number, {},") == np.finfo(np.float16).max
    assert zeros(30, "float16", 2.0**16) == (0, 30)
    assert all(zeros(80, name, scale=1e-4)[0] > 5 for name in FLOATS)
    relu = {"activation": "relu", "start": "he"}
    assert zeros(30, "float16", **relu) == zeros(80, "float16", **relu) == zeros(80, "float32", **relu) == (0, 0)
    assert zeros(80, "float16", scale=3.0, **relu)[1] > 40


def test_bfloat16_ends_seven_layers_before_float32():
    quote("07c", "bfloat16 would end about seven layers sooner")
    factor = np.sqrt(chi("sigmoid", fixed_point("sigmoid", 1, 1), 1))
    assert np.log(2.0**-133 / FLOATS["float32"].smallest) / np.log(1 / factor) == pytest.approx(7, abs=0.5)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_step_that_changes_nothing(images, seed):
    quote("07c", "No bias derivative is zero, and still the first twenty layers and more stand perfectly still.")
    net = network(50, seed)
    gradient = net.backward(net.forward(images[0]), images[1])
    assert gradient.db[1].all()
    assert 20 <= np.argmax(idle_share(net, gradient, 1.0) < 1) < 30


@pytest.mark.parametrize("seed", range(3))
def test_the_share_of_steps_that_are_lost(digits, seed):
    quote("07c", "bfloat16 has float32's range and almost none of its steps: with a small learning rate nearly all")
    rng = np.random.default_rng(seed)
    net, (x, y) = network(2, seed, "relu", "he", dtype=np.float32), (digits.train.x, digits.train.y)
    train(net, x, y, eta=0.1, steps=500, batch_size=20, rng=rng).finish()
    g = net.backward(net.forward(x[:20]), y[:20]).flat
    w, step = net.flat[g != 0], g[g != 0]
    lost = [np.mean(kept(kept(w) - kept(0.001) * kept(step)) == kept(w)) for kept in (np.float32, np.float16, bfloat16)]
    assert lost[0] < 0.02 and 0.7 < lost[1] < lost[2] and lost[2] > 0.95


@pytest.mark.long
@pytest.mark.parametrize("eta", [0.1, 0.03])
def test_at_large_rates_bfloat16_weights_learn(digits, eta):
    quote("07c", "with η = 0.1 and 0.03 three such networks, kept in bfloat16 without the copy, read as well after 1,000 steps")  # fmt: skip
    right = {True: [], False: []}
    for with_copy in right:
        for seed in range(3):
            rng = np.random.default_rng(seed)
            net = Network([784, 30, 30, 10], "relu", "he", rng=rng, dtype=np.float32)
            kept = net.flat.copy()
            for rows in rng.integers(0, 4000, (1000, 20)):
                net.flat[...] = bfloat16(kept)
                step = np.float32(eta) * net.backward(net.forward(digits.train.x[rows]), digits.train.y[rows]).flat
                kept = kept - step if with_copy else bfloat16(bfloat16(kept) - step)
            net.flat[...] = bfloat16(kept)
            right[with_copy].append(net.accuracy(digits.test.x, digits.test.y))
    assert abs(np.mean(right[True]) - np.mean(right[False])) < 0.02 and min(right[False]) > 0.85


def test_where_the_cost_breaks():
    quote("07c", "σ(40) rounds to 1, and log 0 is minus infinity. In float32 it happens at 17 already.")
    missing = said("07c", "1 − {} · 10⁻¹⁸ has no room in sixteen digits") * 1e-18
    assert sigmoid(40.0) == 1 > sigmoid(36.0) and sigmoid(-40.0) == pytest.approx(missing, rel=0.1)
    assert sigmoid(np.float32(17)) == 1 > sigmoid(np.float32(16))
    with np.errstate(all="ignore"):
        assert np.isnan(-1 * np.log(sigmoid(40.0)) - (1 - 1) * np.log(1 - sigmoid(40.0)))


def test_pytorch_asks_for_z():
    torch = pytest.importorskip("torch")
    quote("07c", "`BCEWithLogitsLoss`")
    z, y = np.array([-1000.0, 10.0, 40.0, 1000.0]), np.array([1.0, 0.0, 0.0, 0.0])
    theirs = torch.nn.BCEWithLogitsLoss(reduction="none")(torch.from_numpy(z), torch.from_numpy(y)).numpy()
    np.testing.assert_allclose(np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z))), theirs)


def test_exercise_1():
    last, factor = said("07c", "The largest derivative of the last hidden layer is about {}. At {} for each layer back")
    half = np.log(FLOATS["float32"].smallest / 2 / last) / np.log(factor)
    assert 64 < half < 65  # so 66 layers, as the exercise answers
