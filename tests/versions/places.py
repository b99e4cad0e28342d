"""Where an environment lives: a folder of this machine, or a small Debian in a folder, for the sake of its Python."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

SUITES = {"3.11": "bookworm", "3.13": "trixie", "3.14": "sid"}  # {Python: the Debian that has it}
MIRROR = "http://deb.debian.org/debian"
PACKAGES = "python3,python3-venv,ca-certificates"
MOUNT = 'mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && exec chroot "$0" "$@"'


class Unavailable(Exception):
    """Why an environment cannot be had here, in words."""


class Here:
    """A folder of this machine, with a Python of this machine."""

    def __init__(self, folder, python):
        self.python = python
        self.outside, self.inside = folder, str(folder)  # the folder's path for this process, and for its commands
        folder.mkdir(parents=True, exist_ok=True)

    def run(self, command, log, **variables):
        """Run a command in the folder, its output into a file. Returns its exit code."""
        with open(log, "a", encoding="utf-8") as output:
            return subprocess.run(
                self.wrapped(["env", "-C", self.inside, *command]),
                env=os.environ | variables,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            ).returncode

    def wrapped(self, command):
        """What this machine is to run, so that the command runs there."""
        return command


class Debian(Here):
    """A Debian in a folder. What is mounted into it is seen by its own commands only, and is gone when they end."""

    def __init__(self, root):
        super().__init__(root / "work", "python3")
        self.root, self.inside = root, "/work"

    def wrapped(self, command):
        own = ("HOME=/root", "PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "TMPDIR=/tmp")
        return ["unshare", "--mount", "sh", "-c", MOUNT, str(self.root), "env", *own, *command]


def place_for(version, folder, log):
    """Where a Python of this version can run: here if this machine has one, else in a Debian. Raises Unavailable."""
    own = ".".join(map(str, sys.version_info[:2]))
    python = sys.executable if version == own else shutil.which(f"python{version}")
    return Here(folder, python) if python and starts(python) else debian(version, folder, log)


def starts(python):
    """Whether this Python can make an environment: a name on the path may be a mere shim, or lack venv."""
    return not subprocess.run([python, "-c", "import ensurepip, venv"], capture_output=True).returncode


def debian(version, root, log):
    """A Debian in the folder `root`, made where there is none yet, whose Python has this version."""
    needs = f"this machine has no python{version}; to take Debian's, which runs in a chroot,"
    if os.geteuid():
        raise Unavailable(f"{needs} one must be root")
    if missing := [tool for tool in ("debootstrap", "unshare", "chroot") if not shutil.which(tool)]:
        raise Unavailable(f"{needs} install {', '.join(missing)}")
    finished = root / "finished"
    if not finished.exists():
        shutil.rmtree(root, ignore_errors=True)
        command = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", SUITES[version], str(root), MIRROR]
        if Here(root.parent, None).run(command, log):
            raise Unavailable(f"{needs} debootstrap is needed, and failed: {log} says why")
        finished.touch()
    place = Debian(root)
    ask = place.wrapped(["python3", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"])
    found = subprocess.run(ask, capture_output=True, text=True)
    if found.stdout.strip() != version:
        raise Unavailable(f"{needs} it should be there, but: {(found.stdout or found.stderr).strip()}")
    for file in network_files():
        target = root / file.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        shutil.copy(file, target)
    return place


def network_files():
    """The files by which this machine reaches a package index: names, certificates, and what pip's settings name."""
    certificates = [value for name, value in os.environ.items() if re.search("CERT|CA_BUNDLE", name)]
    named = ["/etc/resolv.conf", "/etc/hosts", *certificates, *pip_settings().values()]
    return sorted({file for file in named if os.path.isabs(file) and Path(file).is_file()})


def pip_settings():
    """pip's settings on this machine, from whatever file they come, as the environment variables that say the same."""
    listed = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True).stdout
    settings = {}
    for line in listed.splitlines():
        if match := re.fullmatch(r"\w+\.([\w-]+)='(.*)'", line):  # those of the environment are inherited as they are
            settings["PIP_" + match[1].upper().replace("-", "_")] = " ".join(match[2].split(r"\n")).strip()
    return settings | {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
