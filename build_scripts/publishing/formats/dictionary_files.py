"""The dictionary for machines: `dictionary.csv` and `dictionary.json`, one row for everything that has a name.

Comes in: the package, the context, what was counted of each partition. Goes out: two files below LATEST that
say the same, and their offers. Refuses to know: what an entry says. The CSV has a byte order mark, for spreadsheets.
"""

from __future__ import annotations

import csv
import io
import json

from build_scripts.files import write_bytes
from build_scripts.publishing.data.entries import list_entries
from build_scripts.publishing.data.entry import Entry
from build_scripts.publishing.formats.dictionary_counts import add_usages, count_frames
from build_scripts.publishing.formats.frames import read_frames
from build_scripts.publishing.formats.pieces import read_counts
from build_scripts.publishing.formats.report_rows import list_years
from build_scripts.publishing.offers import LATEST, Offer, make_offer
from build_scripts.publishing.site_tasks import IndexedWork

CSV = f"{LATEST}dictionary.csv"
JSON = f"{LATEST}dictionary.json"
_NUMBERS = frozenset({"filled", "total"})


def write_dictionary(work: IndexedWork, _: None) -> tuple[Offer, ...]:
    """Write the dictionary in both formats; raises FilesError."""
    package, context, site = work.package, work.context, work.site
    findings = count_frames(read_frames(package, ["findings"]), package)
    counted = [read_counts(work, partition) for partition in list_years(package.reports)]
    entries = list(list_entries(package, context, add_usages([*counted, findings], package)))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(Entry._fields)
    writer.writerows(entries)
    write_bytes(site / CSV, b"\xef\xbb\xbf" + out.getvalue().encode())
    described = {"version": context.version, "date": context.date, "entries": [_describe(entry) for entry in entries]}
    write_bytes(site / JSON, (json.dumps(described, ensure_ascii=False, separators=(",", ":")) + "\n").encode())
    titles = (
        "数据字典：每张表、列、代码、规则、格子和指标一行",
        "dictionary: a row for every table, column, code, rule, cell, measure",
    )
    return (
        make_offer(site, CSV, "description", titles, "text/csv", rows=len(entries)),
        make_offer(site, JSON, "description", titles, "application/json", rows=len(entries)),
    )


def _describe(entry: Entry) -> dict[str, object]:
    """Numbers as numbers; null where nothing is counted."""
    return {
        name: (int(value) if value else None) if name in _NUMBERS else value for name, value in entry._asdict().items()
    }
