"""The measured start: every layer ends near variance 1, whatever the activation, and says so when it cannot."""

import numpy as np
import pytest

from helpers.engine import ACTIVATIONS, Network, load_mnist
from helpers.engine.network.lsuv import draw_orthogonal, lsuv

SIZES = [784, *[30] * 10, 10]


@pytest.fixture(scope="module")
def x():
    return load_mnist().first(200)[0]


def started(activation, x, seed, **settings):
    net = Network(SIZES, activation, rng=np.random.default_rng(seed))
    return net, lsuv(net, x, rng=np.random.default_rng(seed), **settings)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("seed", range(2))
def test_every_activation_ends_within_a_tenth_of_1_in_at_most_ten_divisions(activation, seed, x):
    net, divisions = started(activation, x, seed)
    variances = [z.var() for z in net.forward(x).z[1:]]
    assert np.abs(np.array(variances) - 1).max() <= 0.1
    assert divisions.shape == (11,) and divisions.max() <= 10


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "selu"])
@pytest.mark.parametrize("seed", range(2))
def test_batches_of_a_hundred_of_a_thousand_images_do_as_well(activation, seed):
    """A batch of 100 knows a variance to about a tenth or two, so the promise is a little wider on all images."""
    x = load_mnist().first(1000)[0]
    net, divisions = started(activation, x, seed, batch_size=100)
    assert max(abs(z.var() - 1) for z in net.forward(x).z[1:]) < 0.35
    assert divisions.max() <= 10


@pytest.mark.parametrize("activation", ["tanh", "relu", "softplus"])
def test_weights_stay_orthogonal_up_to_their_scale_and_biases_are_zero(activation, x):
    net, _ = started(activation, x, 3)
    for W, b in zip(net.W[1:], net.b[1:], strict=True):
        product = W @ W.T
        assert product == pytest.approx(product[0, 0] * np.eye(len(W)), abs=1e-10 * product[0, 0])
        assert not b.any()


def test_one_division_by_the_spread_is_all_a_layer_needs_on_the_same_images(x):
    """Computed layer by layer in plain numpy: z = a W^T, W / std(z)."""
    net, divisions = started("relu", x, 0)
    assert set(divisions) <= {0, 1}
    plain = Network(SIZES, "relu", rng=np.random.default_rng(1))
    draw_orthogonal(plain, np.random.default_rng(0))
    a = x
    for l in range(1, 12):
        z = a @ plain.W[l].T
        spread = z.std() if abs(z.var() - 1) > 0.1 else 1.0
        assert net.W[l] == pytest.approx(plain.W[l] / spread, rel=1e-12)
        a = np.maximum(z / spread, 0)


def test_the_start_before_does_not_matter(x):
    nets = [Network(SIZES, "tanh", start, rng=np.random.default_rng(9)) for start in ("large", "constant")]
    for net in nets:
        lsuv(net, x, rng=np.random.default_rng(1))
    assert np.array_equal(nets[0].flat, nets[1].flat)


def test_a_dead_layer_is_named(x):
    net = Network([784, 4, 1, 1, 1, 3], "relu", rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match=r"layer \d cannot be scaled: .* dead layer below"):
        for seed in range(20):
            lsuv(net, x, rng=np.random.default_rng(seed))
    with pytest.raises(ValueError, match="layer 1 cannot be scaled"):
        lsuv(net, np.zeros_like(x), rng=np.random.default_rng(0))


def test_what_does_not_come_near_is_said(x):
    net = Network(SIZES, "gelu", rng=np.random.default_rng(0))
    with pytest.raises(
        ValueError, match=r"is still not within 0\.01 of variance 1 after 2 divisions: use larger batches"
    ):
        lsuv(net, x, rng=np.random.default_rng(0), batch_size=2, near=0.01, most=2)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"rng": 0}, "rng must be a random generator"),
        ({"batch_size": 201}, "a batch of 201 cannot be drawn from 200 images"),
        ({"batch_size": 0}, "batch_size must be a whole number"),
        ({"near": 0}, "near must be a number above zero"),
        ({"most": 0}, "most must be a whole number above zero"),
    ],
)
def test_bad_arguments(settings, words, x):
    with pytest.raises(ValueError, match=words):
        lsuv(Network(SIZES, rng=np.random.default_rng(0)), x, **{"rng": np.random.default_rng(0)} | settings)
    with pytest.raises(ValueError, match="each image must have 784 numbers"):
        lsuv(Network(SIZES, rng=np.random.default_rng(0)), x[:, :5], rng=np.random.default_rng(0))
