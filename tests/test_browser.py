"""The browser the other tests rely on: it starts, draws Chinese, and runs a page's script."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser import BrowserMissing, arguments, find_browser


@pytest.mark.browser
def test_the_browser_starts_and_runs_a_page(page: Page) -> None:
    page.set_content("<title>年报</title><p id=n></p><script>n.textContent = 1 + 1</script>")
    assert (page.title(), page.text_content("#n")) == ("年报", "2")


@pytest.mark.browser
def test_chinese_text_is_drawn_with_glyphs_of_its_own(page: Page) -> None:
    """Without a Chinese font every character is the same box: two of them would look alike."""
    pictures = []
    for character in "公开":
        page.set_content(f"<p style='font: 40px sans-serif; width: 60px'>{character}</p>")
        pictures.append(page.locator("p").screenshot())
    assert pictures[0] != pictures[1], "没有中文字体 / no Chinese font: install fonts-noto-cjk"


def test_a_named_browser_that_is_no_program_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "none"))
    with pytest.raises(BrowserMissing, match="is not a program"):
        find_browser.__wrapped__()


def test_the_sandbox_is_given_up_only_as_root() -> None:
    assert ("--no-sandbox" in arguments()) == (os.geteuid() == 0)


def test_a_browser_is_started_in_one_place_alone() -> None:
    """To start one takes longer than most tests, and Playwright refuses a second: tests ask for `browser` or `page`."""
    starting = "sync_" + "playwright"
    sources = Path(__file__).parent.rglob("*.py")
    assert [path.name for path in sources if starting in path.read_text(encoding="utf-8")] == ["browser.py"]
