"""The page of a function, and of its parts by place: the agencies that do the same work, side by side.

Comes in: the function's code, the context, the directory. Goes out: pages. Refuses to know: the disk, MkDocs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain

from build_scripts.packaging.package import Row
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.links import root_of
from build_scripts.publishing.lists.collection import describe_list
from build_scripts.publishing.lists.comparable import find_comparable
from build_scripts.publishing.lists.cuts import Cut, cut_by_place, walk_parts
from build_scripts.publishing.lists.directory import Directory, Listed, Tally
from build_scripts.publishing.lists.follows import Follows
from build_scripts.publishing.lists.rows import Counted, Figure, figures_of, name_place, years_of
from build_scripts.publishing.pages import Anchor, Crumb, Page, Planned
from build_scripts.publishing.templates import group_digits, render


def plan_function_pages(
    function: str, context: SiteContext, directory: Directory, follows: Follows
) -> Iterator[Planned]:
    """The function's page, then a page for every place that it only counts, to be made if need be."""
    row = next((row for row in context.codes.lists.get("functions", ()) if row["code"] == function), {"code": function})
    agencies = directory.of_function[function]
    parts = ((part.agencies[0].places[:depth], part.agencies, cut) for part, depth, cut in walk_parts(agencies))
    for places, found, cut in chain([((), agencies, cut_by_place(agencies))], parts):
        yield Planned(
            _address(function, places[-1]["code"] if places else ""),
            follows.hash(found),
            partial(_make_page, row, places, found, cut, context, directory),
        )


def _make_page(
    row: Row,
    places: tuple[Row, ...],
    agencies: Sequence[Listed],
    cut: Cut,
    context: SiteContext,
    directory: Directory,
) -> Page:
    """The page of a function, or of one place of it: `places` leads there from the province, `cut` says how `agencies`
    are listed."""
    code = row["code"]
    label = context.label("functions", code)
    address = _address(code, places[-1]["code"] if places else "")
    title = f"{label}：{name_place(places[-1])}" if places else label
    tally = count(agencies)
    where = "".join(name_place(place) for place in places)
    description = f"{where}职能为“{label}”的机关，已收录 {tally.agencies} 个、报告 {tally.reports} 份。"
    levels = _count_levels(tally, context)
    body = render(
        "lists/function.html",
        title=title,
        code=code,
        label=label,
        english=row.get("label_en", ""),
        definition=row.get("definition_zh", ""),
        figures=figures_of(tally),
        levels=levels if len(levels) > 1 else [],
        groups=cut.groups,
        part_rows=[
            Counted(name_place(part.region), "", "", _address(code, part.region["code"]), count(part.agencies))
            for part in cut.parts
        ],
        comparable=[find_comparable(group.agencies) for group in cut.groups],
        span=years_of(tally, directory),
        depth=len(places),
        root=root_of(address),
    )
    described = describe_list(title, description, address, agencies, context)
    crumbs = _trail(code, label, places)
    return Page(address, "function", title, description, crumbs, _list_contents(cut), body, described)


def _count_levels(tally: Tally, context: SiteContext) -> list[Figure]:
    """How many agencies of each level there are, of those that are met."""
    return [
        (name, group_digits(str(tally.levels[level])), "个")
        for level, name in context.labels["levels"].items()
        if tally.levels[level]
    ]


def _list_contents(cut: Cut) -> tuple[Anchor, ...]:
    return (
        *([Anchor("parts", "按地区")] if cut.parts else []),
        *(Anchor(f"r{group.region['code']}", name_place(group.region)) for group in cut.groups),
    )


def _trail(code: str, label: str, places: tuple[Row, ...]) -> tuple[Crumb, ...]:
    return (
        Crumb("首页", ""),
        Crumb("职能", "functions/"),
        Crumb(label, _address(code)),
        *(Crumb(name_place(place), _address(code, place["code"])) for place in places),
    )


def count(agencies: Sequence[Listed]) -> Tally:
    """What is held of these agencies."""
    tally = Tally()
    for one in agencies:
        tally.add(one)
    return tally


def _address(function: str, place: str = "") -> str:
    return f"functions/{function}/{place}/" if place else f"functions/{function}/"
