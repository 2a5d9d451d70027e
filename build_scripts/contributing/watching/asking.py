"""Addresses → answers, politely: one question at a time to a host, few hosts at once, and an end.

Comes in: whose turn it is, what asks. Goes out: an `Answer` for each. Refuses to know: what an answer means for a
report. HEAD is asked first, where the page itself is not wanted; a server that does not like HEAD, or says with it that
there is no such page, is asked again as a browser would. A host that fails several times running is left alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple
from urllib.parse import urlsplit

from build_scripts.contributing.watching.addresses import Turn
from build_scripts.fetching import Fetched, FetchError

Ask = Callable[[str, str], Fetched]
"""Asks an address with GET or HEAD; raises FetchError. It keeps the pause between two visits to a host itself."""
FOR_GOOD = frozenset({301, 308})
"""Statuses of a redirect that is meant to last."""
FINAL = frozenset({"robots", "not_http", "bad_address", "private_address", "unreachable", "too_slow"})
"""Reasons that GET would not change after HEAD."""
SILENCE = frozenset({"unreachable", "too_slow", "server"})
"""Reasons by which a host is given up when they come one after the other."""


class Pace(NamedTuple):
    """Hosts at once; failures in a row after which a host is left alone; minutes for everything; the clock."""

    hosts: int = 8
    patience: int = 3
    minutes: float = 60.0
    clock: Callable[[], float] = time.monotonic


class Answer(NamedTuple):
    """What came of asking: `reason` is that of the FetchError, empty if the page is there, `not_asked` if time was up
    or the host was given up; `moved_to` is where it moved for good; `content_type` is told of a page that was fetched
    whole, else None."""

    reason: str
    moved_to: str = ""
    content_type: str | None = None


NOT_ASKED = Answer("not_asked")


def ask_all(turns: Sequence[Turn], ask: Ask, pace: Pace, tell: Callable[[int], None]) -> dict[str, Answer]:
    """The answer of every address by its key; `tell` hears how many of a host are done."""
    end = pace.clock() + 60 * pace.minutes
    hosts: dict[str, list[Turn]] = {}
    for turn in turns:
        hosts.setdefault(_find_host(turn.address.url), []).append(turn)
    answers: dict[str, Answer] = {}
    with ThreadPoolExecutor(max_workers=pace.hosts) as pool:
        for found in pool.map(lambda group: _ask_host(group, ask, pace, end), hosts.values()):
            answers |= found
            tell(len(found))
    return answers


def _ask_host(turns: Iterable[Turn], ask: Ask, pace: Pace, end: float) -> dict[str, Answer]:
    answers = {}
    failures = 0
    for turn in turns:
        is_left = failures >= pace.patience or pace.clock() >= end
        answer = NOT_ASKED if is_left else ask_address(turn, ask)
        failures = failures + 1 if answer.reason in SILENCE or (is_left and failures) else 0
        answers[turn.address.key] = answer
    return answers


def ask_address(turn: Turn, ask: Ask) -> Answer:
    """The answer of one address."""
    url = turn.address.url
    if not turn.is_read:
        answer = _try(url, "HEAD", ask)
        if not answer.reason or answer.reason in FINAL:
            return answer
    return _try(url, "GET", ask)


def _try(url: str, method: str, ask: Ask) -> Answer:
    try:
        fetched = ask(url, method)
    except FetchError as error:
        return Answer(error.reason)
    lasting = bool(fetched.redirects) and all(status in FOR_GOOD for status, _ in fetched.redirects)
    told = fetched.headers.get("content-type", "") if method == "GET" else None
    return Answer("", fetched.url if lasting else "", told)


def _find_host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
