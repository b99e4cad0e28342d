"""What the prose of notebook 08 says in words, measured. Numbers in cells are compared by nbval."""

import numpy as np
import pytest

from helpers.engine import (
    ACTIVATIONS,
    INITIALIZERS,
    Network,
    chi,
    critical_sigma_w,
    depth_scale,
    fixed_point,
    gaussian_mean,
    jacobian,
    layer_speeds,
    likeness,
    load_mnist,
    lsuv,
    mean_squares,
    measured_map,
    predicted_mean_squares,
    relu_likeness,
    singular_values,
    train,
    weight_variances,
)
from helpers.engine.studies import depth_study as depths
from helpers.labs.kit.slices import finished
from helpers.labs.variance import STARTS, factors, measure, predict, several, sizes_of, spreads
from tests.notebooks.quoted import quote, said

SQUARE = {"scale": 1.0, "first": 30, "last": 30}


@pytest.fixture(scope="module")
def digits():
    return load_mnist().first(1000)


def lab_line(**setting):
    """The two predicted factors of a layer in the lab."""
    return factors(np.array(predict(1.0, **{"scale": 1.0, "hidden_layers": 10, "first": 100, "last": 10} | setting)))


# Five lines


def test_equal_weights_never_part_also_with_tanh_and_a_softmax(digits):
    quote("08", "They stay twins for ever: thirty neurons do the work of one.")
    for activation, cost in (("sigmoid", "cross-entropy"), ("tanh", "softmax")):
        net = Network([784, 30, 10], activation, "constant", cost, rng=np.random.default_rng(0))
        for _ in train(net, *digits, eta=0.5, epochs=20):
            pass
        assert len(np.unique(np.round(net.W[1], 9), axis=0)) == 1


@pytest.mark.parametrize("seed", range(5))
def test_squares_add_up_n_in_forwards_and_n_out_backwards(seed):
    quote("08", "Hence the mean of z² is **n_in v** times the mean of a².")
    quote("08", "Hence the mean of δ² arrives multiplied by **n_out v**.", '`"large"`, v = 1')
    rng = np.random.default_rng(seed)  # 40,000 weights and 1,000 rows: a mean square is known to about 1 %
    a, delta = rng.standard_normal((1000, 400)), rng.standard_normal((1000, 100))
    W, _ = INITIALIZERS["large"].draw(rng, 100, 400)
    assert np.mean((a @ W.T) ** 2) == pytest.approx(400, rel=0.05)
    assert np.mean((delta @ W) ** 2) == pytest.approx(100, rel=0.05)


def test_relu_halves_both_ways():
    quote(
        "08",
        "ReLU sets half of the z to zero, so the mean of a² is only *half* the mean of z². On the way back half of the slopes are 0.",
    )
    assert gaussian_mean(lambda z: np.maximum(z, 0) ** 2, 2.5) == pytest.approx(2.5 / 2, rel=1e-6)
    assert gaussian_mean(lambda z: np.heaviside(z, 0), 2.5) == pytest.approx(1 / 2, rel=1e-6)


def test_thirty_relu_layers_at_1_over_n_keep_2_to_the_minus_15_and_at_2_over_n_all():
    """REFERENCE section 4: 3.05e-5. Root mean square over 6 networks of width 400: known to about a fifth."""
    quote("08", "Take 30 steps from one ReLU layer to the next, once without it and once with it.")
    a_layer, in_all = said("08", "× 10⁻⁵ in all; derived {}, {} × 10⁻⁵")
    assert a_layer**30 == pytest.approx(1e-5 * in_all, rel=0.02)
    x = load_mnist().first(5)[0]
    for start, expected in (("lecun", 1e-5 * in_all), ("he", 1.0)):
        kept = []
        for seed in range(6):
            a = Network([784, *[400] * 31, 10], "relu", start, rng=np.random.default_rng(seed)).forward(x).a
            kept.append(np.mean(a[31] ** 2) / np.mean(a[1] ** 2))
        assert np.sqrt(np.mean(kept)) == pytest.approx(expected, rel=0.5)
        assert np.median(kept) ** (1 / 60) == pytest.approx(expected ** (1 / 30), rel=0.02), "a layer"


# The lab


def test_lecun_loses_ten_and_glorot_shares_it():
    quote("08", "LeCun's line loses a factor of about 10 on the way back: 100 neurons to 10.")
    quote("08", "Glorot shares it: the lines grow by about 3 and shrink by about 3")
    quote("08", "With equal widths the two starts are the same.")
    lecun, glorot = (lab_line(initializer=name, activation="linear") ** 9 for name in ("lecun", "glorot"))
    assert lecun == pytest.approx([1, 0.1])
    assert glorot == pytest.approx([3, 1 / 3], rel=0.15)
    equal = {"activation": "linear", "first": 30, "last": 30}
    assert lab_line(initializer="lecun", **equal) == pytest.approx(lab_line(initializer="glorot", **equal))


def test_the_one_network_of_the_lab_with_glorot():
    setting = {
        "initializer": "glorot",
        "activation": "linear",
        "scale": 1.0,
        "hidden_layers": 10,
        "first": 100,
        "last": 10,
    }
    forwards, backwards = factors(measure(seed=0, **setting)) ** 9
    assert [forwards, 1 / backwards] == pytest.approx(said("08", "(this one network: {} and {})"), abs=0.1)


def test_ten_percent_in_the_weights_is_a_factor_of_hundreds():
    quote(
        "08",
        "then it loses or gains about a fifth. Ten percent in the weights is a factor of hundreds after 30 layers.",
    )
    quote("08", "The triangles of one network lie below the line")
    quote("08", "A factor of hundreds lies between the ends of the band, at layer 30 for z² and at layer 1 for δ².")
    for scale, factor in ((0.9, 0.81), (1.0, 1.0), (1.1, 1.21)):
        line = lab_line(initializer="he", activation="relu", hidden_layers=30, first=30, last=30, scale=scale)
        assert line == pytest.approx(factor, rel=1e-6)
        assert scale == 1.0 or (np.abs(29 * np.log(line)) > np.log(200)).all()
    setting = {"initializer": "he", "activation": "relu", "hidden_layers": 30} | SQUARE
    bands, _ = spreads(finished(several(**setting).upto(20)))
    line = predict(bands[1, 1, -1], **setting)
    assert bands[0, 1, 29] < 0.5 * line[0][29] and bands[1, 1, 0] < 0.8 * line[1][0], "the triangles lie lower"
    assert 200 < bands[0, 2, 29] / bands[0, 0, 29] < 1000 and 200 < bands[1, 2, 0] / bands[1, 0, 0] < 1000


def test_tanh_with_lecun_falls_more_and_more_slowly_and_lsuv_lets_the_gradient_grow():
    quote("08", "Forwards it is level by construction.")
    deep = {"activation": "tanh", "scale": 1.0, "hidden_layers": 50, "first": 100, "last": 100}
    fall = np.median([measure(initializer="lecun", seed=seed, **deep)[0] for seed in range(5)], axis=0)
    assert fall[0] > fall[9] > fall[24] > fall[49]
    line = predict(0.1, initializer="lecun", **deep)[0][:-1]
    assert (np.diff(line[1:] / line[:-1]) > 0).all() and (line[1:] < line[:-1]).all(), "ever more slowly"
    assert (fall[9] / fall[0]) ** (1 / 9) < (fall[49] / fall[9]) ** (1 / 40)
    found = np.array([factors(measure(initializer="lsuv", seed=seed, **deep)) for seed in range(5)])
    assert found[:, 0] == pytest.approx(1, abs=0.02)
    assert found[:, 1] == pytest.approx(said("08", "Backwards δ² *grows*, by {} a layer"), abs=0.02)


@pytest.mark.parametrize("width", [30, 100])
def test_with_the_sigmoid_only_large_weights_and_wide_layers_keep_the_gradient(width):
    quote("08", "Only *large*, and only in wide layers: with 100 neurons it is nearly level.")
    quote("08", "With all the others δ² falls by a factor of 5 or more in each layer")
    setting = {"activation": "sigmoid", "scale": 1.0, "hidden_layers": 10, "first": width, "last": width}
    for _, name in STARTS:
        found = np.median([factors(measure(initializer=name, seed=seed, **setting)) for seed in range(5)], axis=0)
        if name == "large":
            assert 0.9 < found[1] < 1.05 if width == 100 else found[1] < 0.5
        else:
            assert found[1] < 1 / 5, name


# tanh


def test_glorot_tanh_falls_as_one_over_twice_the_layer():
    """REFERENCE section 3 has the same numbers: .237, .103, .052, .0051 at layers 2, 5, 10, 100 (unit inputs)."""
    quote("08", "q is near 1/(2l). No fixed factor, hence no exponential decay.")
    q, by_layer = 1.0, {}
    for layer in range(1, 1001):
        q = by_layer[layer] = gaussian_mean(lambda z: np.tanh(z) ** 2, q)
    for layer in (2, 5, 10, 20, 100):
        exact, near = said("08", f"layer {layer}: {{}} 1/(2 · layer) = {{}} one network")
        assert by_layer[layer] == pytest.approx(exact, abs=5e-5) and exact == pytest.approx(near, rel=0.06)
    assert by_layer[1000] == pytest.approx(1 / 2000, rel=0.02)
    several = []
    for seed in range(5):  # width 400: at layer 10 a mean square is known to a tenth
        rng = np.random.default_rng(seed)
        net = Network([400] * 11 + [10], "tanh", "glorot", rng=rng)
        several.append([np.mean(a**2) for a in net.forward(rng.standard_normal((20, 400))).a[1:-1]])
    assert np.mean(several, axis=0) == pytest.approx([by_layer[layer] for layer in range(1, 11)], rel=0.1)


def test_narrow_tanh_networks_lie_below_at_great_depth():
    quote("08", "(Networks of finite width lie below the line at great depth.)")
    ends = []
    for seed in range(3):
        rng = np.random.default_rng(seed)
        net = Network([100] * 101 + [10], "tanh", "glorot", rng=rng)
        ends.append(np.mean(net.forward(rng.standard_normal((20, 100))).a[100] ** 2))
    assert np.mean(ends) < 0.005


def test_the_table_of_tanh():
    """REFERENCE section 3: sigma_b = .3, and the critical place at sigma_b^2 = .05. Exact integrals."""
    quote("08", "For tanh, along σ_b = 0.3:")
    for sigma_w in (1.3, 2.5, 4.0):
        q, factor = said("08", f"sigma_w = {sigma_w}: q* = {{}}, chi = {{}}: δ²")
        assert fixed_point("tanh", sigma_w, 0.3) == pytest.approx(q, abs=6e-5)
        assert chi("tanh", fixed_point("tanh", sigma_w, 0.3), sigma_w) == pytest.approx(factor, abs=6e-5)
    line = critical_sigma_w("tanh", np.sqrt(0.05))
    square, q = said("08", "at sigma_b² = 0.05, chi = 1 at sigma_w² = {}, with q* = {}")
    assert line**2 == pytest.approx(square, abs=6e-5)
    assert fixed_point("tanh", line, np.sqrt(0.05)) == pytest.approx(q, abs=6e-4)


# LSUV


def test_a_perfect_volume_with_nothing_in_it(digits):
    """The share of the variance of z that lies between images, layer 10; 3 seeds."""
    quote("08", "With the sigmoid and softplus all of it is between neurons: every image gives nearly the same z.")
    shares = {}
    for activation in ACTIVATIONS:
        several = []
        for seed in range(3):
            net = Network([784, *[30] * 10, 10], activation, rng=np.random.default_rng(seed))
            lsuv(net, digits[0][:300], rng=np.random.default_rng(seed))
            z = net.forward(digits[0][:300]).z[10]
            several.append(np.mean(z.var(axis=0)) / z.var())
        shares[activation] = np.median(several)
    assert shares["sigmoid"] < 1e-3 and shares["softplus"] < 0.01
    assert min(share for name, share in shares.items() if name not in ("sigmoid", "softplus")) > 0.1


# Singular values


def test_the_mean_singular_value_tends_to_8_over_3_pi():
    """Glorot & Bengio 2010: limits .849 and .490. The error falls with n: below 1 % at 400."""
    means = {n: np.mean([singular_values(np.random.default_rng(s).standard_normal((n, n)) / np.sqrt(n)).mean() for s in range(5)]) for n in (10, 100, 400)}  # fmt: skip
    quote("08", "a histogram has the shape of a quarter of an ellipse), and their mean is 8/(3π)")
    limit, with_a_third = said("08", "limits: largest 2.00, mean {}; {}")
    assert limit == pytest.approx(8 / (3 * np.pi), abs=5e-4)
    assert with_a_third == pytest.approx(8 / (3 * np.pi) / np.sqrt(3), abs=5e-4)
    assert means[400] == pytest.approx(limit, rel=0.01) and abs(means[10] - limit) > abs(means[400] - limit)
    s = np.linspace(0, 2, 200_001)  # the quarter of an ellipse
    assert np.trapezoid(s * np.sqrt(4 - s * s), s) / np.pi == pytest.approx(limit, abs=5e-4)


def test_a_tanh_layers_jacobian_stays_below_these_limits():
    limits = said("08", "{} and {} are the most it can be there, since the slope of tanh is at most 1.")
    for scale, limit in zip((1.0, 1 / np.sqrt(3)), limits, strict=True):
        net = Network([300] * 4 + [10], "tanh", "lecun", scale=scale, rng=np.random.default_rng(0))
        for size, near in ((1e-3, True), (1.0, False)):
            x = size * np.random.default_rng(1).standard_normal(300)
            mean = singular_values(jacobian(net, x, 2, 1)).mean()
            assert mean == pytest.approx(limit, rel=0.02) if near else mean < limit


@pytest.mark.parametrize("L", [1, 2, 3, 5, 10])
def test_the_largest_singular_value_of_a_product(L):
    """REFERENCE section 4. It comes from below, and at n = 800 lies within 5 %."""
    quote("08", "(At n = 300 the largest values lie near their limits, most of them a little below.)")
    printed, limit = said("08", f"L = {L}: largest {{}} (limit {{}}), median")
    assert printed == pytest.approx(limit, rel=0.1)
    assert np.sqrt((L + 1) ** (L + 1) / L**L) == pytest.approx(limit, abs=5e-3)

    def largest(n, seed=L):
        rng, product = np.random.default_rng(seed), np.eye(n)
        for _ in range(L):
            product = rng.standard_normal((n, n)) / np.sqrt(n) @ product
        return singular_values(product)[0]

    assert np.median([largest(300, seed) for seed in range(11)]) < limit
    assert largest(800) == pytest.approx(limit, rel=0.05)
    assert abs(largest(800) - limit) < abs(largest(50) - limit)


def test_any_product_of_orthogonal_matrices_stretches_nothing():
    quote("08", "All its singular values are 1, and so are those of any product.")
    quote("08", "only where nearly all slopes are 1, as in tanh near 0, most of it is left")
    net = Network([30] * 21 + [10], "linear", "orthogonal", rng=np.random.default_rng(0))
    assert singular_values(jacobian(net, np.ones(30), 20)) == pytest.approx(1, abs=1e-10)
    bent = Network([30] * 21 + [10], "tanh", "orthogonal", rng=np.random.default_rng(0))
    loud, quiet = (singular_values(jacobian(bent, size * np.ones(30), 20)) for size in (3.0, 1e-2))
    assert np.median(loud) < 0.7 and quiet == pytest.approx(1, abs=0.05), "near 0 tanh is nearly linear"


# Learning time of deep linear networks (Saxe et al. 2014)


def steps_needed(start, layers, rate, seed, x, y):
    net = Network([784, *[30] * (layers - 1), 10], "linear", start, "softmax", rng=np.random.default_rng(seed))
    for step in train(net, x, y, eta=rate / layers, epochs=150):
        if step.cost < 0.5:
            return step.step
        if not step.cost < 10:
            return np.inf
    return np.inf


def test_with_an_orthogonal_start_fifty_layers_learn_about_as_soon_as_two():
    quote("08", "Nearly the same number of steps at 2 and at 50 layers: the claim holds, up to a factor of 2.")
    quote("08", "with half of it the line rises about threefold")
    x, y = load_mnist().first(200)

    def median(start, layers, rate):
        return np.median([steps_needed(start, layers, rate, seed, x, y) for seed in range(3)])

    at_one_rate = {layers: median("orthogonal", layers, 0.8) for layers in (2, 50)}
    at_best = {layers: min(at_one_rate[layers], median("orthogonal", layers, 1.6)) for layers in (2, 50)}
    assert at_best[50] / at_best[2] <= 2
    assert at_one_rate[50] / at_one_rate[2] == pytest.approx(3, rel=0.2), "about threefold at one rate times L"
    gaussian = {layers: min(median("lecun", layers, rate) for rate in (0.4, 0.8)) for layers in (2, 20)}
    assert 5 < gaussian[20] / gaussian[2] < np.inf


# He


def test_he_keeps_the_mean_and_the_median_falls_with_depth_over_width():
    """Hanin 2018, 3,000 networks each. Mean within 15 %; the leading orders hold to a fifth or so at widths of 30."""
    quote("08", "a mean of 1, a median near exp(−2.5 S), and a variance of the logarithm near 5 S")
    quote("08", "The mean is held up by a few lucky networks. The typical one loses")

    def left(n, layers, seed):
        rng = np.random.default_rng(seed)
        u = rng.standard_normal(n)
        u /= np.linalg.norm(u)
        for _ in range(layers):  # z of a random direction is as good as any: half of the slopes are 1
            u = (rng.standard_normal(n) > 0) * (INITIALIZERS["he"].draw(rng, n, n)[0] @ u)
        return u @ u

    for n, layers in ((30, 12), (30, 6), (60, 12)):
        values, S = np.array([left(n, layers, seed) for seed in range(3000)]), layers / n
        assert values.mean() == pytest.approx(1, abs=0.15)
        assert np.median(values) == pytest.approx(np.exp(-2.5 * S), rel=0.15)
        assert np.log(values).var() == pytest.approx(5 * S, rel=0.3)
        assert np.mean(values < 1) > 0.6


# The map


def test_what_the_readings_of_the_map_say():
    quote(
        "08",
        "Nothing on the far left, best next to the line, then less and less, and hardly anything again at σ_w = 3.",
    )
    quote("08", "With 10 layers both learn. With 30, less is left of both")
    quote("08", "On the right the rule promises more than our short training gives")
    quote(
        "08", "ReLU: a vertical line at σ_w = √2, which is He's start. Centred sigmoid: the line meets the axis at 4."
    )
    allowed = said("08", "The rule 6 ξ_c allows {} hidden layers.")
    assert depth_scale("tanh", 1.0, 0.2).trainable_depth == pytest.approx(allowed, abs=1)
    assert critical_sigma_w("tanh", 0.2) == pytest.approx(1.3, abs=0.02)
    assert np.allclose([critical_sigma_w("relu", sigma_b) for sigma_b in (0, 0.6, 1.2)], np.sqrt(2), rtol=1e-6)
    assert critical_sigma_w("centred_sigmoid", 0.0) == pytest.approx(4, rel=1e-6)
    at = {depth: {round(w, 2): share for w, b, share in measured_map("tanh", depth) if abs(b - 0.2) < 1e-9} for depth in (10, 20, 30)}  # fmt: skip
    twenty = at[20]
    assert twenty[0.5] < 0.15 < 0.4 < twenty[1.0] < twenty[1.25] > twenty[2.0] > twenty[2.5] > twenty[3.0]
    assert twenty[3.0] < 0.2
    assert max(twenty, key=twenty.get) in (1.25, 1.5)
    assert min(at[10][1.0], at[10][2.0]) > 0.7, "ten layers learn at both"
    assert at[30][1.0] < 0.6 * at[10][1.0] and at[30][2.0] < 0.6 * at[10][2.0]
    assert depth_scale("tanh", 2.5, 0.3).trainable_depth > 20, "the rule promises more than 300 steps give"


def test_right_of_the_line_the_pace_of_the_gradients_fits_the_map_better():
    quote("08", "On the right, yes, by far; on the left nothing changes.")
    fits = {"images": [], "gradients": []}
    for depth in (10, 20, 30):
        for sigma_w, sigma_b, share in measured_map("tanh", depth):
            here = depth_scale("tanh", sigma_w, sigma_b)
            if here.chi_1 > 1:
                fits["images"].append((here.trainable_depth >= depth) == (share > 0.5))
                fits["gradients"].append((6 * here.gradients >= depth) == (share > 0.5))
    assert np.mean(fits["gradients"]) > 0.85 > 0.7 > np.mean(fits["images"])


# What balance does not cure


def test_cosines_between_images_rise_to_1():
    """REFERENCE section 4: .887 at layer 10, .997 at 100, measured; here 4 networks of width 300, four pairs from near 0."""
    quote("08", "At layer 100 all images point the same way.")
    several = []
    for seed in range(4):
        rng = np.random.default_rng(seed)
        net = Network([784, *[300] * 100, 10], "relu", "he", rng=rng, dtype=np.float32)
        several.append(likeness(net, rng.standard_normal((4, 784)).astype(np.float32)))
    middle = np.mean(several, axis=0)
    assert abs(middle[0]) < 0.03
    assert middle[10] == pytest.approx(0.887, abs=0.03) and middle[100] == pytest.approx(0.997, abs=0.002)
    start, at_10, at_100 = said("08", "two inputs with cosine {}, predicted: {} at layer 10, {} at layer 100")
    assert relu_likeness(start, 100)[[10, 100]] == pytest.approx([at_10, at_100], abs=6e-4)


def test_a_hundred_he_layers_do_not_make_gradients_vanish(digits):
    quote("08", "But that is one percent a layer, where a sigmoid at Nielsen's start keeps a fifth in *each*.")
    x, y = digits[0][:50], digits[1][:50]
    a_layer = []
    for seed in range(50, 90):  # other seeds than the notebook's
        net = Network([784, *[100] * 100, 10], "relu", "he", "softmax", rng=np.random.default_rng(seed))
        speeds = layer_speeds(net, x, y)["delta"]
        a_layer.append((speeds[0] / speeds[-1]) ** (1 / 99))
    low, median, high = np.quantile(a_layer, [0.05, 0.5, 0.95])
    assert 0.98 < median < 1, "most fall, by about one percent a layer"
    assert np.mean(np.array(a_layer) < 1) > 0.6 and 0.96 < low and high < 1.03
    assert np.sqrt(chi("sigmoid", fixed_point("sigmoid", 1, 1), 1)) == pytest.approx(1 / 5, rel=0.05)


# The first cost


def test_a_quiet_output_costs_ln_10_and_a_loud_one_more(digits):
    quote("08", "should give each of ten digits the share 1/10, and then the cost of a softmax output is ln 10")
    costs = {}
    for start in ("large", "nielsen", "he", "glorot", "lecun"):
        nets = [Network([784, 30, 30, 10], "tanh", start, "softmax", rng=np.random.default_rng(s)) for s in range(20)]
        costs[start] = np.median([net.loss(*digits) for net in nets])
    assert costs["large"] > costs["nielsen"] > costs["he"] > costs["glorot"] > costs["lecun"] > np.log(10)
    nets[0].flat[:] = 0
    assert nets[0].loss(*digits) == pytest.approx(said("08", "ln 10 {}"), abs=5e-3)


# Exercises


def test_the_numbers_in_the_solutions(digits):
    quote(
        "08",
        "so v = 2/((1 + s²) n_in). With s = 0.01 the scale √v differs from He's by less than a hundredth of a percent",
    )
    spread = gaussian_mean(lambda z: ACTIVATIONS["leaky_relu"].phi(z) ** 2, 1.0)
    assert 2 * spread == pytest.approx(1 + 0.01**2, rel=1e-6) and abs(1 / np.sqrt(2 * spread) - 1) < 1e-4
    spread = gaussian_mean(lambda z: np.where(z > 0, z, z / 2) ** 2, 1.0)
    assert 100 * (1 - 1 / np.sqrt(2 * spread)) == pytest.approx(said("08", "with s = 0.5 it is {} % smaller"), abs=0.5)
    assert np.exp(-2.5 * said("08", "S = 40/20 = {}, so exp(−5), less than one percent.")) < 0.01
    wide = said("08", "To keep half, 2.5 · 40/n = ln 2: n = {} or more.")
    assert np.exp(-2.5 * 40 / wide) >= 0.5 > np.exp(-2.5 * 40 / (wide - 1))
    quote("08", "`return np.sqrt(3 / n)`")
    W = INITIALIZERS["lecun_uniform"].weights(np.random.default_rng(0), 400, 784)
    assert np.abs(W).max() == pytest.approx(np.sqrt(3 / 784), rel=1e-3)
    level, *factors = said("08", "About {}. Ten percent above, χ is {}; below, {}.")
    line = critical_sigma_w("tanh", 0.5)
    assert line == pytest.approx(level, abs=5e-3)
    above, below = (chi("tanh", fixed_point("tanh", k * line, 0.5), k * line) for k in (1.1, 0.9))
    assert [above, below] == pytest.approx(factors, abs=6e-3)
    quote("08", "That the images become alike sooner: every layer adds the same vector to all of them.")
    for seed in range(3):
        net = Network([784, *[100] * 10, 10], "relu", "he", rng=np.random.default_rng(seed))
        plain = likeness(net, digits[0][:50])[-1]
        for b in net.b[1:-1]:
            b[:] = 1
        assert likeness(net, digits[0][:50])[-1] > plain + 0.05


def test_the_lines_of_the_lab_are_the_theory_of_changing_widths():
    """The lab's prediction from another side: the product of n v E over the layers, for He and ReLU."""
    quote("08", "The thin dark lines are the five lines above, with the slopes of the activation from notebook 4")
    sizes = sizes_of(5, 60, 20)
    forwards, backwards = predicted_mean_squares("relu", sizes, weight_variances("he", sizes), 0.1, 0.2)
    assert forwards == pytest.approx([0.2, *[0.2] * 5])
    assert backwards[:-1] == pytest.approx([0.2 * 10 / n for n in sizes[1:-1]], rel=1e-6)
    x, y = load_mnist().first(20)
    nets = [Network(sizes, "relu", "he", rng=np.random.default_rng(seed)) for seed in range(200)]
    way = np.mean([mean_squares(net, x, y) for net in nets], axis=0)
    assert way[0] == pytest.approx(np.full(6, way[0][0]), rel=0.3)


# How deep can you go?


@pytest.fixture(scope="module")
def climbed():
    """{(activation, start): median depth} of the finished study."""
    medians = np.median(depths.depths_by_start(), axis=2)
    return {(a, s): medians[i, j] for i, a in enumerate(ACTIVATIONS) for j, s in enumerate(depths.STARTS)}


def test_where_the_rule_gives_a_small_number_it_is_right_to_a_few_layers(climbed):
    quote("08", "**Where the rule gives a small number, it is right,** to a few layers.")
    places = [(a, s) for a in ACTIVATIONS for s in depths.STARTS]
    rule = dict(zip(places, depths.predicted_by_start().ravel(), strict=True))
    small = [place for place in places if rule[place] < 10 and place[1] != "large"]
    assert len(small) > 40
    assert max(abs(climbed[place] - rule[place]) for place in small) <= 4
    named = [(name, "lecun") for name in ("sigmoid", "softplus", "gelu", "relu")]
    printed = said("08", "With LeCun's start: sigmoid {} (rule {}), softplus {} ({}), GELU {} ({}), ReLU {} ({}).")
    assert [climbed[place] for place in named] == list(printed[::2])
    assert [round(rule[place]) for place in named] == list(printed[1::2])


def test_large_weights_are_worse_than_their_rule(climbed):
    quote("08", "(*Large* is worse than its rule: with 784 inputs the very first layer is already far too loud.)")
    assert max(climbed[a, "large"] for a in ACTIVATIONS if "sigmoid" not in a) <= 2


def test_on_the_critical_line_width_ends_the_climb(climbed):
    quote("08", "ReLU with He's start stops at a dozen layers, tanh with Glorot's at about two dozen.")
    quote("08", "tanh, ELU, SELU and the straight line go two or three times as deep with them. ReLU does not.")
    assert 10 <= climbed["relu", "he"] <= 16 and 20 <= climbed["tanh", "glorot"] <= 28
    for activation in ("tanh", "selu", "linear", "elu"):
        assert climbed[activation, "orthogonal"] >= 2 * climbed[activation, "lecun"]
    assert climbed["relu", "orthogonal"] <= climbed["relu", "he"]
    without, with_it = said(
        "08", "Without He's 2 the rule stops it at {}; with it (LSUV makes up for it) it comes to {},"
    )
    assert (climbed["relu", "orthogonal"], climbed["relu", "lsuv"]) == (without, with_it)
    assert climbed["softplus", "he"] == said("08", "(Softplus with He ends at {} although its χ tends to 1")


def test_equal_weights_learn_nothing_and_half_a_unit_decides(climbed):
    quote("08", "**Equal weights learn nothing,** at any depth.")
    quote("08", "LSUV hardly helps the sigmoid. Take ½ away from the same curve, and it goes to the top of the ladder.")
    assert max(climbed[a, "constant"] for a in ACTIVATIONS) == 0
    assert climbed["sigmoid", "lsuv"] <= 4 and climbed["centred_sigmoid", "lsuv"] == 64
