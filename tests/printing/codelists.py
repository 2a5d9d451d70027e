"""The project's own code lists, read for the printer without the file layer of the project."""

from __future__ import annotations

import csv
from pathlib import Path

from build_scripts.codes import Codes, build_codes

DATAPACKAGE = Path(__file__).parents[2] / "datapackage"


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def read_codes() -> Codes:
    """The code lists of the repository."""
    return build_codes({path.stem: read_rows(path) for path in sorted((DATAPACKAGE / "codelists").glob("*.csv"))})
