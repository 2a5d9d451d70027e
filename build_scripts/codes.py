"""Code lists as frozen data: what the forms print, which codes there are, what sums into what.

Comes in: rows of `datapackage/codelists/*.csv` (read by `files`). Goes out: `Codes`. Refuses to know: files, reports.
Trouble here is our own, so it is an exception that names list and key.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Row = Mapping[str, str]
TABLES = ("disclosures", "applications", "remedies")
AXIS_LISTS: Mapping[str, tuple[str, str]] = {
    "disclosures": ("disclosure_items", "disclosure_measures"),
    "applications": ("outcomes", "applicants"),
    "remedies": ("channels", "results"),
}
"""The code lists of the rows and of the columns of each table."""


class CodeListError(ValueError):
    """A code list contradicts itself; the message names list and key."""


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell of a form edition as the notice prints it; groups stand above or left of the label, outermost first."""

    form: str
    table: str
    row: str
    column: str
    row_label: str
    column_label: str
    row_group: tuple[str, ...]
    column_group: tuple[str, ...]
    article: str
    unit: str
    row_sums_into: str
    column_sums_into: str


@dataclass(frozen=True, slots=True)
class FormTable:
    """One table of a form edition: its cells in printed order, its rows and columns in printed order."""

    form: str
    table: str
    cells: tuple[FormCell, ...]
    rows: tuple[str, ...]
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A check as data. `operands` names the axis (`row` or `column`) on which the terms of left and right stand."""

    code: str
    table: str
    operands: str
    left: str
    right: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FindingCode:
    """A finding's severity and its templates, message and next step, in Chinese and English."""

    code: str
    severity: str
    message_zh: str
    message_en: str
    next_zh: str
    next_en: str


@dataclass(frozen=True, slots=True)
class Spelling:
    """A further spelling of a label met in print; `kind` is section, row, column or head."""

    kind: str
    table: str
    code: str
    spelling: str


@dataclass(frozen=True, slots=True)
class Codes:
    """Everything the engine knows of forms and codes. `lists` holds the raw rows of each list, by name."""

    lists: Mapping[str, tuple[Row, ...]]
    forms: tuple[str, ...]
    tables: Mapping[tuple[str, str], FormTable]
    rules: tuple[Rule, ...]
    finding_codes: Mapping[str, FindingCode]
    spellings: tuple[Spelling, ...]
    parts: Mapping[str, tuple[str, ...]]

    @property
    def printed_forms(self) -> tuple[str, ...]:
        """The editions that print tables, in their order: all but the code for a report without."""
        printed = {form for form, _ in self.tables}
        return tuple(form for form in self.forms if form in printed)

    def label(self, list_name: str, code: str, lang: str = "zh") -> str:
        """The label of `code` in a code list; raises CodeListError if it is not there."""
        for row in self.lists[list_name]:
            if row["code"] == code:
                return row[f"label_{lang}"]
        raise CodeListError(f"{list_name}: no code {code!r}")


class SameCodes:
    """Code lists known again by being the same object: they hold mappings, so they have no hash of their own."""

    __slots__ = ("codes",)

    def __init__(self, codes: Codes) -> None:
        self.codes = codes

    def __hash__(self) -> int:
        return id(self.codes)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameCodes) and self.codes is other.codes


def build_codes(lists: Mapping[str, Iterable[Row]]) -> Codes:
    """Everything of the code lists in one frozen object; raises CodeListError naming list and key."""
    rows = {name: tuple(dict(row) for row in found) for name, found in lists.items()}
    form_codes = tuple(row["code"] for row in rows["forms"])
    if twice := [code for code, count in Counter(form_codes).items() if count > 1]:
        raise CodeListError(f"forms: {twice[0]!r} stands twice")
    return Codes(
        lists=rows,
        forms=form_codes,
        tables=_form_tables(rows["form_cells"], form_codes),
        rules=tuple(_rule(row) for row in rows["rules"]),
        finding_codes={row["code"]: _finding_code(row) for row in rows["finding_codes"]},
        spellings=tuple(
            Spelling(row["kind"], row["table"], row["code"], row["spelling"]) for row in rows["label_spellings"]
        ),
        parts={row["code"]: tuple(row["parts"].split()) for row in rows["outcomes"] if row["parts"]},
    )


def _form_tables(rows: Sequence[Row], forms: tuple[str, ...]) -> dict[tuple[str, str], FormTable]:
    ordered = sorted(rows, key=lambda row: (row["form"], row["table"], int(row["row_order"]), int(row["column_order"])))
    tables: dict[tuple[str, str], list[FormCell]] = {}
    for row in ordered:
        if row["form"] not in forms or row["table"] not in TABLES:
            raise CodeListError(f"form_cells: unknown form or table {row['form']!r}, {row['table']!r}")
        tables.setdefault((row["form"], row["table"]), []).append(_form_cell(row))
    return {key: _form_table(*key, tuple(cells)) for key, cells in tables.items()}


def _form_table(form: str, table: str, cells: tuple[FormCell, ...]) -> FormTable:
    keys = [(cell.row, cell.column) for cell in cells]
    if len(set(keys)) != len(keys):
        twice = next(key for key, count in Counter(keys).items() if count > 1)
        raise CodeListError(f"form_cells: {form}, {table}, {twice} stands twice")
    rows = tuple(dict.fromkeys(cell.row for cell in cells))
    columns = tuple(dict.fromkeys(cell.column for cell in cells))
    return FormTable(form, table, cells, rows, columns)


def _form_cell(row: Row) -> FormCell:
    return FormCell(
        form=row["form"],
        table=row["table"],
        row=row["row"],
        column=row["column"],
        row_label=row["row_label"],
        column_label=row["column_label"],
        row_group=_split_groups(row["row_group"]),
        column_group=_split_groups(row["column_group"]),
        article=row["article"],
        unit=row["unit"],
        row_sums_into=row["row_sums_into"],
        column_sums_into=row["column_sums_into"],
    )


def _split_groups(printed: str) -> tuple[str, ...]:
    return tuple(printed.split("｜")) if printed else ()


def _rule(row: Row) -> Rule:
    return Rule(row["code"], row["table"], row["operands"], row["left"], row["right"], tuple(row["scopes"].split()))


def _finding_code(row: Row) -> FindingCode:
    return FindingCode(
        row["code"], row["severity"], row["message_zh"], row["message_en"], row["next_zh"], row["next_en"]
    )
