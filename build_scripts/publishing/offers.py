"""What is offered for download, and what it is offered of: the one model of every list and description of the data.

Comes in: the context. Goes out: the parts of the data that have files of their own (the whole, each year, each
province), and the type that each writer of a format gives back for each file it wrote. Refuses to know: formats, pages.
The pages, the API's index, DCAT, Croissant, CSVW, schema.org, `llms.txt` and the assets of a release all come from the
same offers; a test holds them equal.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from build_scripts.files import measure_file
from build_scripts.packaging.package import Row
from build_scripts.publishing.context import SiteContext

LATEST = "data/latest/"
"""Where everything that is offered lies, below the site's root."""

NAME = "disclosure-reports"
"""What the files of more than one table are called; a part's code follows after a hyphen."""


class Offer(NamedTuple):
    """A file that is offered.

    `path` is below the site's root; `kind` what it is: `csv`, `csv_gz`, `package` (the zip of a data package), `xlsx`,
    `sqlite`, `json`, `jsonl`, `parquet`, `wide`, `wide_gz`, `sources`, `description`; `part` the code of the part it is
    of (empty: the whole); `table` its table, where it holds just one; `rows` those of that table, without head; `size`
    bytes, `sha256` hex; `note` what of its part the file does not hold, if so;
    `media_type` of the file as it is fetched, with compression named apart (`gzip`, `zip` or empty).
    """

    path: str
    kind: str
    title: str
    title_en: str
    media_type: str
    compression: str
    part: str
    table: str
    rows: int | None
    size: int
    sha256: str
    note: str = ""
    note_en: str = ""

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.rpartition("/")[2]


class Part(NamedTuple):
    """A part of the data: `kind` is whole, year or region; `code` is empty, the year, or the six digits of a province
    (`100000`: the bodies of the centre); `reports` are its rows of `reports` in the package's order."""

    kind: str
    code: str
    title: str
    title_en: str
    reports: tuple[Row, ...]

    @property
    def folder(self) -> str:
        """Where its files lie, below the site's root."""
        return f"{LATEST}{self.kind}s/{self.code}/" if self.code else LATEST

    @property
    def stem(self) -> str:
        """What its files are called, without suffix."""
        return f"{NAME}-{self.code}" if self.code else NAME


def list_parts(context: SiteContext) -> tuple[Part, ...]:
    """The whole, the years (newest first), the provinces (by code): every report stands in one of each kind."""
    years: dict[str, list[Row]] = {}
    provinces: dict[str, list[Row]] = {}
    for report in context.reports:
        years.setdefault(report["year"], []).append(report)
        code = f"{context.agencies[report['agency_id']]['region_code'][:2]}0000"
        provinces.setdefault(code, []).append(report)
    return (
        Part("whole", "", "全部", "all", context.reports),
        *(
            Part("year", year, f"{year} 年度", year, tuple(years[year]))
            for year in sorted(years, key=int, reverse=True)
        ),
        *(Part("region", code, *_name_region(code, context), tuple(rows)) for code, rows in sorted(provinces.items())),
    )


def make_offer(
    site: Path,
    path: str,
    kind: str,
    titles: tuple[str, str],
    media_type: str,
    *,
    compression: str = "",
    part: str = "",
    table: str = "",
    rows: int | None = None,
    notes: tuple[str, str] = ("", ""),
) -> Offer:
    """The offer of a file that was written to `site / path`, measured there; raises FilesError. `notes` say what it
    leaves out, and stand behind its titles too, so that every list tells."""
    zh, en = (f"{title}{mark[0]}{note}{mark[1]}" if note else title
              for title, note, mark in zip(titles, notes, ("（）", (" (", ")")), strict=True))  # fmt: skip
    size, sha256 = measure_file(site / path)
    return Offer(path, kind, zh, en, media_type, compression, part, table, rows, size, sha256, *notes)


def _name_region(code: str, context: SiteContext) -> tuple[str, str]:
    row = context.regions.get(code, {})
    return row.get("label_zh", code), row.get("label_en", code)
