"""Second half of the package: settled reports → CSV files, texts, descriptor.

Comes in: what is published and where it lies. Goes out: files below the staged folder. Refuses to know: how reports are
read. Each partition is checked and written by itself, in the order of report_id, and the partitions' stretches of each
table are joined in their order: the bytes are the same whoever wrote which part, when, and in which run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import chain, groupby
from pathlib import Path
from typing import NamedTuple

from build_scripts.checking import check_report
from build_scripts.codes import Codes
from build_scripts.files import (
    DataVersion,
    FilesError,
    Layout,
    iterate_csv,
    list_codelists,
    measure_file,
    read_bytes,
    read_json,
    write_bytes,
    write_text,
)
from build_scripts.files.fingerprints import hash_code, hash_parts
from build_scripts.files.pieces import Piece, Rows, join_pieces
from build_scripts.files.reuse import Earlier, Kept, measure_bytes
from build_scripts.model import Report
from build_scripts.packaging.descriptor import ResourceFile, build_descriptor, render_descriptor
from build_scripts.packaging.held_back import hold_back
from build_scripts.packaging.intake import Place, ReadReport, load_report
from build_scripts.packaging.partitions import name_partition
from build_scripts.packaging.resources import COLUMNS, REGISTER, name_resource
from build_scripts.packaging.rows import Columns, list_agency_rows, list_finding_rows, list_report_rows
from build_scripts.packaging.settlement import Settlement
from build_scripts.packaging.shares import Former, Share, Shares, make_share, open_shares
from build_scripts.packaging.sources import name_source, read_unchanged
from build_scripts.packaging.tables import quote, render_head, render_rows, render_shares

WHOLE_TABLES = ("agencies", "findings")
BATCH_TABLES = tuple(name for name in COLUMNS if name not in WHOLE_TABLES)
BLOCK = 100
"""Reports whose rows are held at a time: memory does not grow with a partition."""


@dataclass(frozen=True, slots=True)
class WriteItem:
    """A report and how its text is given out, the same of the one of the same agency a year before if it is published,
    how many findings concern it, the file it was read from, a hash of all it was read from and by, and one of all that
    its rows follow from (or nothing)."""

    report_id: str
    place: Place
    text_release: str
    previous: tuple[Place, str] | None
    findings: int
    path: Path
    key: str = ""
    share: str = ""


@dataclass(frozen=True, slots=True)
class WriteTask:
    """The reports of a partition in the order of report_id, the folder of its parts, the package's folder, and what
    stands of the partition."""

    partition: str
    items: tuple[WriteItem, ...]
    parts: Path
    output: Path
    former: Former | None = None

    @property
    def fresh(self) -> int:
        """How many reports do not stand as they are to be written."""
        standing = {share.key for share in self.former.shares} - {""} if self.former else set()
        return sum(item.share not in standing for item in self.items)


@dataclass(frozen=True, slots=True)
class Written:
    """What was made of a partition: its number of reports, its stretch of each table (path empty, size, hash), its
    files below the package, and each report's share of them."""

    partition: str
    reports: int
    stretches: Mapping[str, Rows]
    files: tuple[Kept, ...]
    shares: tuple[Share, ...] = ()


def plan_writing(settlement: Settlement, work: Path, output: Path, writing: str = "") -> list[WriteTask]:
    """The partitions of what is published, in the order of report_id; `writing` is what checking and writing do, if it
    is known."""
    counts = Counter(finding.report_id for finding in settlement.findings)
    published = {(read.agency.agency_id, read.year): read for read in settlement.published}
    items = []
    for read in settlement.published:
        before = published.get((read.agency.agency_id, read.year - 1))
        item = WriteItem(
            report_id=read.report_id,
            place=read.place,
            text_release=read.text_release,
            previous=(before.place, before.text_release) if before else None,
            findings=counts[read.report_id],
            path=read.path,
            key=read.key,
            share=_make_share_key(read, before, counts[read.report_id], writing),
        )
        items.append(item)
    return [
        WriteTask(name, tuple(group), work / f"parts-{number:06}", output)
        for number, (name, group) in enumerate(groupby(items, key=lambda item: name_partition(item.report_id)))
    ]


def _make_share_key(read: ReadReport, before: ReadReport | None, findings: int, writing: str) -> str:
    """A hash of all that a report's rows and files follow from; empty if it is not known."""
    if not (writing and read.key and (before is None or before.key)):
        return ""
    told = (read.key, read.report_id, read.text_release, str(findings))
    return hash_parts("share", writing, *told, *((before.key, before.text_release) if before else ()))


def make_key(task: WriteTask, writing: str) -> str:
    """A hash of all that a partition follows from, `writing` being what checking and writing do; empty if some report
    may be another tomorrow."""
    if not all(item.key for item in task.items):
        return ""
    told = ((item.key, item.report_id, item.text_release, str(item.findings)) for item in task.items)
    return hash_parts(writing, task.partition, *chain.from_iterable(told))


def write_partition(codes: Codes, task: WriteTask) -> Written:
    """Check the reports of a partition, write its part of every table, its texts and its files.

    Raises FilesError for a file that is no longer the one that was read.
    """
    parts = {name: _Part(task.parts / f"{name}.csv") for name in BATCH_TABLES}
    files: list[Kept] = []
    shares: list[Share] = []
    with open_shares(task.former) as former:
        for start in range(0, len(task.items), BLOCK):
            block = list(_list_rows(task.items[start : start + BLOCK], codes, task.output, former))
            rows = _render_block(block)
            for name, part in parts.items():
                part.append(b"".join(one[name] for one in rows))
            for one, made in zip(rows, block, strict=True):
                files += made.files
                shares.append(make_share(made.key, one, BATCH_TABLES, len(made.files)))
    stretches = {name: part.close() for name, part in parts.items()}
    return Written(task.partition, len(task.items), stretches, tuple(files), tuple(shares))


class _Made(NamedTuple):
    """What came of a report: its rows by table, as columns or as they stood, its files, the key of its share."""

    columns: Mapping[str, Columns]
    taken: Mapping[str, bytes] | None
    files: tuple[Kept, ...]
    key: str


def _render_block(block: Sequence[_Made]) -> list[dict[str, bytes]]:
    """The rows of each report by table; those of a table that are made are rendered together."""
    rows: list[dict[str, bytes]] = [{} for _ in block]
    for name in BATCH_TABLES:
        fresh = [made.columns[name] for made in block if name in made.columns]
        joined = [list(chain.from_iterable(pieces)) for pieces in zip(*fresh, strict=True)]
        counts = (len(columns[0]) for columns in fresh)
        rendered = render_shares(name, joined, counts) if fresh else iter(())
        for one, made in zip(rows, block, strict=True):
            one[name] = made.taken[name] if made.taken else next(rendered) if name in made.columns else b""
    return rows


def _list_rows(items: Sequence[WriteItem], codes: Codes, output: Path, former: Shares | None) -> Iterator[_Made]:
    """What comes of these reports; their texts and files are written, or taken over if they stand."""
    last: tuple[Place, Report] | None = None
    for item in items:
        if former and (taken := former.take(item.share, output)):
            yield _Made({}, taken.rows, taken.files, item.share)
            continue
        report = _load(item.place, item.text_release)
        previous = _load_previous(item.previous, last)
        last = (item.place, report)
        shown, checks = hold_back(report, check_report(report, previous, codes), codes)
        text = "\n".join(shown.lines).encode("utf-8")
        files = [_write_file(output, f"data/text/{item.report_id}.txt", text)]
        if source := name_source(item.report_id, shown.source_format, shown.text_release):
            # as it was handed in, unless it is held back: whoever read it has looked into all of it
            files.append(_write_file(output, source, read_unchanged(item.path, shown.source_sha256)))
        yield _Made(list_report_rows(shown, checks, item.findings), None, tuple(files), item.share)


def _write_file(output: Path, name: str, data: bytes) -> Kept:
    write_bytes(output / name, data)
    return measure_bytes(name, data)


class _Part:
    """A partition's part of a table, written block by block."""

    def __init__(self, path: Path) -> None:
        self._path, self._digest, self._size = path, sha256(), 0

    def append(self, data: bytes) -> None:
        if not data:
            return
        if not self._size:
            write_bytes(self._path, data)
        else:
            with self._path.open("ab") as stream:
                stream.write(data)
        self._digest.update(data)
        self._size += len(data)

    def close(self) -> Rows:
        return Rows("", self._size, self._digest.hexdigest())


def _load(place: Place, text_release: str) -> Report:
    """The report kept there, its text given out as was settled."""
    report = load_report(place)
    return report if report.text_release == text_release else replace(report, text_release=text_release)


def _load_previous(previous: tuple[Place, str] | None, last: tuple[Place, Report] | None) -> Report | None:
    """The report of the year before; most often it is the one just written."""
    if previous is None:
        return None
    return last[1] if last and last[0] == previous[0] else _load(*previous)


@dataclass(frozen=True, slots=True)
class JoinTask:
    """A table to be written whole: its name, its stretches in order, and the file."""

    name: str
    stretches: tuple[Piece, ...]
    target: Path


def plan_joining(pieces: Iterable[Mapping[str, Piece]], output: Path) -> list[JoinTask]:
    """One task for each table that is kept by partition; `pieces` are the stretches of each partition, in order."""
    ordered = list(pieces)
    return [
        JoinTask(name, tuple(piece[name] for piece in ordered if piece[name].size), output / "data" / f"{name}.csv")
        for name in BATCH_TABLES
    ]


def list_written(task: WriteTask, written: Written) -> dict[str, Piece]:
    """Where the parts of a partition lie that was written in this run."""
    return {name: Piece(task.parts / f"{name}.csv", 0, kept.size) for name, kept in written.stretches.items()}


def join_table(_: None, task: JoinTask) -> Rows:
    """Write a table whole; its name, size and hash."""
    head = render_head(task.name).encode("utf-8")
    return Rows(task.name, *join_pieces(head, task.stretches, task.target))


def write_whole_tables(settlement: Settlement, codes: Codes, output: Path) -> None:
    """Write the two tables that are not kept by partition."""
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


def copy_lists(layout: Layout, output: Path, earlier: Earlier | None = None) -> tuple[str, ...]:
    """Publish every code list and the register, sorted by primary key; the names of their resources, by name. What
    earlier runs sorted is not sorted again.

    Raises FilesError for a list that is not UTF-8 without BOM with LF.
    """
    sources = _list_sources(layout)
    for name, path in sources.items():
        data = read_bytes(path)
        if data.startswith(b"\xef\xbb\xbf") or b"\r" in data or not data.endswith(b"\n"):
            raise FilesError(f"{path}: must be UTF-8 without BOM, lines ended by LF")
        write_bytes(
            output / "data" / f"{name}.csv", _sort_list(path, _read_schema(layout, name)["primaryKey"], earlier)
        )
    return tuple(sources)


def _sort_list(path: Path, fields: object, earlier: Earlier | None) -> bytes:
    """The CSV of a hand-kept list with its rows sorted by the fields of the key, by code point."""
    if earlier is None:
        return _render_sorted(path, fields).encode("utf-8")
    key = hash_parts(
        "sorted list", hash_code("packaging/output.py", "packaging/tables.py"), repr(fields), read_bytes(path)
    )
    if (known := earlier.get(key)) is not None:
        return known
    data = _render_sorted(path, fields).encode("utf-8")
    earlier.put(key, data)
    return data


def _render_sorted(path: Path, key: object) -> str:
    head, *records = iterate_csv(path)
    places = [head.index(field) for field in key] if isinstance(key, list) else []
    records.sort(key=lambda record: [record[place] for place in places])
    return "".join(",".join(map(quote, record)) + "\n" for record in (head, *records))


def write_descriptor(
    layout: Layout, version: DataVersion, lists: Sequence[str], output: Path, joined: Iterable[Rows] = ()
) -> None:
    """Write `datapackage.json` over the files that are there, those `joined` having been measured already; raises
    FilesError for a resource without schema."""
    measured = {one.path: (one.size, one.sha256) for one in joined}
    resources = []
    for name in (*COLUMNS, *lists):
        size, digest = measured.get(name) or measure_file(output / "data" / f"{name}.csv")
        resources.append(ResourceFile(name, size, digest, _read_schema(layout, name)))
    write_text(output / "datapackage.json", render_descriptor(build_descriptor(version.name, version.date, resources)))


def _read_schema(layout: Layout, name: str) -> dict[str, object]:
    path = layout.schemas / f"{name}.json"
    schema = read_json(path)
    if not {"title", "description", "fields", "primaryKey"} <= schema.keys():
        raise FilesError(f"{path}: title, description, fields or primaryKey is missing")
    return schema
