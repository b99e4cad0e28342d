"""The course on other versions: of its packages, and of Python."""
