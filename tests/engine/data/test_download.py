"""The full MNIST: whatever a mirror does, a learner gets the true files or a clear message, nothing between.

Real servers on 127.0.0.1 stand in for the mirrors and serve the original files, each with its own trouble.
"""

import gzip
import io
import os
import socket
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from helpers.engine.data import download
from helpers.engine.data.mnist import load_mnist

ROOT = Path(__file__).parents[3]
ORIGINALS = Path(os.environ.get("MNIST_ORIGINALS", ROOT / "../shared/data/mnist"))
TEST_IMAGES = "t10k-images-idx3-ubyte.gz"


@pytest.fixture
def originals():
    """The folder of the four original files; what needs them is skipped where they are not at hand."""
    if not all((ORIGINALS / name).is_file() for name in download.SHA256):
        pytest.skip("the original MNIST files are not here; name their folder in MNIST_ORIGINALS")
    return ORIGINALS


# Servers, and the ways in which one can fail


class Mirror(ThreadingHTTPServer):
    """A server whose `answer` decides how it treats a request; `asked` lists the names it was asked for."""

    def __init__(self, answer):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answer, self.asked, self.released = answer, [], threading.Event()
        self.url = f"http://127.0.0.1:{self.server_port}/"

    def stop(self):
        self.released.set()
        self.shutdown()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        name = self.path.lstrip("/")
        self.server.asked.append(name)
        self.server.answer(self, (ORIGINALS / name).read_bytes())

    def send(self, body, announced=None):
        self.send_response(200)
        self.send_header("Content-Length", str(announced or len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, *arguments):
        """Keep the test output quiet."""


def good(handler, body):
    handler.send(body)


def truncated(handler, body):
    handler.send(body[: len(body) // 2])


def corrupted(handler, body):
    middle = len(body) // 2
    handler.send(body[:middle] + bytes([body[middle] ^ 1]) + body[middle + 1 :])


def web_page(handler, body):
    handler.send(b"<html>Please log in to the network of this hotel.</html>")


def forbidden(handler, body):
    handler.send_error(403)


def cut(handler, body):
    handler.send(body[: len(body) // 2], announced=len(body))


def silent(handler, body):
    handler.server.released.wait(10)


def stuck_half_way(handler, body):
    cut(handler, body)
    silent(handler, body)


@pytest.fixture
def cache(monkeypatch, tmp_path):
    """An empty cache folder, and no proxy between the test and its servers."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv(download.FOLDER_VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def mirrors(monkeypatch, cache, originals):
    """A function that starts one mirror for each answer and puts them in the place of the public ones."""
    started = []

    def start(*answers):
        for answer in answers:
            mirror = Mirror(answer)
            threading.Thread(target=mirror.serve_forever, args=(0.01,), daemon=True).start()
            started.append(mirror)
        monkeypatch.setattr(download, "MIRRORS", tuple(mirror.url for mirror in started))
        return started

    yield start
    for mirror in started:
        mirror.stop()


def unused_address():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/"


def assert_original(path):
    assert path.read_bytes() == (ORIGINALS / path.name).read_bytes()


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


# When it works


def test_the_full_set_is_the_original_one(mirrors, cache):
    (mirror,) = mirrors(good)
    data = load_mnist(full=True, dtype=np.float32)
    assert repr(data) == "60,000 training and 10,000 test images of 28 x 28 pixels"
    for part, name in ((data.train, "train"), (data.test, "t10k")):
        pixels = gzip.decompress((ORIGINALS / f"{name}-images-idx3-ubyte.gz").read_bytes())[16:]
        labels = gzip.decompress((ORIGINALS / f"{name}-labels-idx1-ubyte.gz").read_bytes())[8:]
        assert part.x.dtype == np.float32
        assert np.array_equal(np.rint(part.x.ravel() * 255), np.frombuffer(pixels, np.uint8))
        assert np.array_equal(part.y, np.frombuffer(labels, np.uint8))
        assert np.array_equal(part.position, np.arange(len(part)))
        assert not part.x.flags.writeable
    assert np.array_equal(data.first(1000)[0], load_mnist(dtype=np.float32).first(1000)[0])
    with pytest.raises(ValueError, match="at most 60000"):
        data.first(60_001)
    assert sorted(mirror.asked) == names_in(cache) == sorted(download.SHA256)


def test_what_is_in_the_cache_is_not_fetched_again(mirrors, cache):
    (mirror,) = mirrors(good)
    first, second = download.fetch(TEST_IMAGES), download.fetch(TEST_IMAGES)
    assert first == second == cache / TEST_IMAGES
    assert mirror.asked == [TEST_IMAGES]


def test_files_put_there_by_hand_need_no_network(monkeypatch, originals):
    monkeypatch.setenv(download.FOLDER_VARIABLE, str(originals))
    monkeypatch.setattr(download, "MIRRORS", ())
    assert download.fetch(TEST_IMAGES) == originals.absolute() / TEST_IMAGES


def test_the_first_mirror_is_enough(mirrors):
    first, second = mirrors(good, good)
    download.fetch(TEST_IMAGES)
    assert (len(first.asked), len(second.asked)) == (1, 0)


# When a mirror fails


TROUBLES = [
    (truncated, "damaged"),
    (corrupted, "damaged"),
    (web_page, "damaged"),
    (forbidden, "403 Forbidden"),
    (cut, "broke off"),
    (silent, "no answer in time"),
]


@pytest.mark.parametrize("trouble", [trouble for trouble, _ in TROUBLES])
def test_the_next_mirror_helps(mirrors, cache, monkeypatch, trouble):
    if trouble is silent:
        monkeypatch.setattr(download, "TIMEOUT", 1)
    first, second = mirrors(trouble, good)
    assert_original(download.fetch(TEST_IMAGES))
    assert first.asked == second.asked == [TEST_IMAGES]
    assert names_in(cache) == [TEST_IMAGES]


@pytest.mark.parametrize(("trouble", "reason"), TROUBLES)
def test_without_another_mirror_the_reason_is_told_and_nothing_kept(mirrors, cache, monkeypatch, trouble, reason):
    if trouble is silent:
        monkeypatch.setattr(download, "TIMEOUT", 1)
    (mirror,) = mirrors(trouble)
    with pytest.raises(ConnectionError) as caught:
        download.fetch(TEST_IMAGES)
    (line,) = [line for line in str(caught.value).splitlines() if mirror.url in line]
    assert reason in line
    assert names_in(cache) == []


def test_when_all_mirrors_are_dead_the_message_says_what_to_do(monkeypatch, cache):
    dead = (unused_address(), unused_address())
    monkeypatch.setattr(download, "MIRRORS", dead)
    with pytest.raises(ConnectionError) as caught:
        load_mnist(full=True)
    message = str(caught.value)
    for part in (*dead, "no connection", "load_mnist()", str(cache), *download.SHA256):
        assert part in message
    assert message.isascii()
    assert max(map(len, message.replace(str(cache), "").splitlines())) <= 110
    assert names_in(cache) == []


def test_a_download_killed_half_way_leaves_nothing_under_the_true_name(mirrors, cache, monkeypatch):
    (stuck,) = mirrors(stuck_half_way)
    program = f"import {download.__name__} as d; d.MIRRORS = ({stuck.url!r},); d.fetch({TEST_IMAGES!r})"
    process = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    a_good_part = (ORIGINALS / TEST_IMAGES).stat().st_size // 4
    try:
        wait_until(lambda: any(path.stat().st_size > a_good_part for path in files_in(cache)))
    finally:
        process.kill()
        process.wait()
    assert not (cache / TEST_IMAGES).exists()
    _, healthy = mirrors(good)
    monkeypatch.setattr(download, "MIRRORS", (healthy.url,))
    assert_original(download.fetch(TEST_IMAGES))


def files_in(folder):
    return list(folder.iterdir()) if folder.exists() else []


def wait_until(happened, seconds=15):
    clock = threading.Event()
    for _ in range(seconds * 50):
        if happened():
            return
        clock.wait(0.02)
    raise AssertionError("it did not happen in time")


# When the cache folder itself is the trouble


@pytest.fixture
def damaged_cache(cache, originals):
    content = bytearray((originals / TEST_IMAGES).read_bytes())
    content[1000] ^= 1
    cache.mkdir()
    (cache / TEST_IMAGES).write_bytes(content)
    return cache


def test_a_damaged_file_in_the_cache_is_fetched_again(mirrors, damaged_cache):
    (mirror,) = mirrors(good)
    assert_original(download.fetch(TEST_IMAGES))
    assert mirror.asked == [TEST_IMAGES]
    assert names_in(damaged_cache) == [TEST_IMAGES]


def test_a_damaged_file_in_the_cache_is_never_used(mirrors, damaged_cache):
    mirrors(forbidden)
    for _ in range(2):
        with pytest.raises(ConnectionError) as caught:
            download.fetch(TEST_IMAGES)
        assert f"{damaged_cache / TEST_IMAGES}: damaged" in str(caught.value)


def test_a_folder_that_cannot_be_written_to_is_not_blamed_on_the_mirrors(mirrors, cache):
    (mirror,) = mirrors(good)
    cache.write_text("a file stands where the folder should be")
    with pytest.raises(OSError, match=download.FOLDER_VARIABLE):
        download.fetch(TEST_IMAGES)
    assert mirror.asked == []


def test_a_full_disk_is_not_blamed_on_the_mirrors(mirrors, cache, monkeypatch):
    (mirror,) = mirrors(good)

    class Full(io.BytesIO):
        def write(self, content):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("helpers.engine.data.download.tempfile.TemporaryFile", lambda dir: Full())
    with pytest.raises(OSError, match=rf"No space left on device.*{download.FOLDER_VARIABLE}"):
        download.fetch(TEST_IMAGES)
    assert mirror.asked == []


def test_the_public_mirrors_are_at_least_two_and_encrypted():
    assert len(set(download.MIRRORS)) >= 2
    assert all(mirror.startswith("https://") and mirror.endswith("/") for mirror in download.MIRRORS)
