"""A small package of two tables in which every word of the schemas is used, to be filled with good and bad records."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from build_scripts.packaging.descriptor import DIALECT

GROUPS: dict[str, Any] = {
    "fields": [
        {"name": "code", "type": "string", "constraints": {"required": True, "unique": True, "pattern": "^[a-z]+$"}},
        {"name": "order", "type": "integer", "constraints": {"required": True, "unique": True, "minimum": 1}},
        {"name": "parent", "type": "string"},
    ],
    "missingValues": [""],
    "primaryKey": ["code"],
    "foreignKeys": [{"fields": ["parent"], "reference": {"resource": "", "fields": ["code"]}}],
}
RECORDS: dict[str, Any] = {
    "fields": [
        {"name": "id", "type": "string", "constraints": {"required": True, "pattern": "^[0-9]{4}-[a-z]+$"}},
        {"name": "part", "type": "string", "constraints": {"required": True}},
        {"name": "group", "type": "string"},
        {"name": "kind", "type": "string", "constraints": {"enum": ["one", "two"]}},
        {"name": "count", "type": "integer", "constraints": {"minimum": 0, "maximum": 99}},
        {"name": "amount", "type": "number", "constraints": {"minimum": 0}},
        {"name": "day", "type": "date"},
        {"name": "sure", "type": "boolean"},
        {"name": "number", "type": "integer", "constraints": {"unique": True}},
        {"name": "text", "type": "string"},
    ],
    "missingValues": ["", "n/a"],
    "primaryKey": ["id", "part"],
    "foreignKeys": [{"fields": ["group"], "reference": {"resource": "groups", "fields": ["code"]}}],
}
GOOD_GROUPS = (("a", "1", ""), ("b", "2", "a"), ("c", "3", "b"))
GOOD = (
    ("4101-a", "x", "a", "one", "0", "1.50", "2024-02-29", "true", "1", "一句话"),
    ("4101-a", "y", "b", "two", "99", "0", "", "false", "2", "with, comma"),
    ("4101-b", "x", "", "", "", "", "n/a", "", "", ""),
    ("4102-a", "x", "c", "one", "12", "1000000000000.000000000001", "1999-12-31", "TRUE", "-3", 'two\nlines, "quoted"'),
    ("4102-a", "z", "a", "", "+7", "-0", "", "0", "40", "n/a"),
    ("4103-a", "x", "a", "two", "007", "", "2021-01-01", "1", "5", "=1+2"),
)
Table = Sequence[Sequence[str]]


def render(records: Table) -> bytes:
    """The records as CSV: LF, minimal quotes."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(records)
    return buffer.getvalue().encode()


def write_tables(folder: Path, records: bytes = render(GOOD), groups: bytes = render(GOOD_GROUPS)) -> Path:
    """The package of these records, below their heads."""
    return write_raw(folder, {"groups": (GROUPS, groups), "records": (RECORDS, records)})


def write_raw(folder: Path, tables: dict[str, tuple[dict[str, Any], bytes]]) -> Path:
    """The package of tables, each with its schema and its records below the head."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    resources = []
    for name, (schema, body) in tables.items():
        data = ",".join(field["name"] for field in schema["fields"]).encode() + b"\n" + body
        (folder / f"data/{name}.csv").write_bytes(data)
        resources.append(describe(name, schema, data))
    (folder / "datapackage.json").write_text(json.dumps({"name": "tables", "resources": resources}), encoding="utf-8")
    return folder


def describe(name: str, schema: dict[str, Any], data: bytes = b"") -> dict[str, Any]:
    """The entry of a table in the descriptor."""
    return {
        "name": name,
        "type": "table",
        "path": f"data/{name}.csv",
        "scheme": "file",
        "format": "csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "dialect": DIALECT,
        "schema": schema,
    }
