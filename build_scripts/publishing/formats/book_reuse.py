"""A workbook of an earlier run, taken over as it is, or with other counts in its sheet of agencies.

Comes in: the rows of a part, the standing site. Goes out: the book in the fresh site, or nothing. Refuses to know: what
a book says, but where the counts of its agencies stand.

One report more changes the row of its agency (first and last year, number of reports), which stands in the books of all
its years. All else in them is the same, so those cells alone are written anew; a test holds the bytes equal to those of
a book made from nothing.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from build_scripts.files.archives import Content, list_packed, read_packed, write_zip
from build_scripts.files.fingerprints import hash_code, hash_parts
from build_scripts.files.reuse import keep_keyed, measure_kept, read_kept, take_files, take_keyed, write_kept
from build_scripts.publishing.formats.pieces import hash_lists
from build_scripts.publishing.formats.workbook import LEVEL
from build_scripts.publishing.machine.citations import cite_package
from build_scripts.publishing.offers import Part
from build_scripts.publishing.site_tasks import IndexedWork

COUNTS = ("first_year", "last_year", "report_count")
"""The columns of agencies that say something of other years."""
_ROOMS = ("publishing", "packaging", "files", "codes.py", "model.py")
_PLAIN = re.compile("0|[1-9][0-9]{0,8}")


class BookKey(NamedTuple):
    """Under what a book is kept: `whole` holds all that it follows from, `rest` all but the counts of its agencies,
    which are `counts`, agency by agency in their order."""

    path: str
    whole: str
    rest: str
    counts: tuple[tuple[str, ...], ...]


class BookTold(NamedTuple):
    """What is to be known of a book beside its file: what it leaves out, in Chinese and English; the file of its sheet
    of agencies and the letters of the columns of COUNTS there, empty if it has none."""

    notes: tuple[str, str]
    sheet: str
    letters: tuple[str, ...]


def find_key(work: IndexedWork, part: Part, path: str, data: Mapping[str, bytes]) -> BookKey:
    """The key of the book of a part; `data` are its rows by table."""
    context = work.context
    told = (
        part.code,
        part.title,
        part.title_en,
        context.settings,
        context.version,
        context.date,
        cite_package(context),
    )
    common = [hash_lists(work.package), hash_code(*_ROOMS), repr(told)]
    others = [piece for name, rows in sorted(data.items()) if name != "agencies" for piece in (name, rows)]
    head, *rows = csv.reader(io.StringIO(data["agencies"].decode(), newline=""))
    places = [head.index(name) for name in COUNTS]
    counts = tuple(tuple(row[place] for place in places) for row in rows)
    if all(_PLAIN.fullmatch(count) for each in counts for count in each):
        rows = [[field for place, field in enumerate(row) if place not in places] for row in rows]
    rest = hash_parts("book", *common, *others, json.dumps(rows))
    return BookKey(path, hash_parts(rest, repr(counts)), rest, counts)


def take_book(work: IndexedWork, key: BookKey) -> BookTold | None:
    """Take a book over into the fresh site; None if there is none."""
    if reused := take_keyed(work.earlier, key.whole, work.site):
        return _read_told(reused.told)
    data = work.earlier.get(key.rest) if work.earlier else None
    if work.earlier is None or data is None:
        return None
    head, _, told = data.partition(b"\n")
    if not take_files(read_kept(head), work.earlier.standing, work.spool / "books"):
        return None
    found = _read_told(told)
    if not found.sheet:
        return None
    _set_counts(work.spool / "books" / key.path, work.site / key.path, found, key.counts)
    return found


def keep_book(work: IndexedWork, key: BookKey, told: BookTold) -> None:
    """Keep for the next run that this book was made, or taken over with other counts."""
    if work.earlier:
        data = json.dumps(told).encode()
        keep_keyed(work.earlier, key.whole, work.site, [key.path], data)
        work.earlier.put(key.rest, write_kept(measure_kept(work.site, [key.path])) + b"\n" + data)


def _set_counts(before: Path, after: Path, told: BookTold, counts: tuple[tuple[str, ...], ...]) -> None:
    """Write a book as it was, with these counts; its rows of agencies stand in the same order."""
    packed = list_packed(before)
    xml = read_packed(packed[told.sheet]).decode()
    last = max(map(int, re.findall(r'<row r="([0-9]+)"', xml)))
    top = last - len(counts) + 1
    value = {
        f"{letter}{top + row}": count
        for row, each in enumerate(counts)
        for letter, count in zip(told.letters, each, strict=True)
    }

    def set_value(found: re.Match[str]) -> str:
        return f"{found[1]}{value[found[2]]}</v>" if found[2] in value else found[0]

    fresh = re.sub(r'(<c r="([A-Z]+[0-9]+)" s="[0-9]+"><v>)[0-9]+</v>', set_value, xml)
    entries: dict[str, Content] = {**packed, told.sheet: iter([fresh.encode()])}
    write_zip(after, entries.items(), LEVEL)


def _read_told(data: bytes) -> BookTold:
    notes, sheet, letters = json.loads(data)
    return BookTold((notes[0], notes[1]), sheet, tuple(letters))
