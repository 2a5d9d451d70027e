"""Every further format, written for every part of the data that has it.

Comes in: the loaded package, the context, the site's folder, which holds the package's zip and the API's reports. Goes
out: files below `data/latest/`, and an offer of each. Refuses to know: how a format is written.
"""

from __future__ import annotations

from pathlib import Path

from build_scripts.packaging.package import Package
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.formats.gzip_tables import write_gzip_tables
from build_scripts.publishing.formats.json_files import write_json_files
from build_scripts.publishing.formats.part_packages import write_part_packages
from build_scripts.publishing.formats.row_index import index_tables
from build_scripts.publishing.formats.source_zips import write_source_zips
from build_scripts.publishing.formats.sqlite.files import write_sqlite
from build_scripts.publishing.formats.tables_for_people import write_tables_for_people
from build_scripts.publishing.offers import Offer, list_parts


def write_formats(package: Package, context: SiteContext, site: Path) -> tuple[Offer, ...]:
    """Write every format of every part; returns what was written, in the order it is shown. Raises FilesError."""
    parts = list_parts(context)
    indexes = index_tables(package)
    return (
        *write_gzip_tables(package, indexes, site),
        *write_part_packages(package, context, parts, indexes, site),
        *write_source_zips(package, context, parts, site),
        *write_json_files(package, context, parts, site),
        *write_tables_for_people(package, context, parts, site),
        *write_sqlite(package, context, parts, site),
    )
