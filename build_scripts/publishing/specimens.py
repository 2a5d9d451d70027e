"""The specimens that MkDocs made, taken out of the site and filled; hand-written pages filled where they stand.

Comes in: the site as MkDocs wrote it, pages with their slots. Goes out: HTML files. Refuses to know: what a page says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from build_scripts.files import read_text, write_text
from build_scripts.files.fingerprints import hash_parts
from build_scripts.packaging.package import Package
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.hand_pages import FILLERS, Filler
from build_scripts.publishing.pages import Page, fill_slots
from build_scripts.publishing.stamping import MARKER_START, Specimen, SpecimenError, deepen, read_specimen, stamp

SPECIMENS = {
    "report": "agencies/_agency_/_year_",
    "agency": "agencies/_agency_",
    "year": "years/_year_",
    "region": "regions/_region_",
    "function": "functions/_function_",
    "dictionary": "data/dictionary/_table_",
    "version": "data/_version_",
    "quality": "quality/_list_",
    "quality_index": "quality",
}
"""Where MkDocs puts the specimen of each kind of page, the deepest first; none of them stays in the site."""


def take_specimens(site: Path) -> dict[str, Specimen]:
    """Read every specimen and take it out of the site."""
    specimens = {}
    for kind, place in SPECIMENS.items():
        path = site / place / "index.html"
        specimens[kind] = read_specimen(read_text(path))
        path.unlink()
        path.parent.rmdir()
    return specimens


class Specimens:
    """The specimens of all kinds, each for pages of any depth: made once for every depth that is met."""

    def __init__(self, specimens: Mapping[str, Specimen]) -> None:
        self._specimens = specimens
        self._deeper: dict[tuple[str, int], Specimen] = {}

    def hash_all(self) -> str:
        """The hash of all specimens."""
        found = sorted(self._specimens.items())
        return hash_parts(*(part for kind, one in found for part in (kind, *one.texts, *one.slots)))

    def at(self, page: Page) -> Specimen:
        """The specimen of a page, its relative addresses leading from where the page is."""
        steps = page.address.count("/") - SPECIMENS[page.specimen].count("/") - 1
        if not steps:
            return self._specimens[page.specimen]
        key = (page.specimen, steps)
        if key not in self._deeper:
            self._deeper[key] = deepen(self._specimens[page.specimen], steps)
        return self._deeper[key]


def stamp_page(page: Page, specimen: Specimen, context: SiteContext) -> str:
    """The whole HTML of a page; raises SpecimenError naming the page."""
    try:
        return stamp(specimen, fill_slots(page, context.absolute(page.address), context.settings.site_name))
    except SpecimenError as error:
        raise SpecimenError(f"{page.address}: {error}") from None


def write_page(page: Page, specimen: Specimen, context: SiteContext, site: Path) -> None:
    """Stamp a page and write it; raises SpecimenError naming the page."""
    write_text(site / page.address / "index.html", stamp_page(page, specimen, context))


def list_hand_pages(site: Path) -> tuple[Path, ...]:
    """The hand-written pages, as long as no other page has been made."""
    return tuple(sorted(site.rglob("index.html")))


def fill_hand_pages(
    package: Package,
    context: SiteContext,
    site: Path,
    fillers: Mapping[str, Filler] = FILLERS,
    pages: Sequence[Path] | None = None,
) -> Iterator[str]:
    """Fill the slots of the hand-written pages, all that are there if they are not given; yields their addresses."""
    for path in list_hand_pages(site) if pages is None else pages:
        address = path.parent.relative_to(site).as_posix() + "/" if path.parent != site else ""
        html = read_text(path)
        if address in fillers:
            write_text(path, stamp(read_specimen(html), fillers[address](package, context)))
        elif MARKER_START in html:
            raise SpecimenError(f"{address}: a slot that nobody fills; see hand_pages.FILLERS and data_page")
        yield address
