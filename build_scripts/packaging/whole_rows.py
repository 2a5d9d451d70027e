"""Frictionless reads each row in one go: what it checks, and all that it says, stays its own.

Comes in: frictionless's module of tables, changed while `read_rows_whole` lasts. Goes out: the same verdicts,
sooner. Refuses to know: packages, schemas, what is wrong with a row. A row with a fault, or of another length than the
head, is left to frictionless as it is; a version of frictionless that is made otherwise is left alone. A test holds
that the same is said either way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from operator import getitem, itemgetter
from typing import Any

_REMEMBERED, _LONGEST = 20_000, 100
"""How many cells of a column are remembered, and of how many characters: more would cost more than it saves."""


class _FaultyCellError(Exception):
    """Something is wrong with a cell."""


class _Column(dict[Any, Any]):
    """What frictionless reads from each cell of a column, which it is not asked twice; raises _FaultyCellError."""

    def __init__(self, read: Callable[[Any], tuple[Any, Any]]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: Any) -> Any:
        value, notes = self._read(cell)
        if notes is not None:
            raise _FaultyCellError
        if len(self) < _REMEMBERED and (cell is None or len(cell) <= _LONGEST):
            self[cell] = value
        return value


class _Handlers(dict[str, Any]):
    """What frictionless reads the cells of a table with, by field, and what is the same for all rows of the table."""

    def __init__(self, handlers: dict[str, Any]) -> None:
        super().__init__(handlers)
        self.names = tuple(handlers)
        self.columns = tuple(_Column(handler.reader) for handler in handlers.values())
        self.get_key: Callable[[Any], Any] | None = None


@contextmanager
def read_rows_whole(table: Any) -> Iterator[None]:
    """While this lasts, frictionless reads every row in one go, each cell of a column once, and asks once for the names
    of a table's key. Left alone it comes back to a row for every field of a key, which costs half of its time."""
    substitutes = _list_substitutes(table)
    for owner, name, _, ours in substitutes:
        setattr(owner, name, ours)
    try:
        yield
    finally:
        for owner, name, own, _ in substitutes:
            setattr(owner, name, own)


_MARKS = ("processed", "errors", "blank_cells")
"""What a row of frictionless notes about itself, under names of its own."""


@cache
def _list_substitutes(table: Any) -> tuple[tuple[Any, str, Any, Any], ...]:
    """Where frictionless keeps what it reads rows with, the name it has there, its own and ours; nothing if it has no
    such, or its rows note something else."""
    resource = getattr(table, "TableResource", None)
    places = ((table, "Row"), (table, "create_cell_handlers"), (resource, "primary_key_cells"))
    own = [vars(owner).get(name) for owner, name in places if owner is not None]
    if len(own) < len(places) or None in own or not _is_as_known(own[0], own[1]):
        return ()
    own_row, own_handlers, own_key = own

    class Row(own_row):  # type: ignore[misc, valid-type]
        """A row that is read whole at once; if a fault is found in it, it is read as frictionless does."""

        def __init__(self, cells: list[Any], *, handlers: _Handlers, row_number: int) -> None:
            super().__init__(cells, handlers=handlers, row_number=row_number)
            self.handlers = handlers
            if not cells or len(cells) != len(handlers.columns):
                return
            try:
                values = [*map(getitem, handlers.columns, cells)]
            except _FaultyCellError:
                return
            if values[0] is None and values.count(None) == len(values):
                return
            dict.update(self, zip(handlers.names, values, strict=True))
            self._Row__processed = True
            self.row_number = row_number
            self.errors = self._Row__errors

        def __missing__(self, key: str) -> Any:
            self.errors  # noqa: B018  (reads them all)
            return dict.__getitem__(self, key)

        @property
        def blank_cells(self) -> dict[str, Any]:
            """The cells in which nothing stands, by field."""
            self.errors  # noqa: B018  (reads them all)
            pairs = zip(self.handlers, self.cells, strict=False)
            return {name: cell for name, cell in pairs if dict.get(self, name) is None and name not in self.error_cells}

    def create_cell_handlers(fields: list[Any]) -> _Handlers:
        return _Handlers(own_handlers(fields))

    def primary_key_cells(self: Any, row: Row, case_sensitive: bool) -> Any:
        handlers = row.handlers
        if handlers.get_key is None:
            names = self.primary_key_labels(row, case_sensitive)
            if len(names) < 2:
                return own_key(self, row, case_sensitive)
            handlers.get_key = itemgetter(*names)
        return handlers.get_key(row)

    ours = (Row, create_cell_handlers, primary_key_cells)
    return tuple((*place, old, new) for place, old, new in zip(places, own, ours, strict=True))


def _is_as_known(row: Any, create_cell_handlers: Any) -> bool:
    """Whether a row of frictionless notes about itself what it is known to."""
    try:
        one = row([], handlers=create_cell_handlers([]), row_number=1)
    except TypeError:
        return False
    return all(f"_Row__{mark}" in vars(one) for mark in _MARKS)
