"""What the tests of proposals share: a small project of its own, recorded events, a fetch that asks nobody.

Comes in: a folder, answers of a form. Goes out: a layout, event files. The events in `tests/events` are written after
GitHub's documentation of the webhook `issues`, cut to what is read of them and a little more.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from build_scripts.fetching import Fetched, FetchError
from build_scripts.files import Layout

from .issue_forms import body_of_issue
from .packages import ROOT

EVENTS = ROOT / "tests/events"
PARTS = ("datapackage/codelists", "datapackage/schemas", ".github/ISSUE_TEMPLATE")
FILES = ("CHANGELOG.md", "datapackage/agency_register.csv", "pyproject.toml", "mkdocs.yml")
REPORT = ROOT / "datapackage/reports/2023/410781-chengshiguanliju.txt"
ATTACHED = "https://github.com/user-attachments/files/1234/2023.docx"
DAY = "2026-11-21"


def make_project(folder: Path, *reports: str) -> Layout:
    """A project with our code lists and these of our reports alone."""
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part)
    for name in FILES:
        shutil.copy(ROOT / name, folder / name)
    for name in ("", *reports):
        target = folder / "datapackage/reports" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if name:
            shutil.copy(ROOT / "datapackage/reports" / name, target)
    (folder / "datapackage/reports").mkdir(exist_ok=True)
    return Layout(folder)


def read_recorded(name: str) -> dict[str, object]:
    """A recorded event."""
    event: dict[str, object] = json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))
    return event


def write_event(folder: Path, answers: Mapping[str, str], recorded: str = "issue_opened") -> Path:
    """A recorded event whose issue was written with these answers."""
    event = read_recorded(recorded)
    issue = event["issue"]
    assert isinstance(issue, dict)
    issue["body"] = body_of_issue(answers).replace("\n", "\r\n")
    path = folder / "event.json"
    path.write_text(json.dumps(event, ensure_ascii=False), encoding="utf-8")
    return path


class Answers:
    """A fetch that answers from what it was given, and keeps what it was asked."""

    def __init__(self, found: Mapping[str, bytes]) -> None:
        self.found, self.asked = dict(found), list[str]()

    def __call__(self, address: str) -> Fetched:
        self.asked.append(address)
        if address not in self.found:
            raise FetchError("not_found", "没有", ("没有这个网页（404）", "no such page (404)"), 404)
        return Fetched(address, 200, {}, self.found[address], DAY)
