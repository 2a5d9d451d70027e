"""Labels wrapped over lines, with their numbers before, between or after → whole labels.

Comes in: a table's lines as fragments. Goes out: groups of fragments, each with the row code it makes. Refuses to know:
cells, columns, numbers. What fits in several ways is left loose: only what all best readings share is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from build_scripts.reading.labels import LabelBook, fold_label

_MAX_PIECES = 5
_LONGEST_RUN = 400
_SLIP_COST, _LOOSE_TEXT, _LOOSE_NUMBERS = 1, 10, 1000


class Fragment(NamedTuple):
    """A line of a table: its label text, the code that text has by itself, whether it holds numbers, is a group label,
    or has value cells at all. A bare number on a line of its own, without
    cells, is as likely the number of a page, and is never joined to a label."""

    text: str
    code: str
    has_marks: bool
    is_group: bool
    has_cells: bool
    is_bare_number: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the line needs another to make a row."""
        return not self.code and not self.is_group

    @property
    def awaits_numbers(self) -> bool:
        """Whether the line is a whole label with no value cells behind it."""
        return bool(self.code) and not self.has_marks and not self.has_cells


class Joined(NamedTuple):
    """Lines that belong together: their indexes, the row code they make ('' for a group label or a loose line), whether
    it was read with a slip, and whether the line could not be told."""

    members: tuple[int, ...]
    code: str
    slip: bool = False
    loose: bool = False


def join_fragments(fragments: Sequence[Fragment], book: LabelBook) -> list[Joined]:
    """Every fragment once, in order.

    A run of lines longer than any form has holds no torn labels: only its whole rows are taken.
    """
    found: list[Joined] = []
    start = 0
    while start < len(fragments):
        end = _run_end(fragments, start)
        if end - start > _LONGEST_RUN:
            for index in range(start, end):
                code = "" if _is_flexible(fragments[index]) else fragments[index].code
                found.append(Joined((index,), code, loose=not code and not fragments[index].is_group))
            start = end
        elif end > start:
            found += _read_run(fragments, start, end, book)
            start = end
        else:
            one = fragments[start]
            found.append(Joined((start,), one.code, loose=not one.code and not one.is_group))
            start += 1
    return found


def _run_end(fragments: Sequence[Fragment], start: int) -> int:
    """The end of the run of lines that may belong together and begins at `start`; `start` itself if there is none.

    A run holds open lines, labels that await numbers, and one whole row at either end.
    """
    end = start
    if not _is_flexible(fragments[start]):
        if fragments[start].is_group or start + 1 == len(fragments) or not fragments[start + 1].is_open:
            return start
        end = start + 1
    while end < len(fragments) and not fragments[end].is_group:
        whole_row = not _is_flexible(fragments[end])
        end += 1
        if whole_row and not (end < len(fragments) and fragments[end].is_open):
            break
    return end if any(fragment.is_open for fragment in fragments[start:end]) else start


def _is_flexible(fragment: Fragment) -> bool:
    return fragment.is_open or fragment.awaits_numbers


def _read_run(fragments: Sequence[Fragment], start: int, end: int, book: LabelBook) -> list[Joined]:
    """The rows that every cheapest reading of the run agrees on; the lines of the others are loose.

    Counted forwards and backwards: a row stands in all when as many cheapest readings give it as there are.
    """
    pieces = _list_pieces(fragments, start, end, book)
    ahead = _count_cheapest(pieces, start, end)
    behind = _count_cheapest({(end - j, end - i): piece for (i, j), piece in pieces.items()}, 0, end - start)
    cost, readings = ahead[end]
    votes: dict[tuple[int, str], int] = {}
    chosen: dict[tuple[int, str], Joined] = {}
    covered: dict[int, int] = {}
    for (i, j), (own, joined) in pieces.items():
        if ahead[i][0] + own + behind[end - j][0] != cost:
            continue
        ways = ahead[i][1] * behind[end - j][1]
        for index in () if joined.loose else joined.members:
            covered[index] = covered.get(index, 0) + ways
        if joined.code:
            key = (_holder(fragments, joined.members), joined.code)
            votes[key] = votes.get(key, 0) + ways
            chosen[key] = min(chosen.get(key, joined), joined, key=lambda known: len(known.members))
    found = _keep_trusted([chosen[key] for key, ways in votes.items() if ways == readings], fragments, start, end)
    taken = {index for joined in found for index in joined.members}
    rest = [
        Joined((index,), "", loose=fragments[index].has_marks or covered.get(index, 0) != readings)
        for index in range(start, end)
        if index not in taken
    ]
    return sorted([*found, *rest])


def _keep_trusted(found: list[Joined], fragments: Sequence[Fragment], start: int, end: int) -> list[Joined]:
    """The rows without those whose label and numbers stand on lines apart, unless all such lines of the run find their
    partner: three labels above three lines of numbers say nothing of which belongs to which."""
    numbers = {
        i
        for i in range(start, end)
        if fragments[i].has_marks and not fragments[i].text and not fragments[i].is_bare_number
    }
    taken = {i for joined in found for i in joined.members}
    lonely = [
        joined
        for joined in found
        if joined.code and not any(fragments[i].has_marks or fragments[i].has_cells for i in joined.members)
    ]
    if not numbers or (numbers <= taken and not lonely):
        return found
    return [joined for joined in found if joined not in lonely and not numbers & set(joined.members)]


def _holder(fragments: Sequence[Fragment], members: Sequence[int]) -> int:
    """The line of a row that holds its numbers, or else its whole label with cells, its first line with cells of its
    own, or its last."""
    marked = [index for index in members if fragments[index].has_marks]
    celled = [index for index in members if fragments[index].has_cells]
    whole = [index for index in celled if fragments[index].code]
    return (marked or whole or celled or members[-1:])[0]


def _list_pieces(
    fragments: Sequence[Fragment], start: int, end: int, book: LabelBook
) -> dict[tuple[int, int], tuple[int, Joined]]:
    """Each piece (first, past the last) that can be read, with its cost; a line can always be left loose."""
    pieces: dict[tuple[int, int], tuple[int, Joined]] = {}
    for first in range(start, end):
        for stop in range(first + 1, min(end, first + _MAX_PIECES) + 1):
            piece = fragments[first:stop]
            if sum(fragment.has_marks for fragment in piece) > 1:
                break
            read = _read_piece(piece, first, stop, book)
            if read:
                pieces[first, stop] = read
    return pieces


def _count_cheapest(
    pieces: dict[tuple[int, int], tuple[int, Joined]], start: int, end: int
) -> dict[int, tuple[int, int]]:
    """For each place the least cost to reach it from `start`, and in how many ways."""
    reached: dict[int, tuple[int, int]] = {start: (0, 1)}
    for stop in range(start + 1, end + 1):
        arrivals = [
            (reached[first][0] + pieces[first, stop][0], reached[first][1])
            for first in range(max(start, stop - _MAX_PIECES), stop)
            if (first, stop) in pieces
        ]
        least = min(cost for cost, _ in arrivals)
        reached[stop] = (least, sum(ways for cost, ways in arrivals if cost == least))
    return reached


def _read_piece(piece: Sequence[Fragment], first: int, stop: int, book: LabelBook) -> tuple[int, Joined] | None:
    """What the piece makes and what that costs: a row, a group label, or one loose line; None if it makes nothing."""
    members = tuple(range(first, stop))
    if len(piece) > 1 and (_holds_whole_row(piece) or any(fragment.is_bare_number for fragment in piece)):
        return None
    code, slip = _resolve(piece, book)
    if code:
        return (_SLIP_COST if slip else 0), Joined(members, code, slip)
    has_marks = any(fragment.has_marks for fragment in piece)
    text = fold_label("".join(fragment.text for fragment in piece))
    if not has_marks and (text in book.groups or (len(piece) == 1 and piece[0].is_group)):
        return 0, Joined(members, "")
    if len(piece) > 1:
        return None
    cost = _LOOSE_NUMBERS if has_marks else _LOOSE_TEXT if text else 0
    return cost, Joined(members, "", loose=has_marks or bool(text))


def _holds_whole_row(piece: Sequence[Fragment]) -> bool:
    """Whether a line of the piece is a whole label with cells of its own and the others add no text to it."""
    return any(fragment.code and (fragment.has_marks or fragment.has_cells) for fragment in piece) and not all(
        fragment.text for fragment in piece
    )


def _resolve(piece: Sequence[Fragment], book: LabelBook) -> tuple[str, bool]:
    """The row code the pieces make together, and whether a slip was allowed for it."""
    if len(piece) == 1 and piece[0].code:
        return piece[0].code, False
    printed = "".join(fragment.text for fragment in piece)
    text = fold_label(printed)
    if not text or book.has_strange_remark(printed):
        return "", False
    code = book.row_of(text)
    if code:
        return ("" if book.has_remark_of_another(printed, code) else code), False
    near = book.nearest_row(text) if len(piece) == 1 else ""
    return near, bool(near)
