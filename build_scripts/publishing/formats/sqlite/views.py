"""Views: the tables joined and turned as people ask for them, and what each is for.

Comes in: the context. Goes out: a statement and a description for each view. Refuses to know: rows, files.

A view of the wide tables looks each cell up by its key, and only the cells that are asked for: three columns of a
report cost three look-ups, whatever the view's width.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from build_scripts.packaging.resources import CELL_KEYS, CELL_TABLES
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.formats.sqlite.schema import quote, quote_text

CELL_LISTS = {
    "disclosures": ("disclosure_items", "disclosure_measures"),
    "applications": ("outcomes", "applicants"),
    "remedies": ("channels", "results"),
}
"""The code lists of each table's rows and columns."""

FIRST: Mapping[str, Sequence[str]] = {
    "r": ("report_id", "agency_id", "year", "form", "scope", "published", "text_release", "findings"),
    "a": ("name", "region_code", "level", "function"),
}
WIDE_FIRST = (
    *("report_id", "agency_id", "name", "region_code", "level", "function", "year", "form", "scope", "published"),
    *("text_release", "findings", "cells_reported", "cells_blank", "cells_dash", "cells_absent", "cells_unreadable"),
)
"""The columns of a wide view that tell the report, before those of cells: the same as in the wide CSV files."""

FLOW = ("received", "carried_in", "granted", "partly_granted", "concluded_total", "carried_out")


class View(NamedTuple):
    """A view: its name, what it is in Chinese and English, its statement, what its own columns are."""

    name: str
    title: str
    title_en: str
    statement: str
    columns: Mapping[str, str]


def list_views(context: SiteContext) -> tuple[View, ...]:
    """Every view, in the order in which they are made."""
    forms = [form for form in context.codes.forms if (form, CELL_TABLES[0]) in context.codes.tables]
    return (
        _view_reports(),
        _view_cells(),
        _view_flow(),
        _view_differences(),
        *(_view_wide(form, forms, context) for form in forms),
    )


def _view_reports() -> View:
    return View(
        "report_list",
        "报告，带机关、地区、范围的名称",
        "reports with the names of agency, region and scope",
        _create(
            "report_list",
            "r.report_id, r.year, a.name, a.short_name, r.title, r.form, f.label_zh AS form_label,"
            " r.scope, s.label_zh AS scope_label, a.agency_id, a.level, l.label_zh AS level_label,"
            ' a."function", n.label_zh AS function_label, a.region_code, g.label_zh AS region,'
            " g.label_en AS region_en, p.label_zh AS province, p.label_en AS province_en,"
            " r.published, r.source_url, r.text_release, r.findings,"
            " r.cells_reported, r.cells_blank, r.cells_dash, r.cells_absent, r.cells_unreadable",
            "reports r JOIN agencies a ON a.agency_id = r.agency_id"
            " LEFT JOIN forms f ON f.code = r.form LEFT JOIN scopes s ON s.code = r.scope"
            ' LEFT JOIN levels l ON l.code = a.level LEFT JOIN functions n ON n.code = a."function"'
            " LEFT JOIN regions g ON g.code = a.region_code"
            " LEFT JOIN regions p ON p.code = substr(a.region_code, 1, 2) || '0000'",
        ),
        {
            "form_label": "表格版本的名称。 / Name of the form edition.",
            "scope_label": "统计范围的名称。 / Name of the scope.",
            "level_label": "层级的名称。 / Name of the level.",
            "function_label": "职能的名称。 / Name of the function.",
            "region": "机关所在的行政区划。 / The agency’s region.",
            "region_en": "同上，英文。 / The same in English.",
            "province": "机关所在的省；中央国家机关为中国。 / Its province; China for national bodies.",
            "province_en": "同上，英文。 / The same in English.",
        },
    )


def _view_cells() -> View:
    return View(
        "cells",
        "三张表的每一格，带行、列、状态的名称",
        "every cell of the three tables with the labels of its row, column and state",
        f"CREATE VIEW {quote('cells')} AS\n" + "\nUNION ALL\n".join(_select_cells(table) for table in CELL_TABLES),
        {
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
        },
    )


def _select_cells(table: str) -> str:
    row, column, number = CELL_KEYS[table]
    rows, columns = CELL_LISTS[table]
    unit = "k.unit" if table == "disclosures" else "'件'"
    return (
        f"SELECT c.report_id, {quote_text(table)} AS {quote('table')}, c.{quote(row)} AS {quote('row')},"
        f" c.{quote(column)} AS {quote('column')}, w.label_zh AS row_label, k.label_zh AS column_label,"
        f" w.label_en AS row_label_en, k.label_en AS column_label_en, c.{quote(number)} AS {quote('value')},"
        f" {unit} AS unit, c.state, s.label_zh AS state_label, c.printed, c.line, c.correction\n"
        f"FROM {quote(table)} c LEFT JOIN {quote(rows)} w ON w.code = c.{quote(row)}"
        f" LEFT JOIN {quote(columns)} k ON k.code = c.{quote(column)} LEFT JOIN states s ON s.code = c.state"
    )


def _view_flow() -> View:
    cells = [
        f"{code}.{quote('count')} AS {code}, {code}.state AS {code}_state"
        for code in FLOW
    ]  # fmt: skip
    joins = [
        f"LEFT JOIN applications {code} ON {code}.report_id = r.report_id"
        f" AND {code}.outcome = {quote_text(code)} AND {code}.applicant = 'total'"
        for code in FLOW
    ]
    return View(
        "received_decided",
        "每份报告收到、办结、结转多少申请（各类申请人总计）",
        "requests received, concluded and carried over, a row for each report (all applicants)",
        _create(
            "received_decided",
            f"r.report_id, r.year, a.name, r.scope, r.form,\n  {', '.join(cells)}",
            f"reports r JOIN agencies a ON a.agency_id = r.agency_id\n{chr(10).join(joins)}",
        ),
        {
            name: text
            for code in FLOW
            for name, text in (
                (code, "件数，各类申请人总计；没有印数的是空值，不是 0。 / Requests in total; NULL is never 0."),
                (f"{code}_state", "这一格的状态。 / State of that cell."),
            )
        },
    )


def _view_differences() -> View:
    return View(
        "checks_differ",
        "核对不符的各条，带规则和机关的名称；不符只是两个数不等，不说明谁有错",
        "checks whose sides differ, with the names of rule and agency; it does not say whose slip it is",
        _create(
            "checks_differ",
            "c.report_id, r.year, a.name, c.rule, u.label_zh AS rule_label, u.label_en AS rule_label_en, c.scope,"
            f" c.{quote('left')}, c.{quote('right')}, c.difference, c.left_text, c.right_text",
            "checks c JOIN reports r ON r.report_id = c.report_id JOIN agencies a ON a.agency_id = r.agency_id"
            " LEFT JOIN rules u ON u.code = c.rule\nWHERE c.status = 'differs'",
        ),
        {
            "rule_label": "规则的名称。 / Name of the rule.",
            "rule_label_en": "规则的英文名称。 / Its English name.",
        },
    )


def _view_wide(form: str, forms: Sequence[str], context: SiteContext) -> View:
    keys = [(table, *key) for table in CELL_TABLES for key in list_wide_keys(form, table, forms, context)]
    first = [
        f"{'a' if name in FIRST['a'] else 'r'}.{quote(name)}" for name in WIDE_FIRST
    ]  # fmt: skip
    cells = [
        f"{_look_up(table, row, column, wanted)} AS {quote(f'{table}_{row}_{column}{ending}')}"
        for wanted, ending in (("", ""), ("state", "_state"))
        for table, row, column in keys
    ]
    return View(
        f"wide_{form}",
        f"{context.label('forms', form)}的报告，一份一行，一格一列（与同名的宽表 CSV 相同）",
        f"reports of form {form}, a row for each, a column for each cell (as in the wide CSV file)",
        _create(
            f"wide_{form}",
            ",\n  ".join((", ".join(first), *cells)),
            f"reports r JOIN agencies a ON a.agency_id = r.agency_id\nWHERE r.form = {quote_text(form)}",
        ),
        {},
    )


def list_wide_keys(form: str, table: str, forms: Sequence[str], context: SiteContext) -> Iterator[tuple[str, str]]:
    """Row and column of each cell of an edition in printed order, then the rows that only other editions have."""
    tables = context.codes.tables
    rows = set(tables[form, table].rows)
    yield from ((cell.row, cell.column) for cell in tables[form, table].cells)
    for other in forms:
        if other != form and (other, table) in tables:
            yield from ((cell.row, cell.column) for cell in tables[other, table].cells if cell.row not in rows)


def _look_up(table: str, row: str, column: str, wanted: str) -> str:
    row_name, column_name, number = CELL_KEYS[table]
    return (
        f"(SELECT {quote(wanted or number)} FROM {table} WHERE report_id = r.report_id"
        f" AND {row_name} = {quote_text(row)} AND {column_name} = {quote_text(column)})"
    )


def _create(name: str, columns: str, source: str) -> str:
    return f"CREATE VIEW {quote(name)} AS\nSELECT {columns}\nFROM {source}"
