"""A page before it is stamped: where it goes, which specimen it fills, and with what.

Refuses to know: what a page says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from build_scripts.publishing.links import root_of
from build_scripts.publishing.templates import escape_text


class Crumb(NamedTuple):
    """A step of the way to a page: its label and its address below the site's root."""

    label: str
    address: str


class Anchor(NamedTuple):
    """An entry of a page's contents."""

    anchor: str
    label: str


@dataclass(frozen=True, slots=True)
class Page:
    """A data page: `specimen` names its kind; `body` and `json_ld` are ready, the rest is plain text; `feed` is the
    address of the feed of its changes, empty if it has none."""

    address: str
    specimen: str
    title: str
    description: str
    crumbs: tuple[Crumb, ...]
    contents: tuple[Anchor, ...]
    body: str
    json_ld: str
    previous: str = ""
    following: str = ""
    feed: str = ""


class Planned(NamedTuple):
    """A page that is made only if need be: where it goes, the hash of what of the package it follows from, how it is
    made."""

    address: str
    follows: str
    make: Callable[[], Page]


def fill_slots(page: Page, canonical: str, site_name: str) -> dict[str, str]:
    """The slots of a page's specimen as HTML; `canonical` is its absolute address, empty while the site has none.

    At the foot of the printed page stands its address, or the name of the site.
    """
    root = root_of(page.address)
    links = [("canonical", canonical)] if canonical else []
    links += [(rel, root + to) for rel, to in (("prev", page.previous), ("next", page.following)) if to]
    drawn = [f'<link rel="{rel}" href="{escape_text(to)}">' for rel, to in links]
    if page.feed:
        drawn.append(
            f'<link rel="alternate feed" type="application/atom+xml" title="{escape_text(page.title)}：更新"'
            f' href="{escape_text(root + page.feed)}">'
        )
    return {
        "title": escape_text(page.title),
        "description": escape_text(page.description),
        "head": "\n".join(drawn),
        "json_ld": page.json_ld,
        "breadcrumb": _draw_crumbs(page.crumbs, page.title, root),
        "contents": "".join(
            f'<li class="md-nav__item"><a href="#{anchor}" class="md-nav__link"><span class="md-ellipsis">'
            f"{escape_text(label)}</span></a></li>"
            for anchor, label in page.contents
        ),
        "body": page.body,
        "printed_address": escape_text(canonical or site_name),
    }


def _draw_crumbs(crumbs: Sequence[Crumb], title: str, root: str) -> str:
    steps = [f'<a href="{root}{escape_text(crumb.address)}">{escape_text(crumb.label)}</a>' for crumb in crumbs[:-1]]
    last = crumbs[-1].label if crumbs else title
    return '<span aria-hidden="true">›</span>'.join([*steps, f'<span aria-current="page">{escape_text(last)}</span>'])
