"""The tables and code lists of the package as the dictionary tells them, in the words of schemas and `form_cells`.

Comes in: the descriptor and the code lists. Goes out: tables with their columns; the words each edition of the form
prints for a code, by the foreign keys of the three tables of cells. Refuses to know: pages, any column or code by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from build_scripts.packaging.package import Package, Row
from build_scripts.packaging.resources import CELL_KEYS, COLUMNS, REGISTER, name_code_list
from build_scripts.publishing.formats.resources import list_resources
from build_scripts.publishing.languages import part_languages

_TYPE_NAMES = {"string": "文字", "integer": "整数", "number": "数", "date": "日期", "boolean": "是否"}


class Field(NamedTuple):
    """A column: English name, Chinese title, both definitions, type, unit, whether it may be empty and what that means,
    key, target."""

    name: str
    title: str
    definition_zh: str
    definition_en: str
    kind: str
    unit: str
    required: bool
    key: bool
    target: str
    limits: tuple[str, ...]
    blank_zh: str
    blank_en: str


class Table(NamedTuple):
    """A table of the package as its schema describes it; `rows` are those of a code list or register."""

    name: str
    title: str
    definition_zh: str
    definition_en: str
    path: str
    fields: tuple[Field, ...]
    rows: tuple[Row, ...]
    is_list: bool
    article: str


class Print(NamedTuple):
    """How an edition of the form prints a code, under which article and in which unit."""

    form: str
    label: str
    group: str
    article: str
    unit: str


def describe_tables(package: Package) -> Iterator[Table]:
    """Every resource of the package, in its order."""
    for resource in list_resources(package):
        name = str(resource["name"])
        is_list = name not in COLUMNS
        zh, en = part_languages(resource.get("description"))
        schema = _mapping(resource["schema"])
        yield Table(
            name=name,
            title=str(resource.get("title", name)),
            definition_zh=zh,
            definition_en=en,
            path=str(resource["path"]),
            fields=_describe_fields(schema, name),
            rows=_list_rows(package, name) if is_list else (),
            is_list=is_list,
            article=str(schema.get("article", "")),
        )


def _list_rows(package: Package, name: str) -> tuple[Row, ...]:
    return package.register if name == REGISTER else package.lists[name_code_list(name)]


def find_prints(package: Package) -> dict[str, dict[str, tuple[Print, ...]]]:
    """Code list → code → how each edition prints it, from `form_cells` by the keys of the tables of cells."""
    found: dict[str, dict[str, dict[Print, None]]] = {}
    for resource in list_resources(package):
        table = str(resource["name"])
        targets = _targets(_mapping(resource["schema"]), table)
        for axis, column in zip(("row", "column"), CELL_KEYS.get(table, ())[:2], strict=False):
            codes = found.setdefault(targets[column], {})
            for cell in package.lists["form_cells"]:
                if cell["table"] == table:
                    codes.setdefault(cell[axis], {})[_print(cell, axis)] = None
    return {name: {code: _join_prints(prints) for code, prints in codes.items()} for name, codes in found.items()}


def _print(cell: Row, axis: str) -> Print:
    group = cell[f"{axis}_group"].replace("｜", " › ")
    return Print(cell["form"], cell[f"{axis}_label"], group, cell["article"], cell["unit"])


def _join_prints(prints: Iterable[Print]) -> tuple[Print, ...]:
    """One line for each edition and label; articles and units that differ by cell stand side by side."""
    joined: dict[tuple[str, str], list[Print]] = {}
    for one in prints:
        joined.setdefault((one.form, one.label), []).append(one)
    return tuple(
        Print(
            form,
            label,
            _several(one.group for one in found),
            _several(one.article for one in found),
            _several(one.unit for one in found),
        )
        for (form, label), found in joined.items()
    )


def _several(values: Iterable[str]) -> str:
    return "；".join(dict.fromkeys(value for value in values if value))


def _describe_fields(schema: Mapping[str, object], own: str) -> tuple[Field, ...]:
    targets, key = _targets(schema, own), schema.get("primaryKey", [])
    fields = schema["fields"]
    assert isinstance(fields, list)
    assert isinstance(key, list)
    return tuple(_describe_field(field, field["name"] in key, targets) for field in fields)


def _describe_field(field: Mapping[str, object], key: bool, targets: Mapping[str, str]) -> Field:
    name = str(field["name"])
    constraints = _mapping(field.get("constraints", {}))
    zh, en = part_languages(field.get("description"))
    blank_zh, blank_en = part_languages(field.get("blank"))
    kind = str(field["type"])
    return Field(
        name=name,
        title=str(field.get("title", name)),
        definition_zh=zh,
        definition_en=en,
        kind=f"{_TYPE_NAMES.get(kind, kind)} {kind}",
        unit=str(field.get("unit", "")),
        required=constraints.get("required") is True,
        key=key,
        target=targets.get(name, ""),
        limits=_describe_limits(constraints),
        blank_zh=blank_zh,
        blank_en=blank_en,
    )


def _describe_limits(constraints: Mapping[str, object]) -> tuple[str, ...]:
    """The other constraints, as the schema has them."""
    limits = []
    for name, value in constraints.items():
        if name == "enum" and isinstance(value, list):
            limits.append("、".join(map(str, value)))
        elif name in {"minimum", "maximum"}:
            limits.append(f"{'≥' if name == 'minimum' else '≤'} {value}")
        elif name == "unique" and value is True:
            limits.append("不重复")
        elif name == "pattern":
            limits.append(str(value))
    return tuple(limits)


def _targets(schema: Mapping[str, object], own: str) -> dict[str, str]:
    """Column → the table whose key it holds; a key without a table's name leads to its own."""
    keys = schema.get("foreignKeys", [])
    assert isinstance(keys, list)
    return {key["fields"][0]: key["reference"].get("resource") or own for key in keys if len(key["fields"]) == 1}


def _mapping(value: object) -> Mapping[str, object]:
    assert isinstance(value, dict)
    return value
