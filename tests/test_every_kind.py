"""What is promised of every kind of page, in a real browser: light, still, complete, for any width, by keyboard and
within reach of everybody, WCAG 2.2 AA as far as axe can tell, in both schemes.

Every kind is visited as on a phone; on a wide screen those laid out otherwise there, or all with `EVERY_WIDTH=all`, as
in `make audit`.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.kinds import Kind, find_kinds, find_short_kinds, tell_pattern
from tests.sites import HOSTILE_ADDRESS, serve
from tests.visits import Visit, visit_kinds

pytestmark = pytest.mark.browser

MOST_BYTES = 200_000
MOST_SHIFT = 0.01
BLANK = Kind("report-left-blank", "agencies/630223-chengshiguanlizonghexingzhengzhifaju/2024/")
HOSTILE = Kind("report-that-is-hostile", HOSTILE_ADDRESS)
BY_KEYBOARD = ("home", "agencies", "agency", "report", "search", "compare", "data", "quality", "english")
WIDE = (*BY_KEYBOARD, "query", "sql", "quality-matrix", "region-province")
"""Kinds that stand beside a table of contents, in columns or with charts where there is room."""
AXE_WIDE = ("home", "search", "compare", "agency")
ALL_WIDE = os.environ.get("EVERY_WIDTH") == "all"


@pytest.fixture(scope="module")
def kinds(country_folder: Path) -> tuple[Kind, ...]:
    return find_kinds(country_folder)


@pytest.fixture(scope="module")
def visits(
    browser: Browser,
    country_root: Path,
    country_folder: Path,
    kinds: tuple[Kind, ...],
    site_url: str,
    shared_folder: Path,
    make_once: Callable[[Path, Callable[[Path], None]], Path],
) -> list[Visit]:
    """Every kind of page, the WIDE at two widths, from a server that compresses; and two reports like no other. axe
    looks through every kind, and those of AXE_WIDE at both widths; of neighbours of the same build through ALIKE."""
    wide = [kind for kind in kinds if ALL_WIDE or kind.name in WIDE]
    alike = None if ALL_WIDE else ALIKE

    def make(file: Path) -> None:
        with serve(country_root, compressed=True) as address:
            site = f"{address}{country_folder.relative_to(country_root).as_posix()}/"
            found = [*visit_kinds(browser, site, kinds, (390,), lambda _: True, alike)]
            found += visit_kinds(browser, site, wide, (1280,), lambda kind: ALL_WIDE or kind.name in AXE_WIDE, alike)
        found += visit_kinds(browser, site_url, (BLANK, HOSTILE), (390,))
        file.write_bytes(pickle.dumps(found))

    found: list[Visit] = pickle.loads(make_once(shared_folder / "visits", make).read_bytes())
    return found


def test_every_page_of_the_site_is_of_a_kind_that_is_listed(country_folder: Path, kinds: tuple[Kind, ...]) -> None:
    listed = {tell_pattern(kind.address) for kind in kinds}
    pages = (path.parent.relative_to(country_folder).as_posix() for path in country_folder.rglob("index.html"))
    assert {tell_pattern(page.removeprefix(".")) for page in pages} - listed == set()
    assert len(kinds) >= 24


def test_every_kind_is_visited_and_what_is_laid_out_otherwise_at_both_widths(
    visits: list[Visit], kinds: tuple[Kind, ...]
) -> None:
    seen = [(visit.kind.name, visit.width) for visit in visits if visit.kind not in (BLANK, HOSTILE)]
    assert {name for name, width in seen if width == 390} == {kind.name for kind in kinds}
    assert {name for name, width in seen if width == 1280} >= set(WIDE)


def test_a_page_transfers_less_than_200_kilobytes(visits: list[Visit]) -> None:
    compressed = [visit for visit in visits if visit.kind not in (BLANK, HOSTILE)]
    assert [f"{visit.label}: {visit.transferred}" for visit in compressed if visit.transferred >= MOST_BYTES] == []
    assert min(visit.transferred for visit in compressed if visit.kind.name == "home") > 20_000, "nothing was counted"


def test_nothing_moves_while_a_page_is_loaded(visits: list[Visit]) -> None:
    assert [f"{visit.label}: {visit.shift:.3f}: {visit.moved}" for visit in visits if visit.shift >= MOST_SHIFT] == []


def test_no_page_asks_another_host_or_complains(visits: list[Visit]) -> None:
    """The page shown for a wrong address apart: standing at any depth, it asks from the root of its host."""
    noticed = [visit for visit in visits if visit.kind.name != "not-found" and (visit.foreign or visit.complaints)]
    assert [f"{visit.label}: {visit.foreign} {visit.complaints}" for visit in noticed] == []


def test_no_page_scrolls_sideways_at_320_pixels(visits: list[Visit]) -> None:
    assert [f"{visit.label}: {visit.sticks_out}" for visit in visits if visit.sticks_out] == []


def test_what_scrolls_sideways_inside_a_page_can_be_reached_by_keyboard(visits: list[Visit]) -> None:
    assert [f"{visit.label}: {visit.closed}" for visit in visits if visit.closed] == []


def test_axe_finds_nothing_on_any_kind_of_page(visits: list[Visit], kinds: tuple[Kind, ...]) -> None:
    """On a phone by every rule in the light scheme, then by those of colour in the dark one; some on a wide screen."""
    looked = {(visit.kind.name, visit.width): visit for visit in visits if visit.faults is not None}
    assert [f"{visit.label}: {fault}" for visit in looked.values() for fault in visit.faults or ()] == []
    assert set(looked) >= {(kind.name, 390) for kind in kinds} | {(name, 1280) for name in AXE_WIDE}


def test_by_keyboard_everything_is_reached_and_seen_to_be(
    browser: Browser, country_url: str, country_folder: Path, site_url: str, site_folder: Path
) -> None:
    """Where a longer collection only adds rows, on the page with fewer, and of stops that are alike at ALIKE: each stop
    takes its time. At all of them with `EVERY_WIDTH=all`."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    faults, walked = [], set()
    for url, kind in find_short_kinds((country_url, country_folder), (site_url, site_folder)):
        if kind.name in BY_KEYBOARD:
            walked.add(kind.name)
            page.goto(url + kind.address)
            if not ALL_WIDE:
                page.evaluate(LEAVE_FEW, ALIKE)
            faults += [f"{kind.name}: {fault}" for fault in walk(page)]
    page.close()
    assert faults == []
    assert walked == set(BY_KEYBOARD)


def walk(page: Page) -> list[str]:
    """Goes through the page by Tab alone: what is not reached, what does not show that it is focused, what traps."""
    stops = page.evaluate(STOPS)
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.textContent.trim()")
    faults = [] if first in ("跳到正文", "Skip to content") else [f"first stop: {first}"]
    for press in range(stops + SPARE_STOPS):
        if press % 20 == 0 and not page.evaluate("window.unreached.size"):
            break
        page.keyboard.press("Tab")
    return faults + page.evaluate(
        """[...[...window.unreached].map((each) => "not reached: " + each.outerHTML.slice(0, 120)),
        ...window.unseen.map((text) => "focus not seen: " + text)]"""
    )


ALIKE = 8
"""So many links and buttons in places of the same names and classes are left, the first and the last half of them."""
LEAVE_FEW = """(most) => {
  const alike = new Map();
  for (const each of document.querySelectorAll("main a[href], main button")) {
    const chain = [];
    for (let one = each; one; one = one.parentElement) chain.push(one.tagName, one.getAttribute("class"));
    const name = chain.join(" ");
    if (!alike.has(name)) alike.set(name, []);
    alike.get(name).push(each);
  }
  for (const group of alike.values()) {
    for (const each of group.slice(most / 2, -most / 2)) each.style.setProperty("display", "none", "important");
  }
}"""
SPARE_STOPS = 50
"""Boxes that scroll are stops of their own in some browsers."""
STOPS = """() => {
  const shown = (each) => each.checkVisibility({ visibilityProperty: true }) && each.getClientRects().length > 0;
  const wanted = [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
    .filter((each) => !each.disabled)
    .filter((each) => shown(each) && each.tabIndex >= 0 && (each.type !== "radio" || each.checked));
  window.unreached = new Set(wanted);
  window.unseen = [];
  document.addEventListener("focusin", ({ target }) => {
    window.unreached.delete(target);
    const label = target.labels?.[0];
    const marked = [target, ...(label ? [label, ...label.children] : [])].some((each) => {
      const style = getComputedStyle(each);
      return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    });
    if (!marked) window.unseen.push(target.outerHTML.slice(0, 120));
  });
  return wanted.length;
}"""


def test_with_reduced_motion_nothing_moves_or_fades(
    browser: Browser, country_url: str, kinds: tuple[Kind, ...]
) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    for kind in kinds:
        if kind.name in BY_KEYBOARD:
            page.goto(country_url + kind.address)
            assert page.evaluate(MOVING) == [], kind.name
    context.close()


MOVING = """() => [...document.querySelectorAll("*")].filter((each) => {
  const style = getComputedStyle(each);
  return style.scrollBehavior === "smooth" || [style.transitionDuration, style.animationDuration].some(
    (list) => list.split(",").some((time) => parseFloat(time) > 0.01));
}).map((each) => each.outerHTML.slice(0, 80))"""
