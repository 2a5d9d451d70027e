"""The reports' files as they were handed in, in a zip for each year, with a list of all of them.

Comes in: the package, the context, the parts. Goes out: `years/<year>/<stem>-sources.zip`, and an offer of each.
Refuses to know: what stands in a file. The files are only ever in zips: a page that was handed in may hold script, and
opened from our address it would run as ours. A file that is held back stands in the list alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from build_scripts.files.archives import write_zip
from build_scripts.files.fingerprints import hash_code, hash_parts
from build_scripts.packaging.descriptor import DIALECT, PROFILE, render_descriptor
from build_scripts.packaging.load import read_source
from build_scripts.packaging.package import Package
from build_scripts.packaging.sources import FOLDER, name_in_zip, name_source
from build_scripts.packaging.tables import quote
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.formats.part_reuse import take_or_write, tell_context, tell_rest
from build_scripts.publishing.formats.resources import list_resources
from build_scripts.publishing.notes import list_notes
from build_scripts.publishing.offers import Offer, Part, make_offer
from build_scripts.publishing.site_tasks import IndexedWork

COLUMNS = ("report_id", "file", "bytes", "sha256", "source_url", "retrieved", "text_release")
LIST = "sources.csv"
_OF_REPORTS = {"sha256": "source_sha256"}
"""Columns that stand in `reports` under another name."""
_OWN: Mapping[str, Mapping[str, object]] = {
    "file": {"type": "string", "title": "文件", "description": "压缩包里的文件；空着的，不公布 / the file in this zip"},
    "bytes": {"type": "integer", "title": "字节", "description": "文件的字节数 / bytes of the file"},
    "sha256": {"title": "SHA-256"},
}
RIGHTS_OF_FILES = (
    "报告文件是行政机关公布的文件，不由本项目许可；清单 sources.csv 是 CC0 1.0。",
    "The files as handed in are public authorities’ documents, which this project does not license; the list "
    "sources.csv is CC0 1.0.",
)
_CONTENTS = (
    (
        LIST,
        "每份报告一行：文件、字节数、SHA-256、来源网址、取得日期、怎样公布；没有文件名的，文件不公布",
        "one row a report: file, bytes, SHA-256, where from, when, how released; no file name, no file",
    ),
    (
        "source/*",
        "报告文件，一个字节不改；网页文件可能带有脚本，请用文本编辑器看",
        "the files as handed in, no byte changed; web pages may hold script: look at them in a text editor",
    ),
)


def write_sources(work: IndexedWork, part: Part) -> tuple[Offer, ...]:
    """Write the zip of a year; none for a package made before files were kept. Raises FilesError.

    One of an earlier run is taken over where it holds the same files by the hashes in `reports`.
    """
    folder = work.package.folder
    if not (folder / FOLDER).is_dir():
        return ()
    names = [name_source(one["report_id"], one["source_format"], one["text_release"]) for one in part.reports]
    is_here = [bool(name) and (folder / name).is_file() for name in names]
    follows = hash_parts(
        hash_code("publishing", "packaging", "files"),
        repr((part, is_here)),
        tell_context(work.context),
        tell_rest(work),
    )
    return take_or_write(work, part, _write, follows)


def _write(work: IndexedWork, part: Part) -> tuple[Offer, ...]:
    package, context = work.package, work.context
    path, folder = f"{part.folder}{part.stem}-sources.zip", f"{part.stem}-sources-{package.version}"
    entries = _list_entries(package, context, part)
    write_zip(work.site / path, ((f"{folder}/{name}", data) for name, data in entries))
    titles = (f"{part.title}：报告文件", f"{part.title_en}: the files as handed in")
    return (make_offer(work.site, path, "sources", titles, "application/zip", compression="zip", part=part.code),)


def _list_entries(package: Package, context: SiteContext, part: Part) -> Iterator[tuple[str, bytes]]:
    """The notes, the files as they are read, one at a time, then their list."""
    count = len(part.reports)
    title = f"{part.title}报告文件，{count} 份报告 / the files as handed in of {part.title_en}, {count} reports"
    yield from list_notes(context, title, _CONTENTS)
    rows: list[tuple[str, ...]] = [COLUMNS]
    for report in part.reports:
        data = read_source(package, report)
        file = name_in_zip(report) if data is not None else ""
        size = str(len(data)) if data is not None else ""
        told = (report[name] for name in ("source_sha256", "source_url", "retrieved", "text_release"))
        rows.append((report["report_id"], file, size, *told))
        if data is not None:
            yield file, data
    data = "".join(",".join(map(quote, row)) + "\n" for row in rows).encode()
    yield LIST, data
    yield "datapackage.json", render_descriptor(_describe(package, context, part, data)).encode()


def _describe(package: Package, context: SiteContext, part: Part, data: bytes) -> dict[str, object]:
    """The descriptor: the list is its one table, with the columns of `reports` under their definitions there."""
    (reports,) = (resource for resource in list_resources(package) if resource["name"] == "reports")
    known = {str(field["name"]): field for field in reports["schema"]["fields"]}  # type: ignore[index]
    missing = [""]
    fields = [{**known.get(_OF_REPORTS.get(name, name), {}), **_OWN.get(name, {}), "name": name} for name in COLUMNS]
    return {
        "$schema": PROFILE,
        "name": f"{part.stem}-sources",
        "title": f"{part.title}：报告文件",
        "description": f"{RIGHTS_OF_FILES[0]} / {RIGHTS_OF_FILES[1]}",
        "version": package.version,
        "created": f"{context.date}T00:00:00+08:00",
        "rights": f"{RIGHTS_OF_FILES[0]} / {RIGHTS_OF_FILES[1]}",
        "resources": [
            {
                "name": "sources",
                "type": "table",
                "path": LIST,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": DIALECT,
                "bytes": len(data),
                "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
                "schema": {"fields": fields, "missingValues": missing, "primaryKey": ["report_id"]},
            }
        ],
    }
