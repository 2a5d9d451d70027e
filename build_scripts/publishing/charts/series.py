"""One measure of an agency over the years: for each year the number, or the word for why there is none.

Comes in: cells of the agency's reports by year. Goes out: `Series`. Refuses to know: pictures, HTML. A year without a
report is not held; a year whose form does not have the measure says so; blank is never 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import groupby, pairwise
from typing import NamedTuple

from build_scripts.packaging.package import CellRow, Row
from build_scripts.publishing.context import write_years
from build_scripts.publishing.links import cell_anchor
from build_scripts.publishing.templates import group_digits

NOT_HELD = "未收录"
NO_FORM = "没有表格"
NO_ITEM = "本版无此项"
OTHER_FORM = "另列"
"""The edition of the year prints the measure, but not as the same thing: it has a series of its own."""
_NEVER_PRINTED = frozenset({NOT_HELD, NO_FORM, NO_ITEM, OTHER_FORM})
Key = tuple[str, str, str]
"""Table, row and column of a cell."""
Groups = Sequence[Sequence[str]]
"""Editions, together where a cell means the same in them."""


class Held(NamedTuple):
    """A report that is held, and its cells by table, row and column."""

    report: Row
    cells: Mapping[Key, CellRow]


class Point(NamedTuple):
    """A year of a series: its form (empty if no report is held or it has none), the number if one is reported, else the
    word for its absence; the address of its cell as seen from the agency's page; the reason of a correction."""

    year: int
    form: str
    number: Decimal | None
    word: str
    link: str = ""
    correction: str = ""

    @property
    def shown(self) -> str:
        """The number as people read it, or the word."""
        return self.word if self.number is None else group_digits(f"{self.number:f}")


class Series(NamedTuple):
    """A measure over the years, oldest first, every year from the first held to the newest of the package."""

    label: str
    unit: str
    points: tuple[Point, ...]

    @property
    def numbers(self) -> tuple[Decimal, ...]:
        """The numbers that are reported."""
        return tuple(point.number for point in self.points if point.number is not None)

    @property
    def is_drawable(self) -> bool:
        """A picture says more than words: two numbers at least, not all of them 0, none below."""
        numbers = self.numbers
        return len(numbers) > 1 and any(numbers) and min(numbers) >= 0


def read_series(
    span: Sequence[int], held: Mapping[int, Held], key: Key, label: str, unit: str, states: Mapping[str, str]
) -> Series:
    """The series of a cell over these years; `states` are the labels of states."""
    return Series(label, unit, tuple(_read_point(year, held.get(year), key, states) for year in span))


def read_editions(
    span: Sequence[int],
    held: Mapping[int, Held],
    key: Key,
    label: str,
    unit: str,
    states: Mapping[str, str],
    forms: Mapping[str, str],
    alike: Mapping[Key, Groups],
) -> list[Series]:
    """The series of a cell; one for each group of editions in which it means the same, the newest first.

    `forms` are the labels of editions, `alike` the groups. In the series of one group the years of the others say that
    they stand apart.
    """
    whole = read_series(span, held, key, label, unit, states)
    printing = sorted({found.report["form"] for found in held.values() if key in found.cells}, reverse=True)
    groups = dict.fromkeys(_group_of(form, alike.get(key, ())) for form in printing)
    if len(groups) < 2:
        return [whole]
    return [
        Series(
            f"{label}，{'、'.join(forms.get(form, form) for form in group if form in printing)}",
            unit,
            tuple(_keep_group(point, group) for point in whole.points),
        )
        for group in groups
    ]


def _group_of(form: str, groups: Groups) -> tuple[str, ...]:
    """The editions in which the cell means the same as in this one; itself alone where nobody has said so."""
    return next((tuple(group) for group in groups if form in group), (form,))


def _keep_group(point: Point, group: Sequence[str]) -> Point:
    if point.form in {"", *group} or point.word == NO_ITEM:
        return point
    return Point(point.year, point.form, None, OTHER_FORM)


def _read_point(year: int, held: Held | None, key: Key, states: Mapping[str, str]) -> Point:
    if held is None:
        return Point(year, "", None, NOT_HELD)
    form = held.report["form"]
    if form == "none":
        return Point(year, "", None, NO_FORM, f"{year}/")
    cell = held.cells.get(key)
    if cell is None:
        return Point(year, form, None, NO_ITEM)
    number = Decimal(cell.value) if cell.state == "reported" else None
    word = "" if number is not None else states[cell.state]
    return Point(year, form, number, word, f"{year}/#{cell_anchor(*key)}", cell.correction)


def split_runs(points: Sequence[Point]) -> list[tuple[str, int, int]]:
    """Stretches (form, start, end) of years of one form; a year without a form belongs to the stretch before it.

    The form of years before the first form is empty.
    """
    runs: list[tuple[str, int, int]] = []
    for at, point in enumerate(points):
        if runs and (not point.form or point.form == runs[-1][0]):
            runs[-1] = (runs[-1][0], runs[-1][1], at + 1)
        else:
            runs.append((point.form, at, at + 1))
    return runs


def find_breaks(points: Sequence[Point]) -> tuple[int, ...]:
    """Where the form changes: the places of the first years of another form than the one before."""
    runs = split_runs(points)
    return tuple(start for (before, _, _), (_, start, _) in pairwise(runs) if before)


def join_line(points: Sequence[Point]) -> list[tuple[int, ...]]:
    """The places of points that a line may join: neighbouring years with numbers, of one form."""
    lines: list[tuple[int, ...]] = []
    for at, point in enumerate(points):
        if point.number is None:
            continue
        before = points[at - 1] if at else None
        if before is not None and before.number is not None and before.form == point.form:
            lines[-1] = (*lines[-1], at)
        else:
            lines.append((at,))
    return [line for line in lines if len(line) > 1]


def is_printed(series: Series) -> bool:
    """Whether the form of any year has this measure."""
    return any(point.number is not None or point.word not in _NEVER_PRINTED for point in series.points)


def tell_series(series: Series) -> str:
    """A series in a sentence, for one that no picture is drawn of."""
    stated = [point for point in series.points if point.number is not None]
    rest = _tell_gaps(series.points)
    if not stated:
        return f"{series.label}：各年都没有数（{rest}）。"
    tail = f"；{rest}" if rest else ""
    if len(stated) == 1:
        return f"{series.label}：只有 {stated[0].year} 年有数，{_tell(stated[0], series.unit)}{tail}。"
    if not any(series.numbers):
        return f"{series.label}：{write_years(point.year for point in stated)} 年都是 0{tail}。"
    told = "，".join(f"{point.year} 年 {_tell(point, series.unit)}" for point in stated)
    return f"{series.label}：{told}{tail}。"


def describe_series(series: Series, forms: Mapping[str, str]) -> str:
    """What a picture of the series shows, for those who do not see it; `forms` are the labels of forms."""
    parts = []
    for form, start, end in split_runs(series.points):
        told = "，".join(f"{point.year} 年 {_tell(point, series.unit)}" for point in series.points[start:end])
        parts.append(f"{forms.get(form, form)}：{told}" if form else told)
    broken = "其间换了表格，换版处不连线。" if find_breaks(series.points) else ""
    return f"{broken}{'；'.join(parts)}。"


def _tell(point: Point, unit: str) -> str:
    if point.number is None:
        return point.word
    return f"{point.shown} {unit}{'（经更正）' if point.correction else ''}"


def _tell_gaps(points: Sequence[Point]) -> str:
    gaps = sorted((point for point in points if point.number is None), key=lambda point: point.word)
    return "，".join(
        f"{write_years(point.year for point in found)} 年{word}"
        for word, found in groupby(gaps, key=lambda point: point.word)
    )
