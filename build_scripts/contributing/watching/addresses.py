"""The addresses reports were taken from, and whose turn it is to be asked.

Comes in: a package, the day. Goes out: `Address`es. Refuses to know: the network. The turns come from the day alone, so
that nothing has to be remembered: in the order of their keys, the addresses are cut into parts, and each week asks one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container
from datetime import date
from typing import NamedTuple

from build_scripts.packaging.package import Package

READ_EVERY = 4
"""A page is read anew and compared every so many weeks in which it is asked; sooner while it is in trouble."""


class Address(NamedTuple):
    """An address and the reports that were taken from it; the key stands for it wherever it is remembered."""

    key: str
    url: str
    report_ids: tuple[str, ...]


class Turn(NamedTuple):
    """An address to be asked, and whether what it holds is to be compared."""

    address: Address
    is_read: bool


def list_addresses(package: Package) -> tuple[Address, ...]:
    """Every address of the package once, by key."""
    reports: dict[str, list[str]] = {}
    for row in package.reports:
        if row["source_url"]:
            reports.setdefault(row["source_url"], []).append(row["report_id"])
    return tuple(sorted(Address(make_key(url), url, tuple(ids)) for url, ids in reports.items()))


def choose_turns(addresses: tuple[Address, ...], day: date, most: int, remembered: Container[str]) -> tuple[Turn, ...]:
    """Who is asked in the week of this day: this week's part, at most `most`, and all that are remembered.

    >>> some = tuple(Address(make_key(str(n)), str(n), ()) for n in range(10))
    >>> weeks = [choose_turns(some, date(2026, 11, day), 4, ()) for day in (2, 9, 16)]
    >>> sorted(len(week) for week in weeks), len({turn.address for week in weeks for turn in week})
    ([2, 4, 4], 10)
    """
    week = (day.toordinal() - 1) // 7  # from Monday to Sunday
    parts = -(-len(addresses) // most) or 1
    part = week % parts
    start = part * most
    chosen = addresses[start : start + most]
    others = (*addresses[:start], *addresses[start + most :])
    turns = [Turn(one, one.key in remembered or _is_read(one, week // parts)) for one in chosen]
    return (*turns, *(Turn(one, True) for one in others if one.key in remembered))


def make_key(url: str) -> str:
    """What stands for an address: of one length, whatever it holds."""
    return hashlib.sha256(url.encode()).hexdigest()[:12]


def _is_read(address: Address, round_: int) -> bool:
    return (int(address.key, 16) + round_) % READ_EVERY == 0
