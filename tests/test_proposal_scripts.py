"""The scripts of the workflow `proposal`, with a program in the place of gh and a repository of files beside them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from build_scripts.contributing.proposing.proposal import Stored, write_manifest
from build_scripts.contributing.proposing.words import read_words

from .packages import COMPILING, ROOT
from .proposals import REPORT, make_project, read_recorded, write_event

SCRIPTS = ("answer_issue.sh", "propose_change.sh", "take_proposal.py")
RUN = "https://github.com/octo-org/reports/actions/runs/42"
PLACED = "datapackage/reports/2023/410781-chengshiguanliju.txt"
BRANCH = "refs/heads/proposal/issue-12"
COMMENTS = "repos/octo-org/reports/issues/12/comments"
PULLS = "repos/octo-org/reports/pulls"
# Answers what the file named after its endpoint holds, and writes down what it was asked and given.
GH = """#!/usr/bin/env -S python3 -I -S
import json, os, sys, urllib.parse
folder, words = os.environ["STAND_IN"], sys.argv[1:]
given = open(words[words.index("--input") + 1]).read() if "--input" in words else ""
with open(os.path.join(folder, "asked"), "a") as asked:
    asked.write(json.dumps([words, given]) + "\\n")
if words[0] == "api":
    method = words[words.index("--method") + 1] if "--method" in words else "GET"
    endpoint = next(one for one in words[1:] if one.startswith("repos/"))
    answer = os.path.join(folder, urllib.parse.quote(method + " " + endpoint, safe=""))
    if method == "GET" or os.path.exists(answer):
        sys.stdout.write(open(answer).read())
    if os.path.exists(answer + ".fails"):
        sys.exit(1)
"""


def git(folder: Path, *words: str) -> str:
    command = ["git", "-c", "user.name=t", "-c", "user.email=t@localhost", *words]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


class Place:
    """A clone with the scripts, the repository it was cloned from, and what gh answers."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clone, self.origin = folder, folder / "clone", folder / "host/octo-org/reports.git"
        self.answer("GET repos/octo-org/reports/collaborators/hubot/permission", "write\n")
        self.answer(f"GET {PULLS}?state=open&head=octo-org:proposal/issue-12", "")
        self.answer(f"GET {COMMENTS}", "")

    def answer(self, asked: str, said: str, fails: bool = False) -> None:
        from urllib.parse import quote

        name = self.folder / quote(asked, safe="")
        name.write_text(said, encoding="utf-8")
        name.with_name(f"{name.name}.fails").touch() if fails else None

    def pack(self, data: bytes = b"report\n", state: str = "ready") -> Path:
        artifact = self.folder / "artifact"
        shutil.rmtree(artifact, ignore_errors=True)
        (artifact / "files").mkdir(parents=True)
        (artifact / "files/0001").write_bytes(data)
        manifest = write_manifest(12, state, (Stored(PLACED, data),))
        (artifact / "proposal.json").write_text(manifest, encoding="utf-8")
        (artifact / "answer.md").write_text("## 读懂了 / understood\n", encoding="utf-8")
        return artifact

    def run(self, script: str, *words: object) -> subprocess.CompletedProcess[str]:
        surroundings = {
            **os.environ,
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "STAND_IN": str(self.folder),
            "GH_REPO": "octo-org/reports",
            "GITHUB_SERVER_URL": f"file://{self.folder / 'host'}",
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"),
        }
        git(self.clone, "checkout", "--quiet", "--force", "--detach", "main")
        git(self.clone, "clean", "--quiet", "--force", "-d")
        command = [str(self.clone / "build_scripts/setup" / script), *map(str, words)]
        return subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)

    def propose(self, artifact: Path, sender: str = "hubot") -> subprocess.CompletedProcess[str]:
        return self.run("propose_change.sh", artifact, 12, RUN, sender, "main")

    def asked(self) -> list[tuple[list[str], Mapping[str, Any]]]:
        lines = (self.folder / "asked").read_text(encoding="utf-8").splitlines()
        return [(words, json.loads(given) if given else {}) for words, given in map(json.loads, lines)]

    def writes(self) -> list[tuple[str, str, Mapping[str, Any]]]:
        """What gh was told to change: method, endpoint, payload."""
        return [
            (words[2], next(one for one in words if one.startswith("repos/")), given)
            for words, given in self.asked()
            if words[:2] == ["api", "--method"]
        ]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    clone, origin = folder / "clone", folder / "host/octo-org/reports.git"
    (folder / "bin").mkdir()
    (folder / "bin/gh").write_text(GH, encoding="utf-8")
    (folder / "bin/gh").chmod(0o755)
    setup = clone / "build_scripts/setup"
    setup.mkdir(parents=True)
    for name in SCRIPTS:
        shutil.copy(ROOT / "build_scripts/setup" / name, setup)
    git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(origin))
    start(clone)
    git(clone, "push", "--quiet", str(origin), "main")
    return folder


@pytest.fixture
def place(template: Path, tmp_path: Path) -> Place:
    return Place(shutil.copytree(template, tmp_path / "place"))


def start(clone: Path) -> None:
    """A repository of what lies there, in one commit."""
    git(clone, "init", "--quiet", "--initial-branch=main")
    git(clone, "add", ".")
    git(clone, "commit", "--quiet", "-m", "start")


def test_the_first_answer_is_a_new_comment_and_the_next_ones_edit_it(place: Place) -> None:
    artifact = place.pack()
    assert place.run("answer_issue.sh", artifact, 12, RUN).returncode == 0
    place.answer(f"GET {COMMENTS}", "987\n")
    assert place.run("answer_issue.sh", artifact, 12, RUN).returncode == 0
    first, second = place.writes()
    assert first[:2] == ("POST", COMMENTS)
    assert second[:2] == ("PATCH", "repos/octo-org/reports/issues/comments/987")
    assert first[2] == second[2]
    assert first[2]["body"].startswith("<!-- proposal-answer -->\n## 读懂了 / understood\n")


@pytest.mark.skipif(not shutil.which("jq"), reason="needs jq")
def test_only_a_comment_of_ours_is_edited(place: Place) -> None:
    """Of the recorded comments, one bears our mark and is a stranger's, one is ours and is another."""
    place.run("answer_issue.sh", place.pack(), 12, RUN)
    [wanted] = [words[words.index("--jq") + 1] for words, _ in place.asked() if "--jq" in words]
    command = ["jq", wanted, str(ROOT / "tests/events/issue_comments.json")]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["103"]


def test_an_issue_whose_check_was_cut_short_is_told_so(place: Place) -> None:
    assert place.run("answer_issue.sh", place.folder / "none", 12, RUN).returncode == 0
    assert "检查没有跑完" in place.writes()[0][2]["body"]


def test_the_label_of_a_maintainer_makes_a_branch_of_one_commit_and_a_pull_request(place: Place) -> None:
    answer = place.propose(place.pack())
    assert (answer.returncode, answer.stderr) == (0, "")
    assert git(place.origin, "show", "--format=%s|%an", "--name-only", BRANCH).split("\n") == [
        "reports: 2023 410781-chengshiguanliju|github-actions[bot]",
        "",
        PLACED,
    ]
    assert git(place.origin, "rev-parse", f"{BRANCH}^") == git(place.origin, "rev-parse", "main")
    [(method, endpoint, pull)] = place.writes()
    assert (method, endpoint) == ("POST", PULLS)
    assert (pull["head"], pull["base"]) == ("proposal/issue-12", "main")


def test_an_issue_that_was_edited_renews_branch_and_pull_request(place: Place) -> None:
    place.propose(place.pack())
    place.answer(f"GET {PULLS}?state=open&head=octo-org:proposal/issue-12", "5\n")
    assert place.propose(place.pack(b"mended\n")).returncode == 0
    assert git(place.origin, "show", f"{BRANCH}:{PLACED}") == "mended"
    assert git(place.origin, "rev-list", "--count", BRANCH) == "2"
    method, endpoint, change = place.writes()[-1]
    assert (method, endpoint) == ("PATCH", f"{PULLS}/5")
    assert set(change) == {"title", "body"}


def test_a_branch_on_which_somebody_worked_is_left_alone(place: Place) -> None:
    place.propose(place.pack())
    git(place.clone, "commit", "--quiet", "--allow-empty", "-m", "by hand")
    git(place.clone, "push", "--quiet", "--force", str(place.origin), f"HEAD:{BRANCH}")
    tip = git(place.origin, "rev-parse", BRANCH)
    answer = place.propose(place.pack(b"mended\n"))
    assert answer.returncode == 1
    assert "Somebody has worked on the branch" in answer.stderr
    assert git(place.origin, "rev-parse", BRANCH) == tip


def test_a_label_by_somebody_who_may_not_write_proposes_nothing(place: Place) -> None:
    place.answer("GET repos/octo-org/reports/collaborators/hubot/permission", "read\n")
    answer = place.propose(place.pack())
    assert answer.returncode == 1
    assert "nothing was proposed" in (place.folder / "summary.md").read_text(encoding="utf-8")
    assert (git(place.origin, "for-each-ref", "refs/heads/proposal"), place.writes()) == ("", [])


def test_what_is_not_as_the_check_makes_it_is_neither_pushed_nor_proposed(place: Place) -> None:
    artifact = place.pack()
    (artifact / "files/0001").write_bytes(b"other\n")
    assert place.propose(artifact).returncode == 2
    assert place.propose(place.pack(state="blocked")).returncode == 2
    assert (git(place.origin, "for-each-ref", "refs/heads/proposal"), place.writes()) == ("", [])


def test_where_pull_requests_may_not_be_opened_the_branch_stands_and_it_is_said(place: Place) -> None:
    place.answer(f"POST {PULLS}", "", fails=True)
    answer = place.propose(place.pack())
    assert answer.returncode == 1
    assert "compare/proposal/issue-12?expand=1" in (place.folder / "summary.md").read_text(encoding="utf-8")
    assert git(place.origin, "rev-parse", BRANCH)


@pytest.mark.parametrize("sender", ["x; id", "../hubot", "", "a" * 40])
def test_a_sender_that_is_no_login_is_refused(sender: str, place: Place) -> None:
    assert place.propose(place.pack(), sender).returncode == 2
    assert not (place.folder / "asked").exists()


# The job that reads: the program itself in a clone with few reports; of the review, only how it ends


@pytest.fixture(scope="module")
def reader_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    clone = make_project(tmp_path_factory.mktemp("reader") / "clone").root
    shutil.copytree(ROOT / "build_scripts", clone / "build_scripts", ignore=shutil.ignore_patterns(*COMPILING))
    (clone / ".venv").symlink_to(ROOT / ".venv")
    (clone / ".gitignore").write_text("/.venv\n/proposal/\n__pycache__/\n", encoding="utf-8")
    stand_in = clone / "build_scripts/setup/review_change.sh"
    stand_in.write_text('#!/bin/sh\nmkdir "$2"; git diff --name-only "$1" HEAD > "$2/changed"; exit "$REVIEWED"\n')
    stand_in.chmod(0o755)
    start(clone)
    return clone


@pytest.fixture
def reader(reader_template: Path) -> Path:
    """That clone as it was."""
    git(reader_template, "checkout", "--quiet", "--force", "main")
    shutil.rmtree(reader_template / "proposal", ignore_errors=True)
    for name in ("output", "summary.md"):
        (reader_template.parent / name).unlink(missing_ok=True)
    return reader_template


def read_issue(clone: Path, event: Path, reviewed: int = 0) -> tuple[str, list[str]]:
    """Both scripts of the reading job, one after the other: the last words of each, and what was said of the state."""
    said = clone.parent / "output"
    surroundings = {
        **os.environ,
        "GITHUB_EVENT_PATH": str(event),
        "GITHUB_OUTPUT": str(said),
        "GITHUB_STEP_SUMMARY": str(clone.parent / "summary.md"),
        "REVIEWED": str(reviewed),
    }
    told = []
    for script in ("gather_issue.sh", "check_proposal.sh"):
        command = [str(clone / "build_scripts/setup" / script), "proposal"]
        answer = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
        assert answer.returncode == 0, answer.stderr
        told.append(answer.stdout)
    return said.read_text(encoding="utf-8"), told


def test_what_was_pasted_is_committed_reviewed_and_handed_on(reader: Path) -> None:
    event = write_event(
        reader.parent, {"agency": "卫辉市城市管理局", "year": "2023", "text": REPORT.read_text("utf-8")}
    )
    said, _ = read_issue(reader, event, reviewed=1)
    assert said == "state=blocked\n"
    assert (reader / "proposal/review/changed").read_text().split() == [PLACED]  # no address: nothing for a sidecar
    told = json.loads((reader / "proposal/proposal/proposal.json").read_text(encoding="utf-8"))
    assert (told["issue"], told["state"]) == (12, "blocked")
    assert read_words()["blocked"][0] in (reader / "proposal/proposal/answer.md").read_text(encoding="utf-8")
    assert git(reader, "status", "--short") == ""


def test_a_hostile_issue_runs_nothing_and_says_no_command(reader: Path) -> None:
    said, told = read_issue(reader, ROOT / "tests/events/issue_hostile.json")
    assert said == "state=nothing\n"
    assert git(reader, "log", "--format=%s") == "start"
    assert not list(reader.rglob("pwned"))
    for output in told:
        stop, back = [line for line in output.splitlines() if "::" in line]
        assert stop == f"::stop-commands::{back.strip(':')}"
        assert len(back) == 36
    summary = (reader.parent / "summary.md").read_text(encoding="utf-8")
    assert "<script" not in summary


def test_the_recorded_label_is_put_there_by_another_than_who_opened_the_issue() -> None:
    """What the workflow hands to the script is what such an event holds."""
    event: Any = read_recorded("issue_labeled")
    assert (event["action"], event["label"]["name"], event["sender"]["login"]) == ("labeled", "propose", "hubot")
    assert (event["issue"]["number"], event["repository"]["default_branch"]) == (12, "main")
