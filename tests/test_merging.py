"""A collection built in parts and put together is, byte for byte, the one built at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from build_scripts import pipeline
from build_scripts.files import PROJECT
from build_scripts.packaging.building import READ, WRITE
from tests.packages import REAL_FILES, copy_real, hash_tree

PARTS = {"henan": ("41",), "qinghai": ("63",)}


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The parts as other machines leave them: moved from where they were made."""
    made = tmp_path_factory.mktemp("made")
    reports = copy_real(tmp_path_factory.mktemp("reports"))
    for name, regions in PARTS.items():
        build(reports, made / name / "package", made / name / "cache", regions=regions)
    moved = tmp_path_factory.mktemp("moved") / "parts"
    shutil.move(made, moved)
    return [moved / name for name in PARTS]


def build(reports: Path, output: Path, cache: Path | None, **options: object) -> dict[str, int]:
    """Build a package; how many reports were read and written for it."""
    told = {READ: 0, WRITE: 0}

    def announce(step: str, done: int, total: int) -> None:
        if step in told:
            told[step] = max(told[step], done)

    pipeline.build_package(PROJECT, reports, output, 1, announce, cache, **options)  # type: ignore[arg-type]
    return told


def test_the_whole_takes_everything_from_its_parts(parts: list[Path], tmp_path: Path, real_package: Path) -> None:
    reports = copy_real(tmp_path / "reports")
    done = build(reports, tmp_path / "whole", tmp_path / "cache", parts=parts)
    assert hash_tree(tmp_path / "whole") == hash_tree(real_package)
    assert done == {READ: 0, WRITE: 0}
    assert build(reports, tmp_path / "whole", tmp_path / "cache") == {READ: 0, WRITE: 0}  # it is its own from now on


def test_a_part_that_is_missing_or_broken_only_costs_time(
    parts: list[Path], tmp_path: Path, real_package: Path
) -> None:
    henan, qinghai = parts
    broken = tmp_path / "broken"
    shutil.copytree(henan, broken)
    (broken / "package/data/checks.csv").write_bytes(b"")
    for path in (broken / "cache/package/reports").iterdir():
        path.write_bytes(path.read_bytes()[::-1])
    done = build(copy_real(tmp_path / "reports"), tmp_path / "whole", None, parts=[broken, tmp_path / "nowhere"])
    assert hash_tree(tmp_path / "whole") == hash_tree(real_package)
    assert done == {READ: len(REAL_FILES), WRITE: len(REAL_FILES)}
    assert qinghai.is_dir()


def test_a_part_holds_the_reports_of_its_regions(parts: list[Path]) -> None:
    names = [sorted(path.stem[:2] for path in (part / "package/data/text").iterdir()) for part in parts]
    assert names == [["41"] * 4, ["63"]]


def test_a_part_of_which_a_report_changed_gives_the_others(parts: list[Path], tmp_path: Path) -> None:
    reports = copy_real(tmp_path / "reports")
    changed = next(name for name in REAL_FILES if "630223" in name)
    path = reports / changed
    path.write_bytes(path.read_bytes() + "\n后来添的一句。\n".encode())
    done = build(reports, tmp_path / "whole", None, parts=parts)
    assert done == {READ: 1, WRITE: 1}
    build(reports, tmp_path / "plain", None)
    assert hash_tree(tmp_path / "whole") == hash_tree(tmp_path / "plain")
