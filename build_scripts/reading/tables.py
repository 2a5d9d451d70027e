"""Regions of table rows → the cells of one form edition, one for every cell of it, and the rows of the other edition.

Comes in: regions of `GridRow`s, `Knowledge`. Goes out: `TablesRead`. Refuses to know: sections, titles, files.
The edition is decided by the labels of the disclosures table; without one by the rows below （六）; never by the year.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from build_scripts.codes import TABLES
from build_scripts.model import Cell, Finding
from build_scripts.reading.amounts import MarkKind, read_mark
from build_scripts.reading.applications import read_applications
from build_scripts.reading.cells import RowOutcome, absent_cells, unreadable_cells
from build_scripts.reading.disclosures import read_disclosures
from build_scripts.reading.forms import FormView
from build_scripts.reading.grids import GridRow
from build_scripts.reading.heads import find_columns
from build_scripts.reading.knowledge import Knowledge
from build_scripts.reading.labels import fold_label
from build_scripts.reading.remedies import read_remedies
from build_scripts.reading.rows import LabelledTable, LooseRow, label_rows

NO_FORM = "none"
_FEW_LABELS, _FEW_NUMBERS = 2, 3
_MOST_PRINTED = 4000


@dataclass(frozen=True, slots=True)
class TablesRead:
    """What the tables hold. `lines` are the line numbers that stand in tables."""

    form: str
    cells: tuple[Cell, ...]
    placed_by_sum: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]
    lines: frozenset[int]


def read_tables(
    regions: Sequence[Sequence[GridRow]],
    table_of_line: Callable[[int], str],
    knowledge: Knowledge,
    source_file: str,
) -> TablesRead:
    """Every cell of the report's form edition, in the form's order, then the rows of the other edition as printed.

    `table_of_line`: the table that the section of a line is there for, '' if none.
    """
    printed, lines = _assign_rows(regions, table_of_line, knowledge.anchors)
    if not any(printed.values()):
        return TablesRead(NO_FORM, (), (), (Finding("tables-not-found", source_file, None),), frozenset())
    labelled = {
        table: label_rows(printed[table], knowledge.books[table], knowledge.row_orders[table]) for table in TABLES
    }
    form = decide_form(labelled, knowledge)
    if form == NO_FORM:
        first = min(row.line for rows in printed.values() for row in rows)
        return TablesRead(NO_FORM, (), (), (Finding("form-unknown", source_file, first),), lines)
    view = knowledge.views[form]
    outcomes = _read_outcomes(printed, labelled, view, knowledge, source_file)
    cells: list[Cell] = []
    extra: list[Cell] = []
    findings: list[Finding] = []
    placed: list[tuple[str, str]] = []
    for table in TABLES:
        loose = labelled[table].loose if table != "remedies" else ()
        complete = _complete_table(
            table, outcomes[table], labelled[table], loose, view, bool(printed[table]), source_file
        )
        cells += complete.cells
        extra += complete.extra
        findings += complete.findings
        placed += [(table, outcome.code) for outcome in outcomes[table] if outcome.placed_by_sum]
    return TablesRead(form, (*cells, *extra), tuple(dict.fromkeys(placed)), tuple(findings), lines)


def _read_outcomes(
    printed: Mapping[str, Sequence[GridRow]],
    labelled: Mapping[str, LabelledTable],
    view: FormView,
    knowledge: Knowledge,
    source_file: str,
) -> dict[str, list[RowOutcome]]:
    columns, groups = knowledge.columns, knowledge.column_groups["applications"]
    heads = knowledge.books["remedies"].heads
    return {
        "disclosures": read_disclosures(
            labelled["disclosures"], view, columns["disclosures"], knowledge.books["disclosures"].heads, source_file
        ),
        "applications": read_applications(labelled["applications"], view, columns["applications"], groups, source_file),
        "remedies": read_remedies(printed["remedies"], view, columns["remedies"], heads, source_file),
    }


def _assign_rows(
    regions: Sequence[Sequence[GridRow]], table_of_line: Callable[[int], str], anchors: Mapping[str, str]
) -> tuple[dict[str, list[GridRow]], frozenset[int]]:
    """Rows by table; a region that names no label of the three tables is text, and so is one of a single label when
    the table is printed elsewhere. Numbers without any label, in a section whose table is printed nowhere, are its."""
    claims: list[tuple[dict[str, list[GridRow]], dict[str, int]]] = []
    for region in regions:
        rows, counts = _split_region(region, anchors)
        if counts:
            claims.append((rows, counts))
    most = {table: max((counts.get(table, 0) for _, counts in claims), default=0) for table in TABLES}
    printed: dict[str, list[GridRow]] = {table: [] for table in TABLES}
    for rows, counts in claims:
        for table, kept in rows.items():
            if counts[table] >= _FEW_LABELS or counts[table] == most[table]:
                printed[table] += kept
    for region in regions:
        table = table_of_line(region[0].line)
        if table and not printed[table] and any(_is_numbers(row) for row in region):
            printed[table] += region
    return printed, frozenset(row.line for rows in printed.values() for row in rows)


def _is_numbers(row: GridRow) -> bool:
    return sum(read_mark(cell).kind is MarkKind.NUMBER for cell in row.cells) >= _FEW_NUMBERS


def _split_region(
    region: Sequence[GridRow], anchors: Mapping[str, str]
) -> tuple[dict[str, list[GridRow]], dict[str, int]]:
    current = ""
    waiting: list[GridRow] = []
    rows: dict[str, list[GridRow]] = {}
    counts: dict[str, int] = {}
    for row in region:
        found = next((table for cell in row.cells if cell and (table := anchors.get(fold_label(cell), ""))), "")
        if found:
            current = found
            counts[found] = counts.get(found, 0) + 1
            rows.setdefault(found, []).extend([*waiting, row])
            waiting = []
        elif current:
            rows[current].append(row)
        else:
            waiting.append(row)
    return rows, counts


def decide_form(labelled: Mapping[str, LabelledTable], knowledge: Knowledge) -> str:
    """The edition by the labels of the disclosures table, else by the rows of requests; `none` if neither tells."""
    table = labelled["disclosures"]
    columns = knowledge.columns["disclosures"]
    heads = [code for row in table.heads for code, _ in find_columns(row, columns)]
    by_heads = _vote("column", heads, knowledge)
    by_rows = _vote("row", [row.code for row in table.rows], knowledge)
    by_requests = _vote("request", [row.code for row in labelled["applications"].rows], knowledge)
    return by_heads or by_rows or by_requests or NO_FORM


def _vote(kind: str, codes: Sequence[str], knowledge: Knowledge) -> str:
    """The edition that alone prints most of the codes; '' if none does, or two tie."""
    votes: dict[str, int] = {}
    for code in codes:
        forms = knowledge.editions[kind].get(code, ())
        if len(forms) == 1:
            votes[forms[0]] = votes.get(forms[0], 0) + 1
    best = max(votes.values(), default=0)
    leaders = [form for form, count in votes.items() if count == best]
    return leaders[0] if len(leaders) == 1 else ""


@dataclass(frozen=True, slots=True)
class _Complete:
    cells: tuple[Cell, ...]
    extra: tuple[Cell, ...]
    findings: tuple[Finding, ...]


def _complete_table(
    table: str,
    outcomes: Sequence[RowOutcome],
    labelled: LabelledTable,
    loose: Sequence[LooseRow],
    view: FormView,
    is_printed: bool,
    source_file: str,
) -> _Complete:
    """One cell for every cell of the form's table: those read, and for the others absent or unreadable."""
    findings = [finding for outcome in outcomes for finding in outcome.findings]
    findings += _loose_findings(loose, source_file)
    findings += _slip_findings(labelled, view, table, source_file)
    settled, repeated = _settle_repeats(table, outcomes, view, source_file)
    findings += repeated
    by_cell = {(cell.row, cell.column): cell for outcome in settled.values() for cell in outcome.cells}
    doubtful = _doubtful_rows(table, loose, [outcome.code for outcome in outcomes], view)
    cells: list[Cell] = []
    missing: list[str] = []
    for row in view.rows[table]:
        columns = view.columns(table, row)
        lost = [column for column in columns if (row, column.code) not in by_cell]
        if not lost:
            pass
        elif row in doubtful:
            by_cell.update({(c.row, c.column): c for c in unreadable_cells(table, row, lost, *doubtful[row])})
        else:
            by_cell.update({(c.row, c.column): c for c in absent_cells(table, row, lost)})
            missing.append(row)
        cells += [by_cell[row, column.code] for column in columns]
    own = {(cell.row, cell.column) for cell in cells}
    extra = tuple(cell for key, cell in by_cell.items() if key not in own)
    others, explained = _other_form_findings(table, extra, missing, view, source_file)
    findings += others
    findings += _missing_findings(
        table, [row for row in missing if row not in explained], cells, view, is_printed, source_file
    )
    return _Complete(tuple(cells), extra, tuple(findings))


def _loose_findings(loose: Sequence[LooseRow], source_file: str) -> list[Finding]:
    findings: list[Finding] = []
    for row in loose:
        if row.has_numbers:
            code = "label-unknown" if row.label else "label-ambiguous"
            findings.append(Finding(code, source_file, row.line, (("found", row.printed[:200]),)))
        else:
            findings.append(Finding("text-in-table", source_file, row.line, (("found", row.printed[:200]),)))
    return findings


def _slip_findings(labelled: LabelledTable, view: FormView, table: str, source_file: str) -> list[Finding]:
    return [
        Finding(
            "label-slip",
            source_file,
            row.line,
            (("found", row.label[:100]), ("expected", view.row_labels[table, row.code])),
        )
        for row in labelled.rows
        if row.slip
    ]


def _settle_repeats(
    table: str, outcomes: Sequence[RowOutcome], view: FormView, source_file: str
) -> tuple[dict[str, RowOutcome], list[Finding]]:
    """A row printed twice is taken once if both say the same; else it is unreadable."""
    settled: dict[str, RowOutcome] = {}
    findings: list[Finding] = []
    for outcome in outcomes:
        first = settled.get(outcome.code)
        if first is None:
            settled[outcome.code] = outcome
            continue
        same = [(c.column, c.state, c.value) for c in first.cells] == [
            (c.column, c.state, c.value) for c in outcome.cells
        ]
        details = (("row", view.row_labels[table, outcome.code]), ("first", str(first.line)))
        code = "row-repeated-equal" if same else "row-repeated"
        findings.append(Finding(code, source_file, outcome.line, details))
        if not same:
            columns = view.columns(table, outcome.code)
            printed = "\n".join(dict.fromkeys(cell.printed for o in (first, outcome) for cell in o.cells))
            cells = unreadable_cells(table, outcome.code, columns, printed[:_MOST_PRINTED], first.line)
            settled[outcome.code] = RowOutcome(outcome.code, first.line, cells, (), False)
    return settled, findings


def _doubtful_rows(
    table: str, loose: Sequence[LooseRow], codes: Sequence[str], view: FormView
) -> dict[str, tuple[str, int]]:
    """Rows not found that stand, in the form, where a loose row of numbers stands in print: (printed, line) of it."""
    order = view.rows[table]
    found: dict[str, tuple[str, int]] = {}
    stood_for = {part for code in codes if code not in order for part in view.counterparts.get(code, ())}
    for row in loose:
        if not row.has_numbers:
            continue
        above = [order.index(code) for code in codes[: row.after] if code in order]
        below = [order.index(code) for code in codes[row.after :] if code in order]
        for code in order[max(above, default=-1) + 1 : min(below, default=len(order))]:
            if code not in stood_for:
                found.setdefault(code, (row.printed, row.line))
    return found


def _other_form_findings(
    table: str, extra: Sequence[Cell], missing: Sequence[str], view: FormView, source_file: str
) -> tuple[list[Finding], set[str]]:
    """A note for each row of the other edition, and the rows of this edition, not printed, that it stands for."""
    findings: list[Finding] = []
    explained: set[str] = set()
    for code, line in dict.fromkeys((cell.row, cell.line) for cell in extra):
        counterparts = view.counterparts.get(code, ()) if table == "applications" else (code,)
        parts = [part for part in counterparts if part in missing]
        explained.update(parts)
        details = [("row", view.row_labels[table, code])]
        if parts:
            details.append(("parts", "、".join(view.row_labels[table, part] for part in parts)))
        name = "row-of-other-form" if parts else "row-of-other-form-beside"
        findings.append(Finding(name, source_file, line, tuple(details)))
    return findings, explained


def _missing_findings(
    table: str, missing: Sequence[str], cells: Sequence[Cell], view: FormView, is_printed: bool, source_file: str
) -> list[Finding]:
    label = view.table_labels[table]
    if not is_printed:
        return [Finding("table-missing", source_file, None, (("table", label), ("count", str(len(cells)))))]
    if len(missing) == len(view.rows[table]):
        return [Finding("rows-missing", source_file, None, (("table", label), ("count", str(len(cells)))))]
    return [
        Finding(
            "row-missing",
            source_file,
            None,
            (("row", view.row_labels[table, row]), ("count", str(sum(cell.row == row for cell in cells)))),
        )
        for row in missing
    ]
