"""One address → what it holds: every redirect looked at anew, robots.txt honoured, nothing beyond the limits.

Comes in: an address, limits. Goes out: `Fetched`, or a FetchError. Refuses to know: reports, folders, charsets.
`Visits` is what one run knows of the hosts it asked; give the same to every call of a run.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import httpcore
from protego import Protego

from build_scripts.fetching import Fetched, FetchError
from build_scripts.fetching.addresses import PORTS, Address, join_address, parse_address
from build_scripts.fetching.bodies import read_body
from build_scripts.fetching.reasons import refuse
from build_scripts.fetching.wires import Budget, Network, Wires

PRODUCT = "disclosure-reports"
"""Our name: what robots.txt may speak to."""
REDIRECTS = frozenset({301, 302, 303, 307, 308})
GUARDS = frozenset({202, 521})
"""Answers by which guards of Chinese sites ask for a browser, besides every 4xx."""
_HERE = frozenset({200, 203})
_GONE = frozenset({404, 410})
_ROBOTS_SIZE = 512 * 1024
_CHINA = timedelta(hours=8)


class Limits(NamedTuple):
    """Seconds to connect, for one step, and for all with its redirects; bytes; redirects; the hosts that may be asked
    (all if None); whether robots.txt is honoured (not for what a person attached); seconds between two visits."""

    connect: float = 10.0
    step: float = 20.0
    whole: float = 60.0
    size: int = 32 * 1024 * 1024
    redirects: int = 5
    hosts: frozenset[str] | None = None
    robots: bool = True
    pause: float = 1.0


LIMITS = Limits()
NETWORK = Network()


@dataclass
class Visits:
    """What one run knows of hosts: what their robots.txt says, and when each was last asked."""

    rules: dict[str, Protego | bool] = field(default_factory=dict)
    last: dict[str, float] = field(default_factory=dict)


class _Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    data: bytes


def name_agent(version: str, repository: str) -> str:
    """Our User-Agent: what we are, and where people find who we are.

    >>> name_agent("1.0", "https://example.org/code")
    'disclosure-reports/1.0 (+https://example.org/code)'
    """
    return f"{PRODUCT}/{version}" + (f" (+{repository})" if repository.isascii() and repository else "")


def fetch(
    url: str,
    limits: Limits = LIMITS,
    network: Network = NETWORK,
    visits: Visits | None = None,
    agent: str = PRODUCT,
    method: str = "GET",
) -> Fetched:
    """What an address holds, asked with GET, or with HEAD for its headers alone; raises FetchError."""
    asked = Visits() if visits is None else visits
    redirects: list[tuple[int, str]] = []
    budget = Budget(limits.whole)
    address = parse_address(url)
    while True:
        _check_host(address, limits, network)
        if limits.robots and not _may_visit(address, limits, network, asked, agent, budget):
            raise refuse("robots", address.url)
        _wait(address, limits, network, asked)
        answer = _ask(address, method, limits, network, agent, budget, limits.size)
        location = answer.headers.get("location", "")
        if answer.status not in REDIRECTS or not location:
            break
        if len(redirects) == limits.redirects:
            raise refuse("too_many_redirects", str(len(redirects)))
        address = join_address(address, location)
        redirects.append((answer.status, address.url))
    _check_status(answer.status)
    today = (datetime.now(UTC) + _CHINA).date().isoformat()
    return Fetched(address.url, answer.status, answer.headers, answer.data, today, tuple(redirects))


def _check_host(address: Address, limits: Limits, network: Network) -> None:
    if address.port not in network.ports or (limits.hosts is not None and address.host not in limits.hosts):
        raise refuse("bad_address", address.url)


def _check_status(status: int) -> None:
    """Raise FetchError unless the answer is the page that was asked for."""
    if status in _HERE:
        return
    if status in _GONE:
        raise refuse("not_found", str(status), status)
    if status in GUARDS or 400 <= status < 500:
        raise refuse("refused", str(status), status)
    raise refuse("server", str(status), status)


def _wait(address: Address, limits: Limits, network: Network, visits: Visits) -> None:
    """Leave the host in peace between two visits, as long as it asks for, up to ten times our own pause."""
    rules = visits.rules.get(address.origin)
    delay = rules.crawl_delay(PRODUCT) if isinstance(rules, Protego) else None
    pause = max(limits.pause, min(delay or 0.0, 10 * limits.pause))
    rest = visits.last.get(address.host, -pause) + pause - time.monotonic()
    if address.host in visits.last and rest > 0:
        network.pause(rest)
    visits.last[address.host] = time.monotonic()


def _may_visit(address: Address, limits: Limits, network: Network, visits: Visits, agent: str, budget: Budget) -> bool:
    """Whether robots.txt lets us; RFC 9309: where there is none (4xx) all is allowed, where it fails (5xx) nothing."""
    if address.origin not in visits.rules:
        visits.rules[address.origin] = _read_rules(address, limits, network, agent, budget)
    rules = visits.rules[address.origin]
    return rules if isinstance(rules, bool) else bool(rules.can_fetch(address.url, PRODUCT))


def _read_rules(address: Address, limits: Limits, network: Network, agent: str, budget: Budget) -> Protego | bool:
    target = address._replace(target="/robots.txt")
    try:
        for _ in range(limits.redirects + 1):
            _check_host(target, limits, network)
            answer = _ask(target, "GET", limits, network, agent, budget, _ROBOTS_SIZE)
            location = answer.headers.get("location", "")
            if answer.status not in REDIRECTS or not location:
                break
            target = join_address(target, location)
    except FetchError as error:
        if error.reason in ("unreachable", "private_address", "too_slow"):
            raise  # the page would fare no better, and this says why
        return False
    if answer.status in _HERE:
        return Protego.parse(answer.data.decode("utf-8", "replace").removeprefix("\ufeff"))
    return answer.status == 204 or 300 <= answer.status < 500


def _ask(
    address: Address, method: str, limits: Limits, network: Network, agent: str, budget: Budget, size: int
) -> _Answer:
    """One question, one answer; raises FetchError."""
    host = address.origin.partition("//")[2]
    headers: dict[bytes | str, bytes | str] = {
        "Host": host,
        "User-Agent": agent,
        "Accept": "text/html,application/pdf,*/*;q=0.8",
        "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
    times = {"connect": limits.connect, "read": limits.step, "write": limits.step, "pool": limits.connect}
    url = httpcore.URL(scheme=address.scheme, host=address.host, port=address.port, target=address.target)
    trust = network.trust() if address.scheme == "https" else None
    try:
        with (
            httpcore.ConnectionPool(ssl_context=trust, network_backend=Wires(network, budget)) as pool,
            pool.stream(method, url, headers=headers, extensions={"timeout": times}) as response,
        ):
            told = {
                name.decode("latin-1").lower(): value.decode("utf-8", "replace") for name, value in response.headers
            }
            is_wanted = method != "HEAD" and response.status in _HERE
            if is_wanted and told.get("content-length", "").isdigit() and int(told["content-length"]) > size:
                raise refuse("too_large", f"{told['content-length'][:20]} bytes > {size:,}")
            encoding = told.get("content-encoding", "").strip().lower()
            data = read_body(response.iter_stream(), encoding, size) if is_wanted else b""
            return _Answer(response.status, told, data)
    except httpcore.TimeoutException as error:
        raise refuse("too_slow", address.host) from error
    except (httpcore.NetworkError, OSError) as error:
        raise refuse("unreachable", f"{address.host} {_tell(error)}") from error
    except httpcore.ProtocolError as error:
        raise refuse("server", _tell(error)) from error


def _tell(error: Exception) -> str:
    return " ".join(str(error).split())[:120]


__all__ = ["LIMITS", "NETWORK", "PORTS", "PRODUCT", "Limits", "Network", "Visits", "fetch", "name_agent"]
