"""Plain data as JSON with indents, for files that people read too.

Comes in: mappings with names of text, lists, texts, numbers. Goes out: the very text of the standard library's writer,
which with indents is written in Python, a generator in a generator, and takes four times as long: a descriptor stands
in dozens of files. Refuses to know: what is told.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from json.encoder import encode_basestring as quote


def write_indented(data: object, indent: int = 2) -> str:
    """As `json.dumps(data, ensure_ascii=False, indent=indent)`.

    >>> print(write_indented({"a": [1, "二"], "b": {}}, 1))
    {
     "a": [
      1,
      "二"
     ],
     "b": {}
    }
    """
    return _write(data, "\n", " " * indent)


def _write(value: object, lead: str, step: str) -> str:
    """A value whose line begins with `lead`, a line break and its indent."""
    if isinstance(value, str):
        return quote(value)
    below = lead + step
    if isinstance(value, Mapping):
        return _join("{}", [f"{quote(name)}: {_write(one, below, step)}" for name, one in value.items()], lead, below)
    if isinstance(value, list | tuple):
        return _join("[]", [_write(one, below, step) for one in value], lead, below)
    return json.dumps(value)


def _join(marks: str, parts: Iterable[str], lead: str, below: str) -> str:
    joined = f",{below}".join(parts)
    return f"{marks[0]}{below}{joined}{lead}{marks[1]}" if joined else marks
