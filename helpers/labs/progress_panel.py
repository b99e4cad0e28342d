"""What you have done so far, and a button that forgets it."""

from html import escape
from itertools import groupby

import ipywidgets as widgets

from helpers.exercises import EXERCISES
from helpers.pictures.kit.words import count

from .kit import progress
from .kit.answering import Button
from .kit.closing import close_children
from .kit.owners import belongs_to_this_cell
from .kit.spoken import spoken

TEXT = "font-size: var(--jp-content-font-size1, 14px); line-height: 1.5; max-width: 880px"
ASK = "This forgets all of it, for good. Press again to go on, or keep it."


class ProgressPanel(widgets.VBox):
    """The learner's predictions, exercises and labs, read from their file; Reset asks once more before it deletes."""

    def __init__(self):
        belongs_to_this_cell(self)
        self.shown, self.note = widgets.HTML(), widgets.HTML(spoken(""))
        self.reset = Button(layout={"width": "9em"})
        self.keep = Button(description="Keep it", layout={"width": "6em"})
        self.again = Button(description="Look again", tooltip="Read the file again", layout={"width": "7em"})
        self.reset.on_click(lambda _: self._reset())
        self.keep.on_click(lambda _: self._ask(False, "Nothing was deleted."))
        self.again.on_click(lambda _: self.look())
        row = widgets.Box([self.again, self.reset, self.keep, self.note],
                          layout={"flex_flow": "row wrap", "align_items": "center"})  # fmt: skip
        super().__init__([self.shown, row])
        self.look()

    def look(self):
        """Read the file, and show what is in it."""
        self.shown.value = f'<div style="{TEXT}">{summary()}</div>'
        self._ask(False, progress.take_news())

    def _reset(self):
        """The first press asks, the second one deletes. The button itself stays, and keeps the focus."""
        if self.keep.layout.display == "none":
            self._ask(True, ASK)
            return
        progress.reset()
        self.look()
        self._ask(False, progress.problem() or "Forgotten. Predictions ask anew when their cells are run again.")

    def _ask(self, yes, said):
        self.reset.description = "Yes, forget it" if yes else "Reset"
        self.reset.tooltip = "Forget everything, for good" if yes else "Forget everything; asks once more"
        self.keep.layout.display = None if yes else "none"
        self.note.value = spoken(said)

    def _repr_mimebundle_(self, **kwargs):
        bundle = super()._repr_mimebundle_(**kwargs)
        # What a learner has done is nobody's business but theirs: no stored output may hold it.
        return {**bundle, "text/plain": "Your progress: run this cell to see it."} if bundle else bundle

    def close(self):
        """Give back all widgets."""
        close_children(self)
        self.layout.close()
        super().close()


def summary():
    """HTML of what the learner's file holds."""
    guesses, exercises, labs, dares = (progress.recall_all(shelf) for shelf in progress.SHELVES)
    if not (guesses or exercises or labs or dares):
        return "Nothing yet. Predictions, exercises and labs appear here when you have used them."
    parts = [f"<b>{count(len(guesses), 'prediction')}</b>", _list(_guess(*each) for each in guesses.items())]
    parts += [f"<b>{count(len(exercises), 'exercise')}</b> solved", *_by_notebook(exercises)]
    parts += [f"<b>{count(len(labs), 'lab')}</b> moved", _list(map(escape, labs))]
    parts += [f"<b>{count(len(dares), 'dare')}</b> met", _list(map(escape, dares))]
    return "".join(parts)


def _guess(question, kept):
    """One prediction; a file may have been edited by hand, so nothing is taken for granted."""
    kept = kept if isinstance(kept, dict) else {}
    said, true = (_in_words(kept.get(part)) for part in ("said", "was"))
    return f"{escape(question)}<br>You said {said}" + (f"; it is {true}." if "was" in kept else ".")


def _by_notebook(solved):
    """One fold a notebook, open where something is solved: each exercise by number and title, and how it stands."""
    for notebook, group in groupby(EXERCISES.values(), key=lambda exercise: exercise.key.partition(".")[0]):
        rows = [(exercise.key in solved, f"{exercise.key} · {exercise.title}") for exercise in group]
        done = sum(is_solved for is_solved, _ in rows)
        yield f"<details{' open' * bool(done)}><summary>Notebook {notebook.removeprefix('0')}: {done} of {len(rows)} solved</summary>"
        yield _list(f"{escape(name)}: <b>solved</b>" if yes else f"{escape(name)}: not yet" for yes, name in rows)
        yield "</details>"
    gone = [key for key in solved if key not in EXERCISES]
    if gone:
        yield f"No longer in the course: {escape(', '.join(gone))}."


def _in_words(value):
    return escape(f"{value:.3g}" if isinstance(value, float) else str(value))


def _list(rows):
    return "<ul>" + "".join(f"<li>{row}</li>" for row in rows) + "</ul>"


def my_progress():
    """What you have done so far: predictions, exercises, labs; with a Reset that asks once more."""
    return ProgressPanel()
