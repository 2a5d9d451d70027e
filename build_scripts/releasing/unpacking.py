"""A zip of a package, from whoever → its descriptor and the tables that it lists, as files in an empty folder.

Comes in: a zip, a folder. Goes out: `datapackage.json` and `data/<table>.csv` in that folder. Refuses to know: what
tables say, whether they are the ones that are told.

Nothing in the zip is believed. No name in it ever becomes a path, and no two members may bear one name. Of all that
lies in it only the descriptor and the tables it lists are unpacked, each if it is as large as the descriptor says; all
together no more than LARGEST, and no more than DENSEST times what the zip weighs: the tables of our largest packages
shrink to a twentieth. What is wrong is told by the zip and the member.
"""

from __future__ import annotations

import re
import shutil
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from build_scripts.files import FilesError, make_folder, parse_json, write_bytes

DESCRIPTOR = "datapackage.json"
TABLE_NAME = re.compile(r"[a-z][a-z0-9_]*")
LARGEST = 8 << 30
"""What the tables may come to, in bytes: far above any package of ours, far below what fills a disk."""
LARGEST_DESCRIPTOR = 256 << 20
"""It lists every text of a package: some hundred bytes a report."""
DENSEST = 200
SMALL = 4 << 20
"""What is no larger than this is not asked how dense it was packed."""
_TROUBLE = (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, EOFError, ValueError)


def unpack_package(path: Path, folder: Path) -> None:
    """Unpack descriptor and tables of the zip at `path`; raises FilesError naming zip and member."""
    try:
        weight = path.stat().st_size
        with zipfile.ZipFile(path) as archive:
            members = _index(archive, path)
            root = _find_root(members, path)
            found = members[f"{root}{DESCRIPTOR}"]
            _refuse_dense(path, DESCRIPTOR, found.file_size, min(weight, found.compress_size), LARGEST_DESCRIPTOR)
            descriptor = archive.read(found)
            tables = dict(_list_tables(path, parse_json(descriptor, f"{path}: {DESCRIPTOR}")))
            _refuse_dense(path, "data/*.csv", sum(tables.values()), weight, LARGEST)
            write_bytes(folder / DESCRIPTOR, descriptor)
            make_folder(folder / "data")
            for table, size in tables.items():
                name = f"data/{table}.csv"
                member = members.get(f"{root}{name}")
                if member is None:
                    raise FilesError(f"{path}: {name}: 缺这个表 / this table is missing")
                if member.file_size != size:
                    raise FilesError(
                        f"{path}: {name}: 解开是 {member.file_size} 字节，{DESCRIPTOR} 写的是 {size}，不采用 / "
                        f"unpacks to {member.file_size} bytes, {DESCRIPTOR} says {size}: refused"
                    )
                _refuse_dense(path, name, size, member.compress_size, LARGEST)
                with archive.open(member) as source, (folder / name).open("wb") as target:
                    shutil.copyfileobj(source, target, 1 << 20)
    except _TROUBLE as error:
        if isinstance(error, FilesError):
            raise
        raise FilesError(
            f"{path}: 打不开，不是数据包的文件夹或压缩包 / is no folder or zip of a package: {error}"
        ) from error


def _index(archive: zipfile.ZipFile, path: Path) -> dict[str, zipfile.ZipInfo]:
    """The members by name; raises FilesError where two have the same."""
    members: dict[str, zipfile.ZipInfo] = {}
    for member in archive.infolist():
        if member.filename in members:
            raise FilesError(f"{path}: {member.filename!r}: 压缩包里有两个，不采用 / stands in it twice: refused")
        members[member.filename] = member
    return members


def _find_root(names: Mapping[str, object], path: Path) -> str:
    """What stands before `datapackage.json` in the zip: nothing, or the name of one folder."""
    found = [name for name in names if name.rpartition("/")[2] == DESCRIPTOR and name.count("/") <= 1]
    if len(found) != 1:
        raise FilesError(f"{path}: 没有 {DESCRIPTOR}，不是数据包 / no {DESCRIPTOR}: no data package")
    return found[0].removesuffix(DESCRIPTOR)


def _list_tables(path: Path, told: Mapping[str, object]) -> Iterator[tuple[str, int]]:
    """The tables that the descriptor lists, with their sizes: what has a schema; texts have none."""
    resources = told.get("resources")
    for resource in resources if isinstance(resources, list) else ():
        if isinstance(resource, dict) and "schema" in resource:
            table, size = resource.get("name"), resource.get("bytes")
            if not isinstance(table, str) or not TABLE_NAME.fullmatch(table) or type(size) is not int or size < 0:
                raise FilesError(f"{path}: {DESCRIPTOR}: {table!r}: name or bytes of a table of ours missing")
            yield table, size


def _refuse_dense(path: Path, name: str, size: int, packed: int, most: int) -> None:
    if size > most or (size > SMALL and size > packed * DENSEST):
        raise FilesError(
            f"{path}: {name}: 解开过大（{packed} 字节成为 {size} 字节），不采用 / "
            f"unpacks to too much ({packed} bytes to {size}): refused"
        )
