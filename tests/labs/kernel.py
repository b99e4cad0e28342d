"""A kernel's event loop without a kernel: what it is asked to do waits until the test lets it run."""


class FakeLoop:
    """Keeps (seconds from now, callback, arguments), and runs them in the order of their times when it is told to."""

    def __init__(self):
        self.waiting, self.now = [], 0.0

    def is_closed(self):
        return False

    def call_soon_threadsafe(self, callback, *args):
        """A call of `call_later` is made at once: it only asks."""
        if callback == self.call_later:
            callback(*args)
        else:
            self.call_later(0.0, callback, *args)

    def call_later(self, seconds, callback, *args):
        self.waiting.append((self.now + seconds, callback, args))

    def step(self):
        """Run the first that is due; returns whether there was any."""
        if not self.waiting:
            return False
        first = min(self.waiting, key=lambda entry: entry[0])
        self.waiting.remove(first)
        self.now, callback, args = first
        callback(*args)
        return True

    def run(self, most=10_000):
        """Run until nothing waits, but not more than so many."""
        for _ in range(most):
            if not self.step():
                return


def give_loop(lab):
    """Let the lab, its pointer and its players live on a FakeLoop; returns it."""
    lab._loop = loop = FakeLoop()
    if lab._pointer:
        lab._pointer._loop = loop
    for control in lab.controls.values():
        if control.player:
            control.player.loop = loop
    return loop
