"""The dictionary: what every table, column and code means, in the words of the schemas and code lists.

Comes in: the descriptor and the code lists. Goes out: a page for each table and each code list, and the list of them.
Refuses to know: any table, column or code by name, the disk, MkDocs. Which words a form prints for a code is read from
`form_cells`, by the foreign keys of the three tables of cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from build_scripts.packaging.package import Package, Row
from build_scripts.packaging.resources import CELL_KEYS, COLUMNS, REGISTER, name_code_list
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.data.usage import Usage
from build_scripts.publishing.formats.resources import list_resources
from build_scripts.publishing.links import root_of
from build_scripts.publishing.machine.json_ld import write_json_ld
from build_scripts.publishing.pages import Anchor, Crumb, Page
from build_scripts.publishing.templates import render

ADDRESS = "data/dictionary/"
LONGEST_LIST = 600
"""Rows of a list that its page shows; longer ones (places) are described, and lie in their CSV."""

_APART = " / "
_TYPE_NAMES = {"string": "文字", "integer": "整数", "number": "数", "date": "日期", "boolean": "是否"}


class Field(NamedTuple):
    """A column: English name, Chinese title, both definitions, type, unit, whether it may be empty, key, target."""

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


class Print(NamedTuple):
    """How an edition of the form prints a code, under which article and in which unit."""

    form: str
    label: str
    group: str
    article: str
    unit: str


def make_dictionary_pages(package: Package, context: SiteContext, usage: Usage) -> Iterator[Page]:
    """A page for each table and each code list, with how often each column is filled and each code is used."""
    printed = find_prints(package)
    for table in describe_tables(package):
        yield _make_page(table, printed.get(table.name, {}), context, usage)


def draw_dictionary_list(package: Package) -> str:
    """The list of all tables and code lists, for the hand-written page."""
    tables = list(describe_tables(package))
    return render(
        "data/dictionary_list.html",
        groups=[
            ("数据表", "Tables", [table for table in tables if not table.is_list]),
            ("代码表和机关名单", "Code lists and registers", [table for table in tables if table.is_list]),
        ],
    )


def describe_tables(package: Package) -> Iterator[Table]:
    """Every resource of the package, in its order."""
    for resource in list_resources(package):
        name = str(resource["name"])
        is_list = name not in COLUMNS
        zh, en = _split(resource.get("description"))
        yield Table(
            name=name,
            title=str(resource.get("title", name)),
            definition_zh=zh,
            definition_en=en,
            path=str(resource["path"]),
            fields=_describe_fields(_mapping(resource["schema"]), name),
            rows=_list_rows(package, name) if is_list else (),
            is_list=is_list,
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
    zh, en = _split(field.get("description"))
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


def _split(description: object) -> tuple[str, str]:
    """The Chinese and the English half of a description."""
    zh, _, en = str(description or "").partition(_APART)
    return zh.strip(), en.strip()


def _mapping(value: object) -> Mapping[str, object]:
    assert isinstance(value, dict)
    return value


def _make_page(table: Table, prints: Mapping[str, tuple[Print, ...]], context: SiteContext, usage: Usage) -> Page:
    address = f"{ADDRESS}{table.name}/"
    shown = table.rows if len(table.rows) <= LONGEST_LIST else ()
    body = render(
        "data/dictionary.html",
        table=table,
        rows=shown,
        columns=[field.name for field in table.fields],
        titles={field.name: field.title for field in table.fields},
        prints=prints,
        forms=context.labels.get("forms", {}),
        filled=usage.columns.get(table.name, {}),
        uses=usage.codes.get(table.name, {}),
        find_list=lambda code: find_list(table.name, code, usage),
        version=context.version,
        root=root_of(address),
    )
    contents = [Anchor("codes", "代码")] if table.rows else []
    contents += [Anchor("printed", "表格上的字样")] if prints else []
    contents += [Anchor("columns", "列")]
    return Page(
        address=address,
        specimen="dictionary",
        title=f"{table.title}（{table.name}）",
        description=table.definition_zh,
        crumbs=(
            Crumb("首页", ""),
            Crumb("数据", "data/"),
            Crumb("数据字典", ADDRESS),
            Crumb(table.title, ""),
        ),
        contents=tuple(contents),
        body=body,
        json_ld=write_json_ld(_describe_terms(table, shown)),
    )


def find_list(code_list: str, code: str, usage: Usage) -> str:
    """Where the reports are listed of which a code is said; empty where nothing is, or no list is kept of it."""
    uses = usage.codes.get(code_list, {}).get(code, ())
    if not any(use.share.filled for use in uses) or code_list not in _LISTS:
        return ""
    return _LISTS[code_list].format(code)


_LISTS = {
    "rules": "quality/rules/{}/",
    "finding_codes": "quality/findings/{}/",
    "scopes": "quality/scopes/{}/",
    "forms": "quality/forms/{}/",
    "functions": "functions/{}/",
    "states": "quality/#states",
    "check_statuses": "quality/#rules",
    "severities": "quality/#findings",
}


def _describe_terms(table: Table, rows: Iterable[Row]) -> dict[str, object]:
    """The page as a schema.org DefinedTermSet."""
    return {
        "@context": "https://schema.org",
        "@type": "DefinedTermSet",
        "name": table.title,
        "alternateName": table.name,
        "description": table.definition_zh,
        "hasDefinedTerm": [
            {"@type": "DefinedTerm", "termCode": row["code"], "name": row.get("label_zh", "")}
            for row in rows
            if "code" in row
        ],
    }
