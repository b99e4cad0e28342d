"""Fetch the four original MNIST files, so that a broken download can never be mistaken for a good one.

pooch downloads into a temporary file and moves it to its name only when its SHA-256 is the published one; a
file that already lies in the folder is trusted only if its SHA-256 is right, each time anew. What pooch does
not have is a list of mirrors: that, and saying clearly what went wrong, is what this file adds.
"""

import os
import tempfile
from pathlib import Path

import pooch

# The original site no longer serves the files; these two copies are public.
MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)

SHA256 = {
    "train-images-idx3-ubyte.gz": "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
    "train-labels-idx1-ubyte.gz": "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
    "t10k-images-idx3-ubyte.gz": "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
    "t10k-labels-idx1-ubyte.gz": "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
}

FOLDER_VARIABLE = "UNSTABLE_GRADIENTS_DATA"
ROOM = 10**7  # bytes: the largest of the files, which must find room
TIMEOUT = (5, 30)  # seconds: to reach a mirror, and to wait for its next bytes


def cache_folder():
    """Return the folder that keeps the originals: $UNSTABLE_GRADIENTS_DATA, else the system's cache."""
    chosen = os.environ.get(FOLDER_VARIABLE)
    return Path(chosen).expanduser().absolute() if chosen else pooch.os_cache("unstable-gradients")


def fetch(name):
    """Return the path of one original file, downloaded if the cache folder does not hold it in good state.

    Raises ConnectionError if no mirror gives it, OSError if the cache folder cannot be written to.
    Source of the SHA-256 sums: the files as published by LeCun, Cortes and Burges.
    """
    folder = cache_folder()
    failures = []
    if (folder / name).is_file():
        if pooch.file_hash(folder / name) == SHA256[name]:
            return folder / name
        failures.append(f"{folder / name}: damaged or not the original file (wrong SHA-256), not used")
    _make_writable(folder)
    for mirror in MIRRORS:
        try:
            return _download(mirror, name, folder)
        except (ValueError, OSError) as error:  # a wrong SHA-256; all that can happen to a connection
            failures.append(f"{mirror}: {_reason(error)}")
    raise ConnectionError(_advice(name, failures, folder))


def _download(mirror, name, folder):
    downloader = pooch.HTTPDownloader(progressbar=True, chunk_size=2**16, timeout=TIMEOUT)
    return Path(pooch.retrieve(mirror + name, SHA256[name], fname=name, path=folder, downloader=downloader))


def _make_writable(folder):
    """Create the folder and try it now: a full or locked disk is no fault of the mirrors."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(ROOM))
    except OSError as error:
        raise OSError(
            f"The folder for the MNIST files, {folder}, cannot be written to ({error.strerror}). "
            f"Name another one in the environment variable {FOLDER_VARIABLE}."
        ) from error


def _reason(error):
    """Say in a few words why a mirror failed; requests keeps the server's answer in error.response."""
    response = getattr(error, "response", None)
    if response is not None:
        return f"the server answered {response.status_code} {response.reason}"
    if isinstance(error, ValueError):
        return "what came is damaged or not the original file (wrong SHA-256)"
    name = type(error).__name__
    if "Timeout" in name:
        return f"no answer in time ({name})"
    if getattr(error, "strerror", None):  # not the network but this computer, such as a full disk
        return error.strerror
    return f"no connection, or it broke off ({name})"


def _advice(name, failures, folder):
    return "\n".join(
        [
            f"The full MNIST could not be fetched: {name} did not come through. Tried:",
            *(f"  - {failure}" for failure in failures),
            "Without network, load_mnist() gives the 5,000 images that ship with the course.",
            "Or put these four files by hand into the folder",
            f"  {folder}",
            *(f"  - {file}" for file in SHA256),
        ]
    )
