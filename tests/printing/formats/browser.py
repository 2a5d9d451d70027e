"""Chromium as a printer: pages printed to PDF and saved as MHTML.

Comes in: HTML pages. Goes out: bytes. The pages are given to the browser as they are; no server, no network.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.browser import open_browser
from tests.printing.formats.draft import Draft

_NUMBERS = (
    '<div style="font-size:9px;width:100%;text-align:center">— <span class="pageNumber"></span> —</div>',
    '<div style="font-size:9px;width:100%;text-align:center">第 <span class="pageNumber"></span> 页 共 '
    '<span class="totalPages"></span> 页</div>',
)


def save_pages(pages: Iterable[tuple[Draft, Path, str]]) -> Iterator[bytes]:
    """The bytes of each page (its draft, its file, `pdf` or `mhtml`), in order; one browser for all."""
    with open_browser() as browser:
        tab = browser.new_page(java_script_enabled=False)
        session = tab.context.new_cdp_session(tab)
        for draft, file, kind in pages:
            tab.goto(file.as_uri())
            if kind == "mhtml":
                yield session.send("Page.captureSnapshot", {"format": "mhtml"})["data"].encode("utf-8")
            else:
                heads = draft.setup.running_heads
                agency = draft.facts.place.agency
                yield tab.pdf(
                    prefer_css_page_size=True,
                    display_header_footer=heads,
                    header_template=f'<div style="font-size:9px;margin-left:18mm">{agency}</div>',
                    footer_template=_NUMBERS[draft.seed % 2],
                )
        tab.close()
