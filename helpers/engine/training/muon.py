"""Muon: add up gradients, then let the step of each matrix stretch all its directions alike (Jordan et al. 2024)."""

import numpy as np

from ..checks import check_array, check_share

BETA = 0.95
A, B, C = 3.4445, -4.7750, 2.0315  # of one round: v -> A v + B v^3 + C v^5 for each singular value v, chosen by Jordan
ROUNDS = 5  # bring singular values from about 0.01 on near 1: to between 0.7 and 1.2


def orthogonalized(G):
    """The matrix with G's singular directions and nearly equal singular values, 0.7 to 1.2, by five Newton-Schulz rounds.

    G: shape (n_out, n_in). A direction with under a thousandth or so of the largest value stays small. Zero stays zero.
    ValueError unless G is a matrix.
    """
    G = check_array("G", G)
    if G.ndim != 2:
        raise ValueError(f"G must be a matrix: rows and columns, got the shape {G.shape}")
    return newton_schulz(G)


def newton_schulz(G):
    X = G.T if G.shape[0] > G.shape[1] else G
    X = X / (np.linalg.norm(X) + np.finfo(G.dtype).tiny)  # then no singular value is above 1
    for _ in range(ROUNDS):
        square = X @ X.T
        X = A * X + (B * square + C * square @ square) @ X
    return X.T if G.shape[0] > G.shape[1] else X


def muon(beta=BETA):
    """What `train` shows each gradient to, as observe, so that plain descent's step is Muon's.

    Every matrix of the gradient becomes its orthogonalized momentum, times sqrt(n_out / n_in) where it is taller than
    wide; with Nesterov's look ahead: g + beta v in the place of v. Biases and other vectors keep their gradient.
    (Jordan and others leave the first and the last matrix, too, to AdamW.) ValueError unless beta is from 0 to 1.
    """
    beta, memory = check_share("beta", beta), {}

    def observe(model, trace, gradient):
        for name in gradient.parameters:
            g = gradient.parameters[name]
            if g.ndim == 2:
                v = memory[name] = beta * memory[name] + g if name in memory else g.copy()
                g[:] = max(1, g.shape[0] / g.shape[1]) ** 0.5 * newton_schulz(g + beta * v)

    return observe
