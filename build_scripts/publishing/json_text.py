"""Plain data as JSON on one line; the rows of tables as objects without a dict for each.

Comes in: mappings of plain data, rows as named tuples of text. Goes out: text, the very same as the encoder's with the
narrowest separators, no character escaped that need not be. Refuses to know: what is told. A report has some three
hundred rows, which stand in two files each: this is the hot path of the build.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import chain
from json.encoder import encode_basestring as quote
from typing import Protocol

_ESCAPED = re.compile(r'[\x00-\x1f"\\]')
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class TextRow(Protocol):
    """A named tuple whose every field is text."""

    @property
    def _fields(self) -> tuple[str, ...]: ...


class Written(str):
    """JSON that is written already: `write_object` takes it as it is."""

    __slots__ = ()


def write_object(fields: Mapping[str, object]) -> str:
    """An object with these fields in their order.

    >>> write_object({"a": 1, "rows": Written('[{"b":"二"}]'), "c": "<'\\"\\n"})
    '{"a":1,"rows":[{"b":"二"}],"c":"<\\'\\\\"\\\\n"}'
    """
    return "{" + ",".join([f"{quote(name)}:{_write(value)}" for name, value in fields.items()]) + "}"


@lru_cache(maxsize=16)
def write_rows(rows: tuple[TextRow, ...]) -> Written:
    """A list of objects, one for each row; all rows are of one kind. Those of a report stand in several files, which
    are made one after another."""
    if not rows:
        return Written("[]")
    values: list[str] = list(chain.from_iterable(rows))  # type: ignore[arg-type]
    is_plain = not _ESCAPED.search("".join(values))
    form = _form_of(rows[0]._fields, len(rows), is_plain)
    return Written(form % tuple(values if is_plain else map(quote, values)))


def write_tables(tables: Mapping[str, tuple[TextRow, ...]]) -> Written:
    """An object with a list of rows for each table."""
    return Written(write_object({name: write_rows(rows) for name, rows in tables.items()}))


@lru_cache(maxsize=1 << 9)
def _form_of(names: tuple[str, ...], count: int, is_plain: bool) -> str:
    """A list of objects with a place for each value, within quotes if nothing in the values is to be escaped; names are
    those of fields, so they hold nothing that means anything."""
    place = '"%s"' if is_plain else "%s"
    form = "{" + ",".join(f'"{name}":{place}' for name in names) + "}"
    return f"[{','.join([form] * count)}]"


def _write(value: object) -> str:
    if isinstance(value, Written):
        return value
    return quote(value) if type(value) is str else _encode(value)
