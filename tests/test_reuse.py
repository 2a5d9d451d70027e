"""What stands is taken over only while it is just what was written; whatever is broken costs time alone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from build_scripts.files import write_bytes
from build_scripts.files.reuse import Earlier, keep_keyed, measure_bytes, take_files, take_keyed

FILES = {
    "agencies/a/index.html": b"<p>a</p>",
    "agencies/a/2021/data.csv": b"x,y\n",
    "large.bin": b"0123456789" * 200_000,
}


@pytest.fixture
def earlier(tmp_path: Path) -> Earlier:
    """A standing output, all of whose files are kept under one key."""
    found = Earlier(tmp_path / "cache", tmp_path / "standing")
    for path, data in FILES.items():
        write_bytes(found.standing / path, data)
    keep_keyed(found, "ab12", found.standing, FILES, b"told\nbeside")
    return found


def test_what_stands_unchanged_is_the_same_file_in_the_fresh_output(earlier: Earlier, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh"
    taken = take_keyed(earlier, "ab12", fresh)
    assert taken is not None
    assert (taken.told, [one.path for one in taken.files]) == (b"told\nbeside", list(FILES))
    for path, data in FILES.items():
        assert (fresh / path).read_bytes() == data
        assert (fresh / path).samefile(earlier.standing / path)


def _change(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:-1] + b"!")


def _change_and_set_time_back(path: Path) -> None:
    before = path.stat()
    _change(path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _lengthen(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"!")


def _link_elsewhere(path: Path) -> None:
    other = path.with_name("other")
    path.rename(other)
    path.symlink_to(other)


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize("spoil", [_change, _change_and_set_time_back, _lengthen, Path.unlink, _link_elsewhere])
def test_one_file_that_is_not_what_was_written_and_none_is_taken(
    earlier: Earlier, tmp_path: Path, path: str, spoil: Callable[[Path], None]
) -> None:
    spoil(earlier.standing / path)
    assert take_keyed(earlier, "ab12", tmp_path / "fresh") is None
    assert [found for found in (tmp_path / "fresh").rglob("*") if found.is_file()] == []


@pytest.fixture
def spare(earlier: Earlier, tmp_path: Path) -> Earlier:
    """The same, with the version before, which shares its files and has an agency more."""
    shutil.copytree(earlier.standing, tmp_path / "spare", copy_function=os.link)
    write_bytes(tmp_path / "spare/agencies/b/index.html", b"<p>b</p>")
    return replace(earlier, spare=tmp_path / "spare")


def test_a_folder_of_the_version_before_is_moved_as_a_whole(spare: Earlier, tmp_path: Path) -> None:
    place = (tmp_path / "spare/agencies/a").stat().st_ino
    taken = take_keyed(spare, "ab12", tmp_path / "fresh", "agencies/a")
    assert taken is not None
    assert (tmp_path / "fresh/agencies/a").stat().st_ino == place
    assert read_tree(tmp_path / "fresh") == read_tree(spare.standing) == FILES
    assert list(read_tree(tmp_path / "spare")) == ["agencies/b/index.html", "large.bin"]


def test_a_version_before_of_the_same_bytes_in_other_files_is_not_kept_on_the_disk_beside(
    spare: Earlier, tmp_path: Path
) -> None:
    shutil.rmtree(tmp_path / "spare")
    shutil.copytree(spare.standing, tmp_path / "spare")
    assert take_keyed(spare, "ab12", tmp_path / "fresh", "agencies/a")
    assert (tmp_path / "fresh/agencies/a/index.html").samefile(spare.standing / "agencies/a/index.html")


def _add_file(agency: Path) -> None:
    (agency / "2021/more.csv").write_bytes(b"")


def _add_folder(agency: Path) -> None:
    (agency / "2022").mkdir()


def _put_new_bytes(agency: Path) -> None:
    (agency / "index.html").unlink()
    (agency / "index.html").write_bytes(b"<p>A</p>")


def _take_away(agency: Path) -> None:
    (agency / "2021/data.csv").unlink()


def _lead_elsewhere(agency: Path) -> None:
    (agency / "2021").rename(agency.parent / "elsewhere")
    (agency / "2021").symlink_to(agency.parent / "elsewhere")


def _lead_all_elsewhere(agency: Path) -> None:
    agency.rename(agency.parent / "elsewhere")
    agency.symlink_to(agency.parent / "elsewhere")


@pytest.mark.parametrize(
    "spoil", [_add_file, _add_folder, _put_new_bytes, _take_away, _lead_elsewhere, _lead_all_elsewhere, shutil.rmtree]
)
def test_a_folder_that_holds_anything_else_is_not_moved_but_made_of_links(
    spare: Earlier, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(tmp_path / "spare/agencies/a")
    assert take_keyed(spare, "ab12", tmp_path / "fresh", "agencies/a")
    assert read_tree(tmp_path / "fresh") == FILES
    assert not any(path.is_symlink() for path in (tmp_path / "fresh").rglob("*"))
    assert read_tree(spare.standing) == FILES


def test_where_a_file_beside_the_folder_is_missing_nothing_is_left_of_it(spare: Earlier, tmp_path: Path) -> None:
    (spare.standing / "large.bin").unlink()
    assert take_keyed(spare, "ab12", tmp_path / "fresh", "agencies/a") is None
    assert read_tree(tmp_path / "fresh") == {}


def read_tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_a_broken_a_wiped_and_an_unwritable_cache_hold_nothing(earlier: Earlier, tmp_path: Path) -> None:
    entries = [path for path in earlier.cache.rglob("*") if path.is_file()]
    for entry in entries:
        entry.write_bytes(entry.read_bytes()[:-3])
    assert take_keyed(earlier, "ab12", tmp_path / "fresh") is None
    for entry in entries:
        entry.unlink()
    assert take_keyed(earlier, "ab12", tmp_path / "fresh") is None
    blocked = Earlier(tmp_path / "file", earlier.standing)
    (tmp_path / "file").write_bytes(b"in the way")
    keep_keyed(blocked, "ab12", earlier.standing, FILES)
    assert take_keyed(blocked, "ab12", tmp_path / "fresh") is None
    assert take_keyed(None, "ab12", tmp_path / "fresh") is None


def test_writing_over_a_file_that_two_outputs_share_changes_one_of_them(earlier: Earlier, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh"
    take_keyed(earlier, "ab12", fresh)
    write_bytes(fresh / "agencies/a/index.html", b"new")
    assert (fresh / "agencies/a/index.html").read_bytes() == b"new"
    assert (earlier.standing / "agencies/a/index.html").read_bytes() == b"<p>a</p>"


def test_what_was_not_used_for_the_longest_time_is_dropped_first(earlier: Earlier) -> None:
    for at, key in enumerate(("ab12", "cd34", "ef56")):
        earlier.put(key, key.encode() * 100)
        (place,) = earlier.cache.glob(f"{key[:2]}/*")
        os.utime(place, (at, at))
    assert earlier.get("ab12")
    earlier.let_go(1_000)
    assert [key for key in ("ab12", "cd34", "ef56") if earlier.get(key)] == ["ab12", "ef56"]
    earlier.let_go(0)
    assert earlier.get("ab12") is None


def test_a_note_is_of_one_output(earlier: Earlier, tmp_path: Path) -> None:
    earlier.note("4107", b"one")
    earlier.note("4107", b"two")
    assert earlier.recall("4107") == b"two"
    assert Earlier(earlier.cache, tmp_path / "elsewhere").recall("4107") is None


@pytest.mark.parametrize("path", ["../beside/a", "agencies/../../beside/a"])
def test_a_cache_that_somebody_else_wrote_leads_nowhere_outside(earlier: Earlier, tmp_path: Path, path: str) -> None:
    (tmp_path / "beside").mkdir()
    (tmp_path / "beside" / "a").write_bytes(b"x")
    named = measure_bytes(path, b"x")
    assert not take_files([named], earlier.standing, tmp_path / "fresh")
