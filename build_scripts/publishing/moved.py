"""Addresses that were published once and lead elsewhere now, or nowhere: a page stays at each of them.

Comes in: the address book, the addresses that have a page. Goes out: the page that stays there. Refuses to know: why
something moved. The book is `datapackage/address_book.csv`; a row without `moved_to` and `note`
stands as it is and needs nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from build_scripts.files import FilesError, write_text
from build_scripts.packaging.package import Row
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.links import root_of
from build_scripts.publishing.policy.content_policy import write_page_policy
from build_scripts.publishing.templates import render


class Moved(NamedTuple):
    """A page that is no more: where it was, where it leads (empty: nowhere), whose it was, what is to be said."""

    address: str
    target: str
    name: str
    note: str


def list_moved(book: Sequence[Row], standing: Collection[str]) -> Iterator[Moved]:
    """Every old address that needs a page, in the book's order; raises FilesError for an unsafe address.

    `standing` are the addresses that have a page of their own: none of them is touched, and none but they is led to,
    so a package that does not hold the target gets no page that leads into the void. A year of an agency that has
    moved leads to the same year there, if it is held, else to the agency.
    """
    for row in book:
        if not row["moved_to"] and not row["note"]:
            continue
        if row["moved_to"]:
            _refuse_unsafe(row["moved_to"])
        for tail in ("", *(f"{year}/" for year in row["years"].split())):
            address = row["address"] + tail
            _refuse_unsafe(address)
            target = next((to for to in (row["moved_to"] + tail, row["moved_to"]) if to in standing), "")
            if address not in standing and (target or not row["moved_to"]):
                yield Moved(address, target, row["name"], row["note"])


def draw_moved(moved: Moved, site_name: str, canonical: str) -> str:
    """The whole page; `canonical` is the target's absolute address, empty while the site has none."""
    root = root_of(moved.address)
    told = {"moved": moved, "root": root, "site_name": site_name, "canonical": canonical}
    return render("moved/page.html", policy=write_page_policy(), **told)


def _refuse_unsafe(address: str) -> None:
    parts = address.split("/")
    if address.startswith("/") or not address.endswith("/") or {"", ".", ".."} & set(parts[:-1]) or "\\" in address:
        raise FilesError(f"address_book.csv: {address!r} is no address below the site (path/…/)")


def write_moved(book: Sequence[Row], standing: Sequence[str], context: SiteContext, site: Path) -> None:
    """Write a page at every address of the book that has moved or was taken away; raises FilesError."""
    for moved in list_moved(book, frozenset(standing)):
        canonical = context.absolute(moved.target) if moved.target else ""
        html = draw_moved(moved, context.settings.site_name, canonical)
        write_text(site / moved.address / "index.html", html)
