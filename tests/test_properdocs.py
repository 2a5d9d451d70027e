"""Another generator makes the same site: what `make properdocs` compares, and that it is set up without MkDocs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from build_scripts.upkeep.same_sites import main

ROOT = Path(__file__).parents[1]


def write_site(folder: Path, files: dict[str, str]) -> Path:
    for name, text in {"index.html": "<p>首页\n", **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_the_same_files_are_the_same_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = (write_site(tmp_path / name, {"a/b.css": "p {}"}) for name in ("one", "other"))
    assert main([str(one), str(other)]) == 0
    assert capsys.readouterr().out == "文件 2 个（网页 1），不同 0 个 / 2 files (1 pages), 0 differ\n"


def test_what_differs_is_named_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = write_site(tmp_path / "one", {"page.html": "同\n甲\n", "old.txt": ""})
    other = write_site(tmp_path / "other", {"page.html": "同\n乙\n", "new.txt": ""})
    assert main([str(one), str(other)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "new.txt: 第一个没有 / not in the first",
        "old.txt: 第二个没有 / not in the second",
        "page.html: 2: 甲 | 乙",
        "文件 3 个（网页 2），不同 3 个 / 3 files (2 pages), 3 differ",
    ]


def test_a_folder_without_a_site_is_no_answer(tmp_path: Path) -> None:
    assert main([str(write_site(tmp_path / "one", {})), str(tmp_path)]) == 2


def test_the_lock_holds_properdocs_with_our_theme_and_no_mkdocs() -> None:
    """Every package both locks hold is of the same version: nothing but the generator is exchanged."""
    ours, theirs = (
        dict(
            re.findall(r"(?m)^([a-z0-9-]+)==([^ ;]+)", (ROOT / f"requirements/{name}.lock").read_text(encoding="utf-8"))
        )
        for name in ("site", "properdocs")
    )
    assert theirs["properdocs"] == "1.6.7"
    assert "mkdocs" not in theirs
    assert theirs["mkdocs-material"] == ours["mkdocs-material"]
    assert {name: (ours[name], version) for name, version in theirs.items() if ours.get(name, version) != version} == {}
