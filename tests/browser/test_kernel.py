"""What labs leave in the kernel of a real JupyterLab."""

from importlib.metadata import version

import pytest

from tests.browser.long import short_and_long
from tests.browser.notebook_page import wait_until
from tests.browser.one_lab import OneLab

WARM_UP = 5  # runs, until matplotlib's fonts, the digits and the allocator's pools are there
GROWTH = 5e6  # bytes in all

TELL_THREAD = """
import threading
lab = training_lab()
def tell(change):
    here = threading.current_thread() is threading.main_thread()
    Path("thread.txt").write_text("main" if here else "another")
lab.controls["seed"].holder.observe(tell, "value")
lab"""


@pytest.fixture
def one(request, tabs, address, folder):
    one = OneLab(tabs, address, folder, request.param)
    yield one
    one.close()


@pytest.mark.parametrize("one", ["training_lab()", "weight_lab()"], indirect=True)
@short_and_long("times", 10, 50)
def test_running_a_cell_again_gives_back_what_it_took(one, times):
    for _ in range(WARM_UP):
        one.again()
    before = one.kernel.memory_info().rss
    for _ in range(times):
        one.again()
    grown = one.kernel.memory_info().rss - before
    assert grown < GROWTH, f"{grown / 1e6:.1f} MB more after {times} runs"


@pytest.mark.skipif(
    tuple(int(part) for part in version("ipykernel").split(".")[:1]) < (7,), reason="ipykernel 6 has no subshells"
)
@pytest.mark.parametrize("one", [TELL_THREAD], indirect=True)
def test_moves_really_come_in_another_thread_than_cells(one):
    """Whoever tests labs in a JupyterLab whose kernel has one thread only would not see what threads do to them."""
    told = one.folder / "thread.txt"
    one.lab.type("seed", 1)
    wait_until(told.exists, "a move that arrives in the kernel")
    assert told.read_text() == "another"
