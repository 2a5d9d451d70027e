"""`make look`: pictures of every kind of page, light, dark, on a phone and on paper, on one sheet to look through.

Comes in: a folder to put pictures in, a folder of a site (or none: the site of the generated collection is made).
Goes out: <kind>.<view>.png, <kind>.print-<page>.png and index.html, where all stand side by side.
"""

from __future__ import annotations

import argparse
import struct
import tempfile
import zlib
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import pypdfium2

from tests.browser import open_browser
from tests.kinds import Kind, find_kinds
from tests.sites import make_country_site, serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LONGEST, SHEETS = 6000, 4
"""Pixels of a page and sheets of paper that are drawn at most."""


class View(NamedTuple):
    """How a page is looked at."""

    name: str
    scheme: Literal["light", "dark"]
    width: int


VIEWS = (
    View("light", "light", 1280),
    View("dark", "dark", 1280),
    View("phone", "light", 390),
    View("phone-dark", "dark", 390),
)


def draw_site(site: Path, output: Path, only: list[str]) -> list[Path]:
    """The pictures of all kinds of pages, or of those named; written into `output` with their sheet."""
    output.mkdir(parents=True, exist_ok=True)
    kinds = [kind for kind in find_kinds(site) if not only or kind.name in only]
    drawn: dict[str, list[Path]] = {kind.name: [] for kind in kinds}
    with open_browser() as browser, serve(site) as address:
        for view in VIEWS:
            for kind, path in _draw_view(browser, address, kinds, view, output):
                drawn[kind.name].append(path)
        for kind, path in _print_pages(browser, address, kinds, output):
            drawn[kind.name].append(path)
    (output / "index.html").write_text(_lay_sheet(kinds, drawn), encoding="utf-8")
    return [path for paths in drawn.values() for path in paths]


def _draw_view(
    browser: Browser, address: str, kinds: list[Kind], view: View, output: Path
) -> Iterator[tuple[Kind, Path]]:
    context = browser.new_context(
        color_scheme=view.scheme, viewport={"width": view.width, "height": 900}, reduced_motion="reduce"
    )
    page = context.new_page()
    for kind in kinds:
        page.goto(address + kind.address, wait_until="networkidle")
        path = output / f"{kind.name}.{view.name}.png"
        page.screenshot(path=path, full_page=True, clip=_clip(page, view.width))
        yield kind, path
    context.close()


def _clip(page: Page, width: int) -> dict[str, float]:
    height: int = page.evaluate("document.documentElement.scrollHeight")
    return {"x": 0, "y": 0, "width": width, "height": min(height, LONGEST)}


def _print_pages(browser: Browser, address: str, kinds: list[Kind], output: Path) -> Iterator[tuple[Kind, Path]]:
    page = browser.new_page()
    for kind in kinds:
        page.goto(address + kind.address, wait_until="networkidle")
        sheets = pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=True))
        for number in range(min(len(sheets), SHEETS)):
            path = output / f"{kind.name}.print-{number + 1}.png"
            path.write_bytes(_to_png(sheets[number].render(scale=1.2, rev_byteorder=True)))
            yield kind, path
        sheets.close()
    page.close()


def _to_png(picture: pypdfium2.PdfBitmap) -> bytes:
    """A picture of red, green and blue as PNG."""
    rows = bytes(picture.buffer)
    width, stride = picture.width * 3, picture.stride
    lines = b"".join(b"\0" + rows[at * stride : at * stride + width] for at in range(picture.height))
    head = struct.pack(">IIBBBBB", picture.width, picture.height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )


def _lay_sheet(kinds: list[Kind], drawn: dict[str, list[Path]]) -> str:
    """All pictures on one page, a row for each kind."""
    rows = (
        f"<h2>{escape(kind.name)} <small>/{escape(kind.address)}</small></h2><div>"
        + "".join(
            f'<a href="{path.name}"><img src="{path.name}" loading="lazy" alt="{path.stem}"><br>{path.stem}</a>'
            for path in drawn[kind.name]
        )
        + "</div>"
        for kind in kinds
    )
    return (
        '<!doctype html><meta charset="utf-8"><title>look</title><style>body{font:14px sans-serif}'
        "div{display:flex;gap:8px;align-items:start;overflow:auto}img{width:300px;border:1px solid #888}</style>"
        + "\n".join(rows)
    )


def main() -> None:
    """Draw, and say where the sheet is."""
    parser = argparse.ArgumentParser(prog="python -m tests.look", description=__doc__)
    parser.add_argument("--output", type=Path, required=True, help="folder for the pictures / 放截图的文件夹")
    parser.add_argument("--site", type=Path, help="a site that is made already / 已经生成的网站")
    parser.add_argument(
        "--only", action="append", default=[], metavar="KIND", help="this kind of page alone; may be repeated"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        pictures = draw_site(options.site or make_country_site(Path(folder)), options.output, options.only)
    print(f"{len(pictures)}: {options.output / 'index.html'}")


if __name__ == "__main__":
    main()
