"""What axe would find, and that it finds nothing in a report that prints what would do harm.

Every kind of page is looked through in test_every_kind.py.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.axe import find_faults
from tests.sites import HOSTILE_ADDRESS

pytestmark = pytest.mark.browser


def test_axe_finds_nothing_where_a_report_prints_what_would_do_harm(browser: Browser, site_url: str) -> None:
    context = browser.new_context(reduced_motion="reduce", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(site_url + HOSTILE_ADDRESS)
    assert find_faults(page) == []
    context.close()


def test_axe_would_find_what_is_wrong_in_the_dark_scheme_alone(browser: Browser) -> None:
    """As the pages are looked at: opened in the light scheme, turned to the dark one."""
    page = browser.new_page(color_scheme="light", reduced_motion="reduce")
    page.set_content(
        '<html lang="zh"><title>甲</title><style>p { color: #444 } @media (prefers-color-scheme: dark) '
        "{ p { background: #222 } }</style><main><h1>甲</h1><p>夜里看不清的字</p>"
    )
    assert find_faults(page) == []
    page.emulate_media(color_scheme="dark")
    assert [fault.split(": ")[:2] for fault in find_faults(page, colours_alone=True)] == [["color-contrast", "p"]]
    page.close()


def test_axe_would_find_something(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(
        '<html lang="zh"><title>甲</title><main><h1>甲</h1><img src="a.png"><p style="color:#bbb">看不清的字</p>'
    )
    assert {fault.split(":")[0] for fault in find_faults(page)} == {"color-contrast", "image-alt"}
    assert {fault.split(":")[0] for fault in find_faults(page, colours_alone=True)} == {"color-contrast"}
    page.close()
