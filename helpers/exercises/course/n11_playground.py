"""Exercises of notebook 11: challenges of the playground, each a training that must come out well."""

from helpers.engine import Settings

from ..trainings import Challenge


def deep_sigmoids():
    """Shortcuts whose branches are divided by the depth."""
    return Settings(hidden_layers=20, shortcut="1/L", eta=1.0, steps=500).text()


def without_a_cure_of_the_road():
    """An activation and a start that keep lengths level, and Adam."""
    selu = Settings("selu", 30, initializer="orthogonal", optimizer="adam", eta=0.001, steps=500)
    return selu.text()


def raw_pixels():
    """Batch normalization divides each neuron's input by its own spread."""
    return Settings(hidden_layers=2, norm="batch", pixels="0-255", steps=500).text()


def a_sprint():
    """One wide layer with batch normalization, Adam at a bold rate, and large batches."""
    wide = Settings(
        "relu", 1, neurons=100, initializer="he", norm="batch", optimizer="adam", eta=0.01, batch_size=100, steps=50
    )
    return wide.text()


def at_most(steps):
    """The rule that a training takes no more steps than that."""
    return lambda settings: settings.steps <= steps, f"at most {steps} steps"


EXERCISES = [
    Challenge(
        key="11.1",
        title="Twenty sigmoid layers",
        solution=deep_sigmoids,
        rules=(
            at_most(500),
            (lambda settings: settings.activation == "sigmoid", "the activation is sigmoid"),
            (lambda settings: settings.hidden_layers == 20, "there are 20 hidden layers"),
        ),
        goal=0.85,
        hint="Notebook 9: the way there and the way back both have to be repaired. Try a shortcut, then look at the speeds.",
        in_words="Shortcuts, with branches divided by the depth, at η = 1.",
        afterwards="Whether all twenty layers are used is another question: notebook 9 freezes the middle ones to find out.",
    ),
    Challenge(
        key="11.2",
        title="Thirty layers by the start alone",
        solution=without_a_cure_of_the_road,
        rules=(
            at_most(500),
            (lambda settings: settings.hidden_layers >= 30, "there are 30 hidden layers or more"),
            (lambda settings: settings.norm == "none", "nothing is normalized"),
            (lambda settings: settings.shortcut == "none", "there are no shortcuts"),
        ),
        goal=0.8,
        hint="Notebook 8: orthogonal weights keep lengths. Which activation keeps them as well, and what does Adam add?",
        in_words="SELU from an orthogonal start, with Adam at η = 0.001.",
        afterwards="A start in balance, an activation that goes with it, and a step that does not depend on the gradient's size.",
    ),
    Challenge(
        key="11.3",
        title="Sigmoid neurons on raw pixels",
        solution=raw_pixels,
        rules=(
            at_most(500),
            (lambda settings: settings.pixels == "0-255", "the pixels run from 0 to 255"),
            (lambda settings: settings.activation == "sigmoid", "the activation is sigmoid"),
        ),
        goal=0.8,
        hint="What do the activations of layer 1 meet? Which setting divides that by its own spread?",
        in_words="Batch normalization; all else as the playground begins, with two hidden layers.",
        afterwards="The first layer is saturated only as long as nothing divides its input by its spread.",
    ),
    Challenge(
        key="11.4",
        title="A sprint",
        solution=a_sprint,
        rules=(at_most(50),),
        goal=0.85,
        hint="A hundred images a batch, one wide layer, and something that makes bold learning rates safe.",
        in_words="One layer of 100 ReLU neurons with batch normalization, and Adam at η = 0.01.",
        afterwards="One hidden layer is enough for digits: depth was never what made this task easy.",
    ),
]  # fmt: skip
