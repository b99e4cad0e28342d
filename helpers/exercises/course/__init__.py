"""The exercises, one file a notebook.

What is right is computed by the engine. A solution is what a learner could type into the notebook: its source is shown.
"""
