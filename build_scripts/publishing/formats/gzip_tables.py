"""The tables that grow with the reports, compressed one by one: `data/<table>.csv.gz`.

Comes in: the zip of the whole package, the tables' rows. Goes out: gzip files, and an offer of each. Refuses to know:
CSV, what a table is about. The zip holds each table deflated already, and those bytes are taken over.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from build_scripts.files.archives import list_packed
from build_scripts.files.gzips import gzip_packed
from build_scripts.packaging.package import Package
from build_scripts.publishing.formats.package_files import ZIP_NAME
from build_scripts.publishing.formats.resources import list_resources
from build_scripts.publishing.formats.row_index import RowIndex
from build_scripts.publishing.offers import LATEST, NAME, Offer, make_offer


def write_gzip_tables(package: Package, indexes: Mapping[str, RowIndex], site: Path) -> tuple[Offer, ...]:
    """Write each table that has an index as a gzip file; raises FilesError."""
    held = list_packed(site / LATEST / ZIP_NAME)
    offers = []
    for resource in list_resources(package):
        name, path = str(resource["name"]), f"{resource['path']}.gz"
        if name in indexes:
            gzip_packed(site / LATEST / path, held[f"{NAME}-{package.version}/{resource['path']}"])
            titles = (str(resource.get("title", name)), name.replace("_", " "))
            offers.append(
                make_offer(
                    site,
                    LATEST + path,
                    "csv_gz",
                    titles,
                    "text/csv",
                    compression="gzip",
                    table=name,
                    rows=indexes[name].rows,
                )
            )
    return tuple(offers)
