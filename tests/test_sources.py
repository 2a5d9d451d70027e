"""A report's file is in the package as it was handed in, byte for byte, under a name that is made, not taken over."""

from __future__ import annotations

import csv
import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from build_scripts.files import FilesError
from build_scripts.packaging.load import load_package, read_source
from build_scripts.packaging.sources import EXTENSIONS, name_source, read_unchanged
from build_scripts.reading.formats.kinds import CONVERTED, READ
from tests.packages import REAL, hash_tree, make_package

HOSTILE_NAMES = (
    "2023/index.html",
    "2021/x.txt.exe",
    "2020/x .. .js",
    "2024/a'b\"c;rm -rf $(x).svg",
)
"""Names under which reports may be handed in; what is read is their content."""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports under strange names: one as it is, one in GB18030 with CRLF, one withheld, one masked."""
    folder = tmp_path_factory.mktemp("sources")
    real = sorted(path for path in REAL.rglob("*.txt"))
    for name, source, release in zip(HOSTILE_NAMES, real[1:], ("full", "full", "withheld", "masked"), strict=True):
        target = folder / "reports" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        data = source.read_bytes()
        if name.endswith(".exe"):
            data = data.decode("utf-8").replace("\n", "\r\n").encode("gb18030")
        target.write_bytes(data)
        sidecar = source.with_name(f"{source.name}.yml").read_text(encoding="utf-8")
        text = f"{sidecar.rstrip()}\ntext_release: {release}\n"
        target.with_name(f"{target.name}.yml").write_text(text, encoding="utf-8")
    make_package(folder / "reports", folder / "package")
    return folder / "package"


def read_reports(package: Path) -> list[dict[str, str]]:
    with (package / "data/reports.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_report_that_is_released_in_full_has_its_file_and_no_other_has(package: Path) -> None:
    rows = read_reports(package)
    assert sorted(row["text_release"] for row in rows) == ["full", "full", "masked", "withheld"]
    expected = {
        f"data/source/{row['report_id']}.{row['source_format']}" for row in rows if row["text_release"] == "full"
    }
    found = {name for name in hash_tree(package) if name.startswith("data/source")}
    assert found == expected
    assert {Path(name).suffix for name in found} == {".txt"}, "the suffix is the format, not the one handed in"


def test_the_bytes_are_those_handed_in(package: Path) -> None:
    loaded = load_package(package)
    for row in loaded.reports:
        handed_in = (package.parent / "reports" / row["source_file"]).read_bytes()
        is_full = row["text_release"] == "full"
        assert row["source_sha256"] == (hashlib.sha256(handed_in).hexdigest() if is_full else "")
        assert read_source(loaded, row) == (handed_in if is_full else None)


def test_no_byte_of_a_file_that_is_held_back_is_in_the_package(package: Path) -> None:
    (held,) = [row for row in read_reports(package) if row["text_release"] == "withheld"]
    handed_in = (package.parent / "reports" / held["source_file"]).read_bytes()
    assert hashlib.sha256(handed_in).hexdigest() not in hash_tree(package).values()


def test_a_file_in_the_package_that_was_changed_is_refused(package: Path, tmp_path: Path) -> None:
    shutil.copytree(package, tmp_path / "package")
    loaded = load_package(tmp_path / "package")
    row = next(row for row in loaded.reports if row["text_release"] == "full")
    path = tmp_path / "package" / name_source(row["report_id"], row["source_format"], "full")
    path.write_bytes(path.read_bytes() + b"<script>")
    with pytest.raises(FilesError, match=row["report_id"]):
        read_source(loaded, row)


def test_a_link_in_the_place_of_a_file_is_not_followed(package: Path, tmp_path: Path) -> None:
    loaded = replace(load_package(package), folder=tmp_path)
    row = next(row for row in loaded.reports if row["text_release"] == "full")
    name = name_source(row["report_id"], row["source_format"], "full")
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).symlink_to(package / name)
    with pytest.raises(FilesError):
        read_source(loaded, row)


def test_a_package_made_before_has_no_files_and_is_still_read(package: Path, tmp_path: Path) -> None:
    shutil.copytree(package, tmp_path / "package", ignore=shutil.ignore_patterns("source"))
    loaded = load_package(tmp_path / "package")
    assert [read_source(loaded, row) for row in loaded.reports] == [None] * len(loaded.reports)


def test_a_file_that_changed_after_it_was_read_is_never_published(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"two")
    with pytest.raises(FilesError, match="changed after it was read"):
        read_unchanged(tmp_path / "a.txt", hashlib.sha256(b"one").hexdigest())


def test_every_format_that_is_read_has_its_ending() -> None:
    assert {*READ, *CONVERTED} == EXTENSIONS


@pytest.mark.parametrize("report_id", ["", "../a", "a/b", "a.b", "A", "a\n", "a\0", "-a", "机关-2023"])
def test_no_strange_id_becomes_a_path(report_id: str) -> None:
    assert name_source(report_id, "txt", "full") == ""


@pytest.mark.parametrize("source_format", ["", "html/../x", "js", "svg", "php"])
def test_no_strange_format_becomes_an_ending(source_format: str) -> None:
    assert name_source("410781-chengshiguanliju-2023", source_format, "full") == ""
