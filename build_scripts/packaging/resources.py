"""The resources of the package: their names, order and columns, as the data contract has them.

Comes in: nothing. Goes out: names. Refuses to know: types, titles and constraints (the schemas), files, pandas.
"""

from __future__ import annotations

CELL_TABLES = ("disclosures", "applications", "remedies")

CELL_KEYS = {
    "disclosures": ("item", "measure", "value"),
    "applications": ("outcome", "applicant", "count"),
    "remedies": ("channel", "result", "count"),
}
"""For each table of cells the columns of its row, its column and its number."""

_CELL_REST = ("state", "printed", "line", "correction")

COLUMNS = {
    "agencies": (
        "agency_id",
        "name",
        "short_name",
        "region_code",
        "level",
        "function",
        "first_year",
        "last_year",
        "report_count",
    ),
    "reports": (
        "report_id",
        "agency_id",
        "year",
        "title",
        "form",
        "scope",
        "scope_quote",
        "document_number",
        "index_number",
        "published",
        "period_start",
        "period_end",
        "source_file",
        "source_sha256",
        "source_format",
        "source_url",
        "retrieved",
        "text_release",
        "findings",
        "cells_reported",
        "cells_blank",
        "cells_dash",
        "cells_absent",
        "cells_unreadable",
    ),
    "sections": ("report_id", "section", "heading", "text", "line_start", "line_end"),
    **{table: ("report_id", *keys, *_CELL_REST) for table, keys in CELL_KEYS.items()},
    "checks": (
        "report_id",
        "rule",
        "scope",
        "status",
        "left",
        "right",
        "difference",
        "left_text",
        "right_text",
    ),
    "findings": (
        "finding_id",
        "report_id",
        "source_file",
        "line",
        "code",
        "severity",
        "message_zh",
        "message_en",
    ),
    "corrections": ("report_id", "table", "row", "column", "printed", "value", "reason", "evidence"),
}
"""The columns of each data resource, in their order, which is also the order of the resources."""

WHOLE_TABLES = ("agencies", "findings")
"""The tables that are written as a whole, out of all reports."""

BATCH_TABLES = tuple(name for name in COLUMNS if name not in WHOLE_TABLES)
"""Those that are written by partition."""

PRIMARY_KEYS = {
    "agencies": 1,
    "reports": 1,
    "sections": 2,
    "disclosures": 3,
    "applications": 3,
    "remedies": 3,
    "checks": 3,
    "findings": 1,
    "corrections": 4,
}
"""How many of the first columns are the primary key: rows are sorted by them."""

REGISTER = "agency_register"

CODE_LIST_RESOURCES = {"section_codes": "sections"}
"""Code lists whose resource bears another name than their file, because a data resource has it."""


def name_resource(code_list: str) -> str:
    """The resource in which a code list is published.

    >>> name_resource("sections"), name_resource("outcomes")
    ('section_codes', 'outcomes')
    """
    names = {file_name: resource for resource, file_name in CODE_LIST_RESOURCES.items()}
    return names.get(code_list, code_list)


def name_code_list(resource: str) -> str:
    """The code list that a resource publishes; the inverse of `name_resource`."""
    return CODE_LIST_RESOURCES.get(resource, resource)
