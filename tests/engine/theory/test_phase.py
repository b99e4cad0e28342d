"""The plane of scales: two images in one network against closed forms, grids and chance; where chi is 1; how deep."""

import math

import numpy as np
import pytest

from helpers.engine import ACTIVATIONS, Network, chi, fixed_point, length_map
from helpers.engine.theory.correlation import (
    chi_c,
    correlation_fixed_point,
    correlation_map,
    hermite_squares,
    pair_mean,
)
from helpers.engine.theory.phase import chi_map, critical_sigma_w, depth_scale, phase_map

every_c = pytest.mark.parametrize("c", [0.0, 0.3, 0.7, 0.95, 1.0])
SMOOTH = ["sigmoid", "centred_sigmoid", "tanh", "gelu", "softplus"]

# The average over two Gaussian numbers


@every_c
def test_relu_agrees_with_the_arc_cosine_kernels(c):
    """Cho & Saul 2009: c' = (sqrt(1 - c^2) + (pi - acos c) c) / pi, and its slope is 1 - acos(c) / pi."""
    map_exact = (math.sqrt(1 - c * c) + (math.pi - math.acos(c)) * c) / math.pi
    assert correlation_map("relu", c, math.sqrt(2), 0, q=1.0) == pytest.approx(map_exact, abs=1e-6)
    # The slope jumps where ReLU bends, so its sum ends slowly: near c = 1 the last 1e-4 are missing.
    assert chi_c("relu", c, math.sqrt(2), 0, q=1.0) == pytest.approx(1 - math.acos(c) / math.pi, abs=2e-4)


@every_c
@pytest.mark.parametrize("q", [0.1, 1.0, 12.6])
def test_erf_like_means_have_a_closed_form(c, q):
    """E[cos z_1 cos z_2] = exp(-q) cosh(q c), and E[z_1 z_2] = q c."""
    assert pair_mean(hermite_squares(np.cos, q), c) == pytest.approx(math.exp(-q) * math.cosh(q * c), rel=1e-11)
    assert pair_mean(hermite_squares(lambda z: z, q), c) == pytest.approx(q * c, abs=1e-12)


@pytest.mark.parametrize("c", [0.2, 0.7, 0.95])
@pytest.mark.parametrize("activation", SMOOTH)
@pytest.mark.parametrize("q", [0.57, 12.6])
def test_it_agrees_with_a_grid_in_two_dimensions(activation, q, c):
    u = np.linspace(-9, 9, 1801)
    weights = np.exp(-(u**2) / 2) / np.exp(-(u**2) / 2).sum()
    first, second = np.sqrt(q) * u, np.sqrt(q) * (c * u[:, None] + math.sqrt(1 - c * c) * u)
    for f in (ACTIVATIONS[activation].phi, ACTIVATIONS[activation].dphi):
        on_the_grid = weights @ (f(first) * (f(second) @ weights))
        assert pair_mean(hermite_squares(f, q), c) == pytest.approx(on_the_grid, abs=2e-9)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_it_agrees_with_chance(activation):
    """A million pairs: five standard errors of their mean."""
    rng, q, c = np.random.default_rng(0), 1.7, 0.6
    u, v = rng.standard_normal((2, 1_000_000))
    z_1, z_2 = np.sqrt(q) * u, np.sqrt(q) * (c * u + math.sqrt(1 - c * c) * v)
    for f in (ACTIVATIONS[activation].phi, ACTIVATIONS[activation].dphi):
        drawn = f(z_1) * f(z_2)
        assert pair_mean(hermite_squares(f, q), c) == pytest.approx(drawn.mean(), abs=5e-3 * drawn.std() + 1e-6)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_two_equal_images_stay_equal_and_the_slope_there_is_the_gradients_chi(activation):
    q = 0.9
    squares = hermite_squares(ACTIVATIONS[activation].phi, q)
    assert 4 * pair_mean(squares, 1.0) + 0.25 == pytest.approx(length_map(activation, q, 2, 0.5), rel=1e-12)
    assert correlation_map(activation, 1.0, 2, 0.5, q=q) == pytest.approx(1, rel=1e-12)
    assert chi_c(activation, 1.0, 2, 0.5, q=q) == pytest.approx(chi(activation, q, 2), rel=1e-12)


@pytest.mark.parametrize("activation", SMOOTH)
def test_chi_c_is_the_slope_of_the_map(activation):
    q = fixed_point(activation, 1.2, 0.4)
    q = q if np.isfinite(q) else 1.0
    next_q = length_map(activation, q, 1.2, 0.4)
    up, down = (correlation_map(activation, 0.5 + step, 1.2, 0.4, q=q) for step in (1e-5, -1e-5))
    slope = chi_c(activation, 0.5, 1.2, 0.4, q=q) * q / next_q
    assert (up - down) / 2e-5 == pytest.approx(slope, rel=1e-6)


# c*


@pytest.mark.parametrize(("sigma_w", "sigma_b"), [(1.3, 0.3), (2.5, 0.3), (4.0, 0.3), (1.5, 0.0), (2.0, 1.0)])
def test_the_map_walks_to_its_fixed_point(sigma_w, sigma_b):
    c, q = 0.5, fixed_point("tanh", sigma_w, sigma_b)
    for _ in range(1000):
        c = float(correlation_map("tanh", min(c, 1.0), sigma_w, sigma_b, q))
    assert correlation_fixed_point("tanh", sigma_w, sigma_b) == pytest.approx(c, abs=1e-8)


def test_below_the_critical_line_images_become_alike_and_above_it_they_do_not():
    assert correlation_fixed_point("tanh", 1.3, 0.3) == 1
    assert 0.05 < correlation_fixed_point("tanh", 2.5, 0.3) < 0.2
    assert correlation_fixed_point("tanh", 1.5, 0) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(("sigma_w", "tolerance"), [(1.3, 0.025), (2.5, 0.065)])
def test_two_images_in_wide_random_networks(sigma_w, tolerance):
    """Sixty networks of width 300, layer 20; one scatters by 0.05, or 0.12 in chaos: four standard errors."""
    x, measured = np.random.default_rng(3).standard_normal((2, 300)), []
    for seed in range(60):
        net = Network([300] * 22, "tanh", "lecun", rng=np.random.default_rng(seed), scale=sigma_w, sigma_b=0.3)
        one, other = net.forward(x).z[20]
        measured.append(one @ other / np.sqrt((one @ one) * (other @ other)))
    c = 0.0
    for _ in range(19):
        c = float(correlation_map("tanh", c, sigma_w, 0.3))
    assert np.mean(measured) == pytest.approx(c, abs=tolerance)


# The numbers of the literature (Poole et al. 2016, Schoenholz et al. 2017), half a unit of the last digit allowed


@pytest.mark.parametrize(
    ("sigma_w", "q", "chi_1"),
    [(1.3, (0.6070, 6e-5), 0.9398), (2.5, (4.0791, 6e-5), 1.5852), (4.0, (12.604, 6e-4), 2.3673)],
)
def test_three_points_of_the_tanh_plane(sigma_w, q, chi_1):
    scale = depth_scale("tanh", sigma_w, 0.3)
    assert scale.q == pytest.approx(q[0], abs=q[1])
    assert scale.chi_1 == pytest.approx(chi_1, abs=6e-5)
    on_a_map = phase_map("tanh", [sigma_w], [0.3])
    assert on_a_map.q[0, 0] == pytest.approx(q[0], rel=1e-3)
    assert on_a_map.chi_1[0, 0] == pytest.approx(chi_1, rel=1e-3)


def test_tanh_is_critical_at_the_known_weight_scale():
    critical = critical_sigma_w("tanh", math.sqrt(0.05))
    assert critical**2 == pytest.approx(1.7610, abs=5e-5)
    assert fixed_point("tanh", critical, math.sqrt(0.05)) == pytest.approx(0.570, abs=5e-4)


# The plain sigmoid is critical, too, but at ten times the usual scale: chi = 0.9745 at sigma_w = 10, sigma_b = 1.
@pytest.mark.parametrize(
    ("activation", "sigma_b", "expected"),
    [("tanh", 0.0, 1.0), ("centred_sigmoid", 0.0, 4.0), ("relu", 0.0, math.sqrt(2)), ("relu", 1.0, math.sqrt(2)),
     ("linear", 0.0, 1.0), ("sigmoid", 0.0, 10.1493), ("sigmoid", 1.0, 10.2650)],
)  # fmt: skip
def test_critical_weight_scales(activation, sigma_b, expected):
    assert critical_sigma_w(activation, sigma_b) == pytest.approx(expected, abs=6e-5)


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "centred_sigmoid", "elu", "selu"])
@pytest.mark.parametrize("sigma_b", [0.2, 1.0])
def test_chi_is_1_on_the_critical_line(activation, sigma_b):
    critical = critical_sigma_w(activation, sigma_b)
    assert chi(activation, fixed_point(activation, critical, sigma_b), critical) == pytest.approx(1, abs=1e-9)


# How deep


def test_the_depth_scales_by_hand():
    ordered, chaotic = depth_scale("tanh", 1.3, 0.3), depth_scale("tanh", 2.5, 0.3)
    assert ordered.gradients == pytest.approx(1 / abs(math.log(0.9398)), rel=2e-3)
    assert ordered.images == pytest.approx(ordered.gradients)
    assert ordered.trainable_depth == pytest.approx(6 * ordered.images)
    assert chaotic.gradients == pytest.approx(1 / math.log(1.5852), rel=1e-3)
    assert chaotic.images == pytest.approx(-1 / math.log(chi_c("tanh", chaotic.c, 2.5, 0.3)))
    assert chaotic.images > chaotic.gradients
    assert ordered.pace < 0 < chaotic.pace


def test_the_difference_of_two_images_fades_at_the_predicted_pace():
    for sigma_w, layer in ((1.3, 150), (2.5, 50)):  # late enough to be close to c*, early enough to be above rounding
        scale, c = depth_scale("tanh", sigma_w, 0.3), [0.4]
        for _ in range(layer + 1):
            c.append(float(correlation_map("tanh", c[-1], sigma_w, 0.3)))
        gone = np.abs(np.array(c) - scale.c)
        assert gone[layer + 1] / gone[layer] == pytest.approx(math.exp(-1 / scale.images), rel=1e-3)


@pytest.mark.parametrize(("activation", "sigma_w"), [("tanh", 1.0), ("relu", math.sqrt(2)), ("centred_sigmoid", 4.0)])
def test_on_the_critical_line_no_depth_is_too_deep(activation, sigma_w):
    scale = depth_scale(activation, sigma_w, 0.0)
    assert scale.gradients == scale.images == scale.trainable_depth == np.inf
    assert scale.pace == 0


@pytest.mark.parametrize(("activation", "sigma_w", "q"), [("tanh", 0.5, 0.0), ("relu", 2.0, np.inf)])
def test_where_the_signal_dies_or_grows_both_scales_are_that_pace(activation, sigma_w, q):
    scale = depth_scale(activation, sigma_w, 0.0)
    assert scale.q == q
    assert scale.images == scale.gradients == pytest.approx(1 / abs(math.log(scale.chi_1)))


# The map agrees with its single points, to the 0.1 % it promises. Next to the critical line c* and the pace change fast.
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_map_is_made_of_points(activation):
    widths, shifts = [0.1, 0.8, 1.5, 2.2, 3.0, 4.0], [0.0, 0.31, 1.2]
    on_a_map = phase_map(activation, widths, shifts)
    np.testing.assert_array_equal(on_a_map.chi_1, chi_map(activation, widths, shifts))
    for i, sigma_b in enumerate(shifts):
        for j, sigma_w in enumerate(widths):
            point = depth_scale(activation, sigma_w, sigma_b)
            for name in ("chi_1", "chi_c", "c"):
                assert getattr(on_a_map, name)[i, j] == pytest.approx(getattr(point, name), rel=1e-3, abs=1e-3)
            q = on_a_map.q[i, j]
            assert q == point.q or q == pytest.approx(point.q, rel=1e-3)
            assert on_a_map.pace[i, j] == pytest.approx(point.pace, abs=2e-3)


# Bad input


@pytest.mark.parametrize(
    ("call", "words"),
    [(lambda: depth_scale("tahn", 1, 1), "tanh"), (lambda: depth_scale("tanh", 0, 1), "sigma_w must be"),
     (lambda: critical_sigma_w("tanh", -1), "sigma_b must be"), (lambda: phase_map("tanh", [1, 0], [0]), "sigma_w must be"),
     (lambda: chi_map("tanh", [1], [-1]), "sigma_b must be"), (lambda: correlation_map("tanh", 1.2, 1, 1), "correlation c"),
     (lambda: chi_c("tanh", -0.1, 1, 1), "correlation c"), (lambda: correlation_map("tanh", 0.2, 1, 1, q=-1), "q must be"),
     (lambda: critical_sigma_w("sigmoid", 1000.0), "still vanish")],
)  # fmt: skip
def test_bad_arguments(call, words):
    with pytest.raises(ValueError, match=words):
        call()
