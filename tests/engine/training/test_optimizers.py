"""Optimizers and clipping: PyTorch's steps for a hundred steps, and what each is known for."""

import numpy as np
import pytest

from helpers.engine import OPTIMIZERS, Network, Ravine, clip_gradient, descend, train
from helpers.engine.toys.descent import walk
from helpers.engine.training.optimizers import BETA, BETA_1, BETA_2, DECAY, EPS, RHO

STEPS = 100
every_optimizer = pytest.mark.parametrize("optimizer", OPTIMIZERS)


def pytorchs(name, parameters, eta):
    """The same optimizer of PyTorch; a new entry in the table needs its twin here."""
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    return {
        "sgd": lambda: torch.optim.SGD(parameters, lr=eta),
        "momentum": lambda: torch.optim.SGD(parameters, lr=eta, momentum=BETA),
        "rmsprop": lambda: torch.optim.RMSprop(parameters, lr=eta, alpha=RHO, eps=EPS),
        "adam": lambda: torch.optim.Adam(parameters, lr=eta, betas=(BETA_1, BETA_2), eps=EPS),
        "adamw": lambda: torch.optim.AdamW(parameters, lr=eta, betas=(BETA_1, BETA_2), eps=EPS, weight_decay=DECAY),
    }[name]()


def example():
    rng = np.random.default_rng(3)
    net = Network([6, 5, 5, 3], "tanh", "lecun", rng=rng)
    return net, rng.standard_normal((20, 6)), rng.integers(3, size=20)


@every_optimizer
@pytest.mark.parametrize("clip", [None, 0.05])
def test_100_steps_on_a_network_are_pytorchs(optimizer, clip):
    twins = pytest.importorskip("tests.engine.network.torch_twin", reason="PyTorch is not installed")
    (net, x, y), eta = example(), 0.02
    twin = twins.TorchTwin(net)
    steps, seen = pytorchs(optimizer, twin.parameters, eta), []
    for _ in train(net, x, y, eta=eta, epochs=STEPS, optimizer=optimizer, clip=clip):
        steps.zero_grad()
        twin.loss(x, y).backward()
        if clip:
            length = twins.torch.cat([p.grad.ravel() for p in twin.parameters]).norm()
            for p in twin.parameters:
                p.grad *= min(1.0, clip / length.item())
            seen.append(length.item() > clip)
        steps.step()
        assert np.abs(net.flat - twin.flat()).max() < 1e-9
    assert not clip or 0 < sum(seen)  # the limit was met


@every_optimizer
def test_100_steps_in_the_ravine_are_pytorchs(optimizer):
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    eta, curvatures = 0.004, torch.tensor([200.0, 2.0], dtype=torch.double)
    path = descend(Ravine(), (-1, 1), eta=eta, steps=STEPS, optimizer=optimizer).path
    w = torch.tensor([-1.0, 1.0], dtype=torch.double, requires_grad=True)
    steps = pytorchs(optimizer, [w], eta)
    for point in path[1:]:
        steps.zero_grad()
        (curvatures * w**2).sum().div(2).backward()
        steps.step()
        assert np.abs(point - w.detach().numpy()).max() < 1e-9


def test_the_heavy_ball_is_the_same_walk_by_either_name():
    by_beta = descend(Ravine(), (-1, 1), eta=0.005, steps=60, beta=BETA).path
    by_name = descend(Ravine(), (-1, 1), eta=0.005, steps=60, optimizer="momentum").path
    assert np.array_equal(by_beta, by_name)


def test_gradient_descent_is_the_formula():
    points = walk(Ravine(50), (1, 2), 0.003, optimizer="sgd")
    first, second = next(points), next(points)
    assert np.array_equal(first, (1, 2)) and second == pytest.approx((1 - 0.003 * 100, 2 - 0.003 * 4), rel=1e-15)


@pytest.mark.parametrize("optimizer", ["rmsprop", "adam", "adamw"])
def test_a_first_step_that_divides_by_size_is_as_long_in_the_steep_as_in_the_flat_direction(optimizer):
    (x0, y0), (x1, y1) = descend(Ravine(1000), (-1, 1), eta=0.01, steps=1, optimizer=optimizer).path
    assert abs(x1 - x0) == pytest.approx(abs(y1 - y0), rel=0.03)  # AdamW's pull towards 0 makes 1 % of a difference


def test_adam_does_not_notice_a_stretched_cost():
    net, x, y = example()
    start = net.flat.copy()
    list(train(net, x, y, eta=0.01, epochs=20, optimizer="adam"))
    once = net.flat - start
    stretched = Network([6, 5, 5, 3], "tanh", "lecun", rng=np.random.default_rng(3))
    step, w = OPTIMIZERS["adam"].start(stretched.flat), stretched.flat
    for _ in range(20):
        step(w, 1000 * stretched.backward(stretched.forward(x), y).flat, 0.01)
    assert w - start == pytest.approx(once, abs=1e-5)


@every_optimizer
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_float_type_is_kept_and_a_zero_gradient_does_not_warn(optimizer, dtype):
    w = np.ones(3, dtype)
    step = OPTIMIZERS[optimizer].start(w)
    for _ in range(3):
        step(w, np.zeros(3, dtype), 0.1)
    assert w.dtype == dtype and np.isfinite(w).all() and (w <= 1).all()


def test_each_training_has_a_memory_of_its_own():
    ends = []
    for _ in range(2):
        net, x, y = example()
        list(train(net, x, y, eta=0.01, epochs=5, optimizer="adam"))
        ends.append(net.flat)
    assert np.array_equal(*ends)


def test_clipping_shortens_and_keeps_the_direction():
    g = np.array([3.0, 4.0, 12.0])
    assert clip_gradient(g, 6.5) == 13.0
    assert g == pytest.approx([1.5, 2.0, 6.0], rel=1e-15)
    assert clip_gradient(g, 7) == pytest.approx(6.5) and g == pytest.approx([1.5, 2.0, 6.0], rel=1e-15)


def test_clipping_is_safe_far_out():
    g = np.array([3e200, 4e200])
    assert clip_gradient(g, 1) == pytest.approx(5e200) and g == pytest.approx([0.6, 0.8])


def test_a_clipped_training_moves_no_further_than_eta_times_the_limit():
    net, x, y = example()
    before, longest = net.flat.copy(), 0
    for _ in train(net, x, y, eta=1.0, epochs=30, clip=1e-3):
        longest, before = max(longest, np.linalg.norm(net.flat - before)), net.flat.copy()
    assert longest == pytest.approx(1e-3, rel=1e-9)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"optimizer": "adan"}, "unknown optimizer 'adan'. Did you mean 'adam'"),
        ({"clip": 0}, "clip must be a number above zero, got 0"),
        ({"clip": "much"}, "clip must be a number above zero, got 'much'"),
    ],
)
def test_bad_settings_are_answered_before_the_first_step(settings, words):
    net, x, y = example()
    with pytest.raises(ValueError, match=words):
        train(net, x, y, eta=0.1, epochs=1, **settings)
    with pytest.raises(ValueError, match=words):
        descend(Ravine(), (1, 1), eta=0.1, steps=1, **settings)
    with pytest.raises(ValueError, match="longest must be"):
        clip_gradient(net.flat, -1)
