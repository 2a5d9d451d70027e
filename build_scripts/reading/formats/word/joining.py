"""Pieces of text that the print shows together → one text in which no two numbers and no two words run together.

Comes in: texts of paragraphs, runs. Goes out: text. Refuses to know: elements, tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_CJK = "\u2e80"
_ODD_SPACE = re.compile(r"[\n\r\t\x85\u2028\u2029]")
_INVISIBLE = re.compile(r"(?<![0-9\u200b-\u200f\u2060\ufeff\xad])[\u200b-\u200f\u2060\ufeff\xad]++"
                        r"|[\u200b-\u200f\u2060\ufeff\xad]++(?![0-9])")  # fmt: skip
_UP = str.maketrans("0123456789０１２３４５６７８９+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾")
_DOWN = str.maketrans("0123456789０１２３４５６７８９+-=()", "₀₁₂₃₄₅₆₇₈₉₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
STRUCK = "~~"


def clean_text(text: str) -> str:
    """The text of one element: line ends and tabs written inside it are blanks, as Word shows them."""
    return _ODD_SPACE.sub(" ", text)


def drop_invisible(text: str) -> str:
    """The text without characters that print nothing, but not between two digits, where they may part numbers."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def raise_text(text: str, raised: str) -> str:
    """Raised or lowered text in letters of their own, so that a note's mark is no digit of the number before it.

    >>> "44" + raise_text("2", "up")
    '44²'
    """
    return text.translate(_UP if raised == "up" else _DOWN) if raised else text


def strike_text(text: str) -> str:
    """Struck-out text between marks. It is printed, so it is not dropped; but it is said to hold no more, so that a
    cell with it is no number.

    >>> strike_text("44") + "45"
    '~~44~~45'
    """
    return f"{STRUCK}{text.replace(STRUCK, '')}{STRUCK}" if text.strip() else text


def join_struck(text: str) -> str:
    """Struck-out pieces side by side as one."""
    return text.replace(STRUCK + STRUCK, "")


def join_pieces(texts: Iterable[str]) -> str:
    """Paragraphs or lines of one cell as one text: a blank between them, none between Chinese characters.

    >>> join_pieces(["本年新", "制作数量"]), join_pieces(["1", "036"])
    ('本年新制作数量', '1 036')
    """
    pieces: list[str] = []
    last = ""
    for text in texts:
        piece = text.strip()
        if not piece:
            continue
        if last:
            pieces.append("" if last >= _CJK and piece[0] >= _CJK else " ")
        pieces.append(piece)
        last = piece[-1]
    return "".join(pieces)
