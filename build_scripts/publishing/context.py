"""What every page may look up: codes and their labels, agencies, reports by agency, settings of the site.

Comes in: the loaded package and the settings of mkdocs.yml. Goes out: `SiteContext`. Refuses to know: files, HTML.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from build_scripts.codes import Codes, build_codes
from build_scripts.packaging.package import Package, Row


@dataclass(frozen=True, slots=True)
class Settings:
    """What mkdocs.yml says: the name, the two sources of absolute addresses, and how the maintainers
    are reached (e-mail, web or postal address); empty while unset."""

    site_name: str
    site_url: str = ""
    repository: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class SiteContext:
    """Everything that is looked up while pages are made. `labels` is list → code → Chinese label; `names_of` the rows
    of the register by agency. `released`: the package is a release of the ledger, whose newest is
    `newest_release`; who makes a site tells both (`versions.standing`), as nothing else can."""

    settings: Settings
    version: str
    date: str
    codes: Codes
    labels: Mapping[str, Mapping[str, str]]
    regions: Mapping[str, Row]
    agencies: Mapping[str, Row]
    reports: tuple[Row, ...]
    reports_of: Mapping[str, tuple[Row, ...]]
    names_of: Mapping[str, tuple[Row, ...]]
    newest_year: int
    released: bool = True
    newest_release: str = ""

    def label(self, list_name: str, code: str) -> str:
        """The Chinese label of a code; the code itself where the list does not have it."""
        return self.labels[list_name].get(code, code)

    def absolute(self, address: str) -> str:
        """The absolute address of a page; empty while site_url is unset."""
        return self.settings.site_url + address if self.settings.site_url else ""

    def without_collection(self) -> SiteContext:
        """The context with what is the same for all reports alone: no report, no agency, no newest year. Who is handed
        this looks up nothing of other reports; what it may know of them is in its `outside.Outside`."""
        return replace(self, agencies={}, reports=(), reports_of={}, names_of={}, newest_year=0)

    def region_path(self, code: str) -> tuple[Row, ...]:
        """A region and those it lies in, outermost first, the country left out unless it is all there is."""
        path: list[Row] = []
        seen: set[str] = set()
        while code in self.regions and code not in seen:
            seen.add(code)
            path.insert(0, self.regions[code])
            code = self.regions[code]["parent"]
        return tuple(path[1:]) if len(path) > 1 else tuple(path)


def build_context(package: Package, settings: Settings) -> SiteContext:
    """The context of a package under these settings."""
    codes = build_codes(package.lists)
    reports_of: dict[str, list[Row]] = {}
    for row in package.reports:
        reports_of.setdefault(row["agency_id"], []).append(row)
    names_of: dict[str, list[Row]] = {}
    for row in package.register:
        names_of.setdefault(row["agency_id"], []).append(row)
    site_url = settings.site_url
    return SiteContext(
        settings=Settings(
            settings.site_name,
            site_url if not site_url or site_url.endswith("/") else f"{site_url}/",
            settings.repository,
            settings.contact,
        ),
        version=package.version,
        date=package.date,
        codes=codes,
        labels={
            name: {row["code"]: row["label_zh"] for row in rows if "label_zh" in row}
            for name, rows in codes.lists.items()
            if rows and "code" in rows[0]
        },
        regions={row["code"]: row for row in codes.lists.get("regions", ())},
        agencies=package.agencies,
        reports=package.reports,
        reports_of={
            agency_id: tuple(sorted(rows, key=lambda row: int(row["year"]))) for agency_id, rows in reports_of.items()
        },
        names_of={agency_id: tuple(rows) for agency_id, rows in names_of.items()},
        newest_year=max((int(row["year"]) for row in package.reports), default=0),
    )


def write_years(years: Iterable[int]) -> str:
    """Years in words, neighbours joined.

    >>> write_years([2019, 2020, 2021, 2023]), write_years([2020, 2021])
    ('2019–2021、2023', '2020、2021')
    """
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return "、".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else "、".join(map(str, run)) for run in runs)


def years_between(rows: tuple[Row, ...], newest_year: int) -> tuple[tuple[int, bool], ...]:
    """Every year from the first of these reports to the newest of the package, and whether it is held, newest first."""
    return list_years((int(row["year"]) for row in rows), newest_year)


def list_years(held: Iterable[int], newest_year: int) -> tuple[tuple[int, bool], ...]:
    """Every year from the first held to the newest of the package, and whether it is held, newest first.

    >>> list_years([2021, 2019], 2022)
    ((2022, False), (2021, True), (2020, False), (2019, True))
    """
    found = set(held)
    return tuple((year, year in found) for year in range(newest_year, min(found, default=newest_year + 1) - 1, -1))
