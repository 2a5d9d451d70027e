"""The pages that are made of the package as a whole, in tasks: lists, dictionary, quality, the lists of the filter.

Comes in: what these tasks look up. Goes out: files, and the addresses of the pages. Refuses to know: single reports,
what is offered for download.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping

from build_scripts.files import write_bytes
from build_scripts.files.fingerprints import hash_code, hash_parts
from build_scripts.files.reuse import keep_keyed, measure_bytes, take_keyed, write_kept
from build_scripts.publishing.api.agencies import write_agencies
from build_scripts.publishing.compare.files import write_compare_files
from build_scripts.publishing.data.dictionary import make_dictionary_pages
from build_scripts.publishing.data.usage import count_usage
from build_scripts.publishing.kept_pages import ROOMS, write_planned
from build_scripts.publishing.lists.cuts import group_by_place
from build_scripts.publishing.lists.follows import Follows
from build_scripts.publishing.lists.pages import plan_list_pages
from build_scripts.publishing.lists.partitions import FOLDER, write_province
from build_scripts.publishing.lists.spelling import Spellings
from build_scripts.publishing.pages import Page
from build_scripts.publishing.quality.pages import make_quality_pages
from build_scripts.publishing.site_tasks import SiteTask
from build_scripts.publishing.specimens import stamp_page
from build_scripts.publishing.whole_work import WholeWork

Made = Iterable[tuple[Page, Mapping[str, bytes]]]


def plan_whole(work: WholeWork) -> list[SiteTask]:
    """The tasks, each of which tells the addresses of its pages."""
    size = len(work.context.reports)
    return [
        SiteTask(write_quality, None, size * 0.2e-3),
        SiteTask(write_lists, None, size * 0.12e-3),
        SiteTask(write_agency_files, None, size * 0.1e-3),
        SiteTask(write_dictionary, None, 0.2),
    ]


def write_lists(work: WholeWork, _: object) -> list[str]:
    """The pages of years, regions and functions, those that are as they were taken over."""
    return write_planned(plan_list_pages(work.context, work.directory), "lists", work)


def write_dictionary(work: WholeWork, _: object) -> list[str]:
    """The pages of the dictionary, all or none taken over."""
    usage = count_usage(work.tally(), work.package, work.context)

    def make() -> Made:
        return ((page, {}) for page in make_dictionary_pages(work.package, work.context, usage))

    return _write_group(make, ("dictionary", repr(usage), repr(work.package.descriptor)), work)


def write_quality(work: WholeWork, _: object) -> list[str]:
    """The statement of quality with its lists and data files, all or none taken over."""
    told = pickle.dumps((work.counted, work.package.findings, work.context.reports, work.context.agencies))
    return _write_group(lambda: make_quality_pages(work.tally(), work.package, work.context), ("quality", told), work)


def write_agency_files(work: WholeWork, _: object) -> list[str]:
    """What programs and pages read of many agencies: the API's list, the catalogues of peers, the lists of the filter,
    those that are as they were taken over."""
    write_agencies(work.context, work.site)
    write_compare_files(work.context, work.site)
    follows, spellings = Follows(work.directory), Spellings(work.earlier)
    for province in group_by_place(work.directory.everyone):
        key = hash_parts(work.basis, hash_code(*ROOMS), "list", follows.hash(province.agencies))
        if not take_keyed(work.earlier, key, work.site):
            path = f"{FOLDER}/{province.region['code']}.json"
            write_bytes(work.site / path, write_province(province, work.context, spellings.spell))
            keep_keyed(work.earlier, key, work.site, [path])
    return []


def _write_group(make: Callable[[], Made], follows: tuple[str | bytes, ...], work: WholeWork) -> list[str]:
    """Write pages that follow from the same, with the files beside them, or take all of them over."""
    key = hash_parts(work.basis, hash_code(*ROOMS), *follows)
    taken = take_keyed(work.earlier, key, work.site)
    if taken:
        return taken.told.decode().split("\n")
    kept, addresses = [], []
    for path, data, address in _print_pages(make(), work):
        write_bytes(work.site / path, data)
        kept.append(measure_bytes(path, data))
        addresses += [address] if address is not None else []
    if work.earlier:
        work.earlier.put(key, write_kept(kept) + b"\n" + "\n".join(addresses).encode())
    return addresses


def _print_pages(made: Made, work: WholeWork) -> Iterator[tuple[str, bytes, str | None]]:
    """Every file, its bytes, and of a page its address."""
    for page, files in made:
        html = stamp_page(page, work.specimens.at(page), work.context)
        yield f"{page.address}index.html", html.encode(), page.address
        for name, data in files.items():
            yield page.address + name, data, None
