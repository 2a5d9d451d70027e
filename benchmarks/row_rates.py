"""`python -m benchmarks.row_rates PACKAGE own|frictionless`: every published row checked, in this process alone.

Prints processor seconds; the reading of the files is part of it, the loading of libraries is not. `own` is
the check by columns of all tables, code lists too, keys and the files' hashes; `frictionless` is Frictionless itself on
the same package, as the build calls it.
"""

from __future__ import annotations

import csv
import json
import sys
import time
from pathlib import Path


def main() -> None:
    """Check, and print the rate; ends with a message if the package is not valid."""
    from build_scripts.packaging.table_checks import find_row_problems
    from build_scripts.packaging.validation import find_problems, load_frictionless

    package, how = Path(sys.argv[1]), sys.argv[2]
    if how == "frictionless":
        load_frictionless()
    begun = time.process_time()
    problems = find_row_problems(package) if how == "own" else find_problems(package)
    seconds = time.process_time() - begun
    if problems:
        raise SystemExit(f"the package is not valid: {problems[0]}")
    print(seconds)


def count_rows(package: Path) -> int:
    """Records of all tables, without their heads."""
    total = 0
    for resource in json.loads((package / "datapackage.json").read_text("utf-8"))["resources"]:
        path = package / "data" / f"{resource['name']}.csv"
        with path.open(encoding="utf-8", newline="") as lines:
            total += sum(1 for _ in csv.reader(lines)) - 1
    return total


if __name__ == "__main__":
    main()
