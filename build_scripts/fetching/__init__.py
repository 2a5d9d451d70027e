"""The only hands on the network: pages and files of agencies are fetched here, politely and within limits.

Comes in: an address. Goes out: `Fetched`, or a `FetchError` with a reason; `fetcher.fetch` is the way in. Refuses to
know: reports, folders. Nothing here runs while a package or a site is built: only `add` with an address, proposals and
the weekly check ask a host. What does the asking is imported by those alone, so `check` loads no library of networks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Fetched(NamedTuple):
    """What came from an address: `url` after redirects, the headers in small letters, the bytes, the day (ISO, in
    China); `redirects` are the answers that led on, each with its status and where to."""

    url: str
    status: int
    headers: dict[str, str]
    data: bytes
    retrieved: str
    redirects: tuple[tuple[int, str], ...] = ()


Fetch = Callable[[str], Fetched]
"""Gets what an address holds, or raises FetchError."""


class FetchError(RuntimeError):
    """Nothing came. `reason`: not_http, bad_address, private_address, robots, too_large, too_slow, too_many_redirects,
    not_found (404, 410), refused (401, 403, 412, 418, 429, 521 and the like: a guard, not a loss), server (5xx, or an
    answer that makes no sense), unreachable (no name, no connection, TLS). The message is for people, Chinese first;
    `said` has its two halves, `status` is that of the answer, 0 if there was none."""

    def __init__(self, reason: str, message: str, said: tuple[str, str] = ("", ""), status: int = 0) -> None:
        super().__init__(message)
        self.reason = reason
        self.said = said if any(said) else (message, message)
        self.status = status
