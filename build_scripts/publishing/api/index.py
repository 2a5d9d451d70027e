"""The index of the API: what the data is called, its version and licence, and every file that is offered.

Comes in: the catalogue. Goes out: `api/v1/index.json`. Refuses to know: how a file is written, pages. Links (`href`)
are relative to the file they stand in.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from build_scripts.publishing.api.json_files import API, write_json
from build_scripts.publishing.catalogue import Catalogue
from build_scripts.publishing.formats.package_files import DESCRIPTOR, ZIP_NAME
from build_scripts.publishing.formats.parquet_tables import PARQUET
from build_scripts.publishing.links import root_of
from build_scripts.publishing.offers import LATEST, Offer

ROOT = root_of(API)


def write_index(catalogue: Catalogue, site: Path) -> None:
    """Write the index; raises FilesError."""
    write_json(site / API / "index.json", describe_index(catalogue))


def describe_index(catalogue: Catalogue) -> dict[str, object]:
    """The catalogue: what the data is called, its version and licence, and every file with size, hash, type, rows."""
    descriptor = catalogue.descriptor
    archive = next(offer for offer in catalogue.offers if offer.path == LATEST + ZIP_NAME)
    return {
        **{name: descriptor[name] for name in ("name", "title", "description") if name in descriptor},
        "version": catalogue.version,
        "licenses": descriptor.get("licenses", []),
        "datapackage": {"href": f"{ROOT}{LATEST}{DESCRIPTOR}", "mediatype": "application/json"},
        "package": {"href": ROOT + archive.path, "mediatype": archive.media_type, **_measure(archive)},
        "resources": [_describe_csv(offer) for offer in catalogue.list_kind("csv")],
        "parquet": {
            "index": {"href": f"{ROOT}{PARQUET}index.json", "mediatype": "application/json"},
            "tables": _describe_parquet(catalogue.list_kind("parquet")),
        },
        "agencies": {"href": "agencies.json", "mediatype": "application/json", "count": catalogue.agencies},
        "agency": {"template": "agencies/{agency_id}.json"},
        "report": {"template": "reports/{report_id}.json", "count": catalogue.reports},
    }


def _measure(offer: Offer) -> dict[str, object]:
    return {"bytes": offer.size, "hash": f"sha256:{offer.sha256}"}


def _describe_csv(offer: Offer) -> dict[str, object]:
    return {
        "name": offer.table,
        "title": offer.title,
        "href": ROOT + offer.path,
        "mediatype": offer.media_type,
        **_measure(offer),
        "rows": offer.rows,
    }


def _describe_parquet(offers: Iterable[Offer]) -> list[dict[str, object]]:
    """The Parquet files by table; `partition` is empty where the table is one file."""
    tables: dict[str, list[Offer]] = {}
    for offer in offers:
        tables.setdefault(offer.table, []).append(offer)
    return [
        {
            "name": name,
            "title": files[0].title,
            "rows": sum(file.rows or 0 for file in files),
            "files": [
                {
                    "partition": file.part,
                    "href": ROOT + file.path,
                    "mediatype": file.media_type,
                    **_measure(file),
                    "rows": file.rows,
                }
                for file in files
            ],
        }
        for name, files in tables.items()
    ]
