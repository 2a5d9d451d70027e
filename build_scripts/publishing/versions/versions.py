"""All that a site says of versions, put together: pages, files for programs, feeds.

Comes in: how the package stands to the ledger, what is offered, the tally of all reports. Goes out: pages and files.
Refuses to know: the disk, MkDocs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from build_scripts.packaging.package import Package
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.offers import LATEST, Offer
from build_scripts.publishing.pages import Page
from build_scripts.publishing.quality.coverage import count_coverage
from build_scripts.publishing.quality.tally import QualityTally
from build_scripts.publishing.versions.changelog import list_notes
from build_scripts.publishing.versions.corrections import FILE, list_corrections, write_corrections
from build_scripts.publishing.versions.counts import count_version
from build_scripts.publishing.versions.facts import list_facts, tell_build
from build_scripts.publishing.versions.feeds import Feeds, Version
from build_scripts.publishing.versions.files import Facts, write_quality, write_versions
from build_scripts.publishing.versions.measures import count_extra
from build_scripts.publishing.versions.pages import make_version_pages
from build_scripts.publishing.versions.standing import Standing
from build_scripts.publishing.versions.words import Words


class Versions:
    """Makes what a site says of versions; `make_pages` first, for it counts."""

    def __init__(
        self,
        standing: Standing,
        offers: Sequence[Offer],
        package: Package,
        context: SiteContext,
        changelog: str = "",
    ) -> None:
        self._changelog = changelog
        self._standing = standing
        self._offers = offers
        self._package = package
        self._context = context
        self._corrections = list_corrections(package, standing.ledger)
        self._words = Words(package, context, self._corrections)
        self._facts: tuple[Facts, ...] = ()
        self._in_hand: Facts | None = None

    def make_pages(self, tally: QualityTally) -> Iterator[tuple[Page, Mapping[str, bytes]]]:
        """The page of every version with its files; `tally` has seen every report."""
        counts = count_version(tally, self._package)
        extra = count_extra(count_coverage(self._context), self._context)
        given = (self._standing, counts, extra, self._offers, self._package, self._context)
        self._facts = list_facts(*given)
        self._in_hand = next((facts for facts in self._facts if facts.in_hand), None) or tell_build(*given)
        yield from make_version_pages(self._facts, self._words, self._context, list_notes(self._changelog))

    def make_files(self, regions: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """The files that stand beside no page of a version, by address; `regions` are those that have a page. Feeds
        only if the site knows its address."""
        yield "data/versions.json", write_versions(self._facts)
        if self._in_hand:
            yield f"{LATEST}quality.json", write_quality(self._in_hand)
        yield FILE, write_corrections(self._corrections)
        if self._context.settings.site_url:
            versions = [Version(facts.release, facts.groups) for facts in self._facts if facts.release]
            yield from Feeds(versions, self._context, self._words).make(sorted(regions))
