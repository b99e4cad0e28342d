"""Toys: surfaces small enough to draw, and walks on them."""
