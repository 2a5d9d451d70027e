"""One form edition as the table readers need it: rows, columns, labels, units, sums.

Comes in: `Codes`. Goes out: a `FormView` for each edition that has tables. Refuses to know: printed lines, files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from build_scripts.codes import TABLES, Codes
from build_scripts.reading.tables.cells import Column
from build_scripts.reading.tables.placement import OwnSum

_ROW_LISTS = {"disclosures": "disclosure_items", "applications": "outcomes", "remedies": "channels"}
_Columns = tuple[Column, ...]


@dataclass(frozen=True, slots=True, eq=False)
class FormView:
    """Rows, columns, labels and sums of one edition. A row that this edition lacks is known by the others' columns.

    Keys are (table, row). `editions`: the columns in each edition that has the row, this one first. `sums`: the sums a
    row prints of itself. `counterparts`: the rows of this edition that an outcome of the other edition stands for.
    """

    form: str
    rows: Mapping[str, tuple[str, ...]]
    editions: Mapping[tuple[str, str], tuple[_Columns, ...]]
    sums: Mapping[tuple[str, str], tuple[OwnSum, ...]]
    row_labels: Mapping[tuple[str, str], str]
    row_groups: Mapping[tuple[str, str], tuple[str, ...]]
    table_labels: Mapping[str, str]
    counterparts: Mapping[str, tuple[str, ...]]

    def columns(self, table: str, row: str) -> _Columns:
        """The columns of a row, in printed order: of this edition, or of the other if this one lacks the row."""
        return self.editions[table, row][0]


def build_form_views(codes: Codes) -> dict[str, FormView]:
    """The view of every edition that has tables, by its code."""
    forms = [form for form in codes.forms if (form, TABLES[0]) in codes.tables]
    return {form: _build_view(codes, form, [form, *(other for other in forms if other != form)]) for form in forms}


def _build_view(codes: Codes, form: str, forms: Sequence[str]) -> FormView:
    editions: dict[tuple[str, str], list[_Columns]] = {}
    for edition in forms:
        for table in TABLES:
            for row, columns in _columns(codes, edition, table).items():
                editions.setdefault((table, row), []).append(columns)
    rows = {table: codes.tables[form, table].rows for table in TABLES}
    sums = _sum_parts(codes)
    return FormView(
        form=form,
        rows=rows,
        editions={key: tuple(found) for key, found in editions.items()},
        sums={key: _own_sums(sums[key[0]], found[0]) for key, found in editions.items()},
        row_labels={key: codes.label(_ROW_LISTS[key[0]], key[1]) for key in editions},
        row_groups={
            (table, cell.row): cell.row_group
            for edition in reversed(forms)
            for table in TABLES
            for cell in codes.tables[edition, table].cells
        },
        table_labels={row["table"]: row["label_zh"] for row in codes.lists["sections"] if row["table"]},
        counterparts=_counterparts(codes.parts, rows["applications"]),
    )


def _columns(codes: Codes, form: str, table: str) -> dict[str, _Columns]:
    signed = {row["code"] for row in codes.lists["disclosure_measures"] if row["signed"] == "true"}
    found: dict[str, list[Column]] = {}
    for cell in codes.tables[form, table].cells:
        column = Column(cell.column, cell.column_label, cell.unit, cell.column in signed)
        found.setdefault(cell.row, []).append(column)
    return {row: tuple(columns) for row, columns in found.items()}


def _counterparts(parts: Mapping[str, tuple[str, ...]], rows: Sequence[str]) -> dict[str, tuple[str, ...]]:
    found = {whole: tuple(part for part in members if part in rows) for whole, members in parts.items()}
    for whole, members in parts.items():
        if whole in rows:
            found |= dict.fromkeys(members, (whole,))
    return found


def _sum_parts(codes: Codes) -> dict[str, dict[str, set[str]]]:
    """By table and column of a total, the columns that the form sums into it."""
    found: dict[str, dict[str, set[str]]] = {table: {} for table in TABLES}
    for (_, table), form_table in codes.tables.items():
        for cell in form_table.cells:
            if cell.column_sums_into:
                found[table].setdefault(cell.column_sums_into, set()).add(cell.column)
    return found


def _own_sums(parts: Mapping[str, set[str]], columns: _Columns) -> tuple[OwnSum, ...]:
    codes = [column.code for column in columns]
    return tuple(
        OwnSum(codes.index(total), tuple(i for i, code in enumerate(codes) if code in members))
        for total, members in parts.items()
        if total in codes
    )
