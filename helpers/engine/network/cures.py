"""What a deep network can be given so that all its layers learn, as a table of named records."""

from collections.abc import Callable
from dataclasses import dataclass, field

from ..tables import Table
from .network import Network


@dataclass(frozen=True)
class Cure:
    """One cure: `path(hidden layers)` are settings of Network, `training` settings of train.

    rate: a good learning rate with the cure, in units of one without: momentum adds up ten steps, and a step of
    Adam's kind is as long as eta says, whatever the gradient.
    """

    name: str
    label: str
    path: Callable = lambda hidden: {}
    training: dict = field(default_factory=dict)
    rate: float = 1.0

    def network(self, sizes, *arguments, **settings):
        """A Network of these sizes with the cure built in; the rest as there. ValueError where it finds no place:
        a shortcut needs two hidden layers of equal width (see `fits`)."""
        return Network(sizes, *arguments, **self.path(len(sizes) - 2), **settings)

    def fits(self, hidden):
        """Whether a network of so many equally wide hidden layers has a place for it."""
        return hidden > 1 or "branch" not in self.path(hidden)


ADAM = {"optimizer": "adam"}

CURES = Table(
    "cure",
    [
        Cure("none", "none"),
        Cure("residual", "residual", lambda hidden: {"branch": 1.0}),
        Cure("residual_scaled", "residual, scaled", lambda hidden: {"branch": 1 / max(hidden, 1)}),
        Cure("batch_norm", "batch normalization", lambda hidden: {"norm": "batch"}),
        Cure("layer_norm", "layer normalization", lambda hidden: {"norm": "layer"}),
        Cure("residual_layer_norm", "residual, layer norm", lambda hidden: {"branch": 1.0, "norm": "layer"}),
        Cure("clipping", "gradient clipping", training={"clip": 1.0}),
        Cure("momentum", "momentum", training={"optimizer": "momentum"}, rate=0.1),
        Cure("rmsprop", "RMSProp", training={"optimizer": "rmsprop"}, rate=0.01),
        Cure("adam", "Adam", training=ADAM, rate=0.01),
        Cure("adamw", "AdamW", training={"optimizer": "adamw"}, rate=0.01),
        Cure("all", "residual, layer norm, Adam", lambda hidden: {"branch": 1.0, "norm": "layer"}, ADAM, 0.01),
    ],
)
