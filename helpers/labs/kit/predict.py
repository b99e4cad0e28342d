"""Say what you expect, and see at once what is so: a question whose Commit button computes the answer."""

import time
from html import escape
from numbers import Integral, Real

import ipywidgets as widgets

from helpers.pictures.kit.lock import LOCK
from helpers.pictures.kit.words import number

from . import controls as c
from . import progress
from .answering import Button, Choices, answering, answers_browser, kernels_loop
from .closing import close_children
from .live import SLICE, Job
from .owners import belongs_to_this_cell
from .page import of_the_page, page_part
from .revealed import Scale, answers, number_line
from .spoken import spoken
from .static import storing

AGAIN = "ug-again"  # what the page knows a button by that opens its question again
DOUBLE = 0.7  # seconds in which a second press is taken for the end of a double click
CLOSE = 1.1  # a guess wrong by less than this factor is right
CLOSE_POINTS = 2  # and so is one wrong by so many percentage points
LARGE = "font-size: var(--jp-content-font-size1, 14px); line-height: 1.5; max-width: 880px; min-height: 1.5em"


class OneOf:
    """An answer that is one of a few texts."""

    hint = "Choose, then press Commit."

    def __init__(self, options):
        if len(set(options)) < 2:
            raise ValueError(f"a choice needs two different answers at least, got {options!r}.")
        self.options = list(options)
        self.holder = Choices(
            options=self.options, value=None, style={"button_width": "auto"}, layout={"width": "auto"}
        )
        self.control, self.parts = self.holder, [self.holder]

    def accepts(self, answer):
        """Whether a guess from the learner's file can be one of this question."""
        return answer in self.options

    def understood(self, found):
        """What the truth has returned, an option or its place among them, as an option; ValueError otherwise."""
        if isinstance(found, Integral) and not isinstance(found, bool) and 0 <= found < len(self.options):
            return self.options[found]
        if not self.accepts(found):
            raise ValueError(f"{found!r} is none of the answers to choose from")
        return found

    def named(self, answer):
        return answer

    def say(self, answer):
        return f"“{answer}”"

    def verdict(self, said, true):
        """How guess and truth compare, one sentence."""
        if said == true:
            return f"You said {self.say(said)}, and so it is."
        return f"You said {self.say(said)}; it is {self.say(true)}."

    def picture(self, said, true, moves):
        """HTML of the answers, with the guess and the right one marked."""
        return answers(self.options, said, true)

    def clear(self):
        """Nothing is chosen."""
        self.holder.value = None

    def static(self):
        """The answers to choose from, HTML for where no kernel runs."""
        return "<ul>" + "".join(f"<li>{escape(option)}</li>" for option in self.options) + "</ul>"


class OnScale:
    """An answer that is a number, on a scale."""

    hint = "Move the slider, or type a number; then press Commit."

    def __init__(self, control, scale):
        self.control, self.scale, self.holder = control, scale, control.holder
        self.parts = list(control.children)

    def accepts(self, answer):
        return isinstance(answer, Real) and self.scale.low <= answer <= self.scale.high

    def understood(self, found):
        if not isinstance(found, Real) or found != found:
            raise ValueError(f"{found!r} is not a number")
        if self.scale.log and found <= 0:
            raise ValueError(f"{found!r} has no place among powers of ten")
        return float(found)

    def named(self, answer):
        return self.scale.say(answer, 3)

    def say(self, answer):
        return self.scale.say(answer)

    def verdict(self, said, true):
        start = f"You said {self.scale.say(said, 3)}; it is {self.say(true)}"
        side = "high" if said > true else "low"
        if self.scale.log:
            factor = max(said / true, true / said)
            return f"{start}: " + ("you were close." if factor < CLOSE else f"{number(factor, 2)} times too {side}.")
        points = abs(said - true)
        return f"{start}: " + ("you were close." if points <= CLOSE_POINTS else f"{points:.0f} points too {side}.")

    def picture(self, said, true, moves):
        return number_line(self.scale, said, true, moves)

    def clear(self):
        self.control.reset()

    def static(self):
        return f"<p>A number from {self.say(self.scale.low)} to {self.say(self.scale.high)}.</p>"


class Prediction(widgets.VBox):
    """A question, its control, and a Commit button that computes the answer and shows it beside the guess.

    asked: the kind of answer, OneOf or OnScale. truth: a function without arguments, called when the learner commits;
    it returns the answer, or (answer, a sentence that explains it). One that computes for more than a moment may be a
    generator that yields between its steps, each well below 100 ms. Without a truth the guess is only kept.

    `answer` is the guess, None until it is committed. It is kept by its question in the learner's file, so running the
    cell again, or opening the notebook tomorrow, brings guess and answer back.
    """

    def __init__(self, question, asked, truth=None):
        belongs_to_this_cell(self)
        self.question, self.asked, self.truth = question, asked, truth
        self.answer, self._job, self._since, self._loop = None, None, 0.0, kernels_loop()
        self.button = Button(layout={"width": "auto", "min_width": "7.5em"})
        self.button.on_click(lambda _: self.press())
        self.note, self.reveal, self.picture = widgets.HTML(), widgets.HTML(), widgets.HTML()
        row = widgets.Box([self.button, self.note], layout={"flex_flow": "row wrap", "align_items": "center"})
        title = widgets.HTML(f'<div style="{LARGE}"><b>Predict:</b> {escape(question)}</div>')
        super().__init__([title, asked.control, self.reveal, self.picture, row, page_part()])
        of_the_page(self, "ug-question")
        asked.holder.observe(lambda _: self._chosen(), "value")
        self._open()
        self._bring_back()

    # Answering

    def press(self):
        """The button: commit, or be asked again; the second half of a double click does nothing."""
        if self._job is not None or time.monotonic() - self._since < DOUBLE:
            return
        if self.answer is None:
            self.commit()
        else:
            self.ask_again()

    def commit(self):
        """Take the control's value as the guess, and compute the answer."""
        if self.asked.holder.value is None:
            self._say("Choose an answer first, then press Commit.")
            return
        said = self.asked.holder.value
        if self.truth is None:
            self._keep({"said": said})
            return
        self._disable(True)
        job = self._job = Job({}, self.truth)
        self.note.value = spoken("computing…", "font-style: italic")
        if not (answers_browser() and self._later(job, said)):
            while not self._slice(job, said):
                pass

    def ask_again(self):
        """Forget the guess, and ask as for the first time."""
        progress.forget("guesses", self.question)
        self.answer = None
        self.asked.clear()
        self._open()

    def _later(self, job, said):
        """Compute on the kernel's own loop, between two cells: there the names that the truth uses stand still."""
        if self._loop is None or self._loop.is_closed():
            return False
        self._loop.call_soon_threadsafe(self._go_on, job, said)
        return True

    def _go_on(self, job, said):
        with answering():
            if not self._slice(job, said):
                self._later(job, said)

    def _slice(self, job, said):
        """Compute for a moment; returns whether the answer is there, or was given up."""
        with LOCK:
            if job is not self._job:
                return True
            try:
                done, found = job.go_on(SLICE, lambda: job is self._job)
                if not done:
                    return False
                true, because = self.understood(found)
            except BaseException as problem:
                self._fail(problem)
                if isinstance(problem, Exception):
                    return True
                raise
            self._job = None
            self._keep({"said": said, "was": true, "because": because}, moves=True)
            return True

    def understood(self, found):
        """What a truth has returned as (the answer, the sentence that explains it); ValueError for what is no answer."""
        true, because = found if isinstance(found, tuple) else (found, "")
        return self.asked.understood(true), because

    def _fail(self, problem):
        self._job = None
        self._disable(False)
        why = " ".join([f"{type(problem).__name__}:", *str(problem).splitlines()[:1]])
        self._say(
            f"The answer could not be computed ({why}). Have all cells above been run? Press Commit to try again."
        )

    # Showing

    def _open(self):
        self.button.description, self.button.tooltip = "Commit", "Keep this as my prediction, and show what is so"
        self.button.remove_class(AGAIN)
        _show_only(self.asked.control, hidden=(self.reveal, self.picture))
        self._disable(False)
        self._say(self.asked.hint)

    def _keep(self, kept, moves=False):
        progress.record("guesses", self.question, kept)
        self._show(kept, moves)

    def _show(self, kept, moves=False):
        self.answer, self._since = kept["said"], time.monotonic()
        if "was" in kept:
            verdict = self.asked.verdict(kept["said"], kept["was"])
            self.reveal.value = spoken(f"{verdict} {kept['because']}".rstrip(), LARGE)
            self.picture.value = self.asked.picture(kept["said"], kept["was"], moves)
            _show_only(self.reveal, self.picture, hidden=(self.asked.control,))
        else:
            self.reveal.value = spoken(f"You said {self.asked.say(kept['said'])}. Read on.", LARGE)
            _show_only(self.reveal, hidden=(self.asked.control, self.picture))
        # The button had the focus and keeps it: a disabled one would drop it, and the next key would reach nobody.
        self.button.description, self.button.tooltip = "Ask me again", "Forget this prediction"
        self.button.add_class(AGAIN)
        self._say(progress.take_news())

    def _bring_back(self):
        kept = progress.recall("guesses", self.question)
        if not isinstance(kept, dict) or not self.asked.accepts(kept.get("said")):
            return
        if self.truth is None:
            kept = {"said": kept["said"]}
        elif not self._is_whole(kept):
            return
        self.asked.holder.value = kept["said"]
        self._show(kept)
        self._since = 0.0

    def _is_whole(self, kept):
        """Whether the learner's file holds an answer to this question as it is asked today."""
        try:
            return self.asked.understood(kept.get("was")) == kept["was"] and isinstance(kept.get("because"), str)
        except ValueError:
            return False

    def _chosen(self):
        if self.answer is None and (guess := self.asked.holder.value) is not None:
            self._say(f"Chosen: {self.asked.named(guess)}. Press Commit.")

    def _disable(self, yes):
        for part in self.asked.parts:
            part.disabled = yes

    def _say(self, text):
        self.note.value = spoken(text)

    # Keeping

    def _repr_mimebundle_(self, **kwargs):
        bundle = super()._repr_mimebundle_(**kwargs)
        if not bundle:
            return bundle
        return {**bundle, "text/plain": f"Predict: {self.question}", "text/html": self.static()}

    def static(self):
        """HTML for where no kernel runs: the question and, in stored outputs, the folded answer."""
        parts = [f"<p><b>Predict:</b> {escape(self.question)}</p>", self.asked.static()]
        if self.truth is not None and storing():
            true, because = self.understood(computed(self.truth))
            answer = f"{escape(self.asked.say(true))}. {escape(because)}".rstrip()
            parts.append(f"<details><summary>The answer</summary><p>{answer}</p></details>")
        return "\n".join(parts)

    def close(self):
        """Give back all widgets; what is being computed is dropped."""
        self._job = None
        close_children(self)
        self.layout.close()
        super().close()

    def against(self, measured):
        """One sentence: the prediction beside what was measured (a number, or the text of the right choice)."""
        shown = measured if isinstance(measured, str) else number(measured)
        if self.answer is None:
            return f"Measured: {shown}. You had not committed to a prediction."
        said = self.answer if isinstance(self.answer, str) else number(self.answer)
        return f"Measured: {shown}. You predicted: {said}."


def _show_only(*shown, hidden):
    for part in shown:
        part.layout.display = None
    for part in hidden:
        part.layout.display = "none"


def computed(truth):
    """What a truth returns, computed in one go."""
    job = Job({}, truth)
    while True:
        done, found = job.go_on(SLICE, lambda: True)
        if done:
            return found


def predict_choice(question, options, truth=None):
    """A prediction to be chosen from a list of texts.

    truth: returns the right one, as text or as its place in the list (0 is the first), or (it, a sentence that explains).
    ValueError for less than two different options.
    """
    return Prediction(question, OneOf(options), truth)


def predict_number(question, value, low, high, truth=None, unit=""):
    """A prediction of a positive number between 10**low and 10**high, on a log slider that starts at `value`.

    truth: returns the number, or (it, a sentence that explains). unit: is written behind it, as " steps".
    """
    control = c.log_number("I expect", value, low, high)
    return Prediction(question, OnScale(control, Scale(10.0**low, 10.0**high, log=True, unit=unit)), truth)


def predict_percent(question, truth=None, value=50):
    """A prediction of a percentage from 0 to 100, on an even slider that starts at `value`.

    truth: returns the percentage (82.5 for 82.5 %), or (it, a sentence that explains).
    """
    control = c.whole_number("I expect %", value, 0, 100)
    return Prediction(question, OnScale(control, Scale(0, 100, unit=" %")), truth)
