"""A real JupyterLab on a port of its own, with nobody's settings but ours."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]
PATIENCE = 60  # seconds for JupyterLab to answer

# JupyterLab's own answer to its question, at the first start, whether it may fetch news.
NO_NEWS = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false"}}


@contextmanager
def jupyter_lab(folder, home, extension=True, token=""):
    """Serve the notebooks in `folder`, with the course's JupyterLab extension as `make lab` has it, or without.

    `home` is an empty folder for settings and logs. token: what whoever comes must know. Yields the address.
    """
    overrides = home / "config" / "labconfig" / "default_setting_overrides.json"
    overrides.parent.mkdir(parents=True)
    overrides.write_text(json.dumps(NO_NEWS), encoding="utf-8")
    if extension:
        shutil.copytree(ROOT / "helpers" / "start" / "jupyter" / "labextensions", home / "data" / "labextensions")
    port = free_port()
    command = [sys.executable, "-m", "jupyter", "lab", "--no-browser", f"--ServerApp.port={port}",
               "--ServerApp.port_retries=0", f"--ServerApp.root_dir={folder}", f"--IdentityProvider.token={token}",
               "--ServerApp.allow_root=True"]  # fmt: skip
    with open(home / "jupyter.log", "w", encoding="utf-8") as log:
        server = subprocess.Popen(command, cwd=folder, env=_environment(home), stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, server, home / "jupyter.log")
        yield address
    finally:
        server.terminate()  # JupyterLab ends its kernels first
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def free_port():
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _environment(home):
    """The kernels must find the helpers, and no setting of this computer may change what the tests see."""
    own = {f"JUPYTER_{kind}_DIR": str(home / kind.lower()) for kind in ("CONFIG", "DATA", "RUNTIME")}
    return os.environ | own | {"PYTHONPATH": str(ROOT), "IPYTHONDIR": str(home / "ipython")}


def _wait_for(address, server, log):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if server.poll() is not None:
            break
        try:
            with urlopen(f"{address}/api", timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError("JupyterLab did not start:\n" + log.read_text(encoding="utf-8", errors="replace"))
