"""What the prose of side trip 08c says in words, measured. Numbers in cells are compared by nbval."""

import numpy as np
import pytest

from helpers.engine import (
    ACTIVATIONS,
    INITIALIZERS,
    STARTS,
    Network,
    depths_by_start,
    jacobian,
    load_mnist,
    lsuv,
    singular_values,
)
from tests.notebooks.quoted import quote, said


@pytest.fixture(scope="module")
def x():
    return load_mnist().first(300)[0]


def gaussian(n, seed):
    return np.random.default_rng(seed).standard_normal((n, n)) / np.sqrt(n)


def through(x, activation, start, scale, seeds=range(100, 112), layers=20):
    """Singular values of the Jacobian of 20 layers of 30 by layer 1, other seeds than the notebook's."""
    sizes = [784, *[30] * (layers + 1), 10]
    nets = [Network(sizes, activation, start, scale=scale, sigma_b=0, rng=np.random.default_rng(s)) for s in seeds]
    return np.array([singular_values(jacobian(net, x[1], layers + 1, 1)) for net in nets])


def lost(v):
    return np.median(np.sum(v < 0.1, axis=1))


def test_the_gain_is_the_root_mean_square_and_not_the_mean():
    quote("08c", "their mean is 8/(3π), about 0.85", "The gain is the root mean square")
    quote("08c", "mean and root mean square are equal only where all factors are")
    values, rng = np.array([singular_values(gaussian(200, seed)) for seed in range(5)]), np.random.default_rng(9)
    assert values.mean() == pytest.approx(8 / (3 * np.pi), rel=0.01) and values.max() == pytest.approx(2, rel=0.05)
    u = rng.standard_normal((200, 1000))
    gains = np.linalg.norm(gaussian(200, 0) @ u, axis=0) / np.linalg.norm(u, axis=0)
    assert np.median(gains) == pytest.approx(np.sqrt(np.mean(values[0] ** 2)), rel=0.01)
    wrong = said("08c", '"That start multiplies a direction by {}" takes the wrong average.')
    assert values.mean() / np.sqrt(3) == pytest.approx(wrong, abs=0.006)


@pytest.mark.parametrize("L", [2, 5])
def test_the_largest_singular_value_of_a_product(L):
    """Penson & Zyczkowski 2011. It comes from below: nearer at 400 than at 50."""
    quote("08c", "we quote this (Penson and Życzkowski 2011) and check it")

    def largest(n):
        products = [np.linalg.multi_dot([gaussian(n, 100 * seed + i) for i in range(L)]) for seed in range(3)]
        return np.median([singular_values(product)[0] for product in products])

    limit = np.sqrt((L + 1) ** (L + 1) / L**L)
    assert largest(400) == pytest.approx(limit, rel=0.05)
    assert abs(largest(50) - limit) > 0.5 * abs(largest(400) - limit)


def test_products_of_orthogonal_matrices_are_orthogonal():
    quote("08c", "so a product of two is orthogonal, and of any number")
    rng, product = np.random.default_rng(0), np.eye(30)
    for _ in range(50):
        product = INITIALIZERS["orthogonal"].weights(rng, 30, 30) @ product
    assert singular_values(product) == pytest.approx(1) and product.T @ product == pytest.approx(np.eye(30))


def test_linear_keeps_all_tanh_nearly_all_and_relu_no_more_than_with_gaussian_weights(x):
    quote("08c", "**Linear**: isometry. **tanh**: nearly, where z is small", "**ReLU**: no.")
    few = said("08c", "With Gaussian weights about {} of 30 directions fall below a tenth.")
    assert lost(through(x, "tanh", "lecun", 1.0)) == pytest.approx(few, abs=2)
    linear, tanh = (through(x, name, "orthogonal", 1.0) for name in ("linear", "tanh"))
    assert linear == pytest.approx(1)
    assert lost(tanh) <= 2 and np.median(tanh[:, 0] / np.median(tanh, axis=1)) < 2, "they sink together"
    relu, same = (through(x, "relu", start, np.sqrt(2)) for start in ("orthogonal", "lecun"))
    assert lost(relu) > 20 and abs(lost(relu) - lost(same)) <= 3
    assert np.median(np.sum(relu == 0, axis=1)) > 15


def test_a_relu_layer_cuts_about_half_of_its_directions(x):
    quote("08c", "each ReLU layer cuts about half of its directions, whatever the weights")
    for start in ("lecun", "orthogonal"):
        zero = np.sum(through(x, "relu", start, np.sqrt(2), range(40), layers=1) == 0, axis=1)
        assert np.mean(zero) == pytest.approx(15, abs=2)


def test_the_lab_s_fourth_question(x):
    quote("08c", "They fan out: z is larger, and so slopes differ.")
    near, loud = (through(x, "tanh", "orthogonal", scale, range(6), layers=8) for scale in (1.0, 2.0))
    spread = [np.median(np.log(v[:, 0] / v[:, 15])) for v in (near, loud)]
    assert spread[1] > 3 * spread[0]


def test_orthogonal_weights_lead_deeper_but_for_relu():
    quote("08c", "go two to four times as deep with orthogonal weights as with Glorot's")
    quote("08c", "and to the end of the ladder", "ReLU gains nothing", "LSUV made tanh end *earlier*")
    at = {(a, s): depths for a, row in zip(ACTIVATIONS, depths_by_start(), strict=True) for s, depths in zip(STARTS, row, strict=True)}  # fmt: skip
    for activation in ("linear", "tanh"):
        times = at[activation, "orthogonal"] / at[activation, "glorot"]
        assert (times >= 2).all() and (times <= 4).all() and (at[activation, "orthogonal"] == 64).all()
    assert (at["relu", "orthogonal"] == said("08c", "orthogonal weights lack He's √2 and end at {};")).all()
    assert np.median(at["relu", "lsuv"]) == np.median(at["relu", "he"])
    assert (at["tanh", "lsuv"] < at["tanh", "orthogonal"]).all()


def test_a_perfect_volume_with_nothing_in_it(x):
    """The share of the variance of z that lies between images, layer 10; 3 seeds."""
    quote(
        "08c", "With the sigmoid and softplus every image gives nearly the same z: a perfect volume, and nothing in it."
    )
    quote("08c", "Take ½ away from the same sigmoid, and most of the variance is between images.")
    shares = {}
    for activation in ("sigmoid", "softplus", "centred_sigmoid"):
        several = []
        for seed in range(1, 4):
            net = Network([784, *[30] * 10, 10], activation, rng=np.random.default_rng(seed))
            lsuv(net, x, rng=np.random.default_rng(seed))
            z = net.forward(x).z[10]
            assert z.var() == pytest.approx(1, abs=0.1)
            several.append(np.mean(z.var(axis=0)) / z.var())
        shares[activation] = np.median(several)
    assert max(shares["sigmoid"], shares["softplus"]) < 0.01 and shares["centred_sigmoid"] > 0.5


def test_lsuv_takes_the_isometry_from_tanh(x):
    quote("08c", "z of variance 1 reach where tanh bends, its slopes differ, and the isometry is gone")
    found = []
    for seed in range(6):
        net = Network([784, *[30] * 21, 10], "tanh", rng=np.random.default_rng(seed))
        lsuv(net, x, rng=np.random.default_rng(seed))
        found.append(singular_values(jacobian(net, x[1], 21, 1)))
    plain = through(x, "tanh", "orthogonal", 1.0, range(6))
    assert lost(np.array(found)) > 5 > 2 >= lost(plain)
