"""The command: `python -m classroom` lets ten and then twenty students play trainings at once, and prints what they saw."""

import argparse
import asyncio
import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import psutil
from tqdm import tqdm

from .hub import hub
from .student import Student
from .use import Use

GUIDE = Path(__file__).parents[1] / "docs" / "classroom.md"
BEGINS, ENDS = "<!-- measured -->", "<!-- /measured -->"
HEAD = (
    "students",
    "server ready",
    "first picture",
    "pictures a second",
    "an answer",
    "memory each",
    "in all",
    "cores busy",
    "failures",
)
LOOKS = 10  # seconds from one look at the memory to the next


def main(arguments=None):
    asked = options().parse_args(arguments)
    rows = [asyncio.run(measured(students, asked.seconds, asked.reading)) for students in asked.students]
    told = table(rows, f"{'all read and move a control' if asked.reading else 'all play'} for {asked.seconds:g} s")
    print(told)
    if asked.write:
        before, _, rest = GUIDE.read_text(encoding="utf-8").partition(BEGINS)
        _, _, after = rest.partition(ENDS)
        GUIDE.write_text(f"{before}{BEGINS}\n{told}\n{ENDS}{after}", encoding="utf-8")


def options():
    """What the command understands."""
    parser = argparse.ArgumentParser(prog="python -m classroom", description=__doc__.partition(": ")[2])
    parser.add_argument("students", nargs="*", type=int, default=[10, 20], help="how many at once (default: 10 20)")
    parser.add_argument("--seconds", type=float, default=60, help="how long they play (default: %(default)g)")
    parser.add_argument(
        "--reading", action="store_true", help="they play nothing, and only move a control now and then"
    )
    parser.add_argument("--write", action="store_true", help="put the table into docs/classroom.md")
    return parser


async def measured(students, seconds, is_reading=False):
    """One row of the table: so many students come at once, and play for so long."""
    names = [f"student-{number:02d}" for number in range(students)]
    with TemporaryDirectory() as folder, hub(Path(folder), names) as running:
        await running.answers()
        came = time.monotonic()
        class_ = await asyncio.gather(*(take_a_seat(running, name, place) for place, name in enumerate(names)))
        ready = [at - came for _, at in class_]
        sitting = [student for student, _ in class_]
        await in_step(sitting, "open", f"{students} students open notebook 6")
        use = Use(running.process.pid)
        looking = asyncio.ensure_future(look_on(use))
        await in_step(
            [student for student in sitting if not student.record.failures], "play", "they play", seconds, is_reading
        )
        looking.cancel()
        use.look()
        row = row_of([student.record for student in sitting], ready, use)
        await asyncio.gather(*(student.leave() for student in sitting))
    return row


async def take_a_seat(running, name, place):
    """A Student whose server is ready, and when that was."""
    address, token = await running.seat(name)
    return Student(address, token, seed=1000 * place), time.monotonic()


async def in_step(students, what, said, *arguments):
    """All do it at once; who fails is told so in their record."""

    async def one(student):
        try:
            await getattr(student, what)(*arguments)
        except Exception as problem:  # whatever happens to one student is a result, and the others go on
            student.record.failures.append(f"{what}: {type(problem).__name__}: {problem}")
        bar.update()

    with tqdm(total=len(students), desc=said) as bar:
        await asyncio.gather(*map(one, students))


async def look_on(use):
    """Look at the memory now and then."""
    while True:
        await asyncio.sleep(LOOKS)
        use.look()


def row_of(records, ready, use):
    """The cells of the table's row, in the order of HEAD."""
    pictures = [record.pictures / record.played for record in records if record.played]
    answers = [seconds for record in records for seconds in record.answers]
    failures = [failure for record in records for failure in record.failures]
    for failure in failures:
        print(failure)
    return (
        str(len(records)),
        middle_and_worst(ready, max, ".0f", " s"),
        middle_and_worst([record.first_picture for record in records], max, ".0f", " s"),
        middle_and_worst(pictures, min, ".1f"),
        middle_and_worst(answers, lambda all_of_them: np.quantile(all_of_them, 0.95), ".1f", " s"),
        middle_and_worst(use.each, max, ".0f", " MB"),
        f"{use.megabytes / 1000:.1f} GB",
        f"{use.cores:.1f}",
        str(len(failures)),
    )


def middle_and_worst(values, worst, form, unit=""):
    """Such as "2 s (5 s)"."""
    if not len(values):
        return "none"
    return f"{np.median(values):{form}}{unit} ({worst(values):{form}}{unit})"


def table(rows, what):
    """The rows in Markdown, the machine that they were measured on, and what was done there."""
    lines = ["| " + " | ".join(cells) + " |" for cells in (HEAD, ["---"] * len(HEAD), *rows)]
    memory = psutil.virtual_memory().total / 2**30
    return "\n".join([*lines, "", f"{os.cpu_count()} cores, {memory:.0f} GB; {what}."])


if __name__ == "__main__":
    main()
