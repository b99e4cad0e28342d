"""The final quiz, notebook 12: twelve questions whose wrong answers are what people believe. Each is decided by measuring."""

from functools import cache

import numpy as np

from helpers.engine import (
    Network,
    Ravine,
    amplifier,
    chain_factors,
    condition_number,
    find_metamer,
    last_to_first,
    layer_speeds,
    layers_above,
    load_mnist,
    lost_directions,
    probe_accuracy,
    read_with_cure,
    run_chain,
    speed_fan,
    steps_to_80,
    steps_to_goal,
    train,
)

from ..records import Choice, Option

SIZES = [784, 30, 30, 30, 10]


def network(seed=0, sizes=SIZES):
    """The network of the question, as it is drawn."""
    return Network(sizes, rng=np.random.default_rng(seed), dtype=np.float32)


@cache
def images():
    """A thousand digits, and what they are."""
    return load_mnist(dtype=np.float32).first(1000)


@cache
def trained():
    """The same network after 500 steps of gradient descent, batches of 100, η = 1."""
    net, digits = network(), load_mnist(dtype=np.float32).train
    how = {"eta": 1.0, "steps": 500, "batch_size": 100, "rng": np.random.default_rng(0)}
    train(net, digits.x, digits.y, **how).finish()
    return net


def what_a_small_gradient_says():
    """Layer 1's gradient is the smallest (c), though there was much to win (not a), and training won it (not b)."""
    x, y = images()
    is_slow = last_to_first(layer_speeds(network(), x, y)["mean_delta"]) > 1
    won = trained().loss(x, y) < 0.5 * network().loss(x, y)
    return "c" if is_slow and won else "a"


def two_places_of_one_slope():
    """The two slopes, and the two distances from (0, 0)."""
    ravine, steep, flat = Ravine(100), np.array([0.01, 0.0]), np.array([0.0, 1.0])
    same = np.isclose(*(np.linalg.norm(ravine.gradient(place)) for place in (steep, flat)))
    return "a" if same and np.isclose(np.linalg.norm(flat), 100 * np.linalg.norm(steep)) else "b"


def ten_times_the_weights():
    """The middle ratio of the layers' speeds, ‖mean δ‖, of twenty networks."""
    ratio = np.median(last_to_first(speed_fan(SIZES, *images(), range(20), scale=10)["mean_delta"]))
    return "a" if ratio > 10 else "b"


def a_factor_above_one():
    """A chain of neurons that all stand where the slope is ¼, with weights of 100: each factor is 25."""
    weights, biases = np.full(3, 100.0), np.full(3, -50.0)
    z, _ = run_chain(weights, biases, 0.5)
    return "a" if (chain_factors(weights, z) > 1).any() else "b"


def what_hinders_the_output_layer():
    """Least squares reads what three random layers hand on (not b); no error travels back through them (not a)."""
    x, y = images()
    features = network().forward(x).a[3]
    can_be_read = probe_accuracy(features, y, features, y) > 0.5
    return "c" if can_be_read and condition_number(features) > 1e6 else "b"


def who_tells_a_metamer():
    """A deep network that begins with the layer answers both images with the same numbers."""
    digits, net = load_mnist().test, network()
    a, b = digits.x[digits.y == 3][0], digits.x[digits.y == 8][1]
    image = find_metamer(net, a, b).image
    same = np.allclose(*(net.answers(each[None]) for each in (image, a)), atol=1e-9)
    return "a" if same else "b"


def lost_by_a_trained_layer():
    """The directions that the first layer loses, before and after training."""
    before, after = lost_directions(network().W[1]), lost_directions(trained().W[1])
    return "b" if after == before else "a"


def after_the_plateau():
    """Did all networks of four such layers arrive at 80 %, when somebody waited?"""
    depths, steps = steps_to_80()
    return "c" if np.isfinite(steps[list(depths).index(4)]).all() else "a"


def after_300_steps_of_adam():
    """What the same networks read after 300 steps, and after 20,000."""
    early, late = (np.median(read_with_cure("adam", 10, steps)) for steps in (300, 20_000))
    return "a" if late > 5 * early else "b"


def what_adam_leaves():
    """Steps to 80 % with Adam: one layer against ten."""
    steps = np.median(steps_to_goal("adam")[1], axis=1)
    return "b" if steps[-1] > 10 * steps[0] else "a"


def who_did_the_work():
    """Steps to 80 % of 64 layers with scaled shortcuts, all trained and with layers 2 to 64 frozen at random."""
    every, frozen = (np.median(steps_to_goal("residual_scaled", f)[1][-1]) for f in (False, True))
    return "c" if frozen < 1.5 * every else "a"


def what_standardizing_adds():
    """The same layer above standardized numbers, and with that folded into its weights above the bare ones."""
    x, _ = images()
    features, top = network().forward(x).a[1], layers_above(network(), 1)
    change = amplifier(features)
    W, b = change.fold_into(top.W[1], top.b[1])
    same = np.allclose(change(features) @ top.W[1].T + top.b[1], features @ W.T + b, atol=1e-3)
    return "b" if same else "a"


EXERCISES = [
    Choice(
        key="12.1",
        title="What a small gradient says",
        solution=what_a_small_gradient_says,
        options={
            "a": Option("Layer 1 is nearly where it should be.", "There was much to win: trained, the network pays a small part of the cost."),
            "b": Option("Layer 1 cannot learn.", "It can. The networks of this page learned with all their layers, in hundreds of steps."),
            "c": Option("At first gradient descent moves layer 1 more slowly than layer 3.", "That is all it says."),
        },
        hint="Which of the three speaks of the step that comes now, and which of the end?",
        afterwards="Slow, from here, in these coordinates.",
    ),
    Choice(
        key="12.2",
        title="Two places of one slope",
        solution=two_places_of_one_slope,
        options={
            "a": Option("(0, 1), a hundred times.", "Its direction bends a hundred times less, so the same slope lies a hundred times further out."),
            "b": Option("Both are equally far.", "A slope is a curvature times a distance, and the curvatures differ a hundredfold."),
            "c": Option("The slopes do not tell, so nobody can say.", "The slopes alone do not. But here the places are given."),
        },
        hint="The minimum is at (0, 0).",
        afterwards="A slope is no distance.",
    ),
    Choice(
        key="12.3",
        title="Weights ten times as large",
        solution=ten_times_the_weights,
        options={
            "a": Option("Layer 1 becomes slower still: the neurons are saturated.", "Many are. But what gets through is multiplied by larger weights, and that wins."),
            "b": Option("Layer 1 and layer 3 become about equally fast.", "The slopes get smaller and the weights larger; about here the two balance."),
            "c": Option("Nothing: the ratio belongs to the depth.", "The ratio is a product of weights and slopes, and both change."),
        },
        hint="An error is multiplied by weights and by slopes. Which of the two can grow without limit?",
        afterwards="Measured on twenty networks, by ‖mean δ‖.",
    ),
    Choice(
        key="12.4",
        title="A slope of ¼ at most",
        solution=a_factor_above_one,
        options={
            "a": Option("No: a factor is a weight times a slope, and can be above 1.", "With a weight of 100 where the slope is ¼, it is 25."),
            "b": Option("Yes, whatever the weights: each slope divides by 4 at least.", "The slope does. But the weight stands beside it in the product."),
            "c": Option("Yes, for every activation function.", "Not even for the sigmoid: the weight stands beside the slope in the product."),
        },
        hint="Write down all that one layer multiplies an error by.",
        afterwards="Such chains explode; balance is a thin line between the two.",
    ),
    Choice(
        key="12.5",
        title="What hinders an output layer above three random ones",
        solution=what_hinders_the_output_layer,
        options={
            "a": Option("The vanishing gradient.", "Only the output layer learns, and it stands right at the cost: no error has to travel back."),
            "b": Option("The digits are no longer in the 30 numbers.", "Least squares reads most of them there, in one go."),
            "c": Option("The 30 numbers are nearly the same for all images, so that the cost is a ravine.", "The steep direction limits the step, and the digits lie in flat ones."),
        },
        hint="Which layers does an error pass through here? And what did standardizing change?",
        afterwards="Subtract the mean, divide by the spread, and the same steps arrive.",
    ),
    Choice(
        key="12.6",
        title="Who tells them apart",
        solution=who_tells_a_metamer,
        options={
            "a": Option("None.", "Equal numbers give equal answers, whatever comes after."),
            "b": Option("A network with enough layers.", "All its layers get the same 30 numbers, and from equal numbers they compute equal answers."),
            "c": Option("A network that was told the weights of layer 1.", "The weights tell which images are the same to the layer. They do not tell which of them it was."),
        },
        hint="What exactly do the later layers get to see?",
        afterwards="What is lost is lost whoever knows the weights.",
    ),
    Choice(
        key="12.7",
        title="What a trained layer loses",
        solution=lost_by_a_trained_layer,
        options={
            "a": Option("Fewer: it has learned not to lose any.", "784 numbers go into 30. At most 30 directions can survive, in any layer."),
            "b": Option("As many, but others.", "754, before and after. Trained, the layer keeps directions in which digits differ."),
            "c": Option("More: it keeps only what tells digits apart.", "Its 30 neurons still look in 30 directions, as random ones do."),
        },
        hint="Count: how many numbers come in, and how many go out?",
        afterwards="Not how many, but which.",
    ),
    Choice(
        key="12.8",
        title="A cost that stands still",
        solution=after_the_plateau,
        options={
            "a": Option("The network stands in a minimum.", "A minimum would hold it for good. All such networks of a stored study left, when somebody waited."),
            "b": Option("The network is too small for the task.", "The same network reads more than 80 % later on."),
            "c": Option("Only that it is slow here.", "What comes next only waiting shows, or a look around. The networks of a stored study all arrived at 80 %."),
        },
        hint="What happens if one waits?",
        afterwards="A small gradient in every layer is no proof of a minimum.",
    ),
    Choice(
        key="12.9",
        title="After 300 steps",
        solution=after_300_steps_of_adam,
        options={
            "a": Option("What it has learned so far, and nothing about later.", "After 20,000 steps the same networks read most digits."),
            "b": Option("Ten sigmoid layers cannot be trained with Adam.", "300 steps cannot say that. After 20,000 the same networks read most digits."),
            "c": Option("The gradient is zero, so that Adam has nothing to divide.", "It is small, and Adam divides by how small it is: its first steps are about level in all layers."),
        },
        hint="What would you want to see before you say “cannot”?",
        afterwards='"It does not learn" needs a budget beside it.',
    ),
    Choice(
        key="12.10",
        title="What Adam leaves",
        solution=what_adam_leaves,
        options={
            "a": Option("Then ten layers learn about as soon as one.", "They take more than ten times as many steps."),
            "b": Option("Ten layers still take many times more steps than one.", "The images fade on their way up, whatever the optimizer does."),
            "c": Option("Then the images reach the last layers as well.", "The optimizer changes the steps. On their way up, images still meet the same random layers."),
        },
        hint="A path has two halves: errors come down, and images go up.",
        afterwards="A better step postpones what depth costs; a rebuilt road lowers it.",
    ),
    Choice(
        key="12.11",
        title="Who did the work",
        solution=who_did_the_work,
        options={
            "a": Option("Layers 2 to 64 had learned something that the goal needed.", "Frozen at random, they had learned nothing, and the network passed as soon."),
            "b": Option("Random layers are better than trained ones.", "As good, for this goal. A harder one may tell."),
            "c": Option("Training layers 2 to 64 was not what reached the goal.", "Their shortcuts carry the numbers past them, random or not."),
        },
        hint="What would the frozen network miss, if layers 2 to 64 had mattered?",
        afterwards="Freeze the middle before you praise a depth.",
    ),
    Choice(
        key="12.12",
        title="What standardizing adds",
        solution=what_standardizing_adds,
        options={
            "a": Option("What the random layer had thrown away.", "What is lost is lost. It only shifts and stretches the 30 numbers that there are."),
            "b": Option("Nothing about digits: other coordinates, in which the ravine is rounder.", "An ordinary layer above the bare numbers can give the same answers, with other weights."),
            "c": Option("A stronger gradient for layer 1.", "Layer 1 was frozen: it had no gradient to use."),
        },
        hint="Multiply W (f − m)/s + b out. What kind of layer is it?",
        afterwards="The network was there all the time. Gradient descent was far from it.",
    ),
]  # fmt: skip
