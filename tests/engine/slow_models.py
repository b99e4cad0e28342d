"""Models computed a second time, slowly: loops over images and neurons, formulas from `math`, slopes by small steps.

Nothing here comes from the engine; only a model's own numbers are read off it, once.
"""

import math
from copy import deepcopy

import numpy as np

STEP = 1e-6  # of central differences: they err by about STEP^2, and by rounding, 1e-16 / STEP


def sigmoid(z):
    return 1 / (1 + math.exp(-z)) if z > -700 else 0.0


def selu(z):
    return 1.0507009873554805 * (z if z > 0 else 1.6732632423543772 * (math.exp(z) - 1))


# Activations by name, and one more only if a test asks for it.
PHI = {
    "sigmoid": sigmoid,
    "tanh": math.tanh,
    "relu": lambda z: max(z, 0.0),
    "selu": selu,
    "gelu": lambda z: z * sigmoid(2 * math.sqrt(2 / math.pi) * (z + 0.044715 * z**3)),
    "softplus": lambda z: math.log(1 + math.exp(z)),
    "linear": lambda z: z,
}


def softmax(row):
    e = [math.exp(z) for z in row]
    return [v / sum(e) for v in e]


OUTPUT = {"cross-entropy": lambda row: [sigmoid(z) for z in row], "softmax": softmax}
OUTPUT["quadratic"] = OUTPUT["cross-entropy"]
COST = {
    "cross-entropy": lambda a, y: -sum(t * math.log(p) + (1 - t) * math.log(1 - p) for p, t in zip(a, y, strict=True)),
    "quadratic": lambda a, y: sum((p - t) ** 2 for p, t in zip(a, y, strict=True)) / 2,
    "softmax": lambda a, y: -sum(t * math.log(p) for p, t in zip(a, y, strict=True)),
}


def phi_of(name, values):
    return np.array([[PHI[name](v) for v in row] for row in values.tolist()])


def affine(a, W, b):
    """W a + b for each row of a, number by number."""
    rows = zip(W.tolist(), b.tolist(), strict=True)
    rows = list(rows)
    return np.array(
        [[sum(w * v for w, v in zip(row, image, strict=True)) + shift for row, shift in rows] for image in a.tolist()]
    )


def targets(y, outputs):
    """One-hot rows, or with one output the labels themselves."""
    return [[float(k == label) for k in range(outputs)] if outputs > 1 else [float(label)] for label in y]


def mean_squares(z):
    """That of each row, as a column."""
    return np.array([[sum(v * v for v in row) / len(row)] for row in z.tolist()])


class SlowModel:
    """`p`: parameters by name. `changes`: {(station or None for all, name): what to use there instead}."""

    def __init__(self, model):
        self.cost_name, self.outputs, self.last = model.cost.name, model.outputs, model.last
        self.p = {name: model.parameters[name].astype(float) for name in model.parameters}
        self.hidden, self.changes, self.push_z, self.push_a = range(1, self.last), {}, {}, {}

    def at(self, s, name):
        return self.changes.get((s, name), self.changes.get((None, name), self.p[name]))

    def run(self, x, training=False):
        """Lists z, u, a by station, as in a Trace."""
        z, u, a = [None], [None], [np.asarray(x, float)]
        for s in range(1, self.last + 1):
            z.append(self.weighted(a, s) + self.push_z.get(s, 0.0))
            u.append(z[s] if s == self.last else self.met(z[s], s, training))
            a.append(self.answer(z[s]) if s == self.last else self.handed_on(u, a, s) + self.push_a.get(s, 0.0))
        return z, u, a

    def answer(self, z):
        return np.array([OUTPUT[self.cost_name](row) for row in z.tolist()])

    def met(self, z, s, training):
        return z

    def costs(self, x, y, training=False):
        """The cost of each image, shape (n,)."""
        a = self.run(x, training)[2][-1]
        return np.array(
            [COST[self.cost_name](*pair) for pair in zip(a.tolist(), targets(y, self.outputs), strict=True)]
        )

    def loss(self, x, y, training=False):
        return float(np.mean(self.costs(x, y, training)))

    # Slopes by a small step up and down of one number after another.

    def slope(self, f, where, key, start):
        """df by every entry of an array that is added to (push_z, push_a) or used instead (changes)."""
        slopes = np.empty(np.shape(start))
        for i in np.ndindex(slopes.shape):
            ends = []
            for sign in (1, -1):
                where[key] = start.copy()
                where[key][i] += sign * STEP
                ends.append(f())
            slopes[i] = (ends[0] - ends[1]) / (2 * STEP)
        del where[key]
        return slopes

    def derivatives(self, x, y, training=True, s=None, names=None):
        """{name: dC by that block}; s: only as station s uses it."""
        names = names or self.p
        return {
            name: self.slope(lambda: self.loss(x, y, training), self.changes, (s, name), self.p[name]) for name in names
        }

    def flat(self, blocks=None):
        return np.concatenate([block.ravel() for block in (blocks or self.p).values()])

    def own(self, x, y, s, training=True):
        """The derivatives by the weights and biases of station s as it uses them, a list."""
        return list(self.derivatives(x, y, training, s, self.own_names(s)).values())

    def own_parameters(self, s):
        return [self.p[name] for name in self.own_names(s)]

    def delta(self, x, y, s, training=True):
        """What each z[s] does to the sum of all images' costs."""
        zeros = np.zeros(self.run(x, training)[0][s].shape)
        return self.slope(lambda: self.costs(x, y, training).sum(), self.push_z, s, zeros)

    def jacobian(self, x, k, l, of=2):
        """da[k] / da[l] for one image, column by column; of=0: dz[k] / da[l]."""
        columns, start = [], self.run(x)[2][l] if l else np.asarray(x, float)
        for j in range(start.shape[1]):
            ends = []
            for sign in (1, -1):
                push = np.zeros_like(start)
                push[0, j] = sign * STEP
                self.push_a = {l: push}
                ends.append(self.run(x + push if l == 0 else x)[of][k][0])
            self.push_a = {}
            columns.append((ends[0] - ends[1]) / (2 * STEP))
        return np.transpose(columns)

    def step(self, x, y, eta, only=None):
        """One step of gradient descent; only: the names of the blocks that move. Returns the batch's cost before it."""
        cost, found = self.loss(x, y, training=True), self.derivatives(x, y, names=only)
        self.remember(x)
        for name, g in found.items():
            self.p[name] = self.p[name] - eta * g
        return cost

    def remember(self, x):
        pass

    def accuracy(self, x, y):
        a = self.run(x)[2][-1]
        return np.mean([(row[0] > 0.5 if len(row) == 1 else max(row) == row[label]) == (label if len(row) == 1 else 1) for row, label in zip(a.tolist(), y.tolist(), strict=True)])  # fmt: skip

    def copy(self):
        return deepcopy(self)


class SlowNetwork(SlowModel):
    def __init__(self, net):
        super().__init__(net)
        self.phi_name, self.norm, self.branch, self.sizes = net.activation.name, net.norm.name, net.branch, net.sizes
        self.mean = [m if m is None else m.astype(float) for m in net.remembered_mean]
        self.variance = [v if v is None else v.astype(float) for v in net.remembered_variance]

    def own_names(self, s):
        return [f"W{s}", f"b{s}"]

    def weighted(self, a, s):
        return affine(a[s - 1], self.at(s, f"W{s}"), self.at(s, f"b{s}"))

    def statistics(self, z, s, training):
        """Mean and variance that z is normalized with, shaped so that they fit to it."""
        if self.norm == "layer":
            mean = np.array([[sum(row) / len(row)] for row in z.tolist()])
            return mean, np.array([[sum((v - m[0]) ** 2 for v in row) / len(row)] for row, m in zip(z.tolist(), mean, strict=True)])  # fmt: skip
        if self.norm == "rms":
            return 0.0, mean_squares(z)
        if not training:
            return self.mean[s], self.variance[s]
        columns = [list(column) for column in zip(*z.tolist(), strict=True)]
        mean = [sum(column) / len(column) for column in columns]
        return np.array(mean), np.array([sum((v - m) ** 2 for v in column) / len(column) for column, m in zip(columns, mean, strict=True)])  # fmt: skip

    def met(self, z, s, training):
        if self.norm == "none":
            return z
        mean, variance = self.statistics(z, s, training)
        return self.at(s, f"gamma{s}") * (z - mean) / np.sqrt(variance + 1e-5) + self.at(s, f"beta{s}")

    def handed_on(self, u, a, s):
        part = phi_of(self.phi_name, u[s])
        return a[s - 1] + self.branch * part if self.branch and self.sizes[s] == self.sizes[s - 1] else part

    def remember(self, x):
        if self.norm == "batch":
            z, n = self.run(x, training=True)[0], len(x)
            for s in self.hidden:
                mean, variance = self.statistics(z[s], s, True)
                self.mean[s] = 0.9 * self.mean[s] + 0.1 * mean
                self.variance[s] = 0.9 * self.variance[s] + 0.1 * variance * n / (n - 1)


class SlowResidual(SlowModel):
    def __init__(self, net):
        super().__init__(net)
        self.phi_name, self.norm, self.place, self.branch = net.activation.name, net.norm.name, net.place, net.branch

    def own_names(self, s):
        return [f"W{s}", f"b{s}"] if s in (1, self.last) else [f"W{s}", f"b{s}", f"V{s}"]

    def normalize(self, v, place):
        if self.norm == "none" or self.place != place:
            return v
        if self.norm == "layer":
            v = np.array([[n - sum(row) / len(row) for n in row] for row in v.tolist()])
        return v / np.sqrt(mean_squares(v) + 1e-5)

    def weighted(self, a, s):
        read = self.normalize(a[s - 1], "pre") if s > 1 else a[0]
        return affine(read, self.at(s, f"W{s}"), self.at(s, f"b{s}"))

    def handed_on(self, u, a, s):
        said = phi_of(self.phi_name, u[s])
        if s == 1:
            return said
        part = affine(said, self.at(s, f"V{s}"), np.zeros(a[1].shape[1]))
        alpha = self.at(s, f"alpha{s}")[0] if f"alpha{s}" in self.p else self.branch
        return self.normalize(a[s - 1] + alpha * part, "post")


class SlowRecurrent(SlowModel):
    def __init__(self, model):
        super().__init__(model)
        self.numbers, self.phi_name = model.numbers, "tanh"

    def own_names(self, s):
        return ["U", "R", "b"] if s < self.last else ["V", "c"]

    def weighted(self, a, s):
        if s == self.last:
            return affine(a[s - 1], self.at(s, "V"), self.at(s, "c"))
        said = a[s - 1] if s > 1 else np.zeros((len(a[0]), len(self.p["b"])))
        heard = affine(said, self.at(s, "R"), self.at(s, "b"))
        return heard + affine(a[0][:, (s - 1) * self.numbers : s * self.numbers], self.at(s, "U"), 0 * self.p["b"])

    def handed_on(self, u, a, s):
        return phi_of("tanh", u[s])


class SlowUnrolled(SlowModel):
    """A recurrent layer, plain; the cells below say what is different."""

    def __init__(self, model):
        super().__init__(model)
        self.numbers, self.m, self.classes = model.sizes
        self.reads, self.phi_name = model.reads, model.activation.name

    def own_names(self, s):
        return ["W_in", "W_rec", "b"] if s < self.last else ["W_out", "b_out"]

    def weighted(self, a, s):
        if s == self.last:
            states = [a[t][:, : self.m] for t in range(s - self.reads, s)]
            return np.hstack([affine(state, self.at(s, "W_out"), self.at(s, "b_out")) for state in states])
        self.before = (
            a[s - 1] if s > 1 else np.zeros((len(a[0]), 2 * self.m))
        )  # what a cell has no room for is not read
        part, said = a[0][:, (s - 1) * self.numbers : s * self.numbers], self.before[:, : self.m]
        products = (affine(v, self.at(s, name), np.zeros(len(self.p[name]))) for v, name in ((part, "W_in"), (said, "W_rec")))  # fmt: skip
        return self.joined(*products) + self.at(s, "b")

    def joined(self, of_x, of_h):
        return of_x + of_h

    def handed_on(self, u, a, s):
        return phi_of(self.phi_name, u[s])

    def gates(self, names):
        """The gates of that name, from the z just met."""
        parts = dict(zip(self.names, np.split(self.z, len(self.names), axis=1), strict=True))
        return [phi_of("sigmoid", parts[name]) for name in names]

    # What follows reads several answers, side by side, as answers of several images.

    def by_answer(self, values):
        return np.reshape(values, (-1, self.classes))

    def answer(self, z):
        return super().answer(self.by_answer(z)).reshape(len(z), -1)

    def costs(self, x, y, training=False):
        a, rows = self.by_answer(self.run(x, training)[2][-1]), targets(np.ravel(y), self.classes)
        costs = [COST[self.cost_name](*pair) for pair in zip(a.tolist(), rows, strict=True)]
        return np.mean(np.reshape(costs, (len(x), self.reads)), axis=1)

    def accuracy(self, x, y):
        a = self.by_answer(self.run(x)[2][-1])
        return np.mean([max(row) == row[label] for row, label in zip(a.tolist(), np.ravel(y).tolist(), strict=True)])


class SlowLSTM(SlowUnrolled):
    names = ("i", "f", "g", "o")

    def met(self, z, s, training):
        self.z = z
        return np.split(z, 4, axis=1)[2]

    def handed_on(self, u, a, s):
        i, f, o = self.gates(["i", "f", "o"])
        c = f * self.before[:, self.m :] + i * phi_of("tanh", u[s])
        return np.hstack([o * phi_of("tanh", c), c])


class SlowGRU(SlowUnrolled):
    names = ("r", "w", "n_x", "n_h")

    def joined(self, of_x, of_h):
        m = self.m
        return np.hstack([of_x[:, : 2 * m] + of_h[:, : 2 * m], of_x[:, 2 * m :], of_h[:, 2 * m :]])

    def met(self, z, s, training):
        self.z = z
        _, _, n_x, n_h = np.split(z, 4, axis=1)
        return n_x + self.gates("r")[0] * n_h

    def handed_on(self, u, a, s):
        (w,) = self.gates("w")
        return (1 - w) * phi_of("tanh", u[s]) + w * self.before[:, : self.m]
