"""A sweep: one function run at many settings and seeds, side by side, each finished run saved at once."""

from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import product
from numbers import Integral
from pathlib import Path

import numpy as np
from tqdm.auto import tqdm

from .processes import check_function, run_in, run_in_processes
from .sweep_file import Records, last_of_each, parse, plain, text


@dataclass(frozen=True, repr=False)
class Sweep:
    """What a sweep found. Each entry of `records` is a run's settings, seed and results in one dict; of `failures`,
    its settings, seed and error. `settings` and `seeds` say what was asked for, in order."""

    records: list
    failures: list
    settings: list
    seeds: list

    def __repr__(self):
        return f"<Sweep: {len(self.records)} records, {len(self.failures)} failures>"

    def axis(self, name):
        """The values of one setting in the order in which `values` has them: the grid's; of a loaded file, rising."""
        found = {text(settings[name]): settings[name] for settings in self.settings if name in settings}
        if not found:
            known = dict.fromkeys(name for settings in self.settings for name in settings)
            raise ValueError(f"no setting is named {name!r}. The settings are: {', '.join(known)}.")
        return list(found.values())

    def values(self, result, *axes):
        """One result as an array: an axis for each of the settings named, seeds last; NaN where a run has none.

        Name every setting that varies: ValueError if two runs fall on one place, or if the result is not a number.
        """
        places = [{text(value): i for i, value in enumerate(self.axis(name))} for name in axes]
        array = np.full([*map(len, places), len(self.seeds)], np.nan)
        taken = set()
        for record in self._with(result, axes):
            at = (*(place[text(record[name])] for place, name in zip(places, axes, strict=True)),)
            at = (*at, self.seeds.index(record["seed"]))
            if at in taken:
                raise ValueError(f"several runs differ in none of {[*axes, 'seed']}: name each setting that varies")
            taken.add(at)
            array[at] = _number(result, record[result])
        return array

    def _with(self, result, axes):
        found = [record for record in self.records if {result, *axes} <= record.keys()]
        if self.records and not found:
            raise ValueError(f"no run has a result {result!r}. A run holds: {', '.join(self.records[0])}.")
        return found


def sweep(function, grid, seeds, *, file, executor=None, progress=True):
    """Run function(seed=seed, **settings) for all settings and seeds, and return the Sweep.

    function: returns a dict of numbers, words and lists. grid: {name: list of values}, of which all combinations are
    taken, or a list of dicts. Settings reach the function as the file keeps them: a tuple as a list, for example.
    file: gets a line for each run as it ends. Called again, also after a kill, a sweep does only the runs that the
    file lacks, and those that failed. It knows the function by its name: after a change inside it, take a new file.
    executor: any of concurrent.futures, also Dask's client.get_executor(), mpi4py's MPIPoolExecutor(), or for a
    function of a notebook's cell loky.get_reusable_executor(); None means processes of its own, one for each core,
    which outlive a run that kills one of them.
    A run that raises or kills its process becomes a failure, and the sweep goes on. ValueError for bad arguments and
    for a file of another function; RuntimeError for a file in use and for an executor that breaks down.
    """
    name = check_function(function, processes=executor is None or isinstance(executor, ProcessPoolExecutor))
    settings, seeds = check_grid(grid), check_seeds(seeds)
    runs = [(chosen, seed) for chosen in settings for seed in seeds]
    with Records(file, name) as records:
        waiting = [run for run in runs if "result" not in records.outcomes.get(text([*run]), {})]
        with tqdm(total=len(runs), initial=len(runs) - len(waiting), disable=not progress) as bar:
            keep = _keeper(records, bar)
            if executor is None:
                run_in_processes(function, waiting, keep)
            else:
                run_in(executor, function, waiting, keep)
        return _gather(settings, seeds, records.outcomes)


def load_sweep(file):
    """Every run that the file of a sweep holds, as a Sweep; nothing is run or changed. Values rise along each axis."""
    outcomes = last_of_each(parse(Path(file).read_bytes(), file)[0])
    settings = {text(record["settings"]): record["settings"] for record in outcomes.values()}
    seeds = {record["seed"] for record in outcomes.values()}
    return _gather(sorted(settings.values(), key=_rising), sorted(seeds), outcomes)


def check_grid(grid):
    """The grid as a list of different dicts of plain values."""
    if isinstance(grid, Mapping):
        for name, values in grid.items():
            if isinstance(values, str) or not isinstance(values, Iterable):
                raise ValueError(f"the grid must list the values of {name}, such as [{values!r}], got {values!r}")
        grid = [dict(zip(grid, values, strict=True)) for values in product(*grid.values())]
    if isinstance(grid, str) or not isinstance(grid, Iterable):
        raise ValueError(f"grid must be a dict of lists or a list of dicts, got {grid!r}")
    grid = [plain(settings, "a setting") for settings in grid]
    if not grid or not all(isinstance(settings, dict) for settings in grid):
        raise ValueError("grid must be a dict of lists or a list of dicts, with at least one value each")
    if any({"seed", "error"} & settings.keys() for settings in grid):
        raise ValueError("a setting cannot be named seed or error: seeds have a place of their own")
    return list({text(settings): settings for settings in grid}.values())


def check_seeds(seeds):
    """The seeds as a list of different ints."""
    seeds = list(dict.fromkeys(seeds)) if isinstance(seeds, Iterable) else []
    if not seeds or not all(isinstance(seed, Integral) and not isinstance(seed, bool) for seed in seeds):
        raise ValueError("seeds must list whole numbers, such as range(5)")
    return [int(seed) for seed in seeds]


def _keeper(records, bar):
    """keep(run, outcome): save it, and show how far we are."""
    failures = 0

    def keep(run, outcome):
        nonlocal failures
        records.append(*run, outcome)
        failures += "error" in outcome
        bar.set_postfix(failures=failures, refresh=False)
        bar.update()

    return keep


def _gather(settings, seeds, outcomes):
    records, failures = [], []
    for chosen, seed in product(settings, seeds):
        outcome = outcomes.get(text([chosen, seed]), {})
        if "result" in outcome:
            records.append({**chosen, "seed": seed, **outcome["result"]})
        elif outcome:
            failures.append({**chosen, "seed": seed, "error": outcome["error"]})
    return Sweep(records, failures, settings, seeds)


def _rising(settings):
    """Sorts settings: name by name, numbers by size and before all else, which goes by its text."""
    return [
        (name, 0, value, "") if isinstance(value, int | float) else (name, 1, 0, text(value))
        for name, value in settings.items()
    ]


def _number(name, value):
    if value is None:
        return np.nan
    if not isinstance(value, bool | int | float):
        raise ValueError(f"{name} holds {value!r:.40}: only a number has a place in this array; see records")
    return value
