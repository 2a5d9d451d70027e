"""What became of every file that was to be added, and what it changes in the data.

Comes in: nothing. Goes out: types, shared by `add.py`, which fills them, and by those who show them. Refuses to know:
folders, the network, the terminal.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from build_scripts.codes import Codes
from build_scripts.contributing.reviewing.newcomers import Newcomer
from build_scripts.contributing.understood import Understood
from build_scripts.model import Cell, Finding
from build_scripts.releasing.ledger import Change
from build_scripts.releasing.words import ChangeWords

ADDED, WOULD_ADD, NOT_WRITTEN = "added", "would_add", "not_written"
WELL = frozenset({ADDED, WOULD_ADD, "already_held", "given_twice"})
"""The outcomes with which nothing is left to do; all stand with their words in `outcomes.csv`."""


class AddedFile(NamedTuple):
    """One file or address as it was given, and what became of it.

    `outcome` is a code of `outcomes.csv`; `placed` its path below the reports folder if it was added, or would be;
    `others` the files it stands against, `said` why nothing came from an address, or what the disk said; `links` the
    files that a page links to and holds no report itself; `cells` those of its tables, for who compares them.
    """

    given: str
    outcome: str
    placed: str
    understood: Understood
    findings: tuple[Finding, ...] = ()
    others: tuple[str, ...] = ()
    said: tuple[str, str] = ("", "")
    links: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()

    @property
    def is_well(self) -> bool:
        """Whether nothing is left to do with it."""
        return self.outcome in WELL


class Effect(NamedTuple):
    """What changes in the data of the agencies concerned: counts before and after by name (`reports`, `agencies`,
    `cells` with a number, `checks.<status>`), every change with its words by language, and the agencies of which
    nothing was held, each beside those that look like it."""

    counts: Mapping[str, tuple[int, int]]
    changes: tuple[Change, ...]
    words: Mapping[str, ChangeWords]
    newcomers: tuple[Newcomer, ...]


class Added(NamedTuple):
    """All files in the order they were given, and the effect of those that were added, if any."""

    files: tuple[AddedFile, ...]
    effect: Effect | None
    codes: Codes

    @property
    def placed(self) -> tuple[str, ...]:
        """The paths below the reports folder that were written, reports only; each may have `<path>.yml` beside it."""
        return tuple(file.placed for file in self.files if file.outcome == ADDED)
