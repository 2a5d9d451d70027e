"""Rows → DataFrames → exact CSV. The only module that knows pandas.

Comes in: tuples in the order of a resource's columns. Goes out: text of its CSV, sorted by primary key, by code point.
Refuses to know: files, reports.

The CSV is written here and not by pandas or `csv`, because neither quotes a lone carriage return inside a field (which
every reader then takes for the end of a row), and because bytes must not change with a library's version. A field is
quoted exactly if it holds a comma, a quote, CR or LF. What UTF-8 or CSV readers cannot carry (lone surrogates, NUL) is
refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from build_scripts.packaging.resources import COLUMNS, PRIMARY_KEYS

if TYPE_CHECKING:
    import pandas as pd

Value = str | int | Decimal | None
_SPECIAL = re.compile(r'[,"\r\n]')
_UNFIT = re.compile("[\x00\ud800-\udfff]")


class TableError(ValueError):
    """Rows that cannot be published; the message names resource and key."""


def load_pandas() -> None:
    """Load pandas now: in the process that workers are forked from, lest each of them load it.

    It is not loaded with this module because `check`, which makes no tables, would take thrice as long to start.
    """
    import pandas  # noqa: F401


def build_frame(name: str, rows: Sequence[tuple[Value, ...]]) -> pd.DataFrame:
    """The rows of a resource as a frame, sorted by primary key; raises TableError if a key stands twice.

    Columns are objects: text, int, Decimal or None, exactly as given; no number passes through a float.
    """
    import pandas as pd

    columns = zip(*rows, strict=True) if rows else [()] * len(COLUMNS[name])
    series = [pd.Series(list(column), dtype=object) for column in columns]
    frame = pd.DataFrame(dict(zip(COLUMNS[name], series, strict=True)))
    keys = list(COLUMNS[name][: PRIMARY_KEYS[name]])
    frame = frame.sort_values(keys, kind="stable", ignore_index=True)
    twice = frame.duplicated(keys)
    if twice.any():
        key = ", ".join(map(str, frame.loc[twice, keys].iloc[0]))
        raise TableError(f"{name}: the key {key} stands twice")
    return frame


def render_csv(frame: pd.DataFrame) -> str:
    """The frame as CSV without its head: comma, LF, minimal quotes, None as nothing, nothing escaped."""
    columns = [_render_column(str(name), frame[name].tolist()) for name in frame.columns]
    return "".join(f"{line}\n" for line in map(",".join, zip(*columns, strict=True)))


def render_rows(name: str, rows: Sequence[tuple[Value, ...]]) -> str:
    """The rows of a resource as sorted CSV without its head; raises TableError."""
    return render_csv(build_frame(name, rows)) if rows else ""


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


def find_unfit(texts: Iterable[str]) -> str:
    """The first character that CSV in UTF-8 cannot carry, as `U+0000`, or nothing."""
    found = next((found for text in texts if (found := _UNFIT.search(text))), None)
    return f"U+{ord(found.group()):04X}" if found else ""


def _render_column(name: str, values: list[Value]) -> list[str]:
    unfit = find_unfit(value for value in values if isinstance(value, str))
    if unfit:
        raise TableError(f"column {name}: a text holds {unfit}, which CSV in UTF-8 cannot carry")
    return [render_value(value) for value in values]
