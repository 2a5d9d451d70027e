"""Hand-kept tables against what is declared of them: every slip with file, line and column.

Comes in: the bytes of each table, its Table Schema, the rules of `list_rules.csv` beyond it. Goes out: slips. Refuses
to know: where the files lie, which tables there are, what they are for.

A value is judged once, however often it stands; a line is looked for only where something is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from build_scripts.packaging.list_rules import ListRule, apply_rule
from build_scripts.packaging.list_tables import EDGE, PERHAPS, HandKept, ReadTable, Slip, Words, read_table, show
from build_scripts.packaging.row_rules import FieldRule, judge_value


def find_slips(tables: Mapping[str, HandKept], rules: Sequence[ListRule]) -> list[Slip]:
    """Every slip in these tables, by table; what hangs on a table that cannot be read is not judged."""
    found = {name: read_table(table) for name, table in tables.items()}
    read = {name: one for name, one in found.items() if isinstance(one, ReadTable)}
    slips = [one for one in found.values() if isinstance(one, Slip)]
    return slips + [slip for name in read for slip in judge_table(tables[name], read, rules)]


def judge_table(table: HandKept, read: Mapping[str, ReadTable], rules: Sequence[ListRule]) -> Iterator[Slip]:
    """Every slip in one of the tables that were read."""
    mine = read[table.rules.name]
    yield from _judge_values(table, mine)
    for key in table.rules.foreign_keys:
        field, target = table.rules.fields[key.field].name, key.table or table.rules.name
        yield from apply_rule(
            ListRule(table.rules.name, field, "refers", f"{target}.{key.reference}"), table.file, read
        )
    for rule in rules:
        if rule.table == table.rules.name:
            yield from apply_rule(rule, table.file, read)


def _judge_values(table: HandKept, read: ReadTable) -> Iterator[Slip]:
    """What is wrong with single values and keys, as the schema of the table has it."""
    rules, file = table.rules, table.file
    for field in rules.fields:
        column = read.columns[field.name]
        values = dict.fromkeys(column)
        is_clean = not PERHAPS.search("\n".join(values))
        asks = field.pattern or field.enum or field.type != "string"
        for text in values if asks or not is_clean else rules.missing & values.keys():
            if words := _judge(field, rules.missing, text, is_clean):
                yield Slip(file, read.lines[column.index(text)], field.name, *words)
        if field.unique:
            yield from _find_repeated(table, read, (field.name,))
    names = tuple(rules.fields[place].name for place in rules.primary_key)
    if not (len(names) == 1 and rules.fields[rules.primary_key[0]].unique):
        yield from _find_repeated(table, read, names)


def _judge(field: FieldRule, missing: frozenset[str], text: str, is_clean: bool) -> Words | None:
    if not is_clean and EDGE.search(text):
        return (
            f"{show(text)} 首尾有空白，或有看不见的字符",
            f"{show(text)} has blanks at an end, or invisible characters",
        )
    _, wrong = judge_value(field, None if text in missing else text)
    if not wrong:
        return None
    if text in missing:
        return ("必须填写", "must be filled")
    return (f"{show(text)} 不合：{_ask(field)}", f"{show(text)} does not fit: {_ask(field, zh=False)}")


def _ask(field: FieldRule, zh: bool = True) -> str:
    """What is asked of a field."""
    bounds = (("不小于 ", "at least ", field.minimum), ("不大于 ", "at most ", field.maximum))
    told = [("类型 " if zh else "type ") + field.type] if field.type != "string" else []
    told += [("写成 " if zh else "written as ") + field.pattern.pattern] if field.pattern else []
    told += [("是其中之一 " if zh else "one of ") + " ".join(field.enum)] if field.enum else []
    told += [f"{one if zh else other}{bound}" for one, other, bound in bounds if bound is not None]
    return ("；" if zh else "; ").join(told)


def _find_repeated(table: HandKept, read: ReadTable, names: Sequence[str]) -> Iterator[Slip]:
    keys = list(zip(*(read.columns[name] for name in names), strict=True))
    if len(set(keys)) == len(keys):
        return
    seen: dict[tuple[str, ...], int] = {}
    for key, line in zip(keys, read.lines, strict=True):
        if key in seen and not table.rules.missing.issuperset(key):
            told = " ".join(filter(None, key))
            zh, en = f"{show(told)} 重复，第 {seen[key]} 行已有", f"{show(told)} stands on line {seen[key]} already"
            yield Slip(table.file, line, " ".join(names), zh, en)
        seen.setdefault(key, line)
