"""Known damage to a sheet, each with a name and with what the contract promises for it.

EXACT: the row must be read as it was before the damage (or as the damage says it is printed). GAP ALLOWED: the reader
may leave the cell unread, with a finding, or read it rightly; never another number. Which of the two holds for a row
of numbers follows in every case from the placement rules, worked out in `contract`; the docstrings say what comes out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import TypeVar

from build_scripts.codes import Codes, FormCell
from build_scripts.model import State
from tests.printing.facts import Truth
from tests.printing.sheet import Line, Sheet, Slot, Table, other_line
from tests.printing.text_damage import TEXT_DAMAGES

T = TypeVar("T")
Damage = Callable[[Sheet, Random, Codes], None]
DIGITS = str.maketrans("0123456789.", "０１２３４５６７８９．")
HALF = str.maketrans("（）：，“”", '():,""')
CHINESE_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
ENUMERATOR = re.compile(r"^([一二三四五六七八九十]+、|（[一二三四五六七]）|\d\.)")
SIX = {"2021": ("other_no_correction", "other_fee_unpaid", "other"), "2019": ("other_processing",)}
SPLIT_HEADS = {"社会公益组织": ("社会公益", "组织"), "法律服务机构": ("法律服务", "机构"), "商业企业": ("商业", "企业")}


# — blanks —


def trailing_blanks_vary(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """Blank cells at the end of rows come and go. EXACT for full rows: empty cells are spare. A row with blanks of its
    own keeps its width, or the print would be another one.
    """
    for line in _data(sheet):
        if all(line.values):
            line.after = rng.randint(0, 4)


def trailing_blanks_cut(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """All blank cells at the end of every line are cut, those of blank values too. EXACT for full rows. GAP
    ALLOWED for a partly blank row that got shorter, for nothing says any more which cells it lost, and for a blank row,
    of which a label on a line is left.
    """
    for line in [line for table in sheet.tables() for line in table.lines if line.kind != "data"]:
        line.after = 0
        while len(line.labels) > 1 and not line.labels[-1]:
            line.labels.pop()
    for line in _data(sheet):
        line.after = 0
        while line.values and not line.values[-1]:
            line.values.pop()
            line.shaped = True
        line.label_lost = line.label_lost or not line.values


def spare_cells_before_values(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """One to three spare blank cells between label and numbers. EXACT for full rows and blank rows."""
    for line in _sample(rng, _data(sheet), 0.3):
        line.before += rng.randint(1, 3)


def spare_cells_between_values(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """A spare blank cell between two numbers of a full row. EXACT: as many numbers as columns, so blanks are spare."""
    for line in _sample(rng, _full(sheet), 0.2):
        _insert(line, rng.randint(1, len(line.values)), "")
        line.shaped = True


# — breaks and lines between —


def page_break_in_table(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """A blank line between two rows of a table. EXACT."""
    for table in sheet.tables():
        table.lines.insert(_after_heads(table, rng), other_line(""))


def page_break_in_heads(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """A blank line between two lines of the heads. EXACT."""
    table = sheet.table(rng.choice(("applications", "remedies")))
    if _heads(table):
        table.lines.insert(rng.randint(1, len(_heads(table))), other_line(""))


def page_number_between_rows(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """A page number between two rows. EXACT: it is no row of the table."""
    for table in sheet.tables():
        number = rng.randint(2, 9)
        mark = rng.choice((f"- {number} -", f"— {number} —", f"－{number}－"))
        spot = _after_heads(table, rng)
        table.lines[spot:spot] = [other_line(""), other_line(mark), other_line("")]


def note_under_table(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """A note with a number below a table. EXACT, and the note stays in the section's text."""
    part = sheet.part(rng.choice("234"))
    part.after.append(rng.choice(("注：本表统计范围为本机关。", "备注：以上数据截至12月31日，共涉及3个科室。")))


# — heads —


def heads_split_over_lines(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """Heads printed on two lines (社会公益 / 组织), maybe with a page break between. EXACT."""
    table = sheet.table("applications")
    for at, line in enumerate(table.lines):
        split = [SPLIT_HEADS.get(cell, (cell, "")) for cell in line.labels]
        if line.kind == "head" and any(second for _, second in split):
            line.labels = [first for first, _ in split]
            below = [Line("head", [second for _, second in split], after=line.after)]
            table.lines[at + 1 : at + 1] = [*([other_line("")] if rng.random() < 0.5 else []), *below]
            return


def head_cell_missing(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """One head is not printed. GAP ALLOWED for the table: what names a column is gone."""
    table = sheet.table(rng.choice(("applications", "disclosures")))
    spots = [(line, at) for line in _heads(table) for at, cell in enumerate(line.labels) if cell and at]
    if spots:
        line, at = rng.choice(spots)
        line.labels[at] = ""
        table.doubtful = True


def heads_missing(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """All heads of a table are gone. GAP ALLOWED for the table. (Disclosures keep theirs: they tell the edition; a
    table with columns in another order keeps them too: nobody could know without them.)
    """
    table = sheet.table(rng.choice(("applications", "remedies")))
    if table.doubtful:
        return
    table.lines = [line for line in table.lines if line.kind != "head"]
    table.doubtful, sheet.exact_text = True, False


def heads_in_another_order(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """Two columns change places, heads and numbers alike. GAP ALLOWED: a number belongs to its head."""
    table = sheet.table("applications")
    names = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
    first, second = sorted(rng.sample(range(5), 2))
    for line in _heads(table):
        if names[first] in line.labels and names[second] in line.labels:
            one, two = line.labels.index(names[first]), line.labels.index(names[second])
            line.labels[one], line.labels[two] = line.labels[two], line.labels[one]
            table.doubtful = True
            for row in table.data():
                if len(row.values) == 7:
                    _swap(row.values, first + 1, second + 1)
                    _swap(row.slots, first + 1, second + 1)
            return


# — row labels —


def label_wrapped(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """A row label over two or three lines, the numbers beside any of them. EXACT: the parts make the label."""
    lines = [line for line in _data(sheet) if line.labels and len(line.labels[line.label_at]) >= 9]
    for line in rng.sample(lines, min(3, len(lines))):
        label = line.labels[line.label_at]
        cuts = [rng.randint(3, len(label) - 4)]
        if len(label) > 20:
            cuts = [rng.randint(4, 9), rng.randint(13, len(label) - 4)]
        bounds = [0, *cuts, len(label)]
        line.wraps = [label[first:end] for first, end in pairwise(bounds)]
        line.values_on = rng.randrange(len(line.wraps))


def group_label_missing(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """Group labels merged away. EXACT: the leaves name their rows."""
    table = sheet.table("applications")
    for line in table.lines:
        if line.kind == "data":
            line.labels = ["" if at < line.label_at else label for at, label in enumerate(line.labels)]
    table.lines = [line for line in table.lines if line.kind != "other"]


def group_label_glued(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """Group and leaf in one cell (（三）不予公开 1.属于国家秘密). GAP ALLOWED for these rows."""
    for line in sheet.table("applications").data():
        above = [label for label in line.labels[: line.label_at] if label]
        if above and not line.wraps:
            line.labels[line.label_at] = " ".join((above[-1], line.labels[line.label_at]))
            line.labels = ["" if label == above[-1] else label for label in line.labels]
            line.label_lost = True


def group_label_spaced(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """Blanks inside group labels, as vertical text leaves them (三、 本 年 度 办 理 结 果). EXACT."""
    for line in sheet.table("applications").lines:
        last = len(line.labels) if line.kind == "other" else max(line.label_at, 0)
        if line.kind != "head":
            spaced = [
                " ".join(label) if len(label) > 2 and label[0] in "三（" else label for label in line.labels[:last]
            ]
            line.labels = [*spaced, *line.labels[last:]]


def leaf_in_first_cell(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """A leaf moved to the first cell of its line, the freed cells left blank or gone. EXACT for full and blank rows."""
    lines = [line for line in sheet.table("applications").data() if line.label_at > 0 and not any(line.labels[:-1])]
    for line in rng.sample(lines, min(4, len(lines))):
        freed = line.label_at if rng.random() < 0.5 else 0
        line.labels = [line.labels[line.label_at], *[""] * freed]


def half_width_punctuation(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """Labels, heads and section headings with ASCII punctuation. EXACT."""
    for table in sheet.tables():
        for line in table.lines:
            line.labels = [label.translate(HALF) for label in line.labels]
            line.wraps = [part.translate(HALF) for part in line.wraps]


def full_width_enumerators(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """１．属于国家秘密 for 1.属于国家秘密. EXACT."""
    _relabel(sheet, lambda label: re.sub(r"^(\d)\.", lambda found: found[1].translate(DIGITS) + "．", label))


def enumerators_spaced(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """A blank after the enumerator. EXACT."""
    _relabel(sheet, lambda label: ENUMERATOR.sub(lambda found: found[0] + " ", label))


def enumerators_missing(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """Leaves and rows without their enumerators. EXACT: enumerators are normalised away."""
    _relabel(sheet, lambda label: ENUMERATOR.sub("", label))


def enumerator_in_own_cell(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """1. in one cell and 属于国家秘密 in the next. GAP ALLOWED: the lone enumerator may not be told from a number.
    Full and blank rows alone: a partly blank one moved by a cell is another print.
    """
    whole = [line for line in sheet.table("applications").data() if all(line.values) or not any(line.values)]
    for line in _sample(rng, whole, 0.3):
        found = ENUMERATOR.match(line.labels[line.label_at]) if line.label_at >= 0 and not line.wraps else None
        if found:
            at, label = line.label_at, line.labels[line.label_at]
            line.labels[at : at + 1] = [found[0], label[found.end() :]]
            line.label_lost = True


def label_character_doubled(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """无正当理由由大量反复申请. EXACT for long labels, with a finding: no other label is as near."""
    _slip(sheet, rng, lambda label, at: label[: at + 1] + label[at:], shortest=9, lost=False)


def label_character_missing(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """A character of a label is gone. GAP ALLOWED: a slip may be allowed for, but need not."""
    _slip(sheet, rng, lambda label, at: label[:at] + label[at + 1 :], shortest=2, lost=True)


def label_character_wrong(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """A character of a label is another one, taken from other labels. GAP ALLOWED: the label may fit two rows."""
    _slip(sheet, rng, lambda label, at: label[:at] + rng.choice("许处强可罚制公规范类三四") + label[at + 1 :], 4, True)


# — numbers —


def numbers_full_width(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """１２ for 12, ３．５ for 3.5. EXACT."""
    for line in _sample(rng, _data(sheet), 0.5):
        line.values = [value.translate(DIGITS) for value in line.values]


def numbers_spaced(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """Blanks around numbers, ideographic ones too. EXACT."""
    for line in _sample(rng, _data(sheet), 0.5):
        line.values = [f"{rng.choice(' 　')}{value} " if value else "" for value in line.values]


def numbers_with_remarks(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """22（其中修订 16 件）, 12件, +1036, 1,234. GAP ALLOWED for the row: a remark may be read off, but need not."""
    for line in rng.sample(_full(sheet), min(2, len(_full(sheet)))):
        at = rng.randrange(len(line.values))
        number = line.values[at]
        styles = [f"{number}（其中修订 {rng.randint(1, 9)} 件）", f"{number}件", f"约{number}", f"{number}*"]
        if number.isdigit() and int(number) > 999:
            styles.append(f"{int(number):,}")
        line.values[at] = rng.choice(styles)
        line.shaped = line.label_lost = True


def amount_in_yuan(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """251000元 in a cell of 万元. GAP ALLOWED; read it is 25.1."""
    for line in sheet.table("disclosures").data():
        amount = sheet.truths.get(("disclosures", line.row, "amount"))
        if amount and amount.value is not None and not line.shaped:
            line.values = [f"{(amount.value * Decimal(10000)).normalize():f}元"]
            line.shaped = line.label_lost = True


def row_blank(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """Rows printed without any number. EXACT: blank."""
    for line in _sample(rng, _unshaped(sheet, labelled=True), 0.2):
        _fill(sheet, line, {at: ("", Truth(State.BLANK)) for at in range(len(line.values))})


def table_blank(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """A whole table without numbers. EXACT: blank; only the remedies' one row, that has no label, may pass for
    unprinted (GAP ALLOWED).
    """
    table = rng.choice(sheet.tables())
    for line in table.data():
        if not line.shaped:
            _fill(sheet, line, {at: ("", Truth(State.BLANK)) for at in range(len(line.values))})


def row_partly_blank(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """Some cells of a row blank, the cells kept. EXACT where the value cells are as many as the columns and stand where
    full rows of the same label depth have theirs; else GAP ALLOWED.
    """
    for line in _sample(rng, _unshaped(sheet), 0.3):
        _fill(sheet, line, {at: ("", Truth(State.BLANK)) for at in _some(rng, line)})


def dashes(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """— or / or － for numbers, in some cells or all of a row. EXACT as with blanks, and the state is dash."""
    for line in _sample(rng, _unshaped(sheet), 0.2):
        mark = rng.choice(("—", "/", "－", "-"))
        chosen = range(len(line.values)) if rng.random() < 0.4 else _some(rng, line)
        _fill(sheet, line, {at: (mark, Truth(State.DASH)) for at in chosen})


def words_for_numbers(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """无 or 零 for a number. GAP ALLOWED for the row: the contract names no such mark."""
    for line in rng.sample(_full(sheet), min(2, len(_full(sheet)))):
        at = rng.randrange(len(line.values))
        line.values[at] = rng.choice(("无", "零", "不适用"))
        slot = line.slots[at]
        if slot:
            sheet.truths[(_table_of(sheet, line), *slot)] = Truth(State.DASH)
        line.shaped = line.label_lost = True


def surplus_zeros(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """Rows of zeros with one to four zeros too many. EXACT, with a finding: all ordered choices are equal."""
    for line in _sample(rng, _full(sheet), 0.15):
        zeros = {at: ("0", Truth(State.REPORTED, 0)) for at in range(len(line.values))}
        _fill(sheet, line, zeros)
        for _ in range(rng.randint(1, 4)):
            _insert(line, len(line.values), "0")


def surplus_zero_unequal(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """One or two zeros too many in a row of unequal numbers. EXACT, with a finding, where exactly one choice meets the
    row's own sum; else GAP ALLOWED (the contract: unreadable).
    """
    for line in _sample(rng, [line for line in _full(sheet) if any(value != "0" for value in line.values)], 0.3):
        for _ in range(rng.choice((1, 1, 2))):
            _insert(line, rng.randint(0, len(line.values)), "0")
        line.shaped = True


def surplus_number(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """One number too many that is not zero. GAP ALLOWED: a number other than 0 would be left over."""
    for line in _sample(rng, _full(sheet), 0.15):
        _insert(line, rng.randint(0, len(line.values)), str(rng.randint(1, 300)))
        line.shaped = True


def merged_cell_repeated(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """A merged cell's number printed once for each cell it spans (44 44 44). EXACT, with a finding: all are equal."""
    for line in sheet.table("disclosures").data():
        if len(line.values) == 1 and line.values[0] and not line.shaped:
            line.values, line.after, line.shaped = line.values * 3, 0, True
            line.slots = [line.slots[0], None, None]


def numbers_missing(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """One to three numbers gone together with their cells. GAP ALLOWED, whole row (the contract: unreadable)."""
    for line in _sample(rng, [line for line in _full(sheet) if len(line.values) > 3], 0.3):
        for at in sorted(rng.sample(range(len(line.values)), rng.randint(1, 3)), reverse=True):
            del line.values[at]
        line.shaped = True


def numbers_missing_cells_at_end(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """Numbers gone, the rest moved left and blank cells filled up at the end. GAP ALLOWED. Nothing in the print
    tells it from a row blank at its end, so it is printed with one cell too few to pass for one.
    """
    for line in _sample(rng, [line for line in _full(sheet) if len(line.values) > 3], 0.2):
        gone = rng.sample(range(len(line.values)), rng.randint(2, 3))
        line.values = [value for at, value in enumerate(line.values) if at not in gone]
        line.after = max(len(gone) - 1 - line.before, 0)
        line.shaped = line.label_lost = True


# — rows and tables —


def row_missing(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """A row is not printed. EXACT: absent."""
    table = sheet.table(rng.choice(("disclosures", "applications")))
    line = rng.choice(table.data())
    table.lines = [other for other in table.lines if other.row != line.row]
    _absent(sheet, table.name, line.row)


def row_repeated(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """A row printed twice, equally. EXACT, with a note."""
    table = sheet.table("applications")
    line = rng.choice(table.data())
    at = table.lines.index(line) + 1
    copy = replace(line, labels=_leaf_alone(line), values=list(line.values), slots=list(line.slots))
    table.lines.insert(at, copy)


def row_repeated_otherwise(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """A row printed twice with different numbers. GAP ALLOWED (neither is taken)."""
    table = sheet.table("applications")
    lines = [line for line in table.data() if not line.shaped]
    if lines:
        line = rng.choice(lines)
        values = [str(rng.randint(301, 999)) for _ in line.values]
        copy = replace(line, kind="other", row="", labels=_leaf_alone(line), values=values, slots=[])
        table.lines.insert(table.lines.index(line) + 1, copy)
        line.label_lost = line.shaped = True


def six_of_the_other_edition(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """（六）其他处理 as one row in the 2021 edition, in three rows in that of 2019. EXACT: the printed
    rows are kept, those they stand for are absent.
    """
    table, own = sheet.table("applications"), sheet.facts.form
    other = "2019" if own == "2021" else "2021"
    gone = SIX[own]
    if not all(any(line.row == row for line in table.data()) for row in gone) or len(table.data()) < 10:
        return
    at = min(number for number, line in enumerate(table.lines) if line.row in gone)
    model, below = table.lines[at], []
    depth = model.label_at
    if own == "2019":
        below = [line for line in table.data() if line.label_at == depth + 1]
        model = below[0] if below else model
    rows = [cell for cell in codes.tables[other, "applications"].cells if cell.row in SIX[other]]
    lines = [
        _foreign_line(sheet, rng, [cell for cell in rows if cell.row == row], model)
        for row in dict.fromkeys(SIX[other])
    ]
    if below:
        lines[0].labels[depth] = "（六）其他处理"
    table.lines[at:at] = lines
    six = "（六）"
    gone_lines = [line for line in table.lines if line.row in gone or (own == "2021" and _is_group_line(line, six))]
    table.lines = [line for line in table.lines if line not in gone_lines]
    for row in gone:
        _absent(sheet, "applications", row)


def remedies_without_row(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """The heads of the third table and no row of numbers. EXACT: absent."""
    table = sheet.table("remedies")
    table.lines = [line for line in table.lines if line.kind == "head"]
    for row in ("reconsideration", "litigation_direct", "litigation_after_reconsideration"):
        _absent(sheet, "remedies", row)


def table_missing(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """A table is not printed. EXACT: absent. Without disclosures the edition is that of the rows under （六）."""
    edition_told = all(any(line.row == row for line in _data(sheet)) for row in SIX[sheet.facts.form])
    table = sheet.table(rng.choice(("disclosures", "remedies")) if edition_told else "remedies")
    table.printed, table.lines = False, []
    for row in {key[1] for key in sheet.truths if key[0] == table.name}:
        _absent(sheet, table.name, row)


# — sections and title —


def heading_repeated(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """A section heading printed again inside its section. EXACT: it joins the first, with a note."""
    part = sheet.part("1")
    if len(part.before) > 1:
        part.before.insert(1, part.heading)


def heading_missing(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """A section heading is gone. EXACT for cells; where its text belongs is left open."""
    sheet.part(rng.choice("156")).heading = ""
    sheet.exact_text = False


def table_heading_missing(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """The heading above a table is gone. GAP ALLOWED for all tables: where one ends and which it is must be told by its
    own heads.
    """
    part = sheet.part(rng.choice("234"))
    part.heading, sheet.exact_text = "", False
    for table in sheet.tables():
        table.doubtful = True


def headings_numbered_otherwise(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """Section numbers skip or start again. EXACT: sections are found by their words."""
    for part in sheet.parts[rng.randint(2, 5) :]:
        part.heading = rng.choice("一二三四五六七") + part.heading[1:] if part.heading else ""


def headings_spelled_otherwise(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """Headings in a further spelling that the code list holds. EXACT."""
    for part in sheet.parts[1:]:
        known = [one.spelling for one in codes.spellings if one.kind == "section" and one.code == part.code]
        if known and part.heading:
            part.heading = part.heading[:2] + rng.choice(known)


def sentence_broken_by_page(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """A paragraph broken inside a sentence, with a blank line. EXACT: the section's text has it joined."""
    part = sheet.part(rng.choice("15"))
    spots = [
        (number, at)
        for number, text in enumerate(part.before)
        for at in range(25, len(text) - 5)
        if re.fullmatch(r"[\u4e00-\u9fff]{2}[\u4e00-\u9fff]{3}", text[at - 2 : at + 3])
    ]
    if spots:
        number, at = rng.choice(spots)
        text = part.before[number]
        part.before[number : number + 1] = [text[:at], text[at:]]


def title_on_two_lines(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """Agency on the first line of the title, year and the rest on the second. EXACT."""
    agency = sheet.facts.place.agency
    sheet.title = [agency, sheet.title[-1].removeprefix(agency)] if sheet.title[-1].startswith(agency) else sheet.title


def year_before_agency(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """2023年卫辉市城市管理局政府信息公开工作年度报告. EXACT."""
    sheet.title = [f"{sheet.facts.year}年{sheet.facts.place.agency}政府信息公开工作年度报告"]


def year_as_report_year(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """2023年度, with blanks around the year. EXACT."""
    sheet.title = [title.replace(f"{sheet.facts.year}年", f" {sheet.facts.year} 年度") for title in sheet.title]


def year_in_chinese_digits(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """二〇二三年. EXACT."""
    year = str(sheet.facts.year)
    sheet.title = [title.replace(year, year.translate(CHINESE_DIGITS)) for title in sheet.title]


# — bytes —


def windows_newlines(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """CRLF. EXACT."""
    sheet.newline = "\r\n"


def byte_order_mark(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """UTF-8 with BOM. EXACT."""
    sheet.codec = "utf-8-sig"


def utf_16(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """UTF-16 with BOM. EXACT."""
    sheet.codec = "utf-16"


def gb18030(sheet: Sheet, rng: Random, codes: Codes) -> None:
    """GB18030. EXACT."""
    sheet.codec = "gb18030"


DAMAGES: tuple[Damage, ...] = (
    six_of_the_other_edition, row_missing, heads_in_another_order, remedies_without_row, table_missing,
    surplus_zeros, surplus_zero_unequal, surplus_number, merged_cell_repeated, numbers_missing,
    numbers_missing_cells_at_end, numbers_with_remarks, amount_in_yuan, words_for_numbers,
    row_blank, table_blank, row_partly_blank, dashes, row_repeated, row_repeated_otherwise,
    trailing_blanks_vary, trailing_blanks_cut, spare_cells_before_values, spare_cells_between_values,
    leaf_in_first_cell, group_label_missing, group_label_glued, group_label_spaced, label_wrapped,
    label_character_doubled, label_character_missing, label_character_wrong,
    half_width_punctuation, full_width_enumerators, enumerators_spaced, enumerators_missing, enumerator_in_own_cell,
    heads_split_over_lines, head_cell_missing, heads_missing,
    numbers_full_width, numbers_spaced,
    page_break_in_table, page_break_in_heads, page_number_between_rows, note_under_table,
    heading_repeated, heading_missing, table_heading_missing, headings_numbered_otherwise, headings_spelled_otherwise,
    sentence_broken_by_page, year_before_agency, year_as_report_year, year_in_chinese_digits, title_on_two_lines,
    windows_newlines, byte_order_mark, utf_16, gb18030, *TEXT_DAMAGES,
)  # fmt: skip
BY_NAME = {damage.__name__: damage for damage in DAMAGES}
ORDER = {name: number for number, name in enumerate(BY_NAME)}


def _data(sheet: Sheet) -> list[Line]:
    return [line for table in sheet.tables() for line in table.data()]


def _unshaped(sheet: Sheet, labelled: bool = False) -> list[Line]:
    """Lines that no damage has taken a number from or given one to."""
    return [line for line in _data(sheet) if not line.shaped and (line.labels or not labelled)]


def _full(sheet: Sheet) -> list[Line]:
    return [line for line in _unshaped(sheet) if all(line.values) and "—" not in line.values]


def _heads(table: Table) -> list[Line]:
    return [line for line in table.lines if line.kind == "head"]


def _after_heads(table: Table, rng: Random) -> int:
    first = next((at for at, line in enumerate(table.lines) if line.kind != "head"), len(table.lines))
    return rng.randint(first, len(table.lines) - 1) if first < len(table.lines) else len(table.lines)


def _sample(rng: Random, lines: list[Line], share: float) -> list[Line]:
    return rng.sample(lines, max(1, int(len(lines) * share))) if lines else []


def _some(rng: Random, line: Line) -> list[int]:
    count = len(line.values)
    return rng.sample(range(count), rng.randint(1, max(1, count // 2)))


def _table_of(sheet: Sheet, line: Line) -> str:
    return next(table.name for table in sheet.tables() if any(line is one for one in table.lines))


def _fill(sheet: Sheet, line: Line, changes: dict[int, tuple[str, Truth]]) -> None:
    """Other contents for some values of a line: a new truth, printed."""
    name = _table_of(sheet, line)
    for at, (printed, truth) in changes.items():
        slot = line.slots[at]
        if slot:
            line.values[at] = printed
            sheet.truths[(name, *slot)] = truth
    line.shaped = True


def _insert(line: Line, at: int, value: str) -> None:
    line.values.insert(at, value)
    line.slots.insert(at, None)
    line.shaped = True


def _swap(items: list[T], one: int, two: int) -> None:
    items[one], items[two] = items[two], items[one]


def _relabel(sheet: Sheet, change: Callable[[str], str]) -> None:
    for line in sheet.table("applications").lines:
        if line.kind != "head" and not line.wraps:
            line.labels = [change(label) if label else label for label in line.labels]


def _slip(sheet: Sheet, rng: Random, change: Callable[[str, int], str], shortest: int, lost: bool) -> None:
    """A slip in the label proper of up to three rows, never one that makes another label of the form, nor in a row that
    is printed twice: then only the other print would be a row of the form."""
    known = {_bare(label) for label in _labels(sheet)}
    lines = [
        line
        for line in _data(sheet)
        if line.label_at >= 0
        and not line.wraps
        and not line.label_lost
        and len(_bare(line.labels[line.label_at])) >= shortest
    ]
    for line in rng.sample(lines, min(3, len(lines))):
        label = line.labels[line.label_at]
        start = found.end() if (found := ENUMERATOR.match(label)) else 0
        slipped = change(label, rng.randrange(start, len(label)))
        if _bare(slipped) not in known:
            line.labels[line.label_at] = slipped
            line.label_lost = line.label_lost or lost


def _labels(sheet: Sheet) -> list[str]:
    """The row labels now printed on the sheet."""
    return [line.labels[line.label_at] for line in _data(sheet) if line.label_at >= 0]


def _bare(label: str) -> str:
    return re.sub(r"（.*?）$", "", ENUMERATOR.sub("", label)).replace(" ", "")


def _leaf_alone(line: Line) -> list[str]:
    return ["" if at < line.label_at else label for at, label in enumerate(line.labels)]


def _absent(sheet: Sheet, table: str, row: str) -> None:
    """The row is not printed: absent if it is one of the edition's own, nothing at all if it is not."""
    for key in [key for key in sheet.truths if key[:2] == (table, row)]:
        if key in sheet.facts.cells:
            sheet.truths[key] = Truth(State.ABSENT)
        else:
            del sheet.truths[key]


def _is_group_line(line: Line, beginning: str) -> bool:
    return line.kind == "other" and any(label.startswith(beginning) for label in line.labels)


def _foreign_line(sheet: Sheet, rng: Random, cells: list[FormCell], model: Line) -> Line:
    """A row of the other edition at the model's label depth, with new numbers."""
    parts = [rng.choice((0, 0, rng.randint(1, 40))) for _ in cells[:-1]]
    values = [*parts, sum(parts)]
    for cell, value in zip(cells, values, strict=True):
        sheet.truths["applications", cell.row, cell.column] = Truth(State.REPORTED, value)
    slots: list[Slot] = [(cell.row, cell.column) for cell in cells]
    labels = [*[""] * max(model.label_at, 0), cells[0].row_label]
    return Line("data", labels, [str(value) for value in values], slots, *model.spare, cells[0].row, spare=model.spare)
