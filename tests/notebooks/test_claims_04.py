"""What the prose of notebook 04 says in words, measured. Numbers in cells are compared by nbval."""

import numpy as np
import pytest

from helpers.engine import (
    NIELSEN_SPEEDS,
    Network,
    balance_width,
    bias_curvatures,
    chain_factors,
    chi,
    draw_chains,
    first_q,
    fixed_point,
    last_to_first,
    layer_speeds,
    load_mnist,
    predicted_ratio,
    run_chain,
    sigmoid_slope,
    speed_fan,
    spread,
    train_crowd,
    widest_interval,
)
from helpers.engine.measures.curvature import pulled_root
from helpers.labs.chain import chain
from helpers.labs.kit.slices import finished
from helpers.labs.theory import error_fan, ratios
from tests.notebooks.quoted import quote, said

SEEDS = range(100)
FOUR = [784, *[30] * 4, 10]


@pytest.fixture(scope="module")
def digits():
    x, y = load_mnist().first(1000)
    return x[:100], y[:100]


@pytest.fixture(scope="module")
def images():
    return load_mnist().first(1000)


def factors(seed=0, layers=6, weights="random", w=1.0, biases="random", b=1.0, a0=0.5):
    w, b = chain(layers, weights, w, biases, b, a0, np.random.default_rng(seed))
    return np.abs(chain_factors(w, run_chain(w, b, a0)[0]))


# Depth and accuracy


def accuracies(hidden, eta, epochs, seeds=range(3)):
    """Percent of the test digits right, for each seed."""
    mnist = load_mnist()
    nets = [Network([784, *[30] * hidden, 10], rng=np.random.default_rng(s), dtype=np.float32) for s in seeds]
    rngs = [np.random.default_rng(s) for s in seeds]
    for _ in train_crowd(nets, mnist.train.x, mnist.train.y, eta=eta, epochs=epochs, batch_size=10, rngs=rngs):
        pass
    return 100 * np.array([net.accuracy(mnist.test.x, mnist.test.y) for net in nets])


def test_at_this_budget_depth_does_harm():
    quote("04", "At this budget depth does harm.", "One hidden layer then reads about nine digits in ten.")
    by_depth = [accuracies(hidden, 0.5, 3, seeds=(1,)).mean() for hidden in (1, 2, 3, 4)]
    assert by_depth[0] == pytest.approx(90, abs=3)
    assert by_depth[0] > by_depth[2] + 3 > by_depth[3] + 30


@pytest.mark.long
def test_after_ten_times_as_many_steps_four_layers_arrive():
    four, one = said("04", "After ten times as many steps four layers read about {} %, one layer {} (three seeds)")
    quote("04", "they come later, and bring nothing for it")
    assert np.mean(accuracies(4, 0.5, 30)) == pytest.approx(four, abs=1.5)
    assert np.mean(accuracies(1, 0.5, 30)) == pytest.approx(one, abs=1)


@pytest.mark.long
@pytest.mark.parametrize("eta", [0.1, 0.2, 0.5, 1.0, 2.0])
def test_it_is_not_the_learning_rate(eta):
    quote("04", "with 0.1, 0.2, 0.5, 1 or 2, four layers stay below 50 % after 1,200 steps, where one reads 80 or more")
    assert (accuracies(4, eta, 3) < 50).all() and (accuracies(1, eta, 3) > 80).all()


# The chain


def test_the_rule_agrees_to_a_few_percent_and_the_better_the_smaller_the_push():
    quote("04", "They agree to a few percent", "The smaller the push, the closer; in the limit the rule is exact.")
    w, b = np.array([0.8, -1.2, 0.6, 1.5]), np.array([0.3, 0.5, -0.7, 0.1])
    z, a = run_chain(w, b, 0.5)
    rule = chain_factors(w, z).prod() * sigmoid_slope(z[3]) * (a[3] - 1)
    off = []
    for push in (0.1, 0.01, 0.001):
        new = run_chain(w, b + push * np.eye(4)[0], 0.5)[1]
        off.append(abs(((new[3] - 1) ** 2 - (a[3] - 1) ** 2) / 2 / push / rule - 1))
    assert 0.005 < off[0] < 0.05 and off[1] < off[0] / 5 and off[2] < off[1] / 5


def test_far_out_the_slope_falls_by_e_for_each_1():
    quote("04", "There the slope falls e-fold for each 1 that z moves on, faster than the weight grows.")
    z = np.array([5.0, 6.0, 10.0, 11.0])
    slopes = sigmoid_slope(z)
    assert slopes[[0, 2]] / slopes[[1, 3]] == pytest.approx(np.e, rel=0.01)


def test_no_bar_reaches_1_and_the_product_is_always_small_by_luck():
    quote("04", "No bar reaches 1. The product is always small, but *how* small is luck")
    quote("04", "among ten seeds the largest is hundreds of times the smallest")
    several = np.array([factors(seed) for seed in range(1000)])
    assert (several < 1).all()
    products = several.prod(axis=1)
    assert products.max() < 0.01
    tens = products.reshape(100, 10)
    assert 100 < np.median(tens.max(axis=1) / tens.min(axis=1)) < 10_000
    assert 100 < tens[0].max() / tens[0].min() < 1000


def test_no_equal_weight_balances_and_the_best_leaves_one_part_in_four_hundred():
    quote("04", "about one part in four hundred is left")
    weights = np.geomspace(0.1, 100, 400)
    left = np.array([factors(weights="equal", biases="equal", b=0.0, w=w).prod() for w in weights])
    assert weights[left.argmax()] == pytest.approx(said("04", "Even at the best weight, near {},"), abs=0.1)
    assert left.max() == pytest.approx(1 / 400, rel=0.1)


def test_with_z_at_0_every_factor_is_a_quarter_of_the_weight_and_eleven_of_them_drift():
    quote("04", "Every slope is ¼ now, so every factor is w/4. At w = 4 the product is 1.")
    quote("04", "after eleven factors the gradient has shrunk to about a quarter, or grown more than threefold.")
    quote("04", "the scale alone decides: 3.5 vanishes, 4.5 explodes")

    def centred(w, layers):
        return factors(weights="equal", biases="centred", w=w, layers=layers)

    assert centred(4.0, 6) == pytest.approx(1)
    assert centred(100.0, 6) == pytest.approx(said("04", "At w = 100 each factor is {}, and the gradient explodes"))
    assert centred(3.5, 12).prod() == pytest.approx(1 / 4, rel=0.1)
    assert 3 < centred(4.5, 12).prod() < 4


def test_the_stretch_is_widest_near_7_and_less_than_half():
    at, wide = said("04", "It appears above |w| = 4, is widest at about {}, and then {} wide")
    weight, width = widest_interval()
    assert weight == pytest.approx(at, abs=0.05) and width == pytest.approx(wide, abs=0.005)
    assert balance_width(4.0) == 0 < balance_width(4.1)
    quote("04", "less than half of the numbers from 0 to 1 that a neuron can send")
    quote("04", "At w = 100 the factor in its middle is 25, and 0.1 beside it less than a hundredth.")
    at = 100 * sigmoid_slope(100 * np.array([0.1, 0.2, 0.3]) - 20)
    assert at[1] == pytest.approx(25) and (at[[0, 2]] < 0.01).all() and width < 0.5


def test_with_equal_weights_a_climbs_and_the_factors_fall_below_the_tables():
    quote("04", "They lose more than the table's factors say. Its a = ½ holds for the first neuron only")
    for w in (1.0, 2.0, 5.0, 10.0):
        first, *others = factors(weights="equal", biases="equal", b=0.0, w=w)
        assert first == pytest.approx(w * sigmoid_slope(w / 2)) and max(others) < first


def test_practically_all_random_chains_vanish_at_every_scale():
    quote("04", "Practically all of these chains have a **vanishing gradient**.")
    for scale in (1, 2, 4, 8, 16, 32):
        w, b, a0 = draw_chains(np.random.default_rng(1), 20_000, 9, scale, sigma_b=1)
        assert np.mean(np.abs(chain_factors(w, run_chain(w, b, a0)[0])).prod(axis=1) < 0.5) > 0.995


# The prediction


def test_a_factor_of_a_random_chain_is_a_tenth_and_its_root_mean_square_that_of_a_layer():
    quote("04", "There is our factor of five: the root mean square slope of a sigmoid, and of the chains' factors.")
    w, b, a0 = draw_chains(np.random.default_rng(1), 50_000, 9, 1, sigma_b=1)
    each = np.abs(chain_factors(w, run_chain(w, b, a0)[0]))
    assert np.exp(np.log(each).mean()) == pytest.approx(0.1, rel=0.02)
    quote("04", "A chain has one, and typically loses tenfold.")
    root = np.sqrt(chi("sigmoid", fixed_point("sigmoid", 1, 1), 1))
    assert np.sqrt(np.mean(each**2)) == pytest.approx(root, rel=0.01)
    assert root == pytest.approx(said("04", "from one integral: {} for sigmoids at Nielsen's start"), abs=5e-5)


def test_the_lab_starts_from_the_images_own_z(digits):
    lab, picture = said("04", "The lab predicts {}, the picture above {}: the lab starts from the images' own z")
    assert round(predicted_ratio("sigmoid", 4, 1, 1, first_q(digits[0], 1, 1))) == lab
    assert round(predicted_ratio("sigmoid", 4, 1, 1)) == picture


def test_published_ratios_lie_inside_and_medians_a_little_above(images):
    quote("04", "Each published ratio is one draw, and lies inside its band. The medians lie a little above the line")
    for hidden, published in NIELSEN_SPEEDS.items():
        low, middle, high = spread(last_to_first(speed_fan([784, *[30] * hidden, 10], *images, SEEDS)["mean_delta"]))
        assert low < published[-1] / published[0] < high
        assert 1 < middle / predicted_ratio("sigmoid", hidden, 1, 1) < 1.1


def test_ten_layers_are_predicted_as_well():
    quote("04", "At 10 layers, yes: one factor serves all layers.")
    errors = finished(error_fan(10, 30, "sigmoid", 1.0, 1.0).upto(20))
    band = spread(ratios(np.array([each["mean_delta"] for each in errors])))
    x = load_mnist().first(100)[0]
    assert band[0] <= predicted_ratio("sigmoid", 10, 1, 1, first_q(x, 1, 1)) <= band[2]


def test_three_neurons_double_the_ratio_and_three_hundred_narrow_the_band(digits):
    quote(
        "04",
        "At 3 neurons, no: the bands become very wide, and the median ratio is two to three times the predicted one.",
    )
    quote("04", "At 300 neurons the bands are narrow.")
    fans = {
        n: spread(last_to_first(speed_fan([784, *[n] * 4, 10], *digits, range(40))["mean_delta"])) for n in (3, 30, 300)
    }
    line = predicted_ratio("sigmoid", 4, 1, 1, first_q(digits[0], 1, 1))
    assert 2 < fans[3][1] / line < 3
    low, middle, high = fans[300]
    assert middle == pytest.approx(line, rel=0.05)
    assert high / low < 1.4 < 5 < fans[3][2] / fans[3][0]


def test_near_scale_10_the_line_is_level_and_only_single_images_keep_to_it():
    quote("04", "Level near σ_w = 10. There ‖mean δ‖ leaves the prediction, and the mean of ‖δ‖ does not.")
    quote("04", "Below a scale of about 10 gradients vanish, above it they explode.")
    x = load_mnist().first(100)[0]
    assert predicted_ratio("sigmoid", 4, 10, 1, first_q(x, 10, 1)) == pytest.approx(1, abs=0.3)
    assert chi("sigmoid", fixed_point("sigmoid", 10, 1), 10) < 1 < chi("sigmoid", fixed_point("sigmoid", 10.5, 1), 10.5)
    fan, line = (
        finished(error_fan(4, 30, "sigmoid", 10.0, 1.0).upto(20)),
        predicted_ratio("sigmoid", 4, 10, 1, first_q(x, 10, 1)),
    )
    inside = {}
    for name in fan[0]:
        low, _, high = spread(ratios(np.array([errors[name] for errors in fan])))
        inside[name] = low <= line <= high
    assert inside == {"mean_delta": False, "delta": True}


def test_at_scale_1_errors_of_images_agree_and_at_10_they_cancel(digits):
    quote("04", "At σ_w = 1 all images lead to nearly the same activations, their errors agree")
    quote("04", "With large weights they differ and cancel in the mean, most of all in the first layer.")

    def kept(scale):
        """||mean delta|| over mean ||delta|| in hidden layers 1 and 4: what the mean over images leaves."""
        fan = speed_fan(FOUR, *digits, range(20), scale=scale)
        return np.median(fan["mean_delta"] / fan["delta"], axis=0)[[0, 3]]

    assert (kept(1.0) > 0.7).all()
    first, last = kept(10.0)
    assert first < 0.5 < last < 0.8, "more in the first than in the last"


def test_from_which_scale_on_layer_1_is_the_faster_one_depends_on_the_gradient(digits):
    alone, mean = said("04", "image by image (mean ‖δ‖) from about {}; by ‖mean δ‖, in which images cancel, from about {} with these 100 images")  # fmt: skip

    def median(scale, metric):
        return np.median(last_to_first(speed_fan(FOUR, *digits, range(40), scale=scale)[metric]))

    assert median(alone / 1.4, "delta") > 1 > median(alone * 1.1, "delta")
    assert median(mean / 1.4, "mean_delta") > 1 > median(mean * 1.2, "mean_delta")


def test_the_deeper_the_thinner_the_line(digits):
    quote("04", "The scale decides, and the deeper the network, the thinner the line.")
    quote("04", "As weights grow the slopes fall, but more slowly")
    scales = np.geomspace(4, 25, 60)

    def level(layers):
        found = np.array([predicted_ratio("sigmoid", layers, s, 1, first_q(digits[0], s, 1)) for s in scales])
        return np.ptp(np.log(scales[(found > 1 / 2) & (found < 2)]))

    assert level(10) < 0.6 * level(4)
    factor = [np.sqrt(chi("sigmoid", fixed_point("sigmoid", s, 1), s)) for s in (1, 2, 4, 10, 20, 40)]
    assert (np.diff(factor) > 0).all() and factor[0] < 1 < factor[-1]


def test_why_the_line_is_level_near_10():
    quote("04", "so the mean of σ(z)² is ½, and q ≈ σ_w²/2", "∫s(1 − s) ds from 0 to 1: that is 1/6")
    at = said("04", "So χ ≈ σ_w² · (1/6)/√(2πq) = σ_w/(6√π), and this is 1 at σ_w ≈ {}.")
    assert at == pytest.approx(6 * np.sqrt(np.pi), abs=0.05)
    for scale, off in ((10, 0.1), (40, 0.03)):
        q = fixed_point("sigmoid", scale, 1)
        assert q == pytest.approx(scale**2 / 2, rel=off)
        assert chi("sigmoid", q, scale) == pytest.approx(scale / (6 * np.sqrt(np.pi)), rel=off)


def test_at_scale_40_few_neurons_lift_the_dot_above_the_line(digits):
    quote("04", "At scale 40 the dot of ten layers lies nearly seven times above the line.")
    above = said("04", "With 300 neurons a layer it would lie {} times above it")
    line = predicted_ratio("sigmoid", 10, 40, 1, first_q(digits[0], 40, 1))

    def dot(neurons, seeds):
        fan = speed_fan([784, *[neurons] * 10, 10], *digits, seeds, scale=40)
        return np.median(last_to_first(fan["delta"])) / line

    assert 6 < dot(30, range(20)) < 7
    assert dot(300, range(10)) == pytest.approx(above, abs=0.1)


# The ravine


@pytest.fixture(scope="module")
def starts():
    return [Network(FOUR, rng=np.random.default_rng(seed)) for seed in range(10)]


def test_the_curvature_falls_with_the_square_of_the_gradient(starts, images):
    quote("04", "So a gradient 116 times smaller means a curvature 116² times smaller.")
    quote("04", "with four hidden layers about 120, for the biases")
    gradient = np.median([last_to_first(layer_speeds(net, *images)["mean_delta"]) for net in starts])
    assert gradient == pytest.approx(120, rel=0.05)
    curvatures = [bias_curvatures(net, images[0]) for net in starts]
    means = np.array([c[3].mean() / c[0].mean() for c in curvatures])
    assert np.median(means) == pytest.approx(predicted_ratio("sigmoid", 4, 1, 1) ** 2, rel=0.1)
    assert np.median(means) == pytest.approx(gradient**2, rel=0.15)
    assert (means > 9000).all() and (means < 25_000).all()
    tops = np.array([c[3][0] / c[0][0] for c in curvatures])
    quote("04", "By this curvature κ is in the thousands at four layers, or more")
    assert (tops > 4000).all() and np.median(tops) < np.median(means)


def test_the_ratio_of_the_whole_network_is_larger_than_that_of_two_parts(starts, images):
    quote("04", "the ratio for the whole network can only be larger than that for two of its parts")
    for net in starts[:3]:
        trace = net.forward(images[0])
        pulled = [pulled_root(net, trace, k).delta for k in range(10)]
        rows = np.concatenate([np.hstack([deltas[l] for l in (1, 2, 3, 4)]) for deltas in pulled])
        whole = np.linalg.eigvalsh(rows.T @ rows / len(images[0]))
        first, *_, last = bias_curvatures(net, images[0])
        assert whole.sum() == pytest.approx(sum(part.sum() for part in bias_curvatures(net, images[0])))
        assert whole[-1] >= last[0] and whole[0] <= first[-1] + 1e-12
        assert whole[-1] / abs(whole[0]) >= last[0] / first[0]


def bend_of_the_cost(net, x, y, l, h=1e-4):
    """Eigenvalues of the second derivative of the cost by the biases of layer l, by differences of the gradient."""
    columns = []
    for j in range(net.sizes[l]):
        ends = []
        for step in (h, -2 * h):
            net.b[l][j] += step
            ends.append(net.backward(net.forward(x), y).db[l].copy())
        net.b[l][j] += h
        columns.append((ends[0] - ends[1]) / (2 * h))
    return np.linalg.eigvalsh((np.array(columns) + np.transpose(columns)) / 2)


def test_at_the_start_the_bend_of_the_network_is_the_larger_part_in_layer_1_and_has_the_product_once(starts, images):
    quote("04", "this part is about a hundred times the other in layer 1", "upwards as often as downwards")
    quote("04", "with the product only once", "like the gradient")
    once = said("04", "there the cost itself bends only about {} times less than in layer 4")
    times, sides, fall = [], [], []
    x, y = images[0][:200], images[1][:200]
    for net in starts[:5]:
        first, last = (bend_of_the_cost(net, x, y, l) for l in (1, 4))
        times.append(first[-1] / bias_curvatures(net, x)[0][0])
        sides.append(-first[0] / first[-1])
        fall.append(last[-1] / first[-1])
    assert 50 < np.median(times) < 250
    assert 0.5 < np.median(sides) < 2
    assert np.median(fall) == pytest.approx(once, rel=0.2), "as the gradient, not as its square"


@pytest.mark.long
def test_after_training_gauss_newton_is_the_larger_part_and_layers_1_and_4_bend_about_equally(images):
    read = said("04", "in three networks trained to about {} % it is the smaller")
    quote("04", "But training has raised the factors, too: both layers then bend about equally.")
    mnist, (x, y) = load_mnist(), (images[0][:200], images[1][:200])
    nets = [Network(FOUR, rng=np.random.default_rng(seed), dtype=np.float32) for seed in range(3)]
    rngs = [np.random.default_rng(seed) for seed in range(3)]
    for _ in train_crowd(nets, mnist.train.x, mnist.train.y, eta=0.5, epochs=10, batch_size=10, rngs=rngs):
        pass
    for trained in nets:
        net = Network(FOUR, rng=np.random.default_rng(0))
        net.flat[...] = trained.flat
        assert 100 * net.accuracy(x, y) == pytest.approx(read, abs=2)
        first, last = (bend_of_the_cost(net, x, y, l) for l in (1, 4))
        steepest = bias_curvatures(net, x)[0][0]
        assert first[-1] == pytest.approx(steepest, rel=0.2) and first[0] > -steepest / 2
        assert 1 / 3 < last[-1] / first[-1] < 3


# Exercises


def test_a_single_network_is_off_by_a_factor_of_nearly_two_either_way(images):
    quote("04", "A single network may still be off by a factor of nearly two either way")
    low, _, high = spread(last_to_first(speed_fan(FOUR, *images, SEEDS)["mean_delta"]))
    line = predicted_ratio("sigmoid", 4, 1, 1)
    assert 1.5 < line / low < 2 and 1.5 < high / line < 2
