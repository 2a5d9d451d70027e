"""Views: the tables joined and turned as people ask for them, and what each is for.

Comes in: the context. Goes out: a statement and a description for each view. Refuses to know: rows, files.

A wide view looks each cell up by its key, and only the cells that are asked for: three columns of a report cost three
look-ups, whatever the view's width.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from build_scripts.codes import AXIS_LISTS, FormCell
from build_scripts.packaging.resources import CELL_KEYS, CELL_TABLES
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.formats.sqlite.schema import quote, quote_text
from build_scripts.publishing.formats.wide import ADDED, AGENCY_COLUMNS, FIRST, STATE, list_places

FLOW = ("received", "carried_in", "granted", "partly_granted", "concluded_total", "carried_out")
"""The outcomes that `received_decided` has of each report."""

_REPORTS = "reports r JOIN agencies a ON a.agency_id = r.agency_id"
_LABELS = {
    "form_label": "表格版本的名称。 / Name of the form edition.",
    "scope_label": "统计范围的名称。 / Name of the scope.",
    "level_label": "级别的名称。 / Name of the level.",
    "function_label": "职能的名称。 / Name of the function.",
    "region": "机关所在的行政区划。 / The agency’s region.",
    "region_en": "同上，英文。 / The same in English.",
    "province": "机关所在的省；中央国家机关为中国。 / Its province; China for national bodies.",
    "province_en": "同上，英文。 / The same in English.",
}
_CELLS = {
    "table": "哪一张表。 / Which of the three tables.",
    "row": "行的代码。 / Code of the row.",
    "column": "列的代码。 / Code of the column.",
    "row_label": "行的名称。 / Name of the row.",
    "column_label": "列的名称。 / Name of the column.",
    "row_label_en": "行的英文名称。 / Its English name.",
    "column_label_en": "列的英文名称。 / Its English name.",
    "value": "数；仅当状态为“有数”时有值，空值不等于 0。 / The number, only where one is reported.",
    "unit": "单位。 / Unit.",
    "state_label": "状态的名称。 / Name of the state.",
}
_RULES = {
    "rule_label": "规则的名称。 / Name of the rule.",
    "rule_label_en": "规则的英文名称。 / Its English name.",
}
_COUNT = "件数，各类申请人总计；没有印数的是空值，不是 0。 / Requests of all applicants; NULL is never 0."
_STATE = "这一格的状态；没有这一行的是空值。 / State of that cell; NULL where there is no such row."


_ADDED = {
    "region_name": "(SELECT label_zh FROM regions WHERE code = a.region_code) AS region_name",
    "corrections": "(SELECT count(*) FROM corrections c WHERE c.report_id = r.report_id) AS corrections",
    "corrected_cells": (
        """(SELECT group_concat(place, ' ') FROM (SELECT c."table" || '_' || c."row" || '_' || c."column" AS place"""
        """ FROM corrections c WHERE c.report_id = r.report_id ORDER BY c."table", c."row", c."column"))"""
        " AS corrected_cells"
    ),
}
"""The columns of a wide view that no table has."""


class View(NamedTuple):
    """A view: its name, what it is in Chinese and English, its statement and columns; `words` for those of no table."""

    name: str
    title: str
    title_en: str
    statement: str
    columns: tuple[str, ...]
    words: Mapping[str, str]


def list_views(context: SiteContext) -> tuple[View, ...]:
    """Every view, in the order in which they are made."""
    return (
        _view_reports(),
        _view_cells(),
        _view_flow(),
        _view_differences(),
        *(_view_wide(form, context) for form in context.codes.printed_forms),
    )


def _view_reports() -> View:
    columns = (
        *("r.report_id", "r.year", "a.name", "a.short_name", "r.title", "r.form", "f.label_zh AS form_label"),
        *("r.scope", "s.label_zh AS scope_label", "a.agency_id", "a.level", "l.label_zh AS level_label"),
        *('a."function"', "n.label_zh AS function_label", "a.region_code", "g.label_zh AS region"),
        *("g.label_en AS region_en", "p.label_zh AS province", "p.label_en AS province_en", "r.published"),
        *("r.source_url", "r.text_release", "r.findings", "r.cells_reported", "r.cells_blank", "r.cells_dash"),
        *("r.cells_absent", "r.cells_unreadable"),
    )
    return _make(
        "report_list",
        ("报告，带机关、地区、范围的名称", "reports with the names of agency, region and scope"),
        columns,
        f"{_REPORTS}\nLEFT JOIN forms f ON f.code = r.form LEFT JOIN scopes s ON s.code = r.scope\n"
        'LEFT JOIN levels l ON l.code = a.level LEFT JOIN functions n ON n.code = a."function"\n'
        "LEFT JOIN regions g ON g.code = a.region_code\n"
        "LEFT JOIN regions p ON p.code = substr(a.region_code, 1, 2) || '0000'",
        _LABELS,
    )


def _view_cells() -> View:
    each = [_select_cells(table) for table in CELL_TABLES]
    titles = (
        "三张表的每一格，带行、列、状态的名称",
        "every cell of the three tables, its row, column and state in words",
    )
    view = _make("cells", titles, *each[0], _CELLS)
    rest = (f"\nUNION ALL\nSELECT {', '.join(columns)}\nFROM {source}" for columns, source in each[1:])
    return view._replace(statement=view.statement + "".join(rest))


def _select_cells(table: str) -> tuple[Sequence[str], str]:
    row, column, number = CELL_KEYS[table]
    rows, columns = AXIS_LISTS[table]
    unit = "k.unit" if table == "disclosures" else "'件'"
    return (
        *("c.report_id", f'{quote_text(table)} AS "table"', f'c.{row} AS "row"', f'c.{column} AS "column"'),
        *("w.label_zh AS row_label", "k.label_zh AS column_label", "w.label_en AS row_label_en"),
        *("k.label_en AS column_label_en", f'c."{number}" AS "value"', f"{unit} AS unit", "c.state"),
        *("s.label_zh AS state_label", "c.printed", "c.line", "c.correction"),
    ), (
        f"{table} c LEFT JOIN {rows} w ON w.code = c.{row} LEFT JOIN {columns} k ON k.code = c.{column}"
        " LEFT JOIN states s ON s.code = c.state"
    )


def _view_flow() -> View:
    cells = [cell for code in FLOW for cell in (f'{code}."count" AS {code}', f"{code}.state AS {code}_state")]
    joins = [
        f"\nLEFT JOIN applications {code} ON {code}.report_id = r.report_id"
        f" AND {code}.outcome = {quote_text(code)} AND {code}.applicant = 'total'"
        for code in FLOW
    ]
    return _make(
        "received_decided",
        (
            "每份报告收到、办结、结转多少申请（各类申请人总计）",
            "requests received, concluded and carried over, by report",
        ),
        ("r.report_id", "r.agency_id", "r.year", "a.name", "r.scope", "r.form", *cells),
        _REPORTS + "".join(joins),
        {name: words for code in FLOW for name, words in ((code, _COUNT), (f"{code}_state", _STATE))},
    )


def _view_differences() -> View:
    return _make(
        "checks_differ",
        (
            "核对不符的各条，带规则和机关的名称；不符只是两个数不等，不说明谁有错",
            "checks whose sides differ, with the names of rule and agency; it does not say whose slip it is",
        ),
        (
            *("c.report_id", "r.year", "a.name", "c.rule", "u.label_zh AS rule_label", "u.label_en AS rule_label_en"),
            *("c.scope", 'c."left"', 'c."right"', "c.difference", "c.left_text", "c.right_text"),
        ),
        "checks c JOIN reports r ON r.report_id = c.report_id JOIN agencies a ON a.agency_id = r.agency_id\n"
        "LEFT JOIN rules u ON u.code = c.rule\nWHERE c.status = 'differs'",
        _RULES,
    )


def _view_wide(form: str, context: SiteContext) -> View:
    places = [place for table in CELL_TABLES for place in list_places(form, table, context)]
    label = context.label("forms", form)
    return _make(
        f"wide_{form}",
        (
            f"{label}的报告，一份一行，一格一列，与宽表 CSV 相同",
            f"reports of form {form}, a column a cell, as the wide CSV",
        ),
        (
            *(_ADDED.get(name) or f"{'a' if name in AGENCY_COLUMNS else 'r'}.{quote(name)}" for name in FIRST),
            *(
                f"{_look_up(place.cell, wanted)} AS {quote(place.name + ending)}"
                for wanted, ending in (("", ""), ("state", STATE))
                for place in places
            ),
        ),
        f"{_REPORTS}\nWHERE r.form = {quote_text(form)}",
        {name: str(described["description"]) for name, described in ADDED.items()}
        | {
            name: words
            for place in places
            for name, words in (
                (place.name, f"{place.table}：{place.title}。没有印数的是空值，不是 0。"),
                (place.name + STATE, f"{place.table}：{place.title}，这一格的状态。"),
            )
        },
    )


def _look_up(cell: FormCell, wanted: str) -> str:
    row, column, number = CELL_KEYS[cell.table]
    return (
        f"(SELECT {quote(wanted or number)} FROM {cell.table} WHERE report_id = r.report_id"
        f" AND {row} = {quote_text(cell.row)} AND {column} = {quote_text(cell.column)})"
    )


def _make(name: str, titles: tuple[str, str], columns: Sequence[str], source: str, words: Mapping[str, str]) -> View:
    """The view of these expressions, each named by its `AS` or by the column it is."""
    listed = ",\n  ".join(columns)
    statement = f"CREATE VIEW {quote(name)} AS\nSELECT {listed}\nFROM {source}"
    return View(name, *titles, statement, tuple(map(_name_column, columns)), words)


def _name_column(expression: str) -> str:
    """The name of a column.

    >>> _name_column("f.label_zh AS form_label"), _name_column('a."function"')
    ('form_label', 'function')
    """
    return expression.rpartition(" AS ")[2].rpartition(".")[2].strip('"')
