"""Zips of a few small files: the library's own heads, and every file as it was."""

from __future__ import annotations

import io
import zipfile
import zlib

from hypothesis import given
from hypothesis import strategies as st

from build_scripts.files.small_zips import pack_zip
from build_scripts.files.streams import deflate_whole

NAMES = st.from_regex(r"[a-zA-Z0-9_.]{1,20}(/[a-z0-9-]{1,20}\.[a-z]{3})?", fullmatch=True)


@given(st.dictionaries(NAMES, st.binary(max_size=300) | st.text().map(str.encode), max_size=5))
def test_its_heads_are_what_the_standard_library_writes_around_the_same_streams(files: dict[str, bytes]) -> None:
    expected = io.BytesIO()
    with zipfile.ZipFile(expected, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"a-2023/{name}", (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, deflate_whole(files[name]).packed)
            entry.compress_type, entry.file_size = zipfile.ZIP_DEFLATED, len(files[name])
            entry.CRC = zlib.crc32(files[name])
            expected.seek(entry.header_offset)
            expected.write(entry.FileHeader())
            expected.seek(0, io.SEEK_END)
    assert pack_zip(files, "a-2023") == expected.getvalue()


def test_contents_that_are_alike_are_each_there() -> None:
    files = {"report.txt": b"one text" * 99, "source/a.txt": b"one text" * 99, "z.txt": b""}
    with zipfile.ZipFile(io.BytesIO(pack_zip(files, "a"))) as archive:
        assert archive.testzip() is None
        assert {name.removeprefix("a/"): archive.read(name) for name in archive.namelist()} == files
