"""What the hand-written pages show of versions: the data page, the page of changes, the home page.

Comes in: the ledger and how the package stands to it. Goes out: slots as HTML. Refuses to know: the pages' own words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from build_scripts.files import PROJECT, list_data_versions
from build_scripts.packaging.package import Package
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.hand_pages import Filler
from build_scripts.publishing.links import FEED, cell_anchor, report_address, root_of, version_address
from build_scripts.publishing.quality.words import TABLE_NAMES
from build_scripts.publishing.templates import render, tell_corrected
from build_scripts.publishing.versions.changelog import slot_of
from build_scripts.publishing.versions.changes import ADDED, CHANGED, REMOVED, count_changes, group_changes
from build_scripts.publishing.versions.corrections import FILE, Correction, list_corrections
from build_scripts.publishing.versions.files import REGISTERED, RELEASED, STATUSES, UNRELEASED
from build_scripts.publishing.versions.standing import Standing, has_own_page
from build_scripts.publishing.versions.words import Words
from build_scripts.releasing.ledger import Release, order_version

MOST_VERSIONS, MOST_CORRECTIONS = 12, 200
"""So many versions does the data page list, so many corrections the page of changes."""


class Listed(NamedTuple):
    """A version in a list: its address, its status, whether this site holds it, whether it is the first, counts."""

    version: str
    date: str
    address: str
    status: str
    in_hand: bool
    reports: int
    agencies: int
    changes: Mapping[str, int]
    first: bool = False

    @property
    def told(self) -> str:
        """The status in words."""
        return STATUSES[self.status]


def make_version_fillers(standing: Standing) -> Mapping[str, Filler]:
    """Who fills the slots about versions, by address; other slots of these pages have their own."""

    def fill_data(package: Package, context: SiteContext) -> Mapping[str, str]:
        listed = list_versions(standing, package, context)
        return {
            "versions": render(
                "versions/list.html",
                versions=listed[:MOST_VERSIONS],
                more=len(listed) > MOST_VERSIONS,
                root=root_of("data/"),
            ),
            "standing": draw_standing(context, root_of("data/")),
        }

    def fill_english(package: Package, context: SiteContext) -> Mapping[str, str]:
        listed, root = list_versions(standing, package, context), root_of("en/data/")
        shown, more = listed[:MOST_VERSIONS], len(listed) > MOST_VERSIONS
        return {"versions": render("english/versions.html", versions=shown, more=more, root=root)}

    def fill_changes(package: Package, context: SiteContext) -> Mapping[str, str]:
        root = root_of("changes/")
        listed = {one.version: one for one in list_versions(standing, package, context)}
        named = list_data_versions(PROJECT.changelog)
        facts = {
            slot_of(name): render("versions/facts.html", version=name, found=listed.get(name), root=root)
            for name in named
        }
        corrections = list_corrections(package, standing.ledger)
        words = Words(package, context)
        return {
            **facts,
            "versions": render("versions/list.html", versions=list(listed.values()), more=False, root=root),
            "feed": draw_feed("", "全部更新", context, root),
            "corrections": render(
                "versions/corrections.html",
                corrections=[tell_correction(one, words, context) for one in corrections[:MOST_CORRECTIONS]],
                count=len(corrections),
                file=root + FILE,
                root=root,
            ),
        }

    def fill_home(package: Package, context: SiteContext) -> Mapping[str, str]:
        return {"feed": draw_feed("", "全部更新", context, root_of(""))}

    return {"data/": fill_data, "en/data/": fill_english, "changes/": fill_changes, "": fill_home}


def join_fillers(*fillers: Mapping[str, Filler]) -> Mapping[str, Filler]:
    """Several to fill one page: each gives slots of its own."""
    addresses = dict.fromkeys(address for found in fillers for address in found)
    return {address: _join([found[address] for found in fillers if address in found]) for address in addresses}


def _join(fillers: Sequence[Filler]) -> Filler:
    def fill(package: Package, context: SiteContext) -> Mapping[str, str]:
        return {name: value for filler in fillers for name, value in filler(package, context).items()}

    return fill


def list_versions(standing: Standing, package: Package, context: SiteContext) -> tuple[Listed, ...]:
    """Every version that has a page, newest first."""
    found = [_list_release(release, standing) for release in standing.ledger]
    if has_own_page(standing, package):
        reports, agencies = len(context.reports), len(context.agencies)
        place = version_address(package.version)
        found.append(Listed(package.version, package.date, place, UNRELEASED, True, reports, agencies, {}))
    return tuple(sorted(found, key=lambda one: order_version(one.version), reverse=True))


def _list_release(release: Release, standing: Standing) -> Listed:
    counts = count_changes(group_changes(release))
    return Listed(
        release.version,
        release.date,
        version_address(release.version),
        RELEASED if release.published else REGISTERED,
        release is standing.release,
        release.counts.get("reports", 0),
        release.counts.get("agencies", 0),
        {kind: counts.get(f"report.{kind}", 0) for kind in (ADDED, CHANGED, REMOVED)},
        first=not release.previous,
    )


def draw_standing(context: SiteContext, root: str) -> str:
    """What the data of this site is: a release, or an unreleased build, with what to cite instead."""
    return render("versions/standing.html", context=context, root=root)


def draw_feed(address: str, label: str, context: SiteContext, root: str) -> str:
    """The visible link to a feed; nothing while the site has no address, for then there is none."""
    return render("versions/feed.html", href=root + address + FEED, label=label) if context.settings.site_url else ""


def tell_correction(one: Correction, words: Words, context: SiteContext) -> dict[str, str]:
    """A correction for the table: which report and cell, with the addresses of both."""
    fix = one.correction
    agency_id, _, year = one.report_id.rpartition("-")
    page = report_address(agency_id, year)
    return {
        "name": f"{words.agency(agency_id)} {year}",
        "page": page,
        "cell": f"{page}#{cell_anchor(fix.table, fix.row, fix.column) if fix.column else fix.table}",
        "table": TABLE_NAMES.get(fix.table, fix.table),
        "place": words.cell(fix.table, fix.row, fix.column),
        "printed": fix.printed,
        "value": tell_corrected(fix.value, context.labels["states"]),
        "reason": fix.reason,
        "evidence": fix.evidence if fix.evidence.startswith(("https://", "http://")) else "",
        "said": fix.evidence,
        "since": one.since,
    }
