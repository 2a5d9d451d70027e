"""The scripts of the weekly check, with a `gh` that answers as it is told and notes what it is asked."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from build_scripts.cli.watching import PAUSE, watch_command
from build_scripts.contributing.watching.addresses import READ_EVERY
from build_scripts.contributing.watching.asking import Pace
from build_scripts.contributing.watching.outcomes import DAYS_APART

from .commands import run as run_command
from .packages import ROOT
from .watched import set_addresses

SETUP = ROOT / "build_scripts/setup"
ISSUES = ROOT / "tests/events/watch_issues.json"
TOLD = "现在的\n<!-- watch-memory\n0123456789ab gone 2026-11-02\n-->\n"
Hub = Callable[..., subprocess.CompletedProcess[str]]

pytestmark = pytest.mark.skipif(not shutil.which("jq"), reason="needs jq")


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    """Runs a script with a `gh` that answers `api` with the file `issues.json`."""
    (tmp_path / "bin").mkdir()
    gh = tmp_path / "bin/gh"
    gh.write_text(
        f'#!/bin/bash\nprintf "%s|" "$@" >> {tmp_path}/asked; echo >> {tmp_path}/asked\n'
        f"[[ $1 != api ]] || cat {tmp_path}/issues.json\n"
    )
    gh.chmod(0o755)
    shutil.copy(ISSUES, tmp_path / "issues.json")

    def run(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"}
        command = [str(SETUP / script), *map(str, arguments)]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    return run


def asked(folder: Path) -> list[str]:
    """What gh was asked, but for the search of the issue."""
    path = folder / "asked"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [line for line in lines if not line.startswith("api|")]


def lay_out(folder: Path, text: str, state: str = "open") -> Path:
    made = folder / "watch"
    made.mkdir()
    (made / "issue.md").write_text(text, encoding="utf-8")
    (made / "state").write_text(f"{state}\n")
    return made


def leave_only(folder: Path, *numbers: int) -> None:
    issues = json.loads(ISSUES.read_text(encoding="utf-8"))
    (folder / "issues.json").write_text(json.dumps([one for one in issues if one["number"] in numbers]))


# Which issue is ours.


@pytest.mark.parametrize(
    ("numbers", "found"),
    [((3, 7, 8, 12, 15), "12 open\n"), ((7,), "7 closed\n"), ((7, 15), "15 open\n"), ((3, 8), ""), ((), "")],
)
def test_ours_is_the_oldest_open_one_that_the_workflow_wrote(
    hub: Hub, tmp_path: Path, numbers: tuple[int, ...], found: str
) -> None:
    leave_only(tmp_path, *numbers)
    assert hub("find_watch_issue.sh", tmp_path / "before").returncode == 0
    assert (tmp_path / "before/number").read_text() == found
    body = (tmp_path / "before/body.md").read_text(encoding="utf-8")
    assert ("0123456789ab gone" in body) == (12 in numbers)
    assert "ffffffffffff" not in body


# What becomes of it.


def test_the_same_text_touches_nothing(hub: Hub, tmp_path: Path) -> None:
    answer = hub("tell_watch.sh", lay_out(tmp_path, TOLD))
    assert answer.returncode == 0, answer.stderr
    assert asked(tmp_path) == []
    assert "issue #12" in answer.stdout


def test_another_text_is_edited_in_place(hub: Hub, tmp_path: Path) -> None:
    made = lay_out(tmp_path, "新的 $(touch hacked) `touch hacked`\n")
    assert hub("tell_watch.sh", made).returncode == 0
    assert asked(tmp_path) == [f"issue|edit|12|--body-file|{made}/issue.md|"]


@pytest.mark.parametrize(
    ("numbers", "state", "last"),
    [
        ((7,), "open", "issue|reopen|7|"),
        ((12,), "closed", "issue|close|12|--reason|completed|"),
        ((7,), "closed", "issue|edit|7|--body-file|"),
    ],
)
def test_it_is_open_while_there_is_something_to_do(
    hub: Hub, tmp_path: Path, numbers: tuple[int, ...], state: str, last: str
) -> None:
    leave_only(tmp_path, *numbers)
    assert hub("tell_watch.sh", lay_out(tmp_path, "新的\n", state)).returncode == 0
    assert asked(tmp_path)[-1].startswith(last)


def test_what_a_maintainer_closed_stays_closed_while_nothing_changes(hub: Hub, tmp_path: Path) -> None:
    leave_only(tmp_path, 7)
    assert hub("tell_watch.sh", lay_out(tmp_path, "old\n")).returncode == 0
    assert asked(tmp_path) == []


def test_the_first_one_is_made_with_its_label(hub: Hub, tmp_path: Path) -> None:
    leave_only(tmp_path)
    made = lay_out(tmp_path, "新的\n")
    assert hub("tell_watch.sh", made).returncode == 0
    label, create = asked(tmp_path)
    assert label.startswith("label|create|watch|--color|5319e7|")
    assert create.endswith(f"|--label|watch|--body-file|{made}/issue.md|")


def test_none_is_made_where_nothing_is_to_be_done(hub: Hub, tmp_path: Path) -> None:
    leave_only(tmp_path, 3)
    assert hub("tell_watch.sh", lay_out(tmp_path, "新的\n", "closed")).returncode == 0
    assert asked(tmp_path) == []


@pytest.mark.parametrize(("text", "state"), [("x", "open; date"), ("x" * 65_536, "open"), ("x", "")])
def test_what_the_check_cannot_have_written_is_not_told(hub: Hub, tmp_path: Path, text: str, state: str) -> None:
    assert hub("tell_watch.sh", lay_out(tmp_path, text, state)).returncode == 2
    assert asked(tmp_path) == []


def test_a_link_in_the_place_of_the_text_is_not_followed(hub: Hub, tmp_path: Path) -> None:
    made = lay_out(tmp_path, "x")
    (made / "issue.md").unlink()
    (made / "issue.md").symlink_to(ISSUES)
    assert hub("tell_watch.sh", made).returncode == 2


# Labels.


def read_labels() -> list[dict[str, str]]:
    with (SETUP / "labels.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_label_a_form_asks_for_can_be_made(hub: Hub, tmp_path: Path) -> None:
    names = [row["name"] for row in read_labels()]
    for path in (ROOT / ".github/ISSUE_TEMPLATE").glob("[!c]*.yml"):
        assert set(yaml.safe_load(path.read_text(encoding="utf-8"))["labels"]) <= set(names), path.name
    assert all(len(row["description"]) <= 100 for row in read_labels())  # GitHub takes no more
    assert hub("make_labels.sh").returncode == 0
    assert [line.split("|")[2] for line in asked(tmp_path)] == names
    assert hub("make_labels.sh", "unknown").returncode == 2


# The check itself.


def lay_out_project(folder: Path, packaged: int = 0, watched: int = 0) -> Path:
    """A project with our scripts, and a program in the place of ours that ends as it is told."""
    shutil.copytree(SETUP, folder / "build_scripts/setup", ignore=shutil.ignore_patterns("vendor"))
    python = folder / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(f"""#!/bin/bash
printf '%s\\n' "$*" >> said
[[ $3 == package ]] && exit {packaged}
mkdir -p watch; echo 结果 > watch/summary.md; echo 新的 > watch/issue.md; echo open > watch/state
exit {watched}
""")
    python.chmod(0o755)
    return folder


@pytest.mark.parametrize(("packaged", "watched", "expected"), [(0, 0, 0), (1, 0, 0), (2, 0, 2), (0, 2, 2)])
def test_the_script_checks_a_day_and_leaves_a_summary(
    tmp_path: Path, packaged: int, watched: int, expected: int
) -> None:
    folder = lay_out_project(tmp_path / "project", packaged, watched)
    answer = subprocess.run(
        [folder / "build_scripts/setup/watch_addresses.sh", "before", "watch", "2026-11-23"],
        env={**os.environ, "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md")},
        check=False,
    )
    assert answer.returncode == expected
    assert (tmp_path / "summary.md").exists() == (expected == 0)
    if expected == 0:
        command = "-m build_scripts watch --day 2026-11-23 --before before/body.md --output watch"
        assert (folder / "said").read_text().splitlines() == ["-m build_scripts package", command]
        assert (tmp_path / "summary.md").read_text(encoding="utf-8") == "## 2026-11-23\n\n结果\n"


def test_the_steps_of_the_workflow_lead_from_one_to_the_next(hub: Hub, tmp_path: Path) -> None:
    """The lines of watch.yml as they stand there, one after the other."""
    folder = lay_out_project(tmp_path / "project")
    jobs = yaml.safe_load((ROOT / ".github/workflows/watch.yml").read_text(encoding="utf-8"))["jobs"]
    lines = [step["run"] for job in ("check", "tell") for step in jobs[job]["steps"] if "run" in step]
    surroundings = {**os.environ, "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"}
    ours = [line for line in lines if "watch" in line]
    assert len(ours) == 3
    for line in ours:
        subprocess.run(["bash", "-euc", line], cwd=folder, env=surroundings, check=True, capture_output=True)
    assert "0123456789ab gone 2026-11-02" in (folder / "before/body.md").read_text(encoding="utf-8")
    assert asked(tmp_path) == ["issue|edit|12|--body-file|watch/issue.md|"]


def test_the_command_tells_the_text_of_the_issue(real_package: Path, tmp_path: Path) -> None:
    package = set_addresses(real_package, tmp_path / "package", ["http://127.0.0.1/a", "ftp://example.org/a"])
    arguments = ("watch", "--package", package, "--output", tmp_path / "out")
    assert run_command(*arguments).returncode == 2  # no day
    answer = run_command(*arguments, "--day", "2026-11-23", "--before", ISSUES)
    assert answer.returncode == 0, answer.stderr
    assert "连不上 / not reached: 1" in answer.stdout
    assert "网址不能用 / address of no use: 1" in answer.stdout
    assert "2024" in (tmp_path / "out/years.csv").read_text(encoding="utf-8")
    kept = (tmp_path / "out/issue.md").read_bytes()
    assert run_command(*arguments, "--day", "2026-11-23", "--before", tmp_path / "none").returncode == 2
    assert (tmp_path / "out/issue.md").read_bytes() == kept


def test_the_page_about_running_tells_the_limits_that_hold() -> None:
    page = (ROOT / "docs/contribute/running.md").read_text(encoding="utf-8")
    defaults = {option.name: option.default for option in watch_command.params}
    assert f"每次至多 {defaults['most']:,} 个网址、{defaults['minutes']:.0f} 分钟" in page
    assert f"隔 {PAUSE:.0f} 秒" in page
    assert f"连着{'零一二三四五'[Pace().patience]}次不答" in page
    assert f"两次检查至少隔{'零一二三四五六'[DAYS_APART]}天" in page
    assert f"大约每{'零一二三四五'[READ_EVERY]}次取来重读一遍" in page
