"""Does Frictionless read a table from its head to its end without a fault? Told in blocks of rows, most of them plain.

Comes in: the folder of a package, the entries of its descriptor, the name of a table. Goes out: whether nothing is
wrong. Refuses to know: what is wrong; whoever wants that said lets Frictionless validate the table.

The file is opened, taken apart and measured by Frictionless, which also reads every cell that differs from those above
it and judges head, hash and size. Left to us is what it does row by row for no other outcome: to look whether the rows
have as many cells as the head, whether keys stand twice, whether what is referred to is there. Where that is not plain
(a row with nothing in it, a head of other case, an error of any kind) the answer is no: so it can only cost time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import frictionless

BLOCK = 500
"""Rows that are looked at in one go."""
_REMEMBERED = 20_000
"""Distinct cells of a column that are remembered from one block to the next."""
_MOST_LOOKUPS = 200
"""Lookups that are kept from one table, and one package, to the next."""

Entry = Mapping[str, Any]
Names = tuple[str, ...]
Keys = set[Any]
_lookups: dict[tuple[bytes, Names], Keys] = {}


class _NotPlainError(Exception):
    """Something is wrong, or cannot be told here."""


def is_plain(folder: Path, entries: Mapping[str, Entry], name: str) -> bool:
    """Whether Frictionless finds nothing wrong with a table, its foreign keys included. False where that is not plain.

    What a key refers to is read once for all tables of this process, as long as its file and its entry stay the same.
    """
    import frictionless

    try:
        _check_table(folder, entries, name)
    except (_NotPlainError, frictionless.FrictionlessException, OSError, LookupError, TypeError):
        return False
    return True


def _check_table(folder: Path, entries: Mapping[str, Entry], name: str) -> None:
    """Raise _NotPlainError or FrictionlessException unless all is well."""
    links = [_Link.read(name, key) for key in entries[name]["schema"].get("foreignKeys", ())]
    own = [link.reference for link in links if link.table == name]
    found = _read_table(folder, entries[name], {*own, *(link.fields for link in links)})
    for link in links:
        known = found[link.reference] if link.table == name else _look_up(folder, entries[link.table], link.reference)
        if not found[link.fields] <= known:
            raise _NotPlainError


class _Link(NamedTuple):
    """A foreign key: fields, and the table and fields they refer to."""

    fields: Names
    table: str
    reference: Names

    @classmethod
    def read(cls, name: str, key: Mapping[str, Any]) -> _Link:
        """That of a schema, in the table of this name."""
        reference = key["reference"]
        return cls(_list_names(key["fields"]), reference.get("resource") or name, _list_names(reference["fields"]))


def _list_names(words: str | Sequence[str]) -> Names:
    return (words,) if isinstance(words, str) else tuple(words)


def _look_up(folder: Path, entry: Entry, fields: Names) -> Keys:
    """What stands in these fields of a table."""
    digest = hashlib.sha256(json.dumps(entry, sort_keys=True).encode())
    digest.update((folder / entry["path"]).read_bytes())
    mark = digest.digest(), fields
    if mark not in _lookups:
        found = _read_table(folder, entry, {fields})[fields]
        if len(_lookups) >= _MOST_LOOKUPS:
            _lookups.clear()
        _lookups[mark] = found
    return _lookups[mark]


def _read_table(folder: Path, entry: Entry, wanted: Iterable[Names]) -> dict[Names, Keys]:
    """Read a table to its end, whatever its foreign keys; what stands in the wanted fields, without what is empty."""
    import frictionless

    schema = {word: told for word, told in entry["schema"].items() if word != "foreignKeys"}
    resource = frictionless.Resource.from_descriptor({**entry, "schema": schema}, basepath=str(folder))
    if not isinstance(resource, frictionless.resources.TableResource) or not resource.dialect.header_case:
        raise _NotPlainError
    checks = frictionless.Checklist().connect(resource)
    found: dict[Names, Keys] = {names: set() for names in wanted}
    with resource:
        _refuse(error for check in checks for error in check.validate_start())
        fields = resource.header.get_expected_fields()
        key = tuple(resource.schema.primary_key)
        alone = [(field.name,) for field in fields if field.constraints.get("unique")]
        unique = {names: set[Any]() for names in (key, *alone)}
        columns = {field.name: _Column(field.create_cell_reader()) for field in fields}
        for records in _cut(_read_content(resource)):
            if set(map(len, records)) != {len(columns)}:
                raise _NotPlainError
            block = _Block(columns, dict(zip(columns, zip(*records, strict=True), strict=True)))
            block.refuse_blank()
            for names, keys in found.items():
                keys |= block.list_distinct(names)
            for names, seen in unique.items():
                block.refuse_repeated(names, seen, names == key)
        _refuse(error for check in checks for error in check.validate_end())
    return found


def _refuse(errors: Iterable[object]) -> None:
    if next(iter(errors), None) is not None:
        raise _NotPlainError


def _read_content(resource: frictionless.resources.TableResource) -> Iterator[list[str]]:
    """The rows behind the head; raises _NotPlainError for a dialect that leaves out some of them."""
    dialect = resource.dialect
    if dialect.comment_char or dialect.comment_rows or dialect.skip_blank_rows:
        raise _NotPlainError
    heads = dialect.header_rows[-1] if dialect.header and dialect.header_rows else 0
    return islice(resource.cell_stream, heads, None)


def _cut(records: Iterator[list[str]]) -> Iterator[list[list[str]]]:
    while block := list(islice(records, BLOCK)):
        yield block


class _Column:
    """What Frictionless reads from each cell of a column, which it is not asked twice."""

    def __init__(self, read: Callable[[Any], tuple[Any, Any]]) -> None:
        self._read = read
        self.values: dict[str, Any] = {}

    def learn(self, cells: Iterable[str]) -> set[str]:
        """The distinct ones of these cells, read; raises _NotPlainError if one is wrong."""
        texts = set(cells)
        if len(self.values) > _REMEMBERED:
            self.values.clear()
        for text in texts.difference(self.values):
            value, notes = self._read(text)
            if notes is not None:
                raise _NotPlainError
            self.values[text] = value
        return texts


class _Block:
    """Some rows, by columns; raises _NotPlainError if a cell is wrong."""

    def __init__(self, columns: Mapping[str, _Column], cells: Mapping[str, Sequence[str]]) -> None:
        self._values = {name: column.values for name, column in columns.items()}
        self._cells = cells
        self._texts = {name: column.learn(cells[name]) for name, column in columns.items()}

    def refuse_blank(self) -> None:
        """Raise _NotPlainError unless one column has something in every row: then no row has nothing in it."""
        if all(None in map(self._values[name].__getitem__, texts) for name, texts in self._texts.items()):
            raise _NotPlainError

    def list_distinct(self, names: Names) -> Keys:
        """What stands in these fields: values, or tuples of values where they are several; not None alone."""
        if len(names) == 1:
            return set(map(self._values[names[0]].__getitem__, self._texts[names[0]])) - {None}
        return set(self._list_keys(names)) - {(None,) * len(names)}

    def refuse_repeated(self, names: Names, seen: Keys, is_needed: bool) -> None:
        """Raise _NotPlainError if a key stands twice, here or among the `seen`, to which these are added; or if there
        is none in a row where it is needed."""
        nothing = (None,) * len(names)
        keys = self._list_keys(names)
        if nothing in keys:
            if is_needed:
                raise _NotPlainError
            keys = [key for key in keys if key != nothing]
        count = len(seen) + len(keys)
        seen.update(keys)
        if len(seen) < count:
            raise _NotPlainError

    def _list_keys(self, names: Names) -> list[tuple[Any, ...]]:
        return list(zip(*(map(self._values[name].__getitem__, self._cells[name]) for name in names), strict=True))
