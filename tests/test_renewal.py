"""Newer locked versions are proposed in one pull request: never older ones, never anything but what is locked."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from build_scripts.upkeep.newer import list_bounds, list_npm, tell_renewed

from .packages import ROOT

SETUP = "build_scripts/setup"
SCRIPTS = ("apply_renewal.sh", "propose_renewal.sh", "make_labels.sh", "labels.csv", "renewal.md")
LOCK = "requirements/site.lock"


def git(folder: Path, *arguments: object) -> str:
    own = ["-c", "user.name=octocat", "-c", "user.email=octocat@users.noreply.github.com", "-c", "core.hooksPath="]
    command = ["git", "-C", str(folder), *own, *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A small clone with our scripts, beside a bare repository that takes what it pushes."""
    hub = tmp_path / "hub/owner/name.git"
    hub.mkdir(parents=True)
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", hub], check=True)
    folder = tmp_path / "clone"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    (folder / SETUP).mkdir(parents=True)
    for name in SCRIPTS:
        shutil.copy(ROOT / SETUP / name, folder / SETUP)
    write(folder / LOCK, "click==8.1\n")
    write(folder / ".github/workflows/test.yml", "on: push\n")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "first")
    return folder


def make_patch(clone: Path, changes: dict[str, str | None], output: Path) -> Path:
    """A renewal with these files written, or made links if there is no text; the clone is left as it was."""
    output.mkdir(exist_ok=True)
    for name, text in changes.items():
        if text is None:
            (clone / name).unlink(missing_ok=True)
            (clone / name).symlink_to("/etc/passwd")
        else:
            write(clone / name, text)
    git(clone, "add", "-A")
    (output / "renewed.patch").write_text(git(clone, "diff", "--cached", "--binary", "--no-renames"))
    write(output / "versions.md", "| `click` | 8.1 | 8.2 |\n")
    git(clone, "reset", "-q", "--hard")
    return output


def run(clone: Path, script: str, *arguments: object, open_number: str = "") -> subprocess.CompletedProcess[str]:
    """A script, with a `gh` that notes what it is asked and keeps the body of the pull request."""
    gh = clone.parent / "bin/gh"
    write(
        gh,
        f"""#!/bin/bash
printf '%s|' "$@" >> {clone.parent}/asked; echo >> {clone.parent}/asked
[[ $2 == list ]] && echo '{open_number}'
while [[ $# != 0 ]]; do [[ $1 == --body-file ]] && cp "$2" {clone.parent}/body.md; shift; done
exit 0
""",
    )
    gh.chmod(0o755)
    surroundings = {
        **os.environ,
        "PATH": f"{gh.parent}:{os.environ['PATH']}",
        "GITHUB_SERVER_URL": f"file://{clone.parent}/hub",
        "GH_REPO": "owner/name",
        "GIT_CONFIG_GLOBAL": "/dev/null",
    }
    command = [str(clone / SETUP / script), *map(str, arguments)]
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)


def test_the_patch_is_committed_on_a_branch_of_its_own_and_proposed(clone: Path, tmp_path: Path) -> None:
    patch = make_patch(clone, {LOCK: "click==8.2\n"}, tmp_path / "renewal")
    answer = run(clone, "propose_renewal.sh", patch, "success")
    assert answer.returncode == 0, answer.stderr
    hub = tmp_path / "hub/owner/name.git"
    assert git(hub, "branch", "--format=%(refname:short)").split() == ["dependencies/renew"]
    assert git(hub, "show", f"dependencies/renew:{LOCK}") == "click==8.2\n"
    listed, label, create = (tmp_path / "asked").read_text(encoding="utf-8").splitlines()
    assert listed.startswith("pr|list|--head|dependencies/renew|--state|open|")
    assert label.startswith("label|create|dependencies|")
    assert create.startswith("pr|create|--head|dependencies/renew|--title|")
    body = (tmp_path / "body.md").read_text(encoding="utf-8")
    assert "结果：**success**" in body
    assert "Approve workflows to run" in body
    assert body.endswith("| `click` | 8.1 | 8.2 |\n")


def test_the_pull_request_that_stands_is_renewed_and_pushed_only_if_it_differs(clone: Path, tmp_path: Path) -> None:
    hub = tmp_path / "hub/owner/name.git"
    commits = []
    for week, text in enumerate(("click==8.2\n", "click==8.2\n", "click==8.3\n")):
        patch = make_patch(clone, {LOCK: text}, tmp_path / "renewal")
        assert run(clone, "propose_renewal.sh", patch, "failure", open_number="5" if week else "").returncode == 0
        commits.append(git(hub, "rev-parse", "dependencies/renew"))
        git(clone, "reset", "-q", "--hard", "HEAD^")
    assert commits[0] == commits[1] != commits[2]
    assert "pr|edit|5|" in (tmp_path / "asked").read_text(encoding="utf-8")
    assert "结果：**failure**" in (tmp_path / "body.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "changes",
    [
        {".github/workflows/test.yml": "on: pull_request_target\n"},
        {LOCK: "click==8.2\n", "Makefile": "all:\n\tdate\n"},
        {"build_scripts/setup/lock.sh": "date\n"},
        {LOCK: None},
        {"docs/assets/vendor/a b.js": "1"},
        {"requirements/../Makefile": "x"},
        {},
    ],
    ids=["workflow", "one more", "script", "link", "odd name", "beside", "nothing"],
)
def test_a_patch_of_anything_else_is_not_applied_at_all(
    clone: Path, tmp_path: Path, changes: dict[str, str | None]
) -> None:
    patch = make_patch(clone, changes, tmp_path / "renewal")
    answer = run(clone, "propose_renewal.sh", patch, "success")
    assert answer.returncode != 0
    assert git(clone, "status", "--porcelain") == ""
    assert git(tmp_path / "hub/owner/name.git", "branch") == ""
    assert not (tmp_path / "asked").exists()


def test_a_patch_that_climbs_out_is_not_applied(clone: Path, tmp_path: Path) -> None:
    patch = make_patch(clone, {LOCK: "click==8.2\n"}, tmp_path / "renewal")
    text = (patch / "renewed.patch").read_text().replace(LOCK, "../outside.lock")
    (patch / "renewed.patch").write_text(text)
    assert run(clone, "apply_renewal.sh", patch).returncode != 0
    assert not (tmp_path / "outside.lock").exists()


@pytest.mark.parametrize("result", ["", "success; date", "@octocat", "x" * 30])
def test_the_result_is_one_word(clone: Path, tmp_path: Path, result: str) -> None:
    patch = make_patch(clone, {LOCK: "click==8.2\n"}, tmp_path / "renewal")
    assert run(clone, "propose_renewal.sh", patch, result).returncode == 2


# Which versions.


def test_nothing_is_taken_back_to_an_older_version(tmp_path: Path) -> None:
    write(tmp_path / "old/site.lock", "numpy==2.5.5 ; python_full_version >= '3.12' \\\nclick==8.1 \\\nuv==1.9 \\\n")
    write(tmp_path / "new/site.lock", "numpy==2.5.4 ; python_full_version >= '3.12' \\\nclick==8.1 \\\nuv==1.10 \\\n")
    assert list(list_bounds(tmp_path / "old", tmp_path / "new")) == ["uv<=1.10"]


@pytest.mark.parametrize(
    ("latest", "times", "chosen"),
    [
        ("1.2", {"1.1": "2026-01-01T00:00:00Z", "1.2": "2026-02-01T00:00:00Z"}, ["a@1.2"]),
        ("1.2", {"1.1": "2026-01-01T00:00:00Z", "1.2": "2026-11-20T00:00:00Z"}, []),  # not out for a week
        ("1.0", {"1.1": "2026-01-01T00:00:00Z", "1.0": "2025-02-01T00:00:00Z"}, []),  # taken back by its makers
        ("2.0", {"1.1": "2026-01-01T00:00:00Z", "2.0": "2026-02-01T00:00:00Z"}, []),  # for a person
        ("1.1", {"1.1": "2026-01-01T00:00:00Z"}, []),
    ],
)
def test_an_npm_package_is_renewed_to_what_its_makers_call_the_latest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, latest: str, times: dict[str, str], chosen: list[str]
) -> None:
    write(tmp_path / "package.json", json.dumps({"dependencies": {"a": "1.1"}}))
    npm = write(tmp_path / "bin/npm", f"#!/bin/sh\ncat {tmp_path}/told\n")
    npm.chmod(0o755)
    write(tmp_path / "told", json.dumps({"dist-tags": {"latest": latest}, "time": times}))
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    found = list_npm(tmp_path, datetime(2026, 11, 23, tzinfo=UTC))
    assert [f"{one.name}@{one.latest}" for one in found if not one.is_major] == chosen


@pytest.mark.parametrize(("name", "latest"), [("--registry=x", "1.2"), ("a", "1.2 && date"), ("a;b", "1.2")])
def test_a_name_or_version_that_is_none_stops_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, latest: str
) -> None:
    write(tmp_path / "package.json", json.dumps({"dependencies": {name: "1.1"}}))
    write(tmp_path / "bin/npm", f"#!/bin/sh\ncat {tmp_path}/told\n").chmod(0o755)
    write(tmp_path / "told", json.dumps({"dist-tags": {"latest": latest}, "time": {}}))
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    with pytest.raises(ValueError, match="is no"):
        list(list_npm(tmp_path, datetime(2026, 11, 23, tzinfo=UTC)))


def test_what_is_renewed_is_told_in_one_table(tmp_path: Path) -> None:
    for side, lock, package in (("old", "click==8.1\n", "1.1"), ("new", "click==8.2\nnew==1\n", "1.2")):
        write(tmp_path / side / LOCK, lock)
        write(tmp_path / side / SETUP / "package.json", json.dumps({"devDependencies": {"@a/b": package, "c": "1"}}))
    assert list(tell_renewed(tmp_path / "old", tmp_path / "new"))[2:] == [
        "| `click` | 8.1 | 8.2 | `site.lock` |",
        "| `new` | — | 1 | `site.lock` |",
        "| `@a/b` | 1.1 | 1.2 | `build_scripts/setup/package.json` |",
    ]


# The scripts that ask the registries, with programs in the place of theirs.


def lay_out_project(folder: Path, scripts: dict[str, str]) -> Path:
    """A git clone of a project of three locks and two package.json, with these scripts beside the real ones."""
    for name in ("renew_locks.sh", "audit_locks.sh"):
        write(folder / SETUP / name, (ROOT / SETUP / name).read_text(encoding="utf-8")).chmod(0o755)
    for name, lines in scripts.items():
        write(folder / name, f"#!/bin/bash\n{lines}\n").chmod(0o755)
    write(folder / "requirements/site.lock", "click==8.1\nnumpy==2.5.5\n")
    write(folder / "requirements/audit.lock", "pip-audit==2.9\n")
    for name in (SETUP, f"{SETUP}/vendor"):
        write(folder / name / "package.json", json.dumps({"dependencies": {"a": "1.1"}}))
        write(folder / name / "package-lock.json", "{}")
    write(folder / "docs/assets/vendor/a.js", "1.1")
    git(folder.parent, "init", "-q", "-b", "main", folder)
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "first")
    return folder


def test_the_locks_are_renewed_by_what_a_week_ago_would_have_been_locked(tmp_path: Path) -> None:
    told = json.dumps(
        {"dist-tags": {"latest": "1.2"}, "time": {"1.1": "2020-01-01T00:00Z", "1.2": "2021-01-01T00:00Z"}}
    )
    folder = lay_out_project(
        tmp_path / "project",
        {
            f"{SETUP}/install_environment.sh": ":",
            f"{SETUP}/lock.sh": f"""echo "lock $*" >> {tmp_path}/asked
if [[ $1 == --upgrade ]]; then printf 'click==8.2\\nnumpy==2.5.4\\n' > requirements/site.lock
else printf 'click==8.2\\nnumpy==2.5.5\\n' > requirements/site.lock; fi""",
            f"{SETUP}/vendor.sh": "echo 1.2 > docs/assets/vendor/a.js",
            ".venv/bin/python": f'exec env PYTHONPATH={ROOT} {ROOT}/.venv/bin/python "$@"',
            "bin/npm": f"""echo "npm $*" >> {tmp_path}/asked
if [[ $1 == view ]]; then echo '{told}'; else sed -i s/1.1/1.2/ "$2/package.json"; fi""",
        },
    )
    surroundings = {
        **os.environ,
        "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
        "GITHUB_OUTPUT": str(tmp_path / "outputs"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
    }
    command = [str(folder / SETUP / "renew_locks.sh"), str(tmp_path / "renewal")]
    answer = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    asked = (tmp_path / "asked").read_text(encoding="utf-8").splitlines()
    assert asked[:2] == ["lock --upgrade --exclude-newer 7 days", "lock --upgrade-package click<=8.2"]
    install = f"npm --prefix {SETUP} install --package-lock-only --ignore-scripts"
    assert [line for line in asked if line.startswith(install) and line.endswith(" a@1.2")]
    assert (tmp_path / "outputs").read_text() == "renewed=yes\n"
    assert "| `click` | 8.1 | 8.2 | `site.lock` |" in (tmp_path / "summary.md").read_text(encoding="utf-8")
    git(folder, "reset", "-q", "--hard")
    patch = (tmp_path / "renewal/renewed.patch").read_text(encoding="utf-8")
    assert "+click==8.2\n" in patch
    assert "numpy==2.5.4" not in patch
    assert "docs/assets/vendor/a.js" in patch
    assert git(folder, "apply", "--check", tmp_path / "renewal/renewed.patch") == ""


def test_everything_locked_is_asked_for_before_the_result(tmp_path: Path) -> None:
    folder = lay_out_project(
        tmp_path / "project",
        {
            f"{SETUP}/install_environment.sh": ":",
            ".venv/audit/bin/python": f'echo "$*" >> {tmp_path}/asked; [[ $* != *audit.lock ]]',
            "bin/npm": f'echo "npm $*" >> {tmp_path}/asked',
        },
    )
    surroundings = {**os.environ, "PATH": f"{folder / 'bin'}:{os.environ['PATH']}"}
    command = [str(folder / SETUP / "audit_locks.sh")]
    answer = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert answer.stderr.endswith("failed: requirements/audit.lock\n")
    asked = (tmp_path / "asked").read_text(encoding="utf-8").splitlines()
    assert [line.split()[-1] for line in asked[:2]] == ["requirements/audit.lock", "requirements/site.lock"]
    assert [line.split()[2] for line in asked[2:]] == [SETUP, f"{SETUP}/vendor"]
