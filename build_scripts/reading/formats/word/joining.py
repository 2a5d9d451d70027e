"""Pieces of text that the print shows together → one text in which no two numbers and no two words run together.

Comes in: texts of paragraphs, runs. Goes out: text. Refuses to know: elements, tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from build_scripts.reading.document import PICTURE

_CJK = "\u2e80"
_ODD_SPACE = re.compile(r"[\n\r\t\x85\u2028\u2029]")
_INVISIBLE = re.compile(r"(?<![0-9\u200b-\u200f\u2060\ufeff\xad])[\u200b-\u200f\u2060\ufeff\xad]++"
                        r"|[\u200b-\u200f\u2060\ufeff\xad]++(?![0-9])")  # fmt: skip
_UP = str.maketrans("0123456789０１２３４５６７８９+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾")
_DOWN = str.maketrans("0123456789０１２３４５６７８９+-=()", "₀₁₂₃₄₅₆₇₈₉₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
STRUCK = "~~"
_SENTENCE = 5


class Lifted(str):
    """Text that stands above or below the line, by so many half points."""

    __slots__ = ("position",)
    position: int


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


def lift_text(text: str, position: int) -> Lifted:
    """Text that stands above (or, below nought, below) the line."""
    lifted = Lifted(text)
    lifted.position = position
    return lifted


def join_lifted(pieces: Sequence[str]) -> str:
    """The pieces of a paragraph as one: what stands out of the line of the others is raised or lowered text. Where all
    of it stands out as far, that is only how the line is set.

    >>> join_lifted(["1543", lift_text("2", 12)]), join_lifted([lift_text("15", 6), lift_text("43", 6)])
    ('1543²', '1543')
    """
    if not any(isinstance(piece, Lifted) for piece in pieces):
        return "".join(pieces)
    if len({_position(piece) for piece in pieces if piece.strip()}) == 1:
        return "".join(pieces)
    places = [(piece, _position(piece)) for piece in pieces]
    return "".join(raise_text(piece, "up" if place > 0 else "down") if place else piece for piece, place in places)


def _position(piece: str) -> int:
    return piece.position if isinstance(piece, Lifted) else 0


def count_words(text: str) -> int:
    """How many Chinese characters that are no numerals a text holds.

    >>> count_words("一千五百件"), count_words("行政许可")
    (1, 4)
    """
    return sum(letter >= _CJK and letter.isalpha() and not letter.isnumeric() for letter in text)


def mark_unread(text: str) -> str:
    """The text of a cell that shows more than it: with a mark, so that it is no number and no blank; words stay as
    they are.

    >>> mark_unread("15"), mark_unread("行政许可")
    ('15〔图〕', '行政许可')
    """
    words = count_words(text)
    if words >= _SENTENCE or (words > 1 and not any(letter.isnumeric() for letter in text)):
        return text
    return text if text.endswith(PICTURE) else text + PICTURE


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
