"""Data: the handwritten digits."""
