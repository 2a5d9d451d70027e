"""A package made with what earlier runs left is the package made from nothing, and only what changed is done."""

from __future__ import annotations

import os
import shutil
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from build_scripts import pipeline
from build_scripts.files import PROJECT, Layout, list_reports, stage_output
from build_scripts.files.caches import hold_cache
from build_scripts.files.store import seal
from build_scripts.packaging.building import READ, Sources, keep_collection, make_tables
from build_scripts.packaging.earlier_runs import find_earlier_runs
from build_scripts.packaging.program import Program, hash_program
from build_scripts.packaging.writing import WRITE
from tests.packages import REAL_FILES, copy_real, hash_tree
from tests.printing.codelists import read_codes
from tests.printing.country.collection import write_country

ROUNDS = int(os.environ.get("PACKAGE_AGAIN", "8"))
"""Changes in the random walk; more of them in `make audit`."""


class Done(NamedTuple):
    """How many files a run read, and how many reports it checked and wrote."""

    read: int
    written: int


@pytest.fixture(scope="module")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """A project of its own, whose code lists may be edited."""
    root = tmp_path_factory.mktemp("project")
    for name in ("codelists", "schemas"):
        shutil.copytree(PROJECT.root / "datapackage" / name, root / "datapackage" / name)
    shutil.copy(PROJECT.register, root / "datapackage" / "agency_register.csv")
    return Layout(root)


_KNOWN: dict[str, Sources] = {}
_FRESH: dict[str, dict[str, str]] = {}


def know(layout: Layout) -> tuple[str, Sources]:
    """The code lists and all that follows from them, loaded once; and their hash."""
    name = str(hash_tree(layout.root))
    if name not in _KNOWN:
        codes, knowledge, pinned = pipeline.load_knowledge(layout)
        _KNOWN[name] = Sources(codes, knowledge, pinned, 2026)
    return name, _KNOWN[name]


def make(
    layout: Layout, reports: Path, output: Path, cache: Path | None, program: Program | None = None, jobs: int = 1
) -> Done:
    """Make the tables of a package, all but their validation, and tell what was done."""
    told = {READ: 0, WRITE: 0}
    _, sources = know(layout)
    files, refused = list_reports(reports)

    def note(step: str, _: int, total: int) -> None:
        told[step] = total

    with stage_output(output, "data/reports.csv") as stage, hold_cache(cache, "package") as held:
        runs = find_earlier_runs(held, output, layout, sources.codes, program or hash_program()) if held else None
        made = make_tables(files, refused, sources, runs, stage, jobs, note)
        if runs:
            keep_collection(runs, made.collection)
    return Done(told[READ], told[WRITE])


def make_fresh(layout: Layout, reports: Path) -> dict[str, str]:
    """The files of the package made from nothing, made once of the same."""
    name = f"{know(layout)[0]} {hash_tree(reports)}"
    if name not in _FRESH:
        fresh = reports.with_name("fresh")
        make(layout, reports, fresh, None)
        _FRESH[name] = hash_tree(fresh)
    return _FRESH[name]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the tests work, one after the other."""
    return tmp_path_factory.mktemp("held")


@pytest.fixture
def held(layout: Layout, folder: Path) -> Path:
    """A folder with the five real reports (`reports`), the package of them (`out`) and what its run left (`cache`)."""
    shutil.rmtree(folder / "reports", ignore_errors=True)
    copy_real(folder / "reports")
    make(layout, folder / "reports", folder / "out", folder / "cache")
    return folder


def again(layout: Layout, folder: Path, program: Program | None = None) -> Done:
    """Make the package once more, and see that it is the one made from nothing."""
    done = make(layout, folder / "reports", folder / "out", folder / "cache", program)
    assert hash_tree(folder / "out") == make_fresh(layout, folder / "reports")
    return done


def test_what_is_the_same_is_neither_read_nor_written(layout: Layout, held: Path) -> None:
    for path in (held / "reports").rglob("*"):
        os.utime(path, (1, 1))  # the time of a file decides nothing
    assert again(layout, held) == Done(0, 0)


def test_one_report_more_is_read_and_written_with_what_follows_from_it(layout: Layout, held: Path) -> None:
    (weihui,) = (path for path in (held / "reports/2023").glob("410781-*.txt"))
    text = weihui.read_text(encoding="utf-8").replace("2023", "2022")
    (held / "reports/another name.txt").write_text(text, encoding="utf-8")
    assert again(layout, held) == Done(1, 2)  # and that of 2023, whose year before is there now; Xinxiang has a third
    (held / "reports/another name.txt").unlink()
    assert again(layout, held) == Done(0, 1)  # that of 2023, which has none before it now


@pytest.mark.parametrize("name", ["data/checks.csv", "data/text", "data/source"])
def test_what_stands_of_a_changed_prefecture_is_looked_at_before_it_is_believed(
    layout: Layout, held: Path, name: str
) -> None:
    (weihui,) = (path for path in (held / "reports/2023").glob("410781-*.txt"))
    text = weihui.read_text(encoding="utf-8").replace("2023", "2022")
    (held / "reports/another name.txt").write_text(text, encoding="utf-8")
    place = held / "out" / name
    for path in [place] if place.is_file() else place.iterdir():
        data = path.read_bytes()
        path.unlink()  # it may be the same file as another run's
        path.write_bytes(data.replace(b"7", b"8"))
    assert again(layout, held).read == 1


def test_a_sidecar_is_part_of_its_report(layout: Layout, held: Path) -> None:
    sidecar = held / "reports" / f"{REAL_FILES[2]}.yml"
    sidecar.write_text(f"{sidecar.read_text(encoding='utf-8')}\ntext_release: withheld\n", encoding="utf-8")
    assert again(layout, held) == Done(1, 1)
    sidecar.unlink()
    assert again(layout, held).read == 1


def test_another_reader_reads_everything_and_another_rule_checks_everything(layout: Layout, held: Path) -> None:
    now = hash_program()
    assert again(layout, held, now._replace(writing="another")) == Done(0, 5)
    assert again(layout, held, Program("another", "another")) == Done(5, 5)


@pytest.mark.parametrize(
    ("name", "line", "expected"),
    [
        ("label_spellings.csv", "row,applications,granted,（一）准予公开的,made up\n", Done(5, 5)),
        ("finding_codes.csv", "", Done(0, 0)),
        ("rules.csv", "", Done(0, 5)),
    ],
)
def test_a_code_list_rebuilds_what_looks_at_it(
    layout: Layout, held: Path, name: str, line: str, expected: Done
) -> None:
    path = layout.codelists / name
    before = path.read_text(encoding="utf-8")
    try:
        edited = before + line if line else before.replace("报告", "年报").replace("申请", "请求")
        assert edited != before
        path.write_text(edited, encoding="utf-8")
        assert again(layout, held) == expected
    finally:
        path.write_text(before, encoding="utf-8")


def test_the_register_may_name_an_agency_anew(layout: Layout, held: Path) -> None:
    before = layout.register.read_text(encoding="utf-8")
    try:
        renamed = "信阳市城市管理局,411500-chengguan,,,pinned,made up\n"
        kept = [line for line in before.splitlines(keepends=True) if "411500-" not in line]
        layout.register.write_text("".join(kept) + renamed, encoding="utf-8")
        again(layout, held)
        assert (held / "out/data/text/411500-chengguan-2021.txt").is_file()
    finally:
        layout.register.write_text(before, encoding="utf-8")


def test_what_is_broken_only_costs_time(layout: Layout, held: Path) -> None:
    for path in sorted((held / "cache").rglob("*")):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert again(layout, held) == Done(5, 5)
    for path in (held / "cache").rglob("read-*"):
        path.write_bytes(b"")
    (held / "out/data/remedies.csv").write_text("", encoding="utf-8")  # so that the reports are asked for
    assert again(layout, held).read == 5
    assert again(layout, held) == Done(0, 0)
    for path in (held / "cache").rglob("read-*"):
        path.unlink()
        path.mkdir()
    (held / "out/data/remedies.csv").write_text("", encoding="utf-8")
    assert again(layout, held).read == 5


def test_what_another_program_left_in_another_form_only_costs_time(layout: Layout, held: Path) -> None:
    for path in (held / "cache/package").glob("??/*"):
        path.write_bytes(seal(b"[1,2]"))
    tracemalloc.start()
    try:
        assert again(layout, held, Program("another", "another")) == Done(5, 5)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 100_000_000, "to marshal the four bytes behind `[` are a length, for which it makes room at once"


def test_a_run_beside_another_goes_without_the_cache(layout: Layout, held: Path) -> None:
    with hold_cache(held / "cache", "package"):
        assert again(layout, held) == Done(5, 5)


def test_the_whole_package_is_the_same_with_and_without_a_cache(tmp_path: Path, real_package: Path) -> None:
    reports, out = copy_real(tmp_path / "reports", REAL_FILES[:4]), tmp_path / "out"
    pipeline.build_package(PROJECT, reports, out, 1, lambda *_: None, tmp_path / "cache")
    copy_real(reports, REAL_FILES[4:])
    pipeline.build_package(PROJECT, reports, out, 2, lambda *_: None, tmp_path / "cache")
    assert hash_tree(out) == hash_tree(real_package)


# A long walk of chances.


def test_whatever_changes_the_bytes_are_those_of_a_build_from_nothing(layout: Layout, tmp_path: Path) -> None:
    chance = Random(os.urandom(8) if "PACKAGE_AGAIN" in os.environ else 8)
    write_country(read_codes(), tmp_path / "spare", 24)
    (tmp_path / "reports").mkdir()
    spare = sorted(path for path in (tmp_path / "spare").rglob("*") if path.is_file() and path.suffix != ".yml")
    changes: list[Callable[[Path, list[Path], Random], str]] = [add, add, add, remove, edit, say, replace, break_cache]
    changes += [tamper, wipe]
    said: list[str] = [add(tmp_path, spare, chance) for _ in range(6)]
    for _ in range(ROUNDS):
        said += [chance.choice(changes)(tmp_path, spare, chance) for _ in range(chance.randint(1, 2))]
        done = make(layout, tmp_path / "reports", tmp_path / "out", tmp_path / "cache", jobs=chance.randint(1, 2))
        assert hash_tree(tmp_path / "out") == make_fresh(layout, tmp_path / "reports"), said
        said.append(str(done))


def list_held(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / "reports").rglob("*") if path.is_file() and path.suffix != ".yml")


def add(folder: Path, spare: list[Path], chance: Random) -> str:
    source = chance.choice(spare)
    name = chance.choice([source.relative_to(folder / "spare").as_posix(), f"other/{source.name}"])
    target = folder / "reports" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)
    sidecar = source.with_name(f"{source.name}.yml")
    if sidecar.is_file():
        shutil.copy(sidecar, target.with_name(f"{target.name}.yml"))
    return f"add {name}"


def remove(folder: Path, _: list[Path], chance: Random) -> str:
    path = chance.choice(list_held(folder))
    if len(list_held(folder)) > 2:
        path.unlink()
        path.with_name(f"{path.name}.yml").unlink(missing_ok=True)
    return f"remove {path.name}"


def edit(folder: Path, _: list[Path], chance: Random) -> str:
    path = chance.choice(list_held(folder))
    path.write_text(path.read_text(encoding="utf-8").replace("1", str(chance.randint(2, 9)), 3), encoding="utf-8")
    return f"edit {path.name}"


def say(folder: Path, _: list[Path], chance: Random) -> str:
    path = chance.choice(list_held(folder))
    said = chance.choice(["text_release: withheld\n", "text_release: full\n", "scope: organ\n", "no key: of ours\n"])
    path.with_name(f"{path.name}.yml").write_text(said, encoding="utf-8")
    return f"say {path.name} {said}"


def replace(folder: Path, _: list[Path], chance: Random) -> str:
    """Another report of the same agency and year, which says that it replaces the first."""
    path = chance.choice(list_held(folder))
    other = path.with_name(f"new-{path.name}")
    other.write_text(path.read_text(encoding="utf-8") + "\n又及。\n", encoding="utf-8")
    told = f"replaces: {path.relative_to(folder / 'reports').as_posix()}\n"
    other.with_name(f"{other.name}.yml").write_text(told, encoding="utf-8")
    return f"replace {path.name}"


def break_cache(folder: Path, _: list[Path], chance: Random) -> str:
    kept = sorted(path for path in (folder / "cache").rglob("*") if path.is_file())
    for path in chance.sample(kept, len(kept) // 3):
        path.write_bytes(chance.choice([b"", path.read_bytes()[:-3], b"x" + path.read_bytes()]))
    return f"break {len(kept) // 3} of the cache"


def tamper(folder: Path, _: list[Path], chance: Random) -> str:
    stands = sorted(path for path in (folder / "out").rglob("*") if path.is_file() and path.name != "reports.csv")
    for path in chance.sample(stands, len(stands) // 4):
        path.write_bytes(path.read_bytes() + b"?" if chance.random() < 0.7 else b"")
    return f"tamper with {len(stands) // 4} of the package"


def wipe(folder: Path, _: list[Path], chance: Random) -> str:
    shutil.rmtree(folder / chance.choice(["cache", "cache/package/reports", "out/data/text"]), ignore_errors=True)
    return "wipe"
