"""Pages made by us and by others, side by side: ready pages filled into a template, whole pages drawn from the data.

Comes in: packages, how many pages, a second and smaller number, the same for those who take a tenth of a second each.
Goes out: a row for each generator and number; of the two numbers follows what one page more takes, without the start of
the program. A generator whose pages are not the same is not measured: byte for byte where it fills our template, and by
what its pages hold (title, table cells, numbered lines) where it draws its own theme around the body.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from benchmarks.collection import make_collection
from benchmarks.held_runs import HeldRuns
from benchmarks.measure import NotMeasured, Run, run_command
from benchmarks.pages.data import read_data, write_data
from benchmarks.pages.drawn_projects import Data, write_drawn_hugo, write_drawn_markdown
from benchmarks.pages.page_files import Ready, read_ready
from benchmarks.pages.projects import PEERS, Peer
from benchmarks.pages.ready import write_ready
from benchmarks.results import Result

PYTHON = sys.executable
SLOW = ("Zensical", "MkDocs + Material")
TOLD = ("<td", '<li id="L', "<p id=")
"""What is counted in a page: cells, numbered lines of the source, paragraphs of the text."""

SAMPLED = 50
PART = 5
"""The smaller number of pages is this part of the larger."""


class Sizes(NamedTuple):
    """How many pages the quick generators make, and the slow ones."""

    many: int
    few: int

    @property
    def quick(self) -> tuple[int, int]:
        """Both numbers of the quick ones.

        >>> Sizes(2_000, 100).quick
        (2000, 400)
        """
        return self.many, self.many // PART

    def list_peer(self, name: str, count: int) -> tuple[int, ...]:
        """How many pages a peer makes of a material of so many.

        >>> Sizes(2_000, 100).list_peer("Hugo", 400), Sizes(2_000, 100).list_peer("Zensical", 400)
        ((400,), ())
        >>> Sizes(2_000, 100).list_peer("Zensical", 2_000)
        (100, 20)
        """
        if name not in SLOW:
            return (count,)
        return (self.few, self.few // PART) if count == self.many else ()


class Contest(NamedTuple):
    """What is made: the beginning of the rows' names, who takes part, and, each for a material of so many pages, our
    command that writes into a folder, what writes a peer's project of some of them, and what raises NotMeasured where
    some pages of a folder are not those of ours."""

    name: str
    peers: Sequence[Peer]
    list_command: Callable[[int, Path], list[str]]
    write: Callable[[Peer, Path, int, int], None]
    compare: Callable[[str, int, int, Path, Path], None]


def measure_contest(held: HeldRuns, contest: Contest, work: Path, sizes: Sizes, runs: int) -> Iterator[Result]:
    """Ours first, then each peer, the larger number of pages before the smaller."""
    folder = work / contest.name
    for count in sizes.quick:
        shutil.rmtree(folder, ignore_errors=True)
        ours = folder / "ours"
        run_ours = partial(run_afresh, contest.list_command(count, ours), ours)
        yield held.repeat(f"{contest.name}, ours", count, "pages", runs, run_ours)
        for peer in contest.peers:
            for size in sizes.list_peer(peer.name, count):
                what = f"{contest.name}, {peer.name}"
                try:
                    if held.count(what, size) < runs and not ours.exists():
                        run_ours()
                    yield _measure_peer(held, contest, peer, count, size, runs, folder, work / "tools")
                except NotMeasured as reason:
                    print(f"not measured / 未测得: {what}: {reason}", flush=True)
                shutil.rmtree(folder / "peer", ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


def _measure_peer(
    held: HeldRuns, contest: Contest, peer: Peer, count: int, size: int, runs: int, folder: Path, tools: Path
) -> Result:
    """The row of a peer; raises NotMeasured if it has not the pages that it should, before a run is kept."""
    what, project = f"{contest.name}, {peer.name}", folder / "peer"
    output = project / peer.output

    def run_once() -> tuple[Run, int]:
        if not project.exists():
            contest.write(peer, project, count, size)
        done = run_afresh([*peer.install(tools), *peer.arguments], output, project)
        made = sum(1 for _ in (output / "agencies").rglob("index.html"))
        if made != size:
            raise NotMeasured(f"{made} pages of {size} were made")
        contest.compare(peer.name, count, min(SAMPLED, size), folder / "ours", output)
        return done

    return held.repeat(what, size, "pages", runs, run_once)


def fill_ready(held: HeldRuns, work: Path, sizes: Sizes) -> Contest:
    """Ready pages: Hugo and Eleventy fill the very template that we fill, the others draw their theme around."""
    ready = make_ready_pages(held, work, sizes.many)
    specimen = (ready / "specimen.html").read_text("utf-8")

    def list_command(count: int, output: Path) -> list[str]:
        return [PYTHON, "-m", "benchmarks.pages.stamp_ours", str(ready), str(output), str(count)]

    def write(peer: Peer, project: Path, _: int, size: int) -> None:
        peer.write(project, specimen, islice(read_ready(ready), size))

    def compare(name: str, _: int, size: int, ours: Path, theirs: Path) -> None:
        compare_pages(name, list(islice(read_ready(ready), size)), ours, theirs)

    return Contest("stamp", PEERS, list_command, write, compare)


def draw_whole(held: HeldRuns, work: Path, sizes: Sizes) -> Contest:
    """Whole pages from the data: ours from the package, the others' from what is worked out for them."""
    data = {count: make_data_files(held, work, count) for count in sizes.quick}

    def list_command(count: int, output: Path) -> list[str]:
        package, specimen = make_package(held, work, count), data[count] / "specimen.html"
        return [PYTHON, "-m", "benchmarks.pages.draw_ours", str(package), str(specimen), str(output), str(count)]

    def write(peer: Peer, project: Path, count: int, size: int) -> None:
        draw = write_drawn_markdown if peer.name in SLOW else write_drawn_hugo
        draw(project, data[count], islice(read_data(data[count]), size))

    def compare(name: str, count: int, size: int, ours: Path, theirs: Path) -> None:
        compare_drawn(name, list(islice(read_data(data[count]), size)), ours, theirs)

    peers = tuple(peer for peer in PEERS if peer.name != "Eleventy")
    return Contest("draw", peers, list_command, write, compare)


DRAWN = ('<td id="', '<li id="L', '<p id="s', 'class="sumline"', "→ ")
"""What a page of Hugo's has as many of as ours: cells, numbered lines, paragraphs, sums, links from lines to cells."""


def compare_drawn(name: str, pages: Sequence[Data], ours: Path, theirs: Path) -> None:
    """Raises NotMeasured naming the first page that has not the same content: as many of everything in `DRAWN` where
    tables are as the form prints them; in Markdown every number, paragraph and line."""
    for page in pages:
        own, other = ((root / page["address"] / "index.html").read_text("utf-8") for root in (ours, theirs))
        data = page["data"]
        if name in SLOW:
            is_same = all(_count_words(other, text) for text in _list_texts(data))
        else:
            is_same = all(own.count(mark) == other.count(mark) for mark in DRAWN)
        if not is_same:
            raise NotMeasured(f"{page['address']} has not the same content")


def _list_texts(data: Data) -> list[str]:
    """Numbers of the cells, paragraphs and lines, without what Markdown or HTML writes otherwise."""
    cells = [cell["shown"] for table in data["tables"] for cell in table["cells"] if cell]
    paragraphs = [one["text"] for section in data["sections"] for one in section["paragraphs"]]
    return [*cells, *paragraphs, *(line["text"] for line in data["lines"])]


def _count_words(page: str, text: str) -> bool:
    """Whether the longest word of a text stands in the page."""
    return max(re.findall(r"\w+", text), key=len, default="") in page


def make_package(held: HeldRuns, work: Path, count: int) -> Path:
    """The package of a generated collection, made once by this program and kept."""
    reports = make_collection(work, count).reports

    def write(folder: Path) -> None:
        options = ["--reports", str(reports), "--output", str(folder / "package"), "--no-cache"]
        run_command([PYTHON, "-m", "build_scripts", "package", *options], (0, 1))

    return make_once(work / f"package-{count}", held.program, write) / "package"


def make_ready_pages(held: HeldRuns, work: Path, count: int) -> Path:
    """The ready pages of so many reports, made once by this program and kept."""
    package = make_package(held, work, count)
    return make_once(work / f"ready-{count}", held.program, lambda folder: write_ready(package, folder, count))


def make_data_files(held: HeldRuns, work: Path, count: int) -> Path:
    """The data of the pages of so many reports, made once by this program and kept."""
    package = make_package(held, work, count)
    return make_once(work / f"data-{count}", held.program, lambda folder: write_data(package, folder, count))


def make_once(folder: Path, made_by: str, write: Callable[[Path], object]) -> Path:
    """The folder as `write` made it, unless what made it was another program, or was cut short."""
    told = folder / "made-by"
    if not told.is_file() or told.read_text("utf-8") != made_by:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        write(folder)
        told.write_text(made_by, "utf-8")
    return folder


def run_afresh(command: Sequence[str], output: Path, folder: Path | None = None) -> tuple[Run, int]:
    """A run in `folder` that finds nothing of an earlier one, and the bytes of its pages."""
    shutil.rmtree(output, ignore_errors=True)
    done = run_command(command, folder=folder)
    return done, sum(path.stat().st_size for path in (output / "agencies").rglob("index.html"))


def compare_pages(name: str, pages: Sequence[Ready], ours: Path, theirs: Path) -> None:
    """Raises NotMeasured naming the first page that is not the same there."""
    for page in pages:
        own, other = ((root / page.address / "index.html").read_text("utf-8") for root in (ours, theirs))
        if name in SLOW:
            is_same = page.slots["title"] in other and all(own.count(mark) == other.count(mark) for mark in TOLD)
        else:
            is_same = own == other
        if not is_same:
            raise NotMeasured(f"{page.address} is not the same page")
