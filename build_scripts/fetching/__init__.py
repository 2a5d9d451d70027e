"""The only hands on the network: pages and files of agencies are fetched here, politely and within limits.

Comes in: an address. Goes out: `Fetched`, or a `FetchError` with a reason. Refuses to know: reports, folders. Nothing
here runs while a package or a site is built: only `add` with an address, proposals and the weekly check ask a host.
"""

from __future__ import annotations

from typing import NamedTuple


class Fetched(NamedTuple):
    """What came from an address: `url` after redirects, the headers in small letters, the bytes, the day (ISO)."""

    url: str
    status: int
    headers: dict[str, str]
    data: bytes
    retrieved: str


class FetchError(RuntimeError):
    """Nothing came. `reason`: not_http, bad_address, private_address, robots, too_large, too_slow, too_many_redirects,
    not_found (404, 410), refused (401, 403, 412, 418, 429, 521 and the like: a guard, not a loss), server (5xx),
    unreachable (no name, no connection, TLS). The message is for people, Chinese first."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
