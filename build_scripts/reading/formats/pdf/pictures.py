"""What is drawn where digits stand or may stand: lines through them, pictures in place of them → marks nobody reads.

Comes in: a page's glyphs, pieces of rules and boxes of drawings; tables. Goes out: glyphs among which struck digits and
pictures are marked, lines that stand for pictures. Refuses to know: labels, what numbers mean. A picture beside words
is an ornament and left alone; one as wide as a table is told, for it may show one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from operator import attrgetter

from build_scripts.reading.document import PICTURE
from build_scripts.reading.formats.pdf.content import UNMAPPED, Area, Glyph, PageContent, Rule, TooComplexError
from build_scripts.reading.formats.pdf.lattice import Lattice
from build_scripts.reading.formats.pdf.lines import BLANKS, TextLine, part_rows
from build_scripts.reading.formats.pdf.ruled import Cell, RuledTable, deal_out, find_cells
from build_scripts.reading.formats.pdf.rules import join_rules

_ABOVE, _BELOW, _UNDER, _HALF = 0.24, 0.3, 0.75, 0.5
_CLOSE, _DOT = 0.5, 2.0
_MOST_PAIRS, _MOST_FIELDS, _MOST_NEAR = 3_000_000, 500_000, 500
_LARGEST_SIZE = 100.0
_SHORT, _REACHES, _THICK = 16.0, 1.0, 1.3
_AT_EDGE, _LEAST, _FILLS = 2.0, 1.5, 0.7
_LARGE = 0.25
_BESIDE, _LOWEST, _HIGHEST = 0.9, 0.3, 2.0
_TABLE_WIDE, _TABLE_HIGH, _FEW_GLYPHS, _MOST_PICTURES = 0.3, 24.0, 10, 30
_DIGITS = "0123456789０１２３４５６７８９"
_UNITS = "件个项次宗条起例份人户篇元千百万亿"
_NUMBER_CHARS = _DIGITS + ".,，。%-—－−" + BLANKS


def read_lines_of_text(page: PageContent) -> PageContent:
    """The page without the lines drawn under or through its text, and with the digits marked that one crosses."""
    down = join_rules(page.down)
    edges = [rule.at for rule in down]
    glyphs = sorted((g for g in page.glyphs if not g.angle and g.char not in BLANKS), key=attrgetter("y"))
    places = [glyph.y for glyph in glyphs]
    largest = max((min(glyph.size, _LARGEST_SIZE) for glyph in glyphs), default=0.0)
    covered: dict[int, float] = defaultdict(float)
    crossing: dict[int, list[Rule]] = defaultdict(list)
    dropped: set[int] = set()
    pairs = 0
    for rule in page.across:
        if rule.end - rule.start < _DOT:
            continue
        low, high = bisect_left(places, rule.at - _UNDER * largest), bisect_right(places, rule.at + _ABOVE * largest)
        pairs += high - low
        if pairs > _MOST_PAIRS:
            raise TooComplexError(f"{len(page.across)} 条线 / lines")
        begins = ends = False
        for glyph in glyphs[low:high]:
            overlap = min(rule.end, glyph.x1) - max(rule.start, glyph.x0)
            below = rule.at - glyph.y
            if overlap <= 0 or not -_ABOVE * glyph.size <= below <= _UNDER * glyph.size:
                continue
            begins = begins or abs(glyph.x0 - rule.start) <= _REACHES
            ends = ends or abs(glyph.x1 - rule.end) <= _REACHES
            if below <= _BELOW * glyph.size and glyph.char in _DIGITS:
                covered[id(glyph)] += overlap
                crossing[id(glyph)].append(rule)
        if begins and ends and not _meets(rule, down, edges):
            dropped.add(id(rule))
    struck = {id(g) for g in glyphs if covered.get(id(g), 0.0) >= _HALF * (g.x1 - g.x0)}
    dropped |= {id(rule) for key in struck for rule in crossing[key]}
    if not dropped:
        return page
    struck -= _list_in_words(glyphs)
    marked = [g._replace(char=f"~~{g.char}~~") if id(g) in struck else g for g in page.glyphs]
    return page._replace(glyphs=tuple(marked), across=tuple(rule for rule in page.across if id(rule) not in dropped))


def _meets(rule: Rule, others: Sequence[Rule], places: Sequence[float]) -> bool:
    """Whether a rule across this one stands at either end; `others` in the order of their `places`."""
    for end in (rule.start, rule.end):
        near = others[bisect_left(places, end - _REACHES) : bisect_right(places, end + _REACHES)]
        if len(near) > _MOST_NEAR:
            raise TooComplexError(f"{len(others)} 条线 / lines")
        if any(other.start - _REACHES <= rule.at <= other.end + _REACHES for other in near):
            return True
    return False


def _list_in_words(glyphs: Sequence[Glyph]) -> set[int]:
    """The digits, by id, that stand close to a letter that is no unit: those of labels and sentences."""
    found: set[int] = set()
    for row in part_rows(glyphs):
        runs: list[list[Glyph]] = []
        for glyph in row:
            if runs and glyph.x0 - runs[-1][-1].x1 < _CLOSE * glyph.size:
                runs[-1].append(glyph)
            else:
                runs.append([glyph])
        for run in runs:
            if any(glyph.char not in _NUMBER_CHARS and glyph.char not in _UNITS for glyph in run):
                found.update(map(id, run))
    return found


def find_bars(across: Sequence[Rule], down: Sequence[Rule]) -> tuple[list[Area], list[Rule]]:
    """Short upright strokes that no rule meets, as boxes, and the other upright rules."""
    places = [rule.at for rule in across]
    bars: list[Area] = []
    kept: list[Rule] = []
    for rule in down:
        is_bar = rule.end - rule.start <= _SHORT and not _meets(rule, across, places)
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
    cells = find_cells(table.lattice)
    held = deal_out(table.glyphs, table.lattice, cells)
    for number, box in _place_boxes(shapes, blocks, table.lattice, cells, held):
        glyphs, cell = held[number], cells[number]
        if all(glyph.char.strip("~") in _NUMBER_CHARS for glyph in glyphs):
            space = _space_of(cell, table.lattice)
            size = glyphs[0].size if glyphs else min(space.y1 - space.y0, _SHORT)
            x = min(max((box.x0 + box.x1) / 2, space.x0), space.x1)
            y = glyphs[0].y if glyphs else (space.y0 + space.y1) / 2
            table.glyphs.append(Glyph(PICTURE, x - 0.1, x + 0.1, y, size, -1))


def _place_boxes(
    shapes: Sequence[Area],
    blocks: Sequence[Area],
    lattice: Lattice,
    cells: Sequence[Cell],
    held: Sequence[Sequence[Glyph]],
) -> list[tuple[int, Area]]:
    """The numbers of the cells in which a box stands, each with one such box."""
    owner = {
        (row, column): number
        for number, cell in enumerate(cells)
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    }
    found: dict[int, Area] = {}
    fields = 0
    for index, box in enumerate((*shapes, *blocks)):
        rows = range(max(bisect_right(lattice.ys, box.y0) - 1, 0), bisect_left(lattice.ys, box.y1))
        columns = range(max(bisect_right(lattice.xs, box.x0) - 1, 0), bisect_left(lattice.xs, box.x1))
        fields += len(rows) * len(columns)
        if fields > _MOST_FIELDS:
            raise TooComplexError(f"{len(shapes) + len(blocks)} 个图形 / drawn objects")
        touched = {owner[row, column] for row in rows for column in columns if (row, column) in owner}
        for number in touched - found.keys():
            if not _stands_in(box, _space_of(cells[number], lattice)):
                continue
            is_ground = index >= len(shapes) and (
                _fills(box, cells[number], lattice) or any(box.holds(glyph.x, glyph.y) for glyph in held[number])
            )
            if not is_ground:
                found[number] = box
    return list(found.items())


def _space_of(cell: Cell, lattice: Lattice) -> Area:
    return Area(
        lattice.xs[cell.column] + _AT_EDGE,
        lattice.ys[cell.row] + _AT_EDGE,
        lattice.xs[cell.column + cell.columns] - _AT_EDGE,
        lattice.ys[cell.row + cell.rows] - _AT_EDGE,
    )


def _stands_in(box: Area, space: Area) -> bool:
    """Whether the middle of the box lies in the space, or the box covers the middle of the space."""
    return space.holds((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2) or box.holds(
        (space.x0 + space.x1) / 2, (space.y0 + space.y1) / 2
    )


def _fills(box: Area, cell: Cell, lattice: Lattice) -> bool:
    wide = lattice.xs[cell.column + cell.columns] - lattice.xs[cell.column]
    high = lattice.ys[cell.row + cell.rows] - lattice.ys[cell.row]
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
    pairs = 0
    for box in boxes:
        high = box.y1 - box.y0
        near = range(bisect_left(places, box.y0), bisect_right(places, box.y1))
        pairs += len(near)
        if pairs > _MOST_PAIRS:
            raise TooComplexError(f"{len(boxes)} 个图形 / drawn objects")
        for glyph in digits[near.start : near.stop]:
            beside = -_BESIDE < max(box.x0 - glyph.x1, glyph.x0 - box.x1) / glyph.size < _BESIDE
            is_ground = box.x0 <= glyph.x <= box.x1
            if beside and not is_ground and _LOWEST * glyph.size <= high <= _HIGHEST * glyph.size:
                x = (box.x0 + box.x1) / 2
                marked.append(Glyph(PICTURE, x - 0.1, x + 0.1, glyph.y, glyph.size, -1))
                break
    return marked


def list_pictures(page: PageContent, tables: Sequence[RuledTable]) -> list[TextLine]:
    """A line for every picture of the width of a table that is no ground of words and stands in no ruled table."""
    wide = [
        box
        for box in page.shapes
        if box.x1 - box.x0 >= _TABLE_WIDE * page.width and box.y1 - box.y0 >= _TABLE_HIGH
    ][:_MOST_PICTURES]  # fmt: skip
    glyphs = [glyph for glyph in page.glyphs if glyph.char not in BLANKS] if wide else []
    areas = [table.lattice.area for table in tables]
    found: list[TextLine] = []
    for box in wide:
        in_table = any(a.x0 < box.x1 and box.x0 < a.x1 and a.y0 < box.y1 and box.y0 < a.y1 for a in areas)
        if not in_table and sum(box.holds(glyph.x, glyph.y) for glyph in glyphs) < _FEW_GLYPHS:
            x = (box.x0 + box.x1) / 2
            found.append(TextLine(PICTURE, x, x, box.y0, 0.0))
    return found
