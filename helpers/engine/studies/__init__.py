"""Studies: the experiments that one notebook needs, and numbers that others published."""
