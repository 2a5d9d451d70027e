"""What CSV in UTF-8 cannot carry.

Comes in: texts. Goes out: the first such character. Refuses to know: tables, files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

UNFIT = re.compile("[\x00\ud800-\udfff]")


def find_unfit(texts: Iterable[str]) -> str:
    """The first character that CSV in UTF-8 cannot carry, as `U+0000`, or nothing."""
    found = UNFIT.search("".join(texts))
    return f"U+{ord(found.group()):04X}" if found else ""
