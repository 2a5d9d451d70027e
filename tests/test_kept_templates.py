"""Templates that an earlier run compiled are loaded; what is broken or says something else is compiled again."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from build_scripts.publishing.kept_templates import keep_templates
from build_scripts.publishing.templates import forget_templates, render, use_compiled

MOVED = {"label": "更新", "href": "../feed.xml"}
TEMPLATE = "versions/feed.html"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    keep_templates(tmp_path)
    forget_templates()
    yield tmp_path
    use_compiled(None)
    forget_templates()


def list_kept(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_template_is_kept_once_and_says_the_same_when_it_is_loaded(folder: Path) -> None:
    compiled = render(TEMPLATE, **MOVED)
    kept = {path: path.read_bytes() for path in list_kept(folder)}
    assert kept
    forget_templates()
    assert render(TEMPLATE, **MOVED) == compiled
    assert {path: path.read_bytes() for path in list_kept(folder)} == kept, "nothing was compiled again"


@pytest.mark.parametrize("spoil", [lambda data: data[:-9], lambda data: b"", lambda data: data[:-1] + b"!"])
def test_what_is_broken_is_compiled_again(folder: Path, spoil: Callable[[bytes], bytes]) -> None:
    compiled = render(TEMPLATE, **MOVED)
    kept = {path: path.read_bytes() for path in list_kept(folder)}
    for path, data in kept.items():
        path.write_bytes(spoil(data))
    forget_templates()
    assert render(TEMPLATE, **MOVED) == compiled
    assert {path: path.read_bytes() for path in list_kept(folder)} == kept, "kept anew"


def test_what_is_compiled_lies_where_python_keeps_its_own(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    render(TEMPLATE, **MOVED)
    assert {path.parent.relative_to(folder).as_posix() for path in list_kept(folder)} == {"__pycache__"}
    assert {path.suffix for path in list_kept(folder)} == {".pyc"}, "no hash of the program's words counts it"
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    for path in list_kept(folder):
        path.unlink()
    forget_templates()
    render(TEMPLATE, **MOVED)
    assert not list_kept(folder), "nothing is written where Python may not"
