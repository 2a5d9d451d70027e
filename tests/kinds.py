"""Every kind of page, once: the one list that all tests of pages go through, and that `make look` draws.

A new kind of page is a line of FIXED or of OF_DATA; a test tells what is missing. Comes in: a site's folder. Goes out:
an address for each kind that this site has. Pages of data are found by what they hold, so that the list fits the real
reports and any generated collection.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

Row = dict[str, object]


class Kind(NamedTuple):
    """A kind of page by its name, and the address of one such page below the site's root."""

    name: str
    address: str


class Holdings(NamedTuple):
    """What the site says it holds, in api/v1."""

    agencies: list[Row]
    reports: list[Row]
    versions: list[Row]


def find_kinds(site: Path) -> tuple[Kind, ...]:
    """The kinds of pages this site has, each with one address."""
    holdings = _read_holdings(site)
    found = [Kind(name, address) for name, address in FIXED.items()]
    found += [Kind(name, find(holdings)) for name, find in OF_DATA.items()]
    return tuple(kind for kind in found if kind.address != NONE and _file_of(site, kind.address).is_file())


def find_short_kinds(long: tuple[str, Path], short: tuple[str, Path]) -> Iterator[tuple[str, Kind]]:
    """Every kind of the site that holds more, with the address of its site; where more only adds rows, of the other.

    A site is where it is served, and its folder.
    """
    fewer = {kind.name: kind for kind in find_kinds(short[1])}
    for kind in find_kinds(long[1]):
        if kind.name in fewer and kind.name in ROWS_ALONE:
            yield short[0], fewer[kind.name]
        else:
            yield long[0], kind


ROWS_ALONE = ("agencies", "years", "functions", "quality", "quality-list", "data", "version", "changes")
"""Kinds that say the same of few reports as of many, in fewer rows."""


def tell_pattern(address: str) -> str:
    """An address without what is one page's alone, by which a page's kind is known.

    >>> tell_pattern("agencies/410781-chengshiguanliju/2023/"), tell_pattern("years/2021/"), tell_pattern("about/")
    ('agencies/_/_/', 'years/_/', 'about/')
    """
    first, *rest = address.strip("/").split("/")
    kept = rest[:1] if (first, *rest[:1]) == ("data", "dictionary") else []
    return "/".join([first, *kept, *("_" for _ in rest[len(kept) :])]) + "/"


NONE = "-"
FIXED = {
    "home": "",
    "agencies": "agencies/",
    "years": "years/",
    "regions": "regions/",
    "functions": "functions/",
    "search": "search/",
    "compare": "compare/",
    "sql": "query/sql/",
    "query": "query/",
    "quality": "quality/",
    "quality-rule": "quality/rules/applications_balance/",
    "quality-state": "quality/states/applications/reported/",
    "quality-list": "quality/states/applications/reported/2021/",
    "quality-differences": "quality/rules/applications_balance/differs/",
    "quality-finding": "quality/findings/wrong-width/",
    "quality-files": "quality/files/",
    "quality-corrections": "quality/corrections/",
    "data": "data/",
    "dictionary": "data/dictionary/",
    "dictionary-table": "data/dictionary/reports/",
    "about": "about/",
    "glossary": "about/glossary/",
    "contribute": "contribute/",
    "contribute-page": "contribute/reading/",
    "contribute-maintaining": "contribute/maintaining/review/",
    "contribute-commands": "contribute/commands/",
    "contribute-findings": "contribute/findings/",
    "changes": "changes/",
    "english": "en/",
    "english-page": "en/about/",
    "not-found": "404.html",
}
"""Kinds whose address does not depend on what is held."""


def _agency(holdings: Holdings) -> str:
    return f"agencies/{_longest(holdings)['agency_id']}/"


def _agency_of_one_year(holdings: Holdings) -> str:
    return next((f"agencies/{row['agency_id']}/" for row in holdings.agencies if row["report_count"] == 1), NONE)


def _report(holdings: Holdings) -> str:
    return f"{_agency(holdings)}{_longest(holdings)['last_year']}/"


def _report_where(column: str, *values: str) -> Callable[[Holdings], str]:
    def find(holdings: Holdings) -> str:
        return next((str(row["page"]) for row in holdings.reports if row.get(column) in values), NONE)

    return find


def _version(holdings: Holdings) -> str:
    return f"data/{holdings.versions[0]['version']}/"


def _version_before(holdings: Holdings) -> str:
    return f"data/{holdings.versions[1]['version']}/" if len(holdings.versions) > 1 else NONE


def _region_of(level: str) -> Callable[[Holdings], str]:
    def find(holdings: Holdings) -> str:
        codes = (f"regions/{row['region_code']}/" for row in holdings.agencies if row["level"] == level)
        return next(codes, NONE)

    return find


OF_DATA: dict[str, Callable[[Holdings], str]] = {
    "agency": _agency,
    "agency-of-one-year": _agency_of_one_year,
    "report": _report,
    "report-on-the-old-form": _report_where("form", "2019"),
    "report-without-tables": _report_where("form", "none"),
    "report-with-text-withheld": _report_where("text_release", "withheld"),
    "version": _version,
    "version-before": _version_before,
    "year": lambda holdings: f"years/{_longest(holdings)['last_year']}/",
    "quality-matrix": lambda holdings: f"quality/coverage/{str(_longest(holdings)['region_code'])[:2]}0000/",
    "region-province": lambda holdings: f"regions/{str(_longest(holdings)['region_code'])[:2]}0000/",
    "region-prefecture": _region_of("prefecture"),
    "region-county": _region_of("county"),
    "function": lambda holdings: f"functions/{_longest(holdings)['function']}/",
}
"""Kinds whose address is that of the first agency or report that shows what the kind is for."""


def _longest(holdings: Holdings) -> Row:
    return max(holdings.agencies, key=lambda row: int(str(row["report_count"])))


@lru_cache(maxsize=4)
def _read_holdings(site: Path) -> Holdings:
    api = site / "api" / "v1"
    agencies = json.loads((api / "agencies.json").read_text(encoding="utf-8"))["agencies"]
    reports = []
    for path in sorted((api / "reports").glob("*.json")):
        row = json.loads(path.read_text(encoding="utf-8"))["report"]
        reports.append({**row, "page": f"agencies/{row['agency_id']}/{row['year']}/"})
    versions = json.loads((site / "data" / "versions.json").read_text(encoding="utf-8"))["versions"]
    return Holdings(agencies, reports, versions)


def _file_of(site: Path, address: str) -> Path:
    path = site / address
    return path / "index.html" if path.is_dir() else path
