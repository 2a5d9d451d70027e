"""The page of a year, and of its parts by place: whose report is held, and whose is not.

Comes in: the year, the context, the directory. Goes out: pages. Refuses to know: the disk, MkDocs. Counted as not held
is only an agency of which an earlier report is held.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import NamedTuple

from build_scripts.packaging.package import Row
from build_scripts.publishing.contact import find_contact
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.issue_links import ask_to_add
from build_scripts.publishing.links import root_of
from build_scripts.publishing.lists.collection import describe_list
from build_scripts.publishing.lists.cuts import Cut, Group, cut_by_place, walk_parts
from build_scripts.publishing.lists.directory import Directory, Listed
from build_scripts.publishing.lists.follows import Follows
from build_scripts.publishing.lists.rows import Choice, Figure, function_address, name_place
from build_scripts.publishing.pages import Anchor, Crumb, Page, Planned
from build_scripts.publishing.templates import group_digits, render


class PartRow(NamedTuple):
    """A place with a page of its own within a year."""

    label: str
    address: str
    held: int
    missing: int


def plan_year_pages(year: int, context: SiteContext, directory: Directory, follows: Follows) -> Iterator[Planned]:
    """The year's page, then a page for every place that it only counts, to be made if need be."""
    due = tuple(one for one in directory.everyone if one.years and one.years[-1][0] <= year)
    parts = ((part.agencies[0].places[:depth], part.agencies, cut) for part, depth, cut in walk_parts(due))
    for places, found, cut in chain([((), due, cut_by_place(due))], parts):
        yield Planned(
            year_address(year, places[-1]["code"] if places else ""),
            follows.hash(found),
            partial(_make_page, year, places, found, cut, context, directory),
        )


def year_address(year: int, place: str = "") -> str:
    """Where a year is listed, or one place of it.

    >>> year_address(2021), year_address(2021, "410000")
    ('years/2021/', 'years/2021/410000/')
    """
    return f"years/{year}/{place}/" if place else f"years/{year}/"


def _make_page(
    year: int,
    places: tuple[Row, ...],
    due: Sequence[Listed],
    cut: Cut,
    context: SiteContext,
    directory: Directory,
) -> Page:
    """The page of a year, or of one place of it: `places` leads there from the province, `due` are the agencies with a
    report of this year or before, `cut` says how they are listed."""
    code = places[-1]["code"] if places else ""
    address = year_address(year, code)
    held = [one for one in due if year in one.reports]
    missing_count = len(due) - len(held)
    where = "".join(name_place(place) for place in places)
    title = f"{year} 年的报告：{name_place(places[-1])}" if places else f"{year} 年的报告"
    description = (
        f"{where}{year} 年度的政府信息公开工作年度报告：已收录 {len(held)} 份，"
        f"另有 {missing_count} 个机关这一年未收录。"
    )
    before, after = (
        year_address(other) if not places and other in directory.years else "" for other in (year - 1, year + 1)
    )
    kept, missing = _keep(cut.groups, year, True), _keep(cut.groups, year, False)
    body = render(
        "lists/year.html",
        title=title,
        year=year,
        figures=_count_forms(held, year, missing_count, context),
        held=kept,
        missing=missing,
        asks=_ask_for(missing, year, context),
        contact=find_contact(context.settings.contact),
        held_count=len(held),
        part_rows=[_count_part(part, year) for part in cut.parts],
        forms=context.labels["forms"],
        functions=_count_functions(held, places, context, directory),
        depth=len(places),
        before=before,
        after=after,
        root=root_of(address),
    )
    return Page(
        address=address,
        specimen="year",
        title=title,
        description=description,
        crumbs=_trail(year, places),
        contents=_list_contents(bool(cut.parts), bool(kept), bool(missing), bool(held)),
        body=body,
        json_ld=describe_list(title, description, address, held, context),
        previous=before,
        following=after,
    )


def _list_contents(has_parts: bool, has_kept: bool, has_missing: bool, has_held: bool) -> tuple[Anchor, ...]:
    """`has_kept` is whether reports are listed on this page itself, `has_held` whether there are any."""
    entries = (
        ("parts", "按地区", has_parts),
        ("held", "已收录", has_kept or not has_parts),
        ("missing", "未收录", has_missing),
        ("functions", "按职能", has_held),
    )
    return tuple(Anchor(anchor, label) for anchor, label, is_there in entries if is_there)


def _trail(year: int, places: tuple[Row, ...]) -> tuple[Crumb, ...]:
    return (
        Crumb("首页", ""),
        Crumb("年份", "years/"),
        Crumb(f"{year} 年", year_address(year)),
        *(Crumb(name_place(place), year_address(year, place["code"])) for place in places),
    )


def _keep(groups: tuple[Group, ...], year: int, is_held: bool) -> tuple[Group, ...]:
    """The groups with only those whose report of the year is held, or is not; none that is empty."""
    kept = (
        Group(group.region, tuple(one for one in group.agencies if (year in one.reports) == is_held))
        for group in groups
    )
    return tuple(group for group in kept if group.agencies)


def _ask_for(groups: tuple[Group, ...], year: int, context: SiteContext) -> Mapping[str, str]:
    """The form for each agency's report of the year, by agency; empty while no repository is set."""
    if not context.settings.repository:
        return {}
    return {
        one.agency["agency_id"]: ask_to_add(one.agency, year, context) for group in groups for one in group.agencies
    }


def _count_part(part: Group, year: int) -> PartRow:
    held = sum(1 for one in part.agencies if year in one.reports)
    address = year_address(year, part.region["code"])
    return PartRow(name_place(part.region), address, held, len(part.agencies) - held)


def _count_forms(held: Sequence[Listed], year: int, missing: int, context: SiteContext) -> list[Figure]:
    forms = Counter(one.reports[year]["form"] for one in held)
    return [
        ("已收录", group_digits(str(len(held))), "份"),
        ("未收录", group_digits(str(missing)), "个机关"),
        *(
            (label, group_digits(str(forms[code])), "份")
            for code, label in context.labels["forms"].items()
            if forms[code]
        ),
    ]


def _count_functions(
    held: Sequence[Listed], places: tuple[Row, ...], context: SiteContext, directory: Directory
) -> list[Choice]:
    counts = Counter(one.agency["function"] for one in held)
    province = places[0]["code"] if places else ""
    return [
        (label, counts[code], function_address(directory, code, province) if province else f"functions/{code}/")
        for code, label in context.labels["functions"].items()
        if counts[code]
    ]
