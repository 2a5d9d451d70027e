"""Which tables are kept by hand, and what is declared of each: code lists, register, books, the program's own tables.

Comes in: the layout of a project. Goes out: the tables with their rules, or the slips in them. Refuses to know: what a
table is for. Declared are code lists and register in `datapackage/schemas/`, all others in `build_scripts/tables.json`,
and for all of them what a Table Schema has no word for in `list_rules.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

from build_scripts.files import PROJECT, FilesError, Layout, list_codelists, read_bytes, read_json, read_rows, show_path
from build_scripts.packaging.descriptor import DIALECT
from build_scripts.packaging.list_checks import find_slips
from build_scripts.packaging.list_rules import RULES, ListRule
from build_scripts.packaging.list_tables import HandKept, Slip
from build_scripts.packaging.resources import COLUMNS, PRIMARY_KEYS, REGISTER, name_code_list, name_resource
from build_scripts.packaging.row_rules import SchemaError, TableRules, build_rules

DECLARED = PROJECT.root / "build_scripts" / "tables.json"
LIST_RULES = Path(__file__).with_name("list_rules.csv")
SHOWN = 20
BOOKS = ("address_book", "release_notes")
"""Tables that a project without a release may be without."""
_WORDS = {"title", "description", "fields", "primaryKey"}


def refuse_slips(layout: Layout) -> None:
    """Raise FilesError naming file, line and column of every slip in the hand-kept tables, the first ones in full."""
    tables, rules = read_tables(layout), read_list_rules()
    slips = [*_find_strays(layout), *find_strange_rules(rules, tables), *find_slips(tables, rules)]
    if slips:
        shown = "\n".join(f"  {slip}" for slip in slips[:SHOWN])
        raise FilesError(
            f"人手维护的表有 {len(slips)} 处不合，请逐处改正 / slips in hand-kept tables, to be set right one by one: "
            f"{len(slips)}\n{shown}"
        )


def read_tables(layout: Layout) -> dict[str, HandKept]:
    """Every hand-kept table of the project by name, as it stands; a book that is not there is left out. Raises
    FilesError for a schema that cannot be read, asks for what is not known, or does not fit the others."""
    paths = {name_resource(path.stem): path for path in list_codelists(layout.codelists)} | {REGISTER: layout.register}
    rules = read_rules(layout.schemas)
    books = dict(zip(BOOKS, (layout.address_book, layout.release_notes), strict=True))
    declared = cast(Sequence[dict[str, str]], read_json(DECLARED)["resources"])
    paths |= {one["name"]: books.get(one["name"], PROJECT.root / one["path"]) for one in declared}
    rules |= {one["name"]: _build(one, f"{show_path(DECLARED)}: {one['name']}") for one in declared}
    kept = {name: path for name, path in paths.items() if name in rules and (name not in books or path.is_file())}
    return {name: HandKept(show_path(path), read_bytes(path), rules[name]) for name, path in kept.items()}


def read_rules(schemas: Path) -> dict[str, TableRules]:
    """What every Table Schema of a folder asks; raises FilesError naming the file that does not do, also for those of
    tables that the program writes, or where one refers to what is not there."""
    rules = {path.stem: read_schema_rules(path) for path in sorted(schemas.glob("*.json"))}
    refuse_misfits(rules, schemas)
    return rules


def read_schema_rules(path: Path) -> TableRules:
    """What a Table Schema asks; raises FilesError naming the file."""
    described = {"format": "csv", "encoding": "utf-8", "dialect": DIALECT}
    return _build({"name": path.stem, **described, "path": "", "schema": read_schema(path)}, show_path(path))


def _build(entry: Mapping[str, object], place: str) -> TableRules:
    try:
        (rules,) = build_rules({"resources": [entry]}).values()
    except (SchemaError, LookupError, TypeError, ValueError, AttributeError, re.error) as error:
        told = f"{type(error).__name__}: {error}" if not isinstance(error, SchemaError) else str(error)
        raise FilesError(f"{place}: 结构不合 / is no schema as it should be: {told}") from error
    names = [field.name for field in rules.fields]
    if twice := [name for name in names if names.count(name) > 1]:
        raise FilesError(f"{place}: 字段 {twice[0]} 写了两次 / the field {twice[0]} stands twice")
    if not rules.primary_key:
        raise FilesError(f"{place}: primaryKey 空着 / primaryKey is empty")
    return rules


def refuse_misfits(rules: Mapping[str, TableRules], schemas: Path) -> None:
    """Raise FilesError for a schema that is missing, has other columns than the program writes, or refers to what no
    schema has."""
    for name, columns in COLUMNS.items():
        path = show_path(schemas / f"{name}.json")
        if name not in rules:
            raise FilesError(f"{path}: 没有这份结构 / this schema is missing")
        found = tuple(field.name for field in rules[name].fields)
        if found != columns or rules[name].primary_key != tuple(range(PRIMARY_KEYS[name])):
            told = f"{', '.join(columns)}; primaryKey {', '.join(columns[: PRIMARY_KEYS[name]])}"
            raise FilesError(f"{path}: 字段和主键应为 / fields and primary key should be: {told}")
    for name, one in rules.items():
        for key in one.foreign_keys:
            fields = {field.name for field in rules[key.table].fields} if key.table in rules else set()
            if key.reference not in fields:
                told = f"{one.fields[key.field].name} → {key.table}.{key.reference}"
                place = show_path(schemas / f"{name}.json")
                raise FilesError(f"{place}: foreignKeys: {told}: 没有这个字段 / there is no such field")


def read_list_rules(rows: Sequence[Mapping[str, str]] | None = None) -> tuple[ListRule, ...]:
    """The rules of `list_rules.csv`, or of these rows."""
    return tuple(_read_rule(row) for row in (read_rows(LIST_RULES) if rows is None else rows))


def _read_rule(row: Mapping[str, str]) -> ListRule:
    where = tuple((name, value) for name, _, value in (pair.partition("=") for pair in row["where"].split()))
    return ListRule(row["table"], row["field"], row["rule"], row["argument"], where, row["separator"])


def read_schema(path: Path) -> dict[str, object]:
    """The Table Schema of a resource; raises FilesError."""
    schema = read_json(path)
    if missing := _WORDS - schema.keys():
        raise FilesError(f"{show_path(path)}: 缺 {min(missing)} / {min(missing)} is missing")
    return schema


def find_strange_rules(rules: Sequence[ListRule], tables: Mapping[str, HandKept]) -> Iterator[Slip]:
    """Rules that would never be applied: of a table, a column or a kind that is not there."""
    fields = {name: {field.name for field in table.rules.fields} for name, table in tables.items()}
    for line, rule in enumerate(rules, start=2):
        target, _, column = rule.argument.lstrip("*").partition(".")
        asked = {rule.field, *(name for name, _ in rule.where)} - {""}
        asked |= {rule.argument} - {""} if rule.rule in ("not-before", "once", "same-blanks") else set()
        is_known = rule.rule in RULES or (rule.rule == "rows" and rule.argument.isdecimal())
        refers = rule.rule != "refers" or column in fields.get(target, ())
        if rule.table in BOOKS and rule.table not in tables:
            continue
        if not (is_known and refers and rule.table in fields and asked <= fields[rule.table]):
            told = f"{rule.table}.{rule.field} {rule.rule} {rule.argument}"
            yield Slip(
                show_path(LIST_RULES),
                line,
                "",
                f"没有这样的表、列或规则：{told}",
                f"no such table, column or rule: {told}",
            )


def _find_strays(layout: Layout) -> Iterator[Slip]:
    """Code lists without a schema, and schemas without a code list."""
    lists = {path.stem: path for path in list_codelists(layout.codelists)}
    schemas = {name_code_list(path.stem): path for path in sorted(layout.schemas.glob("*.json"))}
    for stem, path in lists.items():
        if stem not in schemas:
            yield Slip(show_path(path), 0, "", f"没有 {name_resource(stem)}.json", f"has no {name_resource(stem)}.json")
    known = {name_resource(stem) for stem in lists} | set(COLUMNS) | {REGISTER}
    for path in schemas.values():
        if path.stem not in known:
            yield Slip(show_path(path), 0, "", "没有它的代码表", "has no code list")
