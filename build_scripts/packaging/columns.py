"""Records of a published CSV, column by column: the distinct texts, and for each record which of them it has.

Comes in: bytes of whole records, without the head. Goes out: columns, exactly what stands in the file, and what is
wrong with its form. Refuses to know: what the texts mean.

Well-formed bytes are read by Arrow. Everything else (CR LF, quotes out of place, records that are too short or too
long) is read once more, record by record, by `csv` as Frictionless reads it, so that each fault has its record.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, NamedTuple

import numpy as np

from build_scripts.packaging.stretches import LF, QUOTE

CR, COMMA = 0x0D, 0x2C
csv.field_size_limit(1 << 30)


class Fault(NamedTuple):
    """What is wrong with the form of a record (counted from 0), or of one of its fields (by its place, or -1)."""

    record: int
    field: int
    code: str
    message: str


class Column(NamedTuple):
    """The distinct texts in the order of their first record (None: the record has no such field), and for every record
    the place of its text among them."""

    texts: list[str | None]
    places: np.ndarray


class Records(NamedTuple):
    """How many records there are, the columns that were asked for by their place, and what is wrong with the form."""

    total: int
    columns: dict[int, Column]
    faults: tuple[Fault, ...]


def read_records(data: bytes, width: int, wanted: Sequence[int]) -> Records:
    """The records of `data`, which have `width` fields each, and the columns at the places `wanted`."""
    if not data:
        return Records(0, {place: Column([], np.zeros(0, np.int32)) for place in wanted}, ())
    if is_well_formed(data):
        try:
            return _read_fast(data, width, wanted)
        except ValueError:  # Arrow's errors too: a record is too short or too long
            pass
    return _read_carefully(data, width, wanted)


def is_well_formed(data: bytes) -> bool:
    """Whether this is UTF-8, lines end with LF, and quotes stand only around fields or in pairs inside them."""
    if b"\0" in data or not data.endswith(b"\n") or data.startswith(b"\xef\xbb\xbf"):
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    if b'"' not in data:
        return b"\r" not in data
    octets = np.frombuffer(data, np.uint8)
    marks = np.flatnonzero(octets == QUOTE)
    if len(marks) % 2:
        return False
    opening, closing = marks[::2], marks[1::2]
    paired = closing[:-1] + 1 == opening[1:]
    before = octets[opening - 1]  # of the first byte this is the last one, which is LF
    after = octets[closing + 1]
    begins = (before == COMMA) | (before == LF)
    ends = (after == COMMA) | (after == LF)
    begins[1:] |= paired
    ends[:-1] |= paired
    returns = np.flatnonzero(octets == CR) if b"\r" in data else marks[:0]
    return bool(begins.all() and ends.all() and (np.searchsorted(marks, returns) % 2).all())


def _read_fast(data: bytes, width: int, wanted: Sequence[int]) -> Records:
    """The records of well-formed bytes; raises ValueError if one has more fields or fewer."""
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    names = [str(place) for place in range(width)]
    picked = [names[place] for place in wanted]
    table = arrow_csv.read_csv(
        pa.py_buffer(data),
        read_options=arrow_csv.ReadOptions(column_names=names, use_threads=False, block_size=len(data) + 1),
        parse_options=arrow_csv.ParseOptions(newlines_in_values=b'"' in data, ignore_empty_lines=False),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(picked, pa.dictionary(pa.int32(), pa.string())),
            include_columns=picked,
            strings_can_be_null=False,
            check_utf8=False,
        ),
    )
    columns = {}
    for place, name in zip(wanted, picked, strict=True):
        column = table.column(name).combine_chunks()
        column = column.chunk(0) if isinstance(column, pa.ChunkedArray) else column
        columns[place] = Column(column.dictionary.to_pylist(), _list_numbers(column.indices))
    return Records(table.num_rows, columns, ())


def _list_numbers(indices: Any) -> np.ndarray:
    """The numbers of an array of Arrow's in which none is missing; its own `to_numpy` loads pandas first."""
    return np.frombuffer(indices.buffers()[1], np.int32, len(indices), indices.offset * np.dtype(np.int32).itemsize)


def _read_carefully(data: bytes, width: int, wanted: Sequence[int]) -> Records:
    """The records of any bytes, with what is wrong with the form of each of them."""
    text, faults = _decode(data)
    records = []
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        for record in reader:
            records.append(record)
    except csv.Error as error:
        faults.append(Fault(len(records), -1, "source-error", str(error)))
    for number, record in enumerate(records):
        message = f"the record has {len(record)} fields, not {width}"
        faults += [Fault(number, place, "missing-cell", message) for place in range(len(record), width)]
        faults += [Fault(number, -1, "extra-cell", message) for _ in range(width, len(record))]
    if not faults:
        number = _find_first_difference(text, records)
        faults.append(Fault(number, -1, "form-error", "quotes, ends of lines or the end of the file are not as agreed"))
    columns = {
        place: _build_column([record[place] if place < len(record) else None for record in records]) for place in wanted
    }
    return Records(len(records), columns, tuple(faults))


def _decode(data: bytes) -> tuple[str, list[Fault]]:
    """The text, with marks in place of what is not UTF-8, and where that is."""
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        number = _find_undecoded(data.decode("utf-8", "surrogateescape"))
        message = f"the byte {data[error.start]:#04x} is not UTF-8"
        return data.decode("utf-8", "replace"), [Fault(number, -1, "encoding-error", message)]


def _find_undecoded(text: str) -> int:
    """The first record in which a byte stands for itself, as a lone surrogate, or which cannot be read; a record may be
    on several lines."""
    number = 0
    with suppress(csv.Error):
        for record in csv.reader(io.StringIO(text, newline="")):
            if any("\udc80" <= mark <= "\udcff" for field in record for mark in field):
                break
            number += 1
    return number


def _find_first_difference(text: str, records: Sequence[Sequence[str]]) -> int:
    """The first record that is not written the agreed way: quotes only where they must be, LF."""
    start = 0
    for number, record in enumerate(records):
        line = ",".join(_quote(field) for field in record) + "\n"
        if not text.startswith(line, start):
            return number
        start += len(line)
    return max(0, len(records) - 1)


def _quote(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ',"\r\n') else text


def _build_column(texts: Sequence[str | None]) -> Column:
    places: dict[str | None, int] = {}
    codes = [places.setdefault(text, len(places)) for text in texts]
    return Column(list(places), np.array(codes, np.int32))
