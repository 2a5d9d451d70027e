"""Absolute addresses → sitemap files, in parts when there are many. Made only when the site knows its own address.

Comes in: addresses. Goes out: `sitemap.xml`, and with more than a part's worth `sitemap-<n>.xml`. Refuses to know: the
clock (no lastmod). Source: https://www.sitemaps.org/protocol.html (at most 50,000 addresses a file).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from build_scripts.files import write_text

MOST = 40_000
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def write_sitemaps(addresses: Sequence[str], site_url: str, site: Path, most: int = MOST) -> None:
    """Write the sitemap of these addresses below `site`; `most` is how many a file may hold."""
    ordered = sorted(addresses)
    parts = [ordered[start : start + most] for start in range(0, len(ordered), most)]
    if len(parts) <= 1:
        write_text(site / "sitemap.xml", render_sitemap("urlset", "url", ordered))
        return
    for number, part in enumerate(parts, 1):
        write_text(site / f"sitemap-{number}.xml", render_sitemap("urlset", "url", part))
    index = [f"{site_url}sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    write_text(site / "sitemap.xml", render_sitemap("sitemapindex", "sitemap", index))


def render_sitemap(root: str, item: str, addresses: Iterable[str]) -> str:
    """A sitemap, or an index of sitemaps, as XML."""
    rows = "".join(f"<{item}><loc>{escape(address)}</loc></{item}>\n" for address in addresses)
    return f'{_HEAD}<{root} xmlns="{_NAMESPACE}">\n{rows}</{root}>\n'
