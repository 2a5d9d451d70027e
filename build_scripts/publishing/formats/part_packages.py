"""The data package of a year or a province, in a zip: valid by itself, its rows those of the whole, byte for byte.

Comes in: a part, the pieces of its partitions. Goes out: `years/<year>/<stem>.zip`, `regions/<code>/<stem>.zip`, and an
offer of each. Refuses to know: what a table is about, CSV. A part has the rows of its reports, the agencies of these
and their findings; code lists and register whole; the texts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from build_scripts.files.archives import Content, write_zip
from build_scripts.files.fingerprints import hash_parts
from build_scripts.files.members import Joined, Member, deflate
from build_scripts.files.slices import FileSlices
from build_scripts.packaging.descriptor import render_descriptor
from build_scripts.publishing.formats.package_files import CONTENTS, DESCRIPTOR, deflate_head, read_texts
from build_scripts.publishing.formats.part_reuse import Needs, hash_rows, write_or_take
from build_scripts.publishing.formats.piece_contents import Table
from build_scripts.publishing.formats.pieces import read_lists, read_tables, read_year
from build_scripts.publishing.formats.report_rows import PARTED, cut_rows, list_years
from build_scripts.publishing.formats.resources import list_resources
from build_scripts.publishing.languages import part_languages
from build_scripts.publishing.notes import list_notes
from build_scripts.publishing.offers import Offer, Part, make_offer
from build_scripts.publishing.site_tasks import IndexedWork

SUFFIX = ".zip"
_NOT_TOLD = frozenset({"agencies", "findings"})
"""Tables of which `hash_rows` says nothing."""


class Cut(NamedTuple):
    """The rows of a part in one table, and how many they are."""

    slices: FileSlices
    rows: int


def pack_part(work: IndexedWork, part: Part) -> tuple[Offer, ...]:
    """Write one part's zip; raises FilesError."""
    return write_or_take(work, part, _write, Needs(texts=True))


def _write(work: IndexedWork, part: Part) -> tuple[Offer, ...]:
    folder, path = f"{part.stem}-{work.package.version}", f"{part.folder}{part.stem}{SUFFIX}"
    write_zip(work.site / path, ((f"{folder}/{name}", content) for name, content in _list_entries(work, part)))
    titles = (f"{part.title}：数据包", f"{part.title_en}: the data package")
    return (make_offer(work.site, path, "package", titles, "application/zip", compression="zip", part=part.code),)


def _list_entries(work: IndexedWork, part: Part) -> Iterator[tuple[str, Content]]:
    agencies = len({report["agency_id"] for report in part.reports})
    counts = f"{agencies} 个机关，{len(part.reports)} 份报告 / {agencies} agencies, {len(part.reports)} reports"
    yield from list_notes(work.context, f"{part.title} / {part.title_en}：{counts}", CONTENTS)
    cuts = {name: Cut(*cut_rows(work, name, part.reports)) for name in work.indexes}
    follows = hash_rows(work, part)

    def measure(name: str, cut: Cut) -> Mapping[str, object]:
        if work.earlier is None or name in _NOT_TOLD:
            return measure_cut(cut)
        key = hash_parts("rows of a part", name, follows)
        if kept := work.earlier.get(key):
            return dict(json.loads(kept))
        made = measure_cut(cut)
        work.earlier.put(key, json.dumps(made).encode())
        return made

    descriptor = fill_descriptor(describe_part(work.package.descriptor, part), cuts, measure)
    yield DESCRIPTOR, render_descriptor(descriptor).encode()
    lists, _ = read_lists(work)
    tables = _join_tables(work, part)
    for resource in list_resources(work.package):
        name = str(resource["name"])
        if name in tables:
            yield str(resource["path"]), Joined((deflate_head(work, name), *tables[name]))
        else:
            yield str(resource["path"]), cuts[name].slices if name in cuts else Joined((lists[name],))
    yield from read_texts(work, part.reports).items()


def _join_tables(work: IndexedWork, part: Part) -> dict[str, list[Member]]:
    """The rows of a part, deflated, partition by partition: all that one has, those of a year, or others."""
    every, ours = list_years(work.context.reports), list_years(part.reports)
    found: dict[str, list[Member]] = {name: [] for name in PARTED if name in work.indexes}
    for partition, years in ours.items():
        if years == every[partition]:
            tables: Mapping[str, Table] = read_tables(work, partition)
        elif len(years) == 1 and all(every[partition][year] == several for year, several in years.items()):
            tables = read_year(work, partition, next(iter(years))).tables
        else:
            reports = [report for several in years.values() for report in several]
            for name, members in found.items():
                slices, rows = cut_rows(work, name, reports)
                if rows:
                    head = work.indexes[name].head
                    ranges = tuple((max(start, head), end) for start, end in slices.ranges if end > head)
                    members.append(deflate(FileSlices(slices.path, ranges)))
            continue
        for name, table in tables.items():
            found[name].append(table.member)
    return found


def describe_part(descriptor: Mapping[str, object], part: Part) -> dict[str, object]:
    """The descriptor of the whole as that of a part, sizes and hashes still those of the whole."""
    zh, en = part_languages(descriptor.get("description"))
    count, (first, first_en) = len(part.reports), (part.title, part.title_en)
    told = (
        f"这里只有全部数据的一部分：{first}，{count} 份报告，这些报告的机关和读取时的发现；代码表和机关名册是全的。"
        f"机关的 first_year、last_year、report_count 说的是全部数据。{zh}"
    )
    told_en = (
        f"A part of the data: {first_en}, {count} reports with their agencies and findings; code lists and register "
        f"are whole. first_year, last_year and report_count of an agency are those of the whole data. {en}"
    )
    return {
        **descriptor,
        "name": part.stem,
        "title": f"{descriptor.get('title', '')}：{first}",
        "description": f"{told} / {told_en}",
    }


def fill_descriptor(
    descriptor: Mapping[str, object],
    tables: Mapping[str, Cut],
    measure: Callable[[str, Cut], Mapping[str, object]] = lambda _, cut: measure_cut(cut),
) -> dict[str, object]:
    """The descriptor with size, hash and rows of the tables as they were cut."""
    resources = []
    for resource in _list(descriptor):
        cut = tables.get(str(resource["name"]))
        resources.append({**resource, **measure(str(resource["name"]), cut)} if cut else resource)
    return {**descriptor, "resources": resources}


def measure_cut(cut: Cut) -> dict[str, object]:
    """Size, hash and rows of a table as it was cut; raises FilesError."""
    digest = hashlib.sha256()
    for piece in cut.slices:
        digest.update(piece)
    return {"bytes": cut.slices.size, "hash": f"sha256:{digest.hexdigest()}", "rows": cut.rows}


def _list(descriptor: Mapping[str, object]) -> list[dict[str, object]]:
    resources = descriptor["resources"]
    assert isinstance(resources, list)
    return resources
