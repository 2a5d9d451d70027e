"""Whether what follows the name of a central body is still the body itself (`国家档案局机关（本级）`).

Comes in: the rest of a name. Goes out: yes or no. Refuses to know: places, bodies. The rest may be split into words in
very many ways; every place in it is looked at once, so that no name takes longer than the square of its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_WORDS = ("本级", "机关", "总局", "本部", "系统", "办公厅", "办公室")
_DEPARTMENT = re.compile(r"[^省市县区]{2,8}司")
_OPENING, _CLOSING = "（(", "）)"


def is_own_part(rest: str) -> bool:
    """Whether the rest of a name is nothing but words, departments and remarks of the body's own.

    >>> [is_own_part(rest) for rest in ("", "机关（本级）", "政策法规司办公室", "上海市税务局", "（一）分局")]
    [True, True, True, False, False]
    """
    reached = [True] + [False] * len(rest)
    for start, is_reached in enumerate(reached):
        if is_reached:
            for end in _list_ends(rest, start):
                reached[end] = True
    return reached[-1]


def _list_ends(rest: str, start: int) -> Iterator[int]:
    """Where a word, department or remark that begins here may end."""
    yield from (start + len(word) for word in _WORDS if rest.startswith(word, start))
    if rest[start : start + 1] in tuple(_OPENING):
        yield from (end + 1 for end in range(start + 1, len(rest)) if rest[end] in _CLOSING)
    for end in range(start + 3, min(start + 9, len(rest)) + 1):
        if _DEPARTMENT.fullmatch(rest, start, end):
            yield end
