"""The commands as people call them: help, exit codes, what is said where."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from .commands import run
from .packages import REAL, REAL_FILES, ROOT, copy_real, hash_tree

COMMANDS = ("build", "package", "site", "check", "serve")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_in_both_languages(command: str) -> None:
    answer = run(command, "--help")
    assert answer.returncode == 0
    assert any("\u4e00" <= letter <= "\u9fff" for letter in answer.stdout)
    assert any(word.isascii() and word.islower() and len(word) > 3 for word in answer.stdout.split())


def test_help_lists_the_commands_and_the_exit_codes() -> None:
    """Started as people do; the other tests fork a process that has loaded the program."""
    command = [sys.executable, "-m", "build_scripts", "--help"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert said == run("--help").stdout
    assert [name for name in COMMANDS if f"  {name} " not in said] == []
    assert "退出码 / exit codes" in said


def test_check_of_many_files_ends_with_a_count(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    answer = run("check", REAL / REAL_FILES[0], tmp_path / "empty.txt", "--lang", "en")
    assert (answer.returncode, answer.stdout.splitlines()[-1]) == (1, "2 files: 1 fit to be published, 1 withheld")
    assert "files:" not in run("check", REAL / REAL_FILES[0], "--lang", "en").stdout


def test_check_lists_the_text_it_read_where_asked() -> None:
    said = run("check", "--text", REAL / REAL_FILES[0]).stdout
    printed = (REAL / REAL_FILES[0]).read_text(encoding="utf-8-sig").splitlines()
    number, line = next((n, text) for n, text in enumerate(printed, 1) if text.startswith("一、总体情况"))
    assert f"{number:>5}  {line}" in said.splitlines()


def test_well_is_0_and_says_where_the_time_went(tmp_path: Path) -> None:
    """A run that fails does not: `test_a_missing_folder_is_told_in_both_languages`."""
    answer = run("package", "--reports", REAL, "--output", tmp_path / "out")
    assert answer.returncode == 0
    assert answer.stderr.startswith("读取报告 / reading reports: 5 (")
    assert "收录 5 份报告 / 5 reports published" in answer.stdout
    assert "[#" not in answer.stderr, "a bar is for a terminal alone"
    said = answer.stderr.splitlines()
    head = next(at for at, line in enumerate(said) if re.match(r"用时 \d+\.\d 秒，处理器 \d+\.\d 秒 / took", line))
    rows = [line.split(maxsplit=3) for line in said[head + 2 :]]
    assert {"准备 / preparing", "验证数据包 / validating the package"} <= {row[3] for row in rows}
    assert 97 <= sum(int(row[1]) for row in rows) <= 103


def test_withheld_is_1_and_names_place_message_and_next_step_and_no_name_steers_the_terminal(tmp_path: Path) -> None:
    reports = copy_real(tmp_path / "reports", REAL_FILES[:1])
    (reports / "bad.txt").write_bytes((REAL / REAL_FILES[1]).read_bytes())
    (reports / "bad.txt.yml").write_text("# 注\nyaer: 2021\n", encoding="utf-8")
    (reports / "a\x1b[2J\nwell\u202e.txt").write_bytes(b"")
    answer = run("package", "--reports", reports, "--output", tmp_path / "out")
    assert answer.returncode == 1
    said = answer.stderr.splitlines()
    place = said.index(f"{reports}/bad.txt.yml:2: sidecar-unknown-key")
    assert said[place - 1] == f"未收录 / withheld: {reports}/bad.txt"
    assert said[place + 1].startswith("  不认识的键“yaer”")
    assert said[place + 2].startswith("    → ")
    assert said[place + 3].startswith("  Unknown key “yaer”")
    assert said[place + 4].startswith("    → ")
    assert "收录 1 份报告 / 1 reports published" in answer.stdout
    assert "未收录 2 个文件 / 2 files withheld" in answer.stdout
    assert "\x1b" not in answer.stderr
    assert "a\\x1b[2J\\x0awell\\u202e.txt: empty-file" in answer.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("package", "--output", "taken"),
        ("package", "--output", "file"),
        ("package", "--output", "new", "--reports", "gone"),
        ("package", "--output", "new", "--jobs", "0"),
        ("package", "--output", "new", "--colour", "red"),
        ("package", "--output", "file/below"),
        ("site", "--package", "gone", "--output", "new"),
        ("site", "--package", "taken", "--output", "new"),
        ("check",),
        ("frobnicate",),
    ],
)
def test_nothing_written_is_2_and_what_stood_stands(arguments: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "thesis.doc").write_text("x")
    (tmp_path / "file").write_text("x")
    before = hash_tree(tmp_path)
    answer = run(*arguments, folder=tmp_path)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.strip()
    assert "Traceback" not in answer.stderr
    assert (hash_tree(tmp_path), sorted(os.listdir(tmp_path))) == (before, ["file", "taken"])


def test_a_refused_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("x")
    answer = run("package", "--output", tmp_path)
    assert answer.returncode == 2
    assert f"{tmp_path}: 文件夹里有别的东西（没有 datapackage.json）" in answer.stderr


def test_progress_is_a_bar_on_a_terminal(tmp_path: Path) -> None:
    reader, writer = pty.openpty()
    command = [sys.executable, "-m", "build_scripts", "package", "--output", str(tmp_path / "out")]
    with subprocess.Popen(command, cwd=ROOT, stdout=writer, stderr=writer) as process:
        os.close(writer)
        seen = b"".join(iter(lambda: read_terminal(reader), b""))
    os.close(reader)
    assert process.returncode == 0
    assert "]  5/5" in seen.decode()
    assert "\n数据包 / package: " in seen.decode(), "what was made is on a line of its own"


def test_check_says_what_was_understood_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_bytes((REAL / REAL_FILES[2]).read_bytes())
    answer = run("check", "report.txt", folder=tmp_path)
    assert answer.returncode == 0
    assert answer.stdout.splitlines()[0] == "report.txt"
    assert "信阳市城市管理局" in answer.stdout
    assert os.listdir(tmp_path) == ["report.txt"]


def test_a_report_of_a_year_that_has_not_begun_is_refused_and_check_says_so_first(tmp_path: Path) -> None:
    reports = copy_real(tmp_path / "reports", REAL_FILES[:1])
    (reports / "far.txt").write_bytes((REAL / REAL_FILES[2]).read_bytes())
    (reports / "far.txt.yml").write_text("year: 2099\n", encoding="utf-8")
    answers = (
        run("check", "reports/far.txt", folder=tmp_path),
        run("package", "--reports", reports, "--output", "out", folder=tmp_path),
    )
    for answer in answers:
        assert answer.returncode == 1
        assert "报告年度是 2099 年，而数据版本的日期在" in answer.stdout + answer.stderr
    written = (tmp_path / "out/data/reports.csv").read_text(encoding="utf-8")
    assert "2099" not in written
    assert written.count("\n") == 2


def test_check_is_1_if_one_of_the_files_is_withheld(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_bytes((REAL / REAL_FILES[2]).read_bytes())
    (tmp_path / "empty.txt").write_bytes(b"")
    answer = run("check", "empty.txt", "report.txt", "--format", "json", "--lang", "en", folder=tmp_path)
    assert answer.returncode == 1
    assert len([json.loads(line) for line in answer.stdout.splitlines()]) == 2


def test_check_tells_each_path_that_cannot_be_read_and_goes_on(tmp_path: Path) -> None:
    report = (REAL / REAL_FILES[2]).read_bytes()
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_bytes(report)
    (tmp_path / "b.txt.yml").symlink_to("nowhere")
    (tmp_path / "link.txt").symlink_to("a.txt")
    (tmp_path / "folder").mkdir()
    names = ("a.txt", "gone.txt", "folder", "link.txt", "b.txt", "c.txt")
    answer = run("check", *names, "--format", "json", folder=tmp_path)
    told = [json.loads(line) for line in answer.stdout.splitlines()]
    assert [(one["source_file"], bool(one["report"])) for one in told] == [
        (name, name in ("a.txt", "c.txt")) for name in names
    ]
    assert [
        [(found["source_file"], found["code"]) for found in one["findings"]] for one in told if not one["report"]
    ] == [
        [("gone.txt", "file-missing")],
        [("folder", "folder-given")],
        [("link.txt", "symbolic-link")],
        [("b.txt.yml", "symbolic-link")],
    ]
    assert (answer.returncode, answer.stderr) == (1, "")


@pytest.mark.parametrize(("lang", "message"), [("zh", "  没有这个文件。"), ("en", "  There is no such file.")])
def test_check_is_2_if_nothing_could_be_read(lang: str, message: str, tmp_path: Path) -> None:
    answer = run("check", "gone.txt", "away.txt", "--lang", lang, folder=tmp_path)
    assert (answer.returncode, answer.stderr) == (2, "")
    assert answer.stdout.count("gone.txt: file-missing [") == 1
    assert answer.stdout.splitlines().count(message) == 2
    assert os.listdir(tmp_path) == []


def test_a_missing_folder_is_told_in_both_languages(tmp_path: Path) -> None:
    answer = run("package", "--reports", tmp_path / "gone", "--output", tmp_path / "out")
    assert answer.stderr.splitlines() == [
        "失败，什么也没有写出，原有的不变 / failed, nothing was written, what stood before still stands:",
        f"{tmp_path}/gone: 不存在 / No such file or directory",
    ]


def test_check_help_tells_its_own_exit_codes() -> None:
    said = run("check", "--help").stdout
    for code, words in ((0, "全部可以收录"), (1, "有文件不能收录"), (2, "没有一个文件打得开")):
        assert f"{code}  {words}" in said


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("well.txt",), 0),
        (("well.txt", "again.txt"), 0),
        (("empty.txt",), 1),
        (("broken.docx",), 1),
        (("picture.gif",), 1),
        (("sidecar.txt",), 1),
        (("well.txt", "broken.docx"), 1),
        (("well.txt", "gone.txt"), 1),
        (("broken.docx", "gone.txt"), 1),
        (("gone.txt",), 2),
        (("folder",), 2),
        (("gone.txt", "folder"), 2),
    ],
)
def test_the_exit_code_of_check(names: tuple[str, ...], code: int, tmp_path: Path) -> None:
    report = (REAL / REAL_FILES[2]).read_bytes()
    for name in ("well.txt", "again.txt", "sidecar.txt"):
        (tmp_path / name).write_bytes(report)
    (tmp_path / "sidecar.txt.yml").write_text("yaer: 2021\n", encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04" + bytes(26) + b"word/document.xml")
    (tmp_path / "picture.gif").write_bytes(b"GIF89a")
    (tmp_path / "folder").mkdir()
    answer = run("check", *names, folder=tmp_path)
    assert (answer.returncode, answer.stderr) == (code, "")


@pytest.mark.parametrize("name", ["a.yml", "a.yaml", "a.txt.yaml", "a.txt.YML"])
def test_check_tells_a_sidecar_under_a_wrong_name(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes((REAL / REAL_FILES[2]).read_bytes())
    (tmp_path / name).write_text("year: 2019\n", encoding="utf-8")
    answer = run("check", "a.txt", folder=tmp_path)
    assert answer.returncode == 1
    assert answer.stdout.splitlines()[-3:] == [
        f"{name}: sidecar-misnamed [错误]",
        "  这看来是 a.txt 的附注，但名字不对，没有读取；附注应当名为 a.txt.yml。",
        "  → 改名为 a.txt.yml；如果不是附注，移到别处。",
    ]
    said = run("check", f"{tmp_path}/a.txt", "--lang", "en", "--format", "github").stdout
    assert f"::error file={tmp_path}/{name},title=sidecar-misnamed::This looks like the sidecar of a.txt" in said


def test_a_sidecar_given_with_its_report_is_no_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes((REAL / REAL_FILES[2]).read_bytes())
    (tmp_path / "a.txt.yml").write_text("year: 2019\n", encoding="utf-8")
    answer = run("check", "a.txt", "a.txt.yml", "--format", "json", folder=tmp_path)
    assert answer.returncode == 0
    assert [json.loads(line)["report"]["year"] for line in answer.stdout.splitlines()] == [2019]


ODD = "张's 报告 (1) [终] $(touch x) `x` $HOME.txt"
MAKE = [
    pytest.param("{folder}/" + ODD, [ODD], id="one name as it stands"),
    pytest.param('b.txt "c d.txt"', None, id="below where we are"),
    pytest.param('{folder}/b.txt "{folder}/c d.txt"', ["b.txt", "c d.txt"], id="several, quoted"),
    pytest.param('"{folder}/' + ODD + '" {folder}/b.txt', [ODD, "b.txt"], id="several, one of them odd"),
    pytest.param("{folder}/?*.txt", ["b.txt", "c d.txt", ODD], id="a pattern"),
    pytest.param("{folder}/c *", ["c d.txt"], id="a pattern with a blank"),
    pytest.param("{folder}/it's.txt", ["it's.txt"], id="a quote in a name that is not there"),
]


@pytest.mark.parametrize(("given", "expected"), MAKE)
def test_make_check_takes_names_as_they_are(given: str, expected: list[str] | None, tmp_path: Path) -> None:
    for name in (ODD, "b.txt", "c d.txt"):
        (tmp_path / name).write_bytes(b"")
    answer = run_make(given.format(folder=tmp_path))
    told = [line.partition(": ")[0] for line in answer.stdout.splitlines() if ": empty-file [" in line]
    told += [line.partition(": ")[0] for line in answer.stdout.splitlines() if ": file-missing [" in line]
    assert told == (["b.txt", "c d.txt"] if expected is None else [f"{tmp_path}/{name}" for name in expected])
    assert sorted(os.listdir(tmp_path)) == sorted((ODD, "b.txt", "c d.txt"))
    assert answer.returncode == 2  # make's own code, whatever the command's


@pytest.mark.parametrize("given", ["", "  ", "''"])
def test_make_check_without_a_name_tells_how(given: str) -> None:
    answer = run_make(given)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "make check FILES=" in answer.stderr


def test_check_ends_quietly_when_nobody_listens(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "build_scripts", "check", str(tmp_path / "a.txt")]
    answer = subprocess.run(command, cwd=ROOT, stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writer)
    assert (answer.returncode, answer.stderr) == (2, "")


def run_make(files: str) -> subprocess.CompletedProcess[str]:
    """`make check FILES=…` in the project, with the environment as it stands."""
    command = ["make", "--no-print-directory", "-o", "environment", "check"]
    command += [f"PYTHON_VENV={sys.executable}", f"FILES={files}"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def read_terminal(descriptor: int) -> bytes:
    """What a terminal shows next; nothing when the program has closed it."""
    try:
        return os.read(descriptor, 65536)
    except OSError:
        return b""
