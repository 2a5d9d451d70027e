"""Every published record against the schemas, by columns: types, constraints, keys, order, and the form of the bytes.

Comes in: the folder of a package, stretches of its tables. Goes out: problems with file, record and field; none means
valid. Refuses to know: how the package was made, frictionless.

Each distinct value is judged once, so that a record costs a microsecond or two. Records stand in the order of their
primary key; that is checked, and proves that no key stands twice: within a stretch, and across stretches by the first
and the last key of each (`table_checks`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from build_scripts.packaging.columns import Column, Fault, Records, read_records
from build_scripts.packaging.partitions import Stretch
from build_scripts.packaging.problems import MAX_PROBLEMS, Problem
from build_scripts.packaging.row_keys import find_empty, find_misplaced, rank_keys
from build_scripts.packaging.row_rules import TableRules, Value, judge_value
from build_scripts.packaging.stretches import count_records, cut_table, read_stretch

Key = tuple[str, ...]
Reference = tuple[str, str]
"""A table and a field that a foreign key refers to."""


class RowContext(NamedTuple):
    """The folder of a package, the rules of its tables, and the values that foreign keys refer to, sorted."""

    folder: Path
    rules: Mapping[str, TableRules]
    references: Mapping[Reference, Sequence[str]]


@dataclass(frozen=True, slots=True)
class StretchVerdict:
    """What was found in a stretch: problems, how many records, the first and the last key, whether the keys ascend."""

    stretch: Stretch
    problems: tuple[Problem, ...]
    records: int
    first: Key
    last: Key
    ascends: bool


def build_context(folder: Path, rules: Mapping[str, TableRules], tables: Sequence[str]) -> RowContext:
    """All that stretches of these tables are checked against; raises OSError for a file that is not there."""
    needed = {(key.table, key.reference) for name in tables for key in rules[name].foreign_keys}
    return RowContext(folder, rules, {each: _list_values(folder, rules[each[0]], each[1]) for each in sorted(needed)})


def _list_values(folder: Path, rules: TableRules, field: str) -> tuple[str, ...]:
    """The distinct values of a field, sorted by code point."""
    (place,) = (place for place, rule in enumerate(rules.fields) if rule.name == field)
    found: set[str | None] = set()
    for stretch in cut_table(folder, rules.name):
        found.update(read_records(read_stretch(folder, stretch), len(rules.fields), (place,)).columns[place].texts)
    return tuple(sorted(text for text in found if text is not None and text not in rules.missing))


def check_stretch(context: RowContext, stretch: Stretch) -> StretchVerdict:
    """The verdict on the records of a stretch; raises OSError."""
    rules = context.rules[stretch.table]
    data = read_stretch(context.folder, stretch)
    records = read_records(data, len(rules.fields), _list_wanted(rules))
    key = [records.columns[place] for place in rules.primary_key]
    ranks = rank_keys(key, records.total)
    faults = [
        *records.faults,
        *_judge_values(rules, records),
        *_find_strangers(context, rules, records),
        *_find_repeated(rules, records),
        *find_misplaced(ranks),
        *find_empty(key, rules.missing),
        *_find_astray(stretch.prefix, rules, key[0]),
    ]
    return StretchVerdict(
        stretch=stretch,
        problems=_name_faults(context, stretch, _tell_blank(rules, data, faults) if faults else []),
        records=records.total,
        first=_read_key(key, 0) if records.total else (),
        last=_read_key(key, records.total - 1) if records.total else (),
        ascends=bool((np.diff(ranks) > 0).all()),
    )


def _list_wanted(rules: TableRules) -> list[int]:
    """The places of the fields of which something is asked."""
    keys = {*rules.primary_key, *(key.field for key in rules.foreign_keys)}
    return [place for place, rule in enumerate(rules.fields) if place in keys or not rule.is_free]


def _present(rules: TableRules, text: str | None) -> str | None:
    """The text, or None where it stands for nothing."""
    return None if text is None or text in rules.missing else text


def _list_hits(column: Column, number: int) -> list[int]:
    """The records that have the text of this number, as many as problems are named."""
    hits: list[int] = np.flatnonzero(column.places == number)[:MAX_PROBLEMS].tolist()
    return hits


def _judge_values(rules: TableRules, records: Records) -> Iterator[Fault]:
    """What is wrong with single values: each distinct one is judged once."""
    for place, column in records.columns.items():
        for number, text in enumerate(column.texts):
            _, broken = judge_value(rules.fields[place], _present(rules, text))
            for code, message in broken:
                yield from (Fault(record, place, code, message) for record in _list_hits(column, number))


def _find_strangers(context: RowContext, rules: TableRules, records: Records) -> Iterator[Fault]:
    """Values of foreign keys that do not stand where they refer to."""
    for key in rules.foreign_keys:
        column, values = records.columns[key.field], context.references[key.table, key.reference]
        texts = [text for text in column.texts if _present(rules, text) is not None and text is not None]
        if not texts:
            continue
        known = set(values[bisect_left(values, min(texts)) : bisect_right(values, max(texts))])
        for text in (text for text in texts if text not in known):
            message = f"{text[:80]!r} is not in {key.table}, {key.reference}"
            hits = _list_hits(column, column.texts.index(text))
            yield from (Fault(record, key.field, "foreign-key", message) for record in hits)


def _find_repeated(rules: TableRules, records: Records) -> Iterator[Fault]:
    """Values that stand before already in a field where none may stand twice."""
    for place in (place for place, rule in enumerate(rules.fields) if rule.unique):
        column = records.columns[place]
        judged = [judge_value(rules.fields[place], _present(rules, text))[0] for text in column.texts]
        counts = np.bincount(column.places, minlength=len(judged)).tolist()
        total = Counter[Value]()
        for value, count in zip(judged, counts, strict=True):
            if value is not None:
                total[value] += count
        if not any(count > 1 for count in total.values()):
            continue
        seen = set[Value]()
        for record, number in enumerate(column.places.tolist()):
            value = judged[number]
            if value is not None and value in seen:
                yield Fault(record, place, "unique-error", f"{value!s:.80} stands twice")
            elif value is not None:
                seen.add(value)


def _find_astray(prefix: str, rules: TableRules, column: Column) -> Iterator[Fault]:
    """Records that belong to another partition than the one whose stretch this is."""
    for number, text in enumerate(column.texts):
        if not (text or "").startswith(prefix):
            message = f"{text!s:.80} does not belong to the partition {prefix}"
            yield from (
                Fault(record, rules.primary_key[0], "order-error", message) for record in _list_hits(column, number)
            )


def _tell_blank(rules: TableRules, data: bytes, faults: list[Fault]) -> list[Fault]:
    """Of a record in which nothing stands at all, that is told, and not what is missing in it."""
    whole = read_records(data, len(rules.fields), range(len(rules.fields)))
    blank = {
        record
        for record in {fault.record for fault in faults}
        if record < whole.total  # not beyond the last one that could be read
        and all(_present(rules, one.texts[one.places[record]]) is None for one in whole.columns.values())
    }
    told = [Fault(record, -1, "blank-row", "nothing stands in the record") for record in blank]
    return told + [fault for fault in faults if fault.record not in blank or fault.code == "primary-key"]


def _name_faults(context: RowContext, stretch: Stretch, faults: list[Fault]) -> tuple[Problem, ...]:
    """The faults as problems of the file, in the order of records and fields."""
    if not faults:
        return ()
    rules, first = context.rules[stretch.table], count_records(context.folder, stretch) + 1
    return tuple(
        Problem(
            file=rules.path,
            row=first + fault.record,
            field=rules.fields[fault.field].name if fault.field >= 0 else "",
            code=fault.code,
            message=fault.message,
        )
        for fault in sorted(set(faults))[:MAX_PROBLEMS]
    )


def _read_key(columns: Sequence[Column], record: int) -> Key:
    return tuple(column.texts[column.places[record]] or "" for column in columns)
