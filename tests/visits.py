"""A visit to a page, and what was noticed: what came over the wire, what moved, what complained, what stuck out, and
what axe found.

Comes in: a browser and addresses. Goes out: a `Visit` each. Every kind of page is visited once at each width, and all
tests read the same notes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.axe import find_faults
from tests.kinds import Kind

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession, ConsoleMessage, Error, Page, Response

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

_FAST = {"offline": False, "latency": 0, "downloadThroughput": 1e9, "uploadThroughput": 1e9, "connectionType": "wifi"}
"""How far below the window pictures are fetched ahead hangs on how fast the browser thinks its connection is; on a busy
machine it thinks it slow, and fetches all."""
_LEAVE_FEW = """(most) => {
  const name = (each, depth) => [each.tagName, each.getAttribute("class"), each.getAttribute("role"),
    ...(depth ? [...each.children].map((child) => name(child, depth - 1)) : [])].join(" ");
  const leave = (parent) => {
    const alike = new Map();
    for (const each of parent.children) {
      const key = name(each, 3);
      if (!alike.has(key)) alike.set(key, []);
      alike.get(key).push(each);
    }
    for (const group of alike.values()) for (const each of group.slice(most / 2, -most / 2)) each.remove();
    for (const each of parent.children) leave(each);
  };
  leave(document.querySelector("main") ?? document.body);
}"""


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
    faults: list[str] | None = None

    @property
    def label(self) -> str:
        """The page and the width, for messages."""
        return f"{self.kind.name} ({self.width})"


def visit_kinds(
    browser: Browser,
    site: str,
    kinds: Iterable[Kind],
    widths: Iterable[int],
    axe_looks: Callable[[Kind], bool] = lambda _: False,
    alike: int | None = None,
) -> Iterator[Visit]:
    """Visits every kind at every width with nothing in the cache; axe looks through those that it is told to: of rows,
    entries and other neighbours of the same build, the first and the last half of so many (`alike`), or all."""
    for width in widths:
        context = browser.new_context(viewport={"width": width, "height": 900})
        context.add_init_script(_WATCH)
        page = context.new_page()  # one for all kinds: to open one takes longer than to load most
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
        wire.send("Network.emulateNetworkConditions", _FAST)
        for kind in kinds:
            visit = Visit(kind, width)
            with _listen(page, wire, site, visit) as waiting:
                _visit(page, site, visit, waiting)
            if axe_looks(kind):
                if alike:
                    page.evaluate(_LEAVE_FEW, alike)
                visit.faults = _look_through(page)
            yield visit
        context.close()


def _visit(page: Page, site: str, visit: Visit, waiting: set[str]) -> None:
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
        page.set_viewport_size({"width": visit.width, "height": 900})


def _look_through(page: Page) -> list[str]:
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    faults = find_faults(page)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    faults += [f"dark: {fault}" for fault in find_faults(page, colours_alone=True)]
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    return faults


@contextmanager
def _listen(page: Page, wire: CDPSession, site: str, visit: Visit) -> Iterator[set[str]]:
    """Notes what comes over the wire and what is complained of; gives the requests that are not answered yet."""
    waiting: set[str] = set()

    def start(event: dict[str, Any]) -> None:
        waiting.add(event["requestId"])
        if not event["request"]["url"].startswith((site, "data:")):
            visit.foreign.append(event["request"]["url"])

    def finish(event: dict[str, Any]) -> None:
        visit.transferred += int(event["encodedDataLength"])
        waiting.discard(event["requestId"])

    def fail(event: dict[str, Any]) -> None:
        waiting.discard(event["requestId"])

    def answer(answer: Response) -> None:
        if answer.status >= 400:
            visit.complaints.append(answer.url)

    def say(message: ConsoleMessage) -> None:
        visit.complaints.append(message.text)

    def fall(error: Error) -> None:
        visit.complaints.append(str(error))

    on_wire = {"Network.requestWillBeSent": start, "Network.loadingFinished": finish, "Network.loadingFailed": fail}
    on_page = {"response": answer, "console": say, "pageerror": fall}
    for each, noted in ((wire, on_wire), (page, on_page)):
        for name, note in noted.items():
            each.on(name, note)
    try:
        yield waiting
    finally:
        for each, noted in ((wire, on_wire), (page, on_page)):
            for name, note in noted.items():
                each.remove_listener(name, note)
