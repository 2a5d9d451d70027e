"""Which addresses may be asked: their writing, and the numbers that their names lead to.

Comes in: an address as a stranger wrote it, a number of the network. Goes out: its parts, yes or no. Refuses to know:
connections, what lies at an address.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_network
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from build_scripts.fetching.reasons import refuse

IpAddress = IPv4Address | IPv6Address
LONGEST = 2000
"""Characters of an address at most; what a sidecar holds as `source_url` is no longer either."""
PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_.])?|[0-9a-f:.]{2,45}")
_UNUSABLE = re.compile(r"[\s\x00-\x20\x7f-\xa0\\<>\"'`^{|}\u2028\u2029\ud800-\udfff]")
_SAFE = "!#$%&'()*+,/:;=?@[]~"
_TRANSLATED = IPv6Network("64:ff9b::/96")
_NOBODYS = tuple(map(ip_network, ("168.63.129.16/32", "192.0.0.0/24", "192.88.99.0/24", "3fff::/20")))
"""Counted as public by Python, or by some of its versions: a host service of Azure, where GitHub's runners live,
what protocols keep for themselves (RFC 6890), old relays (RFC 7526), examples (RFC 9637)."""


class Address(NamedTuple):
    """An address taken apart: host in small ASCII letters (a number of IPv6 without its brackets), `target` is path
    and query, all ASCII."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> str:
        """Scheme, host and port, as an address."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == PORTS[self.scheme] else f":{self.port}")

    @property
    def url(self) -> str:
        """The whole address."""
        return self.origin + self.target


def parse_address(url: str) -> Address:
    """The parts of an address; raises FetchError for what is no plain http(s) address of a public host.

    >>> parse_address("HTTPS://Www.Example.org/报告.html?id=1#top").url
    'https://www.example.org/%E6%8A%A5%E5%91%8A.html?id=1'
    """
    if not re.match(r"https?:", url, re.IGNORECASE):
        raise refuse("not_http", url)
    if len(url) > LONGEST or _UNUSABLE.search(url):
        raise refuse("bad_address", url)
    try:
        parts = urlsplit(url)
        host = _to_ascii(parts.hostname or "")
        port = parts.port or PORTS[parts.scheme]
    except ValueError as error:
        raise refuse("bad_address", url) from error
    if "@" in parts.netloc or parts.port == 0 or not _HOST.fullmatch(host) or not url.split(":", 1)[1].startswith("//"):
        raise refuse("bad_address", url)
    target = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    return Address(parts.scheme, host, port, target)


def join_address(base: Address, location: str) -> Address:
    """Where a redirect leads; raises FetchError as `parse_address` does."""
    try:
        joined = urljoin(base.url, location.strip())
    except ValueError as error:
        raise refuse("bad_address", location) from error
    return parse_address(joined.replace(" ", "%20"))


def is_public(address: IpAddress) -> bool:
    """Whether a number of the network belongs to everybody; of one that carries another number, whether that does.

    >>> is_public(IPv4Address("93.184.216.34")), is_public(IPv4Address("169.254.169.254"))
    (True, False)
    >>> is_public(IPv6Address("::ffff:10.0.0.1")), is_public(IPv6Address("64:ff9b::7f00:1"))
    (False, False)
    """
    if isinstance(address, IPv6Address):
        carried = _find_carried(address)
        if carried:
            return all(map(is_public, carried))
        if address.is_site_local:
            return False
    return address.is_global and not (
        any(address in network for network in _NOBODYS)
        or address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
        or address.is_unspecified
    )


def _find_carried(address: IPv6Address) -> tuple[IPv4Address, ...]:
    """The numbers of IPv4 inside one of IPv6: mapped, 6to4, Teredo, translated."""
    if address in _TRANSLATED:
        return (IPv4Address(int(address) & 0xFFFFFFFF),)
    return tuple(filter(None, (address.ipv4_mapped, address.sixtofour, *(address.teredo or ()))))


def _to_ascii(host: str) -> str:
    """The host as the network knows it; raises ValueError."""
    if host.isascii():
        return host.lower()
    return host.encode("idna").decode("ascii").lower()
