"""What the home page takes from the package: coverage, examples, the newest reports, how far it can be trusted.

Comes in: the package and the context. Goes out: slots as HTML. Refuses to know: the page's own words, MkDocs.
Nothing here grows with the number of reports.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from build_scripts.packaging.package import Package, Row
from build_scripts.publishing.charts.coverage import draw_coverage
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.home.examples import find_examples
from build_scripts.publishing.links import root_of
from build_scripts.publishing.lists.directory import build_directory
from build_scripts.publishing.lists.rows import Figure, count_years, name_place, span_of
from build_scripts.publishing.report.form_html import MARKS
from build_scripts.publishing.templates import group_digits, render

NEWEST = 8
YEARS = 12


class Newest(NamedTuple):
    """A report of the list of the newest ones."""

    report: Row
    agency: Row
    region: str


class StateCount(NamedTuple):
    """How many cells are of a state: its mark, name, what it means."""

    code: str
    mark: str
    label: str
    definition: str
    cells: str


def fill_home(package: Package, context: SiteContext) -> Mapping[str, str]:
    """The slots of the home page but its description for machines, which `data.page` adds from the catalogue."""
    years = count_years(build_directory(context, package.register))
    return {
        "coverage": render("home/coverage.html", figures=count_coverage(context), version=context.version),
        "examples": render("home/examples.html", examples=find_examples(package, context), root=root_of("")),
        "coverage_map": draw_coverage(context, root_of("")),
        "newest": render("home/newest.html", newest=list_newest(context), root=root_of("")),
        "years": render("home/years.html", rows=years[:YEARS], more=len(years) > YEARS, root=root_of("")),
        "trust": render(
            "home/trust.html",
            states=count_states(context),
            findings=count_findings(package, context),
            with_findings=sum(1 for row in context.reports if package.findings.get(row["report_id"])),
            reports=len(context.reports),
            root=root_of(""),
        ),
    }


def count_coverage(context: SiteContext) -> list[Figure]:
    """Reports, agencies, provinces, years."""
    places = {context.region_path(row["region_code"])[0]["code"] for row in context.agencies.values()}
    return [
        ("报告", group_digits(str(len(context.reports))), "份"),
        ("机关", group_digits(str(len(context.agencies))), "个"),
        ("省级地区", str(len(places - {"100000"})), "个"),
        ("报告年度", span_of({int(row["year"]) for row in context.reports}), ""),
    ]


def list_newest(context: SiteContext) -> list[Newest]:
    """The newest reports: by report year, then by date of publication."""
    ordered = sorted(context.reports, key=lambda row: (row["year"], row["published"], row["report_id"]), reverse=True)
    return [
        Newest(
            row,
            agency,
            " ".join(name_place(place) for place in context.region_path(agency["region_code"])),
        )
        for row in ordered[:NEWEST]
        if (agency := context.agencies[row["agency_id"]])
    ]


def count_states(context: SiteContext) -> list[StateCount]:
    """How many cells of all tables are of each state."""
    return [
        StateCount(
            row["code"],
            MARKS.get(row["code"], "0"),
            row["label_zh"],
            row["definition_zh"],
            group_digits(str(sum(int(report[f"cells_{row['code']}"]) for report in context.reports))),
        )
        for row in context.codes.lists["states"]
    ]


def count_findings(package: Package, context: SiteContext) -> list[Figure]:
    """How many findings of each severity the published reports have; none of a severity is left out."""
    counts = Counter(
        finding.severity for row in context.reports for finding in package.findings.get(row["report_id"], ())
    )
    return [
        (label, group_digits(str(counts[code])), "条")
        for code, label in context.labels["severities"].items()
        if counts[code]
    ]
