"""Figures of the audit's steps, kept from run to run: `tests/guards/kept/NAME.csv`, one row a figure.

Comes in: figures with their units. Goes out: rows `date,python,figure,value,unit`; a figure of an earlier run is
replaced. Refuses to know: what the figures mean.
"""

from __future__ import annotations

import csv
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

KEPT = Path(__file__).with_name("kept")
COLUMNS = ("date", "python", "figure", "value", "unit")


def keep_figures(name: str, figures: Mapping[str, tuple[float, str]], folder: Path = KEPT) -> Path:
    """Put the figures into their file, sorted by name; the file."""
    path = folder / f"{name}.csv"
    rows = {}
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            rows = {row["figure"]: row for row in csv.DictReader(file)}
    today = {"date": datetime.now(UTC).date().isoformat(), "python": platform.python_version()}
    for figure, (value, unit) in figures.items():
        rows[figure] = {**today, "figure": figure, "value": f"{value:.12g}", "unit": unit}
    folder.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows[figure] for figure in sorted(rows))
    return path
