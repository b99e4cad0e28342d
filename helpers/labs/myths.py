"""Lab: the myth board. Say whether a sentence holds, then see what an experiment of seconds says."""

from helpers.engine.studies.myths.evidence import DEPENDS, TRUE, VERDICTS, verdict_of
from helpers.engine.studies.myths.table import MYTHS
from helpers.pictures.evidence import EvidencePicture, number_of, said_with
from helpers.pictures.kit.words import count

from .kit import controls as c
from .kit.live import Lab
from .kit.memory import Memory
from .kit.rounds import rounds

NAMES = list(MYTHS)


def myth_lab(first=None):
    """The myth board of notebook 12: true, it is not, or it depends? first: the name of the sentence it begins with.

    ValueError for a name that is not in the table.
    """
    begin = 1 if first is None else 1 + NAMES.index(MYTHS[first].name)
    picture, score = EvidencePicture(), {}

    def update(sentence, guess):
        myth = MYTHS[NAMES[sentence - 1]]
        if guess == "":
            picture.show(myth)
            return question(sentence, myth) + score_sentence(score)
        evidence = yield from measured(myth.name)
        verdict = verdict_of(evidence)
        score.setdefault(myth.name, guess == verdict)
        picture.show(myth, evidence, guess, verdict)
        return verdict_sentence(myth, evidence, guess) + score_sentence(score)

    controls = {
        "sentence": rounds("sentence", len(NAMES), begin, "Next"),
        "guess": c.choice("I say", [("… choose", ""), *((verdict, verdict) for verdict in VERDICTS)]),
    }
    # A new sentence, a new guess, as in the game of hidden pixels.
    controls["sentence"].on_change(controls["guess"].reset)
    return Lab("the myth board", picture.figure, controls, update)


@Memory(most=len(NAMES))
def measured(name):
    """The Evidence of one of MYTHS, measured in slices."""
    return (yield from MYTHS[name].measure())


def question(sentence, myth):
    """What the reader is asked; nothing of the verdict."""
    return f"Sentence {sentence} of {len(NAMES)}: “{myth.says}” Does it hold? Your first answer counts."


def verdict_sentence(myth, evidence, guess):
    """Whether the reader was right, what was measured, what the sentence needs, and why; and the notebook that tells it."""
    verdict = verdict_of(evidence)
    judged = "Right" if guess == verdict else "Not this time"
    outcome = {TRUE: "the sentence holds", DEPENDS: "it depends"}.get(verdict, "the sentence does not hold")
    found = "; ".join(found_in(evidence, myth.unit))
    needed = evidence.claim.words.format(said_with(evidence.claim.value, myth.unit))
    return f"{judged}: {outcome}. Measured: {found}; claimed: {needed}.{source(evidence)} {myth.why} (Notebook {myth.notebook}.)"


def source(evidence):
    """Which rows were read from a study that ships with the course; empty where all were measured just now."""
    stored = [f"“{row.name}”" for row in evidence.rows if row.stored]
    if len(stored) == len(evidence.rows):
        return " All of it is read from a stored study."
    return f" Read from a stored study: {', '.join(stored)}." if stored else ""


def found_in(evidence, unit):
    """The number of each row that decides, and of how many it was made; said once where it is the same for the next."""
    claim, of = evidence.claim, [made_of(row, evidence.claim) for row in evidence.deciding]
    numbers = [f"“{row.name}”: {number_of(row, claim, unit)}" for row in evidence.deciding]
    return [
        number + (this if this != after else "") for number, this, after in zip(numbers, of, [*of[1:], ""], strict=True)
    ]


def made_of(row, claim):
    """Of how many values a row's number was made, in brackets; empty for a single one."""
    return f" ({claim.how}{count(len(row.values), row.of)})" if len(row.values) > 1 else ""


def score_sentence(score):
    """How many sentences were judged rightly; empty before the first."""
    return f" Your score: {sum(score.values())} right in {count(len(score), 'sentence')}." if score else ""
