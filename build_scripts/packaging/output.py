"""Second half of the package: settled reports → CSV files, texts, descriptor.

Comes in: what is published and where it lies. Goes out: files below the staged folder. Refuses to know: how reports are
read. Batches follow the order of report_id, each writes its part of every table, and the parts are joined in that
order: the bytes are the same whoever wrote which part, and when.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from build_scripts.checking import check_report
from build_scripts.codes import Codes
from build_scripts.files import (
    DataVersion,
    FilesError,
    Layout,
    iterate_csv,
    join_files,
    list_codelists,
    measure_file,
    read_bytes,
    read_json,
    write_bytes,
    write_text,
)
from build_scripts.model import Report
from build_scripts.packaging.descriptor import ResourceFile, build_descriptor, render_descriptor
from build_scripts.packaging.held_back import hold_back
from build_scripts.packaging.intake import BATCH, Place, load_report
from build_scripts.packaging.resources import COLUMNS, REGISTER, name_resource
from build_scripts.packaging.rows import Record, list_agency_rows, list_finding_rows, list_report_rows
from build_scripts.packaging.settlement import Settlement
from build_scripts.packaging.sources import name_source, read_unchanged
from build_scripts.packaging.tables import quote, render_head, render_rows

WHOLE_TABLES = ("agencies", "findings")
BATCH_TABLES = tuple(name for name in COLUMNS if name not in WHOLE_TABLES)


@dataclass(frozen=True, slots=True)
class WriteItem:
    """A report and how its text is given out, the same of the one of the same agency a year before if it is published,
    how many findings concern it, and the file it was read from."""

    report_id: str
    place: Place
    text_release: str
    previous: tuple[Place, str] | None
    findings: int
    path: Path


@dataclass(frozen=True, slots=True)
class WriteTask:
    """A batch of reports in the order of report_id, the folder of its parts, the package's folder."""

    items: tuple[WriteItem, ...]
    parts: Path
    output: Path


def plan_writing(settlement: Settlement, work: Path, output: Path) -> list[WriteTask]:
    """Batches of what is published, in the order of report_id."""
    counts = Counter(finding.report_id for finding in settlement.findings)
    places = {(read.agency.agency_id, read.year): (read.place, read.text_release) for read in settlement.published}
    items = [
        WriteItem(
            report_id=read.report_id,
            place=read.place,
            text_release=read.text_release,
            previous=places.get((read.agency.agency_id, read.year - 1)),
            findings=counts[read.report_id],
            path=read.path,
        )
        for read in settlement.published
    ]
    return [
        WriteTask(tuple(items[start : start + BATCH]), work / f"parts-{start // BATCH:06}", output)
        for start in range(0, len(items), BATCH)
    ]


def write_batch(codes: Codes, task: WriteTask) -> int:
    """Check the reports of a batch, write its part of every table, its texts and its files; how many reports it had.

    Raises FilesError for a file that is no longer the one that was read.
    """
    rows: dict[str, list[Record]] = {name: [] for name in BATCH_TABLES}
    last: tuple[Place, Report] | None = None
    for item in task.items:
        report = _load(item.place, item.text_release)
        previous = _load_previous(item.previous, last)
        last = (item.place, report)
        shown, checks = hold_back(report, check_report(report, previous, codes), codes)
        for name, found in list_report_rows(shown, checks, item.findings).items():
            rows[name] += found
        write_text(task.output / "data" / "text" / f"{item.report_id}.txt", "\n".join(shown.lines))
        _keep_source(shown, item, task.output)
    for name, found in rows.items():
        write_text(task.parts / f"{name}.csv", render_rows(name, found))
    return len(task.items)


def _keep_source(shown: Report, item: WriteItem, output: Path) -> None:
    """Write the file as it was handed in, unless it is held back: whoever read it has looked into all of it."""
    if source := name_source(item.report_id, shown.source_format, shown.text_release):
        write_bytes(output / source, read_unchanged(item.path, shown.source_sha256))


def _load(place: Place, text_release: str) -> Report:
    """The report kept there, its text given out as was settled."""
    report = load_report(place)
    return report if report.text_release == text_release else replace(report, text_release=text_release)


def _load_previous(previous: tuple[Place, str] | None, last: tuple[Place, Report] | None) -> Report | None:
    """The report of the year before; most often it is the one just written."""
    if previous is None:
        return None
    return last[1] if last and last[0] == previous[0] else _load(*previous)


def join_tables(tasks: Sequence[WriteTask], settlement: Settlement, codes: Codes, output: Path) -> None:
    """Write every data table whole: the parts in order, and the two tables that are not kept by report."""
    for name in BATCH_TABLES:
        join_files([task.parts / f"{name}.csv" for task in tasks], output / "data" / f"{name}.csv", render_head(name))
    whole = {
        "agencies": list_agency_rows((read.agency, read.year) for read in settlement.published),
        "findings": list(list_finding_rows(settlement.findings, codes, settlement.unquoted)),
    }
    for name, rows in whole.items():
        write_text(output / "data" / f"{name}.csv", render_head(name) + render_rows(name, rows))


def check_lists(layout: Layout) -> None:
    """Raise FilesError for a code list without a schema of just its columns: better told before the work than after."""
    for name, path in _list_sources(layout).items():
        head = next(iterate_csv(path), [])
        fields = _read_schema(layout, name)["fields"]
        columns = [field["name"] for field in fields] if isinstance(fields, list) else []
        if head != columns:
            raise FilesError(f"{path}: the columns are {head}, the schema {name}.json has {columns}")


def _list_sources(layout: Layout) -> dict[str, Path]:
    """The resources of code lists and register, by name, and the files they are copied from."""
    sources = {name_resource(path.stem): path for path in list_codelists(layout.codelists)}
    return dict(sorted({**sources, REGISTER: layout.register}.items()))


def copy_lists(layout: Layout, output: Path) -> tuple[str, ...]:
    """Publish every code list and the register, sorted by primary key; the names of their resources, by name.

    Raises FilesError for a list that is not UTF-8 without BOM with LF.
    """
    sources = _list_sources(layout)
    for name, path in sources.items():
        data = read_bytes(path)
        if data.startswith(b"\xef\xbb\xbf") or b"\r" in data or not data.endswith(b"\n"):
            raise FilesError(f"{path}: must be UTF-8 without BOM, lines ended by LF")
        write_text(output / "data" / f"{name}.csv", _sort_list(path, _read_schema(layout, name)["primaryKey"]))
    return tuple(sources)


def _sort_list(path: Path, key: object) -> str:
    """The CSV of a hand-kept list with its rows sorted by the fields of the key, by code point."""
    head, *records = iterate_csv(path)
    places = [head.index(field) for field in key] if isinstance(key, list) else []
    records.sort(key=lambda record: [record[place] for place in places])
    return "".join(",".join(map(quote, record)) + "\n" for record in (head, *records))


def write_descriptor(layout: Layout, version: DataVersion, lists: Sequence[str], output: Path) -> None:
    """Write `datapackage.json` over the files that are there; raises FilesError for a resource without schema."""
    resources = []
    for name in (*COLUMNS, *lists):
        size, sha256 = measure_file(output / "data" / f"{name}.csv")
        resources.append(ResourceFile(name, size, sha256, _read_schema(layout, name)))
    write_text(output / "datapackage.json", render_descriptor(build_descriptor(version.name, version.date, resources)))


def _read_schema(layout: Layout, name: str) -> dict[str, object]:
    path = layout.schemas / f"{name}.json"
    schema = read_json(path)
    if not {"title", "description", "fields", "primaryKey"} <= schema.keys():
        raise FilesError(f"{path}: title, description, fields or primaryKey is missing")
    return schema
