"""Say what you expect before you see it: a choice or a number that the learner commits to."""

import ipywidgets as widgets

from helpers.pictures.kit.words import number

from . import controls as c
from .spoken import spoken

CHOOSE = ""  # the value of a menu's first line, which is no answer (None would show an empty menu)


class Prediction(widgets.VBox):
    """A question with a control and a Commit button. Once committed the answer stays as it is.

    `answer` is None until then. It keeps what the reader thought, so that a later cell can hold it against a
    measurement: nothing is marked, and nothing is sent anywhere.
    """

    def __init__(self, question, control):
        self.question, self.control, self.answer = question, control, None
        self.button = widgets.Button(
            description="Commit", tooltip="Keep this as my prediction", layout={"width": "6em"}
        )
        self.button.on_click(lambda _: self.commit())
        self.note = widgets.HTML(spoken("Choose, then press Commit."))
        row = widgets.Box([control, self.button, self.note], layout={"flex_flow": "row wrap", "align_items": "center"})
        super().__init__([widgets.HTML(f"<b>Predict:</b> {question}"), row])

    def commit(self):
        """Take the control's value as the prediction. A menu that still stands on its first line is no answer."""
        if self.control.value == CHOOSE:
            return
        self.answer = self.control.value
        for widget in (*self.control.children, self.button):
            widget.disabled = True
        self.note.value = spoken("Committed. Read on.")

    def _repr_mimebundle_(self, **kwargs):
        return {**super()._repr_mimebundle_(**kwargs), "text/plain": f"Predict: {self.question}"}

    def against(self, measured):
        """One sentence: the prediction beside what was measured (a number, or the text of the right choice)."""
        shown = measured if isinstance(measured, str) else number(measured)
        if self.answer is None:
            return f"Measured: {shown}. You had not committed to a prediction."
        said = self.answer if isinstance(self.answer, str) else number(self.answer)
        return f"Measured: {shown}. You predicted: {said}."


def predict_choice(question, options):
    """A prediction to be chosen from a list of texts."""
    return Prediction(question, c.choice("I expect", [("… choose", CHOOSE), *((text, text) for text in options)]))


def predict_number(question, value, low, high):
    """A prediction of a positive number between 10**low and 10**high, on a log slider that starts at `value`."""
    return Prediction(question, c.log_number("I expect", value, low, high))
