"""What has gone wrong in a training that is remembered?"""

from ..measures.symptoms import in_cost, in_layers, in_speeds


def symptoms(run):
    """A list of Symptom for a Run, from its last step and its model as it is now: none is good news.

    Overflow, zero gradients, dead and saturated layers, a plateau, divergence. Speeds: ||mean delta||. They say where
    and how much, and leave it to the reader to find out why.
    """
    if run.taken == 0:
        return []
    trace = run.model.forward(run.x)
    at_last = run.taken - 1
    return [
        *in_cost(run.cost[: run.taken]),
        *in_speeds(run.speeds["mean_delta"][at_last]),
        *in_layers(run.model, trace),
    ]
