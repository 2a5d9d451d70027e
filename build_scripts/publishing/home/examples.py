"""Three examples of what can be learned here, each found in the package as it is.

Comes in: the package and the context. Goes out: frozen examples. Refuses to know: HTML. Where the package has none of
a kind, the next kind takes its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from build_scripts.files import iterate_csv
from build_scripts.packaging.held_back import FULL
from build_scripts.packaging.package import CellRow, Package, Row
from build_scripts.publishing.context import SiteContext, years_between
from build_scripts.publishing.links import agency_address, cell_anchor, report_address
from build_scripts.publishing.report.key_numbers import DECIDED
from build_scripts.publishing.templates import group_digits

EXAMPLES = 3
TELLING = tuple((row, column) for table, row, column, _ in DECIDED if table == "disclosures")[:3]
"""Which cells make the example of a number: what the agency decided, the first that is large enough."""

_LEAST = 10
_LOOKED_AT = 50
_ROW_WITHHELD = "wrong-width"


class Example(NamedTuple):
    """What there is to see: a heading, a sentence before a link, the link's words, what follows, where it leads."""

    heading: str
    before: str
    words: str
    after: str
    address: str


class _Told(NamedTuple):
    """A cell with the report it stands in."""

    report: Row
    cell: CellRow


def find_examples(package: Package, context: SiteContext) -> list[Example]:
    """The first EXAMPLES kinds of example that the package has."""
    newest = sorted(context.reports, key=lambda row: (row["year"], row["published"], row["report_id"]), reverse=True)
    found = (
        _tell_number(package, context, newest),
        _tell_blank(context, newest),
        _tell_withheld(package, context, newest),
        _tell_gap(context),
        _tell_peers(context),
    )
    return [example for example in found if example is not None][:EXAMPLES]


def _tell_number(package: Package, context: SiteContext, newest: list[Row]) -> Example | None:
    """A number of the newest reports that leads to its line."""
    looked_at = {row["report_id"]: row for row in newest if row["text_release"] == FULL and row["form"] != "none"}
    told = _first_told(package, dict(list(looked_at.items())[:_LOOKED_AT]))
    if told is None:
        return None
    agency, year = context.agencies[told.report["agency_id"]], told.report["year"]
    place = next(
        each
        for each in context.codes.tables[(told.report["form"], "disclosures")].cells
        if (each.row, each.column) == (told.cell.row, told.cell.column)
    )
    label = context.label("disclosure_items", told.cell.row)
    line = f"，从原文第 {told.cell.line} 行读来" if told.cell.line else ""
    return Example(
        "一个数，能回到它的那一行",
        f"{agency['name']} {year} 年报告印着{label} ",
        f"{group_digits(told.cell.value)} {place.unit}",
        f"{line}。点这个数，就到那一行；点那一行，又回到它的格子。",
        f"{report_address(agency['agency_id'], year)}#{cell_anchor('disclosures', told.cell.row, told.cell.column)}",
    )


def _first_told(package: Package, reports: Mapping[str, Row]) -> _Told | None:
    """The telling cell of the newest of these reports that has one; `reports` stand newest first."""
    cells: dict[str, dict[tuple[str, str], CellRow]] = {}
    for record in _cells_of(package):
        if record[0] in reports:
            cell = CellRow._make(record[1:])
            cells.setdefault(record[0], {})[cell.row, cell.column] = cell
    for least in (_LEAST, 1):
        for report_id, row in reports.items():
            for key in TELLING:
                cell_found = cells.get(report_id, {}).get(key)
                if cell_found and cell_found.value and not cell_found.correction and float(cell_found.value) >= least:
                    return _Told(row, cell_found)
    return None


def _cells_of(package: Package) -> Iterator[list[str]]:
    records = iterate_csv(package.folder / "data" / "disclosures.csv")
    next(records, None)
    return records


def _tell_blank(context: SiteContext, newest: list[Row]) -> Example | None:
    """The report with most blank cells, the newest of them."""
    row = max(newest, key=lambda row: int(row["cells_blank"]), default=None)
    if row is None or not int(row["cells_blank"]):
        return None
    agency = context.agencies[row["agency_id"]]
    return Example(
        "空白就是空白，不当作 0",
        f"{agency['name']} {row['year']} 年报告的三张表里，有 ",
        f"{group_digits(row['cells_blank'])} 格印着空白",
        "。这里照样写“空白”：也许没有，也许没填，报告没有说，我们也不替它说。",
        report_address(agency["agency_id"], row["year"]),
    )


def _tell_withheld(package: Package, context: SiteContext, newest: list[Row]) -> Example | None:
    """A row that could not be parted, as its finding says it."""
    for row in newest:
        if row["text_release"] != FULL or not int(row["cells_unreadable"]):
            continue
        for finding in package.findings.get(row["report_id"], ()):
            if finding.code == _ROW_WITHHELD and finding.line:
                agency = context.agencies[row["agency_id"]]
                return Example(
                    "读不准的，就不读",
                    f"{agency['name']} {row['year']} 年报告",
                    f"第 {finding.line} 行",
                    f"：{finding.message_zh}原来怎么印，页上就怎么列出来。",
                    f"{report_address(agency['agency_id'], row['year'])}#L{finding.line}",
                )
    return None


def _tell_gap(context: SiteContext) -> Example | None:
    """An agency with a year not held between two that are."""
    for agency_id, agency in sorted(context.agencies.items()):
        span = years_between(context.reports_of.get(agency_id, ()), context.newest_year)
        gaps = [year for year, held in span if not held and str(year) < agency["last_year"]]
        if gaps:
            return Example(
                "缺了哪一年，明白写着",
                f"{agency['name']}从 {agency['first_year']} 年到 {agency['last_year']} 年，",
                f"{gaps[-1]} 年未收录",
                "。未收录说的是这里没有，不是它没有公布；手上有的人可以补上。",
                agency_address(agency_id),
            )
    return None


def _tell_peers(context: SiteContext) -> Example | None:
    """The function that most agencies have."""
    counts: dict[str, int] = {}
    for agency in context.agencies.values():
        counts[agency["function"]] = counts.get(agency["function"], 0) + 1
    function, most = max(sorted(counts.items()), key=lambda item: item[1], default=("", 0))
    if most < 2:
        return None
    return Example(
        "同样的事，各地怎么报",
        f"职能为“{context.label('functions', function)}”的机关，已收录 ",
        f"{most} 个",
        "，按地区排在一起，逐年看哪些收录了、哪些没有。",
        f"functions/{function}/",
    )
