"""All reports as JSON and as JSON Lines, whole and by year, compressed.

Comes in: the package, the context, the parts, the reports as the API has them. Goes out: `<stem>.jsonl.gz`,
`<stem>.json.gz`, and an offer of each. Refuses to know: what a report says.

    .jsonl.gz   one report a line, as `api/v1/reports/<report_id>.json` has it
    .json.gz    one object: name, title, version, created, agencies, findings of files that made no report, code lists
                (every other table of the package), reports

Every value is a text, as in the CSV. A file that was taken away cannot lead on from where it lay, so the links of a
report (`page`, `describedby`) are absolute, or from the site's root while the site knows no address. The whole is
ordered by year, the newest first, for it is put together from the years as they lie there compressed: nothing is
compressed twice. Each year is made from a task of its own, plain data, so that it can be made in another process.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from build_scripts.files import FilesError, read_bytes
from build_scripts.files.gzips import Member, deflate, write_gzip
from build_scripts.packaging.package import Package
from build_scripts.packaging.pool import choose_jobs, run_tasks
from build_scripts.packaging.resources import REGISTER, name_resource
from build_scripts.publishing.api.json_files import API, name_schema
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.links import report_address, root_of
from build_scripts.publishing.offers import Offer, Part, make_offer

PLACE = f"{API}reports/"
LINES, OBJECT = ".jsonl.gz", ".json.gz"
_BETWEEN = b",\n"
_END = b"\n]}\n"


class ReportLine(NamedTuple):
    """A report's file in the API, and each link that stands there with the one that stands in its line."""

    path: Path
    links: tuple[tuple[bytes, bytes], ...]


class JsonTask(NamedTuple):
    """A year: its two files, what stands before the reports in the object, its reports."""

    lines: Path
    object: Path
    before: tuple[Member, ...]
    reports: tuple[ReportLine, ...]


def write_json_files(
    package: Package, context: SiteContext, parts: Sequence[Part], site: Path, jobs: int = 0
) -> tuple[Offer, ...]:
    """Write both files of the whole and of every year; the API's reports are there. `jobs` are processes, 0: as many
    as pay. Raises FilesError."""
    (whole,) = (part for part in parts if not part.code)
    years = [part for part in parts if part.kind == "year"]
    lists = deflate([_dump(_list_code_lists(package)), b',"reports":[\n'])
    tasks = [_plan(package, context, part, lists, site) for part in years]
    made = list(run_tasks(write_year, None, tasks, jobs or choose_jobs(len(package.reports))))
    write_gzip(_path(site, whole, LINES), (lines for lines, _ in made))
    reports = list(_join([reports for _, reports in made]))
    write_gzip(_path(site, whole, OBJECT), [deflate([_render_head(package, whole)]), lists, *reports, [_END]])
    return tuple(offer for part in (whole, *years) for offer in _offer(part, site))


def write_year(_: None, task: JsonTask) -> tuple[Member, Member]:
    """Write both files of a year; returns its lines, and its reports with commas between, as they lie there."""
    (lines,) = write_gzip(task.lines, [(line + b"\n" for line in _read_lines(task.reports))])
    members = write_gzip(task.object, [*task.before, _separate(_read_lines(task.reports)), [_END]])
    return lines, members[-2]


def _plan(package: Package, context: SiteContext, part: Part, lists: Member, site: Path) -> JsonTask:
    schema = _lead_on(name_schema("report", PLACE), {"describedby": f"{API}schemas/report.json"}, context)
    reports = []
    for report in part.reports:
        address = report_address(report["agency_id"], report["year"])
        page = _lead_on({"page": root_of(PLACE) + address}, {"page": address}, context)
        reports.append(ReportLine(site / PLACE / f"{report['report_id']}.json", (schema, page)))
    before = (deflate([_render_head(package, part)]), lists)
    return JsonTask(_path(site, part, LINES), _path(site, part, OBJECT), before, tuple(reports))


def _lead_on(link: Mapping[str, str], address: Mapping[str, str], context: SiteContext) -> tuple[bytes, bytes]:
    """A key with its link as both are written: from the report's file, and from anywhere."""
    absolute = {key: context.absolute(value) or value for key, value in address.items()}
    return _dump(link)[1:-1], _dump(absolute)[1:-1]


def _read_lines(reports: Iterable[ReportLine]) -> Iterator[bytes]:
    """Each report on one line. Inside a text quotes are escaped, so what looks like a link of the report is one."""
    for report in reports:
        data = read_bytes(report.path).rstrip(b"\n")
        if b"\n" in data or any(data.count(link) != 1 for link, _ in report.links):
            raise FilesError(f"{report.path}: is no report of the API on one line")
        for link, address in report.links:
            data = data.replace(link, address)
        yield data


def _separate(lines: Iterable[bytes]) -> Iterator[bytes]:
    before = b""
    for line in lines:
        yield before + line
        before = _BETWEEN


def _join(members: Sequence[Member]) -> Iterator[Member | list[bytes]]:
    for number, member in enumerate(members):
        if number:
            yield [_BETWEEN]
        yield member


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
    return _dump(head)[:-1] + b',"code_lists":'


def _list_code_lists(package: Package) -> dict[str, object]:
    """Every table of the package that does not grow with the reports, by its resource, in printed order."""
    lists = {name_resource(name): [dict(row) for row in rows] for name, rows in package.lists.items()}
    return {**lists, REGISTER: [dict(row) for row in package.register]}


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


def _dump(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
