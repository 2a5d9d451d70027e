"""Slips as people make them in hand-kept files, one for each column and kind, and what should be said of each.

Comes in: a table or schema as it stands. Goes out: its bytes with one slip planted, what the slip is, where it has to
be told. Refuses to know: who finds it.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from build_scripts.packaging.list_rules import ListRule
from build_scripts.packaging.list_tables import HandKept
from build_scripts.packaging.row_rules import FieldRule

ZERO_WIDTH, FULL_WIDTH_BLANK = "\u200b", "\u3000"


class Planted(NamedTuple):
    """A slip: its kind, the bytes with it, the line it has to be told with (0: any), the column or key (empty: any)."""

    kind: str
    data: bytes
    line: int = 0
    field: str = ""


def print_rows(rows: Sequence[Sequence[str]]) -> bytes:
    """A table as its file has it."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def cut_rows(data: bytes, most: int = 40) -> list[list[str]]:
    """The head and the first records: slips are the same in a long list."""
    return list(csv.reader(io.StringIO(data.decode(), newline="")))[: most + 1]


def plant_in_table(table: HandKept, rules: Sequence[ListRule]) -> Iterator[Planted]:
    """A table with each slip in turn."""
    rows = cut_rows(table.data)
    yield from _plant_in_file(rows)
    for place, field in enumerate(table.rules.fields):
        yield from _plant_in_head(rows, place, field.name)
        if len(rows) > 1:
            yield from _plant_in_cells(rows, place, field, rules)
    if len(rows) > 1:
        yield Planted("row twice", print_rows([*rows, rows[-1]]))
    for key in table.rules.foreign_keys:
        field = table.rules.fields[key.field]
        line, filled = _find_filled(rows, key.field)
        strange = "000000" if field.pattern and field.pattern.fullmatch("000000") else "zzz"
        yield Planted("dangling", _set(rows, filled, key.field, strange), line, field.name)
    for rule in rules:
        yield from _plant_against(rule, rows)


def _plant_in_file(rows: list[list[str]]) -> Iterator[Planted]:
    whole = print_rows(rows)
    text = whole.decode()
    yield Planted("BOM", b"\xef\xbb\xbf" + whole, 1)
    yield Planted("CRLF", whole.replace(b"\n", b"\r\n"), 1)
    yield Planted("lone CR", whole.replace(b",", b"\r,", 1), 1)
    yield Planted("UTF-16", text.encode("utf-16"))
    yield Planted("GB18030", (text + "键" * len(rows[0])).encode("gb18030") + b"\n")
    yield Planted("empty file", b"")
    yield Planted("cut off in the middle", whole[: len(whole) // 2].rstrip(b"\n"))
    yield Planted("last line without end", whole[:-1])
    yield Planted("open quote", whole + b'"a\n')
    yield Planted("text behind a quote", whole + b'"a"b\n')
    yield Planted("blank line", whole.replace(b"\n", b"\n\n", 1), 2)
    yield Planted("row too long", print_rows([rows[0], [*rows[0], "x"]]), 2)
    yield Planted("row too short", print_rows([rows[0], rows[0][:-1]]), 2)
    yield Planted("semicolons", whole.replace(b",", b";"), 1)


def _plant_in_head(rows: list[list[str]], place: int, name: str) -> Iterator[Planted]:
    yield Planted("column missing", print_rows([row[:place] + row[place + 1 :] for row in rows]), 1, name)
    extra = [[*row[:place], "new" if row is rows[0] else "", *row[place:]] for row in rows]
    yield Planted("column too many", print_rows(extra), 1, "new")
    yield Planted("column twice", print_rows([[*row, row[place]] for row in rows]), 1, name)
    head = [*rows[0][:place], name.upper() + " ", *rows[0][place + 1 :]]
    yield Planted("column renamed", print_rows([head, *rows[1:]]), 1)
    if place:
        swapped = [[*row[: place - 1], row[place], row[place - 1], *row[place + 1 :]] for row in rows]
        yield Planted("columns exchanged", print_rows(swapped), 1)


def _plant_in_cells(
    rows: list[list[str]], place: int, field: FieldRule, rules: Sequence[ListRule]
) -> Iterator[Planted]:
    line, number = _find_filled(rows, place)
    value = rows[number][place]
    if field.required:
        yield Planted("empty cell", _set(rows, number, place, ""), line, field.name)
        yield Planted("blank cell", _set(rows, number, place, " "), line, field.name)
    for kind, text in (
        ("blank at the end", f"{value or 'x'} "),
        ("blank at the beginning", f" {value or 'x'}"),
        ("full-width blank", f"{value or 'x'}{FULL_WIDTH_BLANK}"),
        ("zero-width character", f"{value[:1]}{ZERO_WIDTH}{value[1:] or 'x'}"),
        ("control character", f"{value or 'x'}\x07"),
        ("direction turned", f"\u202e{value or 'x'}"),
    ):
        yield Planted(kind, _set(rows, number, place, text), line, field.name)
    wrong = {"integer": ("1.0", "一", "１２", "1e3", "0x1"), "number": ("1e3", "１", "1,000"), "boolean": ("yes", "no")}
    wrong["date"] = ("2024-02-30", "2024/1/1", "20240101")
    for text in wrong.get(field.type, ()):
        yield Planted("wrong type", _set(rows, number, place, text), line, field.name)
    if field.pattern or field.enum:
        yield Planted("unknown code", _set(rows, number, place, "没有这个!"), line, field.name)
    if field.minimum is not None:
        yield Planted("too small", _set(rows, number, place, "-1"), line, field.name)
    if field.maximum is not None:
        yield Planted("too large", _set(rows, number, place, "9999"), line, field.name)
    if field.unique and len(rows) > 2:
        other = rows[1 if number != 1 else 2][place]
        yield Planted("value twice", _set(rows, number, place, other), 0, field.name)


def _plant_against(rule: ListRule, rows: list[list[str]]) -> Iterator[Planted]:
    """A slip that only this rule can see."""
    if rule.rule == "rows":
        yield Planted("row gone", print_rows(rows[: min(len(rows) - 1, int(rule.argument))]))
        return
    head = rows[0]
    place = head.index(rule.field)
    meant = [
        number
        for number in range(1, len(rows))
        if all(
            (rows[number][head.index(name)] == value.removeprefix("!")) is not value.startswith("!")
            for name, value in rule.where
        )
    ]
    number = next((number for number in meant if rows[number][place]), meant[0] if meant else 0)
    if not number:
        return
    value, line = rows[number][place], _line_of(rows, number)
    if rule.rule == "refers":
        yield Planted("dangling", _set(rows, number, place, "zzz"), line, rule.field)
    elif rule.rule == "filled":
        yield Planted("empty where needed", _set(rows, number, place, ""), line, rule.field)
    elif rule.rule == "empty":
        yield Planted("filled where empty", _set(rows, number, place, "zzz"), line, rule.field)
    elif rule.rule in ("at-least", "at-most"):
        yield Planted("bound", _set(rows, number, place, "3000" if rule.rule == "at-most" else "12"), line, rule.field)
    elif rule.rule == "not-before":
        other = head.index(rule.argument)
        swapped = [[*row] for row in rows]
        swapped[number][place], swapped[number][other] = "2001", "2015"
        yield Planted("swapped", print_rows(swapped), line, rule.field)
    elif rule.rule == "once" and len(meant) > 1:
        copied = [[*row] for row in rows]
        for name in filter(None, (rule.field, rule.argument)):
            copied[meant[1]][head.index(name)] = copied[number][head.index(name)]
        yield Planted("twice", print_rows(copied), 0, rule.field)
    elif rule.rule == "same-blanks":
        yield Planted("blank of another name", _set(rows, number, place, value + "{strange}"), line, rule.field)


def _find_filled(rows: list[list[str]], place: int) -> tuple[int, int]:
    """The line and the number of the last record that has something there, or of the last."""
    number = next((number for number in range(len(rows) - 1, 0, -1) if rows[number][place]), len(rows) - 1)
    return _line_of(rows, number), number


def _line_of(rows: list[list[str]], number: int) -> int:
    return print_rows(rows[:number]).count(b"\n") + 1


def _set(rows: list[list[str]], number: int, place: int, text: str) -> bytes:
    changed = [[*row] for row in rows]
    changed[number][place] = text
    return print_rows(changed)


def plant_in_schema(name: str, schema: Mapping[str, Any]) -> Iterator[Planted]:
    """A Table Schema with each slip in turn; every one is to be told with the schema's name."""
    whole = json.dumps(schema, ensure_ascii=False, indent=1)
    yield Planted("cut off", whole[: len(whole) // 2].encode())
    yield Planted("empty file", b"")
    yield Planted("a list", b"[]")
    yield Planted("comma at the end", f"{whole.rstrip()[:-1]},}}".encode())
    yield Planted("BOM", b"\xef\xbb\xbf" + whole.encode())
    yield Planted("GB18030", whole.encode("gb18030"))
    yield Planted("key twice", whole.replace('"fields"', '"fields": [], "fields"', 1).encode())
    yield Planted("nested too deeply", b"[" * 100_000)

    def change(kind: str, edit: Callable[[dict[str, Any]], object]) -> Planted:
        copy = json.loads(whole)
        edit(copy)
        return Planted(kind, json.dumps(copy).encode())

    for word in ("title", "description", "fields", "primaryKey"):
        yield change(f"no {word}", lambda one, word=word: one.pop(word))
    yield change("unknown word", lambda one: one.update(uniqueKeys=[["x"]]))
    yield change("fields no list", lambda one: one.update(fields={}))
    yield change("primary key of nothing", lambda one: one.update(primaryKey=["nothing"]))
    yield change("empty primary key", lambda one: one.update(primaryKey=[]))
    reference = {"resource": "nowhere", "fields": ["code"]}
    dangling = {"fields": [schema["fields"][0]["name"]], "reference": reference}
    yield change("key to nowhere", lambda one: one.update(foreignKeys=[dangling]))
    other = {**dangling, "reference": {"resource": "regions", "fields": ["nothing"]}}
    yield change("key to no field", lambda one: one.update(foreignKeys=[other]))
    yield change("key of no field", lambda one: one.update(foreignKeys=[{**dangling, "fields": ["nothing"]}]))
    for place, field in enumerate(schema["fields"]):
        told = field["name"]
        yield change(f"{told}: gone", lambda one, place=place: one["fields"].pop(place))
        yield change(f"{told}: twice", lambda one, place=place: one["fields"].append(one["fields"][place]))
        yield change(f"{told}: renamed", lambda one, place=place: one["fields"][place].update(name="renamed"))
        yield change(f"{told}: no name", lambda one, place=place: one["fields"][place].pop("name"))
        yield change(f"{told}: no type", lambda one, place=place: one["fields"][place].pop("type"))
        yield change(f"{told}: unknown type", lambda one, place=place: one["fields"][place].update(type="strng"))
        yield change(f"{told}: unknown word", lambda one, place=place: one["fields"][place].update(format="email"))
        asked = {"constraints": {"requird": True}}
        yield change(
            f"{told}: unknown constraint", lambda one, place=place, asked=asked: one["fields"][place].update(asked)
        )
        if field["type"] in ("integer", "number"):
            asked = {"constraints": {"minimum": "many"}}
            yield change(f"{told}: no bound", lambda one, place=place, asked=asked: one["fields"][place].update(asked))
        if field["type"] == "string":
            asked = {"constraints": {"pattern": "["}}
            yield change(
                f"{told}: no pattern", lambda one, place=place, asked=asked: one["fields"][place].update(asked)
            )
