"""The wall is measured: a row here and now, or all of them into the table that ships with the course.

Made by `make wall`, data/make_wall.py.
"""

import json
from time import perf_counter

from ...checks import check_list
from ...data.mnist import SUBSET
from ...sweeps.sweep import load_sweep, sweep
from ...sweeps.sweep_file import Records
from ...threads import one_thread
from .full_data import DEPTHS, SEEDS, nielsen_accuracies
from .full_data import FILE as FULL_DATA
from .row import Standing
from .table import SECTIONS, WALL

FILE = SUBSET.with_name("wall.jsonl")
MOST = 11  # rows on one sheet, so that they can be read from the last row
CURE = "Get it back with `git checkout -- data/{name}`, or measure the wall anew: delete the file and run `make wall`."


def stand(name):
    """Measure one row of WALL here and now; returns its Standing, with the seconds that it took.

    ValueError for a name that the wall does not have.
    """
    row, began = WALL[name], perf_counter()
    with one_thread():
        ours = row.checked(row.measure())
    return Standing(row, ours, perf_counter() - began)


def measured(row, seed):
    """The same as a run of a sweep, by the row's name; each row has its own seeds, so `seed` is always 0."""
    standing = stand(row)
    return {"ours": standing.ours, "seconds": round(standing.seconds, 2)}


def stored_wall():
    """What the stored table says: a Standing for every row of WALL, in its order; rows that it lacks are not run yet.

    FileNotFoundError or ValueError where the file is missing or damaged, with words that say what to do.
    """
    return read_wall(FILE)


def read_wall(file):
    """The same from any such file."""
    cure = CURE.format(name=file.name)
    if not file.exists():
        raise FileNotFoundError(f"The stored wall is missing: {file}. {cure}")
    try:
        found = {record["row"]: record for record in load_sweep(file).records}
        standings = [_standing(row, found.get(name)) for name, row in WALL.items()]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"The stored wall is damaged ({error}): {file}. {cure}") from None
    if strangers := found.keys() - WALL.keys():
        raise ValueError(
            f"The stored wall has rows that this course does not know: {', '.join(sorted(strangers))}. {cure}"
        )
    return standings


def _standing(row, record):
    return Standing(row, row.checked(record["ours"]), float(record["seconds"])) if record else Standing(row)


def wall_sheets(standings):
    """The same by section, {title: Standings}; a long section goes on several sheets, so that each can be read."""
    sheets, standings = {}, check_list("standings", standings, "the rows as stored_wall() gives them")
    if strange := [standing for standing in standings if not isinstance(standing, Standing)]:
        raise ValueError(f"standings must be what stored_wall() or stand(name) return, got {strange[0]!r:.60}")
    for section, title in SECTIONS.items():
        rows = [standing for standing in standings if standing.row.section == section]
        parts = -(-len(rows) // MOST)
        for part in range(parts):
            share = rows[len(rows) * part // parts : len(rows) * (part + 1) // parts]
            sheets[title if parts == 1 else f"{title} ({part + 1} of {parts})"] = share
    return sheets


def make(names=(), file=FILE, progress=True):
    """Measure these rows anew, or without names those that the file lacks, side by side; returns every Standing.

    A run that was broken off goes on where it stopped. What fails is told, and stays "not run yet".
    """
    names = [WALL[name].name for name in names]
    forget(file, names)
    found = sweep(measured, [{"row": name} for name in names or WALL], [0], file=file, progress=progress)
    for failure in found.failures:
        print(f"{failure['row']} failed: {failure['error']}")
    return read_wall(file)


def make_full_data(progress=True):
    """Train Nielsen's four networks on all of MNIST, and measure their row of the wall."""
    found = sweep(nielsen_accuracies, {"hidden": list(DEPTHS)}, SEEDS, file=FULL_DATA, progress=progress)
    for failure in found.failures:
        print(f"{failure['hidden']} hidden layers, seed {failure['seed']} failed: {failure['error']}")
    return make(["nielsen.full_data"], progress=progress)


def forget(file, names):
    """Take the lines of these rows out of the file, so that they are measured anew.

    ValueError for a damaged file, RuntimeError while a sweep is at work on it; then nothing was changed.
    """
    if not file.exists() or not names:
        return
    with Records(file, f"{measured.__module__}.{measured.__qualname__}"):
        header, *lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if json.loads(line)["settings"]["row"] not in names]
        file.write_text("".join([header, *kept]), encoding="utf-8")


def report(standings):
    """The wall as lines of text, section by section: what was told, ours with the band of its seeds, the verdict."""
    lines = []
    for title, rows in wall_sheets(standings).items():
        lines += ["", title]
        for standing in rows:
            row, seconds = standing.row, "" if standing.seconds is None else f"{standing.seconds:.1f} s"
            lines.append(f"  {row.what:58s} {row.kind:9s} {row.notebook:8s} {seconds:>8s}  {standing.sentence()}")
            lines.append(f"      told: {standing.told_text} ({row.source})")
            lines += [f"      ours: {standing.ours_text}"] if standing.ours else [f"      measure it: {row.command}"]
            lines += [f"      note: {row.note}"] if row.note else []
    return lines
