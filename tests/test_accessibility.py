"""Every kind of page is within reach of everybody: WCAG 2.2 AA as far as axe can tell, in both schemes.

Every kind as on a phone; on a wide screen some, or all with `EVERY_WIDTH=all`, as in `make audit`.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.axe import find_faults
from tests.kinds import find_kinds, find_short_kinds
from tests.sites import HOSTILE_ADDRESS

pytestmark = pytest.mark.browser

WIDE = ("home", "search", "compare", "agency")
ALL_WIDE = os.environ.get("EVERY_WIDTH") == "all"


def test_axe_finds_nothing_on_any_kind_of_page(
    browser: Browser, country_url: str, country_folder: Path, site_url: str, site_folder: Path
) -> None:
    """On a phone by every rule in the light scheme, then by those of colour in the dark one; some on a wide screen."""
    context = browser.new_context(reduced_motion="reduce")
    page, faults, seen = context.new_page(), [], set()
    for url, kind in find_short_kinds((country_url, country_folder), (site_url, site_folder)):
        for width in (390, 1280) if ALL_WIDE or kind.name in WIDE else (390,):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme="light")
            page.goto(url + kind.address)
            faults += [f"{kind.name} ({width}): {fault}" for fault in find_faults(page)]
            page.emulate_media(color_scheme="dark")
            colours = find_faults(page, colours_alone=True)
            faults += [f"{kind.name} ({width}, dark): {fault}" for fault in colours]
            seen.add((kind.name, width))
    context.close()
    assert faults == []
    assert seen >= {(kind.name, 390) for kind in find_kinds(country_folder)} | {(name, 1280) for name in WIDE}


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
