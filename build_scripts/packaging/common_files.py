"""The files of the package that no partition has: agencies, findings, the code lists, the register, the descriptor.

Comes in: settled reports, hand-kept lists and their schemas, what the joined tables measure. Goes out: files below the
staged folder. Refuses to know: how reports are read, how a partition is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from build_scripts.codes import Codes
from build_scripts.files import (
    DataVersion,
    FilesError,
    Layout,
    iterate_csv,
    list_codelists,
    measure_file,
    read_bytes,
    write_bytes,
    write_text,
)
from build_scripts.files.fingerprints import hash_code, hash_parts
from build_scripts.files.pieces import Rows
from build_scripts.files.reuse import Earlier
from build_scripts.packaging.descriptor import ResourceFile, build_descriptor, render_descriptor
from build_scripts.packaging.hand_kept import read_schema
from build_scripts.packaging.resources import COLUMNS, REGISTER, name_resource
from build_scripts.packaging.rows import list_agency_rows, list_finding_rows
from build_scripts.packaging.settlement import Settlement
from build_scripts.packaging.tables import quote, render_head, render_rows


def write_whole_tables(settlement: Settlement, codes: Codes, output: Path) -> None:
    """Write the two tables that are not kept by partition."""
    whole = {
        "agencies": list_agency_rows((read.agency, read.year) for read in settlement.published),
        "findings": list(list_finding_rows(settlement.findings, codes, settlement.unquoted)),
    }
    for name, rows in whole.items():
        write_text(output / "data" / f"{name}.csv", render_head(name) + render_rows(name, rows))


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
            output / "data" / f"{name}.csv",
            _sort_list(path, read_schema(layout.schemas / f"{name}.json")["primaryKey"], earlier),
        )
    return tuple(sources)


def _sort_list(path: Path, fields: object, earlier: Earlier | None) -> bytes:
    """The CSV of a hand-kept list with its rows sorted by the fields of the key, by code point."""
    if earlier is None:
        return _render_sorted(path, fields).encode("utf-8")
    key = hash_parts(
        "sorted list", hash_code("packaging/common_files.py", "packaging/tables.py"), repr(fields), read_bytes(path)
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
        resources.append(ResourceFile(name, size, digest, read_schema(layout.schemas / f"{name}.json")))
    write_text(output / "datapackage.json", render_descriptor(build_descriptor(version.name, version.date, resources)))
