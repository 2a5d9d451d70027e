"""What is drawn where digits stand or may stand: lines through them, pictures in place of them → marks nobody reads.

Comes in: a page's glyphs, pieces of rules and boxes of drawings; tables. Goes out: glyphs among which struck digits and
pictures are marked. Refuses to know: labels, what numbers mean. A picture beside words is an ornament and left alone.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from operator import attrgetter

from build_scripts.reading.document import PICTURE
from build_scripts.reading.formats.pdf.content import UNMAPPED, Area, Glyph, PageContent, Rule
from build_scripts.reading.formats.pdf.lines import BLANKS
from build_scripts.reading.formats.pdf.ruled import RuledTable, find_cells

_ABOVE, _BELOW, _HALF = 0.24, 0.3, 0.5
_LARGEST_SIZE = 100.0
_SHORT, _REACHES, _THICK = 16.0, 1.0, 1.3
_AT_EDGE, _LEAST, _FILLS = 2.0, 1.5, 0.7
_LARGE = 0.25
_BESIDE, _LOWEST, _HIGHEST = 0.9, 0.3, 2.0
_DIGITS = "0123456789０１２３４５６７８９"
_NUMBER_CHARS = _DIGITS + ".,，。%-—－−" + BLANKS


def strike_digits(page: PageContent) -> PageContent:
    """The page with the digits marked that a horizontal line crosses, and without those lines."""
    digits = sorted((g for g in page.glyphs if g.char in _DIGITS and not g.angle), key=attrgetter("y"))
    places = [glyph.y for glyph in digits]
    widest = max((min(glyph.size, _LARGEST_SIZE) for glyph in digits), default=0.0)
    covered: dict[int, float] = defaultdict(float)
    crossing: dict[int, list[Rule]] = defaultdict(list)
    for rule in page.across:
        low, high = bisect_left(places, rule.at - _BELOW * widest), bisect_right(places, rule.at + _ABOVE * widest)
        for glyph in digits[low:high]:
            overlap = min(rule.end, glyph.x1) - max(rule.start, glyph.x0)
            if overlap > 0 and -_ABOVE * glyph.size <= rule.at - glyph.y <= _BELOW * glyph.size:
                covered[id(glyph)] += overlap
                crossing[id(glyph)].append(rule)
    struck = {id(g) for g in digits if covered.get(id(g), 0.0) >= _HALF * (g.x1 - g.x0)}
    if not struck:
        return page
    lines = {id(rule) for key in struck for rule in crossing[key]}
    glyphs = [g._replace(char=f"~~{g.char}~~") if id(g) in struck else g for g in page.glyphs]
    return page._replace(glyphs=tuple(glyphs), across=tuple(rule for rule in page.across if id(rule) not in lines))


def find_bars(across: Sequence[Rule], down: Sequence[Rule]) -> tuple[list[Area], list[Rule]]:
    """Short upright strokes that no rule meets, as boxes, and the other upright rules."""
    bars: list[Area] = []
    kept: list[Rule] = []
    for rule in down:
        is_bar = rule.end - rule.start <= _SHORT and not any(
            min(abs(other.at - rule.start), abs(other.at - rule.end)) <= _REACHES
            and other.start - _REACHES <= rule.at <= other.end + _REACHES
            for other in across
        )
        if is_bar:
            bars.append(Area(rule.at - _THICK, rule.start, rule.at + _THICK, rule.end))
        else:
            kept.append(rule)
    return bars, kept


def mark_tables(tables: Sequence[RuledTable], page: PageContent, bars: Sequence[Area]) -> None:
    """Puts a mark into every cell of numbers, or of nothing, in which a picture stands, and in place of pale digits."""
    for table in tables:
        _mark_pale(table)
    if not page.shapes and not page.blocks and not bars:
        return
    for table in tables:
        shapes = _near(table.lattice.area, [*page.shapes, *bars], page)
        blocks = _near(table.lattice.area, page.blocks, page)
        if shapes or blocks:
            _mark_cells(table, shapes, blocks)


def _mark_pale(table: RuledTable) -> None:
    """Digits nearly of the paper's colour are no proof of what is printed, where most others are not."""
    pale = [glyph for glyph in table.glyphs if glyph.pale and glyph.char in _DIGITS]
    if pale and len(pale) * 2 <= sum(glyph.char in _DIGITS for glyph in table.glyphs):
        taken = set(map(id, pale))
        table.glyphs = [glyph._replace(char=UNMAPPED) if id(glyph) in taken else glyph for glyph in table.glyphs]


def _near(area: Area, boxes: Sequence[Area], page: PageContent) -> list[Area]:
    largest = _LARGE * page.width * page.height
    return [
        box
        for box in boxes
        if area.x0 < box.x1 and box.x0 < area.x1 and area.y0 < box.y1 and box.y0 < area.y1
        and max(box.x1 - box.x0, box.y1 - box.y0) >= _LEAST
        and (box.x1 - box.x0) * (box.y1 - box.y0) < largest
    ]  # fmt: skip


def _mark_cells(table: RuledTable, shapes: Sequence[Area], blocks: Sequence[Area]) -> None:
    lattice = table.lattice
    added: list[Glyph] = []
    for cell in find_cells(lattice):
        x0, x1 = lattice.xs[cell.column], lattice.xs[cell.column + cell.columns]
        y0, y1 = lattice.ys[cell.row], lattice.ys[cell.row + cell.rows]
        space = Area(x0 + _AT_EDGE, y0 + _AT_EDGE, x1 - _AT_EDGE, y1 - _AT_EDGE)
        box = next((box for box in shapes if _stands_in(box, space)), None)
        held = None
        if box is None:
            block = next((box for box in blocks if _stands_in(box, space) and not _fills(box, x1 - x0, y1 - y0)), None)
            if block is None:
                continue
            held, box = [glyph for glyph in table.glyphs if block.holds(glyph.x, glyph.y)], block
        if held:
            continue  # a coloured ground behind text
        inside = [glyph for glyph in table.glyphs if x0 <= glyph.x <= x1 and y0 <= glyph.y <= y1]
        if all(glyph.char.strip("~") in _NUMBER_CHARS for glyph in inside):
            size = inside[0].size if inside else min(y1 - y0, _SHORT)
            x = min(max((box.x0 + box.x1) / 2, space.x0), space.x1)
            y = inside[0].y if inside else (y0 + y1) / 2
            added.append(Glyph(PICTURE, x - 0.1, x + 0.1, y, size, -1))
    table.glyphs += added


def _stands_in(box: Area, space: Area) -> bool:
    """Whether the middle of the box lies in the space, or the box covers the middle of the space."""
    return space.holds((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2) or box.holds(
        (space.x0 + space.x1) / 2, (space.y0 + space.y1) / 2
    )


def _fills(box: Area, wide: float, high: float) -> bool:
    return box.x1 - box.x0 >= _FILLS * wide and box.y1 - box.y0 >= _FILLS * high


def mark_lines(glyphs: list[Glyph], page: PageContent, bars: Sequence[Area]) -> list[Glyph]:
    """The glyphs that stand in no table, with a mark where a picture as high as digits stands beside one."""
    boxes = [*page.shapes, *bars, *page.blocks]
    digits = [glyph for glyph in glyphs if glyph.char in _DIGITS] if boxes else []
    if not digits:
        return glyphs
    digits.sort(key=attrgetter("y"))
    places = [glyph.y for glyph in digits]
    marked = list(glyphs)
    for box in boxes:
        high = box.y1 - box.y0
        for glyph in digits[bisect_left(places, box.y0) : bisect_right(places, box.y1)]:
            beside = -_BESIDE < max(box.x0 - glyph.x1, glyph.x0 - box.x1) / glyph.size < _BESIDE
            is_ground = box.x0 <= glyph.x <= box.x1
            if beside and not is_ground and _LOWEST * glyph.size <= high <= _HIGHEST * glyph.size:
                x = (box.x0 + box.x1) / 2
                marked.append(Glyph(PICTURE, x - 0.1, x + 0.1, glyph.y, glyph.size, -1))
                break
    return marked
