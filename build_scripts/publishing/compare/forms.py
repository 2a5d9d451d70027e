"""The three tables of every edition, as the compare page lays them out: rows in printed order with groups and labels.

Comes in: the context. Goes out: plain data for one JSON file that does not grow with the number of reports. Refuses to
know: reports, HTML.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from build_scripts.codes import TABLES, FormCell, FormTable
from build_scripts.publishing.compare.editions import Alignment, Place, align_editions
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.report.form_html import MARKS
from build_scripts.publishing.table_titles import TABLE_TITLES

LABELS = ("forms", "scopes", "levels", "functions", "states", "sections")


def describe_forms(context: SiteContext) -> dict[str, object]:
    """Labels of codes, marks of states, the tables of each edition, and which cells mean the same in which of them."""
    tables = context.codes.tables
    alignment = align_editions(tables.values())
    return {
        "version": context.version,
        "date": context.date,
        "labels": {name: dict(context.labels[name]) for name in LABELS},
        "marks": dict(MARKS),
        "tables": [
            {
                "table": table,
                "title": TABLE_TITLES[table],
                "forms": {
                    form: _describe_rows(tables[(form, table)])
                    for form in context.codes.forms
                    if (form, table) in tables
                },
            }
            for table in TABLES
        ],
        "alignment": _describe_alignment(alignment),
    }


def _describe_rows(table: FormTable) -> list[dict[str, object]]:
    totals = {cell.row_sums_into for cell in table.cells} - {""}
    return [
        {
            "row": row,
            "label": cells[0].row_label,
            "groups": list(cells[0].row_group),
            "sum": row in totals,
            "cells": [_describe_cell(cell) for cell in cells],
        }
        for row, found in groupby(table.cells, key=lambda cell: cell.row)
        if (cells := list(found))
    ]


def _describe_cell(cell: FormCell) -> Sequence[str]:
    """Column, its printed label, its unit."""
    return [cell.column, cell.column_label, cell.unit]


def _describe_alignment(alignment: Mapping[Place, Alignment]) -> list[list[object]]:
    """Table, row, column, editions in groups, reason: one line a row of the form where all its columns are alike."""
    described: list[list[object]] = []
    for (table, row), places in groupby(sorted(alignment), key=lambda place: place[:2]):
        found = [(place[2], alignment[place]) for place in places]
        if len({said for _, said in found}) == 1:
            found = [("*", found[0][1])]
        described += [[table, row, column, said.groups, said.reason] for column, said in found]
    return described
