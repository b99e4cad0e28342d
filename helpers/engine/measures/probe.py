"""What can be read off linearly: the digit, or the image itself, from the numbers of a layer."""

import numpy as np

from ..checks import check_count, check_matrix, check_numbers, check_targets, takes


class LinearReader:
    """The linear map, with an offset, that guesses targets from codes best: least squares on the examples given.

    codes of shape (n, k), targets of shape (n, m). `reader(codes)` returns guesses of shape (n, m). Codes are divided
    by their spread first, which changes no guess: it keeps whispered codes from being mistaken for none at all.
    ValueError if codes and targets are not equally many.
    """

    def __init__(self, codes, targets):
        codes, targets = check_numbers("codes", codes), check_numbers("targets", targets)
        if codes.ndim != 2 or targets.ndim != 2 or len(codes) != len(targets):
            raise ValueError(f"codes and targets need one row an example each: {codes.shape}, {targets.shape}")
        codes, targets = codes.astype(np.float64), targets.astype(np.float64)
        self.middle, self.offset, spread = codes.mean(axis=0), targets.mean(axis=0), codes.std(axis=0)
        self.gain = 1 / np.where(spread > 0, spread, 1)
        codes = (codes - self.middle) * self.gain
        # The normal equations; a pseudo-inverse, because some pixels are never inked.
        self.slope = np.linalg.pinv(codes.T @ codes, rcond=1e-10, hermitian=True) @ (codes.T @ (targets - self.offset))

    def __call__(self, codes):
        codes = check_numbers("codes", codes)
        if codes.shape[-1:] != self.middle.shape:
            raise ValueError(f"each code must have {len(self.middle)} numbers, got shape {codes.shape}")
        return (codes - self.middle) * self.gain @ self.slope + self.offset


@takes(features=check_matrix, test_features=check_matrix, classes=check_count)
def probe_accuracy(features, y, test_features, test_y, classes=10):
    """The share of test examples whose digit a linear reader of the features names (Alain & Bengio 2016).

    The reader is fitted to one-hot rows of the labels y; its largest output is its answer.
    """
    rows, test_rows = check_targets(y, len(features), classes), check_targets(test_y, len(test_features), classes)
    answers = LinearReader(features, rows)(test_features)
    return float((answers.argmax(axis=1) == test_rows.argmax(axis=1)).mean())


@takes(images=check_matrix, guesses=check_matrix)
def share_kept(images, guesses):
    """How much of the images' variance the guesses account for: 1 is all, 0 no more than the mean image does."""
    if images.shape != guesses.shape:
        raise ValueError(f"each image needs one guess of its size: {images.shape}, {guesses.shape}")
    missed = np.square(images - guesses).sum()
    return float(1 - missed / np.square(images - np.mean(images, axis=0)).sum())


@takes(images=check_matrix)
def best_share(images, directions):
    """The share that the best so many linear numbers keep: the principal components (Pearson 1901)."""
    if len(images) < 2:
        raise ValueError(f"images must be at least two, or they do not vary, got {len(images)}")
    variances = np.linalg.eigvalsh(np.cov(np.transpose(images)))[::-1]
    return float(variances[: check_count("directions", directions)].sum() / variances.sum())
