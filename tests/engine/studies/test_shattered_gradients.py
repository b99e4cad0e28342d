"""The slope by the input agrees with finite differences and a second formula; smooth and shattered come out as published."""

import numpy as np
import pytest

from helpers.engine import Network, autocorrelation, input_slopes, line_slopes
from helpers.engine.studies.shattered_gradients import LINE, published_residual_slopes

STEP = 1e-6


def outputs(net, x):
    """The first output neuron's z for each image, normalized by what the network remembers."""
    return net.forward(x).z[-1][:, 0]


def fixed(net, x):
    """The network, made to remember exactly the mean and variance of these images."""
    trace = net.forward(x, training=True)
    for l in range(1, len(net.sizes) - 1):
        if net.norm.name == "batch":
            net.remembered_mean[l][:], net.remembered_variance[l][:] = trace.mean[l][0], trace.variance[l][0]
    return net


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("branch", [None, 0.3])
@pytest.mark.parametrize("norm", ["none", "batch", "layer"])
@pytest.mark.parametrize("activation", ["tanh", "gelu"])
def test_slopes_are_finite_differences(activation, norm, branch, seed):
    rng = np.random.default_rng(seed)
    net = Network([3, 6, 6, 6, 2], activation, "lecun", norm=norm, branch=branch, sigma_b=0.3, rng=rng)
    for gamma in net.gamma[1:]:
        if gamma is not None:
            gamma += 0.2 * rng.standard_normal(gamma.shape)
    x = rng.standard_normal((9, 3))
    fixed(net, x)
    pushes = STEP * np.eye(3)
    expected = np.column_stack([(outputs(net, x + push) - outputs(net, x - push)) / (2 * STEP) for push in pushes])
    assert input_slopes(net, x) == pytest.approx(expected, rel=1e-6, abs=1e-8)
    alone = np.vstack([input_slopes(net, row, training=False) for row in x[:, None]])  # by what it remembers
    assert alone == pytest.approx(expected, rel=1e-6, abs=1e-8)


def test_a_plain_network_is_a_product_of_matrices():
    net = Network([1, 5, 5, 1], "linear", "lecun", rng=np.random.default_rng(0))
    W = Network([1, 5, 5, 1], "linear", "lecun", rng=np.random.default_rng(0)).W
    assert input_slopes(net, LINE) == pytest.approx(np.full((256, 1), (W[3] @ W[2] @ W[1]).item()))


def test_the_published_order_of_the_branch_by_finite_differences():
    """Between two places without a kink the network is straight, so slopes there must be its differences."""

    def network(x, rng):
        first, b = np.sqrt(2) * rng.standard_normal(20), rng.standard_normal(20)
        middle = np.maximum(LINE * first + b, 0)
        a = np.maximum(x * first + b, 0)
        for _ in range(2):
            W = np.sqrt(2 / 20) * rng.standard_normal((20, 20))
            mean, spread = middle.mean(axis=0), np.sqrt(middle.var(axis=0) + 1e-5)
            a = a + 0.1 * np.maximum((a - mean) / spread, 0) @ W.T
            middle = middle + 0.1 * np.maximum((middle - mean) / spread, 0) @ W.T
        return a @ rng.standard_normal(20)

    ours = published_residual_slopes(3, rng=np.random.default_rng(4), width=20)
    above, below = (network(LINE + step, np.random.default_rng(4)) for step in (STEP, -STEP))
    close = np.isclose(ours, (above - below) / (2 * STEP), rtol=1e-5)
    assert close.mean() > 0.98  # the rest stand on a kink


@pytest.mark.parametrize(
    ("values", "expected"),
    [(np.arange(4), 0.25), ([1, -1, 1, -1], -0.75), (np.sin(np.linspace(0, 6, 10_000)), 1.0)],
)
def test_autocorrelation_by_hand(values, expected):
    assert autocorrelation(values) == pytest.approx(expected, abs=1e-3)


def test_noise_has_none():
    noise = np.random.default_rng(0).standard_normal(100_000)
    assert abs(autocorrelation(noise)) < 0.01 and abs(autocorrelation(noise, lag=5)) < 0.01


def median(slopes):
    return np.median([autocorrelation(slopes(np.random.default_rng(seed))) for seed in range(9)])


# Balduzzi et al. 2017: about .99, .92-.97, -.02, .91. Nine seeds each; the tolerances are what medians of nine spread over.
@pytest.mark.parametrize(
    ("slopes", "low", "high"),
    [
        (lambda rng: line_slopes(1, rng=rng), 0.96, 0.995),
        (lambda rng: line_slopes(24, rng=rng), 0.90, 0.97),
        (lambda rng: line_slopes(24, "batch", rng=rng), -0.1, 0.08),
        (lambda rng: published_residual_slopes(50, rng=rng), 0.82, 0.95),
        (lambda rng: line_slopes(50, "batch", 0.1, rng=rng), 0.95, 0.99),
    ],
    ids=["1", "24", "24 centred", "50 residual as published", "50 residual, ours"],
)
def test_smooth_and_shattered(slopes, low, high):
    assert low < median(slopes) < high


@pytest.mark.parametrize("wrong", [{"hidden": 0}, {"rng": 3}, {"norm": "bach"}, {"branch": -1}])
def test_bad_arguments_are_answered_in_words(wrong):
    with pytest.raises(ValueError, match=r"whole number|random generator|unknown|above zero"):
        line_slopes(**({"hidden": 2, "rng": np.random.default_rng(0)} | wrong))
