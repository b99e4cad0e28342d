"""Open the course in JupyterLab, in a copy of one's own: `python -m helpers.start`, which is also what `make lab` does."""
