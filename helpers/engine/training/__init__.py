"""Training: step by step, with every optimizer, and remembered."""
