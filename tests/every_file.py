"""Everything that a folder gives out, as text: every file, whatever it is packed in, down to the last cell.

Zips (workbooks and office files too) and gzips are unpacked, as deep as they are nested; SQLite databases are dumped,
Parquet files read; of every other file the bytes are taken. New formats are covered as they come, as long as they are
packed in these ways.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

_LONG_RUN = re.compile(rb"[0-9]{8,}")


def list_contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below the folder and all that is in it, by name; the names themselves under the name of the folder."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            yield "names", name.encode()
            yield from unpack(name, path.read_bytes())


def unpack(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The bytes themselves, then what is packed in them."""
    yield name, data
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                yield f"{name}/names", entry.filename.encode() + entry.comment
                yield from unpack(f"{name}/{entry.filename}", archive.read(entry))
    elif data.startswith(b"\x1f\x8b"):
        yield from unpack(f"{name}/unpacked", gzip.decompress(data))
    elif data.startswith(b"SQLite format 3\x00"):
        yield f"{name}/dump", dump_database(data)
    elif data.startswith(b"PAR1"):
        yield f"{name}/rows", read_parquet(data)
    elif data.startswith(b"%PDF"):
        yield f"{name}/streams", b"\n".join(_inflate(part) for part in data.split(b"stream")[1:])


def dump_database(data: bytes) -> bytes:
    """Every statement that would make the database again."""
    with sqlite3.connect(":memory:") as database:
        database.deserialize(data)
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = [row for name in tables for row in database.execute(f'SELECT * FROM "{name}"')]
        schema = list(database.execute("SELECT * FROM sqlite_master"))
    return json.dumps([schema, rows], ensure_ascii=False, default=str).encode()


def read_parquet(data: bytes) -> bytes:
    """Every row, and what the file says of itself."""
    import pyarrow.parquet as parquet

    table = parquet.read_table(io.BytesIO(data))
    return json.dumps([str(table.schema.metadata), table.to_pydict()], ensure_ascii=False, default=str).encode()


def find_files(folder: Path, needles: Iterable[str]) -> dict[str, set[str]]:
    """For each of the needles that stands anywhere the files in which it stands, however it is written there.

    Needles of digits alone have eight at least: they are looked for in the longer runs of digits.
    """
    written = {needle: write_ways(needle) for needle in needles}
    digits = {needle for needle in written if needle.isascii() and needle.isdigit() and len(needle) >= 8}
    found: dict[str, set[str]] = {}
    for name, data in list_contents(folder):
        plain = data.replace(b"\0", b"") if b"\0" in data else data  # UTF-16
        runs = b" ".join(set(_LONG_RUN.findall(plain))).decode()
        for needle, ways in written.items():
            if needle in runs if needle in digits else any(way in data for way in ways):
                found.setdefault(needle, set()).add(name)
    return found


def write_ways(needle: str) -> set[bytes]:
    """How a text may stand in a file: in UTF-8, in UTF-16, escaped as in JSON, in an address, or as HTML entities."""
    escaped = needle.encode("unicode-escape")
    entities = "".join(f"&#{ord(char)};" for char in needle)
    ways = {needle.encode(), escaped, escaped.upper(), quote(needle).encode(), entities.encode()}
    return ways if len(needle) < 3 else {*ways, needle.encode("utf-16-le")}  # any two bytes stand somewhere


def _inflate(part: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(part.lstrip(b"\r\n"))
    except zlib.error:
        return b""
