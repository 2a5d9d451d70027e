"""A report, its checks and findings → rows of the tables.

Comes in: frozen data of the model. Goes out: tuples, or columns, in the order of the contract's columns. Refuses to
know: CSV, files.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from build_scripts.codes import Codes
from build_scripts.findings import finding_id, render_message, severity
from build_scripts.model import Agency, Check, Finding, Report, State
from build_scripts.packaging.held_back import QUOTELESS, UNQUOTED
from build_scripts.packaging.tables import TableError, Value, sort_rows

Record = tuple[Value, ...]
Columns = Sequence[Sequence[Value]]


def list_report_rows(report: Report, checks: Sequence[Check], findings: int) -> dict[str, Columns]:
    """The rows of one report, by columns and sorted by primary key, for every resource that is kept by report.

    `findings` is how many concern it. Raises ValueError for a cell whose state and value contradict each other,
    TableError where a key stands twice.
    """
    report_id = report.report_id
    rows: dict[str, list[Record]] = {
        "reports": [_report_row(report, findings)],
        "sections": [
            (report_id, part.code, part.heading, part.text, part.line_start, part.line_end) for part in report.sections
        ],
        "checks": [
            (report_id, check.rule, check.scope, check.status, check.left, check.right, check.difference,
             check.left_text, check.right_text) for check in checks
        ],
        "corrections": [
            (report_id, fix.table, fix.row, fix.column, fix.printed, fix.value, fix.reason, fix.evidence)
            for fix in report.corrections
        ],
    }  # fmt: skip
    sorted_rows = ((name, sort_rows(name, found)) for name, found in rows.items() if found)
    return {name: tuple(zip(*found, strict=True)) for name, found in sorted_rows} | _list_cell_columns(report)


def _list_cell_columns(report: Report) -> dict[str, Columns]:
    """The rows of the three tables of cells."""
    cells = report.cells
    for table, row, column, state, value, *_ in cells:
        if (value is None) is (state is State.REPORTED):
            raise ValueError(f"{report.report_id}: {table}, {row}, {column}: state {state} with value {value}")
    found: dict[str, Columns] = {}
    for table, places in _sort_places(tuple([cell[:3] for cell in cells])):
        _, rows, columns, states, values, printed, lines, corrections = zip(
            *[cells[place] for place in places], strict=True
        )
        found[table] = ([report.report_id] * len(places), rows, columns, values, states, printed, lines, corrections)
    return found


@lru_cache(maxsize=64)
def _sort_places(keys: tuple[tuple[str, str, str], ...]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """For each table the places of its cells in the order of their keys; most reports print the same form."""
    ordered = sorted(range(len(keys)), key=keys.__getitem__)
    if len(set(keys)) < len(keys):
        table, row, column = next(key for key in keys if keys.count(key) > 1)
        raise TableError(f"{table}: the key {row}, {column} stands twice")
    return tuple((table, tuple(places)) for table, places in groupby(ordered, key=lambda place: keys[place][0]))


def _report_row(report: Report, findings: int) -> Record:
    states = [cell.state for cell in report.cells]
    return (
        report.report_id,
        report.agency.agency_id,
        report.year,
        report.title,
        report.form,
        report.scope,
        report.scope_quote,
        report.document_number,
        report.index_number,
        report.published,
        report.period_start,
        report.period_end,
        report.source_file,
        report.source_sha256,
        report.source_format,
        report.source_url,
        report.retrieved,
        report.text_release,
        findings,
        *(states.count(state) for state in State),
    )


def list_agency_rows(reports: Iterable[tuple[Agency, int]]) -> list[Record]:
    """One row for each agency of the given (agency, year) pairs, as its newest report has it."""
    years: dict[str, list[int]] = {}
    newest: dict[str, tuple[int, Agency]] = {}
    for agency, year in reports:
        years.setdefault(agency.agency_id, []).append(year)
        if year >= newest.get(agency.agency_id, (year, agency))[0]:
            newest[agency.agency_id] = (year, agency)
    return [
        (agency.agency_id, agency.name, agency.short_name, agency.region_code, agency.level, agency.function,
         min(years[key]), max(years[key]), len(years[key])) for key, (_, agency) in newest.items()
    ]  # fmt: skip


def list_finding_rows(
    findings: Iterable[Finding], codes: Codes, unquoted: Collection[str] = frozenset()
) -> Iterator[Record]:
    """One row for each finding; `report_id` is as the finding has it. Of the files in `unquoted` nothing is quoted."""
    for finding in findings:
        zh, en = (
            UNQUOTED[lang]
            if finding.source_file in unquoted and finding.code not in QUOTELESS
            else render_message(finding, codes, lang)
            for lang in ("zh", "en")
        )
        yield (
            finding_id(finding),
            finding.report_id,
            finding.source_file,
            finding.line,
            finding.code,
            severity(finding, codes),
            zh,
            en,
        )
