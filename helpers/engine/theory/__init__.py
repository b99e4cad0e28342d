"""Theory: what is predicted before anything is measured."""
