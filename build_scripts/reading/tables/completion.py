"""Rows as read → one cell for every cell of the form's table, and a word for every cell that is not there.

Comes in: `RowOutcome`s, the lines whose label is unknown, the form's view. Goes out: `CompleteTable`. Refuses to
know: how rows were found and numbers placed, files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from build_scripts.model import Cell, Finding, State
from build_scripts.reading.tables.cells import RowOutcome, absent_cells, unreadable_cells
from build_scripts.reading.tables.forms import FormView
from build_scripts.reading.tables.rows import LabelledTable, LooseRow

_MOST_PRINTED = 4000
_ROWS_OF_A_TEMPLATE = 5


@dataclass(frozen=True, slots=True)
class CompleteTable:
    """One table of a report: a cell for each of its edition, the cells of the other edition, what is to be said."""

    cells: tuple[Cell, ...]
    extra: tuple[Cell, ...]
    findings: tuple[Finding, ...]


def complete_table(
    table: str,
    outcomes: Sequence[RowOutcome],
    labelled: LabelledTable,
    loose: Sequence[LooseRow],
    view: FormView,
    is_printed: bool,
    elsewhere: Mapping[str, tuple[str, int]],
    source_file: str,
) -> CompleteTable:
    """One cell for every cell of the form's table: those read, and for the others absent or unreadable.

    `elsewhere`: rows that are printed where they could not be read, with what is printed and the line.
    """
    outcomes = _doubt_blank_rows(table, outcomes, labelled, loose, view)
    findings = [finding for outcome in outcomes for finding in outcome.findings]
    findings += _loose_findings(loose, source_file)
    findings += _slip_findings(labelled, view, table, source_file)
    settled, repeated = _settle_repeats(table, outcomes, view, source_file)
    findings += repeated
    doubtful = _doubtful_rows(table, loose, [outcome.code for outcome in outcomes], view)
    unparted: list[Cell] = []
    cells: list[Cell] = []
    extra: list[Cell] = []
    missing: list[str] = []
    for row in view.rows[table]:
        columns = view.columns(table, row)
        outcome = settled.pop(row, None)
        if outcome is not None and [cell.column for cell in outcome.cells] == [column.code for column in columns]:
            cells += outcome.cells
            continue
        by_column = {cell.column: cell for cell in outcome.cells} if outcome else {}
        lost = [column for column in columns if column.code not in by_column]
        if not lost:
            filled: tuple[Cell, ...] = ()
        elif row in doubtful:
            filled = unreadable_cells(table, row, lost, *doubtful[row])
        elif row in elsewhere:
            filled = unreadable_cells(table, row, lost, *elsewhere[row])
            unparted += filled
        else:
            filled = absent_cells(table, row, lost)
            missing.append(row)
        by_column |= {cell.column: cell for cell in filled}
        cells += [by_column.pop(column.code) for column in columns]
        extra += by_column.values()
    extra += [cell for outcome in settled.values() for cell in outcome.cells]
    others, explained = _other_form_findings(table, extra, missing, view, source_file)
    findings += others
    findings += _missing_findings(
        table, [row for row in missing if row not in explained], cells, view, is_printed, source_file
    )
    findings += _unparted_findings(table, unparted, view, source_file)
    return CompleteTable(tuple(cells), tuple(extra), tuple(findings))


def _doubt_blank_rows(
    table: str, outcomes: Sequence[RowOutcome], labelled: LabelledTable, loose: Sequence[LooseRow], view: FormView
) -> list[RowOutcome]:
    """A row of blank cells right above or below a line of numbers without a label is unreadable: they may be its. So
    is one read with a slip beside numbers with an unknown label: both may be pieces of one."""
    doubted: dict[int, LooseRow] = {}
    for row in loose:
        if row.has_numbers and not row.is_bare:
            for place in (row.after - 1, row.after):
                if 0 <= place < len(labelled.rows) and (labelled.rows[place].slip or not row.label):
                    doubted[labelled.rows[place].line] = row
    found: list[RowOutcome] = []
    for outcome in outcomes:
        if outcome.line in doubted and all(cell.state is State.BLANK for cell in outcome.cells):
            row = doubted[outcome.line]
            cells = unreadable_cells(table, outcome.code, view.columns(table, outcome.code), row.printed, row.line)
            found.append(RowOutcome(outcome.code, outcome.line, cells, outcome.findings))
        else:
            found.append(outcome)
    return found


def _unparted_findings(table: str, cells: Sequence[Cell], view: FormView, source_file: str) -> list[Finding]:
    """One word for all cells that are printed where they could not be read."""
    if not cells:
        return []
    details = (("table", view.table_labels[table]), ("count", str(len(cells))))
    return [Finding("columns-not-parted", source_file, min(cell.line or 0 for cell in cells), details)]


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
    """A row printed twice is taken once if both say the same, or one belongs to an empty template; else it is
    unreadable."""
    has_template = _has_template(outcomes)
    settled: dict[str, RowOutcome] = {}
    findings: list[Finding] = []
    for outcome in outcomes:
        first = settled.get(outcome.code)
        if first is None:
            settled[outcome.code] = outcome
            continue
        blank = [_is_blank(first), _is_blank(outcome)]
        if has_template and any(blank) and not all(blank):
            settled[outcome.code] = outcome if blank[0] else first
            details = (("row", view.row_labels[table, outcome.code]), ("first", str(first.line)))
            findings.append(Finding("row-repeated-blank", source_file, outcome.line, details))
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


def _has_template(outcomes: Sequence[RowOutcome]) -> bool:
    """Whether the table is printed a second time as an empty form: many rows stand twice, each once without a mark."""
    pairs: dict[str, list[RowOutcome]] = {}
    for outcome in outcomes:
        pairs.setdefault(outcome.code, []).append(outcome)
    twice = [pair for pair in pairs.values() if len(pair) == 2]
    return len(twice) >= _ROWS_OF_A_TEMPLATE and all(any(map(_is_blank, pair)) for pair in twice)


def _is_blank(outcome: RowOutcome) -> bool:
    return all(cell.state is State.BLANK for cell in outcome.cells)


def _doubtful_rows(
    table: str, loose: Sequence[LooseRow], codes: Sequence[str], view: FormView
) -> dict[str, tuple[str, int]]:
    """Rows not found that stand, in the form, where a loose row of numbers stands in print: (printed, line) of it."""
    order = view.rows[table]
    found: dict[str, tuple[str, int]] = {}
    stood_for = {part for code in codes if code not in order for part in view.counterparts.get(code, ())}
    for row in loose:
        if not row.has_numbers or row.is_bare:
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
