"""What the prose of notebook 02 says in words, measured. Numbers in cells are compared by nbval."""

import numpy as np
import pytest

from helpers.engine import Network
from helpers.labs.one_weight import SIZES, every_weight, slope_factors
from tests.notebooks.frameworks import run_cells, run_folded
from tests.notebooks.quoted import quote, said

SEEDS = range(100)
BY_HAND = (
    "from itertools",
    "def sigmoid(",
    "def sigmoid_slope(",
    "sizes = ",
    "def forward(",
    "def cost(",
    "def backward(",
)


@pytest.fixture(scope="module")
def by_hand():
    """The notebook's own network and gradient: what its cells define."""
    return run_cells("02", *BY_HAND)


@pytest.fixture(scope="module")
def chain():
    """The notebook's two neurons in a chain, and the factors it prints."""
    return run_cells("02", "from itertools", "def sigmoid(", "def sigmoid_slope(", "pixel, w1", "z1, z2, C = ")


def test_the_three_steps_from_the_back_give_the_product_and_the_cost_agrees(chain):
    quote("02", "δ₂ = σ′(z₂) · (−1/a₂), then δ₁ = δ₂ · w₂ · σ′(z₁), then ∂C/∂w₁ = δ₁ · x.")
    slope, a2 = chain["sigmoid_slope"], chain["sigmoid"](chain["z2"])
    delta_2 = slope(chain["z2"]) * (-1 / a2)
    delta_1 = delta_2 * chain["w2"] * slope(chain["z1"])
    assert delta_1 * chain["pixel"] == pytest.approx(np.prod(chain["factors"]), rel=1e-12)
    assert chain["nudged"] == pytest.approx(delta_1 * chain["pixel"], rel=1e-6)
    quote("02", "∂C/∂b₁ = δ₁. And w₂ moves z₂ by a₁ times as much, so ∂C/∂w₂ = δ₂ · a₁.")
    sigmoid, hair = chain["sigmoid"], 1e-5

    def cost(w2, b1):
        return -np.log(sigmoid(w2 * sigmoid(chain["w1"] * chain["pixel"] + b1) + chain["b2"]))

    w2, b1 = chain["w2"], chain["b1"]
    assert (cost(w2, b1 + hair) - cost(w2, b1 - hair)) / (2 * hair) == pytest.approx(delta_1, rel=1e-6)
    by_w2 = (cost(w2 + hair, b1) - cost(w2 - hair, b1)) / (2 * hair)
    assert by_w2 == pytest.approx(delta_2 * sigmoid(chain["z1"]), rel=1e-6)
    quote("02", "In the chain above: σ′(z₂) · (−1/a₂) = −(1 − a₂) = a₂ − 1.")
    assert delta_2 == pytest.approx(a2 - 1, rel=1e-12)


def test_the_layers_formula_is_the_chains_with_a_sum(by_hand):
    quote("02", "Beside the chain's δ₁ = δ₂ · w₂ · σ′(z₁) only the sum is new.")
    delta, W, z = by_hand["delta"], by_hand["W"], by_hand["z"]
    for l, k in ((1, 4), (2, 7)):
        paths = sum(delta[l + 1][0, j] * W[l + 1][j, k] for j in range(len(W[l + 1])))
        assert delta[l][0, k] == pytest.approx(paths * by_hand["sigmoid_slope"](z[l][0, k]), rel=1e-12)


def test_the_same_in_pytorch(by_hand):
    pytest.importorskip("torch")
    quote("02", "print(weights[0].grad) # this is dW[1]", "print(biases[0].grad) # and this db[1]")
    there = run_folded("02", **{name: by_hand[name] for name in ("W", "b", "x", "y")})
    assert there["loss"].item() == pytest.approx(by_hand["cost"](by_hand["x"], by_hand["y"]), rel=1e-12)
    for l in (1, 2, 3):
        assert there["weights"][l - 1].grad.numpy() == pytest.approx(by_hand["dW"][l], rel=1e-9, abs=1e-12)
        assert there["biases"][l - 1].grad.numpy() == pytest.approx(by_hand["db"][l], rel=1e-9, abs=1e-12)


def test_pytorchs_cost_of_z_does_not_lose_a_rounded_0(by_hand):
    torch = pytest.importorskip("torch")
    quote(
        "02", "takes `binary_cross_entropy_with_logits`, which gets z itself: a logarithm of a rounded 0 cannot happen"
    )
    loss_of_z = torch.nn.functional.binary_cross_entropy_with_logits
    z, _ = by_hand["forward"](by_hand["x"])
    there = loss_of_z(torch.from_numpy(z[-1]), torch.from_numpy(by_hand["y"]), reduction="sum").item()
    assert there == pytest.approx(by_hand["cost"](by_hand["x"], by_hand["y"]), rel=1e-12)
    loud = z[-1] + 200
    rounded, no = by_hand["sigmoid"](loud), np.zeros_like(loud)
    assert (1 - rounded == 0).all()
    assert loss_of_z(torch.from_numpy(loud), torch.from_numpy(no), reduction="sum").item() == pytest.approx(loud.sum())
    capped = torch.nn.functional.binary_cross_entropy(torch.from_numpy(rounded), torch.from_numpy(no)).item()
    assert capped < 150  # PyTorch caps the logarithm


def test_every_weight_of_layer_1_moves_the_cost_less_than_the_typical_one_of_layer_3():
    quote("02", "On a common ruler the curve of a layer 1 weight looks dead flat.")
    quote("02", "the typical weight of layer 3 has more than ten times the slope of any weight of layer 1")
    x, y = np.array([[0.9, 0.2]]), np.array([0])
    net = Network(SIZES, rng=np.random.default_rng(0))
    dW = net.backward(net.forward(x), y).dW
    assert 10 * np.abs(dW[1]).max() < np.median(np.abs(dW[3]))


def test_far_out_the_curve_is_flat_and_on_the_left_it_turns_where_the_sum_of_the_paths_changes_sign():
    quote("02", "Far out the curve goes flat, because the neuron of layer 1 saturates")
    turn = said("02", "On the left, near {}, the curve turns first: three paths lead on from this neuron")
    quote("02", "not all with the same sign, and there their sum changes its sign")
    x, y = np.array([[0.9, 0.2]]), np.array([0])

    def paths_and_slope(push):
        """What each neuron of layer 2 passes on to neuron 1 of layer 1, and the slope of the cost along the weight."""
        net = Network(SIZES, rng=np.random.default_rng(0))
        net.W[1][0, 0] += push
        back = net.backward(net.forward(x), y)
        return back.delta[2][0] * net.W[2][:, 0], back.dW[1][0, 0]

    (left, up), (right, down) = paths_and_slope(turn - 0.5), paths_and_slope(turn + 0.5)
    assert left.sum() > 0 > right.sum() and up > 0 > down
    for paths in (left, right):
        assert (paths > 0).any() and (paths < 0).any()
    promised = paths_and_slope(0)[1]
    for end in (-6, 6):
        assert abs(paths_and_slope(end)[1]) < 0.1 * abs(promised)


def test_the_slope_in_the_sentence_is_delta_times_the_activation():
    quote("02", "the slope is δ of the neuron the weight leads to, times the activation it comes from")
    x, y = np.array([[0.9, 0.2]]), np.array([0])
    net = Network(SIZES, rng=np.random.default_rng(0))
    dW = net.backward(net.forward(x), y).dW
    for weight in every_weight():
        assert np.prod(slope_factors(net, x, y, weight)) == pytest.approx(dW[weight[0]][weight[1:]], rel=1e-12)


def test_layer_2_has_the_larger_delta_by_a_factor_of_about_six_here_and_four_to_ten_elsewhere():
    quote("02", "Layer 2, by a factor of about six here. Other random networks give factors between about four and ten")

    def factor(seed):
        rng = np.random.default_rng(seed)
        net = Network([50, 30, 20, 10], rng=rng)
        delta = net.backward(net.forward(rng.random((1, 50))), np.array([3])).delta
        return np.abs(delta[2]).mean() / np.abs(delta[1]).mean()

    assert factor(0) == pytest.approx(6, abs=0.5)
    low, high = np.quantile([factor(seed) for seed in SEEDS], [0.05, 0.95])
    assert 3.5 < low < 5 and 7 < high < 11


def test_without_biases_the_gradient_of_layer_1_grows():
    quote("02", "It grows here, as in nine out of ten random networks: slopes are larger near z = 0.")

    def lengths(seed):
        """Of the gradient of layer 1 without biases and with them: all weights and biases, as in the notebook."""
        rng = np.random.default_rng(seed)
        net = Network([50, 30, 20, 10], rng=rng)
        x, y = rng.random((1, 50)), np.array([3])
        with_biases = net.backward(net.forward(x), y)
        for b in net.b[1:]:
            b[:] = 0
        without = net.backward(net.forward(x), y)
        return [np.hypot(np.linalg.norm(g.dW[1]), np.linalg.norm(g.db[1])) for g in (without, with_biases)]

    grows = [np.greater(*lengths(seed)) for seed in range(1000)]
    assert grows[0] and np.mean(grows) == pytest.approx(0.9, abs=0.04)
