"""Which reports are held, province by province, as a grid of tiles: a map in which every province is of one size.

Comes in: the context. Goes out: HTML of a figure. Refuses to know: the disk, but for `tiles.csv`, which says where each
tile stands. A tile with reports leads to its region; one without says nothing but its name: nothing is held, which is
not to say that nothing was published.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup, escape

from build_scripts.files import read_rows
from build_scripts.publishing.charts.figure import Entry, Line, Table, set_table
from build_scripts.publishing.charts.svg import WIDTH, short, write_box, write_text
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.templates import group_digits

TILES = Path(__file__).parent / "tiles.csv"
NATION = "100000"
OUTSIDE = frozenset(("710000", "810000", "820000"))
"""Where the Regulation does not apply: no report is asked for there, so that none is missing."""
NOT_ASKED = "不适用《条例》"
STEPS = (1, 10, 100, 1000)
"""From how many reports on a tile is a shade darker; the number stands in the tile, the shade only helps the eye."""

_ACROSS = 7
_SIDE = WIDTH / _ACROSS
_TALL = 56.0
_GAP = 2.5


class Tile(NamedTuple):
    """A province on the grid: its code, its short name, the column and row it stands in."""

    code: str
    name: str
    column: int
    row: int


class Held(NamedTuple):
    """What is held of a province: how many agencies, how many reports."""

    agencies: int
    reports: int


def draw_coverage(context: SiteContext, root: str = "./") -> Markup:
    """The grid of tiles with its words and its table; `root` leads from the page to the root of the site."""
    held = count_held(context)
    tiles = read_tiles()
    asked = [tile for tile in tiles if tile.code not in OUTSIDE]
    named = sum(1 for tile in asked if tile.code in held)
    missing = "、".join(tile.name for tile in asked if tile.code not in held)
    rest = f"<p>未收录：{escape(missing)}。</p>" if missing else ""
    drawing = _wrap("".join(_draw_tile(tile, held.get(tile.code), root) for tile in (*tiles, *_nation(held))))
    table = set_table("各省收录情况", _tabulate(context, held, tiles, root))
    return Markup(
        '<figure class="ch ch-map" id="coverage-map" aria-labelledby="coverage-map-title"><figcaption>'
        '<p class="ch-title" id="coverage-map-title">各省收录情况<span class="ch-unit">单位：份、个</span></p>'
        f"<p>{len(asked)} 个省级地区，{named} 个有报告收录；台湾、香港、澳门{NOT_ASKED}，不计。"
        "每格一省，大小与面积、人口无关；"
        "上面的数是报告份数，下面的数是机关个数，颜色随份数加深。</p></figcaption>"
        f'<div class="ch-drawings">{drawing}</div><div class="ch-about">'
        '<p class="ch-key"><span class="ch-empty">虚线</span>'
        f"未收录 {len(asked) - named} 个：这里还没有那里的报告，不是说那里的机关没有公布。</p>"
        f'<p class="ch-source">来源：本数据包 {escape(context.version)} 版收录的报告，按机关所在地区计；'
        "同一机关每一年度一份。</p>"
        f'<details class="more" open><summary>逐省的数</summary>{table}{rest}</details></div></figure>'
    )


def count_held(context: SiteContext) -> dict[str, Held]:
    """What is held of each province, by code; national bodies under the code of the country."""
    agencies: Counter[str] = Counter()
    reports: Counter[str] = Counter()
    for agency_id, row in context.agencies.items():
        code = row["region_code"][:2] + "0000"
        agencies[code] += 1
        reports[code] += len(context.reports_of.get(agency_id, ()))
    return {code: Held(count, reports[code]) for code, count in agencies.items()}


def pick_shade(reports: int) -> int:
    """The step of shade for so many reports: 0 for none.

    >>> [pick_shade(reports) for reports in (0, 1, 9, 10, 5000)]
    [0, 1, 1, 2, 4]
    """
    return sum(1 for step in STEPS if reports >= step)


@cache
def read_tiles() -> tuple[Tile, ...]:
    """The tiles of the 34 provinces in the order of their codes; raises FilesError where the list cannot be read."""
    return tuple(Tile(row["region_code"], row["name"], int(row["column"]), int(row["row"])) for row in read_rows(TILES))


def _nation(held: dict[str, Held]) -> list[Tile]:
    """The tile of national bodies, in the empty corner, where any is held."""
    return [Tile(NATION, "中央", 0, 0)] if NATION in held else []


def _wrap(tiles: str) -> str:
    height = max(tile.row for tile in read_tiles()) * _TALL + _TALL
    return (
        f'<svg class="ch-svg" viewBox="0 0 {WIDTH} {short(height)}" width="{WIDTH}" height="{short(height)}" '
        f'role="group" aria-labelledby="coverage-map-title">{tiles}</svg>'
    )


def _draw_tile(tile: Tile, held: Held | None, root: str) -> str:
    x, y = tile.column * _SIDE, tile.row * _TALL
    middle = x + _SIDE / 2
    shade = pick_shade(held.reports) if held else 0
    kind = "out" if tile.code in OUTSIDE and held is None else f"s{shade}"
    box = write_box(x + _GAP / 2, y + _GAP / 2, _SIDE - _GAP, _TALL - _GAP, f"ch-tile ch-{kind}")
    if held is None:
        return box + write_text(middle, y + _TALL / 2 + 5, tile.name, "middle", "ch-muted")
    reports, agencies = group_digits(str(held.reports)), group_digits(str(held.agencies))
    letters = f"ch-l{shade}"
    words = " ".join(  # blanks between, so that the label holds what is read
        (
            write_text(middle, y + 17, tile.name, "middle", letters),
            write_text(middle, y + 33, reports, "middle", f"ch-strong {letters}"),
            write_text(middle, y + 48, agencies, "middle", letters),
        )
    )
    label = f"{tile.name} {reports} {agencies}：{reports} 份报告，{agencies} 个机关"
    return f'<a href="{escape(root)}regions/{tile.code}/" aria-label="{escape(label)}">{box}{words}</a>'


def _tabulate(context: SiteContext, held: dict[str, Held], tiles: tuple[Tile, ...], root: str) -> Table:
    return Table(
        ("地区", "报告（份）", "机关（个）"),
        tuple(
            _line(tile, context, found, root) if (found := held.get(tile.code)) else _leave_out(tile, context)
            for tile in (*_nation(held), *tiles)
            if tile.code in held or tile.code in OUTSIDE
        ),
    )


def _leave_out(tile: Tile, context: SiteContext) -> Line:
    region = context.regions.get(tile.code)
    return Line(region["label_zh"] if region else tile.name, (Entry(NOT_ASKED), Entry(NOT_ASKED)))


def _line(tile: Tile, context: SiteContext, held: Held, root: str) -> Line:
    region = context.regions.get(tile.code)
    name = "中央国家机关" if tile.code == NATION else region["label_zh"] if region else tile.name
    counts = tuple(Entry(group_digits(str(count))) for count in (held.reports, held.agencies))
    return Line(name, counts, f"{root}regions/{tile.code}/")
