"""Every kind of page is within reach of everybody: WCAG 2.2 AA as far as axe can tell, in both schemes."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.axe import find_faults
from tests.kinds import find_kinds
from tests.sites import HOSTILE_ADDRESS

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_on_any_kind_of_page(
    browser: Browser, country_url: str, country_folder: Path, width: int
) -> None:
    """On a phone by every rule in the light scheme, on a wide screen by those of colour in the dark one."""
    dark = width == 1280
    context = browser.new_context(
        color_scheme="dark" if dark else "light", reduced_motion="reduce", viewport={"width": width, "height": 900}
    )
    page, faults = context.new_page(), []
    for kind in find_kinds(country_folder):
        page.goto(country_url + kind.address)
        faults += [f"{kind.name}: {fault}" for fault in find_faults(page, colours_alone=dark)]
    context.close()
    assert faults == []


def test_axe_finds_nothing_where_a_report_prints_what_would_do_harm(browser: Browser, site_url: str) -> None:
    context = browser.new_context(reduced_motion="reduce", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(site_url + HOSTILE_ADDRESS)
    assert find_faults(page) == []
    context.close()


def test_axe_would_find_something(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(
        '<html lang="zh"><title>甲</title><main><h1>甲</h1><img src="a.png"><p style="color:#bbb">看不清的字</p>'
    )
    assert {fault.split(":")[0] for fault in find_faults(page)} == {"color-contrast", "image-alt"}
    assert {fault.split(":")[0] for fault in find_faults(page, colours_alone=True)} == {"color-contrast"}
    page.close()
