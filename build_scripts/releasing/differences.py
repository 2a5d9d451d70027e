"""Two packages → everything that is not the same, each with its reason.

Comes in: two bundles. Goes out: changes, in one order: columns, reports by id (each followed by its fields, sections
and cells), agencies, codes. Refuses to know: how changes are shown, what is allowed.

Tables of equal bytes are not opened, reports of equal bytes not parsed. Columns that only one version has are told
once and compared nowhere. Checks and findings follow from the reports: they are counted, not listed.

Of a cell its state, its number and its being corrected count. Where the other columns of a table of cells (`printed`,
`line`) differ in a report, that is told as one field of that report, without values; nor are texts of sections told.
Of a report whose text is not released, what the older version held of its words is not told either.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from build_scripts.files import read_rows
from build_scripts.packaging.resources import CELL_KEYS, CELL_TABLES, COLUMNS, REGISTER
from build_scripts.releasing.blocks import pair_blocks, parse_block
from build_scripts.releasing.bundles import Bundle
from build_scripts.releasing.ledger import Change
from build_scripts.releasing.reasons import ReportPair, explain_cell, explain_lost, explain_new, explain_report

Row = Mapping[str, str]
QUOTING = frozenset(
    ("title", "scope_quote", "document_number", "index_number", "source_file", "source_sha256", "source_url")
)
"""Fields of `reports` that hold words of the report, or what tells the file of it."""
PERSONAL_DIGITS = 11
"""As many digits as the shortest number of a person has: a cell that held so long a number may have held one."""
COUNTED = frozenset(("findings", "cells_reported", "cells_blank", "cells_dash", "cells_absent", "cells_unreadable"))
"""Fields of `reports` that follow from its cells."""
EMPTY: dict[str, str] = {}


class _Details(NamedTuple):
    """What differs inside a report: corrections by cell, the rest as changes still without reason."""

    corrected: set[tuple[str, str, str]]
    sections: list[Change]
    cells: list[Change]


def find_changes(old: Bundle, new: Bundle) -> Iterator[Change]:
    """Every change from `old` to `new`; raises FilesError if a table cannot be read."""
    yield from _compare_columns(old, new)
    yield from _compare_reports(old, new)
    yield from _compare_agencies(old, new)
    for name in sorted((old.tables.keys() | new.tables.keys()) - COLUMNS.keys()):
        yield from _compare_codes(name, old, new)


def make_change(subject: str, change: str, **values: str) -> Change:
    """A change with what is given, all else empty."""
    return Change(subject, change, **{**dict.fromkeys(Change._fields[2:], ""), **values})


def _compare_columns(old: Bundle, new: Bundle) -> Iterator[Change]:
    for name in sorted(old.tables.keys() & new.tables.keys()):
        before, after = old.tables[name].columns, new.tables[name].columns
        reason = "reading" if name in COLUMNS else _explain_list(name)
        for column in sorted(set(before) ^ set(after)):
            change = "added" if column in after else "removed"
            yield make_change("field", change, table=name, column=column, reason=reason)


def _compare_reports(old: Bundle, new: Bundle) -> Iterator[Change]:
    olds, news = _index(old, "reports", "report_id"), _index(new, "reports", "report_id")
    details = _compare_details(old, new, olds.keys() & news.keys())
    fields = _shared_columns(old, new, "reports")
    gone = {row["source_sha256"]: row for key, row in olds.items() if key not in news and row["source_sha256"]}
    come = {row["source_sha256"]: row for key, row in news.items() if key not in olds and row["source_sha256"]}
    for key in sorted(olds.keys() | news.keys()):
        before, after = olds.get(key), news.get(key)
        ids = {"report_id": key, "agency_id": (after or before or EMPTY)["agency_id"]}
        if before is None and after is not None:
            yield make_change("report", "added", **ids, reason=explain_new(after, gone))
        elif after is None and before is not None:
            yield make_change("report", "removed", **ids, reason=explain_lost(before, come))
        elif before is not None and after is not None and (before != after or key in details):
            yield from _compare_report(before, after, fields, details.get(key) or _Details(set(), [], []))


def _compare_report(before: Row, after: Row, fields: Sequence[str], details: _Details) -> Iterator[Change]:
    hashes = {before["source_sha256"], after["source_sha256"]}  # empty where the text is not given out in full
    pair = ReportPair(
        is_replaced=len(hashes) > 1 and "" not in hashes,
        corrected=frozenset(details.corrected),
        is_released_otherwise=before.get("text_release", "full") != after.get("text_release", "full"),
        is_unseen="" in hashes,
    )
    ids = {"report_id": after["report_id"], "agency_id": after["agency_id"]}
    is_told = after.get("text_release", "full") == "full"
    found = [
        make_change(
            "field",
            "changed",
            **ids,
            table="reports",
            column=name,
            before="" if name in QUOTING and not is_told else before[name],
            after=after[name],
            reason=explain_report(pair) if name in COUNTED else explain_report(pair._replace(corrected=frozenset())),
        )
        for name in fields
        if before[name] != after[name]
    ]
    plain = explain_report(pair._replace(corrected=frozenset()))
    found += [one._replace(**ids, reason=plain) for one in details.sections]
    found += [
        one._replace(
            **ids,
            before=one.before if is_told or len(one.before) < PERSONAL_DIGITS else "",
            reason=explain_cell(pair, (one.table, one.row, one.column)) if one.row else plain,
        )
        for one in details.cells
    ]
    if found:
        yield make_change("report", "changed", **ids, reason=explain_report(pair))
    yield from found


def _compare_details(old: Bundle, new: Bundle, both: set[str]) -> dict[str, _Details]:
    """What differs inside the reports that both versions hold, by report."""
    details: dict[str, _Details] = {}
    for name in ("corrections", "sections", *CELL_TABLES):
        for key, before, after in _differing_blocks(old, new, name):
            if key not in both:
                continue
            into = details.setdefault(key, _Details(set(), [], []))
            if name == "corrections":
                into.corrected.update(_compare_corrections(before, after))
            elif name == "sections":
                into.sections.extend(_compare_sections(before, after, _shared_columns(old, new, name)))
            else:
                into.cells.extend(_compare_cells(name, before, after, into.corrected, _shared_columns(old, new, name)))
    return details


def _differing_blocks(old: Bundle, new: Bundle, name: str) -> Iterator[tuple[str, list[Row], list[Row]]]:
    """The rows of every report that has not the same in both versions, parsed."""
    first, second = old.tables.get(name), new.tables.get(name)
    if first and second and first.sha256 == second.sha256:
        return
    is_same_head = bool(first and second and first.columns == second.columns)
    for key, before, after in pair_blocks(first and first.path, second and second.path):
        if not is_same_head or before != after:
            rows_before = parse_block(before, first.columns) if first else []
            rows_after = parse_block(after, second.columns) if second else []
            yield key, list(rows_before), list(rows_after)


def _compare_corrections(before: Sequence[Row], after: Sequence[Row]) -> Iterator[tuple[str, str, str]]:
    """The cells whose correction came, went, or has another value or evidence; its words may be held back."""
    first, second = (
        {(r["table"], r["row"], r["column"]): (r["value"], r["evidence"]) for r in rows} for rows in (before, after)
    )
    yield from (key for key in first.keys() | second.keys() if first.get(key) != second.get(key))


def _compare_sections(before: Sequence[Row], after: Sequence[Row], columns: Sequence[str]) -> Iterator[Change]:
    first, second = ({row["section"]: [row[name] for name in columns] for row in rows} for rows in (before, after))
    for code in sorted(first.keys() | second.keys()):
        if first.get(code) != second.get(code):
            yield make_change("section", _name_change(code in first, code in second), table="sections", row=code)


def _compare_cells(
    table: str,
    before: Sequence[Row],
    after: Sequence[Row],
    corrected: set[tuple[str, str, str]],
    columns: Sequence[str],
) -> Iterator[Change]:
    row_key, column_key, value = CELL_KEYS[table]
    first, second = ({(cell[row_key], cell[column_key]): cell for cell in rows} for rows in (before, after))
    touched = {(row, column) for name, row, column in corrected if name == table}
    for key in sorted(first.keys() | second.keys()):
        one, other = first.get(key, EMPTY), second.get(key, EMPTY)
        if key in touched or [_weigh(one, value)] != [_weigh(other, value)]:
            yield make_change(
                "cell",
                _name_change(key in first, key in second),
                table=table,
                row=key[0],
                column=key[1],
                before_state=one.get("state", ""),
                before=one.get(value, ""),
                after_state=other.get("state", ""),
                after=other.get(value, ""),
            )
    told = {row_key, column_key, value, "report_id", "state", "correction"}
    for name in (column for column in columns if column not in told):
        if any(first[key][name] != second[key][name] for key in first.keys() & second.keys()):
            yield make_change("field", "changed", table=table, column=name)


def _weigh(cell: Row, value: str) -> tuple[object, ...]:
    return (cell.get("state"), cell.get(value), bool(cell.get("correction")))


def _compare_agencies(old: Bundle, new: Bundle) -> Iterator[Change]:
    olds, news = _index(old, "agencies", "agency_id"), _index(new, "agencies", "agency_id")
    for key in sorted(olds.keys() | news.keys()):
        before, after = olds.get(key), news.get(key)
        if before is None or after is None:
            yield make_change(
                "agency", _name_change(before is not None, after is not None), agency_id=key, reason="register"
            )
            continue
        changed = [name for name in _shared_columns(old, new, "agencies") if before[name] != after[name]]
        if changed:
            yield make_change("agency", "changed", agency_id=key, reason="register")
        for name in changed:
            yield make_change(
                "field",
                "changed",
                agency_id=key,
                table="agencies",
                column=name,
                before=before[name],
                after=after[name],
                reason="register",
            )


def _compare_codes(name: str, old: Bundle, new: Bundle) -> Iterator[Change]:
    """The rows of a list: of one that came or went whole a single change without `row`, else column by column."""
    first, second, reason = old.tables.get(name), new.tables.get(name), _explain_list(name)
    if not first or not second:
        yield make_change("code", _name_change(bool(first), bool(second)), table=name, reason=reason)
        return
    if first.sha256 == second.sha256:
        return
    key = [column for column in second.key if column in first.columns]
    columns = _shared_columns(old, new, name)
    olds, news = ({"/".join(row[c] for c in key): row for row in read_rows(one.path)} for one in (first, second))
    for code in sorted(olds.keys() | news.keys()):
        before, after = olds.get(code), news.get(code)
        if before is None or after is None:
            change = _name_change(before is not None, after is not None)
            yield make_change("code", change, table=name, row=code, reason=reason)
            continue
        for column in columns:
            if before[column] != after[column]:
                yield make_change(
                    "code",
                    "changed",
                    table=name,
                    row=code,
                    column=column,
                    before=before[column],
                    after=after[column],
                    reason=reason,
                )


def _explain_list(name: str) -> str:
    return "register" if name == REGISTER else "code_list"


def _index(bundle: Bundle, table: str, key: str) -> dict[str, Row]:
    return {row[key]: row for row in read_rows(bundle.tables[table].path)} if table in bundle.tables else {}


def _shared_columns(old: Bundle, new: Bundle, name: str) -> list[str]:
    """The columns that both versions of a table have, in the order of the newer one."""
    if name not in old.tables or name not in new.tables:
        return []
    return [column for column in new.tables[name].columns if column in old.tables[name].columns]


def _name_change(is_before: bool, is_after: bool) -> str:
    return "changed" if is_before and is_after else "added" if is_after else "removed"
