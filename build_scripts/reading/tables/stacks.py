"""Tables copied so that every cell stands on a line of its own → rows of cells.

Comes in: numbered lines, those that open a section or hold a row already, the books of labels. Goes out: by line number
the cells of a row; the further lines it takes have none. Refuses to know: codes, editions, sections.
A lost blank cell and the number of a page are not to be told from a full row by count alone: a row of seven or fifteen
numbers must meet its own sums, and shorter rows are read only where no line of the report may be a page's number.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from build_scripts.reading.labels import LabelBook, fold_label, strip_space
from build_scripts.reading.tables.amounts import MarkKind, read_mark
from build_scripts.reading.tables.blanks import Books, join_unsure, meets_sums
from build_scripts.reading.tables.grids import ORDERLESS, UNSURE, ends_run, is_furniture

_LONE = re.compile(r"[+-]?[0-9０-９][0-9０-９.,，．]{0,16}\s*(?:[件个项次条起份]|[千百万亿]*元)?|[-—–―－/／]{1,4}|无")
_ENUMERATED = re.compile(r"^\(?(?:[一二三四五六七八九十]{1,3}[)、.]|[0-9]{1,2}[.、)](?![0-9]))")
_FEW_IN_A_ROW, _SHORT, _REQUEST, _LONG, _REVIEWS = 3, 3, 7, 12, 15
_USUAL = (1, 2, 3, 7, 15)
_MOST_PIECES, _NEAR = 5, 20
_LONGEST_LONE, _LONGEST_WORD = 20, 10
Cells = tuple[str, ...]


@dataclass(slots=True)
class _Run:
    """Numbers on lines below each other: their line numbers and texts, and the line of the text above (0: none)."""

    lines: list[int]
    numbers: list[str]
    above: int

    @property
    def is_surplus(self) -> bool:
        """More numbers than a row of requests has, and not all the same."""
        return len(self.numbers) > _REQUEST and len(set(self.numbers)) > 1


def part_stacks(lines: Sequence[str], breaks: Collection[int], held: Collection[int], books: Books) -> dict[int, Cells]:
    """The cells of every row and of every line of heads; nothing in a report without several numbers in a row that
    stand each on a line. `held`: lines whose cells are parted otherwise."""
    lone = {n for n, text in enumerate(lines, 1) if len(text) <= _LONGEST_LONE and _is_lone(text) and n not in held}
    if len(lone) < _FEW_IN_A_ROW:
        return {}
    runs = _find_runs(lines, lone, breaks)
    if max((len(run.numbers) for run in runs), default=0) < _FEW_IN_A_ROW:
        return {}
    others = {*lone, *breaks, *held, *(n for n, text in enumerate(lines, 1) if "\t" in text or "|" in text)}
    is_known = [_has_label(run, lines, others, books) for run in runs]
    pages = [run for run, known in zip(runs, is_known, strict=True) if not known or len(run.numbers) not in _USUAL]
    is_clean = not any(number[-1].isdigit() for run in pages for number in run.numbers)
    found: dict[int, Cells] = {}
    for run, known in zip(runs, is_known, strict=True):
        if run.above and _is_between_group_and_leaf(run, lines, books):
            found.update(dict.fromkeys(run.lines, ()))
        elif known:
            found.update(_place_run(run, lines, others, is_clean, books))
        elif run.above and run.above not in others and not ends_run(lines[run.above - 1]):
            found.update(dict.fromkeys(run.lines, ()))
            found[run.above] = (lines[run.above - 1].strip(), join_unsure(run.numbers))
    found.update(_find_broken(lines, others, found, books))
    ends = {run.above for run, known in zip(runs, is_known, strict=True) if known and len(run.numbers) < _LONG}
    for head in _find_heads(lines, others, ends, books):
        found.update(head)
    return found


def _is_lone(text: str) -> bool:
    plain = text.strip()
    kind = read_mark(plain).kind if plain and _LONE.fullmatch(plain) else MarkKind.EMPTY
    return kind is MarkKind.NUMBER or kind is MarkKind.DASH


def _find_runs(lines: Sequence[str], lone: Collection[int], breaks: Collection[int]) -> list[_Run]:
    runs: list[_Run] = []
    above, is_open = 0, False
    for number, text in enumerate(lines, 1):
        if number in lone and number not in breaks:
            if not is_open:
                runs.append(_Run([], [], above))
                is_open = True
            runs[-1].lines.append(number)
            runs[-1].numbers.append(text.strip())
        elif text.strip("\t \u3000\f") and not is_furniture(text):
            above, is_open = number, False
    return runs


def _has_label(run: _Run, lines: Sequence[str], others: Collection[int], books: Books) -> bool:
    """Whether the text above a run is a row's label or the end of one, or a head above the reviews' one row."""
    if not run.above or run.above in others or ends_run(lines[run.above - 1]):
        return False
    key = fold_label(lines[run.above - 1])
    if len(run.numbers) >= _LONG and any(key in book.heads for book in books):
        return True
    pieces: list[str] = []
    for number in range(run.above, max(0, run.above - _MOST_PIECES), -1):
        text = lines[number - 1]
        if number in others or ends_run(text):
            break
        pieces.insert(0, text)
        if any(book.row_of(fold_label("".join(pieces))) for book in books):
            return True
    return len(run.numbers) >= _REQUEST or any(key and key in label for book in books for label in book.joined)


def _is_between_group_and_leaf(run: _Run, lines: Sequence[str], books: Books) -> bool:
    """Whether a number or two stand below the label of a group and above its first row: a page number."""
    if len(run.numbers) >= _FEW_IN_A_ROW:
        return False
    near = lines[run.lines[-1] : run.lines[-1] + _NEAR]
    below = next((text for text in near if text.strip() and not is_furniture(text)), "")
    return _opens_group(lines[run.above - 1], below, books)


def _opens_group(text: str, below: str, books: Books) -> bool:
    """Whether a text is the label of a group and the one below it that of its row, or the beginning of one."""
    group = fold_label(text)
    leaf = group + fold_label(below)
    return leaf != group and any(
        group in book.groups and any(label.startswith(leaf) for label in book.joined) for book in books
    )


def _place_run(
    run: _Run, lines: Sequence[str], others: Collection[int], is_clean: bool, books: Books
) -> dict[int, Cells]:
    """The row of a run, beside its label, or on its own line where it is as long as the reviews' one row."""
    count = len(run.numbers)
    found: dict[int, Cells] = dict.fromkeys(run.lines, ())
    above = _labels_above(run, lines, others, books) if count > _REQUEST else [run.above]
    if count >= _LONG and not above:
        is_sure = meets_sums(run.numbers) or (count >= _REVIEWS and len(set(run.numbers)) == 1)
        return found | {run.lines[0]: tuple(run.numbers) if is_sure else (join_unsure(run.numbers),)}
    doubtful = run.is_surplus or (count == _REQUEST and not meets_sums(run.numbers)) or count >= 2 * _REQUEST
    if doubtful or (count <= _SHORT and not is_clean):
        cell = join_unsure(run.numbers)
        return found | {number: (lines[number - 1].strip(), cell) for number in above or [run.above]}
    return found | {run.above: (lines[run.above - 1].strip(), *run.numbers)}


def _labels_above(run: _Run, lines: Sequence[str], others: Collection[int], books: Books) -> list[int]:
    """The lines above a run, up to the numbers, heading or sentence before, that may be labels of rows, all of which
    its numbers may be of; none if only heads stand there."""
    found: list[int] = []
    is_sure = False
    below = ""
    for number in range(run.above, 0, -1):
        text = lines[number - 1]
        if number in others or ends_run(text):
            break
        key = fold_label(text)
        is_enumerated = _ENUMERATED.match(strip_space(text)) is not None
        is_row = bool(key) and any(book.row_of(key) for book in books)
        if (is_row or is_enumerated or number == run.above) and not _opens_group(text, below, books):
            found.append(number)
        is_sure = is_sure or is_enumerated or (is_row and not any(key in book.heads for book in books))
        below = text if key else below
    return found if is_sure else []


def _find_broken(
    lines: Sequence[str], others: Collection[int], found: Collection[int], books: Books
) -> dict[int, Cells]:
    """Whole labels of rows above a line that is neither a label nor a number: what should be numbers are words."""
    broken: dict[int, Cells] = {}
    label = 0
    for number, text in enumerate(lines, 1):
        if not text.strip() or is_furniture(text):
            continue
        key = fold_label(text) if number not in others and not ends_run(text) else ""
        is_label = any(key in book.joined or book.is_group_part(key) or key in book.heads for book in books if key)
        is_word = len(key) <= _LONGEST_WORD and not _ENUMERATED.match(strip_space(text))
        if label and key and is_word and not is_label and not any(key in one for book in books for one in book.joined):
            broken[label] = (lines[label - 1].strip(), text.strip() + UNSURE)
        is_row = key and number not in found and any(book.row_of(key) for book in books)
        label = number if is_row else 0
    return broken


def _find_heads(
    lines: Sequence[str], others: Collection[int], ends: Collection[int], books: Books
) -> Iterator[dict[int, Cells]]:
    """Heads on lines below each other, as one line of heads each time the form begins a new one."""
    for book in books:
        heads: list[tuple[int, str]] = []
        taken: dict[int, Cells] = {}
        for number in range(1, len(lines) + 2):
            text = lines[number - 1].strip() if number <= len(lines) else "."
            if not text or is_furniture(text) or number in taken:
                continue
            is_free = number not in others and number not in ends and number <= len(lines)
            joined = text + (lines[number].strip() if is_free and number < len(lines) else "")
            if is_free and _is_head(text, book):
                heads.append((number, text))
            elif is_free and number + 1 not in ends and number + 1 not in others and _is_head(joined, book):
                heads.append((number, joined))
                taken[number + 1] = ()
            elif heads:
                if len(heads) > 1:
                    yield taken | _lay_heads(heads, book)
                heads, taken = [], {}


def _is_head(text: str, book: LabelBook) -> bool:
    key = fold_label(text)
    return bool(key) and key in book.heads and (key not in book.rows or not _ENUMERATED.match(strip_space(text)))


def _lay_heads(heads: Sequence[tuple[int, str]], book: LabelBook) -> dict[int, Cells]:
    """Lines of heads: a new one at 信息内容 and, in a table with groups, behind the head of a group of columns and the
    总计 that stands beside it. In what order columns stand that are told line by line nobody
    knows, so that no other order than the form's is read from them: the last cell is marked."""
    found: dict[int, Cells] = {}
    row: list[str] = []
    start, above = heads[0][0], False
    for number, text in heads:
        key = fold_label(text)
        is_group = not book.heads[key]
        begins = key == "信息内容" or (bool(book.groups) and above and not is_group and book.heads[key] != "total")
        if row and begins:
            found[start] = tuple(row)
            row = []
        if not row:
            start = number
        found[number] = ()
        row.append(text)
        above = is_group or (above and book.heads[key] == "total")
    found[start] = tuple(row)
    return {number: (*cells[:-1], cells[-1] + ORDERLESS) if cells else () for number, cells in found.items()}
