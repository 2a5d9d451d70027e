"""What is known of every version that has a page: those of the ledger and the package in hand.

Comes in: how the package stands, its counts, what is offered. Goes out: facts, newest first. Refuses to know: HTML.

The files of the version in hand are those of this site, never those its own ledger entry lists: that list is made of
them. A build that bears the number of a release without being it has no page of its own: the number is the release's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from build_scripts.files import measure_file
from build_scripts.packaging.package import Package
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.links import root_of, version_address
from build_scripts.publishing.offers import Offer
from build_scripts.publishing.versions.changes import group_changes, hold_back_changes
from build_scripts.publishing.versions.files import Facts, VersionFile
from build_scripts.publishing.versions.measures import list_measures
from build_scripts.publishing.versions.standing import Standing, has_own_page
from build_scripts.releasing.ledger import Release, order_version

Counts = Mapping[str, int]


def list_facts(
    standing: Standing,
    counts: Counts,
    extra: Counts,
    offers: Sequence[Offer],
    package: Package,
    context: SiteContext,
) -> tuple[Facts, ...]:
    """Every version, newest first; `extra` are counts of the package in hand beyond the names of the ledger."""
    found = [
        _tell_release(release, standing, extra if release is standing.release else {}, offers, context)
        for release in standing.ledger
    ]
    if has_own_page(standing, package):
        found.append(tell_build(standing, counts, extra, offers, package, context))
    return tuple(sorted(found, key=lambda facts: order_version(facts.version), reverse=True))


def tell_build(
    standing: Standing,
    counts: Counts,
    extra: Counts,
    offers: Sequence[Offer],
    package: Package,
    context: SiteContext,
) -> Facts:
    """The package in hand as an unreleased build, whatever number it bears."""
    before = standing.before
    return Facts(
        version=package.version,
        date=package.date,
        before=before.version if before else "",
        release=None,
        in_hand=True,
        descriptor_sha256=measure_file(package.folder / "datapackage.json")[1],
        counts=counts,
        measures=list_measures({**counts, **extra}, before.counts if before else None, context),
        groups=(),
        files=_list_offers(package.version, offers),
    )


def _tell_release(
    release: Release, standing: Standing, extra: Counts, offers: Sequence[Offer], context: SiteContext
) -> Facts:
    before = next((one for one in standing.ledger if one.version == release.previous), None)
    in_hand = release is standing.release
    shown = hold_back_changes(release, context)
    return Facts(
        version=release.version,
        date=release.date,
        before=release.previous,
        release=shown,
        in_hand=in_hand,
        descriptor_sha256=release.descriptor_sha256,
        counts=release.counts,
        measures=list_measures({**release.counts, **extra}, before.counts if before else None, context),
        groups=group_changes(shown),
        files=_list_offers(release.version, offers) if in_hand else _list_assets(release, context),
    )


def _list_offers(version: str, offers: Sequence[Offer]) -> tuple[VersionFile, ...]:
    root = root_of(version_address(version))
    return tuple(
        VersionFile(
            offer.path.removeprefix("data/latest/"),
            offer.title,
            root + offer.path,
            offer.media_type,
            offer.size,
            offer.sha256,
        )
        for offer in offers
    )


def _list_assets(release: Release, context: SiteContext) -> tuple[VersionFile, ...]:
    repository = context.settings.repository.rstrip("/")
    folder = f"{repository}/releases/download/data-{release.version}/" if repository else ""
    return tuple(
        VersionFile(
            asset.name,
            "",
            folder + quote(asset.name) if folder else "",
            asset.media_type,
            int(asset.size),
            asset.sha256,
        )
        for asset in release.assets
    )
