"""The folder that decks or pages are written into: whether it takes them is found out before anything is made."""

import sys
from pathlib import Path
from tempfile import TemporaryFile

ROOM = 2**22  # bytes that must find room


def folder_for(name):
    """The folder of that name, made where it is missing. SystemExit with a sentence where it takes no files."""
    folder = Path(name).expanduser()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder) as file:
            file.write(bytes(ROOM))
    except OSError as problem:
        sys.exit(f"Nothing can be written to {folder} ({problem.strerror}). Name another folder: --to FOLDER")
    return folder
