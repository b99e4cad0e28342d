"""Lab: what a product of Jacobians does to the many directions of a layer."""

import numpy as np

from helpers.engine import ACTIVATIONS, Network, chi, first_q, jacobians, q_by_layer, singular_values
from helpers.engine.network.sizes import digit_sizes
from helpers.pictures.jacobian import JacobianPicture
from helpers.pictures.kit.words import count, number

from .kit import controls as c
from .kit import digits
from .kit.live import Lab

WEIGHTS = {"nielsen": "Gaussian", "orthogonal": "orthogonal"}  # both have the variance 1/n


def first_image():
    """The first image of the training set, shape (1, 784)."""
    return digits.first(1)[0]


def jacobian_lab(weights="nielsen", activation="sigmoid", sigma_b=1.0):
    """The lab of side trips 04b and 08c: singular values of the Jacobian of a later layer by layer 1, layer after layer.

    weights: how they are drawn when the lab opens, a name from WEIGHTS.
    """
    picture = JacobianPicture()

    def update(layers, neurons, activation, weights, sigma_w, sigma_b, seed):
        sizes = digit_sizes(layers + 1, neurons)
        net = Network(sizes, activation, weights, scale=sigma_w, sigma_b=sigma_b, rng=np.random.default_rng(seed))
        values = [singular_values(matrix) for matrix in jacobians(net, first_image(), layers + 1, 1)]
        predicted = predicted_stretch(activation, layers, sigma_w, sigma_b)
        picture.show(values, predicted)
        return jacobian_sentence(values[-1], predicted[-1], layers, activation)

    controls = {
        "layers": c.whole_number("layers", 8, 1, 20).main(),
        "neurons": c.neurons(30, high=60).folded(),
        "activation": c.activation(activation),
        "weights": c.choice("weights", [(label, name) for name, label in WEIGHTS.items()], weights),
        "sigma_w": c.log_number("weight scale σ_w", 1.0, -1, 1.5),
        "sigma_b": c.number("bias scale σ_b", sigma_b, 0.0, 3.0, 0.05).counts_when(
            lambda settings: settings["activation"] != "linear"
        ),
        "seed": c.seed().folded(),
    }
    beside_the_page = (
        "weights" if weights == "nielsen" else "sigma_b"
    )  # 04b asks for no other weights, 08c for no biases
    controls[beside_the_page].folded()  # two rows of controls are enough
    return Lab("every direction of a layer", picture.figure, controls, update)


def predicted_stretch(activation, layers, sigma_w, sigma_b):
    """The root mean square singular value of the products of 1, 2, ... `layers` Jacobians from layer 1 on."""
    q = q_by_layer(activation, first_q(first_image(), sigma_w, sigma_b), sigma_w, sigma_b, layers + 1)[1:]
    with np.errstate(over="ignore", under="ignore"):
        return np.cumprod(np.sqrt([chi(activation, q_l, sigma_w) for q_l in q]))


def jacobian_sentence(values, predicted, layers, activation):
    """The largest, the median and the typical stretch after all the layers."""
    through = f"Through {count(layers, 'layer')} of {ACTIVATIONS[activation].label}"
    if not np.isfinite(values).all():
        return f"{through} the numbers grow beyond what a float can hold, so there is nothing to show."
    if values[0] == 0:
        return f"{through} nothing arrives: every direction is multiplied by exactly zero."
    if len(values) == 1:
        wide = f"wide layers would be predicted to give {number(predicted)}"
        return f"{through}, one neuron each, a small change is multiplied by {number(values[0])}; {wide}."
    mean = values[0] * np.sqrt(np.mean((values / values[0]) ** 2))
    lost = int((values == 0).sum())
    gone = (
        f" {lost} of the {len(values)} {'is' if lost == 1 else 'are'} zero, as far as a float can tell." if lost else ""
    )
    middle = np.median(values)
    half = f", half of all by less than {number(middle)}" if middle > 0 else ""
    return (
        f"{through} the most stretched direction is multiplied by {number(values[0])}{half}; "
        f"the root mean square is {number(mean)}, predicted for wide layers {number(predicted)}.{gone}"
    )
