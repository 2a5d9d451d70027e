"""All partitions of the site: what is to be known of all of them first, then the files of each, side by side.

Comes in: the package, the context, the specimens. Goes out: files, and what all reports amount to. Refuses to know: how
a page is made, what is made of the package as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from build_scripts.files.fingerprints import hash_parts
from build_scripts.packaging.package import Package
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.data.questions import Questions
from build_scripts.publishing.formats.kept_index import index_again
from build_scripts.publishing.formats.row_index import index_tables
from build_scripts.publishing.links import agency_address, report_address
from build_scripts.publishing.outside import Surroundings
from build_scripts.publishing.part_pages import PagesWanted, PartWork, learn_part, list_parts, make_part
from build_scripts.publishing.part_records import check_tables
from build_scripts.publishing.quality.tally import QualityTally
from build_scripts.publishing.report.shared_text import count_sentences
from build_scripts.publishing.search.site_index import Told
from build_scripts.publishing.site_tasks import SiteRun, SiteTask, run_step
from build_scripts.publishing.specimens import Specimens

READERS_LISTS = frozenset({"label_spellings", "national_bodies", "region_names", "sentence_words", "township_names"})
"""Code lists that the reader alone uses: no page of a report or an agency follows from them."""

LEARN = "比对各份正文 / comparing the texts"
PAGES = "各份报告的页面 / pages of reports"


def prepare_work(package: Package, context: SiteContext, specimens: Specimens, site: Path, run: SiteRun) -> PartWork:
    """What all tasks look up; raises FilesError where the tables are not those of the package's reports."""
    indexes = index_tables(package, lambda path: index_again(path, run.earlier))
    check_tables(package, indexes)
    lists = [(name, rows) for name, rows in sorted(context.codes.lists.items()) if name not in READERS_LISTS]
    told = (context.settings, context.version, context.date, context.released, context.newest_release)
    basis = hash_parts(specimens.hash_all(), repr(told), repr(lists))
    return PartWork(package, context, site, run.spool, run.earlier, indexes, specimens, basis, Surroundings(context))


def make_parts(work: PartWork, run: SiteRun) -> tuple[QualityTally, Questions, Told]:
    """Make everything that is made of single reports and agencies; returns what they amount to, and where what is found
    in them lies."""
    parts = list_parts(work.context)
    sizes = [sum(len(work.context.reports_of[agency_id]) for agency_id in part.agencies) for part in parts]
    costs = list(zip(parts, sizes, strict=True))
    learnt = run_step(work, [SiteTask(learn_part, part, size) for part, size in costs], run, LEARN, sizes)
    shared = count_sentences([one for found in learnt for one in found.sentences.values()])
    wanted = [
        SiteTask(make_part, PagesWanted(part, found), size) for (part, size), found in zip(costs, learnt, strict=True)
    ]
    tally, questions, told = QualityTally(work.context), Questions(), {}
    results = run_step(replace(work, shared=shared), wanted, run, PAGES, sizes)
    for part, counted in zip(parts, results, strict=True):
        tally.merge(counted.tally)
        questions.merge(counted.questions)
        told[part.name] = counted.shares
    return tally, questions, told


def list_addresses(context: SiteContext) -> Iterator[str]:
    """The pages of all reports and their agencies."""
    for agency_id, reports in context.reports_of.items():
        yield from (report_address(agency_id, report["year"]) for report in reports)
        yield agency_address(agency_id)
