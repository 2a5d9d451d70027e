"""Where something may be written, nothing of a proposal is taken on trust: names, sizes, hashes, links, words."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from build_scripts.contributing.proposing.proposal import Stored, quote, write_manifest
from build_scripts.contributing.proposing.words import read_words
from build_scripts.packaging.sources import EXTENSIONS
from build_scripts.setup import take_proposal

from .packages import ROOT

SCRIPT = ROOT / "build_scripts/setup/take_proposal.py"
RUN = "https://github.com/octo-org/reports/actions/runs/42"
PLACED = "datapackage/reports/2023/410781-chengshiguanliju.txt"
FILES = (Stored(PLACED, b"report\n"), Stored(f"{PLACED}.yml", b"year: 2023\n"))
ANSWER = "## 读懂了 / understood\n\n- <code>a&#64;b&#35;1</code>: **可以收录** / **can be taken**<br>x &#124; y\n"


def take(*arguments: object) -> subprocess.CompletedProcess[str]:
    """How the script ends, and what it says."""
    said, code = io.StringIO(), 0
    with contextlib.redirect_stderr(said):
        try:
            take_proposal.main(list(map(str, arguments)))
        except SystemExit as ended:
            code = int(str(ended.code))
    return subprocess.CompletedProcess([], code, "", said.getvalue())


def test_the_script_needs_python_alone(tmp_path: Path) -> None:
    """As the workflow runs it: no library but Python's own, nothing of ours beside it."""
    command = [sys.executable, "-I", "-S", SCRIPT, "answer", pack(tmp_path), "12", RUN, tmp_path / "out"]
    subprocess.run(list(map(str, command)), check=True)
    assert (tmp_path / "out/comment.json").is_file()


def pack(folder: Path, files: tuple[Stored, ...] = FILES, state: str = "ready", answer: str = ANSWER) -> Path:
    artifact = folder / "artifact"
    (artifact / "files").mkdir(parents=True)
    (artifact / "proposal.json").write_text(write_manifest(12, state, files), encoding="utf-8")
    (artifact / "answer.md").write_text(answer, encoding="utf-8")
    for at, file in enumerate(files, start=1):
        (artifact / f"files/{at:04}").write_bytes(file.data)
    for name in ("out", "tree"):
        (folder / name).mkdir(exist_ok=True)
    return artifact


def place(folder: Path, artifact: Path) -> subprocess.CompletedProcess[str]:
    return take("files", artifact, 12, RUN, folder / "out", folder / "tree", "proposal/issue-12")


def test_a_proposal_is_placed_and_told(tmp_path: Path) -> None:
    answer = place(tmp_path, pack(tmp_path))
    assert (answer.returncode, answer.stderr) == (0, "")
    assert {path: (tmp_path / "tree" / path).read_bytes() for path, _ in FILES} == dict(FILES)
    assert (tmp_path / "out/paths").read_bytes() == f"{PLACED}\0{PLACED}.yml\0".encode()
    pull = json.loads((tmp_path / "out/pull.json").read_text(encoding="utf-8"))
    assert pull["title"] == "reports: 2023 410781-chengshiguanliju"
    assert (pull["head"], pull["base"]) == ("proposal/issue-12", "main")
    assert "Closes #12" in pull["body"]
    assert "请关闭再重新打开这个合并请求" in pull["body"]
    assert "close and reopen the pull request." in pull["body"]
    assert pull["body"].count("Approve workflows to run") == 2
    assert ANSWER.strip() in pull["body"]


def test_the_comment_bears_our_mark_the_words_and_where_the_whole_is(tmp_path: Path) -> None:
    artifact = pack(tmp_path, state="nothing", files=())
    assert take("answer", artifact, 12, RUN, tmp_path / "out").returncode == 0
    body = json.loads((tmp_path / "out/comment.json").read_text(encoding="utf-8"))["body"]
    assert body.startswith("<!-- proposal-answer -->\n## 读懂了")
    assert f"]({RUN})" in body
    assert "请不要写身份证号、手机号" in body


@pytest.mark.parametrize(
    "path",
    [
        "README.md",
        ".github/workflows/x.yml",
        "datapackage/reports/../../Makefile.txt",
        "/datapackage/reports/2023/410781-a.txt",
        "datapackage/reports/2023/410781-a.py",
        "datapackage/reports/2023/410781-a.txt.yml.yml",
        "datapackage/reports/2023/410781-a.txt\n",
        "datapackage/reports/2023/410781-a/b.txt",
        "datapackage/reports/2023/.410781-a.txt",
        "datapackage/reports/2023/410781-a'\"$(id).txt",
        "datapackage/reports/2023/410781-" + "a" * 300 + "/x",
        "datapackage/codelists/forms.csv",
    ],
)
def test_a_name_that_add_does_not_give_is_refused(path: str, tmp_path: Path) -> None:
    answer = place(tmp_path, pack(tmp_path, (Stored(path, b"x"),)))
    assert answer.returncode == 2
    assert "no place for a report" in answer.stderr
    assert list((tmp_path / "tree").rglob("*")) == []


def test_every_name_that_add_gives_is_taken(tmp_path: Path) -> None:
    names = [f"datapackage/reports/2023/410781-ju-{at}.{ext}" for at, ext in enumerate(sorted(EXTENSIONS), start=2)]
    answer = place(tmp_path, pack(tmp_path, tuple(Stored(name, b"x") for name in names)))
    assert (answer.returncode, answer.stderr) == (0, "")


def swap(key: str, value: object) -> Callable[[Path], None]:
    def change(artifact: Path) -> None:
        told: dict[str, Any] = json.loads((artifact / "proposal.json").read_text(encoding="utf-8"))
        (told if key in told else told["files"][0])[key] = value
        (artifact / "proposal.json").write_text(json.dumps(told), encoding="utf-8")

    return change


def link(name: str, target: Path) -> Callable[[Path], None]:
    def change(artifact: Path) -> None:
        (artifact / name).unlink()
        (artifact / name).symlink_to(target)

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (swap("issue", 13), "not about this issue"),
        (swap("issue", True), "not about this issue"),
        (swap("state", "blocked"), "state blocked"),
        (swap("state", "x"), "no such state"),
        (swap("files", []), "0 files"),
        (swap("files", [{}] * 13), "too many files"),
        (swap("stored", "../0001"), "stored elsewhere"),
        (swap("sha256", "0" * 64), "other bytes"),
        (swap("size", 8), "other bytes"),
        (swap("path", f"{PLACED}.yml"), "the same path twice"),
        (swap("path", "datapackage/reports/2022/410781-a.txt"), "a sidecar without its report"),
        (swap("more", 1), "other keys"),
        (link("files/0001", ROOT / "README.md"), "0001"),
        (link("proposal.json", ROOT / "README.md"), "proposal.json"),
        (lambda artifact: (artifact / "proposal.json").write_text("[" * 9000), "not JSON"),
        (lambda artifact: (artifact / "proposal.json").write_text(" " * 20_001), "too large"),
        (lambda artifact: (artifact / "files/0002").unlink(), "0002"),
    ],
)
def test_a_proposal_that_is_not_as_it_says_is_refused(
    change: Callable[[Path], None], said: str, tmp_path: Path
) -> None:
    artifact = pack(tmp_path)
    change(artifact)
    answer = place(tmp_path, artifact)
    assert answer.returncode == 2
    assert said in answer.stderr
    assert list((tmp_path / "tree").rglob("*")) == []


def test_what_stands_there_is_never_written_over_nor_reached_through_a_link(tmp_path: Path) -> None:
    artifact = pack(tmp_path)
    target = tmp_path / "tree" / PLACED
    target.parent.mkdir(parents=True)
    target.write_bytes(b"old")
    assert place(tmp_path, artifact).returncode == 2
    assert target.read_bytes() == b"old"
    target.unlink()
    target.parent.rmdir()
    (tmp_path / "elsewhere").mkdir()
    target.parent.symlink_to(tmp_path / "elsewhere")
    assert "through a link" in place(tmp_path, artifact).stderr
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize(
    "words",
    [
        "@octocat",
        "&#64;octocat",
        "&commat;octocat",
        "closes #1",
        "closes # 1",
        "fixes GH-3",
        "closes https://github.com/octo-org/reports/issues/1",
        "www.example.org",
        "![x](y)",
        "[x](javascript:x)",
        "[x]: y",
        "[x][y]",
        "<img src=x>",
        "<script>",
        "<code>x",
        "<code><b>@octocat</b></code>",
        "<!-- proposal-answer -->",
        "fixes gh-12",
        "<code>![x](https://example.org/p.png)</code>",
        "<code>[x](https://example.org)</code>",
        "<code>\n\n@octocat closes #1\n\n</code>",
        "<code>a`b</code>",
        "```\nx\n```",
        "<details><summary>x</summary>",
        "a\u202eb",
        "<code>a\x00b</code>",
    ],
)
def test_words_that_mean_more_than_words_are_not_said(words: str, tmp_path: Path) -> None:
    artifact = pack(tmp_path, answer=ANSWER + words)
    assert place(tmp_path, artifact).returncode == 2
    answer = take("answer", artifact, 12, RUN, tmp_path / "out")
    body = json.loads((tmp_path / "out/comment.json").read_text(encoding="utf-8"))["body"]
    assert answer.returncode == 0
    assert "检查没有跑完" in body
    assert words not in body.replace("<!-- proposal-answer -->\n", "", 1).replace(f"({RUN})", "")


def test_all_our_own_words_may_be_said(tmp_path: Path) -> None:
    said = "\n".join(f"- {zh}<br>\n  {en}" for zh, en in read_words().values())
    assert place(tmp_path, pack(tmp_path, answer=said)).returncode == 0


def test_whatever_is_quoted_may_be_said(tmp_path: Path) -> None:
    hostile = "</code>@octocat closes #1 https://x ![a](b) `$(id)` ::error:: <img> &#64; \u202e\x1b[2J\n# x"
    assert place(tmp_path, pack(tmp_path, answer=f"- {quote(hostile)}\n")).returncode == 0


def test_without_an_artifact_the_issue_is_told_that_the_check_was_cut_short(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert take("answer", tmp_path / "none", 12, RUN, tmp_path / "out").returncode == 0
    assert "检查没有跑完" in json.loads((tmp_path / "out/comment.json").read_text(encoding="utf-8"))["body"]


@pytest.mark.parametrize("arguments", [["12; id", RUN], ["0", RUN], ["12", "javascript:x"], ["12", f"{RUN}) @x"]])
def test_an_argument_that_is_none_is_refused_and_says_no_command(arguments: list[str], tmp_path: Path) -> None:
    answer = take("answer", pack(tmp_path), *arguments, tmp_path / "out")
    assert answer.returncode == 2
    assert not [line for line in answer.stderr.split("\n") if line.startswith("::")]


def test_a_pull_request_of_many_reports_has_a_short_title(tmp_path: Path) -> None:
    files = tuple(Stored(f"datapackage/reports/2023/41078{n}-chengshiguanliju.txt", b"x") for n in range(5))
    assert place(tmp_path, pack(tmp_path, files)).returncode == 0
    assert (tmp_path / "out/message").read_text().split("\n")[0] == "reports: issue 12, 5 reports"
    assert hashlib.sha256(b"x").hexdigest() in write_manifest(12, "ready", files)
