"""Sweeps: one function at many settings and seeds, kept in a file."""
