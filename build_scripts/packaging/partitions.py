"""The unit of all work that grows with the reports: all reports of the agencies of one prefecture.

Comes in: the id of an agency or a report. Goes out: the name of its partition, and the kind that says where its records
lie. Refuses to know: how many there are.
The name follows from the id alone, never from the collection: one report more never moves another one. Partitions in
the order of their names hold the reports in the order of report_id, so a table is its partitions' rows, one after the
other; an agency's years lie in one partition, so what compares a report with the year before needs no other.
"""

from __future__ import annotations

from typing import NamedTuple

DIGITS = 4
"""Digits of the region code that stand for a prefecture: about 340 in the country, 3,000 reports each of a million."""


def name_partition(record_id: str) -> str:
    """The partition of an agency or a report by its id.

    >>> name_partition("410781-chengshiguanliju-2021")
    '4107'
    """
    return record_id[:DIGITS]


class Stretch(NamedTuple):
    """Whole records of a table: the bytes of its file from `start` up to `stop`; the head is never among them.

    Where `prefix` is given (the name of a partition), every record's first field begins with it. `sha256` is the hash
    of the bytes where it is known.
    """

    table: str
    start: int
    stop: int
    prefix: str = ""
    sha256: str = ""


class Partition(NamedTuple):
    """A partition, and its stretches of the tables."""

    name: str
    stretches: tuple[Stretch, ...]

    @property
    def size(self) -> int:
        """The bytes of its records."""
        return sum(stretch.stop - stretch.start for stretch in self.stretches)
