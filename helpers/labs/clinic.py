"""Lab: the clinic, twelve sick trainings. The instruments are there; the cause is to be named, and one fix to be tried."""

from helpers.exercises.clinic.cases import CASES, CAUSES, GOAL, STEPS, is_healthy
from helpers.exercises.clinic.fixes import FIXES
from helpers.pictures.instruments import InstrumentPicture
from helpers.pictures.kit.words import percent

from .instruments import INSTRUMENTS, progress_in_words, show, symptoms, symptoms_in_words
from .kit import controls as c
from .kit import digits
from .kit.dares import Dare, Said
from .kit.live import Lab
from .kit.memory import Memory
from .kit.session import Session

KEPT = 6  # trainings that are remembered
NOT_YET = ""  # of the two menus: nothing is named, nothing is tried

CURED = Dare("name the cause of a case before you cure it, and be right.", lambda now: now.is_cured and now.is_named)


def clinic_lab(case=1):
    """The second lab of notebook 11. case: which of the twelve it begins with; ValueError for others."""
    picture, first = InstrumentPicture(), CASES[str(case)]

    def update(case, instrument, cause, fix, steps, seed):
        case, tried = CASES[case], fix if cause else NOT_YET
        run = yield from session(case.name, tried, seed, len(digits.fitting())).upto(steps)
        picture.show_note(FIXES[tried].label if tried else "untreated")
        trace = show(picture, run, instrument)
        read = f"{progress_in_words(run)} {symptoms_in_words(symptoms(run, trace), run.model)}"
        is_over, is_cured = run.state or run.taken == STEPS, bool(tried) and healed(run)
        said = [f"Tried: {FIXES[tried].label}." if tried else "Untreated.", read]
        if not tried:
            said.append(
                f"You name: {CAUSES[cause].label}. Now choose a fix." if cause else "Name the cause, then choose a fix."
            )
        elif is_over:
            said.append(verdict(case, cause, is_cured))
        return Said(" ".join(said), is_cured=is_cured, is_named=cause == case.cause)

    causes = [("not named yet", NOT_YET), *((record.label, record.name) for record in CAUSES.values())]
    fixes = [("none yet", NOT_YET), *((record.label, record.name) for record in FIXES.values())]
    controls = {
        "case": c.choice_from("case", CASES, first.name).main(),
        "instrument": c.choice("show", INSTRUMENTS),
        "cause": c.choice("cause", causes),
        "fix": c.choice("fix", fixes).counts_when(lambda settings: settings["cause"]),
        "steps": c.whole_number("steps", STEPS, 0, STEPS).folded(),
        "seed": c.seed().folded(),
    }
    return Lab("clinic", picture.figure, controls, update, dares=[CURED])


@Memory(most=KEPT)
def session(case, fix, seed, n):
    """The training of a case, after a fix or untreated, on the n images that there are: the same each time."""
    patient = CASES[case].patient.with_seed(seed)
    treated = FIXES[fix].apply(patient) if fix else patient
    return Session(lambda: treated.start(digits.fitting(), digits.validation()))


def healed(run):
    """Whether the training has come to its end, and passes."""
    return run.taken == STEPS and is_healthy(run.new_accuracy[STEPS // run.every])


def verdict(case, cause, is_cured):
    """What the outcome says; the cause is told only to whom it was cured by."""
    if not is_cured:
        return f"Still sick: {percent(GOAL)} of the new images are asked for. Try another fix, or think again of the cause."
    named = "as you named it" if cause == case.cause else f"you named: {CAUSES[cause].label}"
    return f"Cured. The cause was: {CAUSES[case.cause].label} ({named}). {case.because}"
