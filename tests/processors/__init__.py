"""The course on other processors: what is stored in a notebook comes out the same."""
