"""The hands on the disk: what is taken for a report, and how an output folder is replaced as a whole."""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from build_scripts.files import (
    FilesError,
    append_bytes,
    begin_sync,
    check_apart,
    find_misnamed,
    find_refusal,
    iterate_csv,
    list_reports,
    name_input,
    read_data_version,
    read_input,
    read_rows,
    stage_output,
    staging,
)
from build_scripts.files.staging import FEW

MARKER = "mark.json"


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder whose parents are open to everybody, unlike those of tmp_path."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


# What is taken for a report.


def test_reports_are_listed_by_code_point_with_their_sidecars(tmp_path: Path) -> None:
    fill(tmp_path, "b.txt", "a/z.md", "a/é.txt", "a/B.txt", "甲.txt", "a/z.md.yml", "B/q.pdf")
    reports, findings = list_reports(tmp_path)
    assert [report.source_file for report in reports] == ["B/q.pdf", "a/B.txt", "a/z.md", "a/é.txt", "b.txt", "甲.txt"]
    assert [report.source_file for report in reports if report.sidecar] == ["a/z.md"]
    assert findings == ()


def test_hidden_files_and_readmes_are_left_out(tmp_path: Path) -> None:
    fill(tmp_path, ".hidden.txt", ".git/x.txt", "README.md", "sub/readme", "Thumbs.db", "readme-2021.txt")
    reports, findings = list_reports(tmp_path)
    assert ([report.source_file for report in reports], findings) == (["readme-2021.txt"], ())


def test_a_sidecar_without_its_report_is_a_finding(tmp_path: Path) -> None:
    fill(tmp_path, "2021/a.txt.yml", "2021/b.txt", "2021/b.txt.yml", "c.yml")
    assert codes(tmp_path) == [("sidecar-without-report", "2021/a.txt.yml"), ("sidecar-without-report", "c.yml")]


def test_a_sidecar_under_a_wrong_name_is_a_finding_and_no_report(tmp_path: Path) -> None:
    fill(tmp_path, "1/a.txt", "1/a.yml", "1/b.txt", "1/b.txt.yaml", "1/c", "1/c.txt", "1/c.yml", "2/a.yml", "2/d.yaml")
    reports, findings = list_reports(tmp_path)
    told = [(one.code, one.source_file, dict(one.details).get("expected")) for one in findings]
    assert told == [
        ("sidecar-without-report", "2/a.yml", "2/a"),
        ("sidecar-misnamed", "1/a.yml", "a.txt.yml"),
        ("sidecar-misnamed", "1/b.txt.yaml", "b.txt.yml"),
        ("sidecar-not-read", "1/a.txt", None),
        ("sidecar-not-read", "1/b.txt", None),
    ]
    names = ["1/c", "1/c.txt", "2/d.yaml"]
    assert [(one.source_file, one.sidecar is not None) for one in reports] == [(name, name == "1/c") for name in names]


def test_a_report_is_not_taken_without_its_sidecar(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", "b.txt", "c.txt", "c.txt.yml", "d.txt", "D.txt.yml", "elsewhere.yml")
    (tmp_path / "a.txt.yml").symlink_to("elsewhere.yml")
    os.mkfifo(tmp_path / "b.yml")
    assert [report.source_file for report in list_reports(tmp_path)[0]] == ["c.txt"]
    found = [(code, name) for code, name in codes(tmp_path) if code == "sidecar-not-read"]
    assert found == [("sidecar-not-read", name) for name in ("a.txt", "b.txt", "d.txt")]


def test_the_sidecar_of_a_neighbour_is_not_taken_for_a_misnamed_one(tmp_path: Path) -> None:
    fill(tmp_path, "c", "c.txt", "c.yml", "a.txt", "a.txt.yml")
    assert [find_misnamed(tmp_path / name, name) for name in ("c", "c.txt", "a.txt")] == [(), (), ()]


def test_links_and_special_files_are_findings_and_never_followed(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    fill(tmp_path, "secret.txt", "reports/good.txt", "outside/x.txt")
    (reports / "link.txt").symlink_to(tmp_path / "secret.txt")
    (reports / "inside.txt").symlink_to(reports / "good.txt")
    (reports / "folder").symlink_to(tmp_path / "outside")
    (reports / "broken.txt").symlink_to("nowhere")
    os.mkfifo(reports / "pipe.txt")
    assert [report.source_file for report in list_reports(reports)[0]] == ["good.txt"]
    assert codes(reports) == [
        ("symbolic-link", "broken.txt"),
        ("symbolic-link", "folder"),
        ("symbolic-link", "inside.txt"),
        ("symbolic-link", "link.txt"),
        ("not-a-file", "pipe.txt"),
    ]


def test_a_name_that_is_no_utf8_is_a_finding_that_can_be_written(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xd0\xc5.txt")).write_bytes(b"x")
    assert codes(tmp_path) == [("file-name-unusable", "\\xd0\\xc5.txt")]


def test_a_file_that_cannot_be_opened_is_a_finding(public: Path) -> None:
    fill(public, "a.txt", "b.txt", "closed/c.txt")
    (public / "a.txt").chmod(0)
    (public / "closed").chmod(0)
    with as_nobody():
        found = codes(public)
    (public / "closed").chmod(0o755)
    assert found == [("file-unreadable", "a.txt"), ("file-unreadable", "closed")]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(FilesError, match="gone: 不存在 / No such file"):
        list_reports(tmp_path / "gone")


def test_a_path_that_is_no_file_is_told_for_what_it_is(tmp_path: Path, public: Path) -> None:
    fill(tmp_path, "good.txt")
    (tmp_path / "link.txt").symlink_to(tmp_path / "good.txt")
    (tmp_path / "loop").symlink_to("loop")
    os.mkfifo(tmp_path / "pipe.txt")
    told = {
        name: find_refusal(tmp_path / name)
        for name in ("good.txt", "gone.txt", "good.txt/x", "link.txt", "loop/x", "pipe.txt", ".", "a" * 300)
    }
    assert told == {
        "good.txt": "",
        "gone.txt": "file-missing",
        "good.txt/x": "file-missing",
        "link.txt": "symbolic-link",
        "loop/x": "file-unreadable",
        "pipe.txt": "not-a-file",
        ".": "folder-given",
        "a" * 300: "file-unreadable",
    }
    fill(public, "closed.txt")
    (public / "closed.txt").chmod(0)
    with as_nobody():
        assert find_refusal(public / "closed.txt") == "file-unreadable"


def test_a_link_put_in_the_place_of_a_file_is_not_read(tmp_path: Path) -> None:
    fill(tmp_path, "secret.txt")
    (tmp_path / "a.txt").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(FilesError, match=r"a\.txt"):
        read_input(tmp_path / "a.txt")


def test_a_file_outside_is_named_as_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, "reports/2021/a.txt", "reports/2021/a.txt.yml", "here/b.txt", "else/c.txt")
    monkeypatch.chdir(tmp_path / "here")
    inside = name_input(tmp_path / "reports/2021/a.txt", tmp_path / "reports")
    assert (inside.source_file, inside.sidecar is not None) == ("2021/a.txt", True)
    assert name_input(Path("b.txt"), tmp_path / "reports").source_file == "b.txt"
    assert name_input(Path("../else/c.txt"), tmp_path / "reports").source_file == "../else/c.txt"


# Hand-kept files.


@pytest.mark.parametrize(
    ("text", "version"),
    [
        (
            "# Changes\n\n## Data\n\nwords\n\n### 2026.11.2 - 2026-11-09\n- x\n### 2026.11.1\n\n## Code\n### 0.1.0\n",
            ("2026.11.2", "2026-11-09"),
        ),
        ("## Code\n### 9.9\n## 数据 / Data\n### [2026.1.1] — 2026-01-05\n", ("2026.1.1", "2026-01-05")),
    ],
)
def test_the_data_version_is_the_newest_heading_under_data(tmp_path: Path, text: str, version: tuple[str, str]) -> None:
    (tmp_path / "CHANGELOG.md").write_text(text, encoding="utf-8")
    assert read_data_version(tmp_path / "CHANGELOG.md") == version


@pytest.mark.parametrize("text", ["", "## Data\n\n## Code\n### 1.0\n", "## Code\n### 1.0\n"])
def test_a_changelog_without_data_version_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / "CHANGELOG.md").write_text(text, encoding="utf-8")
    with pytest.raises(FilesError, match=r"CHANGELOG\.md: no version heading"):
        read_data_version(tmp_path / "CHANGELOG.md")


@pytest.mark.parametrize("heading", ["2026.11.2", "2026.11.2 - 2026-13-01", "2026.11.2 - 11 November"])
def test_a_data_version_without_its_day_is_said(tmp_path: Path, heading: str) -> None:
    (tmp_path / "CHANGELOG.md").write_text(f"## Data\n### {heading}\n\n2026-11-02\n", encoding="utf-8")
    with pytest.raises(FilesError, match=r"CHANGELOG\.md: .*“### 2026\.11\.2 - YYYY-MM-DD”"):
        read_data_version(tmp_path / "CHANGELOG.md")


def test_a_long_field_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(f'a\n"{"长" * 300_000}"\n', encoding="utf-8")
    assert len(list(iterate_csv(tmp_path / "t.csv"))[1][0]) == 300_000


def test_a_row_of_another_width_is_said(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,b\n1,2\n1,2,3\n", encoding="utf-8")
    with pytest.raises(FilesError, match=r"t\.csv: record 3 has 3 fields, the head has 2"):
        read_rows(tmp_path / "t.csv")


# Replaced as a whole.


def test_a_new_output_takes_the_place_of_the_old_and_leaves_nothing_else(tmp_path: Path) -> None:
    write_version(tmp_path / "out", "1")
    write_version(tmp_path / "out", "2")
    assert ((tmp_path / "out" / MARKER).read_text(), os.listdir(tmp_path)) == ("2", ["out"])


def test_an_old_version_of_many_files_is_removed_beside_the_next_run(tmp_path: Path) -> None:
    output = tmp_path / "site"
    for version in ("old", "new"):
        with stage_output(output, "marker") as stage:
            (stage.output / "marker").write_text(version)
            for number in range(FEW + 1):
                (stage.output / f"{number}.txt").touch()
    assert (output / "marker").read_text() == "new"
    for left in tmp_path.glob(".site.new-*"):
        with suppress(FileNotFoundError):
            lock = os.open(left, os.O_RDONLY)
            fcntl.flock(lock, fcntl.LOCK_EX)  # held by who removes it
            os.close(lock)
    assert list(tmp_path.iterdir()) == [output]


def test_an_old_version_of_many_files_may_be_kept_as_a_spare_in_the_place_of_the_one_before(tmp_path: Path) -> None:
    output, spare = tmp_path / "out", tmp_path / "cache" / "spare"
    for version in ("1", "2", "3"):
        with stage_output(output, MARKER, spare, few=1) as stage:
            (stage.output / MARKER).write_text(version)
            (stage.output / "more").touch()
    assert ((output / MARKER).read_text(), (spare / MARKER).read_text()) == ("3", "2")
    with stage_output(output, MARKER, spare) as stage:
        (stage.output / MARKER).write_text("4")
    assert (spare / MARKER).read_text() == "2", "few files are not worth it"
    assert sorted(os.listdir(tmp_path)) == ["cache", "out"]


def test_what_is_written_is_begun_to_be_brought_to_the_disk_by_the_systems_own_tool(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool, told = tmp_path / "sync", tmp_path / "told"
    tool.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {told}.new\n/bin/mv {told}.new {told}\n')
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    begin_sync(tmp_path / "-out")
    for _ in range(200):
        if told.exists():
            break
        time.sleep(0.05)
    assert told.read_text().split() == ["-f", "--", str(tmp_path / "-out")]


def test_where_there_is_no_such_tool_nothing_is_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    begin_sync(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_new_output_has_the_permissions_of_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_version(tmp_path / "out", "1")
    finally:
        os.umask(before)
    assert ((tmp_path / "out").stat().st_mode & 0o777, (tmp_path / "out" / MARKER).stat().st_mode & 0o777) == (
        0o750,
        0o640,
    )


def test_a_run_that_fails_leaves_the_old_output(tmp_path: Path) -> None:
    write_version(tmp_path / "out", "1")
    with pytest.raises(IsADirectoryError):
        write_version(tmp_path / "out", "2", also=".")
    assert ((tmp_path / "out" / MARKER).read_text(), os.listdir(tmp_path)) == ("1", ["out"])


def test_an_empty_folder_may_be_taken(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    write_version(tmp_path / "out", "1")
    assert (tmp_path / "out" / MARKER).read_text() == "1"


def test_a_folder_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    fill(tmp_path, "out/thesis.doc")
    with pytest.raises(FilesError, match=rf"{tmp_path / 'out'}: 文件夹里有别的东西.*holds other things"):
        write_version(tmp_path / "out", "1")
    assert (os.listdir(tmp_path / "out"), os.listdir(tmp_path)) == (["thesis.doc"], ["out"])


def test_a_file_is_left_alone(tmp_path: Path) -> None:
    fill(tmp_path, "out")
    with pytest.raises(FilesError, match="is not a folder"):
        write_version(tmp_path / "out", "1")


def test_a_linked_output_is_replaced_where_it_lies(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    write_version(tmp_path / "disk" / "real", "1")
    (tmp_path / "out").symlink_to(tmp_path / "disk" / "real")
    write_version(tmp_path / "out", "2")
    assert (tmp_path / "out").is_symlink()
    assert (tmp_path / "disk" / "real" / MARKER).read_text() == "2"


def test_a_read_only_parent_is_said_and_the_old_stands(public: Path) -> None:
    write_version(public / "out", "1")
    public.chmod(0o555)
    with as_nobody(), pytest.raises(FilesError, match=rf"{public}: 没有权限 / Permission denied"):
        write_version(public / "out", "2")
    public.chmod(0o755)
    assert ((public / "out" / MARKER).read_text(), os.listdir(public)) == ("1", ["out"])


def test_what_a_dead_run_left_is_removed_and_a_living_one_is_not(tmp_path: Path) -> None:
    fill(tmp_path, ".out.new-1-0/new/x", ".out.new-2-0/new/x", ".other.new-1-0/new/x")
    living = os.open(tmp_path / ".out.new-2-0", os.O_RDONLY)
    fcntl.flock(living, fcntl.LOCK_EX)
    write_version(tmp_path / "out", "1")
    os.close(living)
    assert sorted(os.listdir(tmp_path)) == [".other.new-1-0", ".out.new-2-0", "out"]


def test_runs_beside_one_another_leave_each_other_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each begins by removing what dead ones left; one that has just begun is none of these."""
    monkeypatch.setattr(staging, "_sync", lambda _: None)
    monkeypatch.setattr(staging, "_remove", lambda home: shutil.rmtree(home, ignore_errors=True))
    mkdir = Path.mkdir
    beside = tmp_path / "out"
    begun: list[Path] = []

    def make_and_wait(path: Path, *about: object, **more: object) -> None:
        mkdir(path, *about, **more)  # type: ignore[arg-type]
        if path.parent == tmp_path and path.name.startswith(".out.") and not begun:
            begun.append(path)
            with stage_output(beside, "m") as stage:  # a whole run while the first has only made its folder
                (stage.output / "m").write_bytes(b"second")

    monkeypatch.setattr(Path, "mkdir", make_and_wait)
    with stage_output(beside, "m") as stage:
        (stage.output / "m").write_bytes(b"first")
    assert begun
    assert (beside / "m").read_bytes() == b"first"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_that_a_killed_run_had_only_just_begun_is_removed(tmp_path: Path) -> None:
    (tmp_path / ".out.begun-1-0").mkdir()
    fill(tmp_path, ".out.begun-2-0/thesis.doc")
    write_version(tmp_path / "out", "1")
    assert sorted(os.listdir(tmp_path)) == [".out.begun-2-0", "out"], "what is not empty is none of ours"


def test_without_exchange_the_old_is_renamed_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    write_version(tmp_path / "out", "1")
    write_version(tmp_path / "out", "2")
    assert ((tmp_path / "out" / MARKER).read_text(), os.listdir(tmp_path)) == ("2", ["out"])


def test_an_old_version_left_aside_by_a_kill_is_put_back(tmp_path: Path) -> None:
    fill(tmp_path, f".out.new-1-0/old/{MARKER}", f".out.new-1-0/new/{MARKER}")
    with pytest.raises(RuntimeError, match="again"), stage_output(tmp_path / "out", MARKER):
        raise RuntimeError("again")
    assert ((tmp_path / "out" / MARKER).read_text(), os.listdir(tmp_path)) == (f".out.new-1-0/old/{MARKER}", ["out"])


@pytest.mark.parametrize(("output", "source"), [("a", "a"), ("a", "a/b"), ("a/b", "a"), ("a/../b", "b/c")])
def test_output_and_input_must_lie_apart(tmp_path: Path, output: str, source: str) -> None:
    with pytest.raises(FilesError, match="must lie apart"):
        check_apart(tmp_path / output, tmp_path / source)


def fill(folder: Path, *names: str) -> None:
    """Files of these names, each holding its name."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, encoding="utf-8")


def codes(folder: Path) -> list[tuple[str, str]]:
    return [(finding.code, finding.source_file) for finding in list_reports(folder)[1]]


def write_version(output: Path, version: str, also: str = "other") -> None:
    with stage_output(output, MARKER) as stage:
        (stage.output / MARKER).write_text(version)
        (stage.output / also).write_text("more")


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without the rights of root, for whom no file is closed."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        if user == 0:
            os.seteuid(0)


def test_bytes_are_put_behind_those_that_are_there(tmp_path: Path) -> None:
    for data in (b"one\n", b"", b"two\n"):
        append_bytes(tmp_path / "part.csv", data)
    assert (tmp_path / "part.csv").read_bytes() == b"one\ntwo\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_disk_that_fills_up_half_way_is_told_with_the_name_of_the_file() -> None:
    with pytest.raises(FilesError, match=r"^/dev/full: 磁盘已满"):
        append_bytes(Path("/dev/full"), b"two\n")
