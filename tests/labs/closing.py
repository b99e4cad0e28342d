"""What a test has made it gives back: a lab is a figure and some forty widgets, which ipywidgets keeps until it is closed."""

import gc

import pytest

from helpers.labs import Lab


@pytest.fixture(autouse=True)
def labs_are_closed(monkeypatch):
    """Close the labs that were made in the test itself; those of a module's fixture stay for the module's other tests."""
    made, init = [], Lab.__init__

    def noted(lab, *args, **kwargs):
        made.append(lab)
        init(lab, *args, **kwargs)

    monkeypatch.setattr(Lab, "__init__", noted)
    yield
    for lab in made:
        lab.close()
    if made:
        made.clear()
        gc.collect()
