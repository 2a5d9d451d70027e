"""What the tests of the report page share: which real reports they look at, and small changes to a record."""

from __future__ import annotations

import html
import re
from dataclasses import replace

from build_scripts.packaging.package import CellRow, ReportRecord
from build_scripts.publishing.report.page import ReportPage, ReportPages
from build_scripts.publishing.report.view import ReportView

FORM_2021 = "410781-chengshiguanliju-2023"
FORM_2019 = "410303-chengshiguanliju-2020"
ALMOST_BLANK = "630223-chengshiguanlizonghexingzhengzhifaju-2024"


def body_of(made: ReportPage) -> str:
    return made.page.body


def view_of(pages: ReportPages, record: ReportRecord) -> ReportView:
    return pages.view(record, None)


def text_of(fragment: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", fragment))


def with_cell(record: ReportRecord, table: str, row: str, column: str, **changes: str) -> ReportRecord:
    def change(cell: CellRow) -> CellRow:
        return cell._replace(**changes) if (cell.row, cell.column) == (row, column) else cell

    return replace(record, cells={**record.cells, table: tuple(map(change, record.cells[table]))})


def part_of(body: str, anchor: str) -> str:
    """The section of the page that bears this heading."""
    return body.split(f'aria-labelledby="{anchor}"', 1)[1].split("</section>", 1)[0]
