"""What a class takes: memory and processor time of a hub and of all that descends from it."""

import time

import psutil

MB = 1e6


class Use:
    """Looks at the hub's process and its descendants, now and then.

    megabytes: the most that all took together; each: what each student's server and kernel took then.
    """

    def __init__(self, pid):
        self._hub, self.megabytes, self.each = psutil.Process(pid), 0.0, []
        self._began, self._before = time.monotonic(), self._seconds_computed()

    def look(self):
        """Measure the memory once; the most that was seen is kept."""
        together = sum(map(_memory, _tree(self._hub)))
        if together > self.megabytes:
            servers = [process for process in _tree(self._hub) if _is_server(process)]
            self.megabytes, self.each = together, [sum(map(_memory, _tree(server))) for server in servers]

    @property
    def cores(self):
        """Processors that were busy on average since this began."""
        return (self._seconds_computed() - self._before) / (time.monotonic() - self._began)

    def _seconds_computed(self):
        return sum(map(_computed, _tree(self._hub)))


def _tree(process):
    try:
        return [process, *process.children(recursive=True)]
    except psutil.Error:
        return []


def _is_server(process):
    try:
        return "jupyterhub.singleuser" in process.cmdline()
    except psutil.Error:
        return False


def _computed(process):
    """Seconds of processor time."""
    try:
        return sum(process.cpu_times()[:2])
    except psutil.Error:
        return 0.0


def _memory(process):
    """Megabytes: what it shares with others is shared out among them, where the system tells."""
    try:
        used = process.memory_full_info()
    except psutil.Error:
        return 0.0
    return getattr(used, "pss", used.rss) / MB
