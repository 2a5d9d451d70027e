"""The rows of a list that counts reports: which reports, in the order of all lists, and how many of each.

Comes in: how many of something each report has. Goes out: rows, made as they are drawn. Refuses to know: what is
counted, HTML. A row costs a few bytes here, as a collection has tens of them for each report.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from build_scripts.publishing.quality.counted import CellRun

Places = npt.NDArray[np.int64]
Counts = npt.NDArray[np.uint16]


class Counted(NamedTuple):
    """A report by its place in the package, and how many of it are counted."""

    report: int
    number: int


class CountedReports:
    """Rows of `Counted`; with `runs`, each beside those of its report."""

    def __init__(self, reports: Places, counts: Counts, runs: Mapping[int, tuple[CellRun, ...]] | None = None) -> None:
        kept = counts > 0
        self._reports, self._counts, self._runs = reports[kept], counts[kept], runs

    def __len__(self) -> int:
        return len(self._reports)

    def __getitem__(self, part: slice) -> list[Any]:
        found = list(map(Counted, self._reports[part].tolist(), self._counts[part].tolist()))
        return found if self._runs is None else [(one, self._runs[one.report]) for one in found]

    @property
    def total(self) -> int:
        """How many are counted in all reports together."""
        return int(self._counts.sum(dtype=np.int64))
