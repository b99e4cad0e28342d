"""Measure the replication wall: what the course found for every number it set out to find again.

    python data/make_wall.py                  the rows that the table lacks; all 68 take a quarter of an hour on two processors
    python data/make_wall.py toy.steps ...    these rows anew
    python data/make_wall.py --anew           every row anew
    python data/make_wall.py --full-data      Nielsen's four networks on all of MNIST (a download of 11 MB once)

`make wall` does the same, with ARGS="..." for what follows the file's name here. A run that was broken off goes on
where it stopped.
"""

import argparse

from helpers.engine.studies.wall.run import FILE, make, make_full_data, report

if __name__ == "__main__":
    asked = argparse.ArgumentParser(description="Measure the replication wall, and print it.")
    asked.add_argument("rows", nargs="*", help="names of rows to measure anew, such as toy.steps")
    asked.add_argument("--anew", action="store_true", help="measure every row anew")
    asked.add_argument("--full-data", action="store_true", help="train on all of MNIST")
    asked = asked.parse_args()
    if asked.anew:
        FILE.unlink(missing_ok=True)
    try:
        standings = make_full_data() if asked.full_data else make(asked.rows)
    except (ValueError, RuntimeError) as error:  # a name that the wall does not have, a damaged file, one in use
        raise SystemExit(str(error)) from None
    print("\n".join(report(standings)))
