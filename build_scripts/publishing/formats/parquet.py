"""A CSV file of the package → Parquet files: the same rows in the same order, typed, empty as null.

Comes in: a CSV file sorted by its key, its columns with their types, which file a row's first column belongs to. Goes
out: Parquet files, the same bytes for the same rows. Refuses to know: what a table is about. The only module that
imports pyarrow. A file is read in blocks and written in groups of rows, so memory does not grow with it; where a group
ends depends on the rows of its own file alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from build_scripts.files import FilesError

ROWS_IN_GROUP = 131_072
"""Rows of a group: one group of these is held for each file that is being written."""

Places = npt.NDArray[np.int64]
"""Where rows end, in bytes."""

Packed: TypeAlias = pa.Array
"""Distinct bytes, one behind the other."""

_BLOCK = 4 << 20
_TYPES: Mapping[str, Callable[[], pa.DataType]] = {
    "string": pa.string,
    "integer": pa.int64,
    "number": lambda: pa.decimal128(36, 12),
    "date": pa.date32,
    "boolean": pa.bool_,
}
"""Types of a table schema and what they are in Parquet; money is decimal, never a double. Whatever number a report may
print fits: 18 digits and 8 places, in units from 元 (four places more) to 亿元 (four digits more), and their sums."""

_WHILE_READ = {pa.string(): pa.dictionary(pa.int32(), pa.string()), pa.decimal128(36, 12): pa.decimal128(38, 12)}
"""What columns are between: a word is kept once a block; a decimal has room for digits that are then refused, which the
reading itself does not do."""


def write_parquet(
    source: Path,
    types: Mapping[str, str],
    targets: Mapping[str, Path],
    place: Mapping[str, str] | None = None,
    data: bytes | None = None,
) -> Mapping[str, int]:
    """Write the rows of `source` to the targets, each row to the one that `place` names for its first column.

    `types` are the columns of the CSV and their types in its table schema; without `place` there is one target and it
    takes all rows; `data` stands for the whole of the file where only some rows are wanted. Every target is written, if
    need be without rows. Returns how many rows each got. Raises FilesError for a value that does not fit its type, a
    decimal of more than twelve places, a first column that `place` lacks.
    """
    schema = pa.schema([(name, _TYPES[kind]()) for name, kind in types.items()])
    try:
        with _Writers(targets, schema) as writers:
            for batch in _read_batches(source, schema, data):
                for name, part in _part(batch, place, next(iter(targets), "")):
                    writers.add(name, part)
        return writers.rows
    except KeyError as error:
        raise FilesError(f"{source}: {error.args[0]!r} is no published report") from error
    except (pa.ArrowException, OSError) as error:
        raise FilesError(f"{source}: {error}") from error


def _read_batches(source: Path, schema: pa.Schema, data: bytes | None) -> pa.RecordBatchReader:
    """The file block by block."""
    types = {field.name: _WHILE_READ.get(field.type, field.type) for field in schema}
    return pyarrow.csv.open_csv(
        source if data is None else pa.BufferReader(data),
        read_options=pyarrow.csv.ReadOptions(block_size=_BLOCK, use_threads=data is None),
        parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=types,
            include_columns=schema.names,
            null_values=[""],
            strings_can_be_null=True,
            true_values=["true"],
            false_values=["false"],
        ),
    )


def _part(batch: pa.RecordBatch, place: Mapping[str, str] | None, only: str) -> Sequence[tuple[str, pa.Table]]:
    """The rows of a block by the target they belong to."""
    table = pa.Table.from_batches([batch])
    if place is None:
        return [(only, table)]
    first = batch.column(0)
    names = [place[value] for value in first.dictionary.to_pylist()]
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    where = pa.array([numbers[name] for name in names], pa.int32()).take(first.indices)
    return [(name, table.filter(pc.equal(where, number))) for name, number in numbers.items()]


class _Writers:
    """One writer for each target, each with the rows that wait for its next group."""

    def __init__(self, targets: Mapping[str, Path], schema: pa.Schema) -> None:
        self._schema = schema
        self._writers = {}
        self._waiting: dict[str, list[pa.Table]] = {name: [] for name in targets}
        self.rows = dict.fromkeys(targets, 0)
        for name, path in targets.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._writers[name] = pq.ParquetWriter(
                path, schema, compression="snappy", store_schema=False, version="2.6", data_page_version="1.0"
            )

    def __enter__(self) -> _Writers:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        for name, writer in self._writers.items():
            if kind is None:
                self._write(name, everything=True)
            writer.close()

    def add(self, name: str, part: pa.Table) -> None:
        """Take rows for a target."""
        self._waiting[name].append(part)
        self.rows[name] += part.num_rows
        self._write(name, everything=False)

    def _write(self, name: str, everything: bool) -> None:
        """Write the whole groups that wait, or all that waits; each group is one piece, wherever its blocks ended."""
        while (count := sum(part.num_rows for part in self._waiting[name])) >= (1 if everything else ROWS_IN_GROUP):
            waiting = pa.concat_tables(self._waiting[name])
            group = waiting.slice(0, ROWS_IN_GROUP).cast(self._schema).combine_chunks()
            self._writers[name].write_table(group, row_group_size=ROWS_IN_GROUP)
            self._waiting[name] = [waiting.slice(ROWS_IN_GROUP)] if count > ROWS_IN_GROUP else []


class Words(NamedTuple):
    """A column as words: its distinct texts, and for each row the place of its own among them."""

    texts: tuple[str, ...]
    codes: npt.NDArray[np.int32]


def read_words(source: Path, names: Sequence[str], data: bytes | None = None) -> Mapping[str, Words]:
    """The columns of a CSV file as words, by name, each text exactly as it stands; raises FilesError. `data` stands for
    the whole of the file where only some rows of it are wanted, under its head."""
    word = pa.dictionary(pa.int32(), pa.string())
    try:
        table = pyarrow.csv.read_csv(
            source if data is None else pa.BufferReader(data),
            read_options=pyarrow.csv.ReadOptions(block_size=_BLOCK, use_threads=data is None),
            parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, word), include_columns=list(names), strings_can_be_null=False
            ),
        )
    except (pa.ArrowException, OSError) as error:
        raise FilesError(f"{source}: {error}") from error
    table = table.unify_dictionaries()
    return {name: _to_words(table.column(name)) for name in names}


def join_words(pieces: Sequence[str | Words]) -> memoryview:
    """The rows written one after another in UTF-8, each the pieces joined: the row's own text of every `Words`, a
    plain text the same in every row. All pieces together are below 2 GB."""
    return join_rows(pieces)[0]


def join_rows(pieces: Sequence[str | Words]) -> tuple[memoryview, Places]:
    """The same, and where each row ends."""
    arrays: dict[int, pa.Array] = {}
    columns = []
    for piece in pieces:
        if isinstance(piece, str):
            columns.append(_to_scalar(piece.encode(), pa.string()))
            continue
        if id(piece.texts) not in arrays:
            arrays[id(piece.texts)] = _to_array([text.encode() for text in piece.texts], pa.string())
        columns.append(arrays[id(piece.texts)].take(_to_places(piece.codes)))
    return _take_buffers(pc.binary_join_element_wise(*columns, _to_scalar(b"", pa.string())))


def pack_bytes(texts: Sequence[bytes]) -> Packed:
    """Distinct bytes for `join_bytes`."""
    return _to_array(texts, pa.binary())


def join_bytes(pieces: Sequence[tuple[Packed, npt.NDArray[np.int32]]]) -> tuple[memoryview, Places]:
    """The rows one after another, each its pieces joined, a piece being distinct bytes (`pack_bytes`) and which of them
    each row has; and where each row ends. All rows together are below 2 GB."""
    columns = [texts.take(_to_places(codes)) for texts, codes in pieces]
    return _take_buffers(pc.binary_join_element_wise(*columns, _to_scalar(b"", pa.binary())))


# Arrays are made of buffers: when it makes them of lists and numbers, pyarrow loads pandas, which takes each process
# longer than the rows of a partition.


def _to_array(texts: Sequence[bytes], kind: pa.DataType) -> pa.Array:
    ends = np.zeros(len(texts) + 1, np.int32)
    np.cumsum([len(text) for text in texts], out=ends[1:])
    return pa.Array.from_buffers(kind, len(texts), [None, pa.py_buffer(ends), pa.py_buffer(b"".join(texts))])


def _to_scalar(text: bytes, kind: pa.DataType) -> pa.Scalar:
    return _to_array([text], kind)[0]


def _to_places(codes: npt.NDArray[np.int32]) -> pa.Array:
    places = np.ascontiguousarray(codes, np.int32)
    return pa.Array.from_buffers(pa.int32(), len(places), [None, pa.py_buffer(places)])


def _take_buffers(rows: pa.Array) -> tuple[memoryview, Places]:
    _, ends, data = rows.buffers()
    places = np.frombuffer(ends, np.int32)[1 : len(rows) + 1].astype(np.int64)
    return memoryview(data)[: int(places[-1])] if len(rows) and data else memoryview(b""), places


def _to_words(column: pa.ChunkedArray) -> Words:
    if not column.num_chunks:
        return Words((), np.empty(0, np.int32))
    codes = np.concatenate([_read_codes(chunk.indices) for chunk in column.chunks])
    return Words(tuple(column.chunk(0).dictionary.to_pylist()), codes)


def _read_codes(places: pa.Array) -> npt.NDArray[np.int32]:
    return np.frombuffer(places.buffers()[1], np.int32, len(places), places.offset * 4)
