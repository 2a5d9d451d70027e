"""Finds a Chromium on this machine and starts it for a test, with a new profile that asks nobody anything.

Looks where build_scripts/setup/install_browser.sh looks, in the same order; installs nothing.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Playwright

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_APPLICATIONS = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
)
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


class BrowserMissing(RuntimeError):
    """No browser is to be had; the message says how to get one."""


@cache
def find_browser() -> Path:
    """The browser the tests drive; raises BrowserMissing when this machine has none."""
    named = os.environ.get("BROWSER_PATH")
    if named:
        if not os.access(named, os.X_OK):
            raise BrowserMissing(f"BROWSER_PATH={named} 不是程序 / is not a program")
        return Path(named)
    for candidate in (*_on_path(), *MAC_APPLICATIONS, *_of_playwright()):
        if candidate.is_file() and _starts(candidate):
            return candidate
    raise BrowserMissing(
        "没有浏览器：请运行 build_scripts/setup/install_browser.sh。"
        " / No browser: run build_scripts/setup/install_browser.sh."
    )


_opened: list[Browser] = []


@contextmanager
def open_browser() -> Iterator[Browser]:
    """The browser that is open in this process, or a new one that closes in the end.

    Playwright allows one at a time in a thread, and to start it takes longer than most tests: whoever needs a browser
    asks here. Readers are kept apart by contexts; whoever makes a page or a context closes it.
    """
    if _opened:
        yield _opened[0]
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        _opened.append(launch(playwright))
        try:
            yield _opened[0]
        finally:
            _opened.pop().close()


def launch(playwright: Playwright, *more_args: str) -> Browser:
    """A headless browser with a profile of its own, thrown away when it closes."""
    args = [*arguments(), *more_args]
    return _watch(playwright.chromium.launch(executable_path=find_browser(), headless=True, args=args))


refused: list[str] = []
"""What their Content Security Policy refused to pages since somebody took note of it; after every test it is empty,
or the test fails (conftest)."""
_REFUSAL = re.compile(r"Content[ -]Security[ -]Policy|requires 'Trusted")


def _watch(browser: Browser) -> Browser:
    """Every page opened in it, by whomever, is listened to."""
    from playwright.sync_api import Page

    Page.wait_for_function = _wait_for_function  # type: ignore[method-assign]
    new_context, new_page = browser.new_context, browser.new_page

    def listen(context: BrowserContext) -> BrowserContext:
        context.on("console", lambda message: _REFUSAL.search(message.text) and refused.append(message.text))
        return context

    def open_page(**options: Any) -> Page:
        page = new_page(**options)
        listen(page.context)
        return page

    browser.new_context = lambda **options: listen(new_context(**options))  # type: ignore[method-assign]
    browser.new_page = open_page  # type: ignore[method-assign]
    return browser


def _wait_for_function(page: Page, expression: str, *, arg: Any = None, timeout: float = 30_000) -> None:
    """Playwright's own makes a program of the words inside the page, which the page's policy refuses; this one asks
    again and again, as `evaluate` does, from outside. Raises Playwright's TimeoutError; `timeout` in milliseconds."""
    from playwright.sync_api import Error, TimeoutError

    until = time.monotonic() + timeout / 1000
    while True:
        try:
            if page.evaluate(expression, arg):
                return
        except Error as error:
            if "context was destroyed" not in str(error):  # another page has just come
                raise
        if time.monotonic() > until:
            raise TimeoutError(f"not within {timeout} ms: {expression}")
        page.wait_for_timeout(20)


def arguments() -> list[str]:
    """What the browser is started with; without its sandbox only as root, where it has none."""
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*QUIET, *(["--no-sandbox"] if as_root else [])]


def _on_path() -> list[Path]:
    return [Path(found) for name in COMMANDS if (found := shutil.which(name))]


def _of_playwright() -> list[Path]:
    from playwright.sync_api import Error, sync_playwright

    try:
        with sync_playwright() as playwright:
            return [Path(playwright.chromium.executable_path)]
    except Error:
        return []


def _starts(program: Path) -> bool:
    """Some systems ship a placeholder of that name, which cannot even tell its version."""
    answer = subprocess.run([program, "--version"], capture_output=True, timeout=60, check=False)
    return answer.returncode == 0
