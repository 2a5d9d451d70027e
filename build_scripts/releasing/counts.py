"""A package in whole numbers: what a release is remembered by, and what two versions are weighed by.

Comes in: a bundle, and the reports that both versions hold. Goes out: a `Tally`. Refuses to know: bounds, files of
the ledger. Each table is read once, row by row, whatever its size.

    agencies, reports, reports.<year>      how many
    cells.<table>.<state>                  cells by state
    checks.<rule>.<status>                 rows of checks
    findings.<code>                        findings, those of withheld files too
    corrections                            cells a sidecar set right
    files_withheld                         files with an error that made no report (a sidecar counts as its report)
    texts.<text_release>                   reports by what is done with their text
    changes.<subject>.<change>             rows of changes.csv (added when the ledger is written)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Set
from decimal import Decimal, InvalidOperation
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from build_scripts.files import FilesError, iterate_csv, read_rows
from build_scripts.packaging.resources import CELL_KEYS
from build_scripts.releasing.bundles import Bundle, Table

MEASURES = Path(__file__).with_name("key_measures.csv")
Pair = tuple[str, str]
Cell = tuple[str, str, str]
"""Table, row, column."""


class Tally(NamedTuple):
    """A package counted: `counts` by name, over everything. The others over the reports that both versions hold:
    `sums` of the key measures, `states` by table and state, `checks` by rule and status, `findings`; `largest` is the
    largest number of every cell, over everything again, `differing` the checks (report, rule, scope) that differ."""

    counts: Mapping[str, int]
    sums: Mapping[str, Decimal]
    states: Mapping[Pair, int]
    checks: Mapping[Pair, int]
    findings: int
    largest: Mapping[Cell, Decimal]
    differing: Set[Cell]


def count_package(bundle: Bundle, shared: Set[str]) -> Tally:
    """The package counted, `shared` being the reports both versions hold; raises FilesError."""
    counts: Counter[str] = Counter()
    sums: dict[str, Decimal] = {}
    states: Counter[Pair] = Counter()
    checks: Counter[Pair] = Counter()
    largest: dict[Cell, Decimal] = {}
    differing: set[Cell] = set()
    counts["agencies"] = sum(1 for _ in iterate_records(bundle.tables["agencies"], "agency_id"))
    for year, release in iterate_records(bundle.tables["reports"], "year", "text_release"):
        counts.update(("reports", f"reports.{year}", f"texts.{release}"))
    for table, (row, column, value) in CELL_KEYS.items():
        wanted = {(one["row"], one["column"]): one["code"] for one in read_measures() if one["table"] == table}
        sums |= dict.fromkeys(wanted.values(), Decimal(0))
        for report, row_code, column_code, number, state in iterate_records(
            bundle.tables[table], "report_id", row, column, value, "state"
        ):
            counts[f"cells.{table}.{state}"] += 1
            if number:
                cell, held = (table, row_code, column_code), read_number(number, table)
                if held > largest.get(cell, -1):
                    largest[cell] = held
            if report in shared:
                states[table, state] += 1
                if number and (code := wanted.get((row_code, column_code))):
                    sums[code] += held
    for report, rule, scope, status in iterate_records(bundle.tables["checks"], "report_id", "rule", "scope", "status"):
        counts[f"checks.{rule}.{status}"] += 1
        if status == "differs":
            differing.add((report, rule, scope))
        if report in shared:
            checks[rule, status] += 1
    findings = _count_findings(bundle, shared, counts)
    counts["corrections"] = sum(1 for _ in iterate_records(bundle.tables["corrections"], "report_id"))
    return Tally(dict(sorted(counts.items())), sums, states, checks, findings, largest, differing)


def list_reports_of(bundle: Bundle) -> frozenset[str]:
    """The ids of all its reports; raises FilesError."""
    return frozenset(report for (report,) in iterate_records(bundle.tables["reports"], "report_id"))


def read_measures() -> list[dict[str, str]]:
    """The key measures: code, table, row, column, labels."""
    return read_rows(MEASURES)


def _count_findings(bundle: Bundle, shared: Set[str], counts: Counter[str]) -> int:
    """Count the findings by code and the files withheld; how many are of shared reports."""
    withheld = set()
    findings = 0
    for report, file, code, severity in iterate_records(
        bundle.tables["findings"], "report_id", "source_file", "code", "severity"
    ):
        counts[f"findings.{code}"] += 1
        findings += report in shared
        if severity == "error" and not report:
            withheld.add(file.removesuffix(".yml"))
    counts["files_withheld"] = len(withheld)
    return findings


def iterate_records(table: Table, *columns: str) -> Iterator[tuple[str, ...]]:
    """The values of these columns, row by row; raises FilesError if one is missing."""
    if missing := [name for name in columns if name not in table.columns]:
        raise FilesError(f"{table.path}: no column {missing[0]}")
    places = [table.columns.index(name) for name in columns]
    records = iterate_csv(table.path)
    next(records, None)
    if len(places) == 1:
        return ((record[places[0]],) for record in records)
    return map(itemgetter(*places), records)


def read_number(text: str, table: str) -> Decimal:
    """The number of a cell; raises FilesError naming the table if it is none."""
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise FilesError(f"{table}: {text!r} is no number") from error
