"""Asks the search page as a reader does, and notes what it answers, what it fetched and how long it took.

Comes in: a browser page, the address of a site, questions. Goes out: an `Answer` each. Refuses to know: the index, what
is right. Only what the page promises to keep is looked at: the count, the hits with their kind, links and marks, the
buttons below.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urlencode

from tests.search_truth import Hit

if TYPE_CHECKING:
    from playwright.sync_api import Page

DATA = re.compile(r"\.(json|bin)\b|/search/index/")
"""Files that hold data; the others are the page itself, the same for every query."""

DONE = "html[data-search=done]"
_WATCH = """
  window.searched = {};
  new MutationObserver(() => {
    const state = document.documentElement?.dataset.search;
    if (state) window.searched[state] ??= performance.now();
  }).observe(document, { attributes: true, subtree: true, attributeFilter: ["data-search"] });
"""
_TURN = """([address]) => {
  delete document.documentElement.dataset.search;
  history.pushState(null, "", address);
  dispatchEvent(new PopStateEvent("popstate"));
}"""
_READ = """async ([least, count]) => {
  const settled = async () => {
    while (document.documentElement.dataset.search !== "done") await new Promise((done) => setTimeout(done, 4));
  };
  const press = async (words) => {
    const found = [...document.querySelectorAll("#search-actions button")]
      .find((one) => words.some((word) => one.textContent.includes(word)) && !one.disabled);
    found?.click();
    await settled();
    return Boolean(found);
  };
  const told = document.querySelector("#search-count");
  const kinds = ["agency", "title", "section", "table"];
  const counts = () => Object.fromEntries(kinds.map((kind) => [kind, told.dataset[kind] ?? ""]));
  const marksOf = (node) => [...node.querySelectorAll("mark")].map((mark) => mark.textContent);
  await settled();
  const first = { said: told.textContent, counts: counts() };
  while (count && await press(["准确"]));
  while (document.querySelectorAll("#search-hits .search-hit").length < least && await press(["再看", "继续"]));
  return {
    first, last: { said: told.textContent, counts: counts() },
    hits: [...document.querySelectorAll(".search-hit")].map((one) => ({
      kind: one.dataset.kind, section: one.dataset.section ?? "", slips: Number(one.dataset.slips ?? 0),
      link: one.querySelector("a").href, marks: marksOf(one),
      excerpts: [...one.querySelectorAll(".search-hit__excerpt a")].map((each) => [each.href, marksOf(each)]),
    })),
  };
}"""


class Shown(NamedTuple):
    """A hit as it is shown: which, the words marked in all of it, and of each excerpt its link and its marks."""

    hit: Hit
    marks: tuple[str, ...]
    excerpts: tuple[tuple[str, tuple[str, ...]], ...]


class Count(NamedTuple):
    """How many hits of a kind there are: exactly, or at least."""

    number: int
    exact: bool


@dataclass(frozen=True)
class Answer:
    """What the page tells before and after counting, what it shows, and what the first answer cost.

    `size`: bytes of the data files fetched, headers included; `files` their addresses; `milliseconds` from the moment
    the page began to look things up until its hits stood there.
    """

    said: str
    first: Mapping[str, Count]
    last: Mapping[str, Count]
    shown: tuple[Shown, ...]
    size: int
    files: tuple[str, ...]
    milliseconds: float

    @property
    def hits(self) -> list[Hit]:
        return [one.hit for one in self.shown]


@dataclass
class Meter:
    """Bytes of data files that a page receives, with nothing taken from its cache."""

    page: Page
    pattern: re.Pattern[str] = DATA
    size: int = 0
    files: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        names: dict[str, str] = {}
        wire = self.page.context.new_cdp_session(self.page)
        wire.send("Network.enable")
        wire.send("Network.setCacheDisabled", {"cacheDisabled": True})

        def finish(event: Mapping[str, Any]) -> None:
            name = names.get(event["requestId"], "")
            if self.pattern.search(name):
                self.size += int(event["encodedDataLength"])
                self.files.append(name)

        wire.on("Network.requestWillBeSent", lambda event: names.update({event["requestId"]: event["request"]["url"]}))
        wire.on("Network.loadingFinished", finish)
        self.page.add_init_script(_WATCH)

    def reset(self) -> None:
        """Count from nothing."""
        self.size = 0
        self.files.clear()


def open_search(meter: Meter, site: str, typed: str, options: Mapping[str, str], least: int, count: bool) -> Answer:
    """Open the search page anew with this question; read at least so many hits; count exactly if asked."""
    page = meter.page
    meter.reset()
    page.goto(name_question(site, typed, options))
    page.wait_for_selector(DONE, state="attached")
    times = page.evaluate("window.searched")
    page.wait_for_timeout(0)
    size, files = meter.size, tuple(meter.files)
    milliseconds = times.get("done", 0) - times.get("busy", times.get("done", 0))
    return _read(page, site, least, count, size, files, milliseconds)


def turn_search(page: Page, site: str, typed: str, options: Mapping[str, str], least: int, count: bool) -> Answer:
    """The same on a search page that is open, as if one came back to the question; nothing is measured."""
    page.evaluate(_TURN, [name_question(site, typed, options)])
    return _read(page, site, least, count, 0, (), 0)


def name_question(site: str, typed: str, options: Mapping[str, str]) -> str:
    """The address of a question."""
    more = f"&{urlencode(options)}" if options else ""
    return f"{site}search/?q={quote(typed)}{more}"


def _read(page: Page, site: str, least: int, count: bool, size: int, files: tuple[str, ...], taken: float) -> Answer:
    found = page.evaluate(_READ, [least, count])
    shown = tuple(
        Shown(
            Hit(one["kind"], re.sub("#.*", "", one["link"]).removeprefix(site), one["section"], one["slips"]),
            tuple(one["marks"]),
            tuple((link, tuple(marks)) for link, marks in one["excerpts"]),
        )
        for one in found["hits"]
    )
    first, last = (_read_counts(found[when]["counts"]) for when in ("first", "last"))
    return Answer(found["first"]["said"], first, last, shown, size, files, taken)


def _read_counts(told: Mapping[str, str]) -> dict[str, Count]:
    return {kind: Count(int(text.lstrip("≥") or 0), not text.startswith("≥")) for kind, text in told.items()}
