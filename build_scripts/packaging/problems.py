"""What is wrong in a package, as plain data: whoever found it says it in the same words and places.

Comes in: nothing. Goes out: the kind of a problem. Refuses to know: how problems are found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MAX_PROBLEMS = 1000
"""Problems that are named for one resource, or one stretch of it; more are not looked for."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong: file below the package, record counted from 1 (the head), field; 0 and empty where not known."""

    file: str
    row: int
    field: str
    code: str
    message: str

    def __str__(self) -> str:
        """`file:row: code (field): message`, on one line."""
        place = f"{self.file}:{self.row}" if self.row else self.file
        field = f" ({self.field})" if self.field else ""
        return " ".join(f"{place}: {self.code}{field}: {self.message}".split())


def merge_problems(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems in the order of files and records, each told once, in the words that come first."""
    told = {(one.file, one.row, one.field, one.code): one for one in reversed(problems)}
    return tuple(told[place] for place in sorted(told))
