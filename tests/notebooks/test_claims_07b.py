"""What the prose of side trip 7b says in words, measured. Numbers in cells are compared by nbval."""

import numpy as np
import pytest

from helpers.engine import ACTIVATIONS, Network, dead_share, load_mnist, train
from helpers.engine.measures.saturation import flat_ends
from tests.notebooks.quoted import quote


@pytest.fixture(scope="module")
def images():
    digits = load_mnist(dtype=np.float32)
    return digits.train.x, digits.train.y


def fresh(activation, seed):
    rng = np.random.default_rng(seed)
    return Network([784, 30, 30, 30, 10], activation, "he", rng=rng, dtype=np.float32)


def silent(net, x):
    return np.array([~(z > 0).any(axis=0) for z in net.forward(x).z[1:-1]])


def wakes(images, activation, optimizer, eta, steps=1000):
    """(silent after one step with eta = 0.5, back after training), in layers 1 to 3, of three networks."""
    slept = back = 0
    for seed in range(3):
        net = fresh(activation, seed)
        train(net, *images, eta=0.5, steps=1).finish()
        before = silent(net, images[0])
        rng = np.random.default_rng(100 + seed)
        train(net, *images, eta=eta, steps=steps, batch_size=20, optimizer=optimizer, rng=rng).finish()
        assert np.isfinite(net.flat).all()  # a network that is lost has no silent neurons either
        slept = slept + before.sum(axis=1)
        back = back + (before & ~silent(net, images[0])).sum(axis=1)
    return slept, back


def test_who_is_flat_and_who_is_dead():
    quote("07b", "Leaky ReLU has neither", "ELU and GELU have flat slopes where z is large")
    assert np.isinf(flat_ends("leaky_relu")).all()
    assert all(np.isfinite(flat_ends(name)[0]) for name in ("elu", "gelu"))
    assert all(ACTIVATIONS[name].dphi(np.linspace(-5, 5, 1000)).all() for name in ("leaky_relu", "elu", "gelu"))


@pytest.mark.parametrize("seed", range(3))
def test_a_scale_does_not_change_a_sign(seed):
    quote("07b", "a scale without biases does not change a sign")
    x = load_mnist().first(100)[0]
    nets = [Network([784, *[30] * 5, 10], "relu", "he", scale=s, rng=np.random.default_rng(seed)) for s in (1, 4)]
    shares = [dead_share(net, net.forward(x)) for net in nets]
    np.testing.assert_array_equal(*shares)


@pytest.mark.parametrize("seed", range(3))
def test_most_die_in_the_first_ten_steps_and_stay_dead(images, seed):
    quote("07b", "Most die in the first ten steps", "in layer 1 the share never falls")
    net, rng = fresh("relu", seed), np.random.default_rng(seed)
    training = train(net, *images, eta=0.5, steps=300, batch_size=20, rng=rng)
    shares = [dead_share(net, net.forward(images[0]))[0] for s in training if s.step in (1, 3, 10, 100, 300)]
    assert (np.diff(shares) >= 0).all() and shares[2] > 0.6 * shares[-1] > 0.3


def test_leaky_relu_under_both_optimizers(images):
    quote("07b", "Under gradient descent few or none of layer 1 come back; under Adam most do.")
    slept, back = wakes(images, "leaky_relu", "sgd", 0.03)
    assert slept[0] > 15 and back[0] <= 1
    slept, back = wakes(images, "leaky_relu", "adam", 0.003)
    assert back[0] > 0.8 * slept[0]


@pytest.mark.long
@pytest.mark.parametrize("activation", ["elu", "gelu"])
def test_elu_and_gelu_under_both_optimizers(images, activation):
    quote("07b", "**Leaky ReLU, ELU and GELU sleep.**")
    slept, back = wakes(images, activation, "sgd", 0.03)
    assert back[0] <= 0.2 * slept[0]
    slept, back = wakes(images, activation, "adam", 0.003)
    assert back[0] > 0.7 * slept[0]


@pytest.mark.long
@pytest.mark.parametrize(("optimizer", "eta"), [("sgd", 0.03), ("adam", 0.003)])
def test_relu_of_layer_1_stays_dead(images, optimizer, eta):
    quote("07b", "**ReLU in layer 1 stays dead**, with Adam as well", "Higher up many wake, with both optimizers")
    slept, back = wakes(images, "relu", optimizer, eta)
    assert back[0] == 0 and back[2] > 0.3 * slept[2]


@pytest.mark.long
def test_it_is_the_division(images):
    quote("07b", "momentum with η = 0.03 wakes hardly any", "with η = 0.003 nearly all. It is the division.")
    slept, back = wakes(images, "leaky_relu", "momentum", 0.03)
    assert back[0] <= 0.1 * slept[0]
    slept, back = wakes(images, "leaky_relu", "rmsprop", 0.003)
    assert back[0] > 0.8 * slept[0]


@pytest.mark.long
@pytest.mark.parametrize(("eta", "steps"), [(0.01, 1000), (0.1, 1000), (0.03, 10_000)])
def test_no_rate_and_no_budget_tried_wakes_leaky_relu_under_gradient_descent(images, eta, steps):
    quote("07b", "A smaller or larger rate (0.01, 0.1) or ten times the steps wakes none of them either")
    assert wakes(images, "leaky_relu", "sgd", eta, steps)[1][0] == 0


@pytest.mark.long
@pytest.mark.parametrize("activation", ["leaky_relu", "elu"])
def test_the_best_of_adams_rates(images, activation):
    quote("07b", "Adam's 0.003 is the best of 0.0003, 0.001, 0.003 and 0.01 for leaky ReLU and ELU")
    back = {eta: wakes(images, activation, "adam", eta)[1][0] for eta in (0.0003, 0.001, 0.003, 0.01)}
    assert back[0.003] >= max(back.values()) - 1
