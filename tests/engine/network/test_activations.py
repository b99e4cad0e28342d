"""Activations: each slope belongs to its function, is exact where it can be, and never warns."""

import math
import warnings

import numpy as np
import pytest

from helpers.engine import ACTIVATIONS
from helpers.engine.network.activations import elu, leaky_relu, relu, selu, sigmoid, sigmoid_slope, tanh_slope

every_activation = pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=ACTIVATIONS)
EPS = np.finfo(float).eps


@every_activation
def test_slope_agrees_with_central_differences(activation):
    z = np.linspace(-8, 8, 1000)  # an even number of points: none lies on the kink at 0
    h = 1e-5  # errors: phi''' h^2 / 6 < 1e-10 by the step, EPS phi / h < 2e-10 by rounding
    by_step = (activation.phi(z + h) - activation.phi(z - h)) / (2 * h)
    assert np.abs(activation.dphi(z) - by_step).max() < 1e-9


@every_activation
def test_python_floats_go_in_and_numbers_come_out(activation):
    z = np.array([-1.5, 0.0, 2.5])
    for f in (activation.phi, activation.dphi):
        assert [float(f(one)) for one in z.tolist()] == pytest.approx(f(z).tolist(), rel=4 * EPS, abs=0)


@every_activation
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_float_type_is_kept(activation, dtype):
    z = np.linspace(-3, 3, 7, dtype=dtype)
    for f in (activation.phi, activation.dphi):
        assert f(z).dtype == dtype
        assert np.allclose(f(z), f(z.astype(float)), rtol=8 * np.finfo(dtype).eps, atol=0)


@every_activation
def test_any_shape_is_kept(activation):
    z = np.linspace(-1, 1, 24).reshape(2, 3, 4)
    assert activation.phi(z).shape == activation.dphi(z).shape == (2, 3, 4)


@every_activation
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("z", [-1e4, 1e4])
def test_far_out_there_is_no_warning_and_no_nan(activation, dtype, z):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        values = [activation.phi(np.array([z], dtype)), activation.dphi(np.array([z], dtype))]
    assert np.isfinite(values).all()


@every_activation
def test_arguments_are_left_as_they_are(activation):
    z = np.linspace(-3, 3, 7)
    activation.phi(z), activation.dphi(z)
    assert np.array_equal(z, np.linspace(-3, 3, 7))


# The sigmoid and tanh


def test_sigmoid_of_0_is_a_half_and_its_slope_a_quarter():
    assert sigmoid(0.0) == 0.5
    assert sigmoid_slope(0.0) == 0.25


def test_sigmoid_slope_is_nowhere_above_a_quarter():
    z = np.linspace(-10, 10, 100_001)
    assert sigmoid_slope(z).max() == 0.25
    assert z[sigmoid_slope(z).argmax()] == pytest.approx(0, abs=1e-3)


def test_sigmoid_is_symmetric_about_a_half_and_its_slope_about_0():
    z = np.linspace(0, 40, 1001)
    assert np.abs(sigmoid(z) + sigmoid(-z) - 1).max() <= EPS
    assert np.array_equal(sigmoid_slope(z), sigmoid_slope(-z))


@pytest.mark.parametrize("z", [-700, -300, -50, 50, 300, 700])
def test_sigmoid_slope_in_the_tail_is_exp_of_minus_z(z):
    # exactly exp(-|z|) / (1 + exp(-|z|))^2: the denominator is 1 to 1e-21; the two exps round by EPS each
    assert sigmoid_slope(float(z)) == pytest.approx(np.exp(-abs(z)), rel=4 * EPS, abs=0)


@pytest.mark.parametrize("z", [-300, -20, 20, 300])
def test_tanh_slope_in_the_tail_is_4_exp_of_minus_2z(z):
    assert tanh_slope(float(z)) == pytest.approx(4 * np.exp(-2 * abs(z)), rel=4 * EPS, abs=0)


def test_tanh_slope_is_one_over_cosh_squared():
    z = np.linspace(-20, 20, 1001)
    assert np.allclose(tanh_slope(z), np.cosh(z) ** -2.0, rtol=16 * EPS, atol=0)


def test_tanh_is_a_stretched_sigmoid():
    z = np.linspace(-5, 5, 101)
    assert np.abs(ACTIVATIONS["tanh"].phi(z) - (2 * sigmoid(2 * z) - 1)).max() <= 4 * EPS


# The kinked ones


def test_relu_family_is_the_identity_on_the_right():
    z = np.linspace(0.1, 10, 100)
    for phi in (relu, leaky_relu, elu):
        assert np.array_equal(phi(z), z)


def test_values_on_the_left():
    assert relu(-2.0) == 0
    assert leaky_relu(-2.0) == -0.02
    assert elu(-2.0) == pytest.approx(np.exp(-2) - 1, rel=4 * EPS)


def test_slope_at_the_kink_is_the_one_on_the_left():
    assert ACTIVATIONS["relu"].dphi(0.0) == 0
    assert ACTIVATIONS["leaky_relu"].dphi(0.0) == 0.01


def test_selu_keeps_mean_0_and_variance_1():
    z, h = np.linspace(-12, 12, 240_001, retstep=True)
    normal = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) * h
    # a sum with spacing h = 1e-4 is off by h^2 / 12 times the jump of the slope at 0, below 1e-9
    assert (selu(z) * normal).sum() == pytest.approx(0, abs=1e-8)
    assert (selu(z) ** 2 * normal).sum() == pytest.approx(1, abs=1e-8)


def test_gelu_is_z_times_the_share_of_the_gaussian_below_z():
    z = np.linspace(-6, 6, 601)
    share = np.array([(1 + math.erf(one / math.sqrt(2))) / 2 for one in z])
    assert np.abs(ACTIVATIONS["gelu"].phi(z) - z * share).max() < 5e-4  # what the approximation is known for


def test_centred_sigmoid_is_the_sigmoid_less_a_half():
    z = np.linspace(-30, 30, 601)
    assert np.abs(ACTIVATIONS["centred_sigmoid"].phi(z) - (sigmoid(z) - 0.5)).max() <= EPS


def test_softplus_less_its_mirror_image_is_z():
    softplus, z = ACTIVATIONS["softplus"].phi, np.linspace(-50, 50, 1001)
    assert np.allclose(softplus(z) - softplus(-z), z, rtol=0, atol=50 * EPS)
    assert softplus(0.0) == pytest.approx(np.log(2), rel=2 * EPS)
