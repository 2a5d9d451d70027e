"""A description in two languages → its Chinese half and its English half.

Comes in: words of a schema, Chinese before English. Goes out: either half. Refuses to know: what they are about.
"""

from __future__ import annotations

APART = " / "
"""What sets the Chinese half of a title or definition apart from the English one."""


def part_languages(words: object) -> tuple[str, str]:
    """The Chinese and the English of a description; empty what is not there.

    >>> part_languages("报告。 / A report."), part_languages("件"), part_languages(None)
    (('报告。', 'A report.'), ('件', ''), ('', ''))
    """
    zh, _, en = str(words or "").partition(APART)
    return zh.strip(), en.strip()
