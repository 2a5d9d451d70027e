"""Code lists and register → everything the reader knows, compiled once and handed to every worker.

Comes in: `Codes` and the rows of the agency register. Goes out: `Knowledge` (picklable). Refuses to know: files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from build_scripts.codes import CodeListError, Codes, Row
from build_scripts.reading.identity.gazetteer import Gazetteer, Region, RegionName, build_gazetteer
from build_scripts.reading.labels import LabelBook, build_book, fold_label
from build_scripts.reading.privacy.words import PrivacyWords, build_privacy_words
from build_scripts.reading.prose.scope import build_scope_words
from build_scripts.reading.prose.wording import Lexicon
from build_scripts.reading.tables.forms import FormView, build_form_views
from build_scripts.reading.tables.heads import HeadWords


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """A line of the agency register: the id a printed name belongs to, and the years for which it does."""

    name: str
    agency_id: str
    from_year: int | None
    to_year: int | None
    relation: str

    def covers(self, year: int) -> bool:
        """Whether the line speaks of that report year."""
        return (self.from_year or 0) <= year <= (self.to_year or 9999)


@dataclass(frozen=True, slots=True, eq=False)
class Knowledge:
    """All the reader knows, compared by identity. `editions` maps each label code to the form editions printing it,
    `wordings` each folded label as printed to those printing these words."""

    codes: Codes
    gazetteer: Gazetteer
    views: Mapping[str, FormView]
    editions: Mapping[str, Mapping[str, tuple[str, ...]]]
    wordings: Mapping[str, tuple[str, ...]]
    row_orders: Mapping[str, tuple[tuple[str, ...], ...]]
    books: Mapping[str, LabelBook]
    headings: Mapping[str, str]
    anchors: Mapping[str, str]
    columns: Mapping[str, Mapping[str, str]]
    column_groups: Mapping[str, Mapping[str, int]]
    head_words: Mapping[str, HeadWords]
    section_labels: Mapping[str, str]
    section_tables: Mapping[str, str]
    function_parts: tuple[tuple[str, str], ...]
    register: Mapping[str, tuple[RegisterEntry, ...]]
    region_labels: Mapping[str, str]
    region_levels: Mapping[str, str]
    scope_words: Lexicon
    privacy_words: PrivacyWords


def build_knowledge(codes: Codes, register: Sequence[Row]) -> Knowledge:
    """Everything compiled from the code lists; raises CodeListError naming list and key."""
    books = {table: _build_book(codes, table) for table in ("disclosures", "applications", "remedies")}
    columns = {table: _columns(codes, table) for table in books}
    groups = {table: _column_groups(codes, table) for table in books}
    return Knowledge(
        codes=codes,
        gazetteer=_build_gazetteer(codes),
        views=build_form_views(codes),
        editions=_editions(codes),
        wordings=_wordings(codes),
        row_orders=_row_orders(codes),
        books=books,
        headings=_headings(codes),
        anchors=_anchors(books),
        columns=columns,
        column_groups=groups,
        head_words={table: HeadWords(columns[table], groups[table], book.heads) for table, book in books.items()},
        section_labels={row["code"]: row["label_zh"] for row in codes.lists["sections"]},
        section_tables={row["code"]: row["table"] for row in codes.lists["sections"] if row["table"]},
        function_parts=_function_parts(codes),
        register=_register(register),
        region_labels={row["code"]: row["definition_zh"] for row in codes.lists["regions"]},
        region_levels={row["code"]: row["level"] for row in codes.lists["regions"]},
        scope_words=build_scope_words(codes),
        privacy_words=build_privacy_words(codes.lists["sentence_words"]),
    )


def _build_gazetteer(codes: Codes) -> Gazetteer:
    regions = (
        Region(r["code"], r["label_zh"], r["level"], r["parent"], _year(r["to_year"])) for r in codes.lists["regions"]
    )
    names = (
        RegionName(r["region_code"], r["name"], r["kind"], _year(r["from_year"]), _year(r["to_year"]))
        for r in codes.lists["region_names"]
    )
    bodies = (row["label_zh"] for row in codes.lists["national_bodies"])
    towns = ((row["region_code"], row["names"]) for row in codes.lists["township_names"])
    return build_gazetteer(regions, names, bodies, towns)


def _year(text: str) -> int | None:
    return int(text) if text else None


def _build_book(codes: Codes, table: str) -> LabelBook:
    rows: dict[tuple[str, str], None] = {}
    groups: dict[tuple[str, tuple[str, ...]], None] = {}
    heads: dict[tuple[str, str], None] = {}
    for form in codes.forms:
        form_table = codes.tables.get((form, table))
        for cell in form_table.cells if form_table else ():
            if table == "remedies":
                heads.update({(cell.row_label, cell.row): None, (cell.column_label, cell.column): None})
                heads.update({(group, ""): None for group in cell.row_group})
                continue
            rows[(cell.row_label, cell.row)] = None
            heads[(cell.column_label, cell.column)] = None
            heads.update({(group, ""): None for group in cell.column_group})
            if table == "applications":
                groups[(cell.row, cell.row_group)] = None
            else:
                heads.update({(group, ""): None for group in cell.row_group})
    for spelling in codes.spellings:
        if spelling.table == table and spelling.kind in ("row", "column", "head"):
            (rows if spelling.kind == "row" else heads)[(spelling.spelling, spelling.code)] = None
    return build_book(rows, groups, heads)


def _headings(codes: Codes) -> dict[str, str]:
    labels = [(row["label_zh"], row["code"]) for row in codes.lists["sections"] if row["code"] != "0"]
    labels += [(s.spelling, s.code) for s in codes.spellings if s.kind == "section"]
    return _unique("sections", labels)


def _unique(name: str, labels: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for label, code in labels:
        if found.setdefault(fold_label(label), code) != code:
            raise CodeListError(f"{name}: {label!r} stands for {found[fold_label(label)]!r} and for {code!r}")
    return found


def _anchors(books: Mapping[str, LabelBook]) -> dict[str, str]:
    """Folded labels that tell which table a row belongs to; a label of several tables or of head and row tells none."""
    owners: dict[str, set[str]] = {}
    for table, book in books.items():
        for label in (*book.joined, *book.heads, *book.groups):
            owners.setdefault(label, set()).add(table)
        for label in book.rows.keys() & book.heads.keys():
            owners[label].add("")
    return {label: tables.pop() for label, tables in sorted(owners.items()) if label and len(tables) == 1}


def _columns(codes: Codes, table: str) -> dict[str, str]:
    labels: list[tuple[str, str]] = []
    for form in codes.forms:
        form_table = codes.tables.get((form, table))
        labels += [(cell.column_label, cell.column) for cell in (form_table.cells if form_table else ())]
    labels += [(s.spelling, s.code) for s in codes.spellings if s.table == table and s.kind == "column"]
    return _unique(f"columns of {table}", labels)


def _column_groups(codes: Codes, table: str) -> dict[str, int]:
    """Folded group heads right above columns → the place of their first column."""
    found: dict[str, int] = {}
    for (_, name), form_table in codes.tables.items():
        for cell in form_table.cells if name == table else ():
            for group in cell.column_group:
                found.setdefault(fold_label(group), form_table.columns.index(cell.column))
    return found


def _editions(codes: Codes) -> dict[str, dict[str, tuple[str, ...]]]:
    """Which editions print a column or a row of the disclosures table, and a row of requests."""
    found: dict[str, dict[str, list[str]]] = {"column": {}, "row": {}, "request": {}}
    for (form, table), form_table in codes.tables.items():
        if table == "disclosures":
            named = [("column", form_table.columns), ("row", form_table.rows)]
        else:
            named = [("request", form_table.rows)] if table == "applications" else []
        for kind, labels in named:
            for label in labels:
                found[kind].setdefault(label, []).append(form)
    return {kind: {code: tuple(forms) for code, forms in codes_.items()} for kind, codes_ in found.items()}


def _wordings(codes: Codes) -> dict[str, tuple[str, ...]]:
    """Which editions print a label, of a row or of a column, in just these words."""
    found: dict[str, dict[str, None]] = {}
    for (form, _), form_table in codes.tables.items():
        for cell in form_table.cells:
            for label in (cell.row_label, cell.column_label):
                found.setdefault(fold_label(label), {})[form] = None
    return {label: tuple(forms) for label, forms in found.items()}


def _row_orders(codes: Codes) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The rows of each table in printed order, in each edition."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for (_, table), form_table in codes.tables.items():
        found.setdefault(table, []).append(form_table.rows)
    return {table: tuple(orders) for table, orders in found.items()}


def _function_parts(codes: Codes) -> tuple[tuple[str, str], ...]:
    parts = [(part, row["code"]) for row in codes.lists["functions"] for part in row["name_parts"].split("|") if part]
    return tuple(sorted(parts, key=lambda pair: (-len(pair[0]), pair)))


def _register(rows: Sequence[Row]) -> dict[str, tuple[RegisterEntry, ...]]:
    found: dict[str, list[RegisterEntry]] = {}
    for row in rows:
        entry = RegisterEntry(
            row["name"], row["agency_id"], _year(row["from_year"]), _year(row["to_year"]), row["relation"]
        )
        found.setdefault(row["name"], []).append(entry)
    return {name: tuple(entries) for name, entries in found.items()}
