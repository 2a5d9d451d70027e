"""What people open in a spreadsheet: the wide tables as CSV, and workbooks.

Comes in: the loaded package, the parts. Goes out: files below the parts' folders, and an offer of each. Refuses to
know: how they are written. The tables are read once for all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from build_scripts.packaging.package import Package
from build_scripts.packaging.resources import COLUMNS
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.formats.dictionary_files import write_dictionary
from build_scripts.publishing.formats.frames import read_frames
from build_scripts.publishing.formats.wide import build_editions
from build_scripts.publishing.formats.wide_files import write_wide
from build_scripts.publishing.formats.workbooks import Material, write_workbooks
from build_scripts.publishing.offers import Offer, Part


def write_tables_for_people(
    package: Package, context: SiteContext, parts: Sequence[Part], site: Path
) -> tuple[Offer, ...]:
    """Write the workbook and the wide tables of every part; raises FilesError or WorkerDied."""
    frames = read_frames(package, COLUMNS)
    dictionary = write_dictionary(package, context, frames, site)
    editions = build_editions(frames, context)
    books = write_workbooks(Material(frames, editions, context, site), parts)
    return (*dictionary, *books, *write_wide(editions, frames, context, parts, site))
