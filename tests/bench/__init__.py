"""How fast the engine and the live pictures are: `python -m tests.bench`."""
