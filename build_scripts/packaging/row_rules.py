"""What the schemas of a descriptor ask of every record, made ready once: the same words that Frictionless reads.

Comes in: `datapackage.json`. Goes out: the rules of each table. Refuses to know: files of rows, how rules are applied.
A word that is not known here is an error, never passed over: a rule that nobody applies would be worse than none.
Source: https://datapackage.org/standard/table-schema/
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from build_scripts.packaging.descriptor import DIALECT

Value = str | int | Decimal | date | bool
_TOLD = {"name", "title", "description", "unit", "blank", "example", "rdfType"}
"""Words about a field that ask nothing of its values."""
_TABLE_WORDS = {"$schema", "title", "description", "article", "fields", "missingValues", "primaryKey", "foreignKeys"}
_CONSTRAINTS = {
    "string": {"required", "unique", "pattern", "enum"},
    "integer": {"required", "unique", "minimum", "maximum"},
    "number": {"required", "unique", "minimum", "maximum"},
    "boolean": {"required", "unique"},
    "date": {"required", "unique"},
}
"""The types, and what may be asked of each."""
_FORMS = {
    "integer": re.compile(r"[+-]?[0-9]+"),
    "number": re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?"),
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
}
"""How values of a type are written here: exponents, NaN, blanks, other digits are refused though readers take them."""
_BOOLEANS = dict.fromkeys(("true", "True", "TRUE", "1"), True) | dict.fromkeys(("false", "False", "FALSE", "0"), False)


class SchemaError(ValueError):
    """A schema asks for what is not known here; the message names table, field and word."""


class FieldRule(NamedTuple):
    """What is asked of a field; None and empty where nothing is."""

    name: str
    type: str
    required: bool
    unique: bool
    pattern: re.Pattern[str] | None
    enum: tuple[str, ...]
    minimum: Value | None
    maximum: Value | None

    @property
    def is_free(self) -> bool:
        """Whether any text will do, and none as well."""
        return self.type == "string" and not (self.required or self.unique or self.pattern or self.enum)


class ForeignKey(NamedTuple):
    """The place of a field whose values stand in a field of another table, or of the same."""

    field: int
    table: str
    reference: str


class TableRules(NamedTuple):
    """What is asked of a table: its file below the package with size and hash, its fields in order, its keys by the
    places of fields."""

    name: str
    path: str
    bytes: int | None
    sha256: str
    fields: tuple[FieldRule, ...]
    missing: frozenset[str]
    primary_key: tuple[int, ...]
    foreign_keys: tuple[ForeignKey, ...]


def build_rules(descriptor: Mapping[str, Any]) -> dict[str, TableRules]:
    """The rules of every table of a descriptor, by name; raises SchemaError."""
    return {entry["name"]: _build_table(entry) for entry in descriptor["resources"]}


def _build_table(entry: Mapping[str, Any]) -> TableRules:
    _refuse_dialect(entry)
    name, schema = entry["name"], entry["schema"]
    _refuse_unknown(schema.keys() - _TABLE_WORDS, name)
    fields = tuple(_build_field(name, field) for field in schema["fields"])
    places = {field.name: place for place, field in enumerate(fields)}
    keys = [_build_key(name, key, places) for key in schema.get("foreignKeys", ())]
    rules = TableRules(
        name=name,
        path=entry["path"],
        bytes=entry.get("bytes"),
        sha256=_read_hash(name, entry.get("hash", "")),
        fields=fields,
        missing=frozenset(schema.get("missingValues", [""])),
        primary_key=tuple(places[field] for field in schema["primaryKey"]),
        foreign_keys=tuple(keys),
    )
    for place in (*rules.primary_key, *(key.field for key in keys)):
        if fields[place].type != "string":
            raise SchemaError(f"{name}, {fields[place].name}: a key of type {fields[place].type} is not known")
    return rules


def _read_hash(name: str, text: str) -> str:
    """The hex digits of a SHA-256, if one is given."""
    if text and not text.startswith("sha256:"):
        raise SchemaError(f"{name}: the hash {text!r} is not known")
    return text.removeprefix("sha256:")


def _refuse_dialect(entry: Mapping[str, Any]) -> None:
    """Raise SchemaError for a file that is written otherwise than it is read here."""
    for word, known in (("encoding", "utf-8"), ("format", "csv"), ("dialect", DIALECT)):
        if entry.get(word) != known:
            raise SchemaError(f"{entry['name']}: {word} is {entry.get(word)!r}, not {known!r}")


def _build_key(name: str, key: Mapping[str, Any], places: Mapping[str, int]) -> ForeignKey:
    _refuse_unknown(key.keys() - {"fields", "reference"}, f"{name}, foreignKeys")
    _refuse_unknown(key["reference"].keys() - {"resource", "fields"}, f"{name}, foreignKeys")
    (fields, reference) = (key["fields"], key["reference"]["fields"])
    if len(fields) != 1 or len(reference) != 1:
        raise SchemaError(f"{name}, foreignKeys: a key of several fields is not known")
    return ForeignKey(places[fields[0]], key["reference"].get("resource") or name, reference[0])


def _build_field(table: str, field: Mapping[str, Any]) -> FieldRule:
    place = f"{table}, {field['name']}"
    _refuse_unknown(field.keys() - _TOLD - {"type", "constraints"}, place)
    if field["type"] not in _CONSTRAINTS:
        raise SchemaError(f"{place}: the type {field['type']!r} is not known")
    asked = field.get("constraints", {})
    _refuse_unknown(asked.keys() - _CONSTRAINTS[field["type"]], place)
    return FieldRule(
        name=field["name"],
        type=field["type"],
        required=asked.get("required", False),
        unique=asked.get("unique", False),
        pattern=re.compile(asked["pattern"]) if "pattern" in asked else None,
        enum=tuple(asked.get("enum", ())),
        minimum=_read_bound(place, field["type"], asked.get("minimum")),
        maximum=_read_bound(place, field["type"], asked.get("maximum")),
    )


def _read_bound(place: str, kind: str, bound: object) -> Value | None:
    if bound is None:
        return None
    value = read_value(kind, str(bound))
    if value is None:
        raise SchemaError(f"{place}: the bound {bound!r} is no {kind}")
    return value


def _refuse_unknown(words: set[str], place: str) -> None:
    if words:
        raise SchemaError(f"{place}: the word {min(words)!r} is not known")


def read_value(kind: str, text: str) -> Value | None:
    """The value that a text stands for in a field of this type; None if it is not written as one.

    >>> read_value("integer", "012"), read_value("integer", " 12"), read_value("date", "2024-02-30")
    (12, None, None)
    """
    if kind == "string":
        return text
    if kind == "boolean":
        return _BOOLEANS.get(text)
    if not _FORMS[kind].fullmatch(text):
        return None
    try:
        return int(text) if kind == "integer" else Decimal(text) if kind == "number" else date.fromisoformat(text)
    except ValueError:
        return None


def judge_value(rule: FieldRule, text: str | None) -> tuple[Value | None, tuple[tuple[str, str], ...]]:
    """The value of a text (None: nothing is there), and what is wrong with it as pairs of code and message."""
    if text is None:
        return None, (("constraint-error", "it is required"),) if rule.required else ()
    value = read_value(rule.type, text)
    if value is None:
        return None, (("type-error", f"{text[:80]!r} is not of the type {rule.type}"),)
    broken = []
    if rule.pattern is not None and not rule.pattern.fullmatch(text):
        broken.append(f"does not have the form {rule.pattern.pattern}")
    if rule.enum and text not in rule.enum:
        broken.append(f"is none of {', '.join(rule.enum)}")
    if rule.minimum is not None and value < rule.minimum:  # type: ignore[operator]
        broken.append(f"is less than {rule.minimum}")
    if rule.maximum is not None and value > rule.maximum:  # type: ignore[operator]
        broken.append(f"is more than {rule.maximum}")
    return value, tuple(("constraint-error", f"{text[:80]!r} {words}") for words in broken)
