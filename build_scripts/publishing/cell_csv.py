"""The cells of a report as lines of CSV for people: what stands beside a report's page and beside its agency's.

Comes in: cells by table. Goes out: CSV, UTF-8 with a byte order mark so that Excel reads it, lines ended by LF, exact,
nothing escaped for spreadsheets. Refuses to know: the disk, pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

from build_scripts.packaging.package import CellRow
from build_scripts.packaging.tables import quote

_BOM = b"\xef\xbb\xbf"


def write_table(columns: Sequence[str], lines: str) -> bytes:
    """A file with this head and these lines."""
    return _BOM + f"{','.join(columns)}\n{lines}".encode()


def write_cells(head: str, tables: Mapping[str, Sequence[CellRow]]) -> str:
    """A line for each cell: `head`, then table, row, column, state, value, as printed, line. Only what is printed may
    hold what CSV gives a meaning; codes and numbers do not.

    >>> write_cells("a,", {"remedies": [CellRow("litigation", "total", "", "unreadable", "1,2", "7", "")]})
    'a,remedies,litigation,total,unreadable,,"1,2",7\\n'
    """
    return "".join([_write_table_cells(f"{head}{table}", cells) for table, cells in tables.items() if cells])


def _write_table_cells(head: str, cells: Sequence[CellRow]) -> str:
    rows, columns, values, states, printed, lines, _ = zip(*cells, strict=True)
    if not "".join(printed).isalnum():
        printed = tuple([text if text.isalnum() else quote(text) for text in printed])
    form = f"{head.replace('%', '%%')},%s,%s,%s,%s,%s,%s\n" * len(cells)
    return form % tuple(chain.from_iterable(zip(rows, columns, states, values, printed, lines, strict=True)))
