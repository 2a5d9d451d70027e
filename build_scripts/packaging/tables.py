"""Rows → exact CSV.

Comes in: tuples, or columns, in the order of a resource's columns. Goes out: text of its CSV, sorted by primary key, by
code point. Refuses to know: files, reports.

The CSV is written here and not by pandas or `csv`, because neither quotes a lone carriage return inside a field (which
every reader then takes for the end of a row), and because bytes must not change with a library's version. A field is
quoted exactly if it holds a comma, a quote, CR or LF. What UTF-8 or CSV readers cannot carry (lone surrogates, NUL) is
refused. A column is looked at as one text: only where that holds such a character is each field looked at. (Frames of
pandas did the same work in four times the time, most of it spent on sorting what is all but sorted.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice, pairwise
from operator import itemgetter

from build_scripts.packaging.resources import COLUMNS, PRIMARY_KEYS
from build_scripts.packaging.unfit import find_unfit

Value = str | int | Decimal | None
_MARKS = ',"\r\n'
_SPECIAL = re.compile(f"[{_MARKS}]")


class TableError(ValueError):
    """Rows that cannot be published; the message names resource and key."""


def sort_rows(name: str, rows: Iterable[tuple[Value, ...]]) -> list[tuple[Value, ...]]:
    """The rows of a resource by primary key; raises TableError if a key stands twice."""
    count = PRIMARY_KEYS[name]
    key = itemgetter(slice(count))
    ordered = sorted(rows, key=key)
    keys = list(map(key, ordered))
    refuse_twice(name, keys)
    return ordered


def refuse_twice(name: str, keys: Sequence[tuple[Value, ...]]) -> None:
    """Raise TableError if two sorted keys of a resource that follow each other are the same."""
    if len(set(keys)) < len(keys):
        twice = next(one for one, other in pairwise(keys) if one == other)
        raise TableError(f"{name}: the key {', '.join(map(str, twice))} stands twice")


def render_rows(name: str, rows: Sequence[tuple[Value, ...]]) -> str:
    """The rows of a resource as sorted CSV without its head; raises TableError."""
    return render_columns(name, tuple(zip(*sort_rows(name, rows), strict=True))) if rows else ""


def render_columns(name: str, columns: Sequence[Sequence[Value]]) -> str:
    """The columns of a resource, whose rows are sorted, as CSV without its head: comma, LF, minimal quotes, None as
    nothing, nothing escaped. Raises TableError for what CSV in UTF-8 cannot carry."""
    lines = "\n".join(_iterate_lines(name, columns))
    return f"{lines}\n" if lines else ""


def render_shares(name: str, columns: Sequence[Sequence[Value]], counts: Iterable[int]) -> Iterator[bytes]:
    """The same in UTF-8, so many rows at a time."""
    lines = _iterate_lines(name, columns)
    for count in counts:
        yield ("\n".join(islice(lines, count)) + "\n").encode("utf-8") if count else b""


def _iterate_lines(name: str, columns: Sequence[Sequence[Value]]) -> Iterator[str]:
    fields = [_render_column(*pair) for pair in zip(COLUMNS[name], columns, strict=True)]
    return map(",".join, zip(*fields, strict=True))


def render_head(name: str) -> str:
    """The head of a resource's CSV."""
    return ",".join(COLUMNS[name]) + "\n"


def render_value(value: Value) -> str:
    """A value as it stands in the CSV: numbers without exponent, None as nothing.

    >>> [render_value(v) for v in (Decimal("250.83"), Decimal("7.32E+3"), 0, None, "=1,2")]
    ['250.83', '7320', '0', '', '"=1,2"']
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return quote(value)
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def quote(text: str) -> str:
    """The text as a CSV field, quoted only if it must be."""
    return '"' + text.replace('"', '""') + '"' if _SPECIAL.search(text) else text


def _render_column(name: str, values: Sequence[Value]) -> Sequence[str]:
    try:
        joined = "".join(values)  # type: ignore[arg-type]  # numbers are told by the error
    except TypeError:
        return _render_mixed(name, values)
    _refuse_unfit(name, joined)
    is_special = any(mark in joined for mark in _MARKS)
    return [quote(text) for text in values] if is_special else values  # type: ignore[arg-type, return-value]


def _render_mixed(name: str, values: Sequence[Value]) -> list[str]:
    """The fields of a column in which not all are texts."""
    if not {int, Decimal, type(None)}.issuperset(map(type, values)):
        _refuse_unfit(name, "".join(value for value in values if isinstance(value, str)))
    return ["" if value is None else str(value) if type(value) is int else render_value(value) for value in values]


def _refuse_unfit(name: str, text: str) -> None:
    if unfit := find_unfit((text,)):
        raise TableError(f"column {name}: a text holds {unfit}, which CSV in UTF-8 cannot carry")
