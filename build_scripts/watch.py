"""The story of the weekly check, on one screen: addresses asked, pages read anew, years counted, all of it told.

Comes in: a package, the day, the text the last check wrote, what asks the network. Goes out: a folder with the text of
the one rolling issue and the whole tables. Refuses to know: GitHub, the clock, the exit code.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from build_scripts.codes import AXIS_LISTS
from build_scripts.contributing.watching.addresses import Turn, choose_turns, list_addresses, make_key
from build_scripts.contributing.watching.asking import Answer, Ask, Pace, ask_all
from build_scripts.contributing.watching.comparing import Comparison, Page, compare_pages
from build_scripts.contributing.watching.freshness import list_due, read_due_dates
from build_scripts.contributing.watching.issue import Result, write_issue, write_summary
from build_scripts.contributing.watching.listing import write_counts, write_links, write_years
from build_scripts.contributing.watching.memory import read_memory
from build_scripts.contributing.watching.outcomes import remember, settle_outcome
from build_scripts.fetching import Fetched
from build_scripts.files import Layout, Ours, check_apart, stage_output, write_bytes, write_text
from build_scripts.packaging.load import iterate_reports, load_package
from build_scripts.packaging.package import Package
from build_scripts.pipeline import Announce, load_knowledge

LABELLED = ("states", *(name for axes in AXIS_LISTS.values() for name in axes))
MARKER = "watch.json"
FILES = frozenset({"issue.md", "summary.md", "state", "links.csv", "years.csv"})
"""What lies beside it."""
ASK = "询问网址 / asking addresses"


def watch(
    layout: Layout,
    package_folder: Path,
    day: date,
    told_before: str,
    output: Path,
    ask: Ask,
    pace: Pace,
    most: int,
    announce: Announce,
) -> Result:
    """Check at most `most` addresses and every agency's years, and put what came of it into `output`; raises one of
    pipeline.FAILURES."""
    for read in (layout.reports, package_folder):
        check_apart(output, read)
    package = load_package(package_folder)
    addresses = list_addresses(package)
    before = read_memory(told_before, day.isoformat())
    turns = choose_turns(addresses, day, most, before)
    with stage_output(output, Ours(MARKER, sign=b'"asks":', names=FILES)) as stage:
        answers = _ask(turns, _keep(ask, stage.work), pace, announce)
        found = _compare(layout, package, turns, answers, stage.work)
        outcomes = tuple(
            settle_outcome(
                one.address, answers[one.address.key], found.get(one.address.key), before.get(one.address.key), day
            )
            for one in turns
        )
        result = Result(
            version=package.version,
            reports=len(package.reports),
            addresses=len(addresses),
            outcomes=outcomes,
            due=list_due(package, day, read_due_dates()),
            regions={row["code"]: row["label_zh"] for row in package.lists["regions"]},
            labels={(name, row["code"]): row["label_zh"] for name in LABELLED for row in package.lists[name]},
        )
        memory = remember(outcomes, before, addresses)
        write_text(stage.output / "issue.md", write_issue(result, memory))
        write_text(stage.output / "summary.md", write_summary(result))
        write_text(stage.output / "state", "open\n" if result.asks else "closed\n")
        write_text(stage.output / "links.csv", write_links(result))
        write_text(stage.output / "years.csv", write_years(result))
        write_text(stage.output / MARKER, write_counts(result, day.isoformat()))
    return result


def _ask(turns: Sequence[Turn], ask: Ask, pace: Pace, announce: Announce) -> dict[str, Answer]:
    done = 0
    announce(ASK, 0, len(turns))

    def tell(count: int) -> None:
        nonlocal done
        done += count
        announce(ASK, done, len(turns))

    return ask_all(turns, ask, pace, tell)


def _keep(ask: Ask, work: Path) -> Ask:
    """The same, with the bytes of pages put on disk: hundreds of large ones are more than memory holds."""

    def ask_and_keep(url: str, method: str) -> Fetched:
        fetched = ask(url, method)
        if method == "GET":
            write_bytes(_name_page(work, make_key(url)), fetched.data)
        return fetched._replace(data=b"")

    return ask_and_keep


def _name_page(work: Path, key: str) -> Path:
    return work / "pages" / key


def _compare(
    layout: Layout, package: Package, turns: Sequence[Turn], answers: dict[str, Answer], work: Path
) -> dict[str, Comparison]:
    """How the pages that came compare with the report held of each, by the key of the address; an address that several
    reports came from is not compared."""
    came = {one.address.report_ids[0]: one.address.key for one in turns if len(one.address.report_ids) == 1}
    told = {report: answers[key].content_type for report, key in came.items()}
    pages = {one: Page(_name_page(work, came[one]), kind) for one, kind in told.items() if kind is not None}
    if not pages:
        return {}
    _, knowledge, _ = load_knowledge(layout)
    compared = compare_pages(pages, iterate_reports(package), knowledge, work, 1)
    return {came[report]: comparison for report, comparison in compared.items()}
