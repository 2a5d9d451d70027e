"""What the kinds of files conform to: the standard of each, by its address and its name.

Comes in: nothing. Goes out: data. Refuses to know: vocabularies, files.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Standard(NamedTuple):
    """A standard: its address, and its name."""

    url: str
    name: str


DATA_PACKAGE = Standard("https://datapackage.org/standard/data-package/", "Data Package 2.0")
_CSV = Standard("https://www.rfc-editor.org/rfc/rfc4180", "CSV (RFC 4180)")

STANDARDS: Mapping[str, Standard] = {
    "csv": _CSV,
    "csv_gz": _CSV,
    "wide": _CSV,
    "wide_gz": _CSV,
    "package": DATA_PACKAGE,
    "xlsx": Standard("https://www.iso.org/standard/71691.html", "Office Open XML (ISO/IEC 29500-1)"),
    "sqlite": Standard("https://www.sqlite.org/fileformat2.html", "SQLite database file, version 3"),
    "json": Standard("https://www.rfc-editor.org/rfc/rfc8259", "JSON (RFC 8259)"),
    "jsonl": Standard("https://jsonlines.org/", "JSON Lines"),
    "parquet": Standard("https://parquet.apache.org/docs/file-format/", "Apache Parquet"),
}
"""Kind of an offer → what it conforms to; kinds that are of many formats are left out."""

PACKINGS: Mapping[str, str] = {"gzip": "application/gzip", "zip": "application/zip"}
"""Compression of an offer → its media type."""
