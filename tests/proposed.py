"""A project of the five real reports and a change to it, reviewed as a pull request is: for tests, and for the docs."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from build_scripts import pipeline
from build_scripts.contributing.reviewing.reviewed import Reviewed
from build_scripts.files import PROJECT, Layout
from build_scripts.review import review_change
from tests.packages import REAL, copy_real

REPORTS = "datapackage/reports/"
HELD = "2023/410781-chengshiguanliju.txt"
GOOD = (REAL / HELD).read_text(encoding="utf-8")
GOOD_SIDECAR = "source_url: https://example.com/2022.html\nretrieved: 2026-11-20\n"


class Proposed(NamedTuple):
    """A change and what came of its review: `folder` holds what a pull request is told."""

    reviewed: Reviewed
    folder: Path
    layout: Layout
    package: Path

    def read(self, name: str) -> str:
        """One of the files of the review."""
        return (self.folder / name).read_text(encoding="utf-8")

    @property
    def result_of(self) -> dict[str, str]:
        """What became of each file."""
        return {row.source_file: row.result for row in self.reviewed.rows}

    @property
    def told(self) -> Mapping[str, object]:
        """The review for programs."""
        return dict(json.loads(self.read("review.json")))


def make_root(folder: Path) -> Layout:
    """A project: the five reports in a folder of their own, all else that of this one."""
    layout = Layout(folder)
    copy_real(layout.reports)
    for name in ("CHANGELOG.md", "datapackage/codelists", "datapackage/schemas", "datapackage/agency_register.csv"):
        os.symlink(PROJECT.root / name, folder / name)
    return layout


def propose(folder: Path, base: Path | None, files: Mapping[str, str | bytes | None]) -> Proposed:
    """A change of files below the root of the project (None deletes one), reviewed against the base."""
    layout = make_root(folder / "project")
    for name, content in files.items():
        path = layout.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content.encode() if isinstance(content, str) else content)
    pipeline.build_package(layout, layout.reports, folder / "package", 1, lambda *_: None)
    return review(layout, base, [os.fsencode(name) for name in files], folder / "package", folder)


def review(layout: Layout, base: Path | None, names: Sequence[bytes], package: Path, work: Path) -> Proposed:
    """The review of a project as it lies there; its files come into `work`."""
    work.mkdir(exist_ok=True)
    (work / "changed").write_bytes(b"".join(name + b"\0" for name in names))
    reviewed = review_change(layout, base, package, work / "changed", work / "review")
    return Proposed(reviewed, work / "review", layout, package)


def report_of(year: int, agency: str = "卫辉市城市管理局") -> str:
    """A report that reads well, of that year and agency."""
    return GOOD.replace("卫辉市城市管理局", agency).replace("2023", str(year))


def good_change() -> dict[str, str | bytes | None]:
    """One new report with its sidecar: the year before one that is held."""
    name = f"{REPORTS}2022/410781-chengshiguanliju.txt"
    return {name: report_of(2022), f"{name}.yml": GOOD_SIDECAR}


def bad_change() -> dict[str, str | bytes | None]:
    """A page that is no report, a second report of a year that is held, a file in a strange place."""
    return {
        f"{REPORTS}2022/jiedu.txt": "关于年度报告的解读\n这里没有表格。\n",
        f"{REPORTS}2022/410781-chengshiguanliju.txt": report_of(2022),
        f"{REPORTS}2023/again.txt": f"{GOOD.rstrip()}另有一句。\n",
        "报告.docx": b"PK",
    }


def zip_bomb() -> bytes:
    """A Word file of a few kilobytes whose document would be a hundred megabytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"0" * 100_000_000)
    return held.getvalue()
