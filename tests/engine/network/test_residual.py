"""Residual blocks: gradients beside finite differences and PyTorch, and what pre-norm, post-norm and alpha do."""

import pickle
from copy import deepcopy

import numpy as np
import pytest

from helpers.engine import ResidualNetwork, layer_speeds, likeness, load_mnist, train
from helpers.engine.network import residual
from helpers.engine.network.normalization import EPS, normalized, scaled_backward, statistics

STEP = 1e-5
KINDS = [
    {"norm": norm, "place": place, "branch": branch, "learned": learned}
    for norm, place in (("none", "pre"), ("layer", "pre"), ("layer", "post"), ("rms", "pre"), ("rms", "post"))
    for branch, learned in ((1.0, False), (0.3, True))
]
every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: "-".join(map(str, kind.values())))


def example(kind, blocks=3, activation="tanh", images=6, sizes=(5, 6, 3), seed=2):
    rng = np.random.default_rng(seed)
    net = ResidualNetwork(sizes, blocks, activation, rng=rng, **kind)
    for name in net.parameters:
        net.parameters[name][:] += 0.1 * rng.standard_normal(net.parameters[name].shape)
    return net, rng.standard_normal((images, sizes[0])), rng.integers(sizes[-1], size=images)


def finite_differences(net, x, y, name):
    block, slopes = net.parameters[name], np.empty(net.parameters[name].shape)
    for i in np.ndindex(block.shape):
        kept, ends = block[i], []
        for step in (STEP, -STEP):
            block[i] = kept + step
            ends.append(net.loss(x, y))
        block[i] = kept
        slopes[i] = (ends[0] - ends[1]) / (2 * STEP)
    return slopes


def error(ours, other):
    return np.linalg.norm(ours - other) / np.linalg.norm(other)


@every_kind
def test_gradient_is_the_slope_of_the_cost(kind):
    net, x, y = example(kind)
    gradient = net.backward(net.forward(x), y).parameters
    for name in net.parameters:
        assert error(gradient[name], finite_differences(net, x, y, name)) <= 1e-6, name


def test_a_slip_in_the_way_back_is_caught(monkeypatch):
    net, x, y = example(KINDS[2])
    monkeypatch.setattr(residual, "normalized_backward", scaled_backward)
    gradient = net.backward(net.forward(x), y).parameters
    assert error(gradient["W2"], finite_differences(net, x, y, "W2")) > 1e-2


@every_kind
def test_gradient_and_training_are_pytorchs(kind):
    twin_module = pytest.importorskip("tests.engine.network.torch_blocks", reason="PyTorch is not installed")
    net, x, y = example(kind, blocks=12, activation="relu", images=20)
    twin = twin_module.BlockTwin(net)
    assert net.loss(x, y) == pytest.approx(twin.loss(x, y).item(), rel=1e-13)
    ours = net.backward(net.forward(x), y).parameters
    for name, other in twin.gradient(x, y).items():
        assert error(ours[name], other) <= 1e-9, name
    train(net, x, y, eta=0.01, steps=20).finish()
    steps = twin_module.torch.optim.SGD(twin.parameters.values(), lr=0.01)
    for _ in range(20):
        steps.zero_grad()
        twin.loss(x, y).backward()
        steps.step()
    assert error(net.flat, twin.flat()) <= 1e-9


# What the choices do.


def road(net, x):
    """The mean square of what travels the road, after the entry and after every block."""
    return [np.mean(a**2) for a in net.forward(x).a[1:-1]]


@pytest.fixture(scope="module")
def digits():
    return load_mnist().first(200)


def deep(blocks, width=100, seed=0, **kind):
    return ResidualNetwork([784, width, 10], blocks, rng=np.random.default_rng(seed), **kind)


@pytest.mark.parametrize("blocks", [8, 32])
def test_without_a_norm_squares_grow_by_a_half_a_block_and_with_pre_norm_by_one_half(digits, blocks):
    plain, pre = (np.mean([road(deep(blocks, seed=s, norm=norm), digits[0]) for s in range(3)], axis=0) for norm in ("none", "layer"))  # fmt: skip
    assert (plain[-1] / plain[0]) ** (1 / blocks) == pytest.approx(1.5, abs=0.08)
    assert (pre[-1] - pre[0]) / blocks == pytest.approx(0.5, abs=0.08)
    assert road(deep(blocks, place="post"), digits[0])[1:] == pytest.approx(np.ones(blocks), abs=1e-3)


def test_a_norm_behind_a_relu_block_keeps_every_direction():
    """Without biases these blocks are homogeneous: dividing the road by its length changes no direction."""
    x, _ = load_mnist().first(50)
    ends = [deep(12, norm=norm, place="post").forward(x).a[-2] for norm in ("none", "rms")]
    units = [end / np.linalg.norm(end, axis=1, keepdims=True) for end in ends]
    assert units[0] == pytest.approx(units[1], abs=1e-3)  # not exactly: EPS


def test_pre_norm_keeps_images_apart_that_post_norm_brings_together(digits):
    alike = {place: likeness(deep(48, place=place), digits[0])[-1] for place in ("pre", "post")}
    assert alike["post"] > 0.9 > 0.85 > alike["pre"]


def test_the_error_is_level_with_post_norm_and_falls_as_predicted_with_pre_norm(digits):
    for seed in range(3):
        post = layer_speeds(deep(32, seed=seed, place="post"), *digits)["delta"][2:]
        assert post.max() < 1.8 * post.min()
        net = deep(32, seed=seed)
        pre, q = layer_speeds(net, *digits)["delta"][1:], np.array(road(net, digits[0])[1:])
        assert pre / pre[0] == pytest.approx(np.sqrt(q[0] / q), rel=0.35)


def test_rezero_begins_as_its_entry_and_only_alpha_hears_the_error(digits):
    net = deep(5, norm="none", branch=0.0, learned=True)
    x, y = digits
    trace = net.forward(x)
    assert np.array_equal(trace.a[-2], trace.a[1])
    gradient = net.backward(trace, y)
    for s in range(2, net.last):
        assert not any(part.any() for part in gradient.own(s)) and gradient.parameters[f"alpha{s}"][0] != 0
    train(net, x, y, eta=0.1, steps=3).finish()
    assert net.backward(net.forward(x), y).own(2)[0].any() and net.alpha[2][0] != 0


def test_rms_normalization_divides_by_the_root_mean_square_and_leaves_the_mean():
    z = np.random.default_rng(0).normal(3, 2, (5, 40))
    z_hat = normalized(z, *statistics(z, 1, centred=False))
    assert z_hat == pytest.approx(z / np.sqrt(np.mean(z**2, axis=1, keepdims=True) + EPS), rel=1e-14)
    assert z_hat.mean() > 0.5


def test_its_parts():
    net, x, y = example(KINDS[3], blocks=2)
    assert net.stations == ["entry", "block 1", "block 2", "output"] and list(net.hidden) == [1, 2, 3]
    assert "2 blocks" in repr(net) and "pre-norm layer" in repr(net) and "learned" in repr(net)
    inside = {"W2", "b2", "V2", "alpha2", "W3", "b3", "V3", "alpha3"}
    assert set(net.inside) == inside and set(net.parameters) - inside == {"W1", "b1", "W4", "b4"}
    net.W[2] *= 2
    with pytest.raises(ValueError, match=r"say net.V\[1\]\[:\] = …"):
        net.V = 1
    for copy in (deepcopy(net), pickle.loads(pickle.dumps(net))):
        train(copy, x, y, eta=0.3, steps=3).finish()
        assert copy.loss(x, y) < net.loss(x, y)


BAD = {
    "two sizes": ({"sizes": [3, 4]}, r"sizes of a residual network are three: .* got \[3, 4\]"),
    "no block": ({"blocks": 0}, "blocks must be a whole number above zero"),
    "a place": ({"place": "middle"}, "unknown place of the normalization 'middle'"),
    "learned": ({"learned": 1}, "learned must be True or False"),
    "batch": ({"norm": "batch"}, "norm must be 'layer', 'rms' or 'none'"),
    "mirrored": ({"initializer": "looks_linear"}, "no twins to mirror"),
    "zero": ({"branch": 0.0}, "branch must be a number above zero"),
    "below": ({"branch": -1.0, "learned": True}, "branch must be zero or a number above it"),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_input(what):
    wrong, words = BAD[what]
    settings = {"sizes": [3, 4, 2], "blocks": 2, "rng": np.random.default_rng(0)} | wrong
    with pytest.raises(ValueError, match=words):
        ResidualNetwork(settings.pop("sizes"), settings.pop("blocks"), **settings)
