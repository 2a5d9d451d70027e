"""The page about adding by command says what the command says: its example is made by it, its outcomes are all there.

`python -m tests.test_by_command_page` prints the example anew.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from build_scripts.add import add_files
from build_scripts.cli.adding import SAID
from build_scripts.contributing.listing import OUTCOMES, list_added
from build_scripts.fetching.fetcher import LIMITS, PRODUCT
from tests.packages import ROOT
from tests.projects import make_project
from tests.report_texts import print_requests, print_text

PAGE = (ROOT / "docs/contribute/by-command.md").read_text(encoding="utf-8")
FOLDER = "来件"


def make_example(folder: Path) -> str:
    """What `add` says of four files: good, with a damaged row, rival of one that is held, no report."""
    layout = make_project(folder / "project", ("2023/410781-chengshiguanliju.txt",))
    given = folder / FOLDER
    given.mkdir()
    title = "卫辉市城市管理局{}年政府信息公开工作年度报告"
    damaged = print_requests(changes={"granted": "\t\t（一）予以公开\t1\t2\t3\t4\t5"})
    texts = {
        "2022.txt": print_text(title=title.format(2022)),
        "2024.txt": print_text(title=title.format(2024), requests=damaged),
        "2023 修订.txt": print_text(title=title.format(2023)),
        "解读.txt": "一图读懂",
    }
    for name, text in texts.items():
        (given / name).write_text(text, encoding="utf-8")
    here = Path.cwd()
    os.chdir(folder)
    try:
        added = add_files(layout, [FOLDER], {}, lambda url: pytest.fail(url), 1, lambda *_: None)
        return list_added(added, "datapackage/reports", "zh")
    finally:
        os.chdir(here)


def test_the_example_is_what_the_command_says(tmp_path: Path) -> None:
    assert f"```text\n{make_example(tmp_path)}```" in PAGE


def test_every_outcome_and_every_option_is_told() -> None:
    outcomes = [row["label_zh"] for code, row in OUTCOMES.items() if code != "would_add"]
    assert [label for label in outcomes if f"| {label} |" not in PAGE] == []
    assert [name for name in SAID if f"--{name.replace('_', '-')}" not in PAGE] == []


def test_the_limits_told_are_those_that_hold() -> None:
    told = f"连接 {LIMITS.connect:.0f} 秒，一步 {LIMITS.step:.0f} 秒，全部 {LIMITS.whole:.0f} 秒"
    size = f"大小：{LIMITS.size // 1024 // 1024} MB"
    assert [each for each in (told, size, f"至多 {LIMITS.redirects} 次", f"`{PRODUCT}`") if each not in PAGE] == []


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        print(make_example(Path(folder)), end="")
