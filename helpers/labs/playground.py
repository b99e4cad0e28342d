"""Lab: the playground, a training with every control of the course, whose settings are one line of text."""

from dataclasses import asdict, replace

from helpers.engine.network.normalization import NORMS
from helpers.engine.training.optimizers import OPTIMIZERS
from helpers.engine.training.settings import BATCHES, CLIPS, LAMBDAS, PIXELS, SHORTCUTS, Settings
from helpers.pictures.instruments import InstrumentPicture

from .instruments import INSTRUMENTS, progress_in_words, show, symptoms, symptoms_in_words
from .kit import controls as c
from .kit import digits
from .kit.as_text import AsText
from .kit.live import Lab
from .kit.memory import Memory
from .kit.session import Session

STEPS, TICK = 2000, 5  # the longest training, and the steps from one picture of Play to the next
KEPT = 4  # trainings that are remembered, as far as they have come


def playground_lab(settings=None):
    """The first lab of notebook 11. settings: where it begins, as a Settings or as its text; ValueError for a damaged one."""
    first = settings if isinstance(settings, Settings) else Settings.from_text(settings) if settings else Settings()
    picture = InstrumentPicture()

    def update(instrument, **setting):
        settings = Settings(**setting)
        run = yield from session(replace(settings, steps=STEPS), len(digits.fitting())).upto(settings.steps)
        trace = show(picture, run, instrument)
        row.show(settings.text())
        return f"{progress_in_words(run)} {symptoms_in_words(symptoms(run, trace), run.model)}"

    row = AsText(lambda text: lab.set(**asdict(Settings.from_text(text))))
    lab = Lab("playground", picture.figure, controls(first), update, below=[row])
    return lab


def controls(first):
    """A control for each of the settings, and the menu of instruments."""
    return {
        "steps": c.whole_number("steps", first.steps, TICK, STEPS).plays(step=TICK).main(),
        "instrument": c.choice("show", INSTRUMENTS),
        "hidden_layers": c.hidden_layers(first.hidden_layers),
        "activation": c.activation(first.activation),
        "neurons": c.neurons(first.neurons).folded(),
        "initializer": c.initializer(first.initializer).folded(),
        "scale": c.log_number("weight scale", first.scale, -2, 2).folded(),
        "norm": c.choice_from("normalization", NORMS, first.norm).folded(),
        "shortcut": c.choice_from("shortcut", SHORTCUTS, first.shortcut).folded().counts_when(lambda s: s["hidden_layers"] > 1),
        "optimizer": c.choice_from("optimizer", OPTIMIZERS, first.optimizer).folded(),
        "eta": c.log_number("learning rate η", first.eta, -5, 1).folded(),
        "batch_size": c.choice("batch", BATCHES, first.batch_size).folded(),
        "lmbda": c.choice("λ", LAMBDAS, first.lmbda).folded(),
        "clip": c.choice_from("clip the gradient", CLIPS, first.clip).folded(),
        "pixels": c.choice_from("pixels", PIXELS, first.pixels).folded(),
        "seed": c.seed(first.seed).folded(),
    }  # fmt: skip


@Memory(most=KEPT)
def session(settings, n):
    """The training with these settings on the n images that there are: the same each time."""
    return Session(lambda: settings.start(digits.fitting(), digits.validation()))
