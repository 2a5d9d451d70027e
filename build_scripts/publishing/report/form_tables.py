"""A form edition's table as a grid with merged heads, the way the notice prints it.

Comes in: the cells of a form (`FormTable`) and, if the report prints rows of the other edition, those cells too.
Goes out: rows of heads and of places for cells, with rowspan, colspan, scope and ids. Refuses to know: reports, states,
HTML. There is one layout for each of the three tables; what is merged follows from the groups in `form_cells`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from build_scripts.codes import Codes, FormCell, FormTable

Path = tuple[str, ...]
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Head:
    """A head cell. `scope` is row, col, rowgroup or colgroup; `leaf` says that it names a row or column itself.

    `unit` is that of the cells below; it is not part of what is printed. `group` is the text of the innermost group
    that a row stands in, for screens too narrow to show the groups beside their rows.
    """

    head_id: str
    text: str
    scope: Literal["row", "col", "rowgroup", "colgroup"]
    rowspan: int = 1
    colspan: int = 1
    leaf: bool = True
    unit: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the cell (row, column) stands; `headers` are the ids of all heads that say what it is."""

    row: str
    column: str
    unit: str
    headers: str
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of the grid; `kind` is head (column heads), band (a group printed across), cells, sum or foreign."""

    kind: Literal["head", "band", "sub", "cells", "sum", "foreign"]
    heads: tuple[Head, ...]
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """One table ready to be drawn: rows of the head, rows of the body, and the width of its label columns."""

    table: str
    layout: Literal["blocks", "matrix", "flat"]
    label_width: int
    head: tuple[GridRow, ...]
    body: tuple[GridRow, ...]


def build_grid(codes: Codes, form: str, table: str, printed: Iterable[Key] = ()) -> Grid:
    """The grid of a form's table; `printed` are the (row, column) of the report, other edition's rows among them.

    Raises KeyError for a form without this table.
    """
    own = codes.tables[(form, table)]
    foreign = _find_foreign(codes, own, printed)
    build = {"disclosures": _build_blocks, "applications": _build_matrix, "remedies": _build_flat}[table]
    return build(own, foreign, codes.parts)


def _find_foreign(codes: Codes, own: FormTable, printed: Iterable[Key]) -> tuple[FormCell, ...]:
    """The cells of other editions that the report prints beside those of its own."""
    extra = set(printed) - {(cell.row, cell.column) for cell in own.cells}
    found: dict[Key, FormCell] = {}
    for (_, table), other in codes.tables.items():
        if table == own.table:
            found |= {key: cell for cell in other.cells if (key := (cell.row, cell.column)) in extra}
    return tuple(found.values())


def _build_matrix(own: FormTable, foreign: tuple[FormCell, ...], parts: Mapping[str, tuple[str, ...]]) -> Grid:
    """Rows down, columns across: groups of rows stand left of their labels, groups of columns above theirs."""
    rows = _first_cells(_insert_foreign(own, foreign, parts))
    columns = {cell.column: cell for cell in own.cells}
    strange = {cell.row for cell in foreign}
    totals = {cell.row_sums_into for cell in own.cells} - {""}
    row_paths = [(*cell.row_group, cell.row_label) for cell in rows.values()]
    column_paths = [(*cell.column_group, cell.column_label) for cell in columns.values()]
    head, column_ids = _merge_across(column_paths, "c")
    beside, row_ids, width = _merge_down(row_paths)
    body = tuple(
        GridRow(
            kind="foreign" if row in strange else "sum" if row in totals else "cells",
            heads=beside[index],
            places=tuple(
                Place(row, column, cell.unit, f"{row_ids[index]} {column_ids[at]}") for at, column in enumerate(columns)
            ),
        )
        for index, (row, cell) in enumerate(rows.items())
    )
    return _name_heads(Grid(own.table, "matrix", width, head, body))


def _build_flat(own: FormTable, foreign: tuple[FormCell, ...], parts: Mapping[str, tuple[str, ...]]) -> Grid:
    """Everything in one row, as the table of reviews and lawsuits is printed; the rows' labels stand above."""
    cells = (*own.cells, *foreign)
    paths = [(*cell.row_group, cell.row_label, *cell.column_group, cell.column_label) for cell in cells]
    head, ids = _merge_across(paths, "c")
    places = tuple(Place(cell.row, cell.column, cell.unit, ids[at]) for at, cell in enumerate(cells))
    return _name_heads(Grid(own.table, "flat", 0, head, (GridRow("cells", (), places),)))


def _build_blocks(own: FormTable, foreign: tuple[FormCell, ...], parts: Mapping[str, tuple[str, ...]]) -> Grid:
    """Blocks one below the other, each with its group printed across and column heads of its own."""
    strange = {(cell.row, cell.column) for cell in foreign}
    by_row: dict[tuple[bool, str], list[FormCell]] = {}
    for cell in (*own.cells, *foreign):
        by_row.setdefault(((cell.row, cell.column) in strange, cell.row), []).append(cell)
    width = max(len(cells) for cells in by_row.values())
    body: list[GridRow] = []
    for number, (_, rows) in enumerate(groupby(by_row.values(), key=_block_of)):
        body += _build_block(number, list(rows), width, strange)
    return _name_heads(Grid(own.table, "blocks", 1, (), tuple(body)))


def _build_block(number: int, rows: list[list[FormCell]], width: int, strange: set[Key]) -> list[GridRow]:
    first = rows[0]
    band = Head(f"b{number}", "｜".join(first[0].row_group), "colgroup", colspan=width + 1, leaf=False)
    spans = [1] * (len(first) - 1) + [width - len(first) + 1]
    subs = [
        Head(f"b{number}c{at}", cell.column_label, "col", colspan=spans[at], unit=cell.unit)
        for at, cell in enumerate(first)
    ]
    found = [GridRow("band", (band,)), GridRow("sub", (Head(f"b{number}x", "信息内容", "col"), *subs))]
    for at, cells in enumerate(rows):
        head_id = f"b{number}r{at}"
        places = tuple(
            Place(cell.row, cell.column, cell.unit, f"{band.head_id} {head_id} {subs[n].head_id}", spans[n])
            for n, cell in enumerate(cells)
        )
        kind: Literal["foreign", "cells"] = "foreign" if (cells[0].row, cells[0].column) in strange else "cells"
        found.append(GridRow(kind, (Head(head_id, cells[0].row_label, "row"),), places))
    return found


def _block_of(cells: list[FormCell]) -> tuple[Path, tuple[str, ...]]:
    return cells[0].row_group, tuple(cell.column_label for cell in cells)


def _insert_foreign(
    own: FormTable, foreign: tuple[FormCell, ...], parts: Mapping[str, tuple[str, ...]]
) -> tuple[FormCell, ...]:
    """The form's cells with each foreign row put behind the rows it stands for, or that stand for it, else last."""
    ordered = list(own.cells)
    for cell in foreign:
        kin = {*parts.get(cell.row, ()), *(whole for whole, found in parts.items() if cell.row in found), cell.row}
        at = max((n for n, other in enumerate(ordered) if other.row in kin), default=len(ordered) - 1)
        ordered.insert(at + 1, cell)
    return tuple(ordered)


def _first_cells(cells: Iterable[FormCell]) -> dict[str, FormCell]:
    """The first cell of each row, rows in the order in which they come."""
    found: dict[str, FormCell] = {}
    for cell in cells:
        found.setdefault(cell.row, cell)
    return found


def _merge_across(paths: Sequence[Path], letter: str) -> tuple[tuple[GridRow, ...], list[str]]:
    """Head rows above columns, equal neighbours merged; and for each column the ids of its heads, outermost first."""
    depth = max(map(len, paths))
    levels: list[list[Head]] = [[] for _ in range(depth)]
    ids = ["" for _ in paths]
    for level in range(depth):
        for start, end in _runs(paths, level):
            leaf = len(paths[start]) == level + 1
            head_id = f"{letter}{level}-{start}"
            levels[level].append(
                Head(
                    head_id,
                    paths[start][level],
                    "col" if leaf else "colgroup",
                    rowspan=depth - level if leaf else 1,
                    colspan=end - start,
                    leaf=leaf,
                )
            )
            for column in range(start, end):
                ids[column] = f"{ids[column]} {head_id}".strip()
    return tuple(GridRow("head", tuple(heads)) for heads in levels), ids


def _merge_down(paths: Sequence[Path]) -> tuple[list[tuple[Head, ...]], list[str], int]:
    """Heads beside each row, equal neighbours merged; the ids of each row's heads; the width in columns."""
    depth = max(map(len, paths))
    beside: list[list[Head]] = [[] for _ in paths]
    ids = ["" for _ in paths]
    for level in range(depth):
        for start, end in _runs(paths, level):
            leaf = len(paths[start]) == level + 1
            head_id = f"r{level}-{start}"
            head = Head(
                head_id,
                paths[start][level],
                "row" if leaf else "rowgroup",
                rowspan=end - start,
                colspan=depth - level if leaf else 1,
                leaf=leaf,
                group=paths[start][level - 1] if leaf and level else "",
            )
            beside[start].append(head)
            for row in range(start, end):
                ids[row] = f"{ids[row]} {head_id}".strip()
    return [tuple(heads) for heads in beside], ids, depth


def _runs(paths: Sequence[Path], level: int) -> list[tuple[int, int]]:
    """Stretches (start, end) of neighbours with the same way down to `level`; a leaf is a stretch of its own."""
    runs: list[tuple[int, int]] = []
    for at, path in enumerate(paths):
        if len(path) <= level:
            continue
        leaf = len(path) == level + 1
        if runs and not leaf and runs[-1][1] == at and paths[at - 1][: level + 1] == path[: level + 1]:
            before_is_leaf = len(paths[at - 1]) == level + 1
            if not before_is_leaf:
                runs[-1] = (runs[-1][0], at + 1)
                continue
        runs.append((at, at + 1))
    return runs


def _name_heads(grid: Grid) -> Grid:
    """The grid with ids that no other table of the page has."""
    name = grid.table

    def rename(row: GridRow) -> GridRow:
        heads = tuple(replace(head, head_id=f"{name}-{head.head_id}") for head in row.heads)
        places = tuple(
            replace(place, headers=" ".join(f"{name}-{head_id}" for head_id in place.headers.split()))
            for place in row.places
        )
        return GridRow(row.kind, heads, places)

    return replace(grid, head=tuple(map(rename, grid.head)), body=tuple(map(rename, grid.body)))
