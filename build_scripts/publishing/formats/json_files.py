"""All reports as JSON and as JSON Lines, whole and by year, compressed.

Comes in: the package, the context, a part, the pieces of its partitions. Goes out: `<stem>.jsonl.gz`, `<stem>.json.gz`,
and an offer of each. Refuses to know: what a report says.

    .jsonl.gz   one report a line, as `api/v1/reports/<report_id>.json` has it
    .json.gz    one object: name, title, version, created, agencies, findings of files that made no report, code lists
                (every other table of the package), reports

Every value is a text, as in the CSV. The whole is ordered by year, the newest first. Each report is deflated once, for
all four files it stands in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from build_scripts.files.gzips import write_gzip
from build_scripts.files.members import Member, deflate
from build_scripts.packaging.package import Package
from build_scripts.publishing.formats.json_lines import dump_json
from build_scripts.publishing.formats.part_reuse import Needs, write_or_take
from build_scripts.publishing.formats.pieces import read_lists, read_year
from build_scripts.publishing.formats.report_rows import list_years
from build_scripts.publishing.offers import Offer, Part, make_offer
from build_scripts.publishing.site_tasks import IndexedWork

LINES, OBJECT = ".jsonl.gz", ".json.gz"


def write_json(work: IndexedWork, part: Part) -> tuple[Offer, ...]:
    """Write both files of the whole or of a year; raises FilesError."""
    return write_or_take(work, part, _write, Needs(json=True))


def _write(work: IndexedWork, part: Part) -> tuple[Offer, ...]:
    reports = list(_read_reports(work, part))
    end_of_line = deflate([b"\n"])
    write_gzip(_path(work.site, part, LINES), (member for report in reports for member in (report, end_of_line)))
    _, lists = read_lists(work)
    head, end = deflate([_render_head(work.package, part)]), deflate([b"\n]}\n"])
    write_gzip(_path(work.site, part, OBJECT), [head, lists, *_separate(reports), end])
    return tuple(_offer(part, work.site))


def _read_reports(work: IndexedWork, part: Part) -> Iterator[Member]:
    """Every report of a part, the newest year first, in each in the order of the package."""
    partitions = list_years(part.reports)
    for year in sorted({report["year"] for report in part.reports}, key=int, reverse=True):
        for partition, years in partitions.items():
            if year in years:
                held = read_year(work, partition, year).json
                yield from (held[report["report_id"]] for report in years[year])


def _separate(reports: Sequence[Member]) -> Iterator[Member]:
    between = deflate([b",\n"])
    for number, report in enumerate(reports):
        if number:
            yield between
        yield report


def _render_head(package: Package, part: Part) -> bytes:
    """The object up to its code lists."""
    told = package.descriptor
    agencies = {report["agency_id"] for report in part.reports}
    lost = () if part.code else package.findings.get("", ())
    head = {
        "name": part.stem,
        "title": f"{told.get('title', '')}：{part.title}" if part.code else str(told.get("title", "")),
        "version": package.version,
        "created": told.get("created", ""),
        "licenses": told.get("licenses", []),
        "rights": told.get("rights", ""),
        "agencies": [dict(row) for agency_id, row in package.agencies.items() if agency_id in agencies],
        "findings": [finding._asdict() for finding in lost],
    }
    return dump_json(head)[:-1] + b',"code_lists":'


def _offer(part: Part, site: Path) -> Iterator[Offer]:
    for kind, suffix, media_type, zh, en in (
        ("jsonl", LINES, "application/jsonl", "JSON Lines，每份报告一行", "JSON Lines, one report a line"),
        ("json", OBJECT, "application/json", "JSON，一个对象", "JSON, one object"),
    ):
        titles = (f"{part.title}：{zh}", f"{part.title_en}: {en}")
        path = f"{part.folder}{part.stem}{suffix}"
        yield make_offer(site, path, kind, titles, media_type, compression="gzip", part=part.code)


def _path(site: Path, part: Part, suffix: str) -> Path:
    return site / f"{part.folder}{part.stem}{suffix}"
