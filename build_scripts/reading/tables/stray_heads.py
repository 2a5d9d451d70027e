"""A labelled table → the same without the pieces of torn heads that look like rows of the other edition.

Comes in: a `LabelledTable`, the form's rows, the folded heads. Goes out: a `LabelledTable`. Refuses to know: columns,
what numbers mean, files.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from build_scripts.reading.labels import fold_label
from build_scripts.reading.tables.amounts import MarkKind, read_mark
from build_scripts.reading.tables.lines import is_enumerated
from build_scripts.reading.tables.rows import LabelledRow, LabelledTable


def drop_stray_heads(table: LabelledTable, own_rows: Sequence[str], heads: Collection[str]) -> LabelledTable:
    """The table without lines that say no more than a head (其他), with no number behind it, and would be a row of the
    other edition. With an enumerator (3.其他), or right below another row of that edition, it is a row: it is blank,
    and that must be said."""
    rows = tuple(_keep_rows(table.rows, own_rows, heads))
    return table if len(rows) == len(table.rows) else table._replace(rows=rows)


def _keep_rows(rows: Sequence[LabelledRow], own_rows: Sequence[str], heads: Collection[str]) -> Iterator[LabelledRow]:
    above = ""
    for row in rows:
        is_due = bool(above) and above not in own_rows
        is_head = row.code not in own_rows and fold_label(row.label) in heads and not is_enumerated(row.label)
        if not is_head or is_due or _may_hold_number(row.values):
            yield row
        above = row.code


def _may_hold_number(values: Iterable[str]) -> bool:
    return any(
        read_mark(value).kind in (MarkKind.NUMBER, MarkKind.DASH) or any(char.isdigit() for char in value)
        for value in values
    )
