"""How often each column is filled, each code used, each cell a number: counted over columns held in memory.

Comes in: frames of the data tables, the package. Goes out: the same `Usage` as `data.usage` counts report by report for
the pages, which a test holds equal. Refuses to know: files, pages. Millions of rows are counted without a loop of
Python over them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from build_scripts.packaging.package import Package
from build_scripts.packaging.resources import CELL_KEYS, CELL_TABLES, COLUMNS
from build_scripts.publishing.data.usage import Share, Usage, Use, add_totals, list_keys
from build_scripts.publishing.formats.frames import Frame
from build_scripts.publishing.quality.tally import NUMBER

Mask = npt.NDArray[np.bool_]


def count_frames(frames: Mapping[str, Frame], package: Package) -> Usage:
    """How often everything is filled and used in `frames`, all data tables or some."""
    columns = {
        table: {column: Share(_count_filled(frames[table], column), frames[table].size) for column in COLUMNS[table]}
        for table in COLUMNS
        if table in frames
    }
    codes: dict[str, dict[str, tuple[Use, ...]]] = {}
    for table, column, code_list in list_keys(package):
        if table not in frames:
            continue
        is_cell = table in CELL_TABLES and column != "state"
        for code, share in _count_codes(frames[table], column, is_cell).items():
            found = codes.setdefault(code_list, {})
            found[code] = (*found.get(code, ()), Use(table, column, share, is_cell))
    cells: dict[tuple[str, str, str, str], Share] = {}
    for table in CELL_TABLES:
        if table in frames:
            cells |= _count_places(frames, table)
    rows = {table: frames[table].size if table in frames else 0 for table in COLUMNS}
    return Usage(columns, codes, cells, add_totals(package, rows))


def add_usages(parts: Sequence[Usage], package: Package) -> Usage:
    """The counts of parts that share no row as those of the whole."""
    columns = {table: dict.fromkeys(names, Share(0, 0)) for table, names in COLUMNS.items()}
    uses: dict[tuple[str, str], dict[tuple[str, str], Use]] = {}
    cells: dict[tuple[str, str, str, str], Share] = {}
    for part in parts:
        for table, shares in part.columns.items():
            for column, share in shares.items():
                columns[table][column] = _add(columns[table][column], share)
        for key, share in part.cells.items():
            cells[key] = _add(cells.get(key), share)
        for code_list, found in part.codes.items():
            for code, several in found.items():
                held = uses.setdefault((code_list, code), {})
                for use in several:
                    before = held.get((use.table, use.column))
                    held[use.table, use.column] = use._replace(share=_add(before and before.share, use.share))
    codes: dict[str, dict[str, tuple[Use, ...]]] = {}
    order = {(table, column): at for at, (table, column, _) in enumerate(list_keys(package))}
    for (code_list, code), held in sorted(uses.items()):
        codes.setdefault(code_list, {})[code] = tuple(held[key] for key in sorted(held, key=order.__getitem__))
    totals = Counter[str]()
    for part in parts:
        totals.update(part.totals)
    return Usage(columns, codes, dict(sorted(cells.items())), totals)


def _add(one: Share | None, other: Share) -> Share:
    return Share(one.filled + other.filled, one.total + other.total) if one else other


def tell_usage(usage: Usage) -> list[object]:
    """Counts as plain data, for `read_usage`."""
    codes = {code_list: {code: list(uses) for code, uses in found.items()} for code_list, found in usage.codes.items()}
    return [usage.columns, codes, [[*key, *share] for key, share in usage.cells.items()], usage.totals]


def read_usage(told: Any) -> Usage:
    """What `tell_usage` told."""
    columns, codes, cells, totals = told
    return Usage(
        {table: {name: Share(*share) for name, share in found.items()} for table, found in columns.items()},
        {
            code_list: {
                code: tuple(Use(table, column, Share(*share), is_cell) for table, column, share, is_cell in uses)
                for code, uses in found.items()
            }
            for code_list, found in codes.items()
        },
        {(form, table, row, column): Share(*share) for form, table, row, column, *share in cells},
        totals,
    )


def _count(frame: Frame, column: str, kept: Mask | None = None) -> Mapping[str, int]:
    texts, codes = frame.columns[column]
    counts = np.bincount(codes if kept is None else codes[kept], minlength=len(texts)).tolist()
    return {text: count for text, count in zip(texts, counts, strict=True) if text}


def _count_filled(frame: Frame, column: str) -> int:
    return sum(_count(frame, column).values())


def _count_codes(frame: Frame, column: str, is_cell: bool) -> Mapping[str, Share]:
    counts = {code: count for code, count in _count(frame, column).items() if count}
    if not is_cell:
        return {code: Share(count, frame.size) for code, count in counts.items()}
    reported = _count(frame, column, _find_numbers(frame))
    return {code: Share(reported[code], count) for code, count in counts.items()}


def _find_numbers(frame: Frame) -> Mask:
    texts, codes = frame.columns["state"]
    return np.array([text == NUMBER for text in texts], bool)[codes] if texts else np.zeros(0, bool)


def _count_places(frames: Mapping[str, Frame], table: str) -> Mapping[tuple[str, str, str, str], Share]:
    """Form, table, row and column of every cell that stands there, with how many of its reports have a number."""
    frame, reports = frames[table], frames["reports"]
    form_of = dict(zip(reports.column("report_id"), reports.column("form"), strict=True))
    forms = sorted(set(form_of.values()))
    row, column = CELL_KEYS[table][:2]
    (ids, id_codes), (rows, row_codes), (columns, column_codes) = (
        frame.columns[name] for name in ("report_id", row, column)
    )
    if not ids:
        return {}
    form_codes = np.array([forms.index(form_of[report]) for report in ids], np.int64)[id_codes]
    places = (form_codes * len(rows) + row_codes) * len(columns) + column_codes
    size = len(forms) * len(rows) * len(columns)
    totals = np.bincount(places, minlength=size)
    reported = np.bincount(places[_find_numbers(frame)], minlength=size)
    shares = {}
    for place in np.flatnonzero(totals).tolist():
        rest, at_column = divmod(place, len(columns))
        at_form, at_row = divmod(rest, len(rows))
        key = (forms[at_form], table, rows[at_row], columns[at_column])
        shares[key] = Share(int(reported[place]), int(totals[place]))
    return shares
