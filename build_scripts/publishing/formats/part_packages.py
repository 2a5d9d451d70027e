"""The data package of a year or a province, in a zip: valid by itself, its rows those of the whole, byte for byte.

Comes in: the loaded package, the context, the parts, where each report's rows stand, the zip of the whole. Goes out:
`years/<year>/<stem>.zip`, `regions/<code>/<stem>.zip`, and an offer of each. Refuses to know: what a table is about,
CSV. A part has the rows of its reports, the agencies of these and their findings; code lists and register whole; the
texts. What the zip of the whole holds compressed already is taken over as it lies there. Each part is made from a task
of its own, plain data, so that it can be made in another process.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from build_scripts.files.archives import Content, PackedFile, list_packed, write_zip
from build_scripts.files.slices import FileSlices
from build_scripts.packaging.descriptor import render_descriptor
from build_scripts.packaging.package import Package
from build_scripts.packaging.pool import choose_jobs, run_tasks
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.formats.package_files import CONTENTS, DESCRIPTOR, ZIP_NAME
from build_scripts.publishing.formats.resources import list_resources
from build_scripts.publishing.formats.row_index import RowIndex
from build_scripts.publishing.languages import part_languages
from build_scripts.publishing.notes import list_notes
from build_scripts.publishing.offers import LATEST, NAME, Offer, Part, make_offer

SUFFIX = ".zip"


class Cut(NamedTuple):
    """The rows of a part in one table, and how many they are."""

    slices: FileSlices
    rows: int


class PackTask(NamedTuple):
    """A part's zip: where it goes, the folder inside, its notes, its descriptor without sizes, its tables by name, and
    what is taken over from the zip of the whole, by its name in the package."""

    target: Path
    folder: str
    notes: tuple[tuple[str, bytes], ...]
    descriptor: Mapping[str, object]
    tables: Mapping[str, Cut]
    taken: Mapping[str, PackedFile]


def write_part_packages(
    package: Package,
    context: SiteContext,
    parts: Sequence[Part],
    indexes: Mapping[str, RowIndex],
    site: Path,
    jobs: int = 0,
) -> tuple[Offer, ...]:
    """Write the package of every part but the whole, whose zip is there; `jobs` are processes, 0: as many as pay.

    Raises FilesError.
    """
    packed = list_packed(site / LATEST / ZIP_NAME)
    whole = f"{NAME}-{package.version}/"
    held = {name.removeprefix(whole): file for name, file in packed.items()}
    smaller = [part for part in parts if part.code]
    tasks = [_plan(package, context, part, indexes, held, site) for part in smaller]
    for _ in run_tasks(pack_part, None, tasks, jobs or choose_jobs(len(package.reports))):
        pass
    return tuple(
        make_offer(
            site,
            f"{part.folder}{part.stem}{SUFFIX}",
            "package",
            (f"{part.title}：数据包", f"{part.title_en}: the data package"),
            "application/zip",
            compression="zip",
            part=part.code,
        )
        for part in smaller
    )


def pack_part(_: None, task: PackTask) -> int:
    """Write one part's zip; returns the reports' rows it holds. Raises FilesError."""
    descriptor = fill_descriptor(task.descriptor, task.tables)
    paths = {str(resource["name"]): str(resource["path"]) for resource in _list(descriptor)}
    tables = {paths[name]: cut.slices for name, cut in task.tables.items()}
    rendered = render_descriptor(descriptor).encode()
    entries: dict[str, Content] = {**dict(task.notes), DESCRIPTOR: rendered, **tables, **task.taken}
    write_zip(task.target, ((f"{task.folder}/{name}", content) for name, content in entries.items()))
    return sum(cut.rows for cut in task.tables.values())


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


def fill_descriptor(descriptor: Mapping[str, object], tables: Mapping[str, Cut]) -> dict[str, object]:
    """The descriptor with size, hash and rows of the tables as they were cut."""
    resources = []
    for resource in _list(descriptor):
        cut = tables.get(str(resource["name"]))
        resources.append({**resource, **_measure(cut)} if cut else resource)
    return {**descriptor, "resources": resources}


def _plan(
    package: Package,
    context: SiteContext,
    part: Part,
    indexes: Mapping[str, RowIndex],
    held: Mapping[str, PackedFile],
    site: Path,
) -> PackTask:
    reports = [report["report_id"] for report in part.reports]
    agencies = {report["agency_id"] for report in part.reports}
    tables = {name: Cut(*index.cut(agencies if name == "agencies" else reports)) for name, index in indexes.items()}
    lists = [str(resource["path"]) for resource in list_resources(package) if resource["name"] not in indexes]
    texts = [path for report_id in reports if (path := f"data/text/{report_id}.txt") in held]
    counts = f"{len(agencies)} 个机关，{len(reports)} 份报告 / {len(agencies)} agencies, {len(reports)} reports"
    title = f"{part.title} / {part.title_en}：{counts}"
    return PackTask(
        target=site / f"{part.folder}{part.stem}{SUFFIX}",
        folder=f"{part.stem}-{package.version}",
        notes=tuple(list_notes(context, title, CONTENTS)),
        descriptor=describe_part(package.descriptor, part),
        tables=tables,
        taken={path: held[path] for path in (*lists, *texts)},
    )


def _measure(cut: Cut) -> dict[str, object]:
    digest = hashlib.sha256()
    for piece in cut.slices:
        digest.update(piece)
    return {"bytes": cut.slices.size, "hash": f"sha256:{digest.hexdigest()}", "rows": cut.rows}


def _list(descriptor: Mapping[str, object]) -> list[dict[str, object]]:
    resources = descriptor["resources"]
    assert isinstance(resources, list)
    return resources
