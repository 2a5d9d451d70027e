"""The true answer of a question, computed from the CSV files alone, for the tests of everything that asks.

Comes in: a package's folder, a question. Goes out: rows. Refuses to know: the project's own code, its measures.csv, its
JSON and Parquet files, pandas. Formulas stand here a second time, as the field notes have them, so that two
computations that know nothing of each other are compared.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

Row = Mapping[str, str]
Number = int | Decimal
Cells = Callable[[str, str, str], Number | None]
"""Table, row, column → the number printed there, None where there is none."""

RATES_FROM = 30
KEYS = {
    "disclosures": ("item", "measure", "value"),
    "applications": ("outcome", "applicant", "count"),
    "remedies": ("channel", "result", "count"),
}
REFUSED = (
    "refused_state_secret",
    "refused_prohibited_by_law",
    "refused_security_stability",
    "refused_third_party_rights",
    "refused_internal_affairs",
    "refused_process_information",
    "refused_enforcement_file",
    "refused_administrative_query",
)
UNAVAILABLE = ("unavailable_not_held", "unavailable_needs_creation", "unavailable_still_unclear")
NOT_PROCESSED = (
    "not_processed_petition",
    "not_processed_duplicate",
    "not_processed_publication",
    "not_processed_excessive",
    "not_processed_confirmation",
)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. Empty means all. `cells` are (table, row, column); `derived` are (code, applicant or channel)."""

    cells: tuple[tuple[str, str, str], ...] = ()
    derived: tuple[tuple[str, str], ...] = ()
    years: frozenset[int] = frozenset()
    agencies: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    scopes: frozenset[str] = frozenset()


class Value(NamedTuple):
    """A number with the state of its cell; `number` is None unless the state is reported."""

    number: Number | None
    state: str


class Share(NamedTuple):
    """Two counts, None where an operand has no number, and what is shown for their share."""

    numerator: Number | None
    denominator: Number | None
    shown: str


class Answer(NamedTuple):
    """One report of an answer: its row and its agency's, the cells asked for, the derived measures asked for."""

    report: Row
    agency: Row
    cells: tuple[Value, ...]
    derived: tuple[Number | Share | None, ...]


@dataclass(frozen=True, slots=True)
class Collection:
    """A package read by the csv module."""

    reports: Sequence[Row]
    agencies: Mapping[str, Row]
    regions: Mapping[str, Row]
    cells: Mapping[tuple[str, str, str, str], Value]
    checks: Sequence[Row] = field(default=())

    def lies_in(self, region: str, other: str) -> bool:
        """Whether `region` is `other` or lies in it."""
        return other in self.path(region)

    def path(self, region: str) -> Iterator[str]:
        """A region and every region it lies in, the nearest first."""
        while region:
            yield region
            region = self.regions[region]["parent"] if region in self.regions else ""


def read_collection(package: Path) -> Collection:
    """The collection in a package's folder."""
    cells: dict[tuple[str, str, str, str], Value] = {}
    for table, (row, column, number) in KEYS.items():
        for cell in read_csv(package, table):
            read = Decimal if table == "disclosures" else int
            value = read(cell[number]) if cell["state"] == "reported" else None
            assert (value is None) == (cell[number] == "")
            cells[(cell["report_id"], table, cell[row], cell[column])] = Value(value, cell["state"])
    return Collection(
        reports=tuple(read_csv(package, "reports")),
        agencies={row["agency_id"]: row for row in read_csv(package, "agencies")},
        regions={row["code"]: row for row in read_csv(package, "regions")},
        cells=cells,
        checks=tuple(read_csv(package, "checks")),
    )


def read_csv(package: Path, name: str) -> Iterator[dict[str, str]]:
    """The rows of a table."""
    with (package / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def answer(collection: Collection, question: Question) -> list[Answer]:
    """Every report the question is about, in the order of report_id: cells and measures as they are, blanks as None."""
    found = []
    for report in collection.reports:
        agency = collection.agencies[report["agency_id"]]
        if _is_asked(report, agency, question, collection):
            cells = _cells_of(report["report_id"], collection)
            found.append(
                Answer(
                    report,
                    agency,
                    tuple(
                        collection.cells.get((report["report_id"], *place), Value(None, "")) for place in question.cells
                    ),
                    tuple(derive(code, by, cells) for code, by in question.derived),
                )
            )
    return found


def derive(code: str, by: str, cells: Cells) -> Number | Share | None:
    """A derived measure of one report for an applicant, or for a channel: a number, a share, or None."""

    def of(*rows: str) -> Number | None:
        return add(cells("applications", row, by) for row in rows)

    def reviews(*results: str) -> Number | None:
        return add(cells("remedies", by, result) for result in results)

    disclosed, concluded = ("granted", "partly_granted"), of("concluded_total")
    formulas: Mapping[str, Callable[[], Number | Share | None]] = {
        "intake": lambda: of("received", "carried_in"),
        "backlog_change": lambda: subtract(of("carried_out"), of("carried_in")),
        "disclosed": lambda: of(*disclosed),
        "refused": lambda: of(*REFUSED),
        "unavailable": lambda: of(*UNAVAILABLE),
        "not_processed": lambda: of(*NOT_PROCESSED),
        "disclosed_share": lambda: share(of(*disclosed), concluded),
        "disclosed_of_substantive": lambda: share(of(*disclosed), of(*disclosed, *REFUSED)),
        "refused_share": lambda: share(of(*REFUSED), concluded),
        "unavailable_share": lambda: share(of(*UNAVAILABLE), concluded),
        "not_processed_share": lambda: share(of(*NOT_PROCESSED), concluded),
        "other_share": lambda: share(of("other_processing"), concluded),
        "other_parts_share": lambda: share(of("other_no_correction", "other_fee_unpaid", "other"), concluded),
        "carried_out_share": lambda: share(of("carried_out"), of("received", "carried_in")),
        "applicant_share": lambda: share(of("received"), cells("applications", "received", "total")),
        "corrected_share": lambda: share(reviews("corrected"), reviews("upheld", "corrected", "other")),
        "corrected_of_all_share": lambda: share(reviews("corrected"), reviews("total")),
    }
    return formulas[code]()


DERIVED = {
    "intake": "applicant",
    "backlog_change": "applicant",
    "disclosed": "applicant",
    "refused": "applicant",
    "unavailable": "applicant",
    "not_processed": "applicant",
    "disclosed_share": "applicant",
    "disclosed_of_substantive": "applicant",
    "refused_share": "applicant",
    "unavailable_share": "applicant",
    "not_processed_share": "applicant",
    "other_share": "applicant",
    "other_parts_share": "applicant",
    "carried_out_share": "applicant",
    "applicant_share": "applicant",
    "corrected_share": "channel",
    "corrected_of_all_share": "channel",
}
"""Every derived measure, and by what it is told apart."""


def add(numbers: Iterable[Number | None]) -> Number | None:
    """The sum; None as soon as one of them is none."""
    total: Number = 0
    for number in numbers:
        if number is None:
            return None
        total += number
    return total


def subtract(left: Number | None, right: Number | None) -> Number | None:
    """The difference; None if one of them is none."""
    return None if left is None or right is None else left - right


def share(numerator: Number | None, denominator: Number | None) -> Share:
    """Both counts, and what is shown: nothing where a count is missing, “—” of 0, both counts below RATES_FROM, else a
    percentage."""
    if numerator is None or denominator is None:
        return Share(numerator, denominator, "")
    if denominator == 0:
        return Share(numerator, denominator, "—")
    if denominator < RATES_FROM:
        return Share(numerator, denominator, f"{numerator}/{denominator}")
    return Share(numerator, denominator, tell_percent(int(numerator), int(denominator)))


def tell_percent(numerator: int, denominator: int) -> str:
    """Tenths of a percent, halves up; only none is 0%, only all is 100%.

    >>> [tell_percent(n, 3000) for n in (0, 1, 2, 1000, 2000, 2999, 3000, 3001)]
    ['0%', '不到 0.1%', '0.1%', '33.3%', '66.7%', '99.9%', '100%', '100.1%']
    """
    tenths = (2000 * numerator + denominator) // (2 * denominator)
    if numerator == 0:
        return "0%"
    if tenths == 0:
        return "不到 0.1%"
    if numerator == denominator:
        return "100%"
    if tenths == 1000:
        tenths = 999 if numerator < denominator else 1001
    return f"{tenths // 10}.{tenths % 10}%"


# Which reports may be added


def find_overlaps(reports: Iterable[Row], collection: Collection) -> list[tuple[str, str]]:
    """Why these reports may not be added: (report, report) of each pair that may count the same twice, and (report, "")
    of each that does not say whom it counts. Nothing found: they may be added. In the order of report_id."""
    found = sorted(reports, key=lambda report: report["report_id"])
    unknown = [
        (report["report_id"], "") for report in found if report["scope"] not in {"organ", "subordinates", "government"}
    ]
    pairs = [
        (one["report_id"], other["report_id"])
        for one, other in combinations(found, 2)
        if overlap(one, other, collection)
    ]
    return sorted([*unknown, *pairs])


def overlap(one: Row, other: Row, collection: Collection) -> bool:
    """Whether two reports whose scope is known may count the same: of one year, one of them counting what the other is
    part of. A government counts every body in its region, itself or below; a body with its subordinates counts the
    bodies of its function there."""
    if one["year"] != other["year"]:
        return False
    return one["agency_id"] == other["agency_id"] or _counts(one, other, collection) or _counts(other, one, collection)


def _counts(whole: Row, part: Row, collection: Collection) -> bool:
    """Whether the agency of `part` is one of those that `whole` may count."""
    outer, inner = (collection.agencies[report["agency_id"]] for report in (whole, part))
    if not collection.lies_in(inner["region_code"], outer["region_code"]):
        return False
    if whole["scope"] == "government":
        return True
    return whole["scope"] == "subordinates" and inner["function"] == outer["function"]


def _is_asked(report: Row, agency: Row, question: Question, collection: Collection) -> bool:
    return (
        (not question.years or int(report["year"]) in question.years)
        and (not question.agencies or agency["agency_id"] in question.agencies)
        and (not question.regions or bool(question.regions & set(collection.path(agency["region_code"]))))
        and (not question.levels or agency["level"] in question.levels)
        and (not question.functions or agency["function"] in question.functions)
        and (not question.forms or report["form"] in question.forms)
        and (not question.scopes or report["scope"] in question.scopes)
    )


def _cells_of(report_id: str, collection: Collection) -> Cells:
    def read(table: str, row: str, column: str) -> Number | None:
        return collection.cells.get((report_id, table, row, column), Value(None, "")).number

    return read
