"""Labs are drawn with few pixels here, and closed; on one thread, as the course trains."""

from tests.labs.closing import labs_are_closed  # noqa: F401
from tests.labs.quick import coarse  # noqa: F401
from tests.notebooks.conftest import one_thread  # noqa: F401
