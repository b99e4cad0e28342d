"""The lab: a picture that follows its controls, and the sentence that says what it shows."""

import time
from html import escape
from inspect import isgenerator

import ipywidgets as widgets
from traitlets import TraitError

from helpers.engine import one_thread
from helpers.pictures.kit.lock import LOCK
from helpers.pictures.kit.png import fast_png
from helpers.pictures.kit.still import captioned

from . import progress
from .answering import Button, answering, answers_browser, kernels_loop
from .arrangement import MARGIN, READABLE, Arrangement, in_a_sheet, picture_layout
from .closing import close_children
from .dares import DareLines
from .figure import LiveFigure
from .long_work import BUSY, Cancelled, Clock, busy_mark
from .owners import belongs_to_this_cell
from .page import of_the_page, page_part, room_told_by_the_page
from .pointer import Pointer
from .spoken import spoken

SLOW = 0.1  # seconds; a lab that computes for longer shows that it is busy, and waits until the slider is let go
SLICE = 0.05  # seconds of long work after which everybody else has their turn (and at most one step more)
AT_ITS_WIDTH = {"width": "5em", "flex": "0 0 auto"}  # a button beside a long name
# As large as the text of the page; room for three lines keeps the page from jumping.
WORDS = "font-size: var(--jp-content-font-size1, 14px); line-height: 1.4; min-height: 4.2em; max-width: 880px"


class Job:
    """One update under way: the settings it is made for, its generator, and the seconds it has computed."""

    def __init__(self, settings, update):
        self.settings, self.seconds = settings, 0.0
        self.clock, self.is_cancelled = Clock(), False
        self.work = self._steps(update)

    def _steps(self, update):
        said = update(**self.settings)
        return (yield from said) if isgenerator(said) else said

    def go_on(self, seconds, is_wanted):
        """Compute for about so long; returns (whether it is done, the sentence). Stops when it is not wanted any more.

        Work that is cancelled returns what it has so far, or passes on Cancelled.
        """
        start = time.perf_counter()
        try:
            with one_thread():
                if self.is_cancelled:
                    self.is_cancelled = False
                    self.clock.note(self.work.throw(Cancelled()))
                while is_wanted() and time.perf_counter() - start < seconds:
                    self.clock.note(next(self.work))
        except StopIteration as end:
            return True, end.value
        finally:
            self.seconds += time.perf_counter() - start
        return False, None


class Lab(widgets.VBox):
    """Controls, a picture that follows them, and the sentence that says what it shows.

    name: the heading. controls: {name: Control}. figure: a matplotlib Figure whose moving artists are animated.
    update: called with every control's value by name; moves the artists and returns the sentence. One that may compute
    for longer than a moment is a generator: it yields between two steps of its work (each well below 100 ms), touches
    the artists only after the last one, and returns the sentence. Other work then has its turn in between, and an
    update whose controls have moved on is dropped. It may yield a Progress: where it takes long, the lab shows how far it
    is, and a Cancel button, which throws Cancelled into it; it may catch that and return what holds for the part done.
    on_point: called with (axes, x, y) in data units where the picture is clicked or dragged on; optional.
    dares: goals that the lab recognises when they are met; what they look at beside the controls, update returns in a Said.
    below: widgets of the lab that are no controls; they stand last.
    """

    def __init__(self, name, figure, controls, update, on_point=None, dares=(), below=()):
        belongs_to_this_cell(self)
        with LOCK:
            self.controls, self._update, self._live = controls, update, LiveFigure(figure)
            self._loop = kernels_loop()
            self._held, self._slow, self._job, self._seen = False, False, None, {}
            self.sentence, self.problem, self._told = "", None, ""
            self.name, self._moved, self._dares = name, False, DareLines(dares)
            self._arrange(name, self._live.width, below)
            self._pointer = Pointer(self.picture, self._live, on_point, self._loop) if on_point else None
            for control in controls.values():
                control.on_change(self._refresh_unless_held)
                if control.player:
                    control.player.join(self)
        try:
            self.refresh()
        except BaseException:
            self.close()
            raise

    def _arrange(self, name, width, below):
        self.picture = widgets.Image(format="png", layout=picture_layout(width))
        self.picture.add_class("ug-picture")
        self._words, self._busy = widgets.HTML(), widgets.HTML()
        rows = Arrangement(self.controls.values(), most=f"{width + MARGIN}px")
        heading = self._heading(name, width, rows.more)
        self._room = room_told_by_the_page()
        self._room.observe(lambda _: self._fit(width), "value")
        page = page_part(self._room)
        super().__init__([heading, *rows.rows, in_a_sheet(self.picture, width), self._words, self._dares, *below, page])
        of_the_page(self, "ug-lab")

    def _heading(self, name, width, more):
        """The lab's name, the busy mark, More where something is folded, and Reset at the right edge."""
        title = widgets.HTML(f"<b class='ug-name'>Lab: {escape(name)}</b>", layout={"flex": "1 1 auto"})
        reset = Button(description="Reset", tooltip="Bring every control back to where it started",
                       layout=AT_ITS_WIDTH)  # fmt: skip
        reset.on_click(lambda _: self.reset())
        # Out of sight it keeps its room, so that nothing jumps when it comes.
        self._cancel = Button(description="Cancel", tooltip="Stop computing; the picture stays as it is",
                              layout=AT_ITS_WIDTH | {"visibility": "hidden"})  # fmt: skip
        self._cancel.on_click(lambda _: self.cancel())
        controls = [self._busy, self._cancel, *more, reset]
        return widgets.HBox([title, *controls], layout={"max_width": f"{width + MARGIN}px"})

    def _fit(self, width):
        """Fold the picture where the page has become too narrow for it, unfold it where there is room again."""
        with LOCK:
            if self._live is None:
                return
            room = self._room.value if self._room.value < READABLE * width else None
            self._live.fold_for(room and int(room / READABLE))
            self.picture.value = fast_png(self._live.draw_folded())
            for name, value in picture_layout(self._live.width).items():
                setattr(self.picture.layout, name, value)

    @property
    def figure(self):
        """The matplotlib Figure."""
        return self._live.figure

    def fold_for(self, room):
        """Draw the picture for a page that has so many CSS pixels from left to right; a live page says so by itself."""
        self._room.value = room

    @property
    def shows_all(self):
        """Whether all of the picture is seen on a page as narrow as that."""
        with LOCK:
            return self._live.shows_all

    def draw_anew(self):
        """Draw all of the picture, also what stands still."""
        with LOCK:
            self._live.draw_anew()

    # Moving

    def set(self, **values):
        """Set several controls by name at once, with one new picture at the end; ValueError for an unknown name or value."""
        if self._live is None:
            raise ValueError("this lab is closed: the cell that made it has been run again. Use the new one.")
        unknown = [name for name in values if name not in self.controls]
        if unknown:
            raise ValueError(
                f"this lab has no control named {unknown[0]!r}. Its controls are: {', '.join(self.controls)}."
            )
        try:
            with LOCK:
                self._hold_and_set(values)
        finally:
            self._refresh_unless_held()

    def _hold_and_set(self, values):
        outer, self._held = self._held, True
        try:
            for name, value in values.items():
                try:
                    self.controls[name].holder.value = value  # which keeps it between its ends
                except TraitError as problem:
                    raise ValueError(f"the control {name!r} cannot be {value!r}: {self._allowed(name)}") from problem
        finally:
            self._held = outer

    def _allowed(self, name):
        holder = self.controls[name].holder
        if hasattr(holder, "options"):
            return f"choose one of {', '.join(repr(value) for _, value in holder._options_full)}."
        return (
            f"it takes a number from {holder.min} to {holder.max}." if hasattr(holder, "max") else "try another value."
        )

    def reset(self):
        """Every control that resets back to its first value; what plays stops, and what is being computed is dropped."""
        with LOCK:
            if self._live is None:
                return
            for control in self.controls.values():
                control.stop()
            self._hold_and_set({name: control.first for name, control in self.controls.items() if control.resets})
        self._refresh_unless_held()

    def cancel(self):
        """End what is being computed at its next pause; what plays stops."""
        with LOCK:
            for control in self.controls.values():
                control.stop()
            if self._job:
                self._job.is_cancelled = True

    def _refresh_unless_held(self):
        if not self._held:
            self.refresh()

    # Showing

    @property
    def computing(self):
        """Whether an update is under way."""
        return self._job is not None

    def refresh(self):
        """Read all controls, move the artists, show the new picture and its sentence.

        What is asked for by a cell is there when this returns. What the browser asks for is, if it takes long, gone on
        with on the kernel's own loop, slice by slice.
        """
        with LOCK:
            if self._live is None:
                return
            job = self._job = Job({name: control.value for name, control in self.controls.items()}, self._update)
            self._wait(BUSY if self._slow else "")
            for control in self.controls.values():
                control.grey(job.settings)
            ended = self._slice(job)
            later = not ended and answers_browser() and self._later(job)
        while not (ended or later):
            ended = self._slice(job)

    def _later(self, job):
        """Ask the kernel's loop to go on with a job; returns whether there is one."""
        if self._loop is None or self._loop.is_closed():
            return False
        self._loop.call_soon_threadsafe(self._go_on, job)
        return True

    def _go_on(self, job):
        with answering():
            if not self._slice(job):
                self._later(job)

    def _slice(self, job):
        """Compute for a moment, and show what has come out; returns whether the job has ended, or was overtaken."""
        with LOCK:
            if job is not self._job:
                return True
            try:
                done, sentence = job.go_on(SLICE, lambda: job is self._job)
                if job is not self._job:  # a control was moved while it was computing
                    return True
                if done:
                    self._show(job, sentence)
                else:
                    self._wait(busy_mark(job.clock), job.clock.is_long)
                return done
            except Cancelled:
                self._go_back()
                return True
            except BaseException as problem:
                self._fail(job, problem)
                if not (isinstance(problem, Exception) and answers_browser()):
                    raise
                return True

    def _wait(self, mark, can_cancel=False):
        """Show the busy mark, or none, and whether there is something to cancel."""
        self._busy.value = mark
        self._cancel.layout.visibility = "visible" if can_cancel else "hidden"

    def _go_back(self):
        """Nothing of the cancelled work can be shown: the controls go back to what the picture shows."""
        self._job = None
        self._wait("")
        self._hold_and_set(self._seen)
        self.sentence = f"Cancelled: the picture and the controls show the settings before. {self._told}"
        self._words.value = spoken(self.sentence, WORDS)

    def _show(self, job, sentence):
        self.picture.value = fast_png(self._live.draw_folded())
        self._words.value = spoken(sentence, WORDS)
        self._wait("")
        self._dares.look(job.settings, sentence)
        if self._seen:  # the first picture also loads data and fonts, and says nothing about the next
            self._pace(job.seconds)
        self.sentence = self._told = sentence
        self.problem, self._seen, self._job = None, job.settings, None
        if not self._moved and answers_browser():
            self._moved = True
            progress.record("labs", self.name, True)

    def _fail(self, job, problem):
        """Say in words that there is no new picture, and which move led to that."""
        self._live.forget()
        self._job, self.problem = None, problem
        self._wait("")
        moved = [control.name or name for name, control in self.controls.items()
                 if name not in self._seen or self._seen[name] != job.settings[name]]  # fmt: skip
        what = " and ".join(f"“{name}”" for name in moved) if moved else "a control"
        why = " ".join([f"{type(problem).__name__}:", *str(problem).splitlines()[:1]])
        self.sentence = (
            f"Something went wrong after {what} was moved, and the picture still shows the settings before "
            f"({why}). Move it again, or press Reset."
        )
        self._words.value = spoken(self.sentence, WORDS)

    def _pace(self, seconds):
        """A slow lab says that it is busy and waits for the release of the slider; a quick one follows the hand."""
        slow = seconds > SLOW
        if slow != self._slow:
            self._slow = slow
            for control in self.controls.values():
                control.on_release(slow)

    # Keeping

    def _repr_mimebundle_(self, **kwargs):
        bundle = super()._repr_mimebundle_(**kwargs)
        if not bundle:
            return bundle
        with LOCK:
            data, metadata = captioned(self._live.draw(), self.sentence)
        return {**bundle, **data}, metadata

    def close(self):
        """Give back everything: widgets, figure, and what the lab remembers. A closed lab does nothing any more."""
        if getattr(self, "_live", None) is None:  # asked before the lock: this may be Python's own last call
            return super().close()
        with LOCK:
            self._live.close()
            self._live = self._job = None
            if self._pointer:
                self._pointer.close()
            close_children(self)
            self.layout.close()
            super().close()
            self._update = self._pointer = self.picture = None
            self._words = self._busy = self._cancel = self._dares = self._room = None
            self.controls, self.children = {}, ()
