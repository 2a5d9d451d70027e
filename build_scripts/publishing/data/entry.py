"""A line of the dictionary, and what is said where something does not apply.

Comes in: nothing. Goes out: the type, and words. Refuses to know: any table or code.
"""

from __future__ import annotations

from typing import NamedTuple

NONE = ("不适用", "not applicable")
NO_EMPTY = ("不会为空", "never empty")
FORM_BLANK = (
    "格子空白记作状态 blank，没有数，不是 0",
    "a blank cell has the state blank and no number; it is not zero",
)


class Entry(NamedTuple):
    """A line of the dictionary. `kind` is table, column, code, rule, cell, state or measure; `part_of` the table, code
    list or wide table (`wide-<form>`) it belongs to; `filled` of `total` are what `counted` says, both empty where
    nothing is counted."""

    kind: str
    part_of: str
    name: str
    label_zh: str
    label_en: str
    printed: str
    definition_zh: str
    definition_en: str
    article: str
    edition: str
    unit: str
    type: str
    blank_zh: str
    blank_en: str
    filled: str
    total: str
    counted: str
    source: str
