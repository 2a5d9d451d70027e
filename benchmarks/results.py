"""What was measured, one row a thing: kept as CSV, so that parts of a long run can be made one after the other.

Comes in: samples. Goes out: rows and their CSV. A row measured again takes the place of the older one; nothing is
computed here but medians.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from benchmarks.measure import Sample


@dataclass(frozen=True, slots=True)
class Result:
    """`size` units (`unit`: reports, pages, rows) of `what` took `seconds` (median of `runs`, fastest, slowest); median
    processor seconds and peak megabytes (10^6) of all processes; `written`: the bytes of what was made, 0 if not told.
    """

    what: str
    size: int
    unit: str
    runs: int
    seconds: float
    fastest: float
    slowest: float
    processor: float
    megabytes: float
    written: int

    @property
    def each(self) -> float:
        """Milliseconds for one unit."""
        return self.seconds * 1000 / self.size


Results = Mapping[tuple[str, int], Result]
"""By what and size."""


def take_result(what: str, size: int, unit: str, sample: Sample, written: int = 0) -> Result:
    """The row of a sample."""
    seconds = [run.seconds for run in sample.runs]
    return Result(
        what, size, unit, len(seconds), round(sample.seconds, 4), round(min(seconds), 4), round(max(seconds), 4),
        round(sample.processor, 3), round(sample.megabytes, 1), written,
    )  # fmt: skip


def read_results(path: Path) -> dict[tuple[str, int], Result]:
    """The rows of a CSV; none if there is no such file."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        found = [
            Result(**{field.name: _convert(field.type, row[field.name]) for field in fields(Result)})  # type: ignore[arg-type]
            for row in csv.DictReader(lines)
        ]
    return {(row.what, row.size): row for row in found}


def write_results(results: Iterable[Result], path: Path) -> None:
    """The CSV of the rows, in their order."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.StringIO()
    writer = csv.DictWriter(text, [field.name for field in fields(Result)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(map(asdict, results))
    path.write_text(text.getvalue(), "utf-8")


def _convert(kind: object, text: str) -> str | int | float:
    return {"int": int, "float": float}.get(str(kind), str)(text)
