"""Templates that an earlier run compiled are loaded; what is broken or says something else is compiled again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from build_scripts.files.reuse import Earlier
from build_scripts.publishing.kept_templates import keep_templates
from build_scripts.publishing.templates import forget_templates, render, use_compiled

MOVED = {"label": "更新", "href": "../feed.xml"}
TEMPLATE = "versions/feed.html"


@pytest.fixture
def earlier(tmp_path: Path) -> Iterator[Earlier]:
    found = Earlier(tmp_path / "cache", tmp_path / "site")
    keep_templates(found)
    forget_templates()
    yield found
    use_compiled(None)
    forget_templates()


def list_kept(earlier: Earlier) -> list[Path]:
    return sorted(path for path in earlier.cache.rglob("*") if path.is_file())


def test_a_template_is_kept_once_and_says_the_same_when_it_is_loaded(earlier: Earlier) -> None:
    compiled = render(TEMPLATE, **MOVED)
    kept = {path: path.read_bytes() for path in list_kept(earlier)}
    assert kept
    forget_templates()
    assert render(TEMPLATE, **MOVED) == compiled
    assert {path: path.read_bytes() for path in list_kept(earlier)} == kept, "nothing was compiled again"


@pytest.mark.parametrize("spoil", [lambda data: data[:-9], lambda data: b"", lambda data: data[:-1] + b"!"])
def test_what_is_broken_is_compiled_again(earlier: Earlier, spoil: Callable[[bytes], bytes]) -> None:
    compiled = render(TEMPLATE, **MOVED)
    kept = {path: path.read_bytes() for path in list_kept(earlier)}
    for path, data in kept.items():
        path.write_bytes(spoil(data))
    forget_templates()
    assert render(TEMPLATE, **MOVED) == compiled
    assert {path: path.read_bytes() for path in list_kept(earlier)} == kept, "kept anew"
