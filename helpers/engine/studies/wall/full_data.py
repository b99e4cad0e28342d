"""Nielsen's four networks on all of MNIST: 30 epochs of 50,000 images, and 10,000 others to tell how many are right.

Nielsen 2015, chapter 5. Made by `make wall ARGS=--full-data`, which needs the originals (a download of 11 MB, once);
the file with what came out ships with the course.
"""

import numpy as np

from ...checks import check_count
from ...data.mnist import SUBSET, load_mnist
from ...network.network import Network
from ...network.sizes import digit_sizes
from ...training.training import train

FILE = SUBSET.with_name("wall_full_data.jsonl")
DEPTHS, SEEDS = (1, 2, 3, 4), range(3)
TRAINING = {"eta": 0.1, "lmbda": 5.0, "batch_size": 10}


def nielsen_accuracies(hidden, seed, epochs=30):
    """{"accuracy": the share of validation images right after each epoch}: sigmoid layers of 30, cross-entropy.

    ConnectionError where the originals are neither here nor can be fetched.
    """
    mnist, rng = load_mnist(full=True, dtype=np.float32), np.random.default_rng(seed)
    net = Network(digit_sizes(check_count("hidden", hidden)), rng=rng, dtype=np.float32)
    an_epoch, found = -(-len(mnist.fitting) // TRAINING["batch_size"]), []
    for step in train(net, mnist.fitting.x, mnist.fitting.y, epochs=epochs, rng=rng, **TRAINING):
        if step.step % an_epoch == 0:
            found.append(net.accuracy(mnist.validation.x, mnist.validation.y))
    return {"accuracy": found}
