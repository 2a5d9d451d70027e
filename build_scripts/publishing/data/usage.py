"""How often each column is filled and each code is used: counted in the package, numerator and denominator both.

Comes in: the tally of all reports, the package, its descriptor. Goes out: counts by table and column, by code list and
code. Refuses to know: pages, any table or code by name, but that the three tables of cells have a row for every cell
of the form, so that of their codes the cells with a number are counted and not the rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from build_scripts.packaging.package import Package
from build_scripts.packaging.resources import CELL_KEYS, CELL_TABLES, COLUMNS
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.formats.resources import list_resources
from build_scripts.publishing.quality.tally import NUMBER, QualityTally

LEAST = 30
"""Below so many rows no share is given, the two counts alone."""


class Share(NamedTuple):
    """So many of so many rows."""

    filled: int
    total: int

    @property
    def percent(self) -> str:
        """The share in words; empty below LEAST. Only all is 100 %, only none is 0 %.

        >>> Share(999999, 1000000).percent, Share(30, 30).percent, Share(1, 4000).percent, Share(1, 2).percent
        ('99.9%', '100%', '不到 0.1%', '')
        """
        if self.total < LEAST:
            return ""
        if self.filled in (0, self.total):
            return "0%" if not self.filled else "100%"
        tenths = self.filled * 1000 // self.total
        return f"{tenths / 10:.1f}%" if tenths else "不到 0.1%"


class Use(NamedTuple):
    """Where a code is used: the table and its column, in how many rows; of cells, how many of them hold a number."""

    table: str
    column: str
    share: Share
    of_cells: bool


class Usage(NamedTuple):
    """Table → column → how many rows fill it; code list → code → where it is used, nowhere left out; form, table, row,
    column → how many of its reports have a number there; table → its rows; code list → rows that could use a code."""

    columns: Mapping[str, Mapping[str, Share]]
    codes: Mapping[str, Mapping[str, tuple[Use, ...]]]
    cells: Mapping[tuple[str, str, str, str], Share]
    totals: Mapping[str, int]

    @property
    def rows(self) -> Mapping[str, int]:
        """Table → how many rows it has."""
        return {table: next(iter(columns.values())).total for table, columns in self.columns.items()}


def count_usage(tally: QualityTally, package: Package, context: SiteContext) -> Usage:
    """How often everything is filled and used."""
    rows: dict[str, list[Mapping[str, str]]] = {
        "agencies": list(package.agencies.values()),
        "reports": list(package.reports),
        "findings": [found._asdict() for group in package.findings.values() for found in group],
    }
    columns = {name: dict(_count_columns(name, rows, tally)) for name in COLUMNS}
    codes: dict[str, dict[str, list[Use]]] = {}
    for table, column, code_list in list_keys(package):
        for code, share in _count_codes(table, column, rows, tally).items():
            use = Use(table, column, share, table in CELL_TABLES and column != "state")
            codes.setdefault(code_list, {}).setdefault(code, []).append(use)
    return Usage(
        columns,
        {name: {code: tuple(uses) for code, uses in found.items()} for name, found in codes.items()},
        _count_places(tally),
        add_totals(package, {table: next(iter(found.values())).total for table, found in columns.items()}),
    )


def add_totals(package: Package, rows: Mapping[str, int]) -> Mapping[str, int]:
    """Code list → rows of all tables in which its codes may stand, a table once for each of its columns."""
    totals: Counter[str] = Counter()
    for table, _, code_list in list_keys(package):
        totals[code_list] += rows[table]
    return totals


def list_keys(package: Package) -> Iterator[tuple[str, str, str]]:
    """Every column of a data table that holds the code of a list: table, column, the list's resource."""
    for resource in list_resources(package):
        table, schema = str(resource["name"]), resource["schema"]
        assert isinstance(schema, dict)
        for key in schema.get("foreignKeys", []) if table in COLUMNS else []:
            target = key["reference"]["resource"]
            if len(key["fields"]) == 1 and target and target not in COLUMNS:
                yield table, key["fields"][0], target


def _count_columns(
    name: str, rows: Mapping[str, list[Mapping[str, str]]], tally: QualityTally
) -> Iterator[tuple[str, Share]]:
    for at, column in enumerate(COLUMNS[name]):
        if name in rows:
            yield column, Share(sum(row[column] != "" for row in rows[name]), len(rows[name]))
        else:
            yield column, Share(tally.filled[name][at], tally.rows[name])


def _count_codes(
    table: str, column: str, rows: Mapping[str, list[Mapping[str, str]]], tally: QualityTally
) -> Mapping[str, Share]:
    if table in rows:
        return _share_out(row[column] for row in rows[table])
    if table in CELL_TABLES:
        return _count_cells(table, column, tally)
    return {code: Share(count, tally.rows[table]) for code, count in sorted(tally.codes[(table, column)].items())}


def _count_cells(table: str, column: str, tally: QualityTally) -> Mapping[str, Share]:
    """Cells of a state, of all; of a row or column of the form, those with a number, of its own."""
    total: Counter[str] = Counter()
    reported: Counter[str] = Counter()
    at = ("state", *CELL_KEYS[table][:2]).index(column)
    for (_, own), counts in tally.cell_states.items():
        for (row, key, state), count in counts.items() if own == table else ():
            code = (state, row, key)[at]
            total[code] += count
            reported[code] += count if state == NUMBER else 0
    if column == "state":
        return {code: Share(count, tally.rows[table]) for code, count in total.items()}
    return {code: Share(reported[code], count) for code, count in total.items()}


def _count_places(tally: QualityTally) -> Mapping[tuple[str, str, str, str], Share]:
    total: Counter[tuple[str, str, str, str]] = Counter()
    reported: Counter[tuple[str, str, str, str]] = Counter()
    for (form, table), counts in tally.cell_states.items():
        for (row, column, state), count in counts.items():
            total[(form, table, row, column)] += count
            reported[(form, table, row, column)] += count if state == NUMBER else 0
    return {place: Share(reported[place], count) for place, count in total.items()}


def _share_out(values: Iterable[str]) -> Mapping[str, Share]:
    counts = Counter(values)
    total = sum(counts.values())
    return {code: Share(count, total) for code, count in counts.items() if code}
