"""What a piece is as bytes: the tables, the years, the wide rows of a partition, packed, and the same opened again.

Comes in: rows, texts, the API's JSON of a partition's reports; or a piece. Goes out: a piece; or what is in it.
Refuses to know: where pieces lie, from what they follow, when one is made anew. Everything is deflated here, once for
all files that it is put into.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from build_scripts.files.blobs import Blobs, Opened
from build_scripts.files.members import Member, deflate
from build_scripts.files.slices import FileSlices, slice_whole
from build_scripts.files.streams import Stream, deflate_whole
from build_scripts.packaging.package import Package, Row
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.data.usage import Usage
from build_scripts.publishing.formats.dictionary_counts import count_frames, read_usage, tell_usage
from build_scripts.publishing.formats.frames import Frame
from build_scripts.publishing.formats.json_lines import dump_json, list_code_lists, write_line
from build_scripts.publishing.formats.report_rows import PARTED, cut_rows
from build_scripts.publishing.formats.resources import list_resources
from build_scripts.publishing.formats.wide import Edition
from build_scripts.publishing.formats.wide_rows import WideRows, render_wide
from build_scripts.publishing.site_tasks import IndexedWork


class Table(NamedTuple):
    """Rows of a table: deflated, and how many they are."""

    member: Member
    rows: int


class Year(NamedTuple):
    """A year of a partition: its tables; of each report its text (none that is held back) and its JSON, deflated."""

    tables: Mapping[str, Table]
    texts: Mapping[str, Stream]
    json: Mapping[str, Member]


def pack_tables(work: IndexedWork, data: Mapping[str, bytes], reports: Sequence[Row]) -> bytes:
    """A partition's rows, table → CSV under its head, deflated without the heads; a table without rows is left out."""
    blobs = Blobs()
    told = {}
    for name, rows in data.items():
        body = memoryview(rows)[rows.index(b"\n") + 1 :]
        if body:
            told[name] = [_tell_member(deflate([body]), blobs), cut_rows(work, name, reports)[1]]
    return blobs.close(told)


def open_tables(piece: bytes) -> dict[str, Table]:
    """Table → its rows, of what `pack_tables` gave."""
    opened = Opened(piece)
    return {name: _read_table(told, opened) for name, told in opened.told.items()}


def pack_year(
    work: IndexedWork, reports: Sequence[Row], texts: Mapping[str, bytes], records: Mapping[str, bytes]
) -> bytes:
    """A year of a partition: its reports' rows in every table; by report id the texts to publish and the API's JSON,
    each report deflated by itself. Raises FilesError."""
    blobs = Blobs()
    lines = {
        report["report_id"]: write_line(report, records[report["report_id"]], work.context, work.site)
        for report in reports
    }
    tables = {}
    for name in PARTED:
        slices, rows = cut_rows(work, name, reports) if name in work.indexes else (None, 0)
        if slices and rows:
            ranges = [(max(start, work.indexes[name].head), end) for start, end in slices.ranges]
            body = FileSlices(slices.path, tuple((start, end) for start, end in ranges if start < end))
            tables[name] = [_tell_member(deflate(body), blobs), rows]
    told_texts = {report: _tell_stream(deflate_whole(text), blobs) for report, text in texts.items()}
    told_lines = {report: _tell_member(deflate([line]), blobs) for report, line in lines.items()}
    return blobs.close([tables, told_texts, told_lines])


def open_year(piece: bytes) -> Year:
    """What `pack_year` gave."""
    opened = Opened(piece)
    tables, texts, json = opened.told
    return Year(
        {name: _read_table(told, opened) for name, told in tables.items()},
        {report: _read_stream(told, opened) for report, told in texts.items()},
        {report: _read_member(told, opened) for report, told in json.items()},
    )


def pack_wide(
    package: Package, context: SiteContext, frames: Mapping[str, Frame], editions: Sequence[Edition]
) -> bytes:
    """A partition's rows in the wide tables, one a report, and how often each column is filled and each code used.
    Raises FilesError for a cell that no edition of the form has."""
    blobs = Blobs()
    wide = {
        edition.form: [list(edition.report_ids), made.ends, blobs.add(made.data), _tell_member(made.member, blobs)]
        for edition in editions
        if edition.report_ids
        for made in [render_wide(edition, frames, context)]
    }
    return blobs.close([wide, tell_usage(count_frames(frames, package))])


def pack_lists(package: Package) -> bytes:
    """What no partition has: the other tables as they are, deflated; the code lists as JSON, up to where the reports
    begin. Raises FilesError."""
    blobs = Blobs()
    told = {
        str(resource["name"]): _tell_member(deflate(slice_whole(package.folder / str(resource["path"]))), blobs)
        for resource in list_resources(package)
        if resource["name"] not in PARTED
    }
    json = _tell_member(deflate([dump_json(list_code_lists(package)), b',"reports":[\n']), blobs)
    return blobs.close([told, json])


def open_lists(piece: bytes) -> tuple[Mapping[str, Member], Member]:
    """Table → its bytes, and the code lists as JSON, of what `pack_lists` gave."""
    opened = Opened(piece)
    tables, json = opened.told
    return {name: _read_member(told, opened) for name, told in tables.items()}, _read_member(json, opened)


def open_wide(piece: bytes) -> Mapping[str, tuple[Sequence[str], WideRows]]:
    """Edition → its reports and their rows, of what `pack_wide` gave."""
    opened = Opened(piece)
    return {
        form: (reports, WideRows(opened.get(rows), ends, _read_member(member, opened)))
        for form, (reports, ends, rows, member) in opened.told[0].items()
    }


def open_counts(piece: bytes) -> Usage:
    """How often everything is filled and used, of what `pack_wide` gave."""
    return read_usage(Opened(piece).told[1])


def _tell_member(member: Member, blobs: Blobs) -> list[object]:
    (body,) = member.body
    return [blobs.add(body), member.size, member.crc]


def _read_member(told: Any, opened: Opened) -> Member:
    place, size, crc = told
    return Member((opened.get(place),), size, crc)


def _tell_stream(stream: Stream, blobs: Blobs) -> list[object]:
    return [blobs.add(stream.packed), stream.size, stream.crc]


def _read_stream(told: Any, opened: Opened) -> Stream:
    place, size, crc = told
    return Stream(opened.get(place), size, crc)


def _read_table(told: Any, opened: Opened) -> Table:
    member, rows = told
    return Table(_read_member(member, opened), rows)
