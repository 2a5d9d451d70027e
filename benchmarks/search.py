"""`python -m benchmarks search`: every question of the labelled set to our search and to others over the same reports.

Comes in: how many generated reports, or a package. Goes out: Markdown: the questions with hits, bytes and milliseconds
of a first answer; the searches beside each other. Each question is asked by a new reader: nothing cached, a plain
server that knows no range requests and compresses nothing. Hits are held against plain substring search. What could not
be measured is named with its reason, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from benchmarks import search_material, search_pagefind
from benchmarks.measure import NotMeasured, Run, describe_machine, run_command
from benchmarks.search_pages import find_pages, is_for_peers, list_pages, write_html, write_markdown
from tests.browser import BrowserMissing, find_browser, launch
from tests.packages import make_package
from tests.printing.codelists import read_codes
from tests.printing.country.collection import write_country
from tests.search_answers import ALL_COUNTED, compare
from tests.search_probe import Answer, Meter, open_search
from tests.search_truth import Question, Truth, read_questions, read_truth
from tests.sites import serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PYTHON = sys.executable
HEADS = (
    "search", "KB median / most", "ms median / most", "false zeros", "pages missed", "pages too many", "index s",
    "reports/s", "peak MB", "index MB",
)  # fmt: skip
COLD, SLOW = 30, 5
"""So many questions are put to a peer by new readers; so many to one that loads its whole index for each."""


@dataclass
class Row:
    """A search over all pages: what its index cost, what its answers cost, how they differ from the truth."""

    name: str
    run: Run
    size: int
    sizes: list[int] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    asked: int = 0
    zeros: int = 0
    missing: int = 0
    extra: int = 0

    def add(self, found: set[str], true: set[str]) -> None:
        """Note an answer: pages found, pages that truly have the words."""
        self.asked += 1
        self.zeros += bool(true and not found)
        self.missing += len(true - found)
        self.extra += len(found - true)

    def printed(self, reports: int) -> str:
        """A line of the table."""
        held = (
            self.name,
            _two(size / 1000 for size in self.sizes),
            _two(self.times),
            f"{self.zeros} of {self.asked}",
            f"{self.missing:,}",
            f"{self.extra:,}",
            f"{self.run.seconds:.1f}",
            f"{reports / self.run.seconds:,.0f}",
            f"{self.run.megabytes:,.0f}",
            f"{self.size / 1e6:.1f}",
        )
        return f"| {' | '.join(held)} |"


def main(arguments: list[str]) -> int:
    """Measure and print; 1 if something could not be measured or an answer of ours is wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks search", description=__doc__)
    parser.add_argument("--reports", type=int, default=1000, help="generated reports / 生成的报告份数")
    parser.add_argument("--package", type=Path, help="a package that is made already / 已有的数据包")
    parser.add_argument("--only", default="ours,material,pagefind", help="searches to measure / 只测哪些")
    options = parser.parse_args(arguments)
    try:
        find_browser()
    except BrowserMissing as reason:
        print(f"not measured / 未测得: {reason}")
        return 1
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        work = Path(folder)
        package = options.package or _make_package(work, options.reports)
        return _measure(work, package, launch(playwright), options.only.split(","))


def _make_package(work: Path, reports: int) -> Path:
    write_country(read_codes(), work / "reports", reports)
    make_package(work / "reports", work / "package", jobs=2)
    return work / "package"


def _measure(work: Path, package: Path, browser: Browser, only: list[str]) -> int:
    truth = read_truth(package)
    reports = sum(document.hit.kind == "title" for document in truth.documents)
    print(
        f"{describe_machine()}; {reports:,} reports, {len(truth.documents):,} parts, {len(truth.agencies):,} agencies\n"
    )
    missing: list[str] = []
    wrong: list[str] = []
    peers: dict[str, Callable[[], Row]] = {
        "ours": lambda: _measure_ours(work / "ours", package, truth, browser, wrong),
        "material": lambda: _measure_material(work / "material", truth, browser),
        **{
            f"pagefind {version}": lambda version=version: _measure_pagefind(work / version, version, truth, browser)  # type: ignore[misc]
            for version in search_pagefind.INTEGRITY
        },
    }
    for name, make in peers.items():
        if name.split()[0] not in only:
            continue
        try:
            row = make()
            print(f"| {' | '.join(HEADS)} |\n|---|{'---:|' * (len(HEADS) - 1)}\n{row.printed(reports)}\n", flush=True)
        except NotMeasured as reason:
            missing.append(f"{name}: {reason}")
    for line in (*wrong, *(f"not measured / 未测得: {reason}" for reason in missing)):
        print(f"\n{line}")
    return 1 if missing or wrong else 0


def _measure_ours(site: Path, package: Path, truth: Truth, browser: Browser, wrong: list[str]) -> Row:
    """Our own search page, with its index: all questions, each answer compared part by part."""
    _write_page(site)
    run = run_command([PYTHON, "-m", "benchmarks.search_index", str(package), str(site)])
    built = json.loads((site / "search/built.json").read_text("utf-8"))
    print(f"index: {json.dumps(built)}\n", flush=True)
    row = Row("ours", Run(built["seconds"], run.megabytes), built["bytes"])
    print("| question | kind | hits | KB | requests | ms |\n|---|---|---:|---:|---:|---:|")
    with serve(site) as url:
        for question in read_questions():
            hits = truth.find(question)
            are_all_read = len(hits) <= ALL_COUNTED
            answer = _ask_ours(browser, url, question, len(hits) if are_all_read else 0, are_all_read)
            wrong += [f"wrong: {text}" for text in compare(question, hits, answer, are_all_read)]
            row.sizes.append(answer.size)
            row.times.append(answer.milliseconds)
            cost = (f"{answer.size / 1000:.0f}", len(answer.files), f"{answer.milliseconds:.0f}")
            label = question.label.replace("|", "\\|").replace("`", "")
            print(f"| `{label}` | {question.kind} | {len(hits):,} |", *(f"{one} |" for one in cost), flush=True)
            if is_for_peers(question):
                found = {hit.address for hit in answer.hits if hit.kind != "agency"}
                true = {hit.address for hit in hits if hit.kind != "agency"}
                row.add(found, true if are_all_read else found or set(list(true)[:1]))
    print()
    return row


def _ask_ours(browser: Browser, url: str, question: Question, least: int, count: bool) -> Answer:
    context = browser.new_context()
    try:
        return open_search(Meter(context.new_page()), url, question.typed, question.options, least, count)
    finally:
        context.close()


def _write_page(site: Path) -> None:
    """The site of the real reports: its search page is that of any site."""
    made = site.parent / "real"
    for step in (["package"], ["site", "--package", str(made / "package")]):
        run_command([PYTHON, "-m", "build_scripts", *step, "--output", str(made / step[0])], (0, 1))
    shutil.copytree(made / "site/assets", site / "assets")
    shutil.copytree(made / "site/search", site / "search", ignore=shutil.ignore_patterns("index"))
    (site / "search/index.html").write_bytes((made / "site/search/index.html").read_bytes())


def _measure_material(work: Path, truth: Truth, browser: Browser) -> Row:
    jieba = search_material.install(work / "jieba")
    pages = list_pages(truth)
    write_markdown(pages, work)
    run = search_material.build(work, jieba)
    site = work / "site"
    row = Row("Material + jieba", run, (site / search_material.INDEX).stat().st_size)
    _ask_peer(row, site, search_material.ASK, truth, browser, SLOW, None)
    return row


def _measure_pagefind(work: Path, version: str, truth: Truth, browser: Browser) -> Row:
    program = search_pagefind.install(version, work / "program")
    pages = list_pages(truth)
    site = work / "site"
    write_html(pages, site)
    run = search_pagefind.build(program, site, len(pages))
    size = sum(path.stat().st_size for path in (site / "pagefind").rglob("*") if path.is_file())
    row = Row(f"Pagefind {version}", run, size)
    addresses = search_pagefind.read_addresses(site)
    _ask_peer(row, site, search_pagefind.ASK, truth, browser, COLD, addresses)
    return row


def _ask_peer(
    row: Row, site: Path, script: str, truth: Truth, browser: Browser, cold: int, addresses: dict[str, str] | None
) -> None:
    """Put `cold` questions to a peer as new readers, then all of them as one reader, and note what it finds."""
    questions = [question for question in read_questions() if is_for_peers(question)]
    pages = list_pages(truth)
    sent: list[int] = []
    with serve(site, sent=sent) as url:
        for question in questions[:: max(1, len(questions) // cold)]:
            with _reader(browser, url) as page:
                sent.clear()
                found = page.evaluate(script, [url, question.typed])
                page.wait_for_timeout(20)
                row.sizes.append(sum(sent))
                row.times.append(found["ms"])
        with _reader(browser, url) as page:
            for question in questions:
                found = page.evaluate(script, [url, question.typed])
                row.add({addresses[one] if addresses else one for one in found["ids"]}, find_pages(question, pages))


@contextmanager
def _reader(browser: Browser, url: str) -> Iterator[Page]:
    """A new reader on the site's first page. What is fetched is counted by the server: workers fetch too."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(url)
    yield page
    context.close()


def _two(values: Iterable[float]) -> str:
    held = list(values)
    return f"{statistics.median(held):,.0f} / {max(held):,.0f}"
