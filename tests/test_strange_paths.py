"""Whatever lies where reports are read, where outputs are written or in a package of somebody else: nothing outside the
output is touched, what stood stays, and the message names the path."""

from __future__ import annotations

import errno
import json
import os
import resource
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree, rmtree

import pytest

from build_scripts import pipeline
from build_scripts.cli.commands import refuse_overlap
from build_scripts.cli.outcomes import NOTHING_WRITTEN, fail_softly
from build_scripts.cli.profiling import profiled
from build_scripts.contributing.proposing.asked import Asked
from build_scripts.contributing.proposing.inbox import write_inbox
from build_scripts.files import (
    PROJECT,
    FilesError,
    Ours,
    Stage,
    list_reports,
    place_new,
    put_file,
    stage_output,
    write_bytes,
)
from build_scripts.files.caches import hold_cache
from build_scripts.files.mirrors import LIST, check_away
from build_scripts.files.remote import open_folder
from build_scripts.packaging.load import load_package
from build_scripts.pipeline import PACKAGE, build_site
from build_scripts.release import DIST
from build_scripts.releasing.bundles import open_bundle
from tests.commands import run
from tests.packages import edit_table

NAMES = (
    *("A.txt", "a.txt", "café.txt", "cafe\u0301.txt", "2023.txt", "２０２３.txt", "CON", "nul.txt", "trail.", "trail "),
    *("a:b", "-rf", "[x].txt", "*.txt", "new\nline.txt", "esc\x1b[31m.txt", "\u202etxt.exe", "back\\slash", '"', " "),
    "x" * 255,
)
"""Names that some systems or programs take for others, or for something else than a name."""


# Where reports are read.


def test_every_name_a_disk_can_hold_is_a_file_of_its_own(tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / name).write_text(name, encoding="utf-8")
    found, refused = list_reports(tmp_path)
    assert [report.source_file for report in found] == sorted(NAMES)
    assert [report.path.read_text(encoding="utf-8") for report in found] == sorted(NAMES)
    assert refused == ()


def test_sockets_and_devices_are_never_opened(tmp_path: Path) -> None:
    place = tmp_path / "s"  # a socket's path has a hundred bytes at most
    here = Path.cwd()
    os.chdir(tmp_path)
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind("s")
    finally:
        os.chdir(here)
    assert place.is_socket()
    assert [(one.code, one.source_file) for one in list_reports(tmp_path)[1]] == [("not-a-file", "s")]


def test_folders_in_folders_end_where_the_system_has_no_name_for_them(tmp_path: Path) -> None:
    """As deep as Python may call itself, and deeper than a path may be long."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "a.txt").write_text("a", encoding="utf-8")
    folder = os.open(tmp_path / "deep", os.O_RDONLY)
    for name in ["d"] * 1100 + ["d" * 200] * 20:
        os.mkdir(name, dir_fd=folder)
        inner = os.open(name, os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = inner
    os.close(folder)
    try:
        found, refused = list_reports(tmp_path)
    finally:
        subprocess.run(["rm", "-rf", str(tmp_path / "deep")], check=True)
    assert [report.source_file for report in found] == ["a.txt"]
    assert [one.code for one in refused] == ["file-unreadable"]
    assert refused[0].source_file.startswith("deep/d/d/")


# Where outputs are written.


@contextmanager
def untouched(folder: Path) -> Iterator[None]:
    """Everything below the folder is after the block just what it was."""
    before = list_everything(folder)
    yield
    assert list_everything(folder) == before


def list_everything(folder: Path) -> dict[str, tuple[int, int, int, bytes]]:
    """Each thing below a folder: which it is, its mode, when it was changed last, its bytes."""
    found = {}
    for path in sorted((folder, *folder.rglob("*"))):
        told = path.lstat()
        data = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        found[str(path)] = (told.st_ino, told.st_mode, told.st_mtime_ns, data)
    return found


@pytest.mark.parametrize(
    ("kind", "files", "told"),
    [
        (PACKAGE, {"datapackage.json": '{"name": "my-own"}', "data/a.csv": "a"}, "datapackage.json 不是我们写的"),
        (PACKAGE, {"datapackage.json": '{"name": "disclosure-reports"}', "notes.md": "a"}, "notes.md"),
        (DIST, {"SHA256SUMS": "00  debian.iso\n", "debian.iso": "a"}, "SHA256SUMS 不是我们写的"),
        (
            DIST,
            {"SHA256SUMS": "00  disclosure-reports-1.zip\n", "disclosure-reports-1.zip": "", "thesis": ""},
            "thesis",
        ),
    ],
)
def test_a_folder_that_holds_anything_of_somebody_else_is_left_alone(
    tmp_path: Path, kind: Ours, files: dict[str, str], told: str
) -> None:
    for name, text in files.items():
        (tmp_path / "out" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "out" / name).write_text(text, encoding="utf-8")
    with untouched(tmp_path), pytest.raises(FilesError, match=f"{tmp_path}/out: .*{told}.* / .*left alone"):
        write(tmp_path / "out", kind)


@pytest.mark.parametrize("kind", [PACKAGE, DIST])
def test_what_file_managers_leave_in_an_output_of_ours_goes_with_it(tmp_path: Path, kind: Ours) -> None:
    write(tmp_path / "out", kind)
    (tmp_path / "out/.DS_Store").touch()
    write(tmp_path / "out", kind)
    assert os.listdir(tmp_path / "out") == [kind.marker]


@pytest.mark.parametrize("name", ["[x]", "*", "a?b", "-rf", "new\nline", "输出", "x" * 230])
def test_what_a_dead_run_left_is_removed_whatever_the_output_is_called(tmp_path: Path, name: str) -> None:
    (tmp_path / f".{name}.new-1-0/new").mkdir(parents=True)
    (tmp_path / f".{name}.begun-1-0").mkdir()
    write(tmp_path / name)
    assert os.listdir(tmp_path) == [name]


@pytest.mark.parametrize("left", [".out.new-thoughts/new/a", ".out.new-1-0/thesis.doc", ".x.new-1-0/new/a"])
def test_what_only_looks_like_that_is_left_alone(tmp_path: Path, left: str) -> None:
    (tmp_path / left).parent.mkdir(parents=True)
    (tmp_path / left).write_text("a", encoding="utf-8")
    write(tmp_path / "out")
    assert (tmp_path / left).read_text(encoding="utf-8") == "a"


def test_a_name_that_is_too_long_or_leads_in_a_circle_is_told(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "file").write_text("a", encoding="utf-8")
    for name, told in (("x" * 250, "名称太长"), ("loop", "绕成了圈|is not a folder"), ("file/out", "已经有同名的")):
        with untouched(tmp_path), pytest.raises(FilesError, match=f"{tmp_path}/({name}|file): .*({told})"):
            write(tmp_path / name)


@pytest.mark.parametrize("gone", ["new", "work", "."])
def test_a_version_of_which_a_part_was_removed_while_it_was_written_is_not_published(tmp_path: Path, gone: str) -> None:
    write(tmp_path / "out")

    def remove(stage: Stage) -> None:
        (stage.output / "first").touch()
        rmtree(stage.output.parent / gone)
        stage.output.mkdir(parents=True, exist_ok=True)
        stage.work.mkdir(parents=True, exist_ok=True)

    with untouched(tmp_path / "out"), pytest.raises(FilesError, match=r"被别的程序删掉了.* / was removed while"):
        write(tmp_path / "out", meanwhile=remove)
    assert os.listdir(tmp_path) == ["out"]


def test_where_the_folder_around_it_vanishes_that_is_told(tmp_path: Path) -> None:
    with pytest.raises(FilesError, match=f"{tmp_path}/around/.*被别的程序删掉了"):
        write(tmp_path / "around/out", meanwhile=lambda _: rmtree(tmp_path / "around"))
    assert not (tmp_path / "around/out").exists()


def test_a_disk_that_is_full_or_fails_at_the_last_moment_leaves_what_stood(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "out")

    class Full:
        """The system's library on a disk that fails."""

        def syncfs(self, _: int) -> int:
            return -1

    monkeypatch.setattr("build_scripts.files.staging.find_libc", Full)
    monkeypatch.setattr("ctypes.get_errno", lambda: errno.ENOSPC)
    with untouched(tmp_path / "out"), pytest.raises(FilesError, match=f"{tmp_path}/.*: 磁盘已满 / No space"):
        write(tmp_path / "out")
    assert os.listdir(tmp_path) == ["out"]


def test_no_output_takes_the_place_of_what_is_read_or_kept(tmp_path: Path, real_package: Path) -> None:
    for output, cache in ((tmp_path / "a", tmp_path / "a/cache"), (tmp_path / "cache/site", tmp_path / "cache")):
        with untouched(tmp_path), pytest.raises(FilesError, match="must lie apart"):
            build_site(real_package, output, lambda *_: None, cache=cache)
    for output in (PROJECT.reports, PROJECT.reports / "site", PROJECT.reports.parent):
        with pytest.raises(FilesError, match="must lie apart"):
            build_site(real_package, output, lambda *_: None)
        assert not (PROJECT.reports / "site").exists()
    with pytest.raises(FilesError, match="must lie apart"):
        refuse_overlap(tmp_path / "site/reports", tmp_path / "package", tmp_path / "site")


@pytest.mark.parametrize("thing", ["read-me.txt", "thesis.doc", "Ab"])
def test_a_cache_that_holds_anything_of_somebody_else_is_left_alone(tmp_path: Path, thing: str) -> None:
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / thing).write_text("a", encoding="utf-8")
    with untouched(tmp_path), pytest.raises(FilesError, match=f"{tmp_path}/package: .*{thing}"):
        hold_cache(tmp_path, "package").__enter__()


def test_one_file_that_is_asked_for_is_written_whole_into_a_regular_file_or_not_at_all(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    with untouched(tmp_path):
        for name in ("pipe", "folder", "loop"):
            with pytest.raises(FilesError, match=f"{tmp_path}/{name}: "):
                put_file(tmp_path / name, b"new")
    (tmp_path / "file").write_text("old", encoding="utf-8")
    (tmp_path / "link").symlink_to("file")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2, before[1]))
    try:
        with pytest.raises(FilesError, match=f"{tmp_path}/file: "):
            put_file(tmp_path / "link", b"longer than there is room")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (tmp_path / "file").read_text(encoding="utf-8") == "old"
    put_file(tmp_path / "link", b"new")
    assert ((tmp_path / "file").read_text(encoding="utf-8"), (tmp_path / "link").is_symlink()) == ("new", True)
    assert sorted(os.listdir(tmp_path)) == ["file", "folder", "link", "loop", "pipe"]


def test_the_commands_write_the_file_that_is_asked_for_by_that_hand(tmp_path: Path, real_package: Path) -> None:
    (tmp_path / "pipe").symlink_to("/dev/null")
    answer = run("diff", real_package, real_package, "--output", tmp_path / "pipe")
    assert (answer.returncode, os.readlink(tmp_path / "pipe")) == (2, "/dev/null")
    assert "/dev/null: 不是普通文件，不覆盖" in answer.stderr
    assert Path("/dev/null").is_char_device()


def test_what_was_begun_beside_a_file_by_a_run_that_died_is_removed(tmp_path: Path) -> None:
    (tmp_path / ".a.txt.1.new").write_text("half", encoding="utf-8")
    (tmp_path / ".a.txt.x.new").write_text("of somebody else", encoding="utf-8")
    place_new(tmp_path / "a.txt", b"whole", tmp_path)
    assert sorted(os.listdir(tmp_path)) == [".a.txt.x.new", "a.txt"]


def test_a_profile_is_written_by_the_hand_of_all_single_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FilesError, match=f"{tmp_path}/pipe: 不是普通文件"), profiled(tmp_path / "pipe"):
        pass
    assert os.listdir(tmp_path) == ["pipe"]


def test_a_folder_elsewhere_that_holds_anything_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    away, ours = open_folder(f"file://{tmp_path}/away"), b'{"name": "disclosure-reports"}'
    for files, told in (
        ({"datapackage.json": b'{"name": "my-own"}'}, "datapackage.json 不是我们写的"),
        ({"datapackage.json": ours, "data/a.csv": b"", "notes/a.md": b"a"}, "notes/a.md"),
        ({"datapackage.json": ours, LIST: b"", "thesis": b"a"}, "thesis"),
    ):
        for name, data in files.items():
            write_bytes(tmp_path / "away" / name, data)
        with untouched(tmp_path), pytest.raises(FilesError, match=f"{told}.* / .*left alone"):
            check_away(away, PACKAGE, away.list_sizes())
        rmtree(tmp_path / "away")


def test_a_disk_that_fills_up_in_a_library_is_told_with_the_path_and_no_fault_of_ours(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with fail_softly(NOTHING_WRITTEN) as outcome:
        raise OSError(errno.ENOSPC, "No space left on device", "icon.svg", None, "out/icon.svg")
    said = capsys.readouterr().err
    assert outcome.code == 2
    assert "out/icon.svg: 磁盘已满 / No space left on device" in said
    assert "Traceback" not in said


def test_what_an_issue_asks_for_is_put_into_no_folder_of_somebody_else(tmp_path: Path) -> None:
    (tmp_path / "asked.json").write_text('{"asking": 1}', encoding="utf-8")
    asked = Asked(7, "2026-11-22")
    with untouched(tmp_path), pytest.raises(FilesError, match=r"asked\.json 不是我们写的"):
        write_inbox(tmp_path, asked, [])
    (tmp_path / "asked.json").unlink()
    write_inbox(tmp_path, asked, [])
    write_inbox(tmp_path, asked, [])


# A package of somebody else.


@pytest.fixture
def package(tmp_path: Path, real_package: Path) -> Path:
    """A package to be spoilt."""
    return copytree(real_package, tmp_path / "package")


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        ("agencies", "410781-chengshiguanliju", "410781-/../../../../x"),
        ("reports", "410781-chengshiguanliju-2023", "410781-/../../../../etc/x-2023"),
        ("reports", ",2023,", ",2023/..,"),
        ("functions", "urban_management", "../urban"),
        ("agencies", ",county,", ",/etc,"),
        ("levels", "county", "a.b"),
    ],
)
def test_no_value_of_a_package_becomes_a_path_unless_it_is_a_plain_name(
    package: Path, table: str, old: str, new: str
) -> None:
    edit_table(package, table, old, new)
    with pytest.raises(FilesError, match=f"{package}/data/{table}.csv: .*不能用作名称，不采用 / is no name of ours"):
        load_package(package)


@pytest.mark.parametrize("version", ["../../x", "/etc", "2026..1", "a b"])
def test_no_version_becomes_a_path_unless_it_is_a_plain_name(package: Path, version: str) -> None:
    path = package / "datapackage.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "version": version}), encoding="utf-8")
    with pytest.raises(FilesError, match=r"datapackage\.json: version: .*is no name of ours"):
        load_package(package)


def test_no_path_that_a_package_tells_is_followed(package: Path) -> None:
    path = package / "datapackage.json"
    told = json.loads(path.read_text("utf-8"))
    for strange in ("/etc/passwd", "../x.csv", "https://example.org/a.csv"):
        (reports,) = (one for one in told["resources"] if one["name"] == "reports")
        reports["path"] = strange
        path.write_text(json.dumps(told), encoding="utf-8")
        with pytest.raises(FilesError, match="is no table of ours"), open_bundle(package):
            pass
        assert len(load_package(package).reports) == 5, "tables are found by their names alone"


def test_a_text_is_no_link_to_elsewhere(package: Path) -> None:
    text = package / "data/text/410781-chengshiguanliju-2023.txt"
    text.rename(package.parent / "secret.txt")
    text.symlink_to(package.parent / "secret.txt")
    with pytest.raises(FilesError, match=f"{text}: 不是普通文件，不采用"):
        load_package(package)


@pytest.mark.parametrize("name", ["datapackage.json", "data/agencies.csv", "data/findings.csv", "data/cells.csv"])
def test_a_pipe_in_a_package_keeps_nobody_waiting(package: Path, name: str) -> None:
    table = package / (name if name != "data/cells.csv" else "data/sections.csv")
    table.unlink()
    os.mkfifo(table)
    with pytest.raises(FilesError, match=f"{table}: 不是普通文件"):
        for _ in pipeline_reports(package):
            pass
    with pytest.raises(FilesError), open_bundle(package):
        pass
    with pytest.raises(FilesError, match="不是普通文件"), open_bundle(table):
        pass


def pipeline_reports(package: Path) -> Iterator[object]:
    """Every report, as a site asks for them."""
    from build_scripts.packaging.load import iterate_reports

    return iterate_reports(load_package(package))


def write(output: Path, kind: Ours | None = None, meanwhile: Callable[[Stage], object] = lambda _: None) -> None:
    """An output of this kind."""
    with stage_output(output, kind or "m") as stage:
        meanwhile(stage)
        write_bytes(stage.output / (kind.marker if kind else "m"), kind.sign if kind else b"")


def test_the_kinds_know_what_the_commands_write(tmp_path: Path, real_package: Path) -> None:
    copytree(real_package, tmp_path / "out")
    with stage_output(tmp_path / "out", PACKAGE) as stage:
        (stage.output / PACKAGE.marker).touch()
    assert os.listdir(tmp_path / "out") == [pipeline.PACKAGE_MARKER]
