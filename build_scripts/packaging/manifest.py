"""The list of a package's files with their SHA-256: written last, and asked before anything is made of the package.

Comes in: the folder of a package. Goes out: `manifest-sha256.txt` (the form of RFC 8493, which `sha256sum -c` reads),
or what stands there otherwise than it was written. Refuses to know: what a table says, what is made of it.

Held: a file that was changed, removed, added, renamed or exchanged, a link in the place of a file. The descriptor tells
the tables once more, and `reports` the files handed in. Not held: someone who changes file and list alike; that such a
package is no release is told by the ledger, which has the hash of the descriptor (see `publishing/versions/standing`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from build_scripts.files import FilesError, measure_file, read_json, read_rows, read_text, write_text
from build_scripts.files.pieces import Rows
from build_scripts.files.sidecars import show_name
from build_scripts.packaging.pool import FEW, Workers, count_processors, run_tasks
from build_scripts.packaging.sources import name_source

MANIFEST = "manifest-sha256.txt"
_LINE = re.compile(r"([0-9a-f]{64})  ([^\\\n]+)")
_BATCH = 500
"""Files that are hashed by one task."""
SHOWN = 20
"""How many of the files that are otherwise are named."""


class Changed(NamedTuple):
    """A file that is not as it was written, its name below the package, and what is wrong with it in both languages."""

    name: str
    zh: str
    en: str


CHANGED = ("内容被改过", "changed")
MISSING = ("没有了", "missing")
ADDED = ("不是这次构建写的", "not written by the build")
NO_FILE = ("不是普通文件", "no regular file")
OTHER_HASH = ("校验值与 datapackage.json 所写的不同", "not the file that datapackage.json tells")
OTHER_SOURCE = ("校验值与 data/reports.csv 所写的不同", "not the file that data/reports.csv tells")


def write_manifest(folder: Path, tables: Iterable[Rows] = (), jobs: int | Workers = 1) -> None:
    """Write the list over the files that are there; of `tables` (name, size, hash) and of files handed in the hash is
    known already. Raises FilesError."""
    known = {f"data/{one.path}.csv": one.sha256 for one in tables} | _list_sources(folder)
    names = sorted(name for name, _ in _walk(folder, "") if name != MANIFEST)
    hashes = _hash_files(folder, [name for name in names if name not in known], jobs) | known
    write_text(folder / MANIFEST, "".join(f"{hashes[name]}  {name}\n" for name in names))


def refuse_changed(folder: Path, jobs: int | Workers = 1) -> None:
    """Raise FilesError unless every file of the package is just the one that was written, and no other is there."""
    found = find_changed(folder, jobs)
    if found:
        shown = "\n".join(f"  {_show(one.name)}: {one.zh} / {one.en}" for one in found[:SHOWN])
        raise FilesError(
            f"{folder}: 数据包写好以后又改过，共 {len(found)} 处，不采用；请重新运行 package，要改的改在它读的文件里 / "
            f"the package was changed after it was built, {len(found)} files: refused; run the command package again, "
            f"and make changes in the files that it reads:\n{shown}"
        )


def _show(name: str) -> str:
    """The name on one line."""
    return "\\n".join(show_name(name).splitlines())


def find_changed(folder: Path, jobs: int | Workers = 1) -> tuple[Changed, ...]:
    """Every file that is not as it was written, by name; raises FilesError where there is no list, or not of this
    form."""
    told = _read_manifest(folder / MANIFEST)
    here = {name: is_file for name, is_file in _walk(folder, "") if name != MANIFEST}
    found = [Changed(name, *NO_FILE) for name, is_file in here.items() if not is_file]
    found += [Changed(name, *MISSING) for name in told.keys() - here.keys()]
    found += [Changed(name, *ADDED) for name in here.keys() - told.keys() if here[name]]
    both = sorted(name for name in told.keys() & here.keys() if here[name])
    hashes = _hash_files(folder, both, jobs)
    found += [Changed(name, *CHANGED) for name in both if hashes[name] != told[name]]
    return tuple(sorted(found)) or tuple(_find_contradictions(folder, told))


def _find_contradictions(folder: Path, told: Mapping[str, str]) -> Iterator[Changed]:
    """Files of which the list says other things than the descriptor or the table of reports."""
    resources = read_json(folder / "datapackage.json").get("resources")
    for resource in resources if isinstance(resources, list) else ():
        if isinstance(resource, dict) and resource.get("hash") != f"sha256:{told.get(str(resource.get('path')))}":
            yield Changed(str(resource.get("path")), *OTHER_HASH)
    for name, sha256 in _list_sources(folder).items():
        if told.get(name) != sha256:
            yield Changed(name, *OTHER_SOURCE)


def _list_sources(folder: Path) -> dict[str, str]:
    """The files that were handed in and are published, and the hash each was read under."""
    named = {
        name_source(row["report_id"], row["source_format"], row["text_release"]): row["source_sha256"]
        for row in read_rows(folder / "data" / "reports.csv")
    }
    return {name: sha256 for name, sha256 in named.items() if name}


def _read_manifest(path: Path) -> dict[str, str]:
    """The hash of every file by its name; raises FilesError."""
    if not os.path.lexists(path):
        raise FilesError(
            f"{path}: 缺这份清单，数据包不完整或由旧的程序生成；请重新运行 package / "
            f"the list is missing: the package is not whole, or made by an older program; run the command package again"
        )
    told: dict[str, str] = {}
    for number, line in enumerate(read_text(path).split("\n")[:-1], start=1):
        match = _LINE.fullmatch(line)
        if match is None or match[2] in told:
            raise FilesError(
                f"{path}:{number}: 这一行不是“校验值、两个空格、文件名”，或文件名重复；请重新运行 package / "
                f"not a hash, two spaces and a name, or a name for the second time; run the command package again"
            )
        told[match[2]] = match[1]
    return told


def _walk(folder: Path, prefix: str) -> Iterator[tuple[str, bool]]:
    """Everything below the folder that is no folder, by name, and whether it is a regular file; no link is followed."""
    try:
        entries = sorted(os.scandir(folder / prefix), key=lambda entry: entry.name)
    except OSError as error:
        raise FilesError(f"{folder / prefix}: 打不开 / cannot be opened: {error.strerror}") from error
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(folder, f"{prefix}{entry.name}/")
        else:
            yield prefix + entry.name, entry.is_file(follow_symlinks=False)


def _hash_files(folder: Path, names: Sequence[str], jobs: int | Workers) -> dict[str, str]:
    """The SHA-256 of each of these files, by name."""
    tasks = [tuple(names[start : start + _BATCH]) for start in range(0, len(names), _BATCH)]
    here = jobs if isinstance(jobs, int) else count_processors()
    hashed = run_tasks(_hash_batch, folder, tasks, here if len(names) > FEW else 1)
    return dict(zip(names, chain.from_iterable(hashed), strict=True))


def _hash_batch(folder: Path, names: tuple[str, ...]) -> list[str]:
    return [measure_file(folder / name)[1] for name in names]
