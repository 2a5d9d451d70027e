"""The CSV tables in the W3C's Tabular Metadata vocabulary (CSV on the Web).

Comes in: the catalogue. Goes out: plain data for `csv-metadata.json`, which lies beside `data/`. Refuses to know: the
disk, any table by name. Source: https://www.w3.org/TR/tabular-metadata/. A column's head is its name, so the name is
among its titles, as the matching of embedded metadata wants; the title for people is the Chinese one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from build_scripts.publishing.catalogue import Catalogue, Column, Key, Table
from build_scripts.publishing.offers import LATEST, Offer

CONTEXT = ["http://www.w3.org/ns/csvw", {"@language": "zh"}]
_BASES: Mapping[str, Mapping[str, object]] = {
    "string": {"base": "string"},
    "integer": {"base": "integer"},
    "number": {"base": "decimal"},
    "date": {"base": "date", "format": "yyyy-MM-dd"},
    "boolean": {"base": "boolean", "format": "true|false"},
}
"""Types of a table schema, and the datatype each is here."""


def describe_csvw(catalogue: Catalogue) -> dict[str, object]:
    """The group of all tables of the package."""
    tables = {table.name: table for table in catalogue.tables}
    return {
        "@context": CONTEXT,
        "@type": "TableGroup",
        "dc:title": [_say(catalogue.title, "zh"), _say(catalogue.title_en, "en")],
        "dc:description": [_say(catalogue.description, "zh"), _say(catalogue.description_en, "en")],
        "dc:license": {"@id": catalogue.licence.url},
        "dc:publisher": [_say(catalogue.publisher, "zh"), _say(catalogue.publisher_en, "en")],
        "dc:issued": {"@value": catalogue.date, "@type": "xsd:date"},
        "dc:bibliographicCitation": catalogue.citations.gbt7714,
        "schema:version": catalogue.version,
        "dialect": {
            "encoding": "utf-8",
            "delimiter": ",",
            "quoteChar": '"',
            "doubleQuote": True,
            "lineTerminators": "\n",
            "header": True,
            "headerRowCount": 1,
            "skipInitialSpace": False,
            "trim": False,
        },
        "tables": [_describe_table(tables[offer.table], offer, tables) for offer in catalogue.list_kind("csv")],
    }


def _describe_table(table: Table, offer: Offer, tables: Mapping[str, Table]) -> dict[str, object]:
    schema: dict[str, object] = {"columns": [_describe_column(column) for column in table.columns]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.foreign_keys:
        schema["foreignKeys"] = [_describe_key(key, tables) for key in table.foreign_keys]
    return {
        "url": offer.path.removeprefix(LATEST),
        "dc:title": [_say(table.title, "zh"), _say(table.name, "en")],
        "dc:description": [_say(table.definition, "zh"), _say(table.definition_en, "en")],
        "dcat:mediaType": offer.media_type,
        "dcat:byteSize": offer.size,
        "schema:sha256": offer.sha256,
        "schema:numberOfItems": offer.rows,
        "tableSchema": schema,
    }


def _describe_column(column: Column) -> dict[str, object]:
    required = {"required": True} if column.constraints.get("required") else {}
    unit = {"schema:unitText": column.unit} if column.unit else {}
    return {
        "name": column.name,
        "titles": {"zh": column.title, "en": column.name},
        "dc:description": [_say(column.definition, "zh"), _say(column.definition_en, "en")],
        "datatype": _describe_type(column),
        "null": "",
        **required,
        **unit,
    }


def _describe_type(column: Column) -> dict[str, object]:
    """The datatype with what the constraints say: bounds, a pattern or the values allowed."""
    limits = column.constraints
    found: dict[str, object] = dict(_BASES[column.type])
    if column.type == "string" and isinstance(allowed := limits.get("enum"), list | tuple):
        found["format"] = f"^({'|'.join(re.escape(str(value)) for value in allowed)})$"
    elif column.type == "string" and "pattern" in limits:
        found["format"] = limits["pattern"]
    return found | {name: limits[name] for name in ("minimum", "maximum") if name in limits}


def _describe_key(key: Key, tables: Mapping[str, Table]) -> dict[str, object]:
    reference = {"resource": tables[key.table].path, "columnReference": list(key.target)}
    return {"columnReference": list(key.columns), "reference": reference}


def _say(words: str, language: str) -> dict[str, str]:
    return {"@value": words, "@language": language}
