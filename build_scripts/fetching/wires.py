"""Connections within limits, to numbers that were looked at.

Comes in: a host's name, limits. Goes out: streams of bytes for httpcore. Refuses to know: HTTP, addresses' paths.
A name is resolved once, every number it has must be public, and the connection is made to one of just these numbers: a
name that answers otherwise the second time leads nowhere else. No proxy and no setting of the environment is followed.
"""

from __future__ import annotations

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any

import httpcore

from build_scripts.fetching.addresses import IpAddress, is_public
from build_scripts.fetching.reasons import refuse

PORTS = frozenset({80, 443})
_PIECE = 64 * 1024


def resolve_name(host: str, port: int, seconds: float) -> tuple[IpAddress, ...]:
    """The numbers of a name, asked of the system for so long at most; raises OSError."""
    found: queue.SimpleQueue[tuple[IpAddress, ...] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            numbers = (str(answer[4][0]).partition("%")[0] for answer in answers)
            found.put(tuple(dict.fromkeys(map(ip_address, numbers))))
        except (OSError, ValueError, UnicodeError) as error:
            found.put(OSError(str(error)))

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = found.get(timeout=seconds)
    except queue.Empty:
        raise OSError("no answer from the name service") from None
    if isinstance(answer, OSError):
        raise answer
    return answer


@dataclass(frozen=True)
class Network:
    """What the network is: a test puts a server of this machine in its place, nobody else gives one."""

    resolve: Callable[[str, int, float], tuple[IpAddress, ...]] = resolve_name
    is_allowed: Callable[[IpAddress], bool] = is_public
    ports: frozenset[int] = PORTS
    trust: Callable[[], ssl.SSLContext] = httpcore.default_ssl_context
    pause: Callable[[float], None] = time.sleep


@dataclass
class Budget:
    """How much time is left, and how many bytes one answer may bring over the wire."""

    seconds: float
    start: float = field(default_factory=time.monotonic)

    def left(self, wanted: float | None) -> float:
        """Seconds that a step may take; raises FetchError when the time is over."""
        rest = self.start + self.seconds - time.monotonic()
        if rest <= 0:
            raise refuse("too_slow", f"{self.seconds:g} s")
        return rest if wanted is None else min(rest, wanted)


class Wire(httpcore.NetworkStream):
    """A connection that ends when the time is over, however slowly the other side drips."""

    def __init__(self, stream: httpcore.NetworkStream, budget: Budget) -> None:
        self._stream, self._budget = stream, budget

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Some bytes."""
        return self._stream.read(min(max_bytes, _PIECE), self._budget.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send these bytes."""
        self._stream.write(buffer, self._budget.left(timeout))

    def close(self) -> None:
        """End the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same, encrypted; the certificate must be that of the name."""
        left = self._budget.left(timeout)
        return Wire(self._stream.start_tls(ssl_context, server_hostname, left), self._budget)

    def get_extra_info(self, info: str) -> Any:
        """What the connection knows of itself."""
        return self._stream.get_extra_info(info)


class Wires(httpcore.NetworkBackend):
    """Makes connections to public numbers alone."""

    def __init__(self, network: Network, budget: Budget) -> None:
        self._network, self._budget = network, budget

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first number of the host that answers; raises FetchError before any is made if one of
        them is not public."""
        if port not in self._network.ports:
            raise refuse("bad_address", f"{host}:{port}")
        try:
            numbers = self._network.resolve(host, port, self._budget.left(timeout))
        except OSError as error:
            raise refuse("unreachable", host) from error
        if not numbers or not all(map(self._network.is_allowed, numbers)):
            raise refuse("private_address", host) if numbers else refuse("unreachable", host)
        last: Exception | None = None
        for number in numbers:
            try:
                stream = httpcore.SyncBackend().connect_tcp(str(number), port, self._budget.left(timeout))
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
                continue
            return Wire(stream, self._budget)
        raise refuse("unreachable", host) from last
