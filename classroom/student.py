"""One student: opens notebook 06, runs its cells down to the lab, and plays trainings while touching a control."""

import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import nbformat
from tornado.escape import json_decode, json_encode
from tornado.httpclient import AsyncHTTPClient, HTTPRequest

from .kernel import Kernel

NOTEBOOK = Path("notebooks", "06-training-in-slow-motion.ipynb")
LAB = "training_lab()"
TOUCH = 4  # seconds from one touch of a control to the next
ANSWER = 30  # seconds for an answer; one that takes longer is a failure
PATIENCE = 120  # seconds for the server's own answers


@dataclass
class Record:
    """What a student has seen: seconds since they came, pictures, the seconds of each answer, and what failed."""

    opened: float = float("nan")  # until the notebook's kernel answers
    first_picture: float = float("nan")  # until the lab's first picture is there
    played: float = 0.0
    pictures: int = 0
    answers: list = field(default_factory=list)
    failures: list = field(default_factory=list)


class Student:
    """A student at a Jupyter server. address: of the server, up to its last slash. token: what opens it, or ""."""

    def __init__(self, address, token="", seed=0):
        self.address, self.seed, self.record = address.rstrip("/"), seed, Record()
        self._headers = {"Authorization": f"token {token}"} if token else {}
        self._kernel, self._seen, self._playing = None, asyncio.Event(), False

    async def open(self):
        """Open the notebook and run its cells, the lab's the last."""
        began = time.monotonic()
        path = quote(NOTEBOOK.as_posix())
        content = (await self._ask(f"/api/contents/{path}"))["content"]
        asked = {"path": str(NOTEBOOK), "name": NOTEBOOK.name, "type": "notebook", "kernel": {"name": "python3"}}
        session = await self._ask("/api/sessions", asked)
        where = f"{self.address.replace('http', 'ws', 1)}/api/kernels/{session['kernel']['id']}/channels"
        self._kernel = await Kernel.at(where, self._headers, self._hear)
        self.record.opened = time.monotonic() - began
        for code in cells_up_to_the_lab(nbformat.from_dict(content)):
            await self._kernel.run(code)
        self._lab = parts_of_the_lab(self._kernel.states)
        self.record.first_picture = time.monotonic() - began

    async def play(self, seconds, is_reading=False):
        """Play trainings, each of another network, and every few seconds choose another meaning of speed.

        is_reading: play nothing, and only choose.
        """
        began = touched = time.monotonic()
        self._playing = True
        while time.monotonic() - began < seconds:
            if not is_reading and self._kernel.states[self._lab["play"]]["icon"] == "play":
                await self._play_another()
            await asyncio.sleep(0.2)
            if time.monotonic() - touched > TOUCH:
                await self._touch()
                touched = time.monotonic()
        self._playing, self.record.played = False, time.monotonic() - began

    async def _play_another(self):
        """Another random network, from its first step; what has been trained before is remembered and costs nothing."""
        self.seed += 1
        await self._kernel.set(self._lab["seed"], value=self.seed)
        await self._kernel.press(self._lab["play"])
        await self._wait(lambda: self._kernel.states[self._lab["play"]]["icon"] == "pause")

    async def _touch(self):
        """Choose another metric, and wait for the sentence that tells it: it comes with its picture."""
        menu = self._kernel.states[self._lab["metric"]]
        other = (menu["index"] + 1) % len(menu["_options_labels"])
        told = f"Speed: {menu['_options_labels'][other].partition(':')[0]}"
        began = time.monotonic()
        await self._kernel.set(self._lab["metric"], index=other)
        self._kernel.states[self._lab["metric"]]["index"] = other
        if await self._wait(lambda: told in self._kernel.states[self._lab["words"]]["value"]):
            self.record.answers.append(time.monotonic() - began)

    async def _wait(self, is_so):
        """Wait until something is so; returns whether it came in time, and notes where it did not."""
        end = time.monotonic() + ANSWER
        while not is_so():
            self._seen.clear()
            try:
                await asyncio.wait_for(self._seen.wait(), end - time.monotonic())
            except TimeoutError:
                self.record.failures.append("a control was not answered")
                return False
        return True

    def _hear(self, widget, changed):
        self._seen.set()
        if self._playing and widget == self._lab["picture"] and "value" in changed:
            self.record.pictures += 1

    async def leave(self):
        """Close the page; the kernel is the server's."""
        if self._kernel:
            await self._kernel.close()

    async def _ask(self, path, content=None):
        how = {"method": "POST", "body": json_encode(content)} if content else {}
        request = HTTPRequest(self.address + path, headers=self._headers, request_timeout=PATIENCE, **how)
        return json_decode((await AsyncHTTPClient().fetch(request)).body)


def cells_up_to_the_lab(notebook):
    """The code of the notebook's cells, the lab's the last. ValueError for a notebook without it."""
    codes = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    for last, code in enumerate(codes):
        if LAB in code:
            return codes[: last + 1]
    raise ValueError(f"the notebook has no cell that shows {LAB}")


def parts_of_the_lab(states):
    """{part: widget} of the lab's Play button, menu of metrics, seed, picture and sentence. ValueError if one is missing."""
    is_part = {
        "play": lambda state: state.get("icon") == "play",
        "metric": lambda state: any("mean δ" in label for label in state.get("_options_labels", ())),
        "seed": lambda state: state.get("_model_name") == "BoundedIntTextModel" and "seed" in str(state),
        "picture": lambda state: state.get("_model_name") == "ImageModel",
        "words": lambda state: "Speed:" in str(state.get("value", "")),
    }
    found = {part: [name for name, state in states.items() if fits(state)] for part, fits in is_part.items()}
    if unclear := [part for part, names in found.items() if len(names) != 1]:
        raise ValueError(f"the lab's {', '.join(unclear)} cannot be told from its other widgets")
    return {part: names[0] for part, names in found.items()}
