"""`make audit`: a package of ten thousand generated reports, validated by `frictionless` as a user would, and by us.

Comes in: how many reports. Goes out: a line each for the package as it is and with faults planted in its tables. Ends
with 1 if the first has a fault, or if not the same faults are found in the second.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from build_scripts.packaging.pool import count_processors
from build_scripts.packaging.table_checks import find_row_problems
from tests.packages import edit_table, make_package
from tests.printing.codelists import read_codes
from tests.printing.country.collection import write_country

PLANTED = (
    ("reports", ",full,", ",fully,"),
    ("agencies", ",county,", ",village,"),
    ("sections", "-2023,1,", "-2023,7,"),
    ("disclosures", ",decisions,", ",weights,"),
    ("applications", ",blank,", ",empty,"),
    ("remedies", ",0,reported,", ",-1,reported,"),
    ("checks", ",holds,", ",held,"),
    ("findings", ",note,", ",remark,"),
    ("regions", "\n110000,", "\n11000,"),
)
"""Table, what it says, what it is made to say."""
Fault = tuple[str, int, str]


def ask_frictionless(package: Path) -> set[Fault]:
    """`frictionless validate`, unaided: file, row and code of each fault."""
    command = [Path(sys.executable).with_name("frictionless"), "validate", package / "datapackage.json", "--json"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    tasks = json.loads(answer.stdout)["tasks"]
    return {(task["place"], error.get("rowNumber", 0), error["type"]) for task in tasks for error in task["errors"]}


def look_by_columns(package: Path) -> set[Fault]:
    """What we find, without what Frictionless does not look for: the order of records."""
    problems = find_row_problems(package, jobs=count_processors())
    return {(one.file, one.row, one.code) for one in problems if one.code != "order-error"}


def main() -> None:
    """Make the package, validate it, plant faults, validate it again."""
    parser = argparse.ArgumentParser(prog="python -m tests.whole_package", description=__doc__)
    parser.add_argument("--reports", type=int, default=10_000, help="how many / 多少份")
    count = parser.parse_args().reports
    with tempfile.TemporaryDirectory() as name:
        reports, package = Path(name) / "reports", Path(name) / "package"
        write_country(read_codes(), reports, count)
        make_package(reports, package, count_processors())
        valid = ask_frictionless(package), look_by_columns(package)
        print(f"{count}: frictionless {len(valid[0])}, by columns {len(valid[1])}")
        for planted in PLANTED:
            edit_table(package, *planted)
        theirs, ours = ask_frictionless(package), look_by_columns(package)
        print(
            f"{len(PLANTED)} planted: frictionless {len(theirs)}, by columns {len(ours)}, by one alone {theirs ^ ours}"
        )
    missed = {f"data/{table}.csv" for table, *_ in PLANTED} - {file for file, *_ in theirs}
    if any(valid) or theirs != ours or missed:
        sys.exit(f"{valid}\n{theirs ^ ours}\n{missed}")


if __name__ == "__main__":
    main()
