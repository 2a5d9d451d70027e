"""The dictionary as rows: one for every table, column, code, rule, cell of a form and derived measure.

Comes in: the descriptor, the code lists, how often everything is filled. Goes out: entries, each of which says every
thing in words, what does not apply too. Refuses to know: any table or code by name, files, HTML.

A cell is named as its column of the wide tables is, all of whose columns are told (`wide_entries`). Lists of places and
of words (longer than LONGEST_LIST) have an entry for the list and its columns; their rows lie in their files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from build_scripts.packaging.package import Package, Row
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.data.dictionary_tables import Field, Print, Table, describe_tables, find_prints
from build_scripts.publishing.data.entry import FORM_BLANK, NO_EMPTY, NONE, Entry
from build_scripts.publishing.data.usage import Share, Usage
from build_scripts.publishing.data.wide_entries import list_wide_entries
from build_scripts.publishing.query.measures import Measure, read_measures

LONGEST_LIST = 600
"""Rows of a list that its page shows; longer ones (places, words) are described, and lie in their CSV."""
MOST_ARTICLES = 3
_TERM = re.compile(r"[a-z_]+")
_RULE_BLANK = (
    "空白不当作 0：只有当作 0 才相符的记 holds_if_blank_is_zero，别的空白记 not_assessable",
    "blanks are not zero: holds_if_blank_is_zero where that alone would make it hold, else not_assessable",
)
_MEASURE_BLANK = ("有一格没有数就没有值，不当作 0", "no value where any cell has no number; never taken for zero")
_CODE_BLANK = ("不适用：代码不会为空", "not applicable: a code is never empty")


def list_entries(package: Package, context: SiteContext, usage: Usage) -> Iterator[Entry]:
    """Every entry, tables with their columns first, then codes and rules, cells by edition, derived measures."""
    tables, prints = list(describe_tables(package)), find_prints(package)
    for table in tables:
        yield _enter_table(table, usage)
        for field in table.fields:
            yield _enter_column(table, field, usage)
    for table in tables:
        if table.is_list and len(table.rows) <= LONGEST_LIST and "label_zh" in table.rows[0]:
            for row in table.rows:
                yield _enter_code(table, row, prints.get(table.name, {}).get(row["code"], ()), context, usage)
    for form in context.codes.printed_forms:
        yield from list_wide_entries(form, tables, context, usage)
    for measure in read_measures(context.codes.tables):
        yield _enter_measure(measure, context)


def _enter_table(table: Table, usage: Usage) -> Entry:
    rows = usage.rows.get(table.name, len(table.rows))
    return Entry(
        *("table", NONE[0], table.name, table.title, table.name.replace("_", " "), NONE[0]),
        *(table.definition_zh, table.definition_en, table.article or NONE[0], NONE[0], NONE[0], NONE[0]),
        *(*NONE, str(rows), str(rows), "行 / rows", "本项目"),
    )


def _enter_column(table: Table, field: Field, usage: Usage) -> Entry:
    share = usage.columns.get(table.name, {}).get(field.name) or _count(table.rows, field.name)
    blank = NO_EMPTY if field.required else (field.blank_zh, field.blank_en)
    return Entry(
        *("column", table.name, field.name, field.title, field.name.replace("_", " "), NONE[0]),
        *(field.definition_zh, field.definition_en, f"随表：{table.article}" if table.article else NONE[0], NONE[0]),
        field.unit or NONE[0],
        *(field.kind.split(" ")[-1], *blank, str(share.filled), str(share.total)),
        *("不空的行 / rows that fill it", "本项目"),
    )


def _enter_code(table: Table, row: Row, prints: tuple[Print, ...], context: SiteContext, usage: Usage) -> Entry:
    is_rule = "operands" in row
    blank = _RULE_BLANK if is_rule else FORM_BLANK if prints else _CODE_BLANK
    forms = context.labels["forms"]
    filled, total, counted = _tell_uses(table.name, row["code"], usage)
    printed = "；".join(dict.fromkeys(f"{forms[one.form]}：{one.label}" for one in prints)) or NONE[0]
    edition = "、".join(dict.fromkeys(forms[one.form] for one in prints))
    if is_rule:
        edition = "、".join(forms[form] for form in find_rule_forms(row, context))
    return Entry(
        *("rule" if is_rule else "code", table.name, row["code"], row["label_zh"], row["label_en"], printed),
        *(row["definition_zh"], row["definition_en"], _join_articles(prints, row), edition or NONE[0]),
        *("；".join(dict.fromkeys(one.unit for one in prints)) or row.get("unit", "") or NONE[0], NONE[0]),
        *(*blank, filled, total, counted, row["source"]),
    )


def find_rule_forms(rule: Row, context: SiteContext) -> list[str]:
    """The editions that print every term of a rule; all of them for a rule of text alone."""
    terms = {word for side in ("left", "right") for word in _TERM.findall(rule[side].replace("@last_year", ""))}
    terms -= {"text", "parts"}
    editions = {
        form: {code for cell in found.cells for code in (cell.row, cell.column)}
        for (form, table), found in context.codes.tables.items()
        if table == rule["table"]
    }
    if not editions:
        return list(context.codes.printed_forms)
    return [form for form, codes in editions.items() if terms <= codes]


def _enter_measure(measure: Measure, context: SiteContext) -> Entry:
    is_share = bool(measure.denominator)
    return Entry(
        *("measure", measure.table, measure.code, measure.label_zh, measure.label_en, NONE[0]),
        *(f"{measure.definition_zh}{measure.note_zh}", measure.definition_en, f"{NONE[0]}：见出处"),
        *("、".join(context.labels["forms"][form] for form in measure.forms), "%" if is_share else "件", "number"),
        *(*_MEASURE_BLANK, "", "", "不计数：由几格算出 / not counted: computed from cells", measure.source),
    )


def _join_articles(prints: Iterable[Print], row: Row) -> str:
    """The articles at a code; an applicant stands beside rows of many."""
    articles = dict.fromkeys(one for found in prints for one in found.article.split("；") if one)
    if len(articles) > MOST_ARTICLES:
        return "随所在的行而定，见各格"
    return "；".join(articles) or row.get("article", "") or NONE[0]


def _tell_uses(code_list: str, code: str, usage: Usage) -> tuple[str, str, str]:
    """How often a code is used, over all columns that hold codes of its list."""
    if code_list not in usage.totals:
        return "", "", "不计数：数据表里没有这份代码表的列 / not counted: no column of a data table holds it"
    uses = usage.codes.get(code_list, {}).get(code, ())
    filled = sum(use.share.filled for use in uses)
    if any(use.of_cells for use in uses):
        return str(filled), str(sum(use.share.total for use in uses)), "有数的格 / cells with a number"
    return str(filled), str(usage.totals[code_list]), "用到的行 / rows that use it"


def _count(rows: Iterable[Row], column: str) -> Share:
    held = [row[column] != "" for row in rows]
    return Share(sum(held), len(held))
