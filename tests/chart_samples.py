"""Series and reports for the tests of pictures, and drawings read back as what they show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser
from typing import NamedTuple
from xml.etree import ElementTree

from build_scripts.packaging.package import CellRow, ReportRecord
from build_scripts.publishing.charts.series import Point, Series

SVG = "{http://www.w3.org/2000/svg}"


class Drawing(NamedTuple):
    """A drawing read back: its title and description, its words, and its shapes by class."""

    title: str
    description: str
    words: tuple[str, ...]
    shapes: Mapping[str, tuple[Mapping[str, str], ...]]

    def of(self, kind: str) -> tuple[Mapping[str, str], ...]:
        """The shapes that bear this class."""
        return self.shapes.get(kind, ())


def read_drawing(svg: str) -> Drawing:
    """What a drawing shows; it must be well-formed XML."""
    root = ElementTree.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))
    shapes: dict[str, list[Mapping[str, str]]] = {}
    for element in root.iter():
        for kind in element.get("class", "").split():
            shapes.setdefault(kind, []).append(element.attrib)
    return Drawing(
        root.findtext(f"{SVG}title", ""),
        root.findtext(f"{SVG}desc", ""),
        tuple("".join(text.itertext()) for text in root.iter(f"{SVG}text")),
        {kind: tuple(found) for kind, found in shapes.items()},
    )


def make_series(*numbers: int | str, first: int = 2019, label: str = "行政许可") -> Series:
    """A series of years one after another: a number, or the word for its absence. Forms as the notices have them."""
    points = tuple(
        Point(
            first + at,
            "" if number in {"未收录", "没有表格"} else "2019" if first + at < 2021 else "2021",
            Decimal(number) if isinstance(number, int) else None,
            number if isinstance(number, str) else "",
            f"{first + at}/#cell",
        )
        for at, number in enumerate(numbers)
    )
    return Series(label, "件", points)


def with_cells(record: ReportRecord, table: str, cells: Mapping[tuple[str, str], str]) -> ReportRecord:
    """The report with these cells set: a number, or the code of a state."""
    return replace(
        record,
        cells={
            **record.cells,
            table: tuple(_set(cell, cells.get((cell.row, cell.column))) for cell in record.cells[table]),
        },
    )


def _set(cell: CellRow, given: str | None) -> CellRow:
    if given is None:
        return cell
    if given.isdigit():
        return cell._replace(value=given, state="reported")
    return cell._replace(value="", state=given)


class TableCells(HTMLParser):
    """The rows of the first table of an HTML fragment, as text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._is_open = False
        self.feed(html.split("<table", 1)[1].split("</table>")[0].join(("<table", "</table>")))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self.rows[-1].append("")
            self._is_open = True

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._is_open = False

    def handle_data(self, data: str) -> None:
        if self._is_open:
            self.rows[-1][-1] += data
