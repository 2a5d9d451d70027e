"""A page that holds no report → the files it links to, which may hold one.

Comes in: the bytes of a page, its address. Goes out: addresses. Refuses to know: what lies there, how it is fetched.
Only addresses that may be fetched are named, as they would be; what a page says of them is not taken.
"""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urlsplit

from build_scripts.fetching import FetchError
from build_scripts.fetching.addresses import join_address, parse_address
from build_scripts.reading.formats.charsets import decode_page

SUFFIXES = (".pdf", ".doc", ".docx", ".wps", ".rtf", ".odt", ".txt", ".xls", ".xlsx", ".zip", ".rar")
MOST = 20


def find_links(page: bytes, url: str) -> tuple[str, ...]:
    """The addresses of files that the page links to, in its order, each once, twenty at most."""
    text = decode_page(page)
    finder = _Finder()
    finder.feed(text if isinstance(text, str) else page.decode("latin-1"))
    base = parse_address(url)
    found: dict[str, None] = {}
    for link in finder.links:
        try:
            address = join_address(base, link)
        except FetchError:
            continue
        if urlsplit(address.url).path.lower().endswith(SUFFIXES):
            found.setdefault(address.url)
    return tuple(found)[:MOST]


class _Finder(HTMLParser):
    """Collects the addresses of links."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("a", "iframe", "embed"):
            self.links += [value for name, value in attrs if name in ("href", "src") and value]
