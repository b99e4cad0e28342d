"""The settings of a training as one line of text, which can be copied, sent, and read back: the same training again.

    sigmoid 784-4×30-10 nielsen ×1 norm=none shortcut=none sgd η=0.3 batch=32 λ=0 clip=none seed=0 steps=100 pixels=0-1

Every part is there, in this order, and what is not understood is refused, in words: a text that was damaged on its way
must not become another training. (The last part is a word for that reason: a text that was cut off has lost it.)
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np

from ..checks import check_number, check_whole
from ..network.activations import ACTIVATIONS
from ..network.initializers import INITIALIZERS
from ..network.network import Network
from ..network.normalization import NORMS
from ..network.sizes import digit_sizes
from ..tables import Table
from .optimizers import OPTIMIZERS
from .watched_run import WatchedRun


@dataclass(frozen=True)
class Choice:
    """One entry of a small menu: what it is called, and the function that it stands for."""

    name: str
    label: str
    of: Callable


SHORTCUTS = Table(
    "shortcut",
    [
        Choice("none", "none", lambda hidden: None),
        Choice("1", "a + φ", lambda hidden: 1.0),
        Choice("1/√L", "a + φ / √L", lambda hidden: hidden**-0.5),
        Choice("1/L", "a + φ / L", lambda hidden: 1 / hidden),
    ],
)  # of: what a layer's own part is multiplied by, in a network of so many hidden layers; None: no shortcuts

PIXELS = Table(
    "kind of pixels",
    [
        Choice("0-1", "0 to 1", lambda x, train: x),
        Choice("0-255", "0 to 255", lambda x, train: 255 * x),
        Choice("standardized", "standardized", lambda x, train: (x - train.mean()) / train.std()),
    ],
)  # of: x as the network gets it; all training images together give the one mean and the one spread

CLIPS = Table(
    "clip",
    [
        Choice("none", "none", lambda: None),
        Choice("1", "length 1", lambda: 1.0),
        Choice("0.1", "length 0.1", lambda: 0.1),
    ],
)
BATCHES, LAMBDAS = (10, 32, 100), (0.0, 0.1, 1.0)


@dataclass(frozen=True)
class Settings:
    """All that it takes to ask for a training of digits: the network, how it is drawn, how it learns, for how long.

    Names are those of ACTIVATIONS, INITIALIZERS (those that take any width), NORMS, OPTIMIZERS; shortcut, clip and pixels
    those of SHORTCUTS, CLIPS and PIXELS. A shortcut finds its place from two hidden layers on. steps: how many are taken.
    `text()` is one line; `Settings.from_text(line)` gives the settings back. ValueError, in words, for values out of
    their bounds, and for a line that is not whole.
    """

    activation: str = "sigmoid"
    hidden_layers: int = 4
    neurons: int = 30
    initializer: str = "nielsen"
    scale: float = 1.0
    norm: str = "none"
    shortcut: str = "none"
    optimizer: str = "sgd"
    eta: float = 0.3
    batch_size: int = 32
    lmbda: float = 0.0
    clip: str = "none"
    seed: int = 0
    steps: int = 100
    pixels: str = "0-1"

    def __post_init__(self):
        for name, table in TABLES.items():
            self._put(name, table[getattr(self, name)].name)
        for name, kind in KINDS.items():
            check = check_whole if kind is int else check_number
            self._put(name, check(WORDS[name], getattr(self, name)))
        for name, (low, high) in BOUNDS.items():
            if not low <= getattr(self, name) <= high:
                raise ValueError(
                    f"{WORDS[name]} must lie between {low:g} and {high:g}, got {getattr(self, name)!r:.60}"
                )
        for name, few in (("batch_size", BATCHES), ("lmbda", LAMBDAS)):
            if getattr(self, name) not in few:
                raise ValueError(
                    f"{WORDS[name]} must be one of {', '.join(map(written, few))}, got {getattr(self, name)!r:.60}"
                )

    def _put(self, name, value):
        """Keep a value in the form in which it was checked: the records are frozen for everybody else."""
        object.__setattr__(self, name, value)

    # As text.

    def text(self):
        """The settings on one line."""
        return " ".join(part.format(**{name: written(getattr(self, name)) for name in NAMES}) for part in PARTS)

    @classmethod
    def from_text(cls, text):
        """The settings that a line tells. ValueError, in words, for a line that is not whole."""
        if not isinstance(text, str):
            raise ValueError(f"settings are a text such as “{cls().text()}”, got {text!r:.60}")
        parts = text.split()
        if len(parts) != len(PARTS):
            raise ValueError(
                f"a settings text has {len(PARTS)} parts, such as “{cls().text()}”; this one has {len(parts)}"
            )
        found = {}
        for part, pattern in zip(parts, PARTS, strict=True):
            found |= read(part, pattern)
        settings = cls(**found)
        if settings.text() != " ".join(parts):
            raise ValueError(f"this text is not as it was written: read so, it would be “{settings.text()}”")
        return settings

    # As a training.

    @property
    def branch(self):
        """What a layer's own part is multiplied by beside a shortcut; None where there is none, or no place for one."""
        return SHORTCUTS[self.shortcut].of(self.hidden_layers) if self.hidden_layers > 1 else None

    def network(self, dtype=np.float32):
        """The Network before its first step."""
        sizes, rng = digit_sizes(self.hidden_layers, self.neurons), np.random.default_rng(self.seed)
        return Network(sizes, self.activation, self.initializer, scale=self.scale, norm=self.norm, branch=self.branch,
                       rng=rng, dtype=dtype)  # fmt: skip

    def training(self):
        """What `train` takes beside the network and the images; its random generator is a new one each time."""
        return {"eta": self.eta, "batch_size": self.batch_size, "lmbda": self.lmbda, "optimizer": self.optimizer,
                "clip": CLIPS[self.clip].of(), "rng": np.random.default_rng(self.seed)}  # fmt: skip

    def images(self, some, train):
        """Images x, shape (n, 784), as the network gets them; train: the Images that it learns from."""
        return PIXELS[self.pixels].of(some, train.x)

    def start(self, train, new, steps=None, net=None, every=20, looks=500):
        """A WatchedRun with room for `steps` steps (those of the settings without it), which has taken none yet.

        train, new: Images, such as load_mnist().fitting and .validation. Every so many steps the accuracy is measured on
        the first `looks` of each. net: a model to train in the place of the network that the settings tell.
        """
        x, fresh = (self.images(part.x, train) for part in (train, new))
        seen, new = (x[:looks], train.y[:looks]), (fresh[:looks], new.y[:looks])
        steps = self.steps if steps is None else steps
        net = self.network(x.dtype) if net is None else net
        return WatchedRun(net, x, train.y, seen=seen, new=new, steps=steps, every=every, **self.training())


ANY_WIDTH = Table("initializer", [record for record in INITIALIZERS.values() if not record.mirrored],
                  INITIALIZERS.aliases)  # fmt: skip
TABLES = {"activation": ACTIVATIONS, "initializer": ANY_WIDTH, "norm": NORMS, "shortcut": SHORTCUTS,
          "optimizer": OPTIMIZERS, "clip": CLIPS, "pixels": PIXELS}  # fmt: skip
BOUNDS = {"hidden_layers": (1, 50), "neurons": (1, 100), "scale": (0.01, 100.0), "eta": (1e-5, 10.0),
          "seed": (0, 999), "steps": (5, 2000)}  # fmt: skip
WORDS = {"hidden_layers": "the number of hidden layers", "neurons": "the number of neurons per layer",
         "scale": "the weight scale (×)", "eta": "the learning rate η", "batch_size": "the batch", "lmbda": "λ",
         "seed": "the seed", "steps": "the number of steps"}  # fmt: skip
KINDS = {field.name: type(field.default) for field in fields(Settings) if not isinstance(field.default, str)}
NAMES = [field.name for field in fields(Settings)]
PARTS = ("{activation}", "784-{hidden_layers}×{neurons}-10", "{initializer}", "×{scale}", "norm={norm}",
         "shortcut={shortcut}", "{optimizer}", "η={eta}", "batch={batch_size}", "λ={lmbda}", "clip={clip}", "seed={seed}",
         "steps={steps}", "pixels={pixels}")  # fmt: skip


def written(value):
    """A value as short as it can be read back: 0.3, not 0.30000000000000004, where both are the same number."""
    short = f"{value:g}" if isinstance(value, float) else str(value)
    return short if not isinstance(value, float) or float(short) == value else repr(value)


def read(part, pattern):
    """{name: value} of one part of a text, whose pattern says what stands there; ValueError where it does not."""
    place = re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(pattern))
    found = re.fullmatch(place, part)
    if not found:
        example = pattern.format(**{name: written(getattr(Settings, name)) for name in NAMES})
        raise ValueError(f"“{part}” stands where something like “{example}” is expected")
    return {name: value_of(name, text) for name, text in found.groupdict().items()}


def value_of(name, text):
    """The text of one value as a value of its kind."""
    try:
        return KINDS.get(name, str)(text)
    except ValueError:
        raise ValueError(f"{WORDS[name]} must be a number, got “{text}”") from None
