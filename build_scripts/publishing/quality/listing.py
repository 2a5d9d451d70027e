"""A figure and its list: what is counted, in which unit, and every row of it, in pages of a fixed size.

Comes in: rows as plain data and a function that draws one. Goes out: pages. Refuses to know: what is counted. The
figure and its list are one object, so that they cannot part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from markupsafe import Markup, escape

from build_scripts.publishing.links import root_of
from build_scripts.publishing.machine.json_ld import write_json_ld
from build_scripts.publishing.pages import Crumb, Page
from build_scripts.publishing.templates import render

HOME = "quality/"
ROWS = 200
"""Rows of a list on one page."""

NOTHING = Markup("")
Key = tuple[str, ...]


class Rows(Protocol):
    """The rows of a list: how many, and any stretch of them."""

    def __len__(self) -> int: ...

    def __getitem__(self, part: slice) -> Any: ...


class Head(NamedTuple):
    """The head of a column; numbers stand at the right."""

    label: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A figure with its list.

    `key` names it: the subject first (states, rules, findings …), then its codes. `count` is the figure, in `unit`; if
    it is `in_rows`, a row is one unit, else the rows' own numbers add up to it. `draw` makes a row's HTML, given the
    way back to the root.
    """

    key: Key
    address: str
    title: str
    unit: str
    count: int
    items: Rows
    draw: Callable[[Any, str], str]
    heads: tuple[Head, ...]
    intro: Markup = NOTHING
    trail: tuple[Crumb, ...] = ()
    row_unit: str = "份报告"
    in_rows: bool = False

    @property
    def summary(self) -> str:
        """The figure in words, with how many rows list it."""
        rows = "" if self.in_rows else f"，分布在 {len(self.items):,} {self.row_unit}中"
        return f"共 {self.count:,} {self.unit}{rows}"


def page_address(address: str, number: int) -> str:
    """Where a page of a list is; the first bears no number.

    >>> page_address("quality/files/", 1), page_address("quality/files/", 2)
    ('quality/files/', 'quality/files/2/')
    """
    return address if number == 1 else f"{address}{number}/"


def make_list_pages(listing: Listing) -> Iterator[Page]:
    """The pages of a list; one even if it is empty."""
    total = max(1, -(-len(listing.items) // ROWS))
    for number in range(1, total + 1):
        address = page_address(listing.address, number)
        root = root_of(address)
        shown = listing.items[(number - 1) * ROWS : number * ROWS]
        title = listing.title if number == 1 else f"{listing.title}（第 {number} 页）"
        before = page_address(listing.address, number - 1) if number > 1 else ""
        after = page_address(listing.address, number + 1) if number < total else ""
        body = render(
            "quality/list.html",
            listing=listing,
            title=title,
            number=number,
            first=(number - 1) * ROWS + 1,
            last=(number - 1) * ROWS + len(shown),
            turns=draw_turns(listing.address, number, total, root, "翻页"),
            turns_below=draw_turns(listing.address, number, total, root, "翻页，在列表之后"),
            rows=Markup("\n".join([listing.draw(item, root) for item in shown])),
            root=root,
        )
        description = f"{title}：{listing.summary}。"
        yield Page(
            address=address,
            specimen="quality",
            title=title,
            description=description,
            crumbs=(*TRAIL, *listing.trail, Crumb(listing.title, "")),
            contents=(),
            body=body,
            json_ld=write_json_ld(describe_collection(title, description)),
            previous=before,
            following=after,
        )


TRAIL = (Crumb("首页", ""), Crumb("数据的质量", HOME))


def describe_collection(title: str, description: str) -> dict[str, object]:
    """A page of a list in the words of schema.org."""
    return {"@context": "https://schema.org", "@type": "CollectionPage", "name": title, "description": description}


def draw_turns(address: str, number: int, total: int, root: str, label: str) -> Markup:
    """The way through the pages of a list: the one before, the next, the first, the last and those around this one."""
    if total == 1:
        return Markup("")
    near = sorted({1, total, *range(max(1, number - 2), min(total, number + 2) + 1)})
    place = f"{root}{escape(address)}"
    steps = [_draw_end("prev", "← 上一页", page_address(place, number - 1) if number > 1 else "")]
    for before, page in zip([0, *near], near, strict=False):
        if page != before + 1:
            steps.append('<span class="muted">…</span>')
        to = page_address(place, page)
        steps.append(
            f'<span aria-current="page">{page}</span>'
            if page == number
            else f'<a href="{to}"><span class="vh">第 </span>{page}<span class="vh"> 页</span></a>'
        )
    steps.append(_draw_end("next", "下一页 →", page_address(place, number + 1) if number < total else ""))
    listed = "\n".join(f"<li>{step}</li>" for step in steps)
    return Markup(f'<nav class="turns" aria-label="{escape(label)}"><ul>\n{listed}\n</ul></nav>')


def _draw_end(rel: str, label: str, to: str) -> str:
    """One step back or forth; where there is none, its label alone."""
    return f'<a rel="{rel}" href="{to}">{label}</a>' if to else f'<span class="muted">{label}</span>'
