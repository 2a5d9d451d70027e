"""A collection built in parts and put together is, byte for byte, the one built at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from build_scripts import pipeline
from build_scripts.files import PROJECT
from build_scripts.packaging.building import READ
from build_scripts.packaging.writing import WRITE
from tests.packages import REAL_FILES, copy_real, hash_tree

PARTS = {"henan": "41", "qinghai": "63"}
SETUP = Path(__file__).parents[1] / "build_scripts/setup"


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The parts as other machines leave them: moved from where they were made."""
    made, reports = tmp_path_factory.mktemp("made"), copy_real(tmp_path_factory.mktemp("reports"))
    for name, codes in PARTS.items():
        run_script("build_part.sh", codes, made / f"{name}.tar", reports)
        with tarfile.open(made / f"{name}.tar") as packed:
            packed.extractall(made / name, filter="data")
    return [made / name for name in PARTS]


def run_script(name: str, *arguments: object) -> str:
    """What a script of the workflow says on its standard output; fails where it does."""
    command = [SETUP / name, *map(str, arguments)]
    env = {name: value for name, value in os.environ.items() if name not in ("GITHUB_OUTPUT", "DISCLOSURE_NO_CACHE")}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    assert done.returncode == 0, done.stderr
    return done.stdout


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


def test_the_workflow_puts_them_together(parts: list[Path], tmp_path: Path, real_package: Path) -> None:
    """A part that did not come through whole is done again."""
    (tmp_path / "parts").mkdir()
    shutil.copy(parts[0].with_suffix(".tar"), tmp_path / "parts" / "part-0.tar")
    (tmp_path / "parts" / "part-1.tar").write_bytes(b"half")
    run_script("merge_parts.sh", tmp_path / "parts", tmp_path / "whole", copy_real(tmp_path / "reports"))
    assert hash_tree(tmp_path / "whole") == hash_tree(real_package)


def test_parts_are_of_about_the_same_size_and_hold_every_province(tmp_path: Path) -> None:
    for code, count in {"11": 3, "41": 6, "51": 4, "63": 2}.items():
        for number in range(count):
            (tmp_path / f"{code}0000-body-{number}.txt").touch()
            (tmp_path / f"{code}0000-body-{number}.txt.yml").touch()
    (tmp_path / "report.pdf").touch()
    assert run_script("plan_regions.sh", 2, tmp_path) == 'parts=["41,63","51,11"]\n'
    assert run_script("plan_regions.sh", 9, tmp_path) == 'parts=["41","51","11","63"]\n'
