"""Initial weights: over many draws their mean and variance are what the formulas say."""

import numpy as np
import pytest

from helpers.engine import INITIALIZERS, Network, train

every_initializer = pytest.mark.parametrize("initializer", INITIALIZERS.values(), ids=INITIALIZERS)
DRAWN = {name: record for name, record in INITIALIZERS.items() if record.variance}  # independent weights
every_drawn = pytest.mark.parametrize("initializer", DRAWN.values(), ids=DRAWN)
every_shape = pytest.mark.parametrize(("n_out", "n_in"), [(30, 20), (20, 30), (25, 25)])
DRAWS = 200

# A new entry in the table needs its formula here, written a second time, or its test fails.
VARIANCE = {
    "nielsen": lambda n_out, n_in: 1 / n_in,
    "large": lambda n_out, n_in: 1,
    "lecun": lambda n_out, n_in: 1 / n_in,
    "lecun_uniform": lambda n_out, n_in: 1 / n_in,
    "glorot": lambda n_out, n_in: 2 / (n_in + n_out),
    "glorot_uniform": lambda n_out, n_in: 2 / (n_in + n_out),
    "he": lambda n_out, n_in: 2 / n_in,
    "he_uniform": lambda n_out, n_in: 2 / n_in,
    "orthogonal": lambda n_out, n_in: 1 / max(n_in, n_out),
}
UNIFORM = {"lecun_uniform", "glorot_uniform", "he_uniform"}
RANDOM_BIASES = {"nielsen", "large"}


def many_weights(initializer, n_out, n_in):
    rng = np.random.default_rng(0)
    return np.array([initializer.draw(rng, n_out, n_in)[0] for _ in range(DRAWS)])


@every_drawn
@every_shape
def test_weights_have_mean_0(initializer, n_out, n_in):
    w = many_weights(initializer, n_out, n_in)
    standard_error = np.sqrt(VARIANCE[initializer.name](n_out, n_in) / w.size)
    assert abs(w.mean()) < 4 * standard_error


@every_drawn
@every_shape
def test_weights_have_the_variance_of_the_formula(initializer, n_out, n_in):
    w, variance = many_weights(initializer, n_out, n_in), VARIANCE[initializer.name](n_out, n_in)
    standard_error = variance * np.sqrt(2 / w.size)  # of normal weights; 0.4 % of the variance here
    assert abs((w**2).mean() - variance) < 4 * standard_error


@every_drawn
@every_shape
def test_the_record_says_the_variance_of_its_weights(initializer, n_out, n_in):
    assert initializer.variance(n_out, n_in) == pytest.approx(VARIANCE[initializer.name](n_out, n_in), rel=1e-15)


@every_drawn
def test_no_place_in_the_matrix_is_special(initializer):
    w, variance = many_weights(initializer, 6, 6), VARIANCE[initializer.name](6, 6)
    assert np.abs(w.mean(axis=0)).max() < 4 * np.sqrt(variance / DRAWS)
    assert np.abs((w**2).mean(axis=0) - variance).max() < 5 * variance * np.sqrt(2 / DRAWS)


@pytest.mark.parametrize("name", [name for name in VARIANCE if name != "orthogonal"])
def test_weights_are_normal_or_uniform_as_named(name):
    w = many_weights(INITIALIZERS[name], 30, 20)
    kurtosis = (w**4).mean() / (w**2).mean() ** 2
    assert kurtosis == pytest.approx(1.8 if name in UNIFORM else 3, abs=4 * np.sqrt(24 / w.size))


@pytest.mark.parametrize("name", sorted(UNIFORM))
def test_uniform_weights_fill_their_interval_and_stay_inside(name):
    w, r = many_weights(INITIALIZERS[name], 30, 20), np.sqrt(3 * VARIANCE[name](30, 20))
    assert 0.999 * r < np.abs(w).max() <= r


def test_constant_weights_take_the_mean_of_their_inputs():
    W, b = INITIALIZERS["constant"].draw(np.random.default_rng(0), 4, 5)
    assert np.allclose(W @ np.arange(5.0), np.arange(5.0).mean(), rtol=1e-15) and not b.any()


def test_equal_neurons_stay_equal_however_long_they_learn():
    rng = np.random.default_rng(0)
    net, x, y = Network([6, 5, 4], initializer="constant", rng=rng), rng.random((30, 6)), rng.integers(4, size=30)
    list(train(net, x, y, eta=1.0, epochs=50))
    assert net.W[1].std(axis=1).min() > 1e-3  # it has learned
    assert np.ptp(net.W[1], axis=0).max() < 1e-12 and np.ptp(net.W[2], axis=1).max() < 1e-12


@pytest.mark.parametrize("n", [1, 2, 7, 30])
@pytest.mark.parametrize("m", [1, 5, 30])
def test_orthogonal_weights_are_orthonormal_along_the_shorter_side(n, m):
    W, _ = INITIALIZERS["orthogonal"].draw(np.random.default_rng(0), n, m)
    product = W.T @ W if n >= m else W @ W.T
    assert np.abs(product - np.eye(min(n, m))).max() < 1e-14 * max(n, m)


def mirrored(sizes, activation="relu", **settings):
    return Network(sizes, activation, "looks_linear", rng=np.random.default_rng(0), **settings)


def test_mirrored_layers_are_blocks_of_one_orthogonal_matrix():
    net = mirrored([9, 6, 8, 3])
    first, middle, last = net.W[1:]
    assert np.array_equal(first[:3], -first[3:]) and np.array_equal(last[:, :4], -last[:, 4:])
    assert np.array_equal(middle[:4], -middle[4:]) and np.array_equal(middle[:, :3], -middle[:, 3:])
    for W, shorter in ((first[:3].T, 3), (middle[:4, :3], 3), (last[:, :4].T, 3)):
        assert np.allclose(W.T @ W, np.eye(shorter), atol=1e-14)


@pytest.mark.parametrize("layers", [1, 2, 50])
def test_mirrored_relu_layers_are_linear_and_keep_every_length_and_angle(layers):
    """Balduzzi et al. 2017: the network looks linear. A square orthogonal map keeps all lengths and angles."""
    net, x = mirrored([20, *[40] * layers, 20]), np.random.default_rng(1).standard_normal((30, 20))
    z = net.forward(x).z[-1]
    assert np.allclose(z @ z.T, x @ x.T, atol=1e-9)
    assert np.allclose(net.forward(2 * x[:15] - x[15:]).z[-1], 2 * z[:15] - z[15:], atol=1e-9)


def test_mirrored_biases_are_mirrored_too_and_twins_part_when_they_learn():
    net = mirrored([6, 8, 4], sigma_b=1.0)
    assert np.array_equal(net.b[1][:4], -net.b[1][4:]) and net.b[1].all() and net.b[2].all()
    rng = np.random.default_rng(0)
    train(net, rng.random((30, 6)), rng.integers(4, size=30), eta=0.5, steps=50).finish()
    assert np.abs(net.W[1][:4] + net.W[1][4:]).max() > 1e-3


def test_a_network_without_hidden_layers_has_no_twins():
    W = mirrored([6, 4]).W[1]
    assert np.allclose(W @ W.T, np.eye(4))


@pytest.mark.parametrize("sizes", [[6, 5, 4], [6, 4, 7, 4], [6, 1, 1]])
def test_an_odd_layer_has_a_neuron_without_a_twin(sizes):
    with pytest.raises(ValueError, match=r"gives every hidden neuron a twin.* is odd"):
        mirrored(sizes)


@every_initializer
def test_biases_have_mean_0_and_the_variance_of_the_formula(initializer):
    rng = np.random.default_rng(0)
    b = np.concatenate([initializer.draw(rng, 30, 20)[1] for _ in range(DRAWS)])
    variance = float(initializer.name in RANDOM_BIASES)
    assert abs(b.mean()) <= 4 * np.sqrt(variance / b.size)
    assert abs((b**2).mean() - variance) <= 4 * variance * np.sqrt(2 / b.size)


@every_initializer
@pytest.mark.parametrize(("n_out", "n_in"), [(1, 1), (4, 7), (7, 4), (1, 5), (5, 1)])
def test_shapes(initializer, n_out, n_in):
    W, b = initializer.draw(np.random.default_rng(0), n_out, n_in, first=True, last=True)
    assert (W.shape, b.shape) == ((n_out, n_in), (n_out,))
    assert W.dtype == b.dtype == np.float64


@every_initializer
def test_scale_multiplies_exactly_the_same_draw(initializer):
    plain, scaled = (
        Network([6, 8, 4], initializer=initializer.name, scale=scale, rng=np.random.default_rng(3))
        for scale in (1.0, 2.7)
    )
    for l in (1, 2):
        assert np.array_equal(scaled.W[l], 2.7 * plain.W[l])
        assert np.array_equal(scaled.b[l], plain.b[l])


@every_drawn
def test_same_seed_same_draw_other_seed_other_draw(initializer):
    first, again, other = (initializer.draw(np.random.default_rng(seed), 4, 3)[0] for seed in (0, 0, 1))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
