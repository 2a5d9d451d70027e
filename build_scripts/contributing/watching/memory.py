r"""What a check remembers of the checks before: since which day an address has been in trouble.

Comes in: the text of the issue that the last check wrote. Goes out: `Memory`, and it again as a block of text for the
next. Refuses to know: what the troubles mean. The block is only trusted as far as it has the right form: a line that
has not, is of a day to come or before the first check there could be, is left out, and costs that line's history
alone.

>>> told = write_memory({"0123456789ab": Trouble("gone", "2026-11-02")})
>>> print(told)
<!-- watch-memory
0123456789ab gone 2026-11-02
-->
>>> read_memory(f"# 标题\r\n{told}\r\n", "2026-11-09")
{'0123456789ab': Trouble(kind='gone', since='2026-11-02')}
>>> read_memory(f"# 标题\n{told}", "2026-11-01"), read_memory(told.replace("2026", "0001"), "2026-11-09")
({}, {})
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

MOST = 600
"""So many troubles are remembered, the oldest first: the issue that holds them has room for no more."""
EARLIEST = "2026-01-01"
"""No check ran before that day."""
_BLOCK = re.compile(r"^<!-- watch-memory\n(.*?)^-->", re.MULTILINE | re.DOTALL)
_LINE = re.compile(r"([0-9a-f]{12}) ([a-z_]{1,20}) (\d{4}-\d\d-\d\d)")


class Trouble(NamedTuple):
    """What is the matter with an address, and the day (ISO) it was first seen so."""

    kind: str
    since: str


Memory = Mapping[str, Trouble]
"""Trouble by the key of the address."""


def read_memory(text: str, day: str) -> dict[str, Trouble]:
    """What the block in this text remembers on that day (ISO); nothing if there is none."""
    block = _BLOCK.search(text.replace("\r\n", "\n"))
    found = (_LINE.fullmatch(line) for line in block[1].split("\n")[: 2 * MOST]) if block else ()
    lines = (
        (one[1], Trouble(one[2], one[3])) for one in found if one and _is_day(one[3]) and EARLIEST <= one[3] <= day
    )
    return dict(sorted(lines)[:MOST])


def write_memory(memory: Memory) -> str:
    """The block for these troubles; of too many, those that were seen first."""
    kept = sorted(memory.items(), key=lambda item: (item[1].since, item[0]))[:MOST]
    lines = (f"{key} {trouble.kind} {trouble.since}" for key, trouble in sorted(kept))
    return "\n".join(("<!-- watch-memory", *lines, "-->"))


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
