"""What labs leave in the kernel of a real JupyterLab, and the threads that they are answered in."""

import time
from importlib.metadata import version

import pytest

from tests.browser.one_lab import OneLab

PATIENCE = 40  # seconds; JupyterLab asks for the thread when the first widget comes, and goes on before it is there

TELL_THREAD = """
import threading
lab = weight_lab()
def tell(change):
    if threading.current_thread() is not threading.main_thread():
        Path("other-thread.txt").write_text(threading.current_thread().name)
lab.controls["seed"].holder.observe(tell, "value")
lab"""


@pytest.fixture
def one(request, tabs, address, folder):
    one = OneLab(tabs, address, folder, "kernel", request.param)
    yield one
    one.close()


@pytest.mark.parametrize(
    ("one", "warm_up", "times", "most"),  # runs until all is loaded, runs that count, MB that they may take in all
    [
        pytest.param("training_lab()", 5, 10, 25, id="short"),  # a kernel that has not come to rest yet
        pytest.param("training_lab()", 20, 50, 5, marks=pytest.mark.long, id="long-training_lab"),
        pytest.param("weight_lab()", 20, 50, 5, marks=pytest.mark.long, id="long-weight_lab"),
    ],
    indirect=["one"],
)
def test_running_a_cell_again_gives_back_what_it_took(one, warm_up, times, most):
    for _ in range(warm_up):
        one.again()
    before = one.kernel.memory_info().rss
    for _ in range(times):
        one.again()
    grown = (one.kernel.memory_info().rss - before) / 1e6
    assert grown < most, f"{grown:.1f} MB more after {times} runs"


@pytest.mark.skipif(int(version("ipykernel").split(".")[0]) < 7, reason="ipykernel 6 has no subshells")
@pytest.mark.parametrize("one", [TELL_THREAD], indirect=True)
def test_moves_really_come_in_another_thread_than_cells(one):
    """Who tests labs in a JupyterLab whose kernel has one thread only, does not see what threads do to them."""
    told, end, n = one.folder / "other-thread.txt", time.monotonic() + PATIENCE, 0
    while not told.exists():
        assert time.monotonic() < end, f"{n} moves came in the main thread"
        n += 1
        one.lab.type("seed", n)
        time.sleep(0.2)
