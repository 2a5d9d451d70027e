"""The files of a part as an earlier run wrote them, where its rows are the same and so is all else they follow from.

Comes in: a part, the keys of its partitions' pieces. Goes out: what the task offers, its files in the fresh site.
Refuses to know: formats. One report more leaves the files of all other provinces as they are; a change of hand-written
pages leaves all of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from build_scripts.files import read_bytes
from build_scripts.files.fingerprints import hash_code, hash_parts
from build_scripts.files.reuse import keep_keyed, take_keyed
from build_scripts.packaging.resources import COLUMNS
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.formats.pieces import read_hash, read_keys
from build_scripts.publishing.formats.report_rows import list_years, read_rows
from build_scripts.publishing.formats.resources import list_resources
from build_scripts.publishing.machine.citations import cite_package
from build_scripts.publishing.offers import Offer, Part
from build_scripts.publishing.site_tasks import IndexedWork

ROOMS = (
    "publishing",
    "packaging",
    "checking",
    "files",
    "codes.py",
    "findings.py",
    "limits.py",
    "model.py",
    "unseen.py",
)
"""What of the program the files of a part follow from."""

_MEASURES = frozenset({"bytes", "hash", "rows"})


class Needs(NamedTuple):
    """What the files of a part hold of its reports besides their rows: columns of their agencies, their texts, their
    JSON."""

    agencies: Sequence[str] = COLUMNS["agencies"]
    texts: bool = False
    json: bool = False


def write_or_take(
    work: IndexedWork,
    part: Part,
    write: Callable[[IndexedWork, Part], tuple[Offer, ...]],
    needs: Needs,
) -> tuple[Offer, ...]:
    """What `write` offers of a part, of which it looks at the rows and at what it needs, and at nothing else; if an
    earlier run wrote just that, it is taken over. Raises FilesError."""
    if work.earlier is None:
        return write(work, part)
    return take_or_write(work, part, write, hash_part(work, part, needs))


def take_or_write(
    work: IndexedWork, part: Part, write: Callable[[IndexedWork, Part], tuple[Offer, ...]], follows: str
) -> tuple[Offer, ...]:
    """The same, where what `write` looks at is told as a hash."""
    if work.earlier is None:
        return write(work, part)
    key = hash_parts(f"{write.__module__}.{write.__qualname__}", follows)
    if reused := take_keyed(work.earlier, key, work.site):
        return tuple(Offer(*one) for one in json.loads(reused.told))
    offers = write(work, part)
    told = json.dumps(offers, ensure_ascii=False).encode()
    keep_keyed(work.earlier, key, work.site, sorted({offer.path for offer in offers}), told)
    return offers


def hash_part(work: IndexedWork, part: Part, needs: Needs) -> str:
    """The hash of all that the files of a part follow from. Of the whole package's tables that have rows of other parts
    it is not what they measure; raises FilesError."""
    parted = []
    for partition, years in list_years(part.reports).items():
        for year, reports in years.items():
            keys = read_keys(work, partition, year)
            hashes = (keys.rows, keys.texts if needs.texts else "", keys.json if needs.json else "")
            parted.append((partition, year, [report["report_id"] for report in reports], hashes))
    ours = dict.fromkeys(report["agency_id"] for report in part.reports)
    agencies = [[work.package.agencies[agency][name] for name in needs.agencies] for agency in ours]
    found = b""
    if "findings" in work.indexes:
        path = work.indexes["findings"].path
        found = read_rows(work, "findings", part.reports) if part.code else read_bytes(path)
    whole = json.dumps(work.package.descriptor, sort_keys=True) if not part.code else tell_rest(work)
    return hash_parts(
        hash_code(*ROOMS),
        read_hash(work),
        repr((part.kind, part.code, part.title, part.title_en)),
        tell_context(work.context),
        repr((parted, agencies)),
        found,
        whole,
    )


def hash_rows(work: IndexedWork, part: Part) -> str:
    """The hash of the rows of a part in all tables but agencies and findings; raises FilesError."""
    found = [
        (read_keys(work, name, year).rows, [report["report_id"] for report in reports])
        for name, years in list_years(part.reports).items()
        for year, reports in years.items()
    ]
    return hash_parts(repr(found))


def tell_context(context: SiteContext) -> str:
    """What the notes and the words of files say of the site and of the version."""
    told = (context.settings, context.version, context.date, context.released, context.newest_release)
    return repr((told, cite_package(context), context.newest_year))


def tell_rest(work: IndexedWork) -> str:
    """The descriptor without what tables with rows of reports measure."""

    def strip(resource: Mapping[str, object]) -> dict[str, object]:
        is_cut = resource["name"] in work.indexes
        return {name: value for name, value in resource.items() if not (is_cut and name in _MEASURES)}

    resources = [strip(resource) for resource in list_resources(work.package)]
    return json.dumps({**work.package.descriptor, "resources": resources}, sort_keys=True)
