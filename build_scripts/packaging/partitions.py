"""The unit of all work that grows with the reports: all reports of the agencies of one prefecture.

Comes in: the id of an agency or a report. Goes out: the name of its partition. Refuses to know: how many there are.
The name follows from the id alone, never from the collection: one report more never moves another one. Partitions in
the order of their names hold the reports in the order of report_id, so a table is its partitions' rows, one after the
other; an agency's years lie in one partition, so what compares a report with the year before needs no other.
"""

from __future__ import annotations

DIGITS = 4
"""Digits of the region code that stand for a prefecture: about 340 in the country, 3,000 reports each of a million."""


def name_partition(record_id: str) -> str:
    """The partition of an agency or a report by its id.

    >>> name_partition("410781-chengshiguanliju-2021")
    '4107'
    """
    return record_id[:DIGITS]
