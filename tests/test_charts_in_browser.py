"""Pictures in a real browser: letters stay legible on a phone, nothing is cut off, words stand out in every scheme."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

LETTERS = """() => [...document.querySelectorAll('svg.ch-svg text')].map(text => {
  const box = text.getBoundingClientRect();
  return [parseFloat(getComputedStyle(text).fontSize) * text.ownerSVGElement.getScreenCTM().a, box.left, box.right];
})"""
NAMES = """svg => svg.getAttribute('aria-labelledby').split(' ')
  .map(id => document.getElementById(id).textContent)"""
CONTRASTS = """() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const light = colour => {
    canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map(value => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const link = document.querySelector('.ch-map svg a');
  const [box, text] = [link.querySelector('rect'), link.querySelector('text')];
  return [1, 2, 3, 4].map(shade => {
    box.setAttribute('class', `ch-tile ch-s${shade}`); text.setAttribute('class', `ch-l${shade}`);
    const [one, other] = [light(getComputedStyle(box).fill), light(getComputedStyle(text).fill)];
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  });
}"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def drawn(country_folder: Path) -> dict[str, str]:
    """An agency's page with pictures of every group if there is one, and a report's page with a flow."""
    agencies = sorted(country_folder.glob("agencies/*/index.html"), key=lambda path: -_count(path))
    reports = sorted(country_folder.glob("agencies/*/*/index.html"))
    report = next(path for path in reports if 'class="ch ch-flow"' in path.read_text(encoding="utf-8"))
    return {
        kind: path.parent.relative_to(country_folder).as_posix() + "/"
        for kind, path in (("agency", agencies[0]), ("report", report))
    }


def _count(path: Path) -> int:
    return len(re.findall('class="ch-svg"', path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("width", [390, 320])
@pytest.mark.parametrize("kind", ["agency", "report", "home"])
def test_letters_are_legible_on_a_phone_and_none_is_cut_off(
    page: Page, country_url: str, drawn: dict[str, str], kind: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(country_url + drawn.get(kind, ""))
    letters = page.evaluate(LETTERS)
    assert len(letters) > 7
    assert min(size for size, _, _ in letters) >= (11 if width == 390 else 10.9)
    assert min(left for _, left, _ in letters) >= 0
    assert max(right for _, _, right in letters) <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_on_every_shade_stand_out(browser: Browser, country_url: str, scheme: str) -> None:
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    page.goto(country_url)
    assert min(page.evaluate(CONTRASTS)) >= 4.5
    context.close()


def test_with_forced_colours_words_stand_out_too(browser: Browser, country_url: str) -> None:
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(country_url)
    assert min(page.evaluate(CONTRASTS)) >= 4.5
    context.close()


def test_every_picture_can_be_read_without_seeing_it(page: Page, country_url: str, drawn: dict[str, str]) -> None:
    for address in drawn.values():
        page.goto(country_url + address)
        pictures = page.locator("svg.ch-svg")
        for at in range(pictures.count()):
            names = pictures.nth(at).evaluate(NAMES)
            assert len(names) == 2
            assert all(len(name) > 3 for name in names)
        figures = page.locator("figure.ch")
        assert figures.count() > 0
        for at in range(figures.count()):
            figure = figures.nth(at)
            assert "来源：" in figure.locator(".ch-source").inner_text()
            assert figure.locator("details table").count() == 1
            assert "单位：" in figure.locator(".ch-unit").inner_text()


def test_a_tile_is_reached_by_keyboard_and_leads_to_its_region(page: Page, country_url: str) -> None:
    page.goto(country_url)
    tile = page.locator(".ch-map svg a").first
    tile.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/regions/\d{6}/$"))


def test_the_numbers_of_a_picture_are_printed_with_it(page: Page, country_url: str, drawn: dict[str, str]) -> None:
    page.goto(country_url + drawn["report"])
    seen = "table => table.checkVisibility({contentVisibilityAuto: true})"
    table = page.locator("figure.ch details table").first
    assert table.evaluate(seen) is False
    page.emulate_media(media="print")
    assert table.evaluate(seen) is True
