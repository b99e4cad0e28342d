"""A class, measured: `make class`. A real JupyterHub on this machine, and students who each play a training."""
