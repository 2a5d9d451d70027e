"""The words beside the codes of a sheet: who reports, and what each code is called.

Comes in: a frame and the rows of it that a sheet has. Goes out: for a column, the columns that stand right behind it,
as fields and words. Refuses to know: XML, files, wide tables. The codes stay, for programs; these are for people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from build_scripts.codes import AXIS_LISTS
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.formats.frames import Field, Frame, Rows, take_words
from build_scripts.publishing.formats.parquet import Words
from build_scripts.publishing.formats.wide import map_words, name_region
from build_scripts.publishing.report.sum_plans import name_scope
from build_scripts.publishing.table_titles import TABLE_TITLES

_LISTS: Mapping[str, Mapping[str, str]] = {
    "agencies": {"region_code": "regions", "level": "levels", "function": "functions"},
    "reports": {"form": "forms", "scope": "scopes"},
    "findings": {"code": "finding_codes", "severity": "severities"},
    "checks": {"rule": "rules", "status": "check_statuses"},
    "disclosures": {"item": "disclosure_items", "measure": "disclosure_measures"},
    "applications": {"outcome": "outcomes", "applicant": "applicants"},
    "remedies": {"channel": "channels", "result": "results"},
}
"""Table → column → the list that its codes are of."""


def list_labels(frame: Frame, column: str, rows: Rows, context: SiteContext) -> Iterator[tuple[Field, Words]]:
    """What stands right behind a column of a table, as the words of these rows."""
    words = take_words(frame.columns[column], rows)
    code_list = _LISTS.get(frame.name, {}).get(column)
    if column == "report_id" and frame.name not in ("agencies", "reports"):
        names = {key: _name_agency(key, context) for key in words.texts}
        yield _NAME, map_words(words, names)
    elif column == "agency_id" and frame.name == "reports":
        agencies = context.agencies
        yield _NAME, map_words(words, {key: agencies[key]["name"] for key in words.texts})
        yield _REGION, map_words(words, {key: name_region(agencies[key], context) for key in words.texts})
    elif code_list:
        labels = {code: context.label(code_list, code) if code else "" for code in words.texts}
        yield label_field(frame, column), map_words(words, labels)
    elif (frame.name, column) == ("checks", "scope"):
        rules = {rule.code: rule for rule in context.codes.rules}
        told = _map_pairs(
            take_words(frame.columns["rule"], rows),
            words,
            lambda rule, scope: name_scope(rules.get(rule), scope, context),
        )
        yield label_field(frame, column), told
    elif frame.name == "corrections" and column in ("table", "row", "column"):
        place = ("row", "column").index(column) if column != "table" else -1

        def name(table: str, code: str) -> str:
            return TABLE_TITLES[code] if place < 0 else context.label(AXIS_LISTS[table][place], code)

        yield label_field(frame, column), _map_pairs(take_words(frame.columns["table"], rows), words, name)


def _name_agency(report_id: str, context: SiteContext) -> str:
    """The agency of a report; empty for what is of no report."""
    agency = context.agencies.get(report_id.rpartition("-")[0])
    return agency["name"] if agency else ""


def label_field(frame: Frame, column: str) -> Field:
    """The field of the names of a column's codes."""
    field = next(each for each in frame.fields if each.name == column)
    return Field(
        f"{column}_label",
        "string",
        f"{field.title.removesuffix('代码') or field.title}名称",
        f"“{field.title}”一列的名称，为便于阅读加在工作簿里；CSV 里只有代码。",
        f"What the code of {column} is called, in Chinese; added in the workbook, the CSV files have the code alone.",
        "",
    )


_NAME = Field(
    "name",
    "string",
    "机关名称",
    "报告的机关，为便于阅读加在工作簿里；CSV 里见 agencies 表。",
    "The authority that reports; added in the workbook, in the CSV files it is in the table agencies.",
    "",
)
_REGION = Field(
    "region_name",
    "string",
    "行政区划名称",
    "机关所在的行政区划，为便于阅读加在工作簿里；代码在“机关”。",
    "The region of the authority, in Chinese; added in the workbook, its code is on the sheet 机关.",
    "",
)


def _map_pairs(one: Words, other: Words, tell: Callable[[str, str], str]) -> Words:
    """What two columns together tell, row by row."""
    size = max(1, len(other.texts))
    met, places = np.unique(one.codes.astype(np.int64) * size + other.codes, return_inverse=True)
    pairs = Words(tuple(map(str, met.tolist())), places.astype(np.int32))
    return map_words(
        pairs, {key: tell(one.texts[int(key) // size], other.texts[int(key) % size]) for key in pairs.texts}
    )
