"""`python -m benchmarks.row_rates PACKAGE own|frictionless`: every published row checked, in this process alone.

Prints rows and processor seconds; the reading of the files is part of it, the loading of libraries is not. `own` is
the check by columns of all tables, code lists too, keys and the files' hashes; `frictionless` is Frictionless itself on
the same package, as the build calls it.
"""

from __future__ import annotations

import csv
import json
import sys
import time
from collections.abc import Collection
from pathlib import Path

from build_scripts.packaging.table_checks import find_row_problems
from build_scripts.packaging.validation import find_problems, load_frictionless


def main() -> None:
    """Check, and print the rate; ends with a message if the package is not valid."""
    package, how = Path(sys.argv[1]), sys.argv[2]
    names = [
        resource["name"] for resource in json.loads((package / "datapackage.json").read_text("utf-8"))["resources"]
    ]
    if how == "frictionless":
        load_frictionless()
    begun = time.process_time()
    problems = find_row_problems(package) if how == "own" else find_problems(package)
    seconds = time.process_time() - begun
    if problems:
        raise SystemExit(f"the package is not valid: {problems[0]}")
    print(count_rows(package, names), seconds)


def count_rows(package: Path, names: Collection[str]) -> int:
    """Records of all tables, without their heads."""
    total = 0
    for name in names:
        path = package / "data" / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as lines:
            total += sum(1 for _ in csv.reader(lines)) - 1
    return total


if __name__ == "__main__":
    main()
