"""The text of a report with its line numbers, each line leading back to the cells that were read from it.

Comes in: lines, cells, sections, findings. Goes out: frozen lines. Refuses to know: HTML.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from build_scripts.packaging.package import CellRow
from build_scripts.publishing.links import cell_anchor


class CellLink(NamedTuple):
    """Leads from a line to the first cell of a row that was read from it; `cell_count` of its cells were."""

    anchor: str
    label: str
    cell_count: int


class SourceLine(NamedTuple):
    """A line of the text that was read; `number` counts from 1."""

    number: int
    text: str
    links: tuple[CellLink, ...]


def number_lines(
    lines: Sequence[str], cells: Mapping[str, Sequence[CellRow]], row_labels: Mapping[tuple[str, str], str]
) -> tuple[SourceLine, ...]:
    """Every line with the links to its cells, in the order of the tables; `row_labels` names (table, row)."""
    links = _link_lines(cells, row_labels)
    return tuple([SourceLine(at, text, tuple(links.get(at, ()))) for at, text in enumerate(lines, 1)])


def _link_lines(
    cells: Mapping[str, Sequence[CellRow]], row_labels: Mapping[tuple[str, str], str]
) -> dict[int, list[CellLink]]:
    links: dict[int, list[CellLink]] = {}
    for table, found in cells.items():
        columns: dict[tuple[str, str], list[str]] = {}
        here, names = ("", ""), list[str]()
        for row, column, _, _, _, line, _ in found:
            if line:
                if here != (line, row):
                    here = (line, row)
                    names = columns.setdefault(here, [])
                names.append(column)
        for (line, row), there in columns.items():
            link = CellLink(cell_anchor(table, row, there[0]), row_labels.get((table, row), row), len(there))
            links.setdefault(int(line), []).append(link)
    return links
