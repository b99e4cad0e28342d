"""What a notebook keeps for those who read it without a kernel."""

import os

VARIABLE = "UNSTABLE_GRADIENTS_STORING"  # "1" while the outputs of the course's own notebooks are stored or compared


def storing():
    """Whether outputs are made to be stored with the course: then they hold answers that a learner has to earn."""
    return os.environ.get(VARIABLE) == "1"
