"""Names of PyTorch and Keras are understood, and mean here what they mean there, or are answered with the right entry."""

import numpy as np
import pytest

from helpers.engine import ACTIVATIONS, COSTS, INITIALIZERS, NORMS, OPTIMIZERS, SPEED_METRICS, Network
from helpers.engine.tables import Table

UNDERSTOOD = [
    (INITIALIZERS, "glorot", "Xavier xavier xavier_normal xavier_normal_ glorot_normal GlorotNormal"),
    (INITIALIZERS, "glorot_uniform", "xavier_uniform xavier_uniform_ GlorotUniform"),
    (INITIALIZERS, "he", "he_normal kaiming kaiming_normal kaiming_normal_ HeNormal"),
    (INITIALIZERS, "he_uniform", "kaiming_uniform kaiming_uniform_ HeUniform"),
    (INITIALIZERS, "lecun", "lecun_normal LecunNormal"),
    (INITIALIZERS, "lecun_uniform", "LecunUniform"),
    (ACTIVATIONS, "linear", "identity Identity"),
    (ACTIVATIONS, "sigmoid", "logistic expit"),
    (ACTIVATIONS, "leaky_relu", "LeakyReLU leaky-relu"),
    (COSTS, "softmax", "nll NLLLoss nll_loss CrossEntropyLoss categorical_crossentropy log-likelihood"),
    (COSTS, "cross-entropy", "bce BCELoss BCEWithLogitsLoss binary_crossentropy binary_cross_entropy"),
    (NORMS, "batch", "batch_norm BatchNorm1d BatchNormalization"),
    (NORMS, "layer", "layer_norm LayerNorm LayerNormalization"),
    (NORMS, "rms", "rms_norm RMSNorm RMSNormalization"),
    (SPEED_METRICS, "mean_delta", "delta_mean"),
]
ANSWERED = [
    (ACTIVATIONS, "silu", "SiLU, also called swish, is z sigmoid(z); this course does not have it: the nearest here is 'gelu'"),
    (ACTIVATIONS, "Swish", "the nearest here is 'gelu'"),
    (ACTIVATIONS, "ReLU", "Did you mean 'relu'?"),
    (ACTIVATIONS, "tahn", "Did you mean 'tanh'?"),
    (COSTS, "mse", "The mean squared error is 'quadratic' here, with the factor 1/2 and summed over the outputs."),
    (COSTS, "MSELoss", "'quadratic' here"),
    (COSTS, "mean_squared_error", "'quadratic' here"),
    (COSTS, "cross_entropy", "PyTorch's cross_entropy is 'softmax' here; 'cross-entropy' is the one for sigmoid outputs."),
    (COSTS, "CrossEntropy", "'cross-entropy' is the one for sigmoid outputs."),
    (INITIALIZERS, "normal", "N(0, 1) is 'large' here"),
    (INITIALIZERS, "zeros", "'constant' here"),
    (OPTIMIZERS, "Adam", "Did you mean 'adam'?"),
    (OPTIMIZERS, "SGD", "Did you mean 'sgd'?"),
    (OPTIMIZERS, "rms_prop", "Did you mean 'rmsprop'?"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "meant", "names"), UNDERSTOOD, ids=lambda v: v if isinstance(v, str) else "")
def test_names_that_are_understood(table, meant, names):
    for name in names.split():
        assert table[name] is table[meant], name


@pytest.mark.parametrize(("table", "name", "words"), ANSWERED, ids=lambda v: v if isinstance(v, str) else "")
def test_names_that_are_answered_with_the_right_entry(table, name, words):
    with pytest.raises(ValueError) as error:
        table[name]
    assert f"{name!r}." in str(error.value) and words in str(error.value)
    assert str(error.value).endswith(f"The names are: {', '.join(table)}.")


@pytest.mark.parametrize("name", ["xavier_uniform_", "xavier_normal_", "kaiming_uniform_", "kaiming_normal_"])
def test_an_initializer_of_pytorchs_name_has_pytorchs_distribution(name):
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    settings = {"nonlinearity": "relu"} if "kaiming" in name else {}
    theirs = getattr(torch.nn.init, name)(torch.empty(300, 200), **settings).numpy()
    ours = INITIALIZERS[name].weights(np.random.default_rng(0), 300, 200)
    assert ours.std() == pytest.approx(theirs.std(), rel=0.02)
    assert np.abs(ours).max() == pytest.approx(np.abs(theirs).max(), rel=0.01 if "uniform" in name else 0.4)


def test_a_network_says_the_names_of_this_course():
    net = Network([4, 3, 2], "logistic", "kaiming_normal", "nll", rng=np.random.default_rng(0), norm="LayerNorm")
    assert repr(net) == "Network([4, 3, 2], sigmoid, he, softmax, norm='layer')"


@pytest.mark.parametrize("name", [None, 3, ["tanh"], ("tanh", "relu"), {"tanh"}, np.tanh, b"tanh", 1.5])
def test_what_is_no_name_is_refused_with_the_names(name):
    for table in (ACTIVATIONS, COSTS, INITIALIZERS, NORMS, OPTIMIZERS, SPEED_METRICS):
        with pytest.raises(ValueError, match=r"It is known by its name\. The names are: "):
            table[name]


def test_every_alias_leads_somewhere_and_hides_no_name():
    for table in (ACTIVATIONS, COSTS, INITIALIZERS, NORMS, OPTIMIZERS, SPEED_METRICS):
        assert isinstance(table, Table)
        assert set(table.aliases.values()) <= set(table) and not (set(table.aliases) | set(table.hints)) & set(table)
        assert not set(table.aliases) & set(table.hints)
        assert all(table[name].name == name for name in table)
