"""Newcomers → the agency register: an id that is about to be published is pinned.

Comes in: the register's rows, the agencies of the package. Goes out: the rows with those that were missing, at the end.
Refuses to know: files, how ids are derived.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

COLUMNS = ("name", "agency_id", "from_year", "to_year", "relation", "source")
Row = Mapping[str, str]


def pin_newcomers(register: Sequence[Row], agencies: Iterable[Row]) -> tuple[tuple[str, ...], ...]:
    """The rows of the register, and one for each (name, agency_id) of the package it has not; nothing is changed.

    An id never seen is `pinned`; another name under an id that the register holds is an `alias` of it.
    """
    held = {(row["name"], row["agency_id"]) for row in register}
    ids = {row["agency_id"] for row in register}
    missing = [row for row in agencies if (row["name"], row["agency_id"]) not in held]
    return (
        *(tuple(row[column] for column in COLUMNS) for row in register),
        *(
            (row["name"], row["agency_id"], "", "", "alias" if row["agency_id"] in ids else "pinned", _tell_source(row))
            for row in sorted(missing, key=lambda row: (row["name"], row["agency_id"]))
        ),
    )


def _tell_source(agency: Row) -> str:
    return f"{agency['last_year']}年报告标题"
