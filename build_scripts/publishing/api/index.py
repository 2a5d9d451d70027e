"""The index of the API: what the data is called, its version and licence, and every file that is offered.

Comes in: the catalogue. Goes out: `api/v1/index.json`. Refuses to know: how a file is written, pages. Links (`href`)
are relative to the file they stand in.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from build_scripts.publishing.api.json_files import API, name_schema, write_json
from build_scripts.publishing.api.schemas import KINDS
from build_scripts.publishing.catalogue import Catalogue, Group, group_offers
from build_scripts.publishing.formats.package_files import DESCRIPTOR, ZIP_NAME
from build_scripts.publishing.formats.parquet_tables import PARQUET
from build_scripts.publishing.languages import APART
from build_scripts.publishing.links import FEED, root_of
from build_scripts.publishing.offers import LATEST, Offer, make_offer
from build_scripts.publishing.versions.atom import MEDIA_TYPE as FEED_TYPE
from build_scripts.publishing.versions.corrections import FILE as CORRECTIONS

ROOT = root_of(API)
QUALITY = "quality/data/"
"""Where the statement on quality has its data files."""
VERSIONS = ("data/versions.json", CORRECTIONS)
"""Files about the versions of the data."""


def write_index(catalogue: Catalogue, site: Path) -> None:
    """Write the index, when all other files stand: those on quality and versions are measured. Raises FilesError."""
    quality = sorted((site / QUALITY).glob("*.csv"))
    found = [path for path in (*quality, site / LATEST / "quality.json") if path.is_file()]
    beside = [_measure_file(path.relative_to(site).as_posix(), site) for path in found]
    versions = [_measure_file(path, site) for path in VERSIONS if (site / path).is_file()]
    write_json(site / API / "index.json", describe_index(catalogue, beside, versions))


def _measure_file(path: str, site: Path) -> Offer:
    """A file that is in the index without being offered as data."""
    name = path.rpartition("/")[2]
    media_type = "text/csv" if name.endswith(".csv") else "application/json"
    return make_offer(site, path, "description", (name, name), media_type)


def describe_index(
    catalogue: Catalogue, quality: Iterable[Offer] = (), versions: Iterable[Offer] = ()
) -> dict[str, object]:
    """What the data is called, its version and licence, and every file with size, hash, type and rows.

    `quality` and `versions` are files about the data; feeds are there only if the site knows its address.
    """
    descriptor = catalogue.descriptor
    archive = next(offer for offer in catalogue.offers if offer.path == LATEST + ZIP_NAME)
    return {
        **name_schema("index", API),
        **{name: descriptor[name] for name in ("name", "title", "description") if name in descriptor},
        "version": catalogue.version,
        "date": catalogue.date,
        "licenses": descriptor.get("licenses", []),
        "rights": catalogue.rights + APART + catalogue.rights_en,
        "datapackage": {"href": f"{ROOT}{LATEST}{DESCRIPTOR}", "mediatype": "application/json"},
        "package": _describe_file(archive),
        "resources": [_describe_csv(offer) for offer in catalogue.list_kind("csv")],
        "parquet": {
            "index": {"href": f"{ROOT}{PARQUET}index.json", "mediatype": "application/json"},
            "tables": _describe_parquet(catalogue.list_kind("parquet")),
        },
        "downloads": [_describe_group(group) for group in group_offers(catalogue)],
        "descriptions": [
            {"title": offer.title, "title_en": offer.title_en, **_describe_file(offer)}
            for offer in catalogue.list_kind("description")
        ],
        "schemas": [
            {"kind": kind, "of": place, "href": f"schemas/{kind}.json", "mediatype": "application/schema+json"}
            for kind, (_, _, place) in KINDS.items()
        ],
        "quality": [{"name": offer.name, **_describe_file(offer)} for offer in quality],
        "history": [{"name": offer.name, **_describe_file(offer)} for offer in versions],
        "feeds": {
            "mediatype": FEED_TYPE,
            "all": ROOT + FEED,
            "region": f"{ROOT}regions/{{code}}/{FEED}",
            "agency": f"{ROOT}agencies/{{agency_id}}/{FEED}",
        }
        if catalogue.site_url
        else {},
        "versions": [
            {"version": one.version, "date": one.date, "href": f"{ROOT}data/{one.version}/"}
            for one in catalogue.releases
        ],
        "agencies": {"href": "agencies.json", "mediatype": "application/json", "count": catalogue.agencies},
        "agency": {"template": "agencies/{agency_id}.json"},
        "report": {"template": "reports/{report_id}.json", "count": catalogue.reports},
    }


def _describe_group(group: Group) -> dict[str, object]:
    return {
        "kind": group.kind,
        "code": group.code,
        "title": group.title,
        "title_en": group.title_en,
        "files": [_describe_offer(offer) for offer in group.offers],
    }


def _describe_offer(offer: Offer) -> dict[str, object]:
    """A file that is offered; what it has none of is left out."""
    optional = {"compression": offer.compression, "table": offer.table, "part": offer.part}
    return {
        "kind": offer.kind,
        "title": offer.title,
        "title_en": offer.title_en,
        **_describe_file(offer),
        **{name: value for name, value in optional.items() if value},
        **({"rows": offer.rows} if offer.rows is not None else {}),
    }


def _describe_file(offer: Offer) -> dict[str, object]:
    return {"href": ROOT + offer.path, "mediatype": offer.media_type, **_measure(offer)}


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
