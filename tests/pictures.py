"""`make pictures`: the pictures in the guides, made anew from the commands and the site as they are today.

Comes in: a folder for the pictures, a browser. Goes out: <name>.light.webp and <name>.dark.webp for each picture. What
a command printed is drawn as a terminal would; of a page, the part that the picture is about. Whoever changes what is
printed or how a page looks runs it, looks at the pictures, and commits them.
"""

from __future__ import annotations

import argparse
import base64
import tempfile
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from tests.browser import open_browser
from tests.commands import run
from tests.packages import REAL, ROOT, copy_real, make_package
from tests.printing.codelists import read_codes
from tests.printing.country.collection import write_country
from tests.sites import serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PICTURES = ROOT / "docs" / "assets" / "pictures"
MOST_BYTES = 60_000
QUALITY = 60
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
REPORT = "2023/410781-chengshiguanliju.txt"
PAGE = "agencies/410781-chengshiguanliju/2023/"
GIVEN, MANY = "报告.txt", "文件夹"


class Print(NamedTuple):
    """What was typed, and what was printed."""

    name: str
    typed: str
    printed: str


class Shot(NamedTuple):
    """A part of a page: where, what to do first, how high."""

    name: str
    address: str
    prepare: Callable[[Page], None]
    width: int
    height: int


def open_line(page: Page) -> None:
    """A number of the first table, chosen: its line is shown beside it."""
    number = page.locator("table a", has_text="580.5858").first
    number.scroll_into_view_if_needed()
    number.click()
    page.wait_for_timeout(600)


SHOTS = (
    Shot("report-page", PAGE, lambda page: None, 1000, 620),
    Shot("number-and-line", PAGE, open_line, 1000, 620),
)


def print_commands(folder: Path) -> Iterator[Print]:
    """What the commands print of a good report, of a damaged one, and of one that is added."""
    good, bad = folder / GIVEN, folder / "残缺.txt"
    text = (REAL / REPORT).read_text(encoding="utf-8").replace("2023", "2022").replace("2024", "2023")
    good.write_text(text, encoding="utf-8")
    lines = text.splitlines()
    at = next(number for number, line in enumerate(lines) if "部分公开" in line and "0" in line)
    cells = lines[at].split("\t")
    lines[at] = "\t".join(cells[:-2])
    bad.write_text("\n".join(lines) + "\n", encoding="utf-8")
    yield Print("check", f"make check FILES={good.name}", _shorten(run("check", good.name, folder=folder).stdout, 30))
    said = run("check", bad.name, folder=folder).stdout
    yield Print("finding", f"make check FILES={bad.name}", "…\n" + said[said.index("发现") :])
    added = run("add", "--dry-run", good.name, folder=folder).stdout.replace(f"{ROOT}/", "")
    yield Print("add", f"make add FILES={good.name} ARGS=--dry-run", _shorten(added, 30))
    many = folder / MANY
    write_country(read_codes(), many, 9)
    (many / "扫描.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    added = run("add", "--dry-run", MANY, folder=folder).stdout.replace(f"{ROOT}/", "")
    yield Print("many", f"make add FILES={MANY} ARGS=--dry-run", _shorten(added, 34))


def _shorten(text: str, most: int) -> str:
    lines = text.rstrip().splitlines()
    return "\n".join([*lines[:most], "…"] if len(lines) > most else lines)


def draw_prints(browser: Browser, prints: list[Print], output: Path) -> Iterator[Path]:
    """Each as a terminal shows it."""
    for scheme in SCHEMES:
        page = browser.new_page(viewport={"width": 920, "height": 400})
        for one in prints:
            page.set_content(_lay_terminal(one, scheme))
            box = page.locator("pre").bounding_box()
            assert box
            yield _capture(page, output / f"{one.name}.{scheme}.webp", box["width"], box["height"])
        page.close()


def _lay_terminal(one: Print, scheme: str) -> str:
    ink, paper, soft = ("#1b2430", "#f6f8fa", "#4a5666") if scheme == "light" else ("#e6ebf2", "#161c24", "#a9b6c6")
    return (
        f"<style>body{{margin:0}}pre{{margin:0;box-sizing:border-box;width:920px;padding:14px 18px;background:{paper};"
        f'color:{ink};font:14px/1.5 "Noto Sans Mono CJK SC","Source Han Mono SC",monospace;white-space:pre-wrap}}'
        f"b{{color:{soft};font-weight:400}}</style><pre><b>$ </b>{escape(one.typed)}\n{escape(one.printed)}</pre>"
    )


def draw_shots(browser: Browser, address: str, output: Path) -> Iterator[Path]:
    """Each part of a page."""
    for scheme in SCHEMES:
        for shot in SHOTS:
            context = browser.new_context(
                color_scheme=scheme,
                viewport={"width": shot.width, "height": shot.height},
                reduced_motion="reduce",
            )
            page = context.new_page()
            page.goto(address + shot.address, wait_until="networkidle")
            shot.prepare(page)
            yield _capture(page, output / f"{shot.name}.{scheme}.webp", shot.width, shot.height)
            context.close()


def _capture(page: Page, path: Path, width: float, height: float) -> Path:
    """What the window shows, as WebP; coarser until it is small enough."""
    session = page.context.new_cdp_session(page)
    top = page.evaluate("scrollY")
    clip = {"x": 0, "y": top, "width": width, "height": height, "scale": 1}
    for quality in range(QUALITY, 0, -10):
        options = {"format": "webp", "quality": quality, "clip": clip, "captureBeyondViewport": True}
        data = base64.b64decode(session.send("Page.captureScreenshot", options)["data"])
        if len(data) < MOST_BYTES:
            break
    path.write_bytes(data)
    return path


def make_pictures(output: Path) -> list[Path]:
    """All pictures, drawn into `output`."""
    from build_scripts.publishing.website import render_site

    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        prints = list(print_commands(folder))
        package, site = folder / "package", folder / "site"
        copy_real(folder / "reports")
        make_package(folder / "reports", package)
        render_site(package, site)
        with open_browser() as browser, serve(site) as address:
            return [*draw_prints(browser, prints, output), *draw_shots(browser, address, output)]


def main() -> None:
    """Draw, and say what was drawn and how large it is."""
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description=__doc__)
    parser.add_argument("--output", type=Path, default=PICTURES, help="folder for the pictures / 放图片的文件夹")
    for path in make_pictures(parser.parse_args().output):
        print(f"{path.stat().st_size:7,}  {path}")


if __name__ == "__main__":
    main()
