"""The numbers that a model learns: named blocks, all of them views into one flat vector."""

from operator import attrgetter

import numpy as np


class Parameters:
    """Blocks by name, e.g. parameters["W1"]: a change in a block shows in `flat`, and the other way round.

    shapes: {name: shape}, in the order in which the blocks stand in `flat`. flat: shape (number of parameters,);
    None makes a vector of the dtype whose numbers are not set yet.
    """

    def __init__(self, shapes, dtype=np.float64, flat=None):
        self.shapes = dict(shapes)
        size = sum(int(np.prod(shape)) for shape in self.shapes.values())
        self.flat = np.empty(size, dtype) if flat is None else flat
        self._view()

    def _view(self):
        self._blocks, start = {}, 0
        for name, shape in self.shapes.items():
            end = start + int(np.prod(shape))
            self._blocks[name] = self.flat[start:end].reshape(shape)
            start = end

    def __getitem__(self, name):
        return self._blocks[name]

    def __contains__(self, name):
        return name in self._blocks

    def __iter__(self):
        return iter(self._blocks)

    def like(self):
        """Others of the same names and shapes, not set yet: room for a gradient."""
        return Parameters(self.shapes, self.flat.dtype)

    def by_layer(self, letter, layers):
        """The blocks letter1, letter2, … as Blocks that count from 1; None where a layer has no such block."""
        return Blocks([None, *(self._blocks.get(f"{letter}{l}") for l in range(1, layers + 1))])

    def __getstate__(self):
        return {"shapes": self.shapes, "flat": self.flat}

    def __setstate__(self, state):
        """A copied or loaded one: its blocks must be views into its own vector, not into nothing."""
        self.__dict__.update(state)
        self._view()


class Blocks(list):
    """Arrays by layer that can be written into but not replaced: a new array would be no part of the flat vector."""

    def __setitem__(self, l, value):
        if (
            isinstance(l, slice) or value is not self[l]
        ):  # net.W[1] *= 2 changes the array in place, then puts it where it was
            raise ValueError(
                f"an array of the network cannot be replaced, only written into: say net.W[{l}][:] = …, with the [:]"
            )


def locked(name):
    """A property for an attribute whose arrays are written into, never replaced."""

    def refuse(model, value):
        if value is not getattr(model, f"_{name}"):
            raise ValueError(
                f"net.{name} cannot be replaced, only written into: say net.{name}[1][:] = …, with the [:]"
            )

    return property(attrgetter(f"_{name}"), refuse)
