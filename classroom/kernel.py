"""A page's side of a kernel: cells run, widgets answer, as JupyterLab asks for it over a websocket."""

import asyncio
import json
from datetime import UTC, datetime
from uuid import uuid4

from jupyter_server.services.kernels.connection.base import deserialize_binary_message
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

CELL = 180  # seconds that a cell may take
LARGEST = 50_000_000  # bytes of a message


class Kernel:
    """One kernel, its widgets' states, and who waits for what.

    states: {widget: its traits}, as the kernel last told them. heard: called with (widget, the traits that changed).
    """

    def __init__(self, socket, heard):
        self._socket, self.heard, self.states = socket, heard, {}
        self._session, self._waiting, self._problems = uuid4().hex, {}, {}
        self._subshell = None
        self._reading = asyncio.ensure_future(self._read())

    @classmethod
    async def at(cls, address, headers, heard):
        """Connect to the kernel at ws://…/api/kernels/<id>/channels, and ask for a thread for its widgets."""
        request = HTTPRequest(f"{address}?session_id={uuid4().hex}", headers=headers, connect_timeout=60)
        kernel = cls(await websocket_connect(request, max_message_size=LARGEST), heard)
        await kernel.ask("shell", "kernel_info_request", {})
        reply = await kernel.ask("control", "create_subshell_request", {})  # JupyterLab does so with the first widget
        kernel._subshell = reply.get("subshell_id")
        return kernel

    async def run(self, code):
        """Run a cell. RuntimeError with the kernel's words if it raises."""
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
        reply = await self.ask("shell", "execute_request", content)
        if reply["status"] != "ok":
            raise RuntimeError(f"{reply.get('ename')}: {reply.get('evalue')}")

    async def ask(self, channel, kind, content):
        """Send a request; returns the content of its reply. TimeoutError after CELL seconds."""
        name = await self._send(channel, kind, content)
        self._waiting[name] = asyncio.get_running_loop().create_future()
        try:
            return await asyncio.wait_for(self._waiting[name], CELL)
        finally:
            del self._waiting[name]

    async def press(self, button):
        """Click on a button."""
        await self._tell(button, {"method": "custom", "content": {"event": "click"}})

    async def set(self, widget, **traits):
        """Move a widget."""
        await self._tell(widget, {"method": "update", "state": traits, "buffer_paths": []})

    async def _tell(self, widget, data):
        await self._send("shell", "comm_msg", {"comm_id": widget, "data": data}, subshell_id=self._subshell)

    async def _send(self, channel, kind, content, **more):
        header = {"msg_id": uuid4().hex, "session": self._session, "username": "", "version": "5.4", "msg_type": kind}
        header |= {"date": datetime.now(UTC).isoformat()} | more
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": channel}
        await self._socket.write_message(json.dumps(message | {"buffers": []}))
        return header["msg_id"]

    async def _read(self):
        while (said := await self._socket.read_message()) is not None:
            message = deserialize_binary_message(said) if isinstance(said, bytes) else json.loads(said)
            self._take(message)
        lost = ConnectionError("the connection to the kernel was lost")
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(lost)

    def _take(self, message):
        kind, content = message["header"]["msg_type"], message["content"]
        if kind.endswith("_reply"):
            waiting = self._waiting.get(message["parent_header"].get("msg_id"))
            if waiting and not waiting.done():
                waiting.set_result(content)
        elif kind == "comm_open" and "state" in content["data"]:
            self.states[content["comm_id"]] = content["data"]["state"]
        elif kind == "comm_msg" and content["data"].get("method") == "update":
            self.states.setdefault(content["comm_id"], {}).update(content["data"]["state"])
            self.heard(content["comm_id"], content["data"]["state"] | _buffers(message))
        elif kind == "status" and content["execution_state"] in ("restarting", "dead"):
            self._socket.close()

    async def close(self):
        """Leave the page."""
        self._socket.close()
        await asyncio.gather(self._reading, return_exceptions=True)


def _buffers(message):
    """The traits that came as bytes: {name: bytes}."""
    paths = message["content"]["data"].get("buffer_paths", [])
    return {path[0]: data for path, data in zip(paths, message.get("buffers", []), strict=False) if len(path) == 1}
