"""The licences of everything locked, as CSV on the terminal.

    python -m build_scripts.upkeep.licences

Comes in: the locks, `requirements/licences.csv` (looked up by a person, with the words of the package beside it) and
`requirements/licences_allowed.csv`. Goes out: `ecosystem,name,version,licence,locks`; exit code 1 where a licence is
not known or not allowed. Refuses to know: the network. What the packages installed here say of themselves is read by
`tell_licence`, which a test compares with the table.
"""

from __future__ import annotations

import csv
import sys
from importlib.metadata import PackageMetadata

from build_scripts.upkeep.locked import LockError, find_refused, list_locked


def tell_licence(metadata: PackageMetadata) -> str:
    """What a package says of its licence, in its words: the expression, else the first line of `License`, else the
    classifiers; empty if it says nothing."""
    expression, words = (next(iter(metadata.get_all(name, [])), "") for name in ("License-Expression", "License"))
    if expression:
        return str(expression).strip()
    words = str(words).strip().partition("\n")[0].strip()
    if words and words != "UNKNOWN" and len(words) < 60:
        return words
    found = [each for each in metadata.get_all("Classifier", []) if each.startswith("License ::")]
    return "; ".join(each.rpartition("::")[2].strip() for each in found)


def main() -> int:
    """Print the table; returns 1 if a licence is unknown or not allowed."""
    try:
        locked = list_locked()
    except LockError as error:
        print(error, file=sys.stderr)
        return 1
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(("ecosystem", "name", "version", "licence", "locks"))
    for one in locked:
        table.writerow((one.ecosystem, one.name, one.version, one.licence, " ".join(one.locks)))
    for words in (refused := find_refused(locked)):
        print(f"不许 / not allowed: {words}", file=sys.stderr)
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
