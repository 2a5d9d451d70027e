"""What the check on a pull request runs, in a repository of its own, with a program in the place of ours that ends as
it is told."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.packages import ROOT

PROGRAM = """#!/usr/bin/env bash
# Notes what it was asked, says what would be a command of the workflow, and ends as the surroundings tell.
shift 2
printf '%s\\n' "$*" >> "$CALLS"
[[ -e marker.txt ]] && printf 'in %s\\n' "$(cat marker.txt)" >> "$CALLS"
printf '::error::a report said so\\n'
case $1 in
  package) exit "${PACKAGE:-0}" ;;
  site) exit "${SITE:-0}" ;;
  review)
    while [[ $# -gt 0 ]]; do
      case $1 in
        --changed) tr '\\0' '|' < "$2" >> "$CALLS" ;;
        --failed | --site-failed) grep -c 'a report said so' "$2" >> "$CALLS" ;;
        --output)
          mkdir -p "$2"
          echo '## told' > "$2/summary.md"
          echo '::notice file=a::ours' > "$2/annotations.txt" ;;
      esac
      shift
    done
    exit "${REVIEW:-0}" ;;
esac
"""


class Run(NamedTuple):
    """How the script ended, what it said, what it asked for, what is in the summary of the job."""

    returncode: int
    stdout: str
    calls: str
    summary: str


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository of two commits, the second as a stranger might make it."""
    root = tmp_path / "repository"
    script = root / "build_scripts/setup/review_change.sh"
    script.parent.mkdir(parents=True)
    shutil.copy(ROOT / "build_scripts/setup/review_change.sh", script)
    (root / ".venv/bin").mkdir(parents=True)
    (root / ".venv/bin/python").write_text(PROGRAM)
    (root / ".venv/bin/python").chmod(0o755)
    (root / ".gitignore").write_text("/.venv/\n/review/\n")
    (root / "marker.txt").write_text("before")
    (root / "old.txt").write_text("the same\n" * 9)
    commit(root)
    (root / "marker.txt").write_text("after")
    (root / "old.txt").rename(root / "new.txt")
    (root / "--help $(touch pwned)\n::error::x.txt").write_text("x")
    commit(root)
    return root


def commit(root: Path, *added: str) -> None:
    options = ("-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false")
    for command in (("init", "-q"), ("add", *(added or ("-A",))), (*options, "commit", "-q", "-m", "x")):
        subprocess.run(["git", *command], cwd=root, check=True, capture_output=True)


def run_script(root: Path, base: str = "HEAD^1", **told: int) -> Run:
    calls, summary = root.parent / "calls", root.parent / "summary"
    surroundings = {**os.environ, "CALLS": str(calls), "GITHUB_STEP_SUMMARY": str(summary)}
    surroundings |= {name: str(value) for name, value in told.items()}
    command = [str(root / "build_scripts/setup/review_change.sh"), base, "review"]
    done = subprocess.run(command, cwd=root.parent, env=surroundings, capture_output=True, text=True, check=False)
    texts = (path.read_text() if path.exists() else "" for path in (calls, summary))
    return Run(done.returncode, done.stdout, *texts)


def test_it_makes_both_packages_reviews_and_builds_the_site(repository: Path) -> None:
    answer = run_script(repository)
    assert answer.returncode == 0
    lines = re.sub(r"/\S+/(package-before|package-after|changed)", r"\1", answer.calls).splitlines()
    assert lines[:8] == [
        "package --output package-before",
        "in before",
        "package --output package-after",
        "in after",
        "site --package package-after",
        "in after",
        "review --base package-before --package package-after --changed changed --output review",
        "in after",
    ]
    assert answer.summary == "## told\n"


def test_what_came_into_the_base_meanwhile_is_no_change_of_this_one(repository: Path) -> None:
    git = ("git", "-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false")
    for command in (("switch", "-qc", "base", "HEAD^1"), ("mv", "old.txt", "later.txt"), ("commit", "-qm", "later")):
        subprocess.run([*git, *command], cwd=repository, check=True)
    subprocess.run([*git, "switch", "-q", "-"], cwd=repository, check=True)
    answer = run_script(repository, "base")
    assert "later.txt" not in answer.calls
    assert "落后 1 个提交" in answer.stdout


def test_renamed_and_oddly_named_files_are_told_as_they_are(repository: Path) -> None:
    assert "--help $(touch pwned)\n::error::x.txt|marker.txt|new.txt|old.txt|" in run_script(repository).calls
    assert not (repository / "pwned").exists()


def test_a_submodule_that_asks_to_be_ignored_is_told(repository: Path) -> None:
    module = ("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},datapackage/reports/2025")
    (repository / ".gitmodules").write_text(
        '[submodule "x"]\n\tpath = datapackage/reports/2025\n\turl = https://example.com/x\n\tignore = all\n'
    )
    subprocess.run(["git", *module], cwd=repository, check=True)
    commit(repository, "--", ".gitmodules")
    assert ".gitmodules|datapackage/reports/2025|" in run_script(repository).calls


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, 0),
        ({"PACKAGE": 1}, 0),
        ({"REVIEW": 1}, 1),
        ({"REVIEW": 2}, 2),
        ({"SITE": 2, "REVIEW": 1}, 1),
        ({"PACKAGE": 2, "REVIEW": 1}, 1),
    ],
)
def test_it_ends_as_the_review_does_which_is_told_where_there_is_no_package_or_no_site(
    told: dict[str, int], expected: int, repository: Path
) -> None:
    answer = run_script(repository, **told)
    assert answer.returncode == expected
    assert ("--site-failed" in answer.calls) == ("SITE" in told)
    assert ("--failed" in answer.calls) == (told.get("PACKAGE") == 2)


def test_what_programs_say_is_no_command_of_the_workflow(repository: Path) -> None:
    lines = run_script(repository, SITE=2).stdout.splitlines()
    stop = re.fullmatch(r"::stop-commands::([0-9a-f]{32})", lines[0])
    assert stop
    go = lines.index(f"::{stop[1]}::")
    assert all(at < go for at, line in enumerate(lines) if "a report said so" in line)
    assert lines[go + 1 :] == ["::notice file=a::ours"]


def test_nothing_of_it_is_left_in_the_repository(repository: Path) -> None:
    run_script(repository)
    listed = subprocess.run(["git", "worktree", "list"], cwd=repository, capture_output=True, text=True, check=True)
    assert listed.stdout.count("\n") == 1


@pytest.mark.parametrize("base", ["0" * 40, "--upload-pack=x", ""])
def test_a_commit_that_is_not_there_is_said(base: str, repository: Path) -> None:
    assert run_script(repository, base).returncode == 2


@pytest.mark.parametrize("options", [(), ("--keep", "said")])
def test_what_a_command_says_in_a_job_of_github_is_no_command_of_the_workflow(
    options: tuple[str, ...], tmp_path: Path
) -> None:
    command = (ROOT / "build_scripts/setup/quietly.sh", *options, "sh", "-c", "echo ::error::x; echo said >&2; exit 3")
    for surroundings, guarded in (({"GITHUB_ACTIONS": "true"}, True), ({"GITHUB_ACTIONS": ""}, False)):
        told = {**os.environ, **surroundings}
        done = subprocess.run(command, cwd=tmp_path, env=told, capture_output=True, text=True, check=False)
        lines = done.stdout.splitlines()
        assert (done.returncode, done.stderr) == (3, "")
        stop = lines[0].partition("::stop-commands::")[2]
        assert lines == (
            [f"::stop-commands::{stop}", "::error::x", "said", f"::{stop}::"] if guarded else ["::error::x", "said"]
        )
    assert not options or (tmp_path / "said").read_text() == "said\n"
