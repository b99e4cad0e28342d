"""Play and Pause: a button that walks a control on, tick by tick, on the kernel's own clock."""

from time import perf_counter

from helpers.pictures.kit.lock import LOCK

from .answering import Button, answering, kernels_loop

BREATH = 0.02  # seconds at least between two ticks, in which the kernel hears what else there is


class Player(Button):
    """Moves `control`, which counts something (the steps of a training, of a walk), from where it stands to its end.

    step: how far a tick goes. interval: seconds from one tick to the next, if the lab is done by then.
    Pressed where the lab began (or at the end), it walks from the beginning: what comes before is the interesting part.
    Each press of Play begins a new generation of ticks and each halt ends it: a tick that comes late finds itself old
    and does nothing. The next tick is asked for when the last one is done, so there is never more than one waiting.
    In plain Python there is no clock: whoever plays there calls `tick` by hand.
    """

    def __init__(self, control, step=1, interval=0.05):
        self.control, self.step, self.interval = control, step, interval
        self.playing, self.lab, self._generation = False, None, 0
        self.loop = kernels_loop()
        super().__init__(layout={"width": "42px", "flex": "0 0 auto"})
        self._look()
        self.on_click(lambda _: self.pause() if self.playing else self.play())

    def join(self, lab):
        """Wait for this lab to have shown one tick before the next."""
        self.lab = lab

    def play(self):
        """Walk on from where the control stands; from the beginning, where it stands at its end or where the lab began."""
        with LOCK:
            if self._at_the_end() or self.control.value == self.control.first:
                self.control.holder.value = self.control.holder.min
            self._switch(True)
            self._ask_for_a_tick(self._generation, self.interval)

    def pause(self):
        """Stay where the control stands; ticks that are still to come are old from now on."""
        with LOCK:
            self._switch(False)

    def tick(self, generation=None):
        """One move; returns whether there was one. `generation`: that of the clock's tick; by hand there is none."""
        start = perf_counter()
        with LOCK, answering():
            if not self.playing or generation not in (None, self._generation):
                return False
            moves = self.lab is None or not self.lab.computing
            if moves:
                holder = self.control.holder
                holder.value = min(holder.value + self.step, holder.max)
            if self._at_the_end() or (self.lab and self.lab.problem):
                self._switch(False)
            elif generation is not None:
                self._ask_for_a_tick(generation, max(self.interval - (perf_counter() - start), BREATH))
            return moves

    def close(self):
        """Halt for good."""
        self.playing, self._generation, self.lab, self.loop = False, self._generation + 1, None, None
        super().close()

    def _at_the_end(self):
        return self.control.holder.value >= self.control.holder.max

    def _switch(self, playing):
        self.playing, self._generation = playing, self._generation + 1
        self._look()

    def _look(self):
        self.icon, self.tooltip = ("pause", "Pause") if self.playing else ("play", "Play")

    def _ask_for_a_tick(self, generation, seconds):
        if self.loop is not None and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.loop.call_later, seconds, self.tick, generation)
