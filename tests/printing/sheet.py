"""The sheet a report is printed from: titles, parts, tables, lines; damage changes it, then it becomes lines of text.

Comes in: facts and a random layout of those seen in real conversions. Goes out: a `Sheet`, and its physical lines as
tab-separated text or Markdown. Every number on the sheet knows which cell it belongs to, whatever happens to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from build_scripts.codes import Codes, FormCell
from tests.printing.facts import Facts, Truth

Slot = tuple[str, str] | None
HEADINGS = {
    "1": "一、总体情况",
    "2": "二、主动公开政府信息情况",
    "3": "三、收到和处理政府信息公开申请情况",
    "4": "四、政府信息公开行政复议、行政诉讼情况",
    "5": "五、存在的主要问题及改进情况",
    "6": "六、其他需要报告的事项",
}
TABLE_OF = {"2": "disclosures", "3": "applications", "4": "remedies"}
RESULTS = "三、本年度办理结果"
BALANCE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


@dataclass(eq=False)
class Line:
    """A printed line of a table. `slots` says which cell each of the `values` belongs to, None for what is surplus.

    `kind`: head, data, or other (a group label, a break, a page number: `labels` are all its cells). `wraps`: the
    label of a data line is printed in these parts, one below the other, with the values beside part `values_on`.
    `spare` are the cells before and after the values in the undamaged layout.
    """

    kind: str
    labels: list[str]
    values: list[str] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    before: int = 0
    after: int = 0
    row: str = ""
    wraps: list[str] = field(default_factory=list)
    values_on: int = 0
    shaped: bool = False
    label_lost: bool = False
    spare: tuple[int, int] = (0, 0)

    @property
    def label_at(self) -> int:
        """Index of the last label cell that is not empty; -1 without a label."""
        return max((at for at, label in enumerate(self.labels) if label), default=-1)

    def cells_after_label(self) -> list[str]:
        """What is printed right of the label, spare cells included."""
        rest = self.labels[self.label_at + 1 :]
        return [*rest, *[""] * self.before, *self.values, *[""] * self.after]

    def printed(self) -> list[list[str]]:
        """The cells of the physical lines."""
        cells = [*[""] * self.before, *self.values, *[""] * self.after]
        if not self.wraps:
            return [[*self.labels, *cells]]
        physical = []
        for number, part in enumerate(self.wraps):
            labels = [label if number == 0 else "" for label in self.labels]
            labels[self.label_at] = part
            physical.append([*labels, *(cells if number == self.values_on else [""] * len(cells))])
        return physical


@dataclass
class Table:
    """A table on the sheet; `doubtful` when damage took from its heads what names the columns. `parted_by`: the blanks
    between its cells, a line end, or nothing for what the file's format has.
    """

    name: str
    lines: list[Line]
    printed: bool = True
    doubtful: bool = False
    parted_by: str = ""

    def data(self) -> list[Line]:
        return [line for line in self.lines if line.kind == "data"]


@dataclass
class Part:
    """A section on the sheet: heading (empty if not printed), paragraphs before and after its table."""

    code: str
    heading: str
    before: list[str] = field(default_factory=list)
    table: Table | None = None
    after: list[str] = field(default_factory=list)


@dataclass
class Sheet:
    """A report on the sheet. `exact_text` is withdrawn by damage that leaves open where a paragraph belongs."""

    facts: Facts
    suffix: str
    title: list[str]
    parts: list[Part]
    ending: list[str]
    codec: str = "utf-8"
    newline: str = "\n"
    exact_text: bool = True
    truths: dict[tuple[str, str, str], Truth] = field(default_factory=dict)

    def table(self, name: str) -> Table:
        return next(part.table for part in self.parts if part.table and part.table.name == name)

    def tables(self) -> list[Table]:
        return [part.table for part in self.parts if part.table]

    def part(self, code: str) -> Part:
        return next(part for part in self.parts if part.code == code)


def lay_out(rng: Random, facts: Facts, codes: Codes, suffix: str, layouts: Sequence[Layout] | None = None) -> Sheet:
    """An undamaged sheet in one of the layouts that conversions leave, or of the `layouts` given."""
    parts = [Part("0", "", list(facts.sections[0]))]
    for code, heading in HEADINGS.items():
        name = TABLE_OF.get(code)
        table = lay_table(rng, facts, codes, name, layouts) if name else None
        parts.append(Part(code, heading, list(facts.sections[int(code)]), table))
    ending = []
    if facts.published:
        year, month, day = facts.published.split("-")
        ending = [facts.place.agency, f"{year}年{int(month)}月{int(day)}日"]
    return Sheet(facts, suffix, [facts.title], parts, ending, truths=dict(facts.cells))


def lay_table(rng: Random, facts: Facts, codes: Codes, name: str, layouts: Sequence[Layout] | None = None) -> Table:
    """One table with its heads, undamaged."""
    cells = list(codes.tables[facts.form, name].cells)
    if name == "applications":
        return Table(name, _applications(rng, facts, cells, layouts or LAYOUTS))
    return Table(name, (_disclosures if name == "disclosures" else _remedies)(rng, facts, cells))


def data_line(facts: Facts, cells: list[FormCell], labels: list[str], before: int = 0, after: int = 0) -> Line:
    """The line of one row of the form: as many values as it has columns."""
    truths = [facts.cells[cell.table, cell.row, cell.column].printed for cell in cells]
    slots: list[Slot] = [(cell.row, cell.column) for cell in cells]
    return Line("data", labels, truths, slots, before, after, cells[0].row, spare=(before, after))


def other_line(*cells: str) -> Line:
    """A line that belongs to no row of the form."""
    return Line("other", list(cells))


def _rows(cells: list[FormCell]) -> list[list[FormCell]]:
    rows: dict[str, list[FormCell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    return list(rows.values())


def _disclosures(rng: Random, facts: Facts, cells: list[FormCell]) -> list[Line]:
    padded = rng.random() < 0.8
    fee = rng.choice(
        ("本年收费金额（单位：万元）", "本年收费金额（单位：万元，保留4位小数）", "本年收费金额(单位:万元)")
    )
    lines: list[Line] = []
    heads: tuple[str, ...] = ()
    article = ""
    for row in _rows(cells):
        spare = 3 - len(row) if padded else 0
        if row[0].row_group[0] != article:
            article, heads = row[0].row_group[0], ()
            lines.append(Line("head", [article], after=3 if padded else 0))
        labels = tuple(fee if cell.column == "amount" else cell.column_label for cell in row)
        if labels != heads:
            heads = labels
            lines.append(Line("head", ["信息内容", *labels], after=spare))
        lines.append(data_line(facts, row, [row[0].row_label], after=spare))
    return lines


def _applications(rng: Random, facts: Facts, cells: list[FormCell], layouts: Sequence[Layout]) -> list[Line]:
    layout = rng.choice(layouts)
    lines = _application_heads(rng, layout, [cell.column_label for cell in _rows(cells)[0]])
    groups: tuple[str, ...] = ()
    for row in _rows(cells):
        lines += application_lines(facts, row, layout, groups)
        groups = row[0].row_group
    return lines


@dataclass(frozen=True, slots=True)
class Layout:
    """Of a table of applications: label cells at most, spare cells before and after the values by label depth.

    `own_line`: a group label stands on a line of its own. `heads_at`: cells before the first column head.
    """

    depth: int
    spare: tuple[tuple[int, int], tuple[int, int], tuple[int, int]]
    own_line: bool = False
    heads_at: int = 1
    blank_tail: int = 0


LAYOUTS = (
    Layout(3, ((1, 1), (0, 1), (0, 0)), heads_at=2, blank_tail=1),
    Layout(3, ((0, 0), (1, 1), (1, 0)), heads_at=1),
    Layout(3, ((2, 0), (1, 0), (0, 0)), heads_at=3),
    Layout(3, ((0, 0), (0, 0), (0, 0)), heads_at=1, own_line=True),
    Layout(2, ((1, 0), (0, 0), (0, 0)), heads_at=2),
    Layout(2, ((0, 1), (0, 0), (0, 0)), heads_at=1, own_line=True),
    Layout(1, ((0, 0), (0, 0), (0, 0)), heads_at=1, own_line=True),
    Layout(1, ((1, 1), (0, 0), (0, 0)), heads_at=2, own_line=True),
)


def application_lines(facts: Facts, row: list[FormCell], layout: Layout, before: tuple[str, ...]) -> list[Line]:
    """The line of one row and, where the layout gives them lines of their own, the group labels above it."""
    groups, label = row[0].row_group, row[0].row_label
    fresh = [group if group not in before else "" for group in groups]
    width = 7 + layout.depth - 1
    lines = []
    if layout.own_line:
        for depth, group in enumerate(fresh):
            if group:
                at = min(depth, layout.depth - 1)
                lines.append(Line("other", [*[""] * at, group], after=width - at))
        fresh = [""] * len(groups)
    labels = [*fresh, label]
    if len(labels) > layout.depth:
        lost = [group for group in labels[: len(labels) - layout.depth] if group]
        lines += [Line("other", [group], after=width) for group in lost]
        labels = labels[len(labels) - layout.depth :]
    spare = layout.spare[len(labels) - 1]
    return [*lines, data_line(facts, row, labels, *spare)]


def _application_heads(rng: Random, layout: Layout, labels: Sequence[str]) -> list[Line]:
    """Three lines of heads; the head 总计 stands in the first or the second."""
    at, first = layout.heads_at, rng.random() < 0.5
    person, *kinds, total = labels
    bare = [""] * len(kinds)
    rows = [
        [BALANCE, *[""] * (at - 1), "申请人情况", *bare, total if first else ""],
        [*[""] * at, person, "法人或其他组织", *bare[1:], "" if first else total],
        [*[""] * (at + 1), *kinds, ""],
    ]
    return [Line("head", row, after=layout.blank_tail) for row in rows]


def _remedies(rng: Random, facts: Facts, cells: list[FormCell]) -> list[Line]:
    gap = rng.choice(("", "", " "))
    results = [label[:2] + gap + label[2:] if len(label) == 4 else label for label in _results(cells)]
    blank = [""] * 4
    heads = [
        ["行政复议", *blank, "行政诉讼", *[""] * 9],
        [*results, "未经复议直接起诉", *blank, "复议后起诉", *blank],
        [*[""] * 5, *results, *results],
    ]
    line = data_line(facts, cells, [])
    line.row = "*"
    tail = rng.choice((0, 0, 1, 3))
    return [*[Line("head", head, after=tail) for head in heads], line]


def _results(cells: list[FormCell]) -> list[str]:
    return list(dict.fromkeys(cell.column_label for cell in cells))


def to_text(sheet: Sheet) -> str:
    """The sheet as lines of text, tab-separated tables for .txt and pipe tables for .md."""
    markdown = sheet.suffix == ".md"
    lines = ["", *(f"# {title}" if markdown else title for title in sheet.title), ""]
    for part in sheet.parts:
        if part.heading:
            lines += [f"## {part.heading}" if markdown else part.heading, ""]
        for paragraph in part.before:
            lines += [paragraph, ""]
        if part.table and part.table.printed:
            lines += [*_table_lines(part.table, markdown), ""]
        for paragraph in part.after:
            lines += [paragraph, ""]
    for paragraph in sheet.ending:
        lines += [paragraph, ""]
    return sheet.newline.join(lines[:-1])


def to_bytes(sheet: Sheet) -> bytes:
    """The sheet in its encoding."""
    return to_text(sheet).encode(sheet.codec)


def _table_lines(table: Table, markdown: bool) -> list[str]:
    if table.parted_by:
        return _loose_lines(table)
    return _pipe_lines(table) if markdown else _tab_lines(table)


def _loose_lines(table: Table) -> list[str]:
    """Cells with blanks between them, or a line each; blank cells leave nothing."""
    rows = [[cell.strip() for cell in cells if cell.strip()] for line in table.lines for cells in line.printed()]
    return [line for cells in rows for line in table.parted_by.join(cells).split("\n")]


def _tab_lines(table: Table) -> list[str]:
    return ["\t".join(cells) for line in table.lines for cells in line.printed()]


def _pipe_lines(table: Table) -> list[str]:
    rows = [cells for line in table.lines for cells in line.printed()]
    width = max((len(cells) for cells in rows), default=0)
    printed: list[str] = []
    for cells in rows:
        if len(cells) == 1 and not _is_label(cells[0]):
            printed.append(cells[0])
            continue
        printed.append("| " + " | ".join([*cells, *[""] * (width - len(cells))]) + " |")
        if len(printed) == 1:
            printed.append("|" + " --- |" * width)
    return printed


def _is_label(cell: str) -> bool:
    return bool(cell) and not cell.startswith(("-", "—", "－"))
