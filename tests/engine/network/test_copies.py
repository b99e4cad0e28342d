"""Every kind of network pickles and deep-copies, and its arrays can be written into but never replaced."""

import pickle
from copy import deepcopy

import numpy as np
import pytest

from helpers.engine import ACTIVATIONS, COSTS, CURES, INITIALIZERS, NORMS, STARTS, Network, louder, train

WAYS = {"pickle": lambda net: pickle.loads(pickle.dumps(net)), "deepcopy": deepcopy}
KINDS = [  # each name of each table once
    *({"activation": name} for name in ACTIVATIONS),
    *({"initializer": name} for name in INITIALIZERS),
    *({"cost": name} for name in COSTS),
    *({"norm": norm, "branch": branch} for norm in NORMS for branch in (None, 0.5)),
    {"dtype": np.float32},
]


def example(**settings):
    rng = np.random.default_rng(0)
    net = Network([5, 4, 4, 3], **settings, rng=rng)
    x, y = rng.random((9, 5)), rng.integers(3, size=9)
    train(net, x, y, eta=0.1, steps=3).finish()
    return net, x, y


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("settings", KINDS, ids=str)
@pytest.mark.parametrize("loud", [False, True], ids=["", "louder"])
def test_a_copy_answers_the_same_and_learns_by_itself(settings, way, loud):
    net, x, y = example(**settings)
    net = louder(net, 2.0) if loud else net
    copy, before = way(net), net.flat.copy()
    assert repr(copy) == repr(net) and copy.loss(x, y) == net.loss(x, y) and copy.stations == net.stations
    for twin in (copy, net):
        train(twin, x, y, eta=0.1, steps=3).finish()
    assert np.array_equal(copy.flat, net.flat) and not np.array_equal(copy.flat, before)
    assert copy.loss(x, y) == net.loss(x, y) and not np.shares_memory(copy.flat, net.flat)
    assert all(np.shares_memory(part, copy.flat) for l in (1, 2, 3) for part in copy.blocks(l))
    assert all(np.shares_memory(part, copy.memory.flat) for l in (1, 2) for part in copy.remembered(l))


def test_the_records_of_the_tables_pickle():
    for table in (ACTIVATIONS, COSTS, NORMS, STARTS):
        for record in table.values():
            assert pickle.loads(pickle.dumps(record)).name == record.name
    twin = pickle.loads(pickle.dumps(ACTIVATIONS))
    assert list(twin) == list(ACTIVATIONS) and twin["identity"].name == "linear"
    assert list(deepcopy(CURES)) == list(CURES)


def test_a_copied_gradient_is_still_one_vector():
    net, x, y = example(norm="layer")
    gradient = net.backward(net.forward(x), y)
    for copy in (deepcopy(gradient), pickle.loads(pickle.dumps(gradient))):
        assert np.array_equal(copy.flat, gradient.flat) and np.array_equal(copy.delta[1], gradient.delta[1])
        copy.flat[:] = 7
        assert (copy.dW[1] == 7).all() and (copy.dgamma[1] == 7).all() and not (gradient.flat == 7).any()


def rebound(net, how):
    exec(how, {"net": net, "np": np})


@pytest.mark.parametrize("way", [lambda net: net, *WAYS.values()], ids=["itself", *WAYS])
@pytest.mark.parametrize(
    "how",
    [
        "net.W[1] = np.ones((4, 5))",
        "net.b[1] = np.ones(4)",
        "net.b[1] = 0",
        "net.W[1:] = [1, 2, 3]",
        "net.W[-1] = net.W[-1] * 2",
        "net.gamma[1] = np.ones(4)",
        "net.beta[2] = np.ones(4)",
        "net.W = [None, 1, 2, 3]",
        "net.b = []",
        "net.gamma = None",
        "net.flat = np.zeros(60)",
        "net.remembered_mean[1] = np.zeros(4)",
        "net.remembered_mean = []",
        "net.remembered_variance = []",
        "net.W.append(1)",
        "net.W += [1]",
        "net.W *= 2",
        "net.W.clear()",
        "net.W.pop()",
        "net.W.insert(0, 1)",
        "net.W.extend([1])",
        "net.W.reverse()",
        "net.W.sort()",
        "net.W.remove(None)",
        "del net.W[1]",
        "net.parameters['W1'] = np.ones((4, 5))",
        "net.parameters.flat = np.zeros(60)",
    ],
)
def test_an_array_of_a_network_cannot_be_replaced(how, way):
    net, x, _ = example(norm="batch")
    net = way(net)
    before = net.answers(x)
    with pytest.raises(ValueError, match=r"only written into: say (net|parameters)\.?\S*\[:\] = …"):
        rebound(net, how)
    assert np.array_equal(net.answers(x), before)


@pytest.mark.parametrize(
    "how",
    ["net.W[1] *= 2", "net.b[2] += 1", "net.W[1][:] = 3", "net.W[3][0, 1] = 5", "net.gamma[1] /= 2", "net.beta[1] -= 1",
     "net.flat *= 0.5", "net.flat[:] = 1", "net.flat -= 0.1 * net.flat", "net.parameters['W2'] *= 2"],
)  # fmt: skip
def test_writing_into_it_works_and_training_goes_on_from_there(how):
    net, x, y = example(norm="layer")
    before = net.flat.copy()
    rebound(net, how)
    assert not np.array_equal(net.flat, before)
    twin = Network([5, 4, 4, 3], norm="layer", rng=np.random.default_rng(5))
    twin.flat[:] = net.flat
    for each in (net, twin):
        train(each, x, y, eta=0.1, steps=2).finish()
    assert np.array_equal(net.flat, twin.flat)
