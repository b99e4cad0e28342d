"""A copy of the notebooks to type in, which a new version of the course never overwrites.

Beside the copies lies a record: for each file the version of the course that was copied, and what stood in its cells.
So it can be told whether the course has changed since, and whether the learner has.
"""

import json
import os
from datetime import datetime
from hashlib import sha256
from pathlib import Path

RECORD = ".copied.json"
LEFT_OUT = (".", "_")  # what begins so is the computer's own: checkpoints, caches


def bring_up_to_date(course, own):
    """Copy what is new in the folder `course` to the folder `own`, renew what nobody has typed in, leave the rest.

    Returns what there is to say, a line each. OSError where the folder cannot be written.
    """
    own.mkdir(parents=True, exist_ok=True)
    record, said = read_record(own)
    new, renewed = [], []
    for file in files(course):
        there, now = own / file.relative_to(course), version(file)
        name, known = there.name, record.get(there.relative_to(own).as_posix(), {})
        if not there.exists():
            copy(file, there)
            new.append(name)
        elif typed(there) in (known.get("typed"), typed(file)):  # the learner may have run it, but has typed nothing
            if now == known.get("course"):
                continue
            if there.read_bytes() != fresh(file):
                copy(file, there)
                renewed.append(name)
        else:
            if now != known.get("course"):
                said.append(
                    f"{name} is newer in the course; yours, in which you have typed, stays. {how_to_renew(file)}"
                )
            continue
        record[there.relative_to(own).as_posix()] = {"course": now, "typed": typed(file)}
    write_record(own, record)
    if new:
        said.insert(0, f"Copied to {own}: {listed(new)}.")
    if renewed:
        said.insert(0, f"Renewed, for the course has changed and you have typed nothing there: {listed(renewed)}.")
    return said


def bring_back(course, own, asked, now=None):
    """Make one notebook fresh, and keep the old one beside it under a dated name; returns the line to say.

    asked: how its name begins, such as "03". ValueError where no notebook, or more than one, begins so.
    """
    file = the_notebook(course, asked)
    there = own / file.name
    own.mkdir(parents=True, exist_ok=True)
    record, said = read_record(own)
    kept = ""
    old = dated(there, now or datetime.now())
    half = half_way(file, there)  # where there is no room for it, all stays as it was
    if there.exists() and there.read_bytes() != fresh(file):
        there.rename(old)
        kept = f" What you had is kept beside it: {old.name}."
    os.replace(half, there)
    record[file.name] = {"course": version(file), "typed": typed(file)}
    write_record(own, record)
    return [*said, f"{file.name} is fresh.{kept}"]


def the_notebook(course, asked):
    """The one notebook whose name begins so."""
    names = [file for file in files(course) if file.suffix == ".ipynb" and file.parent == course]
    found = [file for file in names if asked and file.name.startswith(asked)]
    if len(found) == 1:
        return found[0]
    which = f"{len(found)} notebooks begin" if found else "no notebook begins"
    raise ValueError(f"{which} with {asked!r}. Say which one by its number: {', '.join(f.name[:2] for f in names)}.")


def dated(file, now):
    """A name that is still free: 03-its-name.2030-01-31.ipynb, with the time of day where that one is taken."""
    for form in ("%Y-%m-%d", "%Y-%m-%d-%H%M", "%Y-%m-%d-%H%M%S", "%Y-%m-%d-%H%M%S-%f"):
        old = file.with_name(f"{file.stem}.{now.strftime(form)}{file.suffix}")
        if not old.exists():
            return old
    raise ValueError(f"{old.name} is there already. Move it away, and try again.")


def files(course):
    """Every file of the course's notebooks, the pictures that they show as well, in the order of their names."""
    found = (file for file in sorted(course.rglob("*")) if file.is_file())
    return [file for file in found if not any(part.startswith(LEFT_OUT) for part in file.relative_to(course).parts)]


def version(file):
    """A fingerprint of the whole file."""
    return sha256(file.read_bytes()).hexdigest()


def typed(file):
    """A fingerprint of what stands in the cells; running them, or saving their outputs, does not change it."""
    try:
        cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
        text = [[cell["cell_type"], "".join(cell["source"]), cell.get("attachments")] for cell in cells]
    except (ValueError, KeyError, TypeError):  # no notebook, or a broken one
        return version(file)
    return sha256(json.dumps(text, sort_keys=True).encode()).hexdigest()


def copy(file, there):
    """Copy it whole or not at all; the copy can be written even where the original cannot."""
    there.parent.mkdir(parents=True, exist_ok=True)
    os.replace(half_way(file, there), there)


def half_way(file, there):
    """Its copy, whole, beside the place where it is to stand. Where there is no room for it, nothing of it stays."""
    half = there.with_name(f".{there.name}.half")
    try:
        half.write_bytes(fresh(file))
    except OSError:
        half.unlink(missing_ok=True)
        raise
    return half


def fresh(file):
    """What a copy begins with. A notebook has nothing below its cells yet: no answer stands there before its question."""
    try:
        notebook = json.loads(file.read_text(encoding="utf-8"))
        run = [cell for cell in notebook["cells"] if cell.get("outputs") or cell.get("execution_count")]
    except (ValueError, KeyError, TypeError, AttributeError):  # a picture, or no notebook
        return file.read_bytes()
    for cell in run:
        cell |= {"outputs": [], "execution_count": None}
    text = json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
    return text.encode() if run else file.read_bytes()


def read_record(own):
    """({file: {"course", "typed"}}, what there is to say). A broken record is made anew: what differs counts as typed in."""
    try:
        record = json.loads((own / RECORD).read_text(encoding="utf-8"))
        if isinstance(record, dict) and all(isinstance(entry, dict) for entry in record.values()):
            return record, []
    except FileNotFoundError:
        return {}, []
    except ValueError:
        pass
    return {}, [f"{RECORD} could not be read and is made anew; every notebook that differs from the course's stays."]


def write_record(own, record):
    """Write it whole or not at all."""
    half = own / f"{RECORD}.half"
    half.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    os.replace(half, own / RECORD)


def how_to_renew(file):
    """The command that brings a notebook back to fresh."""
    number = Path(file).name[:2]
    return f"The new one: python -m helpers.start --fresh {number} (or make fresh NOTEBOOK={number}), which keeps yours, too."


def listed(names):
    """The first few names, and how many more."""
    return ", ".join(names) if len(names) <= 3 else f"{', '.join(names[:2])} and {len(names) - 2} more"
