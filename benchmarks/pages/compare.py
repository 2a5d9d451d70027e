"""Ready pages filled by us and by others, side by side.

Comes in: a package, how many pages for those who are quick and for those who take a tenth of a second each. Goes out:
a row for each generator. A generator whose pages are not the same is not measured: byte for byte where it fills our
template, and by what its pages hold (title, table cells, numbered lines) where it draws its own theme around the body.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from benchmarks.collection import make_collection
from benchmarks.measure import NotMeasured, Run, Sample, run_command
from benchmarks.pages.data import read_data, write_data
from benchmarks.pages.drawn_projects import Data, write_drawn_hugo, write_drawn_markdown
from benchmarks.pages.page_files import Ready, read_ready
from benchmarks.pages.projects import PEERS, Peer
from benchmarks.pages.ready import write_ready
from benchmarks.results import Result, take_result

PYTHON = sys.executable
SLOW = ("Zensical", "MkDocs + Material")
TOLD = ("<td", '<li id="L', "<p id=")
"""What is counted in a page: cells, numbered lines of the source, paragraphs of the text."""

SAMPLED = 50


def measure_stamp(work: Path, many: int, few: int, runs: int, names: Sequence[str] = ()) -> Iterator[Result]:
    """Ours first, then each peer (or those named): the same pages in the same order."""
    folder, tools = work / "pages", work / "tools"
    shutil.rmtree(folder, ignore_errors=True)
    ready, ours = folder / "ready", folder / "ours"
    write_ready(make_package(work, many), ready, many)
    command = [PYTHON, "-m", "benchmarks.pages.stamp_ours", str(ready), str(ours)]
    sample = repeat_afresh(lambda: run_command(command), ours, runs)
    yield take_result("stamp, ours", many, "pages", sample, _measure_pages(ours))
    specimen = (ready / "specimen.html").read_text("utf-8")
    for peer in PEERS:
        if names and peer.name not in names:
            continue
        count = few if peer.name in SLOW else many
        try:
            project = folder / "peer"
            peer.write(project, specimen, islice(read_ready(ready), count))
            row = measure_peer(f"stamp, {peer.name}", peer, project, tools, count, runs)
            compare_pages(peer.name, list(islice(read_ready(ready), min(SAMPLED, count))), ours, project / peer.output)
            yield row
        except NotMeasured as reason:
            print(f"not measured / 未测得: {peer.name}: {reason}", flush=True)
        shutil.rmtree(folder / "peer", ignore_errors=True)
    shutil.rmtree(folder)


def measure_draw(work: Path, many: int, few: int, runs: int) -> Iterator[Result]:
    """Whole pages from the data: ours from the package, the others' from what is worked out for them."""
    folder, tools = work / "draw", work / "tools"
    shutil.rmtree(folder, ignore_errors=True)
    data, ours, package = folder / "data", folder / "ours", make_package(work, many)
    write_data(package, data, many)
    specimen = str(data / "specimen.html")
    command = [PYTHON, "-m", "benchmarks.pages.draw_ours", str(package), specimen, str(ours), str(many)]
    sample = repeat_afresh(lambda: run_command(command), ours, runs)
    yield take_result("draw, ours", many, "pages", sample, _measure_pages(ours))
    for peer in DRAWING:
        count = few if peer.name in SLOW else many
        project = folder / "peer"
        try:
            draw = write_drawn_markdown if peer.name in SLOW else write_drawn_hugo
            draw(project, data, islice(read_data(data), count))
            row = measure_peer(f"draw, {peer.name}", peer, project, tools, count, runs)
            compare_drawn(peer.name, list(islice(read_data(data), min(SAMPLED, count))), ours, project / peer.output)
            yield row
        except NotMeasured as reason:
            print(f"not measured / 未测得: {peer.name}: {reason}", flush=True)
        shutil.rmtree(project, ignore_errors=True)
    shutil.rmtree(folder)


DRAWING = tuple(peer for peer in PEERS if peer.name != "Eleventy")
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


def make_package(work: Path, count: int) -> Path:
    """The package of a generated collection, made once and kept."""
    package = work / f"package-{count}"
    if not (package / "datapackage.json").exists():
        reports = make_collection(work, count).reports
        options = ["--reports", str(reports), "--output", str(package)]
        run_command([PYTHON, "-m", "build_scripts", "package", *options], (0, 1))
    return package


def measure_peer(what: str, peer: Peer, project: Path, tools: Path, count: int, runs: int) -> Result:
    """Build the project again and again; raises NotMeasured if it has not as many pages as it should."""
    command = [*peer.install(tools), *peer.arguments]
    output = project / peer.output
    sample = repeat_afresh(lambda: run_command(command, folder=project), output, runs)
    made = sum(1 for _ in (output / "agencies").rglob("index.html"))
    if made != count:
        raise NotMeasured(f"{made} pages of {count} were made")
    return take_result(what, count, "pages", sample, _measure_pages(output))


def repeat_afresh(run: Callable[[], Run], output: Path, runs: int) -> Sample:
    """Runs that find nothing of an earlier one."""
    made = []
    for _ in range(runs):
        shutil.rmtree(output, ignore_errors=True)
        made.append(run())
    return Sample(tuple(made))


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


def _measure_pages(folder: Path) -> int:
    return sum(path.stat().st_size for path in (folder / "agencies").rglob("index.html"))
