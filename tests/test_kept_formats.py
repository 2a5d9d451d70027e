"""Downloads put together of what earlier runs kept are those made from nothing, byte for byte."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from build_scripts.files.reuse import Earlier
from build_scripts.packaging.load import load_package
from build_scripts.publishing.context import Settings, build_context
from build_scripts.publishing.formats.all_formats import plan_files, take_offers
from build_scripts.publishing.offers import LATEST
from tests.formats import make_work
from tests.less import leave_out

AGENCIES = 3


def write_all(package: Path, site: Path, earlier: Earlier | None) -> dict[str, str]:
    """Every file that is offered, with its hash."""
    loaded = load_package(package)
    work = make_work(loaded, build_context(loaded, Settings("站")), site, earlier=earlier)
    tasks = plan_files(work)
    return {offer.path: offer.sha256 for offer in take_offers(work, [task.run(work, task.about) for task in tasks])}


@pytest.fixture(scope="module")
def packages(country_package: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str]:
    """A package of a few agencies, the same without one report of an agency that has others, and that report's year."""
    folder = tmp_path_factory.mktemp("kept")
    with (country_package / "data/reports.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    counts = Counter(row["agency_id"] for row in rows)
    several = sorted(agency for agency, count in counts.items() if count > 2)
    wanted = {several[0], *several[-AGENCIES + 1 :]}
    small = leave_out(
        country_package, folder / "small", {row["report_id"] for row in rows if row["agency_id"] not in wanted}
    )
    one = next(row for row in rows if row["agency_id"] == several[0])
    return small, leave_out(small, folder / "less", {one["report_id"]}), one["year"]


@pytest.fixture(scope="module")
def made(
    packages: tuple[Path, Path, str],
    shared_folder: Path,
    make_once: Callable[[Path, Callable[[Path], None]], Path],
) -> tuple[dict[str, str], Earlier]:
    """What a build from nothing offers; a site without one report, with what its build kept: to be read and copied."""
    small, less, _ = packages

    def make(folder: Path) -> None:
        write_all(less, folder / "standing", Earlier(folder / "cache", folder / "none"))
        offered = write_all(small, folder / "nothing", None)
        (folder / "offered").write_text(json.dumps(offered), encoding="utf-8")

    folder = make_once(shared_folder / "kept-formats", make)
    return json.loads((folder / "offered").read_text("utf-8")), Earlier(folder / "cache", folder / "standing")


def test_one_report_more_gives_the_files_of_a_build_from_nothing(
    made: tuple[dict[str, str], Earlier], packages: tuple[Path, Path, str], tmp_path: Path
) -> None:
    """Those of the other province are the same files, and those of other years that do not tell how many reports an
    agency has."""
    expected, earlier = made
    small, _, year = packages
    shutil.copytree(earlier.cache, tmp_path / "cache")
    fresh = tmp_path / "fresh"
    assert write_all(small, fresh, Earlier(tmp_path / "cache", earlier.standing)) == expected
    packed = [path for path in expected if "/regions/" in path and path.endswith((".zip", ".csv"))]
    before = [path for path in packed if (earlier.standing / path).exists()]
    taken = [path for path in before if (fresh / path).samefile(earlier.standing / path)]
    assert 0 < len(taken) < len(packed)
    others = [path for path in expected if "/years/" in path and f"/{year}/" not in path]
    for suffix in ("-sources.zip", ".csv"):
        same = [(fresh / path).samefile(earlier.standing / path) for path in others if path.endswith(suffix)]
        assert same
        assert all(same)
    ends = [path for path in expected if path.endswith(".xlsx")]
    shared = {path for path in ends if (fresh / path).samefile(earlier.standing / path)}
    assert (
        0 < len([path for path in shared if "/regions/" in path]) < len([path for path in ends if "/regions/" in path])
    )


def test_what_is_broken_in_cache_and_site_costs_time_alone(
    made: tuple[dict[str, str], Earlier], packages: tuple[Path, Path, str], tmp_path: Path
) -> None:
    expected, earlier = made
    broken = Earlier(tmp_path / "cache", tmp_path / "standing")
    shutil.copytree(earlier.cache, broken.cache)
    shutil.copytree(earlier.standing, broken.standing)
    for number, path in enumerate(sorted(path for path in broken.cache.rglob("*") if path.is_file())):
        if number % 3 == 0:
            path.unlink()
        elif number % 3 == 1:
            path.write_bytes(path.read_bytes()[:-1] + b"?")
    for path in broken.standing.rglob("*.xlsx"):
        path.write_bytes(path.read_bytes() + b"?")
    assert write_all(packages[0], tmp_path / "fresh", broken) == expected


def test_the_pages_of_small_and_large_partitions_make_one_sound_database(
    made: tuple[dict[str, str], Earlier], packages: tuple[Path, Path, str], tmp_path: Path
) -> None:
    with zipfile.ZipFile(made[1].standing / LATEST / "disclosure-reports.sqlite.zip") as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".sqlite"))
        path = archive.extract(name, tmp_path)
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for table in ("sections", "checks", "applications"):
            with (packages[1] / f"data/{table}.csv").open(encoding="utf-8", newline="") as stream:
                assert (
                    database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                    == sum(1 for _ in csv.reader(stream)) - 1
                )
