"""The numbers that a model learns: named blocks, all of them views into one flat vector."""

from operator import attrgetter

import numpy as np


class Parameters:
    """Blocks by name, e.g. parameters["W1"]: a change in a block shows in `flat`, and the other way round.

    shapes: {name: shape}, in the order in which the blocks stand in `flat`. flat: shape (number of parameters,);
    None makes a vector of the dtype whose numbers are not set yet. Blocks are written into, never replaced.
    """

    def __init__(self, shapes, dtype=np.float64, flat=None):
        self.shapes = dict(shapes)
        size = sum(int(np.prod(shape)) for shape in self.shapes.values())
        self._flat = np.empty(size, dtype) if flat is None else flat
        self._view()

    def _view(self):
        self._blocks, start = {}, 0
        for name, shape in self.shapes.items():
            end = start + int(np.prod(shape))
            self._blocks[name] = self._flat[start:end].reshape(shape)
            start = end

    def __getitem__(self, name):
        return self._blocks[name]

    def __setitem__(self, name, value):
        if value is not self._blocks.get(name):  # parameters["W1"] *= 2 changes the block in place, then comes here
            refuse_to_replace(f"parameters[{name!r}]")

    def __contains__(self, name):
        return name in self._blocks

    def __iter__(self):
        return iter(self._blocks)

    def like(self):
        """Others of the same names and shapes, not set yet: room for a gradient."""
        return Parameters(self.shapes, self.flat.dtype)

    def by_layer(self, letter, layers, called):
        """The blocks letter1, letter2, … as Blocks that count from 1; None where a layer has no such block."""
        return Blocks([None, *(self._blocks.get(f"{letter}{l}") for l in range(1, layers + 1))], called)

    def __getstate__(self):
        return {"shapes": self.shapes, "_flat": self._flat}

    def __setstate__(self, state):
        """A copied or loaded one: its blocks must be views into its own vector, not into nothing."""
        self.__dict__.update(state)
        self._view()


class Blocks(list):
    """Arrays by layer that can be written into but not replaced: a new array would be no part of the flat vector.

    called: what a learner calls the list, e.g. net.W.
    """

    def __init__(self, arrays, called):
        super().__init__(arrays)
        self.called = called

    def __setitem__(self, l, value):
        if isinstance(l, slice) or value is not self[l]:  # net.W[1] *= 2 changes the array, then puts it where it was
            refuse_to_replace(f"{self.called}[{1 if isinstance(l, slice) else l}]")

    def __reduce__(self):
        return Blocks, (list(self), self.called)

    def _refuse(self, *arguments, **settings):
        refuse_to_replace(f"{self.called}[1]")

    append = extend = insert = pop = remove = clear = sort = reverse = __iadd__ = __imul__ = __delitem__ = _refuse


def refuse_to_replace(what):
    """Always ValueError."""
    raise ValueError(f"this array belongs to a model and cannot be replaced, only written into: say {what}[:] = …")


def locked(name, example):
    """A property for the attribute _name, which is written into, never replaced; example: what to write into."""

    def refuse(owner, value):
        if value is not getattr(owner, f"_{name}"):
            refuse_to_replace(example)

    return property(attrgetter(f"_{name}"), refuse)


Parameters.flat = locked("flat", "parameters.flat")
