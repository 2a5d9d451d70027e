"""Zips and gzips are the same bytes for the same files, however their parts came to them, and others open them."""

from __future__ import annotations

import gzip
import random
import shutil
import subprocess
import zipfile
import zlib
from pathlib import Path

import pytest

from build_scripts.files import FilesError, write_pieces
from build_scripts.files.archives import write_zip
from build_scripts.files.gzips import write_gzip
from build_scripts.files.members import deflate_apart, inflate, join_checksums, measure_members
from build_scripts.files.slices import FileSlices, join_ranges, slice_whole
from build_scripts.files.streams import deflate_whole

SEED = 6
FILES = {
    "卷/empty.csv": b"",
    "卷/text.txt": "一、总体情况\n".encode() * 9,
    "卷/noise.bin": random.Random(SEED).randbytes(3_000_000),
    "卷/table.csv": b"report_id,item,measure,value\n" * 70_000,
}


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """A zip made of the bytes themselves."""
    write_zip(tmp_path / "plain.zip", FILES.items())
    return tmp_path / "plain.zip"


def test_a_zip_read_from_slices_holds_what_one_from_bytes_does(plain: Path, tmp_path: Path) -> None:
    for number, data in enumerate(FILES.values()):
        write_pieces(tmp_path / f"{number}", [data])
    slices = {name: slice_whole(tmp_path / f"{number}") for number, name in enumerate(FILES)}
    write_zip(tmp_path / "sliced.zip", slices.items())
    assert (tmp_path / "sliced.zip").read_bytes() == plain.read_bytes()


def test_others_open_such_a_zip_and_find_it_sound(tmp_path: Path) -> None:
    packed = {name: deflate_whole(data) for name, data in FILES.items()}
    write_zip(tmp_path / "mixed.zip", [("卷/new.txt", b"new"), *reversed(packed.items())])
    with zipfile.ZipFile(tmp_path / "mixed.zip") as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {**FILES, "卷/new.txt": b"new"}
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    if tool := shutil.which("unzip"):
        subprocess.run([tool, "-tq", tmp_path / "mixed.zip"], check=True, capture_output=True)


def test_a_gzip_of_members_is_one_member_and_says_them_in_a_row(tmp_path: Path) -> None:
    one = write_gzip(tmp_path / "one.gz", [[b"head"], [FILES["卷/table.csv"]]])
    two = write_gzip(tmp_path / "two.gz", [[FILES["卷/noise.bin"], b"tail"]])
    write_gzip(tmp_path / "both.gz", [*one, [b", "], *two, []])
    data = (tmp_path / "both.gz").read_bytes()
    said = b"".join((b"head", FILES["卷/table.csv"], b", ", FILES["卷/noise.bin"], b"tail"))
    assert gzip.decompress(data) == said
    alone = zlib.decompressobj(16 + zlib.MAX_WBITS)
    assert (alone.decompress(data), alone.unused_data, alone.eof) == (said, b"", True), "nothing after the first member"


def test_a_gzip_bears_neither_time_nor_name(tmp_path: Path) -> None:
    write_gzip(tmp_path / "name-of-file.gz", [[b"x"]])
    assert (tmp_path / "name-of-file.gz").read_bytes()[:10] == b"\x1f\x8b\x08\0\0\0\0\0\0\xff"


@pytest.mark.parametrize("size", [0, 1, 1 << 20, (1 << 20) + 1, 3_000_000])
def test_checksums_are_joined_as_if_all_had_been_read(size: int) -> None:
    data = random.Random(SEED).randbytes(size)
    assert join_checksums(zlib.crc32(b"before"), zlib.crc32(data), size) == zlib.crc32(b"before" + data)


def test_a_file_that_ends_before_its_slice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "short").write_bytes(b"abc")
    with pytest.raises(FilesError, match="short"):
        list(FileSlices(tmp_path / "short", ((0, 9),)))


def test_slices_come_in_the_order_given(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"0123456789")
    slices = FileSlices(tmp_path / "file", join_ranges([(0, 2), (2, 3), (7, 9)]))
    assert (b"".join(slices), slices.size, slices.ranges) == (b"01278", 5, ((0, 3), (7, 9)))


@pytest.mark.parametrize("count", [1, 3, 500])
def test_members_deflated_apart_say_their_contents_in_any_choice_and_order(count: int) -> None:
    contents = [f"{number % 7} the same words over and over ".encode() * (number % 90) for number in range(count)]
    members = deflate_apart(contents)
    chosen = [*range(count - 1, -1, -2), *range(count)]
    said = b"".join(contents[number] for number in chosen)
    found = [members[number] for number in chosen]
    assert zlib.decompressobj(-15).decompress(b"".join(part for one in found for part in one.body)) == said
    assert measure_members(found) == (len(said), zlib.crc32(said))
    assert [inflate(member) for member in members] == contents
