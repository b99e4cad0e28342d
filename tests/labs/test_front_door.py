"""helpers.labs offers every lab, though it imports none before it is asked for one."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import helpers.labs

FOLDER = Path(helpers.labs.__file__).parent


def test_every_lab_that_a_file_defines_is_offered():
    defined = {
        node.name
        for file in FOLDER.glob("*.py")
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.endswith("_lab")
    }
    assert defined == helpers.labs.LABS.keys()


@pytest.mark.parametrize("name", helpers.labs.FILE)
def test_a_name_is_what_its_file_defines(name):
    offered = getattr(helpers.labs, name)
    assert (offered.__module__, offered.__name__) == (f"helpers.labs.{helpers.labs.FILE[name]}", name)


def test_a_star_brings_everything_and_a_wrong_name_is_an_attribute_error():
    names = {}
    exec("from helpers.labs import *", names)
    assert set(helpers.labs.__all__) <= names.keys()
    assert set(helpers.labs.__all__) == set(dir(helpers.labs))
    with pytest.raises(AttributeError, match="'sped_lab'"):
        helpers.labs.sped_lab  # noqa: B018
    with pytest.raises(ImportError, match="cannot import name 'sped_lab'"):
        exec("from helpers.labs import sped_lab")


def test_the_installation_is_asked_about_before_anything_is_imported():
    code = "import sys; from helpers.labs import RoundTrip, check_installation; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True).stdout
    assert not {"numpy", "matplotlib", "ipywidgets", "helpers.engine", "helpers.pictures"} & set(loaded.split())
