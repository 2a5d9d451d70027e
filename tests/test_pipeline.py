"""The whole way from reports to a package: the same bytes, one whole version, bad input told and left out."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from shutil import copytree, rmtree
from typing import NamedTuple

import pytest

from build_scripts import pipeline
from build_scripts.files import PROJECT, FilesError, list_reports, read_rows
from build_scripts.packaging import handed_in, intake, output
from build_scripts.packaging.apart import run_apart
from build_scripts.packaging.load import iterate_reports, load_package
from build_scripts.packaging.pool import WorkerDied, run_tasks

from .packages import REAL, REAL_FILES, ROOT, copy_real, hash_tree, make_package
from .same_bytes import SHUFFLED

WEIHUI = REAL_FILES[1]
XINYANG = REAL_FILES[2]
TWICE, REPLACED = REAL_FILES[0], REAL_FILES[3]


# The same bytes.


def test_jobs_batches_and_the_order_of_files_do_not_change_the_bytes(
    real_package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "BATCH", 1)
    monkeypatch.setattr(output, "BLOCK", 2)
    monkeypatch.setattr(pipeline, "SMALL", 1)
    make_package(copy_real(tmp_path / "reports", REAL_FILES[::-1]), tmp_path / "two", jobs=2)
    assert hash_tree(tmp_path / "two") == hash_tree(real_package)


def test_surroundings_and_the_order_of_folders_do_not_change_the_bytes(real_package: Path, tmp_path: Path) -> None:
    given = {"LC_ALL": "C", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "4242", "PYTHONUTF8": "0"} | SHUFFLED
    command = f"umask 077; exec '{sys.executable}' -m build_scripts package --output '{tmp_path}/two'"
    subprocess.run(["sh", "-c", command], cwd=ROOT, env={**os.environ, **given}, check=True, capture_output=True)
    assert hash_tree(tmp_path / "two") == hash_tree(real_package)


# Replaced as a whole.


def test_a_killed_run_leaves_the_old_version_whole_and_the_next_one_replaces_it(
    real_package: Path, tmp_path: Path
) -> None:
    copytree(real_package, tmp_path / "out")
    (tmp_path / "out/data/old.csv").write_text("of the version before\n", encoding="utf-8")
    before = hash_tree(tmp_path / "out")
    command = [sys.executable, "-m", "build_scripts", "package", "--output", str(tmp_path / "out")]
    moments: dict[str, Callable[[], bool]] = {
        "reading": lambda: any(tmp_path.glob(".out.new-*/work")),
        "writing": lambda: any(tmp_path.glob(".out.new-*/new/data/*.csv")),
        "validating": lambda: any(tmp_path.glob(".out.new-*/new/datapackage.json")),
    }
    for moment, is_there in moments.items():
        for left in tmp_path.glob(".out.new-*"):
            rmtree(left)
        with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as run:
            wait_for(is_there)
            run.send_signal(signal.SIGKILL)
        assert run.returncode == -signal.SIGKILL, moment
        assert hash_tree(tmp_path / "out") == before, moment
        assert len(list(tmp_path.glob(".out.new-*"))) == 1, moment
    make_package(REAL, tmp_path / "out")
    assert hash_tree(tmp_path / "out") == hash_tree(real_package)
    assert sorted(os.listdir(tmp_path)) == ["out"]


def test_output_that_holds_the_reports_is_refused(tmp_path: Path) -> None:
    copy_real(tmp_path / "reports", (WEIHUI,))
    with pytest.raises(FilesError, match="must lie apart"):
        make_package(tmp_path / "reports", tmp_path)


def test_a_folder_without_reports_does_not_replace_a_package(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(pipeline.NotPublished, match="holds no report file"):
        make_package(tmp_path / "empty", tmp_path / "out")
    assert os.listdir(tmp_path) == ["empty"]


def test_a_worker_that_dies_is_said() -> None:
    with pytest.raises(WorkerDied, match="--jobs 1"):
        list(run_tasks(die_at_two, None, [1, 2, 3], jobs=2))


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_workers_work_however_they_are_started(method: str) -> None:
    """`forkserver` is what Python 3.14 does on Linux unless told otherwise."""
    code = (
        "import multiprocessing, operator; from build_scripts.packaging.pool import run_tasks;"
        f" multiprocessing.set_start_method({method!r}); print(*run_tasks(operator.add, 1, [2, 3, 4], jobs=2))"
    )
    made = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert made.stdout.split() == ["3", "4", "5"], made.stderr


@pytest.mark.parametrize("jobs", [1, 2, 3])
@pytest.mark.parametrize("tasks", [[2], [2, 1], [1, 2, 3, 4, 5, 6], [3, 2, 2, 5]])
def test_a_task_that_kills_its_worker_costs_nothing_but_itself(tasks: list[int], jobs: int) -> None:
    found = list(run_apart(die_at_two, None, tasks, jobs, lambda task, _: -task))
    assert found == [-task if task == 2 else task for task in tasks]


def test_a_file_that_kills_its_reader_is_withheld_and_the_others_are_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By one worker, as a small collection is read; `run_apart` is tried with several above."""
    sound = handed_in.read_report

    def die_of_zhengwu(source_file: str, *rest: object) -> object:
        if "zhengwu" in source_file:
            os.kill(os.getpid(), signal.SIGKILL)
        return sound(source_file, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(handed_in, "read_report", die_of_zhengwu)
    result = make_package(REAL, tmp_path / "out")
    assert (result.reports, result.files) == (4, 5)
    told = [(finding.code, finding.source_file) for finding in result.findings if not finding.report_id]
    assert told == [("reader-died", result.withheld[0])]


# Bad input: each a finding with file and line in both languages, the others published.


def plant_text(text: str) -> Callable[[Path], None]:
    return lambda path: path.write_text(text, encoding="utf-8") and None


def plant_bytes(data: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(data) and None


def plant_sidecar(text: str) -> Callable[[Path], None]:
    def plant(path: Path) -> None:
        path.write_bytes((REAL / XINYANG).read_bytes())
        path.with_name(f"{path.name}.yml").write_text(text, encoding="utf-8")

    return plant


BAD: dict[str, tuple[Callable[[Path], None], tuple[str, str]]] = {
    "prose": (plant_text("今天天气很好，我们去公园散步。\n"), ("not-a-report", "")),
    "empty": (plant_bytes(b""), ("empty-file", "")),
    "blank": (plant_text("\ufeff \n\u3000\n"), ("empty-file", "")),
    "binary": (plant_bytes(b"\x7fELF\x02\x01\x01" + bytes(range(1, 32)) * 9), ("binary-file", "")),
    "picture": (plant_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64)), ("unsupported-format", "")),
    "encoding": (plant_bytes("一、总体情况".encode() + b"\xff\xff\xff"), ("unknown-encoding", "")),
    "key": (plant_sidecar("agency: 信阳市教育局\n\n# 注\nyaer: 2021\n"), ("sidecar-unknown-key", ".yml")),
    "value": (plant_sidecar("year: 二〇二一\n"), ("sidecar-bad-value", ".yml")),
    "yaml": (plant_sidecar("agency: [\n"), ("sidecar-unreadable", ".yml")),
}


class Mixed(NamedTuple):
    """What came of a folder of good and bad files: the package, its result, its findings."""

    package: Path
    result: pipeline.PackageResult
    findings: list[dict[str, str]]

    def list_places(self, code: str) -> list[tuple[str, str, str]]:
        """File, line and report of every finding of this code."""
        return [(row["source_file"], row["line"], row["report_id"]) for row in self.findings if row["code"] == code]


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Mixed:
    """One good report of each kind of trouble, and the trouble beside it, made a package once."""
    folder = tmp_path_factory.mktemp("mixed")
    reports = copy_real(folder / "reports", (WEIHUI, TWICE, REPLACED))
    (reports / "2099").mkdir()
    for name, (plant, _) in BAD.items():
        plant(reports / "2099" / f"{name}.txt")
    (reports / "2022.txt").write_bytes((REAL / WEIHUI).read_bytes())
    (reports / "again.txt").write_bytes((REAL / TWICE).read_bytes() + "\n更正版\n".encode())
    (reports / "new.txt").write_bytes((REAL / REPLACED).read_bytes() + "\n更正版\n".encode())
    (reports / "new.txt.yml").write_text(f"replaces: {REPLACED}\n", encoding="utf-8")
    (reports / "link.txt").symlink_to(REAL / XINYANG)
    (reports / "lost.txt.yml").write_text("year: 2021\n", encoding="utf-8")
    result = make_package(reports, folder / "out")
    return Mixed(folder / "out", result, read_rows(folder / "out/data/findings.csv"))


def test_bad_files_are_withheld_and_the_others_published(mixed: Mixed) -> None:
    bad = {f"2099/{name}.txt" for name in BAD} | {"2022.txt", TWICE, "again.txt", "link.txt", "lost.txt.yml"}
    assert mixed.result.withheld == tuple(sorted(bad))
    published = [row["source_file"] for row in read_rows(mixed.package / "data/reports.csv")]
    assert (sorted(published), mixed.result.reports) == (sorted((WEIHUI, "new.txt")), 2)


def test_bad_input_is_told_in_both_languages(mixed: Mixed) -> None:
    told = {(row["code"], row["source_file"]) for row in mixed.findings if row["severity"] == "error"}
    assert {(code, f"2099/{name}.txt{suffix}") for name, (_, (code, suffix)) in BAD.items()} - told == set()
    assert_told_in_both_languages(mixed.package)


def test_a_wrong_key_is_told_with_its_line(mixed: Mixed) -> None:
    assert mixed.list_places("sidecar-unknown-key") == [("2099/key.txt.yml", "4", "")]


def test_of_equal_bytes_the_first_path_is_published(mixed: Mixed) -> None:
    assert ("2022.txt", "", "") in mixed.list_places("duplicate-bytes")
    assert WEIHUI not in {file for file, *_ in mixed.list_places("duplicate-bytes")}


def test_of_two_reports_for_one_year_neither_is_published(mixed: Mixed) -> None:
    assert {file for file, *_ in mixed.list_places("two-reports-one-year")} == {TWICE, "again.txt"}


def test_a_report_that_replaces_another_stands_alone(mixed: Mixed) -> None:
    assert [(file, report) for file, _, report in mixed.list_places("replaced-report")] == [(REPLACED, "")]
    assert REPLACED not in mixed.result.withheld


def test_links_and_stray_sidecars_are_withheld_files(mixed: Mixed) -> None:
    assert [file for file, *_ in mixed.list_places("symbolic-link")] == ["link.txt"]
    assert [file for file, *_ in mixed.list_places("sidecar-without-report")] == ["lost.txt.yml"]


def test_a_package_may_be_without_reports_if_all_are_withheld(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.txt").write_bytes(b"")
    result = make_package(tmp_path / "reports", tmp_path / "out")
    assert (result.reports, result.withheld) == (0, ("a.txt",))
    assert list(iterate_reports(load_package(tmp_path / "out"))) == []


# What is written is what was read.


def test_a_loaded_package_holds_what_the_tables_hold(real_package: Path) -> None:
    package = load_package(real_package)
    records = list(iterate_reports(package))
    tables = {name: read_rows(real_package / "data" / f"{name}.csv") for name in
              ("reports", "sections", "disclosures", "applications", "remedies", "checks", "findings")}  # fmt: skip
    assert [dict(record.row) for record in records] == tables["reports"]
    for name in ("disclosures", "applications", "remedies"):
        rebuilt = [(r.row["report_id"], *cell) for r in records for cell in r.cells[name]]
        assert rebuilt == [tuple(row.values()) for row in tables[name]]
    for name, rows in {
        "sections": [(r.row["report_id"], *section) for r in records for section in r.sections],
        "checks": [(r.row["report_id"], *check) for r in records for check in r.checks],
    }.items():
        assert rows == [tuple(row.values()) for row in tables[name]]
    assert sorted(finding for r in records for finding in r.findings) == sorted(
        tuple(row.values()) for row in tables["findings"]
    )


def test_the_counts_of_a_report_are_those_of_its_cells(real_package: Path) -> None:
    for record in iterate_reports(load_package(real_package)):
        states = [cell.state for cells in record.cells.values() for cell in cells]
        for state in ("reported", "blank", "dash", "absent", "unreadable"):
            assert int(record.row[f"cells_{state}"]) == states.count(state)
        assert int(record.row["findings"]) == len(record.findings)
        assert all(
            (cell.value != "") == (cell.state == "reported") for cells in record.cells.values() for cell in cells
        )


def test_a_fault_of_the_reader_takes_one_report_with_it(tmp_path: Path) -> None:
    files, _ = list_reports(REAL)
    task = intake.ReadTask(files[:1], tmp_path / "kept")
    _, knowledge, _ = pipeline.load_knowledge(PROJECT)
    knowledge = replace(knowledge, codes=None)  # type: ignore[arg-type]  # a reader without code lists must fail
    (outcome,) = intake.read_batch(knowledge, task)
    assert [finding.code for finding in outcome.findings] == ["reader-failed"]
    assert outcome.read is None


def errors(package: Path) -> list[dict[str, str]]:
    return [row for row in read_rows(package / "data" / "findings.csv") if row["severity"] == "error"]


def assert_told_in_both_languages(package: Path) -> None:
    for row in errors(package):
        assert any("\u4e00" <= letter <= "\u9fff" for letter in row["message_zh"])
        assert row["message_en"]
        assert row["message_en"].isascii() or row["message_en"] != row["message_zh"]


def die_at_two(_: None, task: int) -> int:
    if task == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return task


def wait_for(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < end, "waited for a minute"
        time.sleep(0.002)


def test_a_text_in_utf8_with_lf_is_published_byte_for_byte_and_others_converted(tmp_path: Path) -> None:
    plain, ended, other = ((REAL / name).read_bytes().rstrip(b"\r\n") for name in REAL_FILES[:3])
    text = other.decode("utf-8").replace("\r\n", "\n")
    handed = {"a.txt": plain, "b.txt": ended + b"\n", "c.txt": text.replace("\n", "\r\n").encode("gb18030")}
    for name, data in handed.items():
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / name).write_bytes(data)
    make_package(tmp_path / "in", tmp_path / "out")
    records = {one.row["source_file"]: one for one in iterate_reports(load_package(tmp_path / "out"))}
    texts = {
        name: (tmp_path / "out/data/text" / f"{record.row['report_id']}.txt").read_bytes()
        for name, record in records.items()
    }
    assert texts == {**handed, "c.txt": text.encode()}
    assert {name: one.text.encode() for name, one in records.items()} == texts
    assert {name: one.text_sha256 == one.row["source_sha256"] for name, one in records.items()} == {
        "a.txt": True,
        "b.txt": True,
        "c.txt": False,
    }
