"""The final quiz, notebook 12: twelve questions whose wrong answers are what people believe. Each is decided by measuring."""

from functools import cache

import numpy as np

from helpers.engine import (
    Network,
    Ravine,
    chain_factors,
    condition_number,
    find_metamer,
    last_to_first,
    layer_speeds,
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
    return "b" if same and np.isclose(np.linalg.norm(flat), 100 * np.linalg.norm(steep)) else "a"


def ten_times_the_weights():
    """The middle ratio of the layers' speeds, ‖mean δ‖, of twenty networks."""
    ratio = np.median(last_to_first(speed_fan(SIZES, *images(), range(20), scale=10)["mean_delta"]))
    return "a" if ratio > 10 else "b"


def a_factor_above_one():
    """A chain of neurons that all stand where the slope is ¼, with weights of 100: each factor is 25."""
    weights, biases = np.full(3, 100.0), np.full(3, -50.0)
    z, _ = run_chain(weights, biases, 0.5)
    return "b" if (chain_factors(weights, z) > 1).any() else "a"


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
    return "c" if same else "a"


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
    return "b" if late > 5 * early else "a"


def what_adam_leaves():
    """Steps to 80 % with Adam: one layer against ten."""
    steps = np.median(steps_to_goal("adam")[1], axis=1)
    return "b" if steps[-1] > 10 * steps[0] else "a"


def who_did_the_work():
    """Steps to 80 % of 64 layers with scaled shortcuts, all trained and with layers 2 to 64 frozen at random."""
    every, frozen = (np.median(steps_to_goal("residual_scaled", f)[1][-1]) for f in (False, True))
    return "b" if frozen < 1.5 * every else "a"


def where_it_is_zero():
    """10⁻⁸ in the three kinds of numbers."""
    zero = {bits: float(np.asarray(1e-8).astype(f"float{bits}")) == 0 for bits in (16, 32, 64)}
    return "a" if zero[64] else "b" if zero[16] and not zero[32] else "c"


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
            "a": Option("Both are equally far from the minimum.", "The slope is the curvature times the distance, and the curvatures differ a hundredfold."),
            "b": Option("(0, 1) is a hundred times further away.", "Its direction bends a hundred times less, so the same slope lies a hundred times further out."),
            "c": Option("(0.01, 0) is further away, because it is steeper there.", "The slopes are the same, 2. Steep is the direction x: it bends more."),
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
            "a": Option("Yes: whatever the weights, a layer of sigmoids makes it smaller.", "The slope does, by 4 at least. But the weight stands beside it in the product."),
            "b": Option("No: a factor is a weight times a slope, and can be above 1.", "With a weight of 100 where the slope is ¼, it is 25."),
            "c": Option("No: at z = 0 the slope is 1.", "That is tanh. The sigmoid's slope at 0 is ¼."),
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
            "a": Option("A network with enough layers.", "All its layers get the same 30 numbers, and from equal numbers they compute equal answers."),
            "b": Option("A network that was told the weights of layer 1.", "The weights tell which images are the same to the layer. They do not tell which of them it was."),
            "c": Option("None.", "Equal numbers give equal answers, whatever comes after."),
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
            "c": Option("None.", "784 numbers go into 30: most directions must go."),
        },
        hint="Count: how many numbers come in, and how many go out?",
        afterwards="Not how many, but which.",
    ),
    Choice(
        key="12.8",
        title="A cost that stands still",
        solution=after_the_plateau,
        options={
            "a": Option("It is in a minimum.", "A minimum would hold it for good. All such networks left, when somebody waited."),
            "b": Option("It is too small for the task.", "The same network reads more than 80 % later on."),
            "c": Option("It is on a plateau, and takes thousands of steps to leave it.", "All five networks of a stored study arrived at 80 %."),
        },
        hint="What happens if one waits?",
        afterwards="A small gradient in every layer is no proof of a minimum.",
    ),
    Choice(
        key="12.9",
        title="After 300 steps",
        solution=after_300_steps_of_adam,
        options={
            "a": Option("Ten layers cannot be trained with Adam.", "300 steps cannot say that. After 20,000 the same networks read most digits."),
            "b": Option("Nothing yet about what it will learn later.", "After 20,000 steps the same networks read most digits."),
            "c": Option("Its gradients are zero.", "Adam divides by them, so they are not; and the first steps are about level in all layers."),
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
            "a": Option("Layers 2 to 64 learned something that the goal needed.", "Frozen at random, they let the network pass as soon."),
            "b": Option("The goal did not need layers 2 to 64.", "With them frozen it passes as soon: their shortcuts carry the numbers past them."),
            "c": Option("Random layers are better than trained ones.", "As good, for this goal. A harder one may tell."),
        },
        hint="What would the frozen network miss, if layers 2 to 64 had mattered?",
        afterwards="Freeze the middle before you praise a depth.",
    ),
    Choice(
        key="12.12",
        title="Exactly zero",
        solution=where_it_is_zero,
        options={
            "a": Option("In numbers of 64 bits, as here.", "They go down to about 10⁻³⁰⁸."),
            "b": Option("In numbers of 16 bits.", "Their smallest is about 6 · 10⁻⁸; what is far below becomes 0, and no learning rate brings it back."),
            "c": Option("In none: small is not zero.", "On paper. In 16 bits what is too small becomes 0."),
        },
        hint="Try `np.float16(1e-8)`.",
        afterwards="That is why such trainings scale the cost up first.",
    ),
]  # fmt: skip
