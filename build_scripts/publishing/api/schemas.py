"""What the files of the API look like, as JSON Schema (2020-12): a schema for each kind of file.

Comes in: the catalogue. Goes out: `api/v1/schemas/<kind>.json`. Refuses to know: any column by name but those that tell
a cell: types, patterns and values allowed are those of the package's table schemas, so that API and CSV cannot part.
Source: https://json-schema.org/draft/2020-12. Each file of the API names its schema in `describedby`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from build_scripts.packaging.resources import CELL_KEYS, CELL_TABLES
from build_scripts.publishing.api.agencies import NUMBERS
from build_scripts.publishing.api.json_files import API, write_json
from build_scripts.publishing.catalogue import Catalogue, Column, Table

FOLDER = f"{API}schemas/"
KINDS = {
    "index": ("目录", "the index of the API", "index.json"),
    "agencies": ("全部机关", "every agency", "agencies.json"),
    "agency": ("一个机关", "an agency", "agencies/{agency_id}.json"),
    "report": ("一份报告", "a report", "reports/{report_id}.json"),
}
"""Kind of a file → what it is, in both languages, and where such files lie in the API."""

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TEXT: Mapping[str, object] = {"type": "string"}
_WORDS: Mapping[str, object] = {"type": "string", "minLength": 1}
_WHOLE: Mapping[str, object] = {"type": "integer", "minimum": 0}
_PATTERNS = {
    "integer": r"-?[0-9]+",
    "number": r"-?[0-9]+(\.[0-9]+)?",
    "date": r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])",
    "boolean": r"true|false",
}
"""What a value of a type is as text; numbers are text in the API, exactly as in the CSV."""

Schema = Mapping[str, object]


def write_schemas(catalogue: Catalogue, site: Path) -> None:
    """Write the schema of each kind of file; raises FilesError."""
    for kind, schema in describe_files(catalogue).items():
        write_json(site / FOLDER / f"{kind}.json", schema)


def describe_files(catalogue: Catalogue) -> dict[str, dict[str, object]]:
    """Kind of a file → its schema."""
    tables = {table.name: table for table in catalogue.tables}
    bodies = {
        "index": _describe_index(),
        "agencies": _object({**_head(), "agencies": _list(_describe_agency(tables["agencies"], head={}))}),
        "agency": _describe_agency(tables["agencies"], _head()),
        "report": _describe_report(tables),
    }
    return {
        kind: {
            "$schema": _DIALECT,
            **({"$id": catalogue.absolute(f"{FOLDER}{kind}.json")} if catalogue.site_url else {}),
            "title": f"{KINDS[kind][0]} / {KINDS[kind][1]}: {API}{KINDS[kind][2]}",
            **body,
        }
        for kind, body in bodies.items()
    }


def _describe_report(tables: Mapping[str, Table]) -> dict[str, object]:
    own = {"report_id"}
    return _object(
        {
            **_head(),
            "report": _row(tables["reports"]),
            "agency": _row(tables["agencies"]),
            "page": _WORDS,
            "sections": _list(_row(tables["sections"], own)),
            "tables": _object({name: _list(_describe_cell(tables[name])) for name in CELL_TABLES}),
            "checks": _list(_row(tables["checks"], own)),
            "findings": _list(_row(tables["findings"])),
            "corrections": _list(_row(tables["corrections"], own)),
        }
    )


def _describe_cell(table: Table) -> dict[str, object]:
    """A cell: the two keys of its table as row and column, the number as value, filled exactly when it is reported."""
    row, column, value = CELL_KEYS[table.name]
    names = {row: "row", column: "column", value: "value"}
    columns = {names.get(one.name, one.name): _value(one) for one in table.columns if one.name != "report_id"}
    return {
        **_object(columns),
        "if": {"properties": {"state": {"const": "reported"}}},
        "then": {"properties": {"value": {"minLength": 1}}},
        "else": {"properties": {"value": {"const": ""}}},
    }


def _describe_agency(table: Table, head: Mapping[str, Schema]) -> dict[str, object]:
    columns = {one.name: _WHOLE if one.name in NUMBERS else _value(one) for one in table.columns}
    report = _object(
        {
            "report_id": _WORDS,
            "year": {"type": "integer", "minimum": 1949, "maximum": 2999},
            "title": _TEXT,
            "form": _WORDS,
            "href": _WORDS,
            "page": _WORDS,
        }
    )
    return _object({**head, **columns, "page": _WORDS, "reports": _list(report)})


_TOLD: dict[str, Schema] = {
    "href": _WORDS,
    "mediatype": _WORDS,
    "bytes": _WHOLE,
    "hash": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
}
"""What is told of a file."""

_COUNTED: dict[str, Schema] = {**_TOLD, "rows": _WHOLE}
"""What is told of a file of rows."""


def _describe_part() -> dict[str, object]:
    """A part of the data: the whole, a year, a region; the files that are offered of it."""
    named: dict[str, Schema] = {"title": _WORDS, "title_en": _WORDS}
    offered = {
        **_object({"kind": _WORDS, **named, **_TOLD}),
        "properties": {
            "kind": _WORDS,
            **named,
            "compression": {"enum": ["gzip", "zip"]},
            "table": _WORDS,
            "part": _WORDS,
            **_COUNTED,
        },
    }
    return _object(
        {
            "kind": {"enum": ["whole", "year", "region"]},
            "code": {"type": "string", "pattern": "^([0-9]{4}|[0-9]{6})?$"},
            **named,
            "files": {**_list(offered), "minItems": 1},
        }
    )


def _describe_index() -> dict[str, object]:
    """The index; what may be added to it later is not forbidden."""
    link = {**_object({"href": _WORDS, "mediatype": _WORDS}), "additionalProperties": True}
    told, counted = _TOLD, _COUNTED
    partition = _object({"partition": _TEXT, **counted})
    table = _object({"name": _WORDS, "title": _WORDS, "rows": _WHOLE, "files": _list(partition)})
    release = _object({"version": _WORDS, "date": _WORDS, "href": _WORDS})
    keys: dict[str, Schema] = {
        **_head(),
        "name": _WORDS,
        "title": _WORDS,
        "description": _WORDS,
        "date": {"type": "string", "pattern": f"^{_PATTERNS['date']}$"},
        "licenses": {**_list({"type": "object"}), "minItems": 1},
        "rights": _WORDS,
        "datapackage": link,
        "package": _object(told),
        "resources": _list(_object({"name": _WORDS, "title": _WORDS, **counted})),
        "parquet": _object({"index": link, "tables": _list(table)}),
        "downloads": {**_list(_describe_part()), "minItems": 1},
        "descriptions": _list(_object({"title": _WORDS, "title_en": _WORDS, **told})),
        "schemas": _list(_object({"kind": _WORDS, "of": _WORDS, "href": _WORDS, "mediatype": _WORDS})),
        "quality": _list(_object({"name": _WORDS, **told})),
        "history": _list(_object({"name": _WORDS, **told})),
        "feeds": {"type": "object", "additionalProperties": _WORDS},
        "versions": _list(release),
        "agencies": _object({"href": _WORDS, "mediatype": _WORDS, "count": _WHOLE}),
        "agency": _object({"template": _WORDS}),
        "report": _object({"template": _WORDS, "count": _WHOLE}),
    }
    return {**_object(keys), "additionalProperties": True}


def _head() -> dict[str, Schema]:
    return {"describedby": _WORDS, "version": {"type": "string", "pattern": r"^\d{4}\.([1-9]|1[0-2])\.[1-9]\d*$"}}


def _row(table: Table, without: Iterable[str] = ()) -> dict[str, object]:
    """A row of a table as text, column by column."""
    return _object({one.name: _value(one) for one in table.columns if one.name not in set(without)})


def _names(table: Table, without: Iterable[str]) -> list[str]:
    return [one.name for one in table.columns if one.name not in set(without)]


def _value(column: Column) -> Schema:
    """A value of a column as text: what the table schema allows, or nothing where it may be empty."""
    limits, empty = column.constraints, not column.constraints.get("required")
    told = {"description": f"{column.title}：{column.definition}"}
    if isinstance(allowed := limits.get("enum"), list | tuple):
        return {**told, "enum": [*map(str, allowed), *([""] if empty else [])]}
    pattern = f"^({_PATTERNS[column.type]})$" if column.type in _PATTERNS else limits.get("pattern")
    if not pattern:
        return {**told, **(_TEXT if empty else _WORDS)}
    return {**told, "type": "string", "pattern": f"^$|{pattern}" if empty else pattern}


def _object(properties: Mapping[str, Schema]) -> dict[str, object]:
    """An object with just these keys, all of them."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: Schema) -> dict[str, object]:
    return {"type": "array", "items": items}
