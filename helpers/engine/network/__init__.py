"""Networks: their parts, their start, their forward and backward pass."""
