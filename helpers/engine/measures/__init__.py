"""Measures: what is read off a network and its gradient."""
