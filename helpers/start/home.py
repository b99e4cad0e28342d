"""A home folder that takes nothing (no permission, no room): what is usually kept there goes to a temporary folder."""

import os
from pathlib import Path
from tempfile import TemporaryFile, mkdtemp

ROOM = 2**18  # bytes that must find room: Jupyter's and IPython's first files
PLACES = {  # environment variables that tell where things are kept: Jupyter's, IPython's, matplotlib's, the course's own
    "JUPYTER_CONFIG_DIR": "config",
    "JUPYTER_DATA_DIR": "data",
    "JUPYTER_RUNTIME_DIR": "runtime",
    "IPYTHONDIR": "ipython",
    "MPLCONFIGDIR": "matplotlib",
    "UNSTABLE_GRADIENTS_PROGRESS": "progress.json",
}


def away_from_home():
    """({environment variable: place}, lines to say); nothing of both where the home folder takes files."""
    try:
        _fill(Path.home())
    except (OSError, RuntimeError) as problem:  # RuntimeError: nobody knows where home is
        why = getattr(problem, "strerror", None) or problem
    else:
        return {}, []
    try:
        folder = Path(mkdtemp(prefix="unstable-gradients-"))
    except OSError:
        return {}, [
            f"Neither your home folder ({why}) nor the one for temporary files takes anything: make room there."
        ]
    places = {name: str(folder / place) for name, place in PLACES.items() if name not in os.environ}
    return places, [
        f"Your home folder takes no files ({why}). Your progress and JupyterLab's settings are kept in {folder}, "
        "and may be gone when this computer starts anew."
    ]


def _fill(folder):
    with TemporaryFile(dir=folder) as file:
        file.write(bytes(ROOM))
        file.flush()
        os.fsync(file.fileno())  # some disks notice only now that they are full
