"""What a Table Schema has no word for, asked of hand-kept tables: `list_rules.csv`.

Comes in: a rule, the tables that could be read. Goes out: slips. Refuses to know: which rules there are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from build_scripts.packaging.list_tables import ReadTable, Slip, Words, show

_BLANKS = re.compile(r"\{([a-z_]+?)(?:_zh|_en)?\}")


class ListRule(NamedTuple):
    """A rule that a Table Schema has no word for, as `list_rules.csv` has it: of which rows of which table (`where`:
    pairs of column and value, a value that begins with `!` excluded), on which column, what, and compared with what;
    `separator` parts a cell that holds several values."""

    table: str
    field: str
    rule: str
    argument: str
    where: tuple[tuple[str, str], ...] = ()
    separator: str = ""


def apply_rule(rule: ListRule, file: str, tables: Mapping[str, ReadTable]) -> Iterator[Slip]:
    """What breaks the rule in its table, whose file people know by this name; nothing is said of what cannot be known
    because another table could not be read."""
    read = tables[rule.table]
    if rule.rule == "rows":
        if len(read.lines) < int(rule.argument):
            zh = f"只有 {len(read.lines)} 行，至少应有 {rule.argument} 行；真要删去，改 list_rules.csv 里的行数"
            en = f"has {len(read.lines)} rows, and should have {rule.argument} at least; where a row is to go, "
            yield Slip(file, 0, "", zh, f"{en}change the number in list_rules.csv")
        return
    places = _find_meant(rule, read)
    for place, words in RULES[rule.rule](rule, read, tables, places):
        yield Slip(file, read.lines[place], rule.field, *words)


def _find_meant(rule: ListRule, read: ReadTable) -> Sequence[int]:
    """The places of the rows the rule is about."""
    places: Sequence[int] = range(len(read.lines))
    for name, value in rule.where:
        column, wanted = read.columns[name], not value.startswith("!")
        places = [place for place in places if (column[place] == value.removeprefix("!")) is wanted]
    return places


Found: TypeAlias = Iterator[tuple[int, Words]]


def _refers(rule: ListRule, read: ReadTable, tables: Mapping[str, ReadTable], places: Sequence[int]) -> Found:
    """Every value stands in the column named; `*` before the name lets an asterisk stand for all."""
    name, _, field = rule.argument.lstrip("*").partition(".")
    known = set(tables[name].columns[field]) if name in tables else None
    if known is None or (not rule.separator and {"", *known}.issuperset(read.columns[rule.field])):
        return
    for place, value in _list_values(rule, read, places):
        if value not in known and not (value == "*" and rule.argument.startswith("*")):
            yield place, (f"{show(value)} 不在 {name} 的 {field} 里", f"{show(value)} is no {field} of {name}")


def _filled(rule: ListRule, read: ReadTable, _: object, places: Sequence[int]) -> Found:
    yield from ((place, ("必须填写", "must be filled")) for place in places if not read.columns[rule.field][place])


def _empty(rule: ListRule, read: ReadTable, _: object, places: Sequence[int]) -> Found:
    yield from (
        (place, ("这里应当空着", "should be empty here")) for place in places if read.columns[rule.field][place]
    )


def _not_before(rule: ListRule, read: ReadTable, _: object, places: Sequence[int]) -> Found:
    """The whole number is not below that of the other column."""
    for place, value in _list_values(rule, read, places):
        other = read.columns[rule.argument][place]
        if other.isdecimal() and value.isdecimal() and int(value) < int(other):
            yield place, (f"{value} 早于 {rule.argument} 的 {other}", f"{value} is before {other}, the {rule.argument}")


def _at_least(rule: ListRule, read: ReadTable, _: object, places: Sequence[int]) -> Found:
    yield from _bound(rule, read, places, lambda value, bound: value < bound, ("小于", "is less than"))


def _at_most(rule: ListRule, read: ReadTable, _: object, places: Sequence[int]) -> Found:
    yield from _bound(rule, read, places, lambda value, bound: value > bound, ("大于", "is more than"))


def _bound(
    rule: ListRule, read: ReadTable, places: Sequence[int], breaks: Callable[[int, int], bool], words: Words
) -> Found:
    for place, value in _list_values(rule, read, places):
        if value.isdecimal() and breaks(int(value), int(rule.argument)):
            yield place, (f"{value} {words[0]} {rule.argument}", f"{value} {words[1]} {rule.argument}")


def _once(rule: ListRule, read: ReadTable, _: object, places: Sequence[int]) -> Found:
    """No value stands twice among these rows, or together with the value of the other column if one is named."""
    seen: dict[tuple[str, str], int] = {}
    for place, value in _list_values(rule, read, places):
        key = (value, read.columns[rule.argument][place] if rule.argument else "")
        if key in seen:
            line = read.lines[seen[key]]
            yield place, (f"{show(value)} 重复，第 {line} 行已有", f"{show(value)} stands on line {line} already")
        seen.setdefault(key, place)


def _same_blanks(rule: ListRule, read: ReadTable, _: object, places: Sequence[int]) -> Found:
    """Both columns leave the same blanks, written {name}, or {name_zh} and {name_en}."""
    for place in places:
        mine, others = (set(_BLANKS.findall(read.columns[one][place])) for one in (rule.field, rule.argument))
        if mine != others:
            told = " ".join(sorted(f"{{{name}}}" for name in mine ^ others))
            yield (
                place,
                (f"{told} 只在这里或只在 {rule.argument} 里", f"{told} stands here or in {rule.argument} alone"),
            )


def _list_values(rule: ListRule, read: ReadTable, places: Iterable[int]) -> Iterator[tuple[int, str]]:
    """Every value that is there, and its place."""
    column = read.columns[rule.field]
    for place in places:
        for value in column[place].split(rule.separator) if rule.separator else (column[place],):
            if value.strip():
                yield place, value.strip()


RULES: Mapping[str, Callable[[ListRule, ReadTable, Mapping[str, ReadTable], Sequence[int]], Found]] = {
    "refers": _refers,
    "filled": _filled,
    "empty": _empty,
    "not-before": _not_before,
    "at-least": _at_least,
    "at-most": _at_most,
    "once": _once,
    "same-blanks": _same_blanks,
}
