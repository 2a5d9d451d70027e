"""A page that holds no report → the files it links to, which may hold one.

Comes in: the bytes of a page, its address. Goes out: addresses. Refuses to know: what lies there, how it is fetched.
Only addresses that may be fetched are named, as they would be; what a page says of them is not taken.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from build_scripts.fetching import FetchError
from build_scripts.fetching.addresses import join_address, parse_address
from build_scripts.reading.formats.html import list_links

SUFFIXES = (".pdf", ".doc", ".docx", ".wps", ".rtf", ".odt", ".txt", ".xls", ".xlsx", ".zip", ".rar")
MOST = 20


def find_links(page: bytes, url: str) -> tuple[str, ...]:
    """The addresses of files that the page links to, in its order, each once, twenty at most."""
    base = parse_address(url)
    found: dict[str, None] = {}
    for link in list_links(page):
        try:
            address = join_address(base, link)
        except FetchError:
            continue
        if urlsplit(address.url).path.lower().endswith(SUFFIXES):
            found.setdefault(address.url)
    return tuple(found)[:MOST]
