"""A visit to a page, and what was noticed: what came over the wire, what moved, what complained, what stuck out.

Comes in: a browser and addresses. Goes out: a `Visit` each. Every kind of page is visited once at each width, and all
tests read the same notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.kinds import Kind

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NARROW, PHONE = 320, 600
_WATCH = """
  window.moved = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const names = entry.sources.map(({ node }) => node?.outerHTML?.slice(0, 100) ?? String(node?.nodeName));
      window.moved.push([entry.value, names.join(" | ")]);
    }
  }).observe({ type: "layout-shift", buffered: true });
"""
_SETTLED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 20))))"
_STICKS_OUT = """() => document.documentElement.scrollWidth <= innerWidth ? "" :
  [...document.querySelectorAll("body *")].filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
    .slice(-3).map((each) => each.outerHTML.slice(0, 120)).join(" | ") || "?" """
_CLOSED = """() => [...document.querySelectorAll("main *")].filter((each) => {
    const style = getComputedStyle(each);
    return /auto|scroll/.test(style.overflowX) && each.scrollWidth > each.clientWidth + 1 && each.tabIndex < 0
      && each.getClientRects().length;
  }).map((each) => each.outerHTML.slice(0, 120))"""


@dataclass
class Visit:
    """What was noticed of one page at one width.

    `transferred`: bytes of all answers, headers included, with nothing in the cache. `moved`: layout shift in all, with
    what moved. `sticks_out`: what is wider than NARROW pixels when the window is. `closed`: boxes that scroll sideways
    and that the keyboard cannot get into.
    """

    kind: Kind
    width: int
    transferred: int = 0
    shift: float = 0.0
    moved: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    sticks_out: str = ""
    closed: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The page and the width, for messages."""
        return f"{self.kind.name} ({self.width})"


def visit_kinds(browser: Browser, site: str, kinds: Iterable[Kind], widths: Iterable[int]) -> Iterator[Visit]:
    """Visits every kind at every width, as one who comes for the first time."""
    for width in widths:
        context = browser.new_context(viewport={"width": width, "height": 900})
        context.add_init_script(_WATCH)
        for kind in kinds:
            page = context.new_page()
            yield _visit(page, site, Visit(kind, width))
            page.close()
        context.close()


def _visit(page: Page, site: str, visit: Visit) -> Visit:
    waiting = _listen(page, site, visit)
    page.goto(site + visit.kind.address)
    page.evaluate(_SETTLED)
    while waiting:
        page.wait_for_timeout(20)
    page.evaluate(_SETTLED)
    for value, names in page.evaluate("window.moved"):
        visit.shift += value
        visit.moved.append(names)
    if visit.width < PHONE:
        page.set_viewport_size({"width": NARROW, "height": 900})
        page.evaluate(_SETTLED)
        visit.sticks_out = page.evaluate(_STICKS_OUT)
        visit.closed = page.evaluate(_CLOSED)
    return visit


def _listen(page: Page, site: str, visit: Visit) -> set[str]:
    """Notes what comes over the wire and what is complained of; the requests that are not answered yet."""
    waiting: set[str] = set()

    def start(event: dict[str, Any]) -> None:
        waiting.add(event["requestId"])
        if not event["request"]["url"].startswith((site, "data:")):
            visit.foreign.append(event["request"]["url"])

    def finish(event: dict[str, Any]) -> None:
        visit.transferred += int(event["encodedDataLength"])
        waiting.discard(event["requestId"])

    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    wire.on("Network.requestWillBeSent", start)
    wire.on("Network.loadingFinished", finish)
    wire.on("Network.loadingFailed", lambda event: waiting.discard(event["requestId"]))
    page.on("response", lambda answer: visit.complaints.append(answer.url) if answer.status >= 400 else None)
    page.on("console", lambda message: visit.complaints.append(message.text))
    page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    return waiting
