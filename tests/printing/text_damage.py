"""Known damage that only text has: columns that blanks or line ends part, torn groups, lines broken at a width.

EXACT and GAP ALLOWED mean what they mean in `tests.printing.damage`. Refuses to know: the reader.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from random import Random

from build_scripts.codes import Codes
from tests.printing.sheet import Line, Sheet, other_line

_SUMS = {7: ((0, 7),), 15: ((0, 5), (5, 10), (10, 15))}
_PIECES = frozenset({"企业", "组织", "机构"})
_PLAIN = re.compile(r"[+-]?[0-9０-９]+(?:[.．][0-9０-９]+)?")
_RADICALS = str.maketrans("行自人民长门见风页工大小目用示色齐青户", "⾏⾃⼈⺠⻓⻔⻅⻛⻚⼯⼤⼩⽬⽤⽰⾊⻬⻘⼾")


def columns_by_blanks(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """Cells with two or more blanks between them. EXACT for full rows of plain numbers; blank cells leave nothing, so
    GAP ALLOWED for all others.
    """
    for table in sheet.tables():
        table.parted_by = rng.choice(("  ", "    ", "\u3000"))
        for line in table.data():
            line.label_lost = line.label_lost or not _is_plain(line)
            sheet.exact_text = sheet.exact_text and not line.label_lost
        heads = [line.labels for line in table.lines if line.kind == "head"]
        bare = any(sum(map(bool, labels)) == 1 or _PIECES.intersection(labels) for labels in heads)
        sheet.exact_text = sheet.exact_text and not (bare and table.name == "applications")


def columns_by_single_blanks(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """Cells with one blank between them. As above, but three digits behind others may be the rest of a thousand: GAP
    ALLOWED for such a row unless it meets its own sums.
    """
    for table in sheet.tables():
        table.parted_by = " "
        for line in table.data():
            thousand = any(len(value.strip()) == 3 for value in line.values[1:]) and not _meets_sums(line)
            line.label_lost = line.label_lost or thousand or not _is_plain(line)
            sheet.exact_text = sheet.exact_text and not line.label_lost
        heads = [line.labels for line in table.lines if line.kind == "head"]
        bare = any(sum(map(bool, labels)) == 1 or _PIECES.intersection(labels) for labels in heads)
        sheet.exact_text = sheet.exact_text and not (bare and table.name == "applications")


def one_cell_a_line(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """Every cell on a line of its own, blank cells lost. EXACT for full rows of requests that meet their own sum; GAP
    ALLOWED for others: a page number among them could not be told, nor 无, a character of a group label torn over the
    row below, from a mark for no number. A table without numbers may pass for text.
    """
    for table in sheet.tables():
        table.parted_by = "\n"
        bare = any(line.kind == "other" and any(_PLAIN.fullmatch(cell) for cell in line.labels) for line in table.lines)
        torn = any(cell in _PIECES for line in table.lines for cell in line.labels if line.kind == "head")
        table.doubtful = table.doubtful or bare or torn
        sheet.exact_text = sheet.exact_text and any(value for line in table.data() for value in line.values)
        torn_below = [id(one) for one, below in pairwise(table.lines) if next(filter(None, below.labels), "") == "无"]
        for line in table.data():
            sure = len(line.values) == 7 and _is_plain(line) and _meets_sums(line) and id(line) not in torn_below
            line.label_lost = line.label_lost or not sure
            sheet.exact_text = sheet.exact_text and bool(line.values) and _is_plain(line)


def group_torn_over_rows(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """A group label's characters in the first cells of the rows beside it, as vertical text is taken. EXACT: the leaves
    name their rows.
    """
    table = sheet.table("applications")
    own = {cell.row_label for cell in codes.tables[sheet.facts.form, "applications"].cells}
    rows = [line for line in table.data() if line.label_at > 0 and line.labels[line.label_at] in own and not line.wraps]
    for at, line in enumerate(rows):
        group = line.labels[line.label_at - 1]
        beside = [other for other in rows[at + 1 : at + 6] if not any(other.labels[: other.label_at])]
        if len(group) >= 4 and beside:
            pieces = [group[:3], *group[3:]][: len(beside) + 1]
            pieces[-1] += group[2 + len(pieces) :]
            for piece, other in zip(pieces, [line, *beside], strict=False):
                other.labels[other.label_at - 1] = piece
            return


def heads_repeated(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """The heads printed again below a page break. EXACT."""
    table = sheet.table("applications")
    heads = [line for line in table.lines if line.kind == "head"]
    rows = [at for at, line in enumerate(table.lines) if line.kind == "data" and not line.wraps and line.label_at == 0]
    if heads and len(rows) > 1:
        spot = rng.choice(rows[1:])
        again = [Line("head", list(line.labels), after=line.after) for line in heads]
        table.lines[spot:spot] = [other_line(""), *again]


def page_number_bare(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """A bare number on a line between two rows. EXACT where the rows have their own numbers and meet their own sums:
    it is of no row. It may be the rest of a wrapped number of a row that does not: GAP ALLOWED for that.
    """
    table = sheet.table("applications")
    spots = [at for at, line in enumerate(table.lines) if line.kind == "data" and all(line.values) and not line.wraps]
    if spots:
        at = rng.choice(spots)
        table.lines.insert(at, other_line(str(rng.randint(2, 9))))
        around = {id(line) for line in table.lines[max(0, at - 3) : at + 4]}
        beside = {id(line) for line in table.lines[max(0, at - 1) : at + 2]}
        for line in table.data():
            is_torn = not all(line.values) or bool(line.wraps)
            is_open = not (_is_plain(line) and _meets_sums(line))
            line.label_lost = line.label_lost or (is_torn and id(line) in around) or (is_open and id(line) in beside)


def number_wrapped(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """The last digits of a row on a line of their own. GAP ALLOWED for that row, and for the one below if it does not
    meet its own sum. Behind the last row they stay in the text.
    """
    sheet.exact_text = False
    table = rng.choice(sheet.tables())
    spots = [
        at
        for at, line in enumerate(table.lines)
        if line.kind == "data" and not line.wraps and line.values and re.fullmatch("[0-9.]*[0-9]{2}", line.values[-1])
    ]
    if spots:
        at = rng.choice(spots)
        last = table.lines[at].values[-1]
        cut = rng.randint(1, len(last) - 1)
        cut -= last[cut - 1] == "."
        table.lines[at].values[-1] = last[:cut]
        table.lines.insert(at + 1, other_line(last[cut:]))
        for line in table.lines[at : at + 3]:
            line.label_lost = True


def labels_spaced(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """Blanks inside labels (规 章). EXACT."""
    for line in _labelled(sheet):
        if rng.random() < 0.5:
            line.labels[line.label_at] = " ".join(line.labels[line.label_at])


def labels_in_radicals(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """Radicals in the place of characters, as PDFs give them (⾏政许可). EXACT."""
    for table in sheet.tables():
        for line in table.lines:
            line.labels = [label.translate(_RADICALS) for label in line.labels]
            line.wraps = [part.translate(_RADICALS) for part in line.wraps]


def numbers_with_signs(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """+36 for 36, 1,234 for 1234. EXACT."""
    for line in [line for table in sheet.tables() for line in table.data()]:
        line.values = [_sign(rng, value) for value in line.values]


def thousands_with_a_blank(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """1 036 for 1036. GAP ALLOWED: it may be two numbers."""
    for line in [line for table in sheet.tables() for line in table.data() if not line.shaped]:
        large = [at for at, value in enumerate(line.values) if value.isdigit() and len(value) > 3]
        for at in large:
            line.values[at] = f"{int(line.values[at]):,}".replace(",", " ")
        line.label_lost = line.label_lost or bool(large)
        line.shaped = line.shaped or bool(large)


def paragraphs_hard_wrapped(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """Every line of the text broken at one width. EXACT for cells; the text is whole again but where a line happens to
    end with its sentence.
    """
    width = rng.randint(28, 38)
    sheet.exact_text = False
    for part in sheet.parts:
        part.before = [text[at : at + width] for text in part.before for at in range(0, len(text), width)]


TEXT_DAMAGES = (
    group_torn_over_rows, labels_spaced, labels_in_radicals, numbers_with_signs, thousands_with_a_blank, heads_repeated,
    page_number_bare, number_wrapped, paragraphs_hard_wrapped, columns_by_blanks, columns_by_single_blanks,
    one_cell_a_line,
)  # fmt: skip


def _labelled(sheet: Sheet) -> list[Line]:
    return [line for table in sheet.tables() for line in table.data() if line.label_at >= 0 and not line.wraps]


def _is_plain(line: Line) -> bool:
    """Whether the row prints a plain number for every column, and its label on one line."""
    return (
        not line.wraps
        and all(_PLAIN.fullmatch(value.strip()) for value in line.values)
        and len(line.values) == len({slot for slot in line.slots if slot})
    )


def _meets_sums(line: Line) -> bool:
    values = [Decimal(value) if re.fullmatch(r"[0-9]+", value) else Decimal(-1) for value in line.values]
    sums = _SUMS.get(len(values), ())
    return bool(sums) and all(sum(values[start : end - 1]) == values[end - 1] for start, end in sums)


def _sign(rng: Random, value: str) -> str:
    if not value.isdigit():
        return value
    return f"{int(value):,}" if len(value) > 3 else f"+{value}" if value != "0" and rng.random() < 0.2 else value
